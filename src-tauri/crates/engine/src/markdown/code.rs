//! A block of code on its way to its colours.

use pulldown_cmark::{CodeBlockKind, CowStr};

use crate::diagnostic::{Diagnostic, Place};
use crate::highlight::{Highlighter, Lack};

/// A block of code that has not ended yet.
pub(super) struct OpenCode<'e> {
    /// What stands behind the backticks that open it.
    info: CowStr<'e>,
    /// Where it starts in the text.
    pub(super) offset: usize,
    /// The code so far.
    pub(super) text: String,
}

impl<'e> OpenCode<'e> {
    pub(super) fn new(kind: CodeBlockKind<'e>, offset: usize) -> Self {
        let info = match kind {
            CodeBlockKind::Indented => CowStr::Borrowed(""),
            CodeBlockKind::Fenced(info) => info,
        };
        Self { info, offset, text: String::new() }
    }

    /// Writes the block; says what its author should know.
    pub(super) fn write(
        &self,
        html: &mut String,
        highlighter: &Highlighter,
        place: Place,
    ) -> Option<Diagnostic> {
        let block = highlighter.block(&self.info, &self.text);
        html.push_str(&block.html);
        let language = language(&self.info);
        match block.lack? {
            Lack::UnknownLanguage => highlighter.is_strict.then(|| {
                let message = format!("a block of code is in `{language}`, and no such language is known");
                Diagnostic::error(place, message, highlighter.suggestion(language))
            }),
            Lack::TooLong => {
                let message = "a block of code is too long to be coloured, so it is shown in one colour";
                Some(Diagnostic::warning(place, message, "Show the part that matters, and link to the rest"))
            }
            Lack::LongLine => {
                let message = "a line of code is too long to be coloured, so it is shown in one colour";
                Some(Diagnostic::warning(place, message, "Break the line, or link to the file instead"))
            }
            Lack::TooHard => {
                let message = format!(
                    "a block of code in `{language}` takes too long to be coloured, so it is shown in one colour"
                );
                Some(Diagnostic::warning(
                    place,
                    message,
                    "Shorten its longest lines, or write it without a language",
                ))
            }
        }
    }
}

/// Finds the language in what stands behind a fence.
pub(super) fn language(info: &str) -> &str {
    info.split([',', ' ', '\t']).next().unwrap_or_default()
}
