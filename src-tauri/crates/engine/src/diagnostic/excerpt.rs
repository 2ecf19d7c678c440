//! The line that a diagnostic is about, short enough for a screen.

use std::collections::BTreeMap;

use crate::path::SourcePath;
use crate::source::SourceFile;

use super::{Diagnostic, Position};

/// The most characters of a line that are shown.
const MAX_SHOWN: usize = 120;
/// How much of a long line is shown before the place that is meant.
const SHOWN_BEFORE: usize = 40;

/// A line of a file and what in it is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Excerpt {
    /// The line, or the part of a long line around what is meant.
    pub text: String,
    /// Where in this text it starts, counted from 1 in Unicode characters.
    pub column: u32,
    /// How many characters it has; at least 1.
    pub width: u32,
}

impl Excerpt {
    /// Takes the line at a position out of a file's text. Nothing for a line that is empty or not there.
    pub fn of(text: &str, position: Position, width: usize) -> Option<Self> {
        let line = text.lines().nth(usize::try_from(position.line).ok()?.checked_sub(1)?)?;
        let at = usize::try_from(position.column).ok()?.saturating_sub(1);
        let from = if line.chars().nth(MAX_SHOWN).is_some() { at.saturating_sub(SHOWN_BEFORE) } else { 0 };
        // What a terminal would act on, or show out of order, is not shown.
        let shown = line.chars().skip(from).take(MAX_SHOWN).map(|c| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => ' ',
            c => c,
        });
        let whole: String = shown.collect();
        let indent = whole.chars().take_while(|c| *c == ' ').count().min(at - from.min(at));
        let text: String = whole.chars().skip(indent).collect::<String>().trim_end().to_owned();
        if text.is_empty() {
            return None;
        }
        let column = at - from.min(at) - indent;
        let room = text.chars().count().saturating_sub(column).max(1);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Some(Self { text, column: number(column + 1), width: number(width.clamp(1, room)) })
    }
}

/// Gives every diagnostic with a position the line it is about.
pub(crate) fn add_excerpts(diagnostics: &mut [Diagnostic], files: &BTreeMap<SourcePath, SourceFile>) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.excerpt.is_none()) {
        let Some(place) = &diagnostic.place else { continue };
        let Some(position) = place.position else { continue };
        let Some(bytes) = files.get(&place.file).and_then(|file| file.bytes.as_deref()) else { continue };
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        diagnostic.excerpt = Excerpt::of(text.trim_start_matches('\u{feff}'), position, 1).map(Box::new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_what_is_meant() {
        let text = format!("short\n\t  {}MARK{}", "a".repeat(10_000_000), "b".repeat(1000));
        let at = Position { line: 2, column: 10_000_004 };
        let excerpt = Excerpt::of(&text, at, 4).expect("is there");
        assert_eq!(excerpt.text.chars().count(), MAX_SHOWN);
        let shown: String = excerpt.text.chars().skip(excerpt.column as usize - 1).take(4).collect();
        assert_eq!(shown, "MARK");
    }

    #[test]
    fn indentation_is_left_out_and_what_a_terminal_would_obey_too() {
        let at = Position { line: 1, column: 3 };
        let excerpt = Excerpt::of("\t\tx\u{1b}[2J\u{202e}y", at, 99).expect("is there");
        assert_eq!(excerpt, Excerpt { text: "x [2J\u{fffd}y".into(), column: 1, width: 7 });
        assert_eq!(Excerpt::of("a", Position { line: 2, column: 1 }, 1), None);
        assert_eq!(Excerpt::of("", Position { line: 1, column: 1 }, 1), None);
    }
}
