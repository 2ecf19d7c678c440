//! Changes to one call that touch no other byte.

use std::ops::Range;

use super::literal::{Literal, written};
use super::{Argument, Syntax, Use, uses};

/// A piece of a text and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The bytes that go.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// Says that a call cannot be written so that it is read again as it was meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` cannot be written into the call: {reason}")]
pub struct UnwritableError {
    /// The name of the block or of its argument.
    pub name: String,
    /// Why.
    pub reason: &'static str,
}

impl Change {
    /// Gives the text with the change made.
    pub fn apply(&self, text: &str) -> String {
        let (start, end) =
            (text.floor_char_boundary(self.span.start), text.floor_char_boundary(self.span.end));
        [&text[..start], &self.text, &text[end.max(start)..]].concat()
    }
}

/// Gives an argument of a call another value, or adds the argument. Nothing where it already has the value.
///
/// # Errors
/// The name is no name, the value has no way of being written, or the text would be read differently with it: in a line
/// that says where a link leads, a space or a backtick can turn what is around it into code.
pub fn set_argument(
    text: &str,
    call: &Use,
    name: &str,
    value: &Literal,
) -> Result<Option<Change>, UnwritableError> {
    let value_text = value_text(call.syntax, name, value)?;
    if let Some(argument) = call.argument(name) {
        if argument.value == *value {
            return Ok(None);
        }
        let is_bare = argument.span == argument.value_span;
        let written = if is_bare { format!("{name}={value_text}") } else { value_text };
        let change = Change { span: argument.value_span.clone(), text: written };
        return checked(text, call, name, Some(value), change).map(Some);
    }
    let addition = match call.syntax {
        Syntax::Component => format!(" {name}={value_text}"),
        Syntax::Shortcode if call.arguments.is_empty() => format!("{name}={value_text}"),
        Syntax::Shortcode => format!(", {name}={value_text}"),
    };
    let at = call.arguments.last().map_or_else(|| before_arguments(text, call), |last| last.span.end);
    checked(text, call, name, Some(value), Change { span: at..at, text: addition }).map(Some)
}

/// Takes an argument out of a call. Nothing where the call does not have it.
///
/// # Errors
/// The text would be read differently without it.
pub fn remove_argument(text: &str, call: &Use, name: &str) -> Result<Option<Change>, UnwritableError> {
    let Some(at) = call.arguments.iter().position(|argument| argument.name == name) else { return Ok(None) };
    let argument = &call.arguments[at];
    let before = at.checked_sub(1).map(|at| &call.arguments[at]);
    let span = match (before, call.arguments.get(at + 1)) {
        (Some(before), _) => before.span.end..argument.span.end,
        (None, Some(after)) => argument.span.start..after.span.start,
        (None, None) => argument.span.start..argument.span.end + comma_after(text, argument),
    };
    checked(text, call, name, None, Change { span, text: String::new() }).map(Some)
}

/// Gives the change back where the same calls are read after it, and this one with the new value.
fn checked(
    text: &str,
    call: &Use,
    name: &str,
    value: Option<&Literal>,
    change: Change,
) -> Result<Change, UnwritableError> {
    let (before, after) = (uses(text), uses(&change.apply(text)));
    // What stands behind the change has moved with it.
    let moved =
        |at: usize| if at < change.span.end { at } else { at - change.span.len() + change.text.len() };
    let is_same = |(old, new): (&Use, &Use)| new.span.start == moved(old.span.start) && new.name == old.name;
    let is_meant = |one: &Use| {
        let has_value = match value {
            Some(value) => one.argument(name).is_some_and(|argument| argument.value == *value),
            None => one.arguments.len() + 1 == call.arguments.len(),
        };
        one.span.start == call.span.start && has_value
    };
    if before.len() == after.len() && before.iter().zip(&after).all(is_same) && after.iter().any(is_meant) {
        return Ok(change);
    }
    let reason = "the text around it would be read differently";
    Err(UnwritableError { name: name.to_owned(), reason })
}

/// Writes a new call.
///
/// # Errors
/// A name is no name, or a value has no way of being written.
pub fn new_call(
    name: &str,
    syntax: Syntax,
    arguments: &[(String, Literal)],
    body: Option<&str>,
) -> Result<String, UnwritableError> {
    let is_name = match syntax {
        Syntax::Component => name.split('.').all(is_name),
        Syntax::Shortcode => is_name(name),
    };
    if !is_name {
        return Err(no_name(name));
    }
    let mut said = Vec::new();
    for (key, value) in arguments {
        said.push(format!("{key}={}", value_text(syntax, key, value)?));
    }
    Ok(match (syntax, body) {
        (Syntax::Component, body) => {
            let said: String = said.iter().map(|one| format!(" {one}")).collect();
            match body {
                None => format!("{{{{<{name}{said} />}}}}"),
                Some(body) => format!("{{% <{name}{said}> %}}\n{body}\n{{% </{name}> %}}"),
            }
        }
        (Syntax::Shortcode, None) => format!("{{{{ {name}({}) }}}}", said.join(", ")),
        (Syntax::Shortcode, Some(body)) => {
            format!("{{% {name}({}) %}}\n{body}\n{{% end %}}", said.join(", "))
        }
    })
}

/// Puts a call into a text, at the start of a character.
pub fn insert(text: &str, at: usize, call: &str) -> Change {
    let at = text.floor_char_boundary(at);
    Change { span: at..at, text: call.to_owned() }
}

fn value_text(syntax: Syntax, name: &str, value: &Literal) -> Result<String, UnwritableError> {
    if !is_name(name) {
        return Err(no_name(name));
    }
    let reason = match (syntax, value) {
        (Syntax::Shortcode, Literal::Map(_)) => "a shortcode takes no values with names of their own",
        (Syntax::Shortcode, Literal::Expression(_)) => "a shortcode works nothing out",
        (Syntax::Shortcode | Syntax::Component, _) => "it is not a number",
    };
    let unwritable = || UnwritableError { name: name.to_owned(), reason };
    let is_refused = syntax == Syntax::Shortcode && matches!(value, Literal::Map(_) | Literal::Expression(_));
    let text = written(value).filter(|_| !is_refused).ok_or_else(unwritable)?;
    Ok(match (syntax, value) {
        (Syntax::Shortcode, _) | (Syntax::Component, Literal::Text(_)) => text,
        // Two braces in a row would start a call.
        (Syntax::Component, Literal::Map(_)) => format!("{{ {text} }}"),
        (Syntax::Component, _) => format!("{{{text}}}"),
    })
}

fn no_name(name: &str) -> UnwritableError {
    UnwritableError { name: name.to_owned(), reason: "a name is made of letters, digits and underscores" }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Finds the place in a call at which its first argument would stand.
fn before_arguments(text: &str, call: &Use) -> usize {
    let head = text.get(call.head.clone()).unwrap_or_default();
    let after = match call.syntax {
        Syntax::Shortcode => head.find('(').map(|at| at + 1),
        // The name comes right after the bracket, but for white space.
        Syntax::Component => head.find('<').and_then(|at| {
            let rest = &head[at + 1..];
            Some(at + 1 + rest.find(&*call.name)? + call.name.len())
        }),
    };
    call.head.start + after.unwrap_or(0)
}

fn comma_after(text: &str, argument: &Argument) -> usize {
    let rest = text.get(argument.span.end..).unwrap_or_default();
    let spaces = rest.len() - rest.trim_start().len();
    if rest[spaces..].starts_with(',') { spaces + 1 } else { 0 }
}
