//! Writes tags of Tera 2 so that each word stays on the author's line.

/// A word of a translated template, and where it stood: all count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) was: u32,
}

/// A line and a column, both counted from 1.
#[derive(Debug, Clone, Copy)]
struct Spot {
    line: u32,
    column: u32,
}

/// A translated template in the making.
pub(super) struct Writer<'a> {
    source: &'a str,
    /// How far the source was counted, in bytes, and its spot there.
    counted: usize,
    source_spot: Spot,
    out: String,
    spot: Spot,
    moved: Vec<Moved>,
}

/// A point of a translation that can be gone back to.
pub(super) struct Mark {
    length: usize,
    spot: Spot,
    moved: usize,
}

impl Spot {
    const START: Self = Self { line: 1, column: 1 };

    fn pass(&mut self, text: &str) {
        for letter in text.chars() {
            if letter == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
    }
}

impl<'a> Writer<'a> {
    /// Begins a translation of a template.
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            counted: 0,
            source_spot: Spot::START,
            out: String::with_capacity(source.len() + source.len() / 8),
            spot: Spot::START,
            moved: Vec::new(),
        }
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str) {
        self.spot.pass(text);
        self.out.push_str(text);
    }

    /// Goes to the line of a place in the template, if it is below. Only inside tags.
    pub(super) fn at(&mut self, place: usize) {
        // A word that is written twice counts at its first place.
        if let Some(passed) = self.source.get(self.counted..place) {
            self.source_spot.pass(passed);
            self.counted = place;
        }
        while self.spot.line < self.source_spot.line {
            self.push("\n");
        }
        let Spot { line, column } = self.spot;
        self.moved.push(Moved { line, column, was: self.source_spot.column });
    }

    /// Marks the point that is reached.
    pub(super) fn mark(&self) -> Mark {
        Mark { length: self.out.len(), spot: self.spot, moved: self.moved.len() }
    }

    /// Gives what was written since a point.
    pub(super) fn since(&self, mark: &Mark) -> &str {
        &self.out[mark.length..]
    }

    /// Goes back to a point.
    pub(super) fn back_to(&mut self, mark: &Mark) {
        self.out.truncate(mark.length);
        self.spot = mark.spot;
        self.moved.truncate(mark.moved);
    }

    /// Ends a translation.
    pub(super) fn finish(self) -> (String, Vec<Moved>) {
        (self.out, self.moved)
    }
}
