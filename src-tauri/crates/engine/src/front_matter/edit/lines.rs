//! Lines of a header, and lists between braces, as both formats have them.

use std::ops::Range;

use super::Replacement;
use crate::tree::{Data, Entry, Node, Table};

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The whole lines from one place to another.
pub(super) fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    line_start(text, range.start)..line_end(text, range.end)
}

/// The white space that a line starts with.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Where a value and everything in it ends.
pub(super) fn deep_end(node: &Node) -> usize {
    match &node.data {
        Data::Table(table) => {
            table.entries.iter().map(|entry| deep_end(&entry.value)).fold(node.span.end, usize::max)
        }
        Data::Null
        | Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Text(_)
        | Data::Date(_)
        | Data::List(_) => node.span.end,
    }
}

/// Says whether a group is written between braces.
pub(super) fn is_braced(text: &str, node: &Node) -> bool {
    text[node.span.start.min(text.len())..].starts_with('{')
}

/// Takes an entry out from between braces, with the one comma that belongs to it.
pub(super) fn without_braced_entry(text: &str, table: &Table, entry: &Entry) -> Replacement {
    let index = table.entries.iter().position(|other| other.key_span == entry.key_span).unwrap_or(0);
    let range =
        match (index.checked_sub(1).and_then(|at| table.entries.get(at)), table.entries.get(index + 1)) {
            (Some(before), _) => deep_end(&before.value)..deep_end(&entry.value),
            (None, Some(after)) => entry.key_span.start..after.key_span.start,
            (None, None) => entry.key_span.start..deep_end(&entry.value),
        };
    debug_assert!(range.end <= text.len(), "spans lie inside the text");
    Replacement { range, text: String::new() }
}

/// Puts an entry last between braces.
pub(super) fn with_braced_entry(node: &Node, table: &Table, entry: &str) -> Replacement {
    match table.entries.last() {
        Some(last) => {
            let at = deep_end(&last.value);
            Replacement { range: at..at, text: format!(", {entry}") }
        }
        None => Replacement { range: node.span.clone(), text: format!("{{ {entry} }}") },
    }
}
