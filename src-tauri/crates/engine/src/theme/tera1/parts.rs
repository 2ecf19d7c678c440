//! Cuts a template into its parts: text, comments, raw text and tags.

/// A part of a template, with the bytes it was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// What goes out as it is.
    Text(&'a str),
    /// What goes nowhere.
    Comment(&'a str),
    /// Text that may hold braces.
    Raw(&'a str),
    /// `{{ … }}` or `{% … %}`.
    Tag(Tag<'a>),
    /// A tag that never ends, with all that follows it.
    Open(&'a str),
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The whole of it.
    pub(super) source: &'a str,
    /// What stands between the braces, without the marks that take white space away.
    pub(super) inner: &'a str,
    /// Where the inner part begins in the template.
    pub(super) inner_at: usize,
    /// Says whether it shows a value.
    pub(super) shows: bool,
    /// Says whether it takes away the white space before it.
    pub(super) trims_before: bool,
    /// Says whether it takes away the white space after it.
    pub(super) trims_after: bool,
}

/// Cuts a template, with the byte offset of each part.
pub(super) fn parts(text: &str) -> Vec<(usize, Part<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let part = match start(rest) {
            None => Part::Text(rest),
            Some(0) => part(rest, at),
            Some(length) => Part::Text(&rest[..length]),
        };
        found.push((at, part));
        at += part.source().len();
    }
    found
}

impl<'a> Part<'a> {
    /// Gives the bytes it was written as.
    pub(super) fn source(self) -> &'a str {
        match self {
            Self::Text(source) | Self::Comment(source) | Self::Raw(source) | Self::Open(source) => source,
            Self::Tag(tag) => tag.source,
        }
    }
}

fn start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(1))
        .find(|&at| bytes[at] == b'{' && matches!(bytes[at + 1], b'{' | b'%' | b'#'))
}

fn part(text: &str, at: usize) -> Part<'_> {
    if text.starts_with("{#") {
        return match text.find("#}") {
            Some(end) => Part::Comment(&text[..end + 2]),
            None => Part::Open(text),
        };
    }
    if let Some(opening) = mark_length(text, "raw") {
        return match raw_length(text, opening) {
            Some(length) => Part::Raw(&text[..length]),
            None => Part::Open(text),
        };
    }
    let shows = text.starts_with("{{");
    let Some(end) = end_of_tag(text, if shows { b"}}" } else { b"%}" }) else { return Part::Open(text) };
    let source = &text[..end + 2];
    let inner = &text[2..end];
    let trims_before = inner.starts_with('-');
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let trims_after = inner.ends_with('-');
    let inner_at = at + 2 + usize::from(trims_before);
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    Part::Tag(Tag { source, inner, inner_at, shows, trims_before, trims_after })
}

/// Finds the end of a tag; braces in quotes do not end it.
fn end_of_tag(text: &str, end: &[u8; 2]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = 2;
    while at < bytes.len() {
        match quote {
            Some(mark) if bytes[at] == mark => quote = None,
            Some(_) => {}
            None if matches!(bytes[at], b'"' | b'\'' | b'`') => quote = Some(bytes[at]),
            None if bytes[at..].starts_with(end) => return Some(at),
            None => {}
        }
        at += 1;
    }
    None
}

fn raw_length(text: &str, opening: usize) -> Option<usize> {
    let mut at = opening;
    while let Some(found) = text[at..].find("{%") {
        at += found;
        if let Some(closing) = mark_length(&text[at..], "endraw") {
            return Some(at + closing);
        }
        at += 2;
    }
    None
}

/// Measures a tag that is nothing but a word.
fn mark_length(text: &str, word: &str) -> Option<usize> {
    let inner = text.strip_prefix("{%")?;
    let inner = inner.strip_prefix('-').unwrap_or(inner).trim_start();
    let inner = inner.strip_prefix(word)?.trim_start();
    let rest = inner.strip_prefix('-').unwrap_or(inner).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_put_together_again_are_the_template() {
        let text = "a{{ \"}}\" }}{# {{ #}{%- raw %}{{ }}{% endraw -%}b{% if x -%}c{{";
        let parts = parts(text);
        assert_eq!(parts.iter().map(|(_, part)| part.source()).collect::<String>(), text);
        let tags = parts.iter().filter(|(_, part)| matches!(part, Part::Tag(_))).count();
        assert_eq!(tags, 2);
        assert!(matches!(parts.last(), Some((_, Part::Open("{{")))));
    }
}
