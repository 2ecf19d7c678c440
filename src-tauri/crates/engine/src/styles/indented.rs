//! The same for the indented syntax, where lines are statements and depth is white space.

use super::marks::{MAX_DEPTH, MAX_JOINTS, MAX_SELECTORS, Unfit, call, is_counted};

/// A line that others are below of.
struct Above {
    indent: usize,
    selectors: usize,
}

/// A line with something on it.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    indent: usize,
    text: &'a str,
}

/// What is put at the end of every sheet: in a comment that nothing ends, the compiler would read for ever.
pub(super) const LAST_LINE: &str = "\n//*/\n";

/// Lists the calls to put into an indented sheet.
pub(super) fn calls(text: &str) -> Result<Vec<(usize, String)>, Unfit> {
    let lines = statements(text);
    open_comment(text, &lines)?;
    let mut above: Vec<Above> = Vec::new();
    let mut calls = Vec::new();
    let mut total = 0_usize;
    for (at, line) in lines.iter().enumerate() {
        if depth(line.text) + above.len() >= MAX_DEPTH {
            return Err(Unfit::too_deep(line.start));
        }
        if joints(line.text) > MAX_JOINTS {
            return Err(Unfit::too_long(line.start));
        }
        while above.last().is_some_and(|above| above.indent >= line.indent) {
            above.pop();
        }
        let factor = if line.text.starts_with(['@', '=', '+', '$']) { 1 } else { commas(line.text) + 1 };
        let selectors = above.last().map_or(1, |above| above.selectors).saturating_mul(factor);
        total = total.saturating_add(selectors);
        if total > MAX_SELECTORS {
            return Err(Unfit::too_many_selectors(line.start));
        }
        above.push(Above { indent: line.indent, selectors });
        if let Some(first) =
            lines.get(at + 1).filter(|next| next.indent > line.indent && begins_body(line.text))
        {
            let end = lines[at + 1..].iter().find(|next| next.indent <= line.indent);
            let bytes = end.map_or(text.len(), |end| end.start) - first.start;
            let indent = &text[first.start..first.start + first.indent];
            calls.push((first.start, format!("{indent}{}\n", call(bytes))));
        }
    }
    Ok(calls)
}

/// Finds a comment inside a line that never ends; it would hide everything after it without a word.
fn open_comment(text: &str, lines: &[Line<'_>]) -> Result<(), Unfit> {
    let last_end = text.rfind("*/").unwrap_or(0);
    let is_text = |before: &str| before.matches(['"', '\'']).count() % 2 == 1 || before.contains("//");
    for line in lines.iter().filter(|line| line.start + line.indent + line.text.len() > last_end) {
        for (at, _) in line.text.match_indices("/*") {
            let offset = line.start + line.indent + at;
            if offset > last_end && !is_text(&line.text[..at]) {
                return Err(Unfit::open_comment(offset));
            }
        }
    }
    Ok(())
}

/// Says whether what is below the line is the body of a loop, mixin or function.
fn begins_body(line: &str) -> bool {
    let Some(name) = line.strip_prefix('@') else { return line.starts_with('=') };
    let length = name.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
    is_counted(&name.as_bytes()[..length])
}

/// Lists the lines that are statements: not empty, and not below the start of a comment.
fn statements(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut comment: Option<usize> = None;
    for whole in text.split_inclusive('\n') {
        let trimmed = whole.trim_start_matches([' ', '\t']);
        let line = Line { start, indent: whole.len() - trimmed.len(), text: trimmed.trim_end() };
        start += whole.len();
        if line.text.is_empty() || comment.is_some_and(|indent| line.indent > indent) {
            continue;
        }
        comment = (line.text.starts_with("//") || line.text.starts_with("/*")).then_some(line.indent);
        if comment.is_none() {
            lines.push(line);
        }
    }
    lines
}

/// Counts how deep the brackets of a line are inside one another.
fn depth(line: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in line.bytes() {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn joints(line: &str) -> usize {
    let is_joint = |byte: &u8| byte.is_ascii_whitespace() || b"+-*/%<>=!".contains(byte);
    line.split(',').map(|part| part.bytes().filter(is_joint).count()).max().unwrap_or(0)
}

fn commas(line: &str) -> usize {
    line.bytes().filter(|byte| *byte == b',').count()
}
