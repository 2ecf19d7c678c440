//! White space and quotes in tags.

use super::Edit;
use super::pieces::{Kind, Piece};
use super::text::is_space;

/// Elements that never have an end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Says whether an element never has an end tag, by its name in small letters.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Takes out of a tag what it does not need.
pub(super) fn edit(html: &str, piece: &Piece<'_>, edits: &mut Vec<Edit>) {
    let name = match piece.kind {
        Kind::Start => piece.start + 1 + piece.name.len(),
        Kind::End => {
            let after = piece.start + 2 + piece.name.len();
            if html[after..piece.end - 1].bytes().all(is_space) && after < piece.end - 1 {
                edits.push(Edit::cut(after, piece.end - 1));
            }
            return;
        }
        Kind::Comment | Kind::Doctype => return,
    };
    let is_void = is_void(&piece.name.to_ascii_lowercase());
    Tag { bytes: html.as_bytes(), close: piece.end - 1, is_void, edits }.attributes(name);
}

struct Tag<'a> {
    bytes: &'a [u8],
    /// Where the `>` stands.
    close: usize,
    is_void: bool,
    edits: &'a mut Vec<Edit>,
}

impl Tag<'_> {
    fn attributes(&mut self, name: usize) {
        let mut at = name;
        loop {
            let gap = at;
            at = self.skip(at, |byte| is_space(byte) || byte == b'/');
            let has_slash = self.bytes[gap..at].contains(&b'/');
            if at >= self.close {
                // Outside of drawings a slash at the end of a tag says nothing, but authors may want to see it.
                if gap < at && (self.is_void || !has_slash) {
                    self.edits.push(Edit::cut(gap, at));
                }
                return;
            }
            // After a slash a name may begin with `=`, which without it would begin a value.
            if at - gap > 1 && self.bytes[at] != b'=' {
                self.edits.push(Edit { start: gap, end: at, with: " " });
            }
            at = self.attribute(at);
        }
    }

    /// Reads one attribute and gives its end.
    fn attribute(&mut self, start: usize) -> usize {
        // A name may begin with what otherwise ends it.
        let name = self.skip(start + 1, |byte| !is_space(byte) && !matches!(byte, b'/' | b'='));
        let equals = self.skip(name, is_space);
        if equals >= self.close || self.bytes[equals] != b'=' {
            return name;
        }
        let value = self.skip(equals + 1, is_space);
        if name < equals {
            self.edits.push(Edit::cut(name, equals));
        }
        let quote = if value < self.close { self.bytes[value] } else { b'>' };
        let end = match quote {
            b'"' | b'\'' => self.skip(value + 1, |byte| byte != quote),
            _ => self.skip(value, |byte| !is_space(byte)),
        };
        if !matches!(quote, b'"' | b'\'') || end >= self.close {
            self.cut(equals + 1, value);
            return end;
        }
        let next = self.skip(end + 1, is_space);
        if !self.ends_cleanly(end + 1) {
            self.cut(equals + 1, value);
        } else if value + 1 == end && (next >= self.close || self.bytes[next] != b'=') {
            self.cut(equals, end + 1);
        } else if self.bytes[value + 1..end].iter().all(|byte| is_plain(*byte))
            && self.bytes[end - 1] != b'/'
            && value + 1 < end
        {
            self.cut(equals + 1, value + 1);
            self.cut(end, end + 1);
        } else {
            self.cut(equals + 1, value);
        }
        end + 1
    }

    /// Says whether a value without quotes would end here too.
    fn ends_cleanly(&self, at: usize) -> bool {
        let rest = &self.bytes[at..self.close];
        match rest.first() {
            None => true,
            Some(b'/') => self.is_void && rest.iter().all(|byte| is_space(*byte) || *byte == b'/'),
            Some(byte) => is_space(*byte),
        }
    }

    fn cut(&mut self, start: usize, end: usize) {
        if start < end {
            self.edits.push(Edit::cut(start, end));
        }
    }

    fn skip(&self, from: usize, while_true: impl Fn(u8) -> bool) -> usize {
        let length =
            self.bytes[from.min(self.close)..self.close].iter().take_while(|byte| while_true(**byte)).count();
        from.min(self.close) + length
    }
}

/// Says whether a byte may stand in a value without quotes.
fn is_plain(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`') && byte != 0
}
