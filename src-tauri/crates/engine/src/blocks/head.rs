//! One tag: the start of a call, its end, or a call shown instead of carried out.

use std::ops::Range;

use super::literal::{Literal, Reader};
use super::{Argument, Syntax};

/// The longest tag that is looked at.
const MAX_TAG_BYTES: usize = 64 * 1024;

/// A tag in a text.
pub(super) enum Tag {
    /// A call without a body.
    Alone(Head),
    /// The start of a call with a body.
    Opening(Head),
    /// The end of a component's body.
    ComponentEnd(String),
    /// The end of a shortcode's body.
    ShortcodeEnd,
    /// A call that is shown: its inside, between the marks.
    Escape(Range<usize>),
}

/// The start of a call.
pub(super) struct Head {
    pub(super) name: String,
    pub(super) syntax: Syntax,
    pub(super) arguments: Vec<Argument>,
}

/// A tag and where it ends; or how far a reader got before it turned out to be something else.
pub(super) struct Attempt {
    pub(super) tag: Option<Tag>,
    /// The end of the tag, or of what was looked at.
    pub(super) end: usize,
    /// The name of what would be a call if it could be read.
    pub(super) unread: Option<(String, Syntax)>,
}

/// Reads the tag that starts with two braces, or a brace and a percent sign, at a place.
pub(super) fn tag(text: &str, start: usize) -> Attempt {
    let end = text.floor_char_boundary(start + MAX_TAG_BYTES);
    let mut reader = Reader::new(&text[..end], start);
    let is_statement = text[start..].starts_with("{%");
    reader.at += 2;
    if let Some(escape) = escape(&mut reader, is_statement) {
        return Attempt { tag: Some(escape), end: reader.at, unread: None };
    }
    reader.take("-");
    reader.skip_space();
    let mut unread = None;
    let tag =
        if is_statement { statement(&mut reader, &mut unread) } else { alone(&mut reader, &mut unread) };
    Attempt { tag, end: reader.at, unread }
}

fn escape(reader: &mut Reader<'_>, is_statement: bool) -> Option<Tag> {
    if !reader.take("/*") {
        return None;
    }
    let start = reader.at;
    let closing = if is_statement { "*/%}" } else { "*/}}" };
    let rest = reader.rest();
    let found = rest.find("*/");
    // What was looked at in vain counts as read.
    reader.at = start + found.unwrap_or(rest.len());
    let length = found.filter(|&at| rest[at..].starts_with(closing))?;
    if !looks_like_call(&rest[..length]) {
        return None;
    }
    reader.at += closing.len();
    Some(Tag::Escape(start..start + length))
}

/// Says whether a text between the marks is what a tag would hold. A sentence about the marks has other words there.
fn looks_like_call(text: &str) -> bool {
    let text = text.trim();
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.starts_with('<')
        || text.trim_matches('-').trim() == "end"
        || text.trim_start_matches(is_part).trim_start().starts_with('(') && text.starts_with(is_part)
}

fn alone(reader: &mut Reader<'_>, unread: &mut Option<(String, Syntax)>) -> Option<Tag> {
    let head = head(reader, unread)?;
    if head.syntax == Syntax::Component && !reader.take("/>") {
        return None;
    }
    closed(reader, "}}").then(|| {
        *unread = None;
        Tag::Alone(head)
    })
}

fn statement(reader: &mut Reader<'_>, unread: &mut Option<(String, Syntax)>) -> Option<Tag> {
    if reader.take("</") {
        let name = component_name(reader)?;
        reader.skip_space();
        return (reader.take(">") && closed(reader, "%}")).then_some(Tag::ComponentEnd(name));
    }
    let start = reader.at;
    if reader.name() == Some("end") && closed(reader, "%}") {
        return Some(Tag::ShortcodeEnd);
    }
    reader.at = start;
    let head = head(reader, unread)?;
    if head.syntax == Syntax::Component && !reader.take(">") {
        return None;
    }
    closed(reader, "%}").then(|| {
        *unread = None;
        Tag::Opening(head)
    })
}

fn closed(reader: &mut Reader<'_>, closing: &str) -> bool {
    reader.skip_space();
    reader.take("-");
    reader.take(closing)
}

fn component_name(reader: &mut Reader<'_>) -> Option<String> {
    reader.skip_space();
    let mut name = reader.name()?.to_owned();
    while reader.take(".") {
        name.push('.');
        name.push_str(reader.name()?);
    }
    Some(name)
}

/// Reads name and arguments, up to what closes the tag.
fn head(reader: &mut Reader<'_>, unread: &mut Option<(String, Syntax)>) -> Option<Head> {
    if reader.take("<") {
        let name = component_name(reader)?;
        *unread = Some((name.clone(), Syntax::Component));
        let arguments = attributes(reader)?;
        return Some(Head { name, syntax: Syntax::Component, arguments });
    }
    let name = reader.name()?.to_owned();
    reader.skip_space();
    if !reader.take("(") {
        return None;
    }
    *unread = Some((name.clone(), Syntax::Shortcode));
    let arguments = list(reader)?;
    Some(Head { name, syntax: Syntax::Shortcode, arguments })
}

/// Reads the arguments of a shortcode and the bracket after them.
fn list(reader: &mut Reader<'_>) -> Option<Vec<Argument>> {
    let mut arguments = Vec::new();
    loop {
        reader.skip_space();
        if reader.take(")") {
            return Some(arguments);
        }
        let start = reader.at;
        let name = reader.name()?.to_owned();
        reader.skip_space();
        if !reader.take("=") {
            return None;
        }
        reader.skip_space();
        let from = reader.at;
        let value = reader.literal()?;
        arguments.push(Argument { name, value, span: start..reader.at, value_span: from..reader.at });
        reader.skip_space();
        // Zola makes do without the comma, and public sites do too.
        let is_next = reader.peek().is_some_and(|next| next.is_ascii_alphabetic() || next == b'_');
        if !reader.take(",") && reader.peek() != Some(b')') && !is_next {
            return None;
        }
    }
}

/// Reads the arguments of a component, up to `/>` or `>`.
fn attributes(reader: &mut Reader<'_>) -> Option<Vec<Argument>> {
    let mut arguments = Vec::new();
    loop {
        reader.skip_space();
        match reader.peek()? {
            b'/' | b'>' => return Some(arguments),
            b'{' => {
                let start = reader.at;
                let code = braces(reader)?.to_owned();
                let span = start..reader.at;
                let value = Literal::Expression(code);
                arguments.push(Argument { name: "...".into(), value, span: span.clone(), value_span: span });
            }
            _ => arguments.push(attribute(reader)?),
        }
    }
}

fn attribute(reader: &mut Reader<'_>) -> Option<Argument> {
    let start = reader.at;
    let name = reader.name()?.to_owned();
    let after_name = reader.at;
    reader.skip_space();
    if !reader.take("=") {
        // A bare name stands for the variable of that name.
        reader.at = after_name;
        let span = start..after_name;
        return Some(Argument {
            value: Literal::Expression(name.clone()),
            name,
            span: span.clone(),
            value_span: span,
        });
    }
    reader.skip_space();
    let from = reader.at;
    let value = match reader.peek()? {
        quote @ (b'"' | b'\'' | b'`') => Literal::Text(reader.string(quote)?),
        b'{' => in_braces(reader)?,
        _ => return None,
    };
    Some(Argument { name, value, span: start..reader.at, value_span: from..reader.at })
}

fn in_braces(reader: &mut Reader<'_>) -> Option<Literal> {
    let start = reader.at;
    reader.at += 1;
    reader.skip_space();
    if let Some(value) = reader.literal() {
        reader.skip_space();
        if reader.take("}") {
            return Some(value);
        }
    }
    reader.at = start;
    braces(reader).map(|code| Literal::Expression(code.trim().to_owned()))
}

/// Passes over braces and all that is in them, and gives that.
fn braces<'t>(reader: &mut Reader<'t>) -> Option<&'t str> {
    let rest = reader.rest();
    let start = reader.at;
    let mut depth = 0_usize;
    loop {
        match reader.peek()? {
            quote @ (b'"' | b'\'' | b'`') => {
                reader.string(quote)?;
                continue;
            }
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        reader.at += 1;
        if depth == 0 {
            return rest.get(1..reader.at - start - 1);
        }
    }
}
