//! The parts of a text in which there are no calls.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Which code has no calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// All of it, as a writer expects.
    All,
    /// None but the words after a fence: old sites show the results of their shortcodes in code too.
    Fences,
}

/// Finds the parts without calls, in order: code, and what an author took out by putting it between `<!--` and `-->`.
pub(crate) fn spared(text: &str, code: Code) -> Vec<Range<usize>> {
    if !may_have_calls(text) {
        return Vec::new();
    }
    let mut found = if text.contains(['`', '~']) || text.contains("    ") || text.contains('\t') {
        in_code(text, code)
    } else {
        Vec::new()
    };
    let comments = comments(text, &found);
    found.extend(comments);
    found.sort_by_key(|range| range.start);
    found
}

/// Says whether there is anything that might be a call.
pub(crate) fn may_have_calls(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

fn in_code(text: &str, code: Code) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let is_fence = matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))));
        let is_code = is_fence || matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
        match code {
            Code::All if is_code => found.push(range),
            Code::Fences if is_fence => {
                let first_line = text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
                found.push(range.start..first_line);
            }
            Code::All | Code::Fences => {}
        }
    }
    found
}

fn comments(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut code = code.iter().peekable();
    while let Some(start) = text[at..].find("<!--").map(|start| at + start) {
        while code.next_if(|range| range.end <= start).is_some() {}
        if let Some(range) = code.peek().filter(|range| range.start <= start) {
            at = range.end;
            continue;
        }
        let Some(end) = text[start..].find("-->").map(|end| start + end + 3) else { break };
        found.push(start..end);
        at = end;
    }
    found
}
