//! A text that grows, and knows where it comes from.

use crate::markdown::Origin;

use super::placing::is_only_marks;

/// A text that grows.
#[derive(Default)]
pub(super) struct Cloth {
    text: String,
    origin: Origin,
    /// After a block: what a further line starts with, if one is needed.
    after_block: Option<String>,
}

impl Cloth {
    /// Gives the text, and where it comes from.
    pub(super) fn into_parts(self) -> (String, Origin) {
        (self.text, self.origin)
    }

    /// Borrows the text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a part of the text as its author wrote it.
    pub(super) fn copy(&mut self, text: &str, from: usize) {
        if !text.is_empty() {
            self.settle(text);
            self.origin.copied(self.text.len(), from);
            self.text.push_str(text);
        }
    }

    /// Adds something that takes the place of what stood at a place.
    pub(super) fn make(&mut self, text: &str, from: usize) {
        if !text.is_empty() {
            self.settle(text);
            self.origin.made(self.text.len(), from);
            self.text.push_str(text);
        }
    }

    /// Adds something that needs a line of its own. Lines before and after it start as given.
    pub(super) fn make_block(&mut self, mark: &str, from: usize, prefix: &str) {
        self.after_block = None;
        let line = self.text.rfind('\n').map_or(0, |at| at + 1);
        self.origin.made(self.text.len(), from);
        if !is_only_marks(&self.text[line..]) {
            self.text.push('\n');
            self.text.push_str(prefix);
        }
        self.text.push_str(mark);
        self.after_block = Some(prefix.to_owned());
    }

    /// Adds another text that knows where it comes from.
    pub(super) fn append(&mut self, other: &Self) {
        self.settle(&other.text);
        self.origin.append(&other.origin, self.text.len());
        self.text.push_str(&other.text);
    }

    /// Starts a new line after a block, unless the text does so itself.
    fn settle(&mut self, next: &str) {
        let Some(prefix) = self.after_block.take() else { return };
        let (line, has_end) = next.split_once('\n').map_or((next, false), |(line, _)| (line, true));
        if !line.trim().is_empty() {
            self.text.push('\n');
            self.text.push_str(&prefix);
        } else if !has_end {
            self.after_block = Some(prefix);
        }
    }
}
