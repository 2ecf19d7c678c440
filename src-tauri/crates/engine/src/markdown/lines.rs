//! From bytes of the text to lines and columns of the file.

use super::inserts::Origin;
use crate::diagnostic::{Place, Position};
use crate::path::SourcePath;

/// The lines of a text. Columns are counted on from the last one asked for, so that a text of one endless line
/// with many links does not cost the square of its length.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    first_line: u32,
    last: Cursor,
    /// Where the text that is asked about comes from, if it is not this one.
    origin: Option<&'a Origin>,
}

#[derive(Clone, Copy)]
struct Cursor {
    line: usize,
    offset: usize,
    column: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, first_line: u32, origin: Option<&'a Origin>) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, first_line, last: Cursor { line: 0, offset: 0, column: 1 }, origin }
    }

    pub(super) fn line(&self, offset: usize) -> u32 {
        self.number(self.index(self.found(offset)))
    }

    pub(super) fn place(&mut self, file: &SourcePath, offset: usize) -> Place {
        let offset = self.found(offset);
        let line = self.index(offset);
        if line != self.last.line || offset < self.last.offset {
            self.last = Cursor { line, offset: self.starts[line], column: 1 };
        }
        self.last.column +=
            self.text.get(self.last.offset..offset).map_or(0, |passed| passed.chars().count());
        self.last.offset = offset;
        let column = u32::try_from(self.last.column).unwrap_or(u32::MAX);
        Place { file: file.clone(), position: Some(Position { line: self.number(line), column }) }
    }

    fn found(&self, offset: usize) -> usize {
        self.origin.map_or(offset, |origin| origin.find(offset).min(self.text.len()))
    }

    fn index(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    fn number(&self, index: usize) -> u32 {
        self.first_line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }
}
