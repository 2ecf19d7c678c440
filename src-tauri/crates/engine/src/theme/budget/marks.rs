//! What was put into an author's text, so that a place in the result can be told as one in the text.

use std::ops::Range;

/// Something put into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where in the author's text.
    pub(super) at: usize,
    /// What.
    pub(super) put: &'static str,
    /// What of the author's text it is about.
    pub(super) about: Range<usize>,
}

/// All that was put into a text, from its start to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks(Vec<Mark>);

impl Marks {
    /// Takes the pieces in any order; those of one place stay in the order given.
    pub(super) fn new(mut marks: Vec<Mark>) -> Self {
        marks.sort_by_key(|mark| mark.at);
        Self(marks)
    }

    /// Gives the text with all pieces in it.
    pub(crate) fn put_into(&self, text: &str) -> String {
        let length = text.len() + self.0.iter().map(|mark| mark.put.len()).sum::<usize>();
        let mut whole = String::with_capacity(length);
        let mut done = 0;
        for mark in &self.0 {
            whole.push_str(&text[done..mark.at]);
            whole.push_str(mark.put);
            done = mark.at;
        }
        whole.push_str(&text[done..]);
        whole
    }

    /// Finds what of the author's text a place in the whole stands for: a place, or all that a piece is about.
    pub(crate) fn authored(&self, offset: usize) -> Range<usize> {
        let mut added = 0;
        for mark in &self.0 {
            let start = mark.at + added;
            if offset < start {
                break;
            }
            if offset < start + mark.put.len() {
                return mark.about.clone();
            }
            added += mark.put.len();
        }
        offset - added..offset - added
    }
}
