//! Writes tags of Tera 2 so that each word stays on the author's line.

/// A word of a translated template, and where it stood: all count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) was: u32,
}

/// A translated template in the making.
pub(super) struct Writer<'a> {
    source: &'a str,
    out: String,
    /// Where the line that is being written begins.
    line_start: usize,
    line: u32,
    /// How far the source was counted, its line there, and where that line begins.
    counted: usize,
    source_line: u32,
    source_line_start: usize,
    moved: Vec<Moved>,
}

impl<'a> Writer<'a> {
    /// Begins a translation of a template.
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            out: String::with_capacity(source.len() + source.len() / 8),
            line_start: 0,
            line: 1,
            counted: 0,
            source_line: 1,
            source_line_start: 0,
            moved: Vec::new(),
        }
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str) {
        for (at, _) in text.match_indices('\n') {
            self.line += 1;
            self.line_start = self.out.len() + at + 1;
        }
        self.out.push_str(text);
    }

    /// Goes to the line of a place in the template, if it is below. Only inside tags.
    pub(super) fn at(&mut self, place: usize) {
        self.count(place);
        while self.line < self.source_line {
            self.push("\n");
        }
        let column = |text: &str| u32::try_from(text.chars().count() + 1).unwrap_or(u32::MAX);
        let was = column(self.source.get(self.source_line_start..place).unwrap_or(""));
        let moved = Moved { line: self.line, column: column(&self.out[self.line_start..]), was };
        self.moved.push(moved);
    }

    /// Counts lines up to a place; places before are on the line reached.
    fn count(&mut self, place: usize) {
        if place <= self.counted {
            return;
        }
        let passed = self.source.get(self.counted..place).unwrap_or("");
        for (at, _) in passed.match_indices('\n') {
            self.source_line += 1;
            self.source_line_start = self.counted + at + 1;
        }
        self.counted = place;
    }

    /// Ends a translation.
    pub(super) fn finish(self) -> (String, Vec<Moved>) {
        (self.out, self.moved)
    }

    /// Gives what was written so far.
    pub(super) fn length(&self) -> usize {
        self.out.len()
    }

    /// Gives what was written since.
    pub(super) fn since(&self, length: usize) -> &str {
        &self.out[length..]
    }

    /// Takes back what was written since and writes something else, which stands as in the source.
    pub(super) fn replace_since(&mut self, length: usize, moved: usize, text: &str) {
        let taken = u32::try_from(self.out[length..].matches('\n').count()).unwrap_or(u32::MAX);
        self.line -= taken;
        self.out.truncate(length);
        self.line_start = self.out.rfind('\n').map_or(0, |at| at + 1);
        self.moved.truncate(moved);
        self.push(text);
    }

    /// Counts the words that were noted.
    pub(super) fn noted(&self) -> usize {
        self.moved.len()
    }
}
