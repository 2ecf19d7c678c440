//! A text that is a part of a file's bytes and shares them: a large site holds each of its texts once.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Text in a file. Invariant: the range lies in the bytes, and the bytes in it are UTF-8.
#[derive(Clone)]
pub struct Text {
    bytes: Arc<[u8]>,
    range: Range<usize>,
}

impl Text {
    /// Takes bytes; nothing where they are no UTF-8.
    pub fn new(bytes: Arc<[u8]>) -> Option<Self> {
        let range = 0..std::str::from_utf8(&bytes).ok()?.len();
        Some(Self { bytes, range })
    }

    /// Takes a part of the text.
    ///
    /// # Panics
    /// Where the range does not lie in the text or cuts through a character, as for `str`.
    pub fn part(&self, range: Range<usize>) -> Self {
        assert!(self.get(range.clone()).is_some(), "the part lies in the text");
        let range = self.range.start + range.start..self.range.start + range.end;
        Self { bytes: self.bytes.clone(), range }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.range.clone()]).expect("was text when it was taken")
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { bytes: text.as_bytes().into(), range: 0..text.len() }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.bytes[self.range.clone()] == other.bytes[other.range.clone()]
    }
}

impl Eq for Text {}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_shares_the_bytes() {
        let whole = Text::new("über Wasser".as_bytes().into()).expect("is text");
        let part = whole.part(6..12).part(0..3);
        assert_eq!((&*part, part.clone()), ("Was", Text::from("Was")));
        assert!(Arc::ptr_eq(&whole.bytes, &part.bytes));
        assert_eq!(Text::new([0xff].as_slice().into()), None);
    }
}
