//! The tags and comments of a page, with where they stand. What is between them is text.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A start tag.
    Start,
    /// An end tag.
    End,
    /// A comment, or what browsers take for one.
    Comment,
    /// The document type.
    Doctype,
}

/// A tag or comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    /// The name of a tag as it is written; empty for others.
    pub(super) name: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Lists the pieces in order. Nothing where they do not fit the page, which would be a fault of the tokenizer.
pub(super) fn pieces(html: &str) -> Option<Vec<Piece<'_>>> {
    let mut found: Vec<(Kind, usize, usize)> = Vec::new();
    let mut opened = 0;
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { .. } => opened = span.start,
                CallbackEvent::CloseStartTag { .. } => found.push((Kind::Start, opened, span.end)),
                CallbackEvent::EndTag { .. } => found.push((Kind::End, span.start, span.end)),
                CallbackEvent::Comment { .. } => found.push((Kind::Comment, span.start, span.end)),
                CallbackEvent::Doctype { .. } => found.push((Kind::Doctype, span.start, span.end)),
                CallbackEvent::AttributeName { .. }
                | CallbackEvent::AttributeValue { .. }
                | CallbackEvent::String { .. }
                | CallbackEvent::Error(_) => {}
            }
            None
        });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    let mut done = 0;
    found
        .into_iter()
        .map(|(kind, start, end)| {
            let whole = html.get(start..end).filter(|_| start >= done)?;
            done = end;
            let name = match kind {
                Kind::Start => named(whole.strip_prefix('<')?),
                Kind::End => named(whole.strip_prefix("</")?),
                Kind::Comment | Kind::Doctype => "",
            };
            let is_whole = match kind {
                Kind::Start | Kind::End => whole.ends_with('>') && !name.is_empty(),
                Kind::Comment | Kind::Doctype => whole.starts_with('<'),
            };
            is_whole.then_some(Piece { kind, name, start, end })
        })
        .collect()
}

fn named(rest: &str) -> &str {
    let ends = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    &rest[..rest.find(ends).unwrap_or(rest.len())]
}
