//! The signs of a template, cut as the template engine cuts them.
//!
//! Only templates that the template engine has read without trouble come here, so nothing is checked twice: what
//! cannot be cut ends the scan, and the template engine has the last word on what is made of it.

use std::ops::Range;

/// A tag, or an expression that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// From the first brace to after the last one.
    pub(super) whole: Range<usize>,
    /// Says whether it is a tag, `{% … %}`, and not an expression, `{{ … }}`.
    pub(super) is_tag: bool,
    /// Says whether it takes the space before it away.
    pub(super) trims_before: bool,
    /// Says whether it takes the space after it away.
    pub(super) trims_after: bool,
    /// The signs in it.
    pub(super) signs: Vec<Sign>,
}

/// One sign: a word, a text in quotes, a number, or one or more marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A text in quotes or a number.
    Literal,
    /// Anything else.
    Mark,
}

/// Marks of more than one letter.
const LONG_MARKS: [&str; 10] = ["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["];

/// Cuts a template.
pub(super) fn scan(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        let Some((end, tag)) = piece(text, start) else { break };
        tags.extend(tag);
        at = end;
    }
    tags
}

fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let starts = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"{#");
    bytes.windows(2).position(starts).map(|at| from + at)
}

/// Reads a remark, a part that stays as it is, a tag, or an expression; gives where it ends.
fn piece(text: &str, start: usize) -> Option<(usize, Option<Tag>)> {
    let trims_before = text.as_bytes().get(start + 2) == Some(&b'-');
    let inside = start + 2 + usize::from(trims_before);
    if text[start..].starts_with("{#") {
        return Some((inside + text[inside..].find("#}")? + 2, None));
    }
    let is_tag = text[start..].starts_with("{%");
    if is_tag && let Some(length) = tag_named(&text[inside..], "raw") {
        return Some((end_of_raw(text, inside + length)?, None));
    }
    let (signs, end, trims_after) = signs(text, inside, if is_tag { "%}" } else { "}}" })?;
    Some((end, Some(Tag { whole: start..end, is_tag, trims_before, trims_after, signs })))
}

/// Measures the rest of a tag that is nothing but a word: `raw %}`.
fn tag_named(rest: &str, name: &str) -> Option<usize> {
    let space = |c: char| c.is_ascii_whitespace();
    let inner = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches(space);
    let inner = inner.strip_prefix(name)?.trim_start_matches(space);
    let inner = inner.strip_prefix('-').unwrap_or(inner).strip_prefix("%}")?;
    Some(rest.len() - inner.len())
}

fn end_of_raw(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text[at..].find("{%")? + 2;
        if let Some(length) = tag_named(&text[at..], "endraw") {
            return Some(at + length);
        }
    }
}

fn signs(text: &str, from: usize, end: &str) -> Option<(Vec<Sign>, usize, bool)> {
    let mut signs = Vec::new();
    let mut at = from;
    loop {
        let rest = &text[at..];
        let first = *rest.as_bytes().first()?;
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let trims = first == b'-' && rest[1..].starts_with(end);
        if trims || rest.starts_with(end) {
            return Some((signs, at + end.len() + usize::from(trims), trims));
        }
        let (length, kind) = sign(rest)?;
        signs.push(Sign { at: at..at + length, kind });
        at += length;
    }
}

fn sign(rest: &str) -> Option<(usize, Kind)> {
    if let Some(mark) = LONG_MARKS.iter().find(|mark| rest.starts_with(**mark)) {
        return Some((mark.len(), Kind::Mark));
    }
    let first = *rest.as_bytes().first()?;
    match first {
        b'"' | b'\'' | b'`' => quoted(rest, first).map(|length| (length, Kind::Literal)),
        b'0'..=b'9' => Some((number(rest), Kind::Literal)),
        b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
            let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            Some((rest.bytes().take_while(|byte| is_part(byte)).count(), Kind::Word))
        }
        first if first.is_ascii() => Some((1, Kind::Mark)),
        _ => None,
    }
}

fn quoted(rest: &str, quote: u8) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn number(rest: &str) -> usize {
    let mut has_dot = false;
    let mut is_part = |byte: &u8| {
        let is_first_dot = *byte == b'.' && !has_dot;
        has_dot |= is_first_dot;
        is_first_dot || byte.is_ascii_digit()
    };
    rest.as_bytes().iter().take_while(|byte| is_part(byte)).count()
}
