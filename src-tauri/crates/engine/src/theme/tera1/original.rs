//! What a translated template was, so that trouble is told in the author's own words.

use std::sync::Arc;

use crate::diagnostic::Position;

use super::write::Moved;

/// A template before it was translated.
#[derive(Debug, Clone)]
pub(crate) struct Original {
    text: Arc<str>,
    moved: Arc<[Moved]>,
}

impl Original {
    /// Keeps a template, and where its words went.
    pub(super) fn new(text: &str, moved: Vec<Moved>) -> Self {
        Self { text: text.into(), moved: moved.into() }
    }

    /// Finds where something stood. Lines are the same, columns may not be.
    pub(crate) fn position(&self, now: Position) -> Position {
        let on_line = self.moved.iter().filter(|moved| moved.line == now.line && moved.column <= now.column);
        let column = match on_line.max_by_key(|moved| moved.column) {
            // Far behind the last word that moved nothing is known.
            Some(moved) => moved.was.saturating_add((now.column - moved.column).min(1)),
            None => now.column,
        };
        let line =
            usize::try_from(now.line).ok().and_then(|line| self.text.lines().nth(line.checked_sub(1)?));
        let longest = line.map_or(1, |line| line.chars().count() + 1);
        Position { line: now.line, column: column.min(u32::try_from(longest).unwrap_or(u32::MAX)).max(1) }
    }

    /// Borrows the text as the author wrote it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}
