//! How the result of a call fits into the text around the call.

use super::is_within;
use std::ops::Range;

use crate::blocks::{Syntax, Use};

use super::placing::Places;
use super::result::is_block;

/// How a result is put into the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As a part of a line.
    Word,
    /// As a block that holds this one line.
    Line,
    /// As a block between the others.
    Block,
}

/// The text that the calls stand in.
pub(super) struct Ground<'a> {
    text: &'a str,
    places: Places<'a>,
    /// Where there is code that has calls, in order.
    code: Vec<Range<usize>>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(text: &'a str, code: Vec<Range<usize>>) -> Self {
        Self { text, places: Places::new(text), code }
    }

    /// Says how a result that is HTML, without a body in it, is put into the text.
    pub(super) fn manner(&self, call: &Use, html: &str) -> Manner {
        let stands_alone = !self.is_in_code(call.span.start) && self.places.is_alone(&call.span);
        // A shortcode that is a paragraph needs none around it, whatever it is made of, as in Zola.
        let is_free = || call.syntax == Syntax::Shortcode && self.places.is_paragraph(&call.span);
        if stands_alone && (html.trim().is_empty() || is_block(html) || is_free()) {
            Manner::Block
        } else {
            Manner::Word
        }
    }

    /// Says how a result that is HTML is put into the text with the body in it, given how it starts.
    pub(super) fn manner_around_body(&self, call: &Use, start: &str) -> Manner {
        let Some(body) = call.body.clone().filter(|_| !self.is_in_code(call.span.start)) else {
            return Manner::Word;
        };
        let places = &self.places;
        let has_own_lines = places.is_alone(&call.head) && places.is_alone(&(body.end..call.span.end));
        let has_lines = || is_block(start) && places.ends_line(call.head.end) && places.starts_line(body.end);
        if has_own_lines || has_lines() || has_empty_line(&self.text[body]) {
            Manner::Block
        } else if is_block(start) && places.is_alone(&call.span) {
            Manner::Line
        } else {
            Manner::Word
        }
    }

    /// Gives what a further line has to start with to stand where a place stands.
    pub(super) fn prefix(&self, at: usize) -> String {
        self.places.prefix(at)
    }

    /// Gives Markdown the shape that it needs to stay where its call stands: in the quote, the item or the line.
    pub(super) fn in_lines(&self, call: &Use, text: &str) -> String {
        if self.places.is_in_single_line(call.span.start) {
            return text.replace("\r\n", " ").replace('\n', " ");
        }
        let prefix = self.prefix(call.span.start);
        if prefix.is_empty() { text.to_owned() } else { text.replace('\n', &format!("\n{prefix}")) }
    }

    fn is_in_code(&self, at: usize) -> bool {
        is_within(&self.code, at)
    }
}

fn has_empty_line(text: &str) -> bool {
    let mut lines = text.split('\n');
    // What comes before the first line end and after the last one stands beside a tag.
    lines.next();
    lines.next_back();
    lines.any(|line| line.trim_start_matches([' ', '\t', '>']).trim().is_empty())
}
