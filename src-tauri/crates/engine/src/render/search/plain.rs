//! The text of a page without its mark-up, in which `&`, `<` and `>` stay escaped: themes put it into pages.
//! Scripts, styles and blocks of code are left out. Cells and paragraphs are kept apart, wherever they stand.

/// Elements whose text nobody searches for.
const LEFT_OUT: [&str; 3] = ["pre", "script", "style"];
/// Elements within a line: words on both sides of their tags may be one word.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Gives the text of HTML.
pub(super) fn text(html: &str) -> String {
    let mut written = Written { text: String::with_capacity(html.len() / 2), is_apart: false };
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '>', '\u{a0}']) {
        written.push(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes()[0] {
            b'<' => after_tag(rest, &mut written),
            b'&' => after_reference(rest, &mut written),
            b'>' => {
                written.push("&gt;");
                &rest[1..]
            }
            _ => {
                written.push("&nbsp;");
                &rest['\u{a0}'.len_utf8()..]
            }
        };
    }
    written.push(rest);
    let end = written.text.trim_end().len();
    written.text.truncate(end);
    let start = written.text.len() - written.text.trim_start().len();
    written.text.drain(..start);
    written.text
}

struct Written {
    text: String,
    /// Says whether what comes next is not of the same line as what came before.
    is_apart: bool,
}

impl Written {
    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let touches = !text.starts_with(char::is_whitespace) && !self.text.ends_with(char::is_whitespace);
        if self.is_apart && touches && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.is_apart = false;
        self.text.push_str(text);
    }
}

/// Steps over a tag, a comment or a whole element that is left out.
fn after_tag<'h>(html: &'h str, written: &mut Written) -> &'h str {
    if let Some(comment) = html.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let inside = &html[1..];
    let name = inside.strip_prefix('/').unwrap_or(inside);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        written.push("&lt;");
        return inside;
    }
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())];
    let after = after_marks(inside);
    if !INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name)) {
        written.is_apart = true;
    }
    let left_out = LEFT_OUT.iter().find(|element| element.eq_ignore_ascii_case(name));
    match left_out.filter(|_| !inside.starts_with('/')) {
        Some(element) => after_element(after, element),
        None => after,
    }
}

/// Finds the end of a tag; a `>` in quotes is not it.
fn after_marks(inside: &str) -> &str {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &inside[at + 1..],
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
    }
    ""
}

fn after_element<'h>(html: &'h str, element: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        let is_it = rest.get(..element.len()).is_some_and(|name| name.eq_ignore_ascii_case(element));
        if is_it && !rest[element.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return after_marks(rest);
        }
    }
    ""
}

/// Writes a character reference as its character, and the three that HTML needs as they are.
fn after_reference<'h>(html: &'h str, written: &mut Written) -> &'h str {
    // No name of a character is longer.
    let end = html.bytes().take(33).position(|byte| byte == b';');
    let Some(end) = end.filter(|&end| end > 1) else {
        written.push("&amp;");
        return &html[1..];
    };
    let reference = &html[..=end];
    match reference {
        "&amp;" | "&lt;" | "&gt;" | "&nbsp;" => written.push(reference),
        "&quot;" | "&#34;" => written.push("\""),
        "&#39;" | "&#x27;" | "&apos;" => written.push("'"),
        _ => match meaning(reference) {
            Some(text) => written.push(&text),
            None => {
                written.push("&amp;");
                return &html[1..];
            }
        },
    }
    &html[reference.len()..]
}

/// The Markdown parser knows the names of all characters.
fn meaning(reference: &str) -> Option<String> {
    use pulldown_cmark::{Event, Parser};
    let text: String = Parser::new(reference)
        .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
        .collect();
    let escaped =
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{a0}', "&nbsp;");
    (text != reference && !text.is_empty()).then_some(escaped)
}
