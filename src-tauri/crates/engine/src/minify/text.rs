//! White space in texts.

use std::ops::Range;

use super::Edit;
use super::pieces::{Kind, Piece};

/// What stands beside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Something that is part of a line.
    Inline,
    /// The edge of a block, beside which white space is not seen.
    Block,
    /// The start or end of a list's item. Themes put items beside one another, where white space is seen.
    Item,
}

/// The texts between two tags, with comments between them that go.
#[derive(Debug)]
pub(super) struct Texts {
    left: Side,
    parts: Vec<Range<usize>>,
}

/// Elements that make a line of their own, sorted.
const BLOCKS: [&str; 52] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

impl Side {
    pub(super) fn of(piece: &Piece<'_>) -> Self {
        match piece.kind {
            Kind::Comment => Self::Inline,
            Kind::Doctype => Self::Block,
            Kind::Start | Kind::End => {
                let name = piece.name.to_ascii_lowercase();
                if name == "li" {
                    Self::Item
                } else if BLOCKS.binary_search(&name.as_str()).is_ok() {
                    Self::Block
                } else {
                    Self::Inline
                }
            }
        }
    }

    fn is_edge(self) -> bool {
        match self {
            Self::Inline => false,
            Self::Block | Self::Item => true,
        }
    }
}

impl Texts {
    pub(super) fn after(left: Side) -> Self {
        Self { left, parts: Vec::new() }
    }

    pub(super) fn add(&mut self, part: Range<usize>) {
        if !part.is_empty() {
            self.parts.push(part);
        }
    }

    /// Takes the white space out that nobody sees, given what follows.
    pub(super) fn end(&self, html: &str, right: Side, edits: &mut Vec<Edit>) {
        let is_blank = self.parts.iter().all(|part| is_blank(&html[part.clone()]));
        let is_between_items = is_blank && self.left == Side::Item && right == Side::Item;
        let mut is_after_space = self.left.is_edge() && !is_between_items;
        let mut kept: Option<Edit> = None;
        for part in &self.parts {
            for run in runs(html, part) {
                match run {
                    Run::Text => {
                        edits.extend(kept.take().filter(|edit| html[edit.start..edit.end] != *edit.with));
                        is_after_space = false;
                    }
                    Run::Space(space) if is_after_space => edits.push(Edit::cut(space.start, space.end)),
                    Run::Space(space) => {
                        // Between some letters a new line is no space, so it stays a new line.
                        let with = if html[space.clone()].contains('\n') { "\n" } else { " " };
                        kept = Some(Edit { start: space.start, end: space.end, with });
                        is_after_space = true;
                    }
                }
            }
        }
        let Some(last) = kept else { return };
        if right.is_edge() && !is_between_items {
            edits.push(Edit::cut(last.start, last.end));
        } else if html[last.start..last.end] != *last.with {
            edits.push(last);
        }
    }
}

/// Says whether a text is nothing but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_space)
}

/// Says whether a byte is white space in HTML.
pub(super) fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

enum Run {
    Text,
    Space(Range<usize>),
}

fn runs(html: &str, part: &Range<usize>) -> Vec<Run> {
    let bytes = html.as_bytes();
    let mut runs = Vec::new();
    let mut at = part.start;
    while at < part.end {
        let space = is_space(bytes[at]);
        let length = bytes[at..part.end].iter().take_while(|byte| is_space(**byte) == space).count();
        runs.push(if space { Run::Space(at..at + length) } else { Run::Text });
        at += length;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::BLOCKS;

    #[test]
    fn the_names_are_sorted() {
        assert!(BLOCKS.is_sorted());
    }
}
