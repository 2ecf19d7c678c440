//! Finished pieces of HTML in a text that is still Markdown.
//!
//! A piece stands in the text as a mark: its number between two characters that no text has. A mark is a word like
//! any other to Markdown, or, between `<!--` and `-->`, a block of its own; so no rule of Markdown ever meets what the
//! piece is made of. The writer puts the piece where the mark is.

use std::borrow::Cow;
use std::fmt::Write;

use pulldown_cmark_escape::escape_html_body_text;

/// The pieces of a text, and where the rest of the text comes from.
#[derive(Debug)]
pub(crate) struct Inserts {
    mark: char,
    pieces: Vec<Insert>,
}

/// One piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Insert {
    /// What stands on the page.
    pub(crate) html: String,
    /// What stands there in code, and wherever else there are only letters; the HTML where there is nothing else.
    pub(crate) plain: Option<String>,
    /// What the piece is to those after it.
    pub(crate) part: Part,
    /// Says whether it is passed over where a heading is named. Shortcodes always were.
    pub(crate) is_unnamed: bool,
}

/// What a piece is to those after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// It is whole.
    #[default]
    Whole,
    /// It starts something that a later piece ends.
    Start {
        /// The number of that piece.
        end: usize,
        /// Says whether a paragraph that reaches from here to there and no further is none.
        is_bare: bool,
    },
    /// It ends what an earlier piece started.
    End,
}

/// Where a text that was put together comes from.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    runs: Vec<Run>,
}

/// A stretch of the text, up to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: usize,
    from: usize,
    is_copied: bool,
}

impl Origin {
    /// Notes that from here on the text is a copy of another from there on.
    pub(crate) fn copied(&mut self, at: usize, from: usize) {
        self.runs.push(Run { at, from, is_copied: true });
    }

    /// Notes that from here on the text was made at one place of another.
    pub(crate) fn made(&mut self, at: usize, from: usize) {
        self.runs.push(Run { at, from, is_copied: false });
    }

    /// Takes over what is known of a text that now stands further down in another.
    pub(crate) fn append(&mut self, other: &Self, moved: usize) {
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at + moved, ..*run }));
    }

    /// Finds the place in the other text.
    pub(crate) fn find(&self, offset: usize) -> usize {
        let after = self.runs.partition_point(|run| run.at <= offset);
        match after.checked_sub(1).map(|last| self.runs[last]) {
            Some(run) if run.is_copied => run.from + (offset - run.at),
            Some(run) => run.from,
            None => offset,
        }
    }
}

impl Inserts {
    /// Makes ready for the pieces of a text; nothing where the text has every character that could be a mark.
    pub(crate) fn of(text: &str) -> Option<Self> {
        // These are set aside for uses of this kind: they stand for no letter and are not to be exchanged.
        let mark = ('\u{FDD0}'..='\u{FDEF}').find(|&mark| !text.contains(mark))?;
        Some(Self { mark, pieces: Vec::new() })
    }

    /// Borrows the character that marks start and end with.
    pub(crate) fn mark(&self) -> char {
        self.mark
    }

    /// Says whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Gives the number of the next piece.
    pub(crate) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Adds a piece, and gives its number.
    pub(crate) fn push(&mut self, piece: Insert) -> usize {
        self.pieces.push(piece);
        self.pieces.len() - 1
    }

    /// Writes the mark of a piece, as a word.
    pub(crate) fn push_word(&self, text: &mut String, number: usize) {
        // Writing into a string cannot fail.
        let _ = write!(text, "{0}{number}{0}", self.mark);
    }

    /// Writes the mark of a piece, as a block.
    pub(crate) fn push_block(&self, text: &mut String, number: usize) {
        // Writing into a string cannot fail.
        let _ = write!(text, "<!--{0}{number}{0}-->", self.mark);
    }

    /// Says whether a text has a mark.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !self.is_empty() && text.contains(self.mark)
    }

    /// Takes a text apart: what is its own, and the pieces in it.
    pub(super) fn pieces_in<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Piece<'p>> {
        let mut rest = text;
        std::iter::from_fn(move || self.next_piece(&mut rest))
    }

    fn next_piece<'p>(&'p self, rest: &mut &'p str) -> Option<Piece<'p>> {
        if rest.is_empty() {
            return None;
        }
        if let Some((piece, after)) = self.piece_at(rest) {
            *rest = after;
            return Some(piece);
        }
        let width = self.mark.len_utf8();
        let skipped = if rest.starts_with(self.mark) { width } else { 0 };
        let stop = rest[skipped..].find(self.mark).map_or(rest.len(), |at| {
            let at = skipped + at;
            // A mark that is a block starts before its number does.
            if rest[..at].ends_with(BLOCK_START) && at > BLOCK_START.len() {
                at - BLOCK_START.len()
            } else {
                at
            }
        });
        let (own, after) = rest.split_at(stop.max(skipped));
        *rest = after;
        Some(Piece::Own(own))
    }

    /// Reads a mark at the start of a text.
    fn piece_at<'p>(&'p self, text: &'p str) -> Option<(Piece<'p>, &'p str)> {
        let (is_block, rest) = match text.strip_prefix(BLOCK_START) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, rest) = rest.strip_prefix(self.mark)?.split_once(self.mark)?;
        let piece = self.pieces.get(digits.parse::<usize>().ok()?)?;
        let rest = if is_block { rest.strip_prefix(BLOCK_END)? } else { rest };
        Some((Piece::Insert(piece), rest))
    }

    /// Puts the pieces into a text of HTML.
    pub(crate) fn filled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |out, piece| out.push_str(&piece.html))
    }

    /// Puts the pieces into a text that is no HTML: code, addresses, descriptions of pictures.
    pub(crate) fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |out, piece| out.push_str(piece.plain()))
    }

    fn replaced<'t>(&self, text: &'t str, push: impl Fn(&mut String, &Insert)) -> Cow<'t, str> {
        if !self.are_in(text) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        for piece in self.pieces_in(text) {
            match piece {
                Piece::Own(own) => out.push_str(own),
                Piece::Insert(piece) => push(&mut out, piece),
            }
        }
        Cow::Owned(out)
    }

    /// Says whether a text is all between the start of something and its end, so that it needs no paragraph.
    pub(super) fn is_bare(&self, text: &str) -> bool {
        let text = text.trim();
        let Some((Piece::Insert(piece), _)) = self.piece_at(text) else { return false };
        let Part::Start { end, is_bare: true } = piece.part else { return false };
        let mut closing = String::new();
        self.push_word(&mut closing, end);
        text.ends_with(&closing)
    }
}

const BLOCK_START: &str = "<!--";
const BLOCK_END: &str = "-->";

/// A part of a text with marks.
pub(super) enum Piece<'p> {
    /// The text's own.
    Own(&'p str),
    /// A piece that stands in it as a mark.
    Insert(&'p Insert),
}

impl Insert {
    /// Makes a piece that is shown as it is written.
    pub(crate) fn literal(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        // Writing into a string cannot fail.
        let _ = escape_html_body_text(&mut html, text);
        Self { html, plain: Some(text.to_owned()), ..Self::default() }
    }

    /// Makes a piece of HTML.
    pub(crate) fn html(html: &str, part: Part) -> Self {
        Self { html: html.to_owned(), part, ..Self::default() }
    }

    /// Gives the words: what is not between angle brackets.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        let mut rest = self.html.as_str();
        while let Some((before, tag)) = rest.split_once('<') {
            words.push_str(before);
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        }
        words.push_str(rest);
        words
    }

    /// Borrows what stands where there are only letters.
    pub(crate) fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or_else(|| self.html.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Inserts {
        let mut inserts = Inserts::of("").expect("a mark is free");
        inserts.push(Insert::html("<b>x</b>", Part::Whole));
        inserts.push(Insert::literal("a < b"));
        inserts
    }

    #[test]
    fn pieces_are_put_where_their_marks_are() {
        let inserts = two();
        let mut text = String::from("1 ");
        inserts.push_word(&mut text, 0);
        text.push_str(" <!-- ");
        inserts.push_block(&mut text, 1);
        text.push_str(" é");
        assert_eq!(inserts.filled(&text), "1 <b>x</b> <!-- a &lt; b é");
        assert_eq!(inserts.plain(&text), "1 <b>x</b> <!-- a < b é");
        assert_eq!(Insert::html("<b>x</b> y<br>", Part::Whole).words(), "x y");
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        let inserts = two();
        let mark = inserts.mark();
        for text in [format!("{mark}"), format!("{mark}7{mark}"), format!("é{mark}x{mark}{mark}")] {
            assert_eq!(inserts.filled(&text), text);
        }
        assert_eq!(Inserts::of(&('\u{FDD0}'..='\u{FDEF}').collect::<String>()).map(|one| one.mark()), None);
    }

    #[test]
    fn a_place_is_found_again() {
        let mut origin = Origin::default();
        origin.copied(0, 0);
        origin.made(4, 4);
        origin.copied(10, 30);
        assert_eq!([0, 3, 4, 9, 10, 12].map(|at| origin.find(at)), [0, 3, 4, 4, 30, 32]);
        assert_eq!(Origin::default().find(5), 5);
    }
}
