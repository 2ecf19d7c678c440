//! Every language that code can be in. A grammar is unpacked when a block first needs it.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::grammar::{Context, ContextId, Entry, Grammar, Rule};
use super::packed::Pack;

/// How many rules a context has at most, those of included ones among them.
const MAX_RULES: usize = 5_000;

/// The languages, those of the site after those that Galley carries.
pub(super) struct Library {
    pack: Pack<About>,
    carried: Vec<OnceLock<Grammar>>,
    added: Vec<Added>,
    nothing: Context,
}

/// What is known of a language that Galley carries without unpacking its grammar.
#[derive(Deserialize)]
struct About {
    name: String,
    scope: String,
    tokens: Vec<String>,
    start: u32,
    main: u32,
}

/// A language of the site's own.
pub(super) struct Added {
    /// What it is called.
    pub(super) name: String,
    /// What all of its text is called.
    pub(super) scope: String,
    /// What fences may call it, beside its name.
    pub(super) tokens: Vec<String>,
    /// Its rules; the first context is where a text starts.
    pub(super) grammar: Grammar,
}

/// What fences call a language, where that is neither its name nor an ending of its files.
const ALIASES: [(&str, &str); 42] = [
    ("assembly", "asm"),
    ("astro", "html"),
    ("bash-session", "bash"),
    ("batch", "bat"),
    ("console", "bash"),
    ("csharp", "cs"),
    ("docker", "dockerfile"),
    ("docker-compose", "yaml"),
    ("elisp", "el"),
    ("emacs-lisp", "el"),
    ("fortran", "f90"),
    ("golang", "go"),
    ("gotemplate", "jinja2"),
    ("gotmpl", "jinja2"),
    ("handlebars", "html"),
    ("hbs", "html"),
    ("javascriptreact", "tsx"),
    ("jinja-html", "html.j2"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("jsx", "tsx"),
    ("ksh", "bash"),
    ("mdx", "md"),
    ("mysql", "sql"),
    ("node", "js"),
    ("objc", "m"),
    ("objectivec", "m"),
    ("pgsql", "sql"),
    ("plpgsql", "sql"),
    ("postgresql", "sql"),
    ("python3", "py"),
    ("ron", "rs"),
    ("scheme", "ss"),
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("shellscript", "bash"),
    ("shellsession", "bash"),
    ("sqlite", "sql"),
    ("systemd", "ini"),
    ("tera", "html.j2"),
    ("zsh-session", "bash"),
];

/// What fences call text that is not code.
const PLAIN: [&str; 8] = ["", "none", "no-highlight", "output", "plain", "plaintext", "text", "txt"];

/// Languages that sites use and Galley has no rules for. To name one is no slip, so it is no error either.
const WITHOUT_RULES: [&str; 16] = [
    "abap",
    "cobol",
    "gherkin",
    "just",
    "justfile",
    "kdl",
    "mermaid",
    "nu",
    "nushell",
    "powershell",
    "prolog",
    "ps1",
    "razor",
    "vb",
    "wasm",
    "wat",
];

impl Library {
    /// Makes ready with the languages that Galley carries.
    pub(super) fn new() -> Self {
        let pack: Pack<About> = Pack::new(include_bytes!("../../assets/grammars.bin"));
        let carried = pack.index.iter().map(|_| OnceLock::new()).collect();
        Self { pack, carried, added: Vec::new(), nothing: Context::default() }
    }

    /// Gives the number that the next language of the site's own has.
    pub(super) fn next_number(&self) -> u32 {
        u32::try_from(self.carried.len() + self.added.len()).unwrap_or(u32::MAX)
    }

    /// Adds a language of the site's own; it wins over one of the same name.
    pub(super) fn add(&mut self, added: Added) {
        self.added.push(added);
    }

    /// Says whether a fence's word for its language means that the text has no colours.
    pub(super) fn is_plain(word: &str) -> bool {
        PLAIN.iter().chain(&WITHOUT_RULES).any(|plain| plain.eq_ignore_ascii_case(word))
    }

    /// Finds where a text in a language starts, by what a fence calls the language.
    pub(super) fn find(&self, word: &str) -> Option<ContextId> {
        self.find_own(word).or_else(|| self.find_carried(word)).or_else(|| {
            let (_, other) = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(word))?;
            self.find_carried(other)
        })
    }

    /// Finds the language whose text has a name, such as `source.css`, and where its own rules start.
    pub(super) fn find_scope(&self, scope: &str) -> Option<ContextId> {
        let number = self.pack.index.iter().rposition(|part| part.about.scope == scope)?;
        Some(id(number, self.pack.index[number].about.main))
    }

    /// Lists what fences may call languages.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let carried = self.pack.index.iter().map(|part| (&part.about.name, &part.about.tokens));
        let added = self.added.iter().map(|added| (&added.name, &added.tokens));
        carried
            .chain(added)
            .flat_map(|(name, tokens)| std::iter::once(name).chain(tokens))
            .map(String::as_str)
    }

    /// Gives a context; one without rules where a grammar names one that is not there.
    pub(super) fn context(&self, id: ContextId) -> &Context {
        let number = id.grammar as usize;
        let grammar = match self.carried.get(number) {
            Some(carried) => Some(carried.get_or_init(|| Grammar { contexts: self.pack.unpack(number) })),
            None => self.added.get(number - self.carried.len()).map(|added| &added.grammar),
        };
        grammar.and_then(|grammar| grammar.contexts.get(id.context as usize)).unwrap_or(&self.nothing)
    }

    /// Lists the rules of a context, those of included ones in their places.
    pub(super) fn rules(&self, id: ContextId) -> &[Arc<Rule>] {
        let context = self.context(id);
        context.rules.get_or_init(|| {
            let (mut rules, mut seen) = (Vec::new(), HashSet::from([id]));
            // Included contexts that are still being listed, each with what is left of it.
            let mut open = vec![context.patterns.iter()];
            while let Some(patterns) = open.last_mut() {
                match patterns.next() {
                    _ if rules.len() >= MAX_RULES => break,
                    None => drop(open.pop()),
                    Some(Entry::Rule(rule)) => rules.push(rule.clone()),
                    // A rule that comes a second time can win nothing, and a context that includes itself is no more.
                    Some(Entry::Include { include }) if seen.insert(*include) => {
                        open.push(self.context(*include).patterns.iter());
                    }
                    Some(Entry::Include { .. }) => {}
                }
            }
            rules.into()
        })
    }

    /// Says whether a rule of a context asks for what was captured when the context was opened.
    pub(super) fn has_references(&self, id: ContextId) -> bool {
        self.rules(id).iter().any(|rule| rule.has_references)
    }

    fn find_own(&self, word: &str) -> Option<ContextId> {
        let is_it = |added: &Added| {
            added.name.eq_ignore_ascii_case(word)
                || added.scope.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(word))
                || added.tokens.iter().any(|token| token.eq_ignore_ascii_case(word))
        };
        self.added.iter().rposition(is_it).map(|number| id(self.carried.len() + number, 0))
    }

    fn find_carried(&self, word: &str) -> Option<ContextId> {
        let parts = &self.pack.index;
        let by_token = parts
            .iter()
            .rposition(|part| part.about.tokens.iter().any(|token| token.eq_ignore_ascii_case(word)));
        let number =
            by_token.or_else(|| parts.iter().rposition(|part| part.about.name.eq_ignore_ascii_case(word)))?;
        Some(id(number, parts[number].about.start))
    }
}

fn id(grammar: usize, context: u32) -> ContextId {
    ContextId { grammar: u32::try_from(grammar).unwrap_or(u32::MAX), context }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_that_galley_carries_is_understood() {
        let library = Library::new();
        assert!(library.pack.index.len() > 200);
        for (number, part) in library.pack.index.iter().enumerate() {
            let about = &part.about;
            let length = library.context(id(number, 0)).patterns.len();
            assert!(!library.rules(id(number, about.start)).is_empty() || length == 0, "{}", about.name);
            let grammar = library.carried[number].get().expect("was just unpacked");
            assert!(grammar.contexts.get(about.main as usize).is_some(), "{}", about.name);
            for context in &grammar.contexts {
                for entry in &context.patterns {
                    match entry {
                        Entry::Rule(rule) => {
                            assert!(rule.pattern.is_understood(), "{}: {rule:?}", about.name)
                        }
                        Entry::Include { include } => {
                            assert!((include.grammar as usize) < library.carried.len(), "{}", about.name);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_other_word_for_a_language_leads_to_it() {
        let library = Library::new();
        for (alias, word) in ALIASES {
            assert!(library.find_carried(alias).is_none(), "{alias} is known by itself");
            assert!(library.find_carried(word).is_some(), "{word}");
        }
        assert!(WITHOUT_RULES.iter().all(|word| library.find(word).is_none()));
        assert_eq!(library.find("SHELL"), library.find("bash"));
        assert_eq!(library.find("klingonese"), None);
    }
}
