//! Templates in pieces: names, texts and marks between the brackets. What stands outside of them is left out.

/// One piece of what stands in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{{`
    OutputStart,
    /// `}}`
    OutputEnd,
    /// `{%`
    TagStart,
    /// `%}`
    TagEnd,
    /// A name or a word of the language.
    Name(&'a str),
    /// A text as written between its quotes.
    Text(&'a str),
    /// A number.
    Number,
    /// Anything else, such as `.`, `|` or `==`.
    Mark(&'a str),
}

/// The template cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

/// The marks of several characters, longest first.
const LONG_MARKS: [&str; 10] = ["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["];

/// Takes a template apart.
pub(super) fn tokens(source: &str) -> Result<Vec<Token<'_>>, Unreadable> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(start) = next_bracket(rest) {
        let opening = &rest[start..start + 2];
        rest = &rest[start + 2..];
        if opening == "{#" {
            rest = &rest[rest.find("#}").ok_or(Unreadable)? + 2..];
        } else if let Some(after) = (opening == "{%").then(|| after_raw(rest)).flatten() {
            rest = after?;
        } else {
            rest = inside(rest, opening == "{{", &mut found)?;
        }
    }
    Ok(found)
}

fn next_bracket(text: &str) -> Option<usize> {
    text.as_bytes().windows(2).position(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))
}

/// Where the template goes on after `{% raw %}…{% endraw %}`; none where the tag is another one.
fn after_raw(rest: &str) -> Option<Result<&str, Unreadable>> {
    let mut body = after_tag(rest, "raw")?;
    while let Some(at) = body.find("{%") {
        body = &body[at + 2..];
        if let Some(after) = after_tag(body, "endraw") {
            return Some(Ok(after));
        }
    }
    Some(Err(Unreadable))
}

/// What follows a tag that holds one word alone, given what follows its `{%`.
fn after_tag<'a>(rest: &'a str, word: &str) -> Option<&'a str> {
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_ascii_start().strip_prefix(word)?;
    let rest = rest.trim_ascii_start();
    rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")
}

/// Takes apart what follows an opening bracket, and gives what follows the closing one.
fn inside<'a>(mut rest: &'a str, is_output: bool, found: &mut Vec<Token<'a>>) -> Result<&'a str, Unreadable> {
    let (start, end, closing) = if is_output {
        (Token::OutputStart, Token::OutputEnd, "}}")
    } else {
        (Token::TagStart, Token::TagEnd, "%}")
    };
    found.push(start);
    rest = rest.strip_prefix('-').unwrap_or(rest);
    loop {
        rest = rest.trim_ascii_start();
        let ended = rest.strip_prefix(closing);
        let trimmed = rest.strip_prefix('-').and_then(|rest| rest.strip_prefix(closing));
        if let Some(after) = ended.or(trimmed) {
            found.push(end);
            return Ok(after);
        }
        let (token, length) = token(rest).ok_or(Unreadable)?;
        found.push(token);
        rest = &rest[length..];
    }
}

fn token(rest: &str) -> Option<(Token<'_>, usize)> {
    if let Some(mark) = LONG_MARKS.iter().find(|mark| rest.starts_with(**mark)) {
        return Some((Token::Mark(&rest[..mark.len()]), mark.len()));
    }
    let first = *rest.as_bytes().first()?;
    match first {
        b'"' | b'\'' | b'`' => text(rest, first),
        b'0'..=b'9' => {
            let mut dots = 0;
            let length = rest.bytes().take_while(|byte| {
                dots += u8::from(*byte == b'.');
                byte.is_ascii_digit() || (*byte == b'.' && dots == 1)
            });
            Some((Token::Number, length.count()))
        }
        b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
            let length =
                rest.bytes().take_while(|byte| *byte == b'_' || byte.is_ascii_alphanumeric()).count();
            Some((Token::Name(&rest[..length]), length))
        }
        byte if byte.is_ascii_punctuation() => Some((Token::Mark(&rest[..1]), 1)),
        _ => None,
    }
}

fn text(rest: &str, quote: u8) -> Option<(Token<'_>, usize)> {
    let mut escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((Token::Text(&rest[1..=end]), end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_brackets_counts() {
        use Token::{Mark, Name, OutputEnd, OutputStart, TagEnd, TagStart, Text};
        let source = "<p>{# {{ no }} #}{{- a.b | x(y='}}') -}}{% raw %}{{ no }}{% endraw %}{%- if a?.b %}";
        let expected = [
            OutputStart,
            Name("a"),
            Mark("."),
            Name("b"),
            Mark("|"),
            Name("x"),
            Mark("("),
            Name("y"),
            Mark("="),
            Text("}}"),
            Mark(")"),
            OutputEnd,
            TagStart,
            Name("if"),
            Name("a"),
            Mark("?."),
            Name("b"),
            TagEnd,
        ];
        assert_eq!(tokens(source), Ok(expected.to_vec()));
    }

    #[test]
    fn what_never_ends_is_unreadable() {
        for source in ["{{ a", "{% if", "{# a", "{% raw %}", "{{ 'a }}", "{{ ä }}"] {
            assert_eq!(tokens(source), Err(Unreadable), "{source}");
        }
    }
}
