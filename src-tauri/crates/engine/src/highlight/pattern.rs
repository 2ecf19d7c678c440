//! Regular expressions of grammars, compiled when they are first needed.

use std::ops::Range;
use std::sync::OnceLock;

use fancy_regex::{Regex, RegexBuilder};
use serde::Deserialize;

/// How often one search may go back on its steps. No grammar that Galley carries comes near it.
const MAX_BACKTRACKING: usize = 50_000;
/// How large one compiled pattern may be.
const MAX_PATTERN_BYTES: usize = 4 * 1024 * 1024;

/// A regular expression in Oniguruma's dialect.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

/// Where each group of a match stands, the whole match first.
pub(super) type Groups = Vec<Option<Range<usize>>>;

/// A search went back on its steps too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exhausted;

impl From<String> for Pattern {
    fn from(source: String) -> Self {
        Self { source, compiled: OnceLock::new() }
    }
}

impl Pattern {
    /// Borrows the expression as it was written.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Finds the first match at or after a place. An expression that cannot be understood matches nothing.
    pub(super) fn find(&self, line: &str, from: usize) -> Result<Option<Range<usize>>, Exhausted> {
        let Some(regex) = self.regex() else { return Ok(None) };
        let found = regex.find_from_pos(line, from).map_err(|_| Exhausted)?;
        Ok(found.map(|found| found.range()))
    }

    /// Finds the groups of the first match at or after a place.
    pub(super) fn groups(&self, line: &str, from: usize) -> Result<Groups, Exhausted> {
        let Some(regex) = self.regex() else { return Ok(Vec::new()) };
        let found = regex.captures_from_pos(line, from).map_err(|_| Exhausted)?;
        let groups = found.iter().flat_map(|groups| groups.iter());
        Ok(groups.map(|group| group.map(|group| group.range())).collect())
    }

    /// Takes an expression of a file. `$` is the end of a line there, whatever follows.
    pub(super) fn written(source: &str) -> Self {
        let mut lines = String::with_capacity(source.len());
        let (mut is_escaped, mut classes) = (false, 0_usize);
        for letter in source.chars() {
            match letter {
                '[' if !is_escaped => classes += 1,
                ']' if !is_escaped => classes = classes.saturating_sub(1),
                '$' if !is_escaped && classes == 0 => {
                    lines.push_str("(?m:$)");
                    continue;
                }
                _ => {}
            }
            is_escaped = letter == '\\' && !is_escaped;
            lines.push(letter);
        }
        Self::from(lines)
    }

    /// Says whether the expression can be understood. To read it is quick; only what cannot be read is compiled to be sure.
    pub(super) fn is_understood(&self) -> bool {
        fancy_regex::Expr::parse_tree(&self.source).is_ok() || self.regex().is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.source)).as_ref()
    }
}

fn compile(source: &str) -> Option<Regex> {
    RegexBuilder::new(source)
        .oniguruma_mode(true)
        .backtrack_limit(MAX_BACKTRACKING)
        .delegate_size_limit(MAX_PATTERN_BYTES)
        .build()
        .ok()
}

/// Puts what an earlier match captured in the place of `\1` and so on.
pub(super) fn with_references(source: &str, captured: &[Option<String>]) -> Pattern {
    let mut filled = String::with_capacity(source.len());
    let mut is_escaped = false;
    for letter in source.chars() {
        match (is_escaped, letter.to_digit(10)) {
            (true, Some(group)) => {
                let text = captured.get(group as usize).and_then(Option::as_deref);
                filled.push_str(&fancy_regex::escape(text.unwrap_or_default()));
            }
            (true, None) => filled.extend(['\\', letter]),
            (false, _) if letter == '\\' => {}
            (false, _) => filled.push(letter),
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    Pattern::from(filled)
}
