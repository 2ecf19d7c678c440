//! A field of a YAML header, changed in place.

use std::fmt::Write;
use std::ops::Range;

use super::lines::{
    deep_end, indent, is_braced, line_end, line_start, whole_lines, with_braced_entry, without_braced_entry,
};
use super::{FieldChange, FieldValue, Header, Replacement, find};
use crate::tree::{Data, Entry, Node, Table};

/// Finds the bytes to replace for a change; nothing where the field is written in a way that is not known here.
pub(super) fn replacement(header: &Header<'_>, change: &FieldChange, path: &[&str]) -> Option<Replacement> {
    let entry = find(header.table, path);
    match (entry, &change.value) {
        (Some(entry), Some(value)) => replace(header, entry, value, change.is_date()),
        (Some(entry), None) => Some(remove(header, entry, path)),
        (None, Some(value)) => insert(header, path, &encode(value, change.is_date())),
        (None, None) => None,
    }
}

fn replace(header: &Header<'_>, entry: &Entry, value: &FieldValue, is_date: bool) -> Option<Replacement> {
    let text = header.text;
    if let (Data::List(former), FieldValue::List(items)) = (&entry.value.data, value)
        && let (Some(first), false) = (former.first(), items.is_empty())
        && let Some(dash) = own_line_dash(text, entry, first)
    {
        let dash_to_item = &text[dash..first.span.start];
        let start = line_start(text, dash);
        let before = &text[start..dash];
        let lines = items.iter().map(|item| format!("{before}{dash_to_item}{}", encode(item, false)));
        let lines = lines.collect::<Vec<_>>().join(header.line_end);
        return Some(Replacement { range: start..entry.value.span.end, text: lines });
    }
    let range = value_range(text, entry)?;
    let former = text[entry.value.span.start.min(range.end)..range.end].chars().next();
    let encoded = match value {
        FieldValue::Text(text) if former == Some('"') => double_quoted(text),
        FieldValue::Text(text) if former == Some('\'') => {
            single_quoted(text).unwrap_or_else(|| double_quoted(text))
        }
        FieldValue::Text(_)
        | FieldValue::Flag(_)
        | FieldValue::Integer(_)
        | FieldValue::Float(_)
        | FieldValue::List(_) => encode(value, is_date),
    };
    Some(Replacement { range, text: format!("{}{encoded}", spaces_after_colon(text, entry)) })
}

/// Where the dash of a list's first item is, if each item has a line of its own.
fn own_line_dash(text: &str, entry: &Entry, first: &Node) -> Option<usize> {
    let start = line_start(text, first.span.start);
    let before = &text[start..first.span.start];
    let is_dash = start > entry.key_span.end && before.trim_start().starts_with('-');
    is_dash.then(|| start + before.len() - before.trim_start().len())
}

/// What stands after a key's colon, up to the end of its value.
fn value_range(text: &str, entry: &Entry) -> Option<Range<usize>> {
    let rest = &text[entry.key_span.end..];
    let colon = entry.key_span.end + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let start = colon + 1;
    (text[colon..].starts_with(':')).then(|| start..deep_end(&entry.value).max(start))
}

/// Values that stand in a column of their own stay in it.
fn spaces_after_colon<'t>(text: &'t str, entry: &Entry) -> &'t str {
    let Some(range) = value_range(text, entry) else { return " " };
    let between = &text[range];
    let spaces = &between[..between.len() - between.trim_start_matches([' ', '\t']).len()];
    if spaces.is_empty() || spaces.len() == between.len() { " " } else { spaces }
}

fn remove(header: &Header<'_>, entry: &Entry, path: &[&str]) -> Replacement {
    let text = header.text;
    if let Some((parent, table)) = parent(header, path) {
        if is_braced(text, &parent.value) {
            return without_braced_entry(text, table, entry);
        }
        let lines = whole_lines(text, entry.key_span.start..end(entry));
        let parent_line_end = line_end(text, parent.key_span.end);
        // A group without values is not one any more, so it goes with its last value.
        if table.entries.len() == 1 && lines.start == parent_line_end {
            return Replacement {
                range: line_start(text, parent.key_span.start)..lines.end,
                text: String::new(),
            };
        }
        return Replacement { range: lines, text: String::new() };
    }
    if text.trim_start().starts_with('{') {
        return without_braced_entry(text, header.table, entry);
    }
    Replacement { range: whole_lines(text, entry.key_span.start..end(entry)), text: String::new() }
}

fn end(entry: &Entry) -> usize {
    deep_end(&entry.value).max(entry.key_span.end)
}

fn parent<'h>(header: &Header<'h>, path: &[&str]) -> Option<(&'h Entry, &'h Table)> {
    let (_, above) = path.split_last()?;
    let entry = find(header.table, above)?;
    if let Data::Table(table) = &entry.value.data { Some((entry, table)) } else { None }
}

fn insert(header: &Header<'_>, path: &[&str], value: &str) -> Option<Replacement> {
    let (text, line_break) = (header.text, header.line_end);
    match path {
        [key] => Some(into_root(header, &[format!("{key}: {value}")], *key == "title")),
        [group, key] => {
            let entry = format!("{}: {value}", text_plain_or_quoted(key));
            let Some(found) = header.table.get(group) else {
                return Some(into_root(header, &[format!("{group}:"), format!("  {entry}")], false));
            };
            match &found.value.data {
                Data::Table(table) if is_braced(text, &found.value) => {
                    Some(with_braced_entry(&found.value, table, &entry))
                }
                Data::Table(table) => {
                    let indent = table.entries.first().map(|inner| indent(text, inner.key_span.start))?;
                    let at = line_end(text, end(found));
                    Some(Replacement { range: at..at, text: format!("{indent}{entry}{line_break}") })
                }
                Data::Null => {
                    let at = line_end(text, found.key_span.end);
                    let indent = indent(text, found.key_span.start);
                    Some(Replacement { range: at..at, text: format!("{indent}  {entry}{line_break}") })
                }
                Data::Bool(_)
                | Data::Integer(_)
                | Data::Float(_)
                | Data::Text(_)
                | Data::Date(_)
                | Data::List(_) => None,
            }
        }
        _ => None,
    }
}

fn into_root(header: &Header<'_>, lines: &[String], is_first: bool) -> Replacement {
    let (text, table) = (header.text, header.table);
    if text.trim_start().starts_with('{') {
        let start = text.len() - text.trim_start().len();
        let root = Node { data: Data::Null, span: start..text.trim_end().len() };
        let entry = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
        return with_braced_entry(&root, table, &entry);
    }
    let first = table.entries.first();
    let indent = first.map_or("", |entry| indent(text, entry.key_span.start));
    let at = match (first, table.entries.last()) {
        (Some(first), _) if is_first => line_start(text, first.key_span.start),
        (_, Some(last)) => line_end(text, end(last)),
        (_, None) => text.len(),
    };
    let lines = lines.iter().map(|line| format!("{indent}{line}{}", header.line_end)).collect();
    Replacement { range: at..at, text: lines }
}

fn encode(value: &FieldValue, is_date: bool) -> String {
    match value {
        FieldValue::Text(text) if is_date => text.clone(),
        FieldValue::Text(text) => text_plain_or_quoted(text),
        FieldValue::Flag(flag) => flag.to_string(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Float(number) if number.is_nan() => ".nan".into(),
        FieldValue::Float(number) if number.is_infinite() => {
            if *number > 0.0 { ".inf" } else { "-.inf" }.into()
        }
        FieldValue::Float(number) => format!("{number:?}"),
        FieldValue::List(items) => {
            format!("[{}]", items.iter().map(|item| encode(item, false)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Words go without quotes; everything that some YAML reader might take for something else gets them.
fn text_plain_or_quoted(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '.');
    let means_something = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(is_word)
        && !means_something.contains(&text.to_lowercase().as_str());
    if is_plain { text.to_owned() } else { double_quoted(text) }
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn single_quoted(text: &str) -> Option<String> {
    let is_plain =
        !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'));
    is_plain.then(|| format!("'{}'", text.replace('\'', "''")))
}
