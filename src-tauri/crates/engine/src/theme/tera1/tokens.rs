//! The words of a tag.

/// A word of a tag, with its place in the tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// How it is written.
    pub(super) text: &'a str,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    /// Digits, perhaps with a point.
    Number,
    /// A text in quotes.
    Text,
    /// A sign.
    Sign,
}

/// Signs of two characters; all others have one.
const PAIRS: [&str; 9] = ["::", "==", "!=", "<=", ">=", "?.", "?[", "//", "**"];

/// Cuts the inside of a tag into words; gives the offset of what is none.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        if next.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let (kind, length) = match next {
            '"' | '\'' | '`' => (Kind::Text, rest[1..].find(next).ok_or(at)? + 2),
            '0'..='9' => (Kind::Number, number_length(rest, found.last())),
            'a'..='z' | 'A'..='Z' | '_' => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                (Kind::Name, rest.bytes().take_while(is_part).count())
            }
            _ if PAIRS.iter().any(|pair| rest.starts_with(pair)) => (Kind::Sign, 2),
            '(' | ')' | '[' | ']' | '{' | '}' | ',' | '.' | '|' | '=' | '<' | '>' | '+' | '-' | '*' | '/'
            | '%' | '~' | ':' | '!' | '@' => (Kind::Sign, 1),
            _ => return Err(at),
        };
        found.push(Token { at, kind, text: &rest[..length] });
        at += length;
    }
    Ok(found)
}

/// After a point a number may be a key that begins with digits: `page.extra.3d`.
fn number_length(text: &str, before: Option<&Token<'_>>) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if before.is_some_and(|token| token.text == ".") {
        return text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    }
    let whole = digits(text);
    match text[whole..].strip_prefix('.').map(digits) {
        Some(part) if part > 0 => whole + 1 + part,
        Some(_) | None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        let texts = |text| tokens(text).map(|found| found.iter().map(|token| token.text).collect::<Vec<_>>());
        assert_eq!(texts("a.0.b-1.5"), Ok(vec!["a", ".", "0", ".", "b", "-", "1.5"]));
        assert_eq!(texts("m::f(x='}}')"), Ok(vec!["m", "::", "f", "(", "x", "=", "'}}'", ")"]));
        assert_eq!(texts("a | \"open"), Err(4));
        assert_eq!(texts("a ; b"), Err(2));
    }
}
