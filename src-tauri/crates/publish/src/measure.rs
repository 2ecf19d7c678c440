//! Measures a file piece by piece, however large it is.

use std::io;

use engine::output::{ContentHash, Entry};
use sha2::{Digest, Sha256};

/// Size and hash of what it was given so far.
#[derive(Default)]
pub(crate) struct Measure {
    size: u64,
    hasher: Sha256,
}

impl Measure {
    /// Takes the next piece.
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.size += piece.len() as u64;
        self.hasher.update(piece);
    }

    /// Gives the measures of the whole.
    pub(crate) fn finish(self) -> Entry {
        let digits: String = self.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let hash = ContentHash::try_from(digits).expect("a digest has 64 hexadecimal digits");
        Entry { size: self.size, hash }
    }
}

impl io::Write for Measure {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.add(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_measure_as_the_whole() {
        let mut measure = Measure::default();
        for piece in [&b"ab"[..], b"", b"cde"] {
            measure.add(piece);
        }
        assert_eq!(measure.finish(), Entry::of(b"abcde"));
    }
}
