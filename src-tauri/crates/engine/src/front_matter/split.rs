//! Where the header of a content file starts and ends.

use std::ops::Range;

/// The parts of a content file, as bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The header; none where the file starts with its text.
    pub front_matter: Option<FrontMatter>,
    /// The text below the header.
    pub body: Range<usize>,
}

/// A header and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// How it is written.
    pub format: Format,
    /// The line before it.
    pub opening: Range<usize>,
    /// What stands between the two lines.
    pub header: Range<usize>,
    /// The line after it; empty where it is missing.
    pub closing: Range<usize>,
}

/// How a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As TOML, between `+++` lines.
    Toml,
    /// As YAML, between `---` lines.
    Yaml,
}

impl FrontMatter {
    /// Says whether the line after the header is there.
    pub fn is_closed(&self) -> bool {
        !self.closing.is_empty()
    }
}

impl Format {
    /// Gives the line that stands before and after the header.
    pub fn delimiter(self) -> &'static str {
        match self {
            Self::Toml => "+++",
            Self::Yaml => "---",
        }
    }
}

/// Finds the header. A byte order mark and empty lines before it are passed over, and either kind of line end is read.
pub fn split(text: &str) -> Split {
    let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
    let opening = line_at(text, start);
    let format = match text[opening.clone()].trim_end() {
        "+++" => Format::Toml,
        "---" => Format::Yaml,
        _ => return Split { front_matter: None, body: without_mark(text)..text.len() },
    };
    let mut at = opening.end;
    while at < text.len() {
        let line = line_at(text, at);
        if text[line.clone()].trim_end() == format.delimiter() {
            let (header, body) = (opening.end..at, line.end..text.len());
            return Split {
                front_matter: Some(FrontMatter { format, opening, header, closing: line }),
                body,
            };
        }
        at = line.end;
    }
    let (header, body) = (opening.end..text.len(), without_mark(text)..text.len());
    let closing = text.len()..text.len();
    Split { front_matter: Some(FrontMatter { format, opening, header, closing }), body }
}

/// The line that starts at a byte, with its end.
fn line_at(text: &str, start: usize) -> Range<usize> {
    start..text[start..].find('\n').map_or(text.len(), |at| start + at + 1)
}

fn without_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, header: Option<(Format, &str)>, body: &str) {
        let parts = split(text);
        let found = parts.front_matter.map(|found| (found.format, &text[found.header]));
        assert_eq!((found, &text[parts.body]), (header, body), "{text:?}");
    }

    #[test]
    fn headers_are_found_whatever_surrounds_them() {
        use Format::{Toml, Yaml};
        check("+++\na = 1\n+++\nx", Some((Toml, "a = 1\n")), "x");
        check("---\na: 1\n---\n\n---\n", Some((Yaml, "a: 1\n")), "\n---\n");
        check("\n\n+++   \na = 1\n+++  \nBody", Some((Toml, "a = 1\n")), "Body");
        check("\u{feff}+++\r\na = 1\r\n+++\r\nx", Some((Toml, "a = 1\r\n")), "x");
        check("+++\na = 1\n+++", Some((Toml, "a = 1\n")), "");
        check("+++\n+++\n", Some((Toml, "")), "");
        check("---\na: b --- c\n---\n", Some((Yaml, "a: b --- c\n")), "");
    }

    #[test]
    fn text_without_a_header_is_all_body() {
        check("", None, "");
        check("Just text.\n+++\n", None, "Just text.\n+++\n");
        check("\u{feff}x", None, "x");
        check("++++\na\n++++\n", None, "++++\na\n++++\n");
    }

    #[test]
    fn a_header_that_never_ends_leaves_the_whole_text() {
        let parts = split("+++\na = 1\n");
        assert_eq!(parts.body, 0..10);
        assert!(parts.front_matter.is_some_and(|found| !found.is_closed()));
    }
}
