//! Changes of a text as editors send them: pieces replaced, at offsets in UTF-16 code units.

use crate::protocol::TextPiece;

/// A piece does not fit the text it claims to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Misfit;

/// Applies pieces that stand in order and do not overlap.
pub(super) fn apply(text: &str, pieces: &[TextPiece]) -> Result<String, Misfit> {
    let mut out =
        String::with_capacity(text.len() + pieces.iter().map(|piece| piece.insert.len()).sum::<usize>());
    let mut walk = Walk { text, byte: 0, unit: 0 };
    for piece in pieces {
        if piece.to < piece.from {
            return Err(Misfit);
        }
        let kept = walk.byte;
        let from = walk.to(piece.from)?;
        out.push_str(&text[kept..from]);
        out.push_str(&piece.insert);
        walk.to(piece.to)?;
    }
    out.push_str(&text[walk.byte..]);
    Ok(out)
}

struct Walk<'a> {
    text: &'a str,
    byte: usize,
    unit: u32,
}

impl Walk<'_> {
    /// Walks on to a UTF-16 offset and gives the byte offset there.
    fn to(&mut self, unit: u32) -> Result<usize, Misfit> {
        if unit < self.unit {
            return Err(Misfit);
        }
        let mut chars = self.text[self.byte..].chars();
        while self.unit < unit {
            let c = chars.next().ok_or(Misfit)?;
            self.unit += u32::try_from(c.len_utf16()).map_err(|_| Misfit)?;
            self.byte += c.len_utf8();
        }
        if self.unit == unit { Ok(self.byte) } else { Err(Misfit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(from: u32, to: u32, insert: &str) -> TextPiece {
        TextPiece { from, to, insert: insert.into() }
    }

    #[test]
    fn offsets_count_utf16_units() {
        assert_eq!(apply("a😀b", &[piece(3, 4, "c")]), Ok("a😀c".into()));
        assert_eq!(apply("abc", &[piece(0, 1, "x"), piece(2, 3, "")]), Ok("xb".into()));
        assert_eq!(apply("", &[piece(0, 0, "é")]), Ok("é".into()));
    }

    #[test]
    fn pieces_that_do_not_fit_are_refused() {
        for pieces in [vec![piece(4, 4, "")], vec![piece(2, 1, "")], vec![piece(2, 2, ""), piece(1, 1, "")]] {
            assert_eq!(apply("abc", &pieces), Err(Misfit), "{pieces:?}");
        }
        // An offset inside a surrogate pair names no place in the text.
        assert_eq!(apply("😀", &[piece(1, 1, "x")]), Err(Misfit));
    }
}
