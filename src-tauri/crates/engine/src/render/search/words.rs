//! Words as an index has them: without punctuation and endings, and without those that every text has.

use std::collections::HashMap;

use elasticlunr::Language;
use elasticlunr::pipeline::Pipeline;

/// A longer run of characters is no word: it may be data that was put into the text.
const MAX_WORD_BYTES: usize = 200;

/// What is known of a language.
pub(in crate::render) enum Speech {
    /// Its endings and frequent words.
    Known(Box<dyn Language>),
    /// Nothing.
    Unknown,
    /// That its words are not written apart. Telling them apart takes dictionaries of many megabytes.
    WithoutSpaces,
}

impl Speech {
    /// Finds what is known of a language. `pt-BR` is read as `pt`.
    pub(in crate::render) fn of(code: &str) -> Self {
        let primary = code.split(['-', '_']).next().unwrap_or(code).to_ascii_lowercase();
        // The crate has two languages under other codes than the rest of the world.
        let known = match primary.as_str() {
            "nl" => "du",
            "nb" | "nn" => "no",
            "ja" | "km" | "lo" | "my" | "th" | "zh" => return Self::WithoutSpaces,
            other => other,
        };
        elasticlunr::lang::from_code(known).map_or(Self::Unknown, Self::Known)
    }

    /// Gives the name that an index has for the language.
    pub(super) fn name(&self, code: &str) -> String {
        match self {
            Self::Known(language) => language.name(),
            Self::Unknown | Self::WithoutSpaces => code.to_owned(),
        }
    }

    fn pipeline(&self) -> Option<Pipeline> {
        match self {
            Self::Known(language) => Some(language.make_pipeline()),
            Self::Unknown | Self::WithoutSpaces => None,
        }
    }

    /// Names the steps that the visitor's browser takes with the words that are searched for. A step that the script
    /// does not know makes it refuse the index, so an unknown language has none.
    pub(super) fn steps(&self) -> Vec<String> {
        let steps = self.pipeline().map(|pipeline| pipeline.queue);
        steps.unwrap_or_default().iter().map(|step| step.name()).collect()
    }
}

/// The words of some texts, each with a number. A word is worked out once, however often it is written.
pub(super) struct Words {
    pipeline: Option<Pipeline>,
    written: HashMap<String, Option<u32>>,
    numbers: HashMap<String, u32>,
}

impl Words {
    pub(super) fn new(language: &str) -> Self {
        let pipeline = Speech::of(language).pipeline();
        Self { pipeline, written: HashMap::new(), numbers: HashMap::new() }
    }

    /// Gives the number of a word as it is written; nothing for a word that is not searched for.
    pub(super) fn number(&mut self, written: &str) -> Option<u32> {
        if written.len() > MAX_WORD_BYTES {
            return None;
        }
        if let Some(number) = self.written.get(written) {
            return *number;
        }
        let number = self.word(written).map(|word| {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            *self.numbers.entry(word).or_insert(next)
        });
        self.written.insert(written.to_owned(), number);
        number
    }

    fn word(&self, written: &str) -> Option<String> {
        let lower = written.trim().to_lowercase();
        let word = match &self.pipeline {
            Some(pipeline) => pipeline.run(vec![lower]).pop(),
            None => Some(lower.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()),
        };
        word.filter(|word| !word.is_empty())
    }

    /// Gives the words by their numbers.
    pub(super) fn into_list(self) -> Vec<String> {
        let mut list = vec![String::new(); self.numbers.len()];
        self.numbers.into_iter().for_each(|(word, number)| list[number as usize] = word);
        list
    }
}

/// Cuts a text where the script of elasticlunr would, and an address at its slashes too.
pub(super) fn split<'t>(field: &str, text: &'t str) -> impl Iterator<Item = &'t str> {
    let is_path = field == "path";
    text.split(move |c: char| c.is_whitespace() || c == '-' || (is_path && c == '/'))
        .filter(|word| !word.is_empty())
}
