//! What the result of a block is: a block of its own or part of a line, HTML or Markdown.

/// Elements whose result stands by itself, as in CommonMark's HTML blocks of the first and the sixth kind.
const BLOCK_ELEMENTS: [&str; 66] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "pre",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// Elements in which empty lines mean nothing.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// Says whether HTML is a block of its own: it starts with such an element, or with a tag that has a line to itself.
pub(super) fn is_block(html: &str) -> bool {
    let html = html.trim_start();
    if html.starts_with("<!") || html.starts_with("<?") {
        return true;
    }
    let Some(rest) = html.strip_prefix('<') else { return false };
    let name = element(rest.strip_prefix('/').unwrap_or(rest));
    if BLOCK_ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return true;
    }
    let (first_line, others) = rest.split_once('\n').unwrap_or((rest, ""));
    let first_tag = first_line.find('>').map(|end| first_line[end + 1..].trim());
    !name.is_empty() && !others.trim().is_empty() && first_tag == Some("")
}

fn element(text: &str) -> &str {
    let end =
        text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(text.len());
    &text[..end]
}

/// Says whether the result of a component is Markdown, and not HTML to be left alone: it does not start with a tag, or
/// it has a paragraph between empty lines. What stands in it between the parts is the author's.
pub(super) fn is_markdown<'t>(parts: impl IntoIterator<Item = &'t str>) -> bool {
    let mut verbatim = None;
    let mut after_blank = false;
    for (at, part) in parts.into_iter().enumerate() {
        if at == 0 && !part.trim_start().starts_with('<') {
            return true;
        }
        // The first line goes on with what stands before it.
        for line in part.split('\n').skip(usize::from(at > 0)) {
            let text = line.trim();
            let indent = line.len() - line.trim_start().len();
            if verbatim.is_none() && after_blank && !text.is_empty() && !text.starts_with('<') && indent < 4 {
                return true;
            }
            after_blank = text.is_empty();
            verbatim = verbatim_after(verbatim, text);
        }
        after_blank = false;
    }
    false
}

/// Follows the elements in which empty lines mean nothing.
fn verbatim_after(open: Option<&'static str>, line: &str) -> Option<&'static str> {
    let line = line.to_ascii_lowercase();
    match open {
        Some(name) => (!line.contains(&format!("</{name}"))).then_some(name),
        None => VERBATIM.into_iter().find(|name| {
            let opening = line.rfind(&format!("<{name}"));
            opening.is_some_and(|at| !line[at..].contains(&format!("</{name}")))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_a_block_or_part_of_a_line() {
        for html in [
            "<div>x</div>",
            "\n<H2 id=x>",
            "<!-- x -->",
            "<video controls>\n<source>\n</video>",
            "</section>",
        ] {
            assert!(is_block(html), "{html}");
        }
        for html in ["<b>x</b>", "text", "", "<em></em>", "<video src=x></video>", "a <div>", "<"] {
            assert!(!is_block(html), "{html}");
        }
    }

    #[test]
    fn a_paragraph_between_empty_lines_is_markdown() {
        for text in ["* item", "<div>\n\n*x*\n\n</div>", "<div>\n\n<p>a</p>\n\ntext\n</div>", ""] {
            assert!(is_markdown([text]), "{text}");
        }
        for text in
            ["<div>\n\n    <p>a</p>\n\n\n        deep\n</div>", "<pre>\n\n*x*\n</pre>", "<b>\n*x*\n</b>"]
        {
            assert!(!is_markdown([text]), "{text}");
        }
        assert!(!is_markdown(["<aside>\n\n", "\n\n</aside>"]));
        assert!(is_markdown(["<aside>\n\n", "\n\ntext\n</aside>"]));
    }
}
