//! A field of a TOML header, changed in place.

use std::fmt::Write;

use super::lines::{
    deep_end, indent, is_braced, line_end, line_start, whole_lines, with_braced_entry, without_braced_entry,
};
use super::{FieldChange, FieldValue, Header, Replacement, find};
use crate::tree::{Data, Entry, Node, Table};

/// Finds the bytes to replace for a change; nothing where the field is written in a way that is not known here.
pub(super) fn replacement(header: &Header<'_>, change: &FieldChange, path: &[&str]) -> Option<Replacement> {
    let entry = find(header.table, path);
    match (entry, &change.value) {
        (Some(entry), Some(value)) => Some(replace(header, entry, value, change.is_date())),
        (Some(entry), None) => Some(remove(header, entry, path)),
        (None, Some(value)) => insert(header, path, &encode(value, change.is_date())),
        (None, None) => None,
    }
}

fn replace(header: &Header<'_>, entry: &Entry, value: &FieldValue, is_date: bool) -> Replacement {
    let range = entry.value.span.clone();
    let former = header.text.get(range.clone()).unwrap_or_default();
    let text = match value {
        FieldValue::Text(text) if former.starts_with('\'') => literal(text).unwrap_or_else(|| basic(text)),
        FieldValue::Text(text) if former.starts_with('"') => basic(text),
        FieldValue::List(items) if !items.is_empty() => list(header, &entry.value, items),
        FieldValue::Text(_)
        | FieldValue::Flag(_)
        | FieldValue::Integer(_)
        | FieldValue::Float(_)
        | FieldValue::List(_) => encode(value, is_date),
    };
    Replacement { range, text }
}

/// Writes a list the way the former one was: on one line, or with a line for each item; with the same quotes.
fn list(header: &Header<'_>, former: &Node, items: &[FieldValue]) -> String {
    let text = &header.text[former.span.clone()];
    let first = match &former.data {
        Data::List(items) => items.first().map(|item| item.span.start),
        Data::Null
        | Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Text(_)
        | Data::Date(_)
        | Data::Table(_) => None,
    };
    let is_literal = first.is_some_and(|at| header.text[at..].starts_with('\''));
    let encoded = items.iter().map(|item| match item {
        FieldValue::Text(text) if is_literal => literal(text).unwrap_or_else(|| basic(text)),
        FieldValue::Text(_)
        | FieldValue::Flag(_)
        | FieldValue::Integer(_)
        | FieldValue::Float(_)
        | FieldValue::List(_) => encode(item, false),
    });
    let encoded: Vec<String> = encoded.collect();
    match first.filter(|_| text.contains('\n')) {
        None => format!("[{}]", encoded.join(", ")),
        Some(first) => {
            let line_end = header.line_end;
            let inner = indent(header.text, first);
            let outer = indent(header.text, former.span.end - 1);
            let has_last_comma = text.trim_end_matches(']').trim_end().ends_with(',');
            let lines = encoded.join(&format!(",{line_end}{inner}"));
            let last_comma = if has_last_comma { "," } else { "" };
            format!("[{line_end}{inner}{lines}{last_comma}{line_end}{outer}]")
        }
    }
}

fn remove(header: &Header<'_>, entry: &Entry, path: &[&str]) -> Replacement {
    if let Some((parent, table)) = parent(header, path)
        && is_braced(header.text, parent)
    {
        return without_braced_entry(header.text, table, entry);
    }
    let range = whole_lines(header.text, entry.key_span.start..deep_end(&entry.value));
    Replacement { range, text: String::new() }
}

fn parent<'h>(header: &Header<'h>, path: &[&str]) -> Option<(&'h Node, &'h Table)> {
    let (_, above) = path.split_last()?;
    let node = &find(header.table, above)?.value;
    if let Data::Table(table) = &node.data { Some((node, table)) } else { None }
}

fn insert(header: &Header<'_>, path: &[&str], value: &str) -> Option<Replacement> {
    let line_end = header.line_end;
    match path {
        [key] => {
            let at = if *key == "title" { first_root_line(header) } else { None };
            let at = at.unwrap_or_else(|| end_of_root(header));
            Some(Replacement { range: at..at, text: format!("{key} = {value}{line_end}") })
        }
        [group, key] => {
            let entry = format!("{} = {value}", bare_or_quoted(key));
            match header.table.get(group) {
                None => Some(new_group(header, group, &entry)),
                Some(found) => into_group(header, found, &entry),
            }
        }
        _ => None,
    }
}

fn into_group(header: &Header<'_>, group: &Entry, entry: &str) -> Option<Replacement> {
    let Data::Table(table) = &group.value.data else { return None };
    let (text, end) = (header.text, header.line_end);
    if is_braced(text, &group.value) {
        return Some(with_braced_entry(&group.value, table, entry));
    }
    if !is_under_header(text, group) {
        let at = line_end(text, deep_end(&group.value));
        let indent = indent(text, group.key_span.start);
        return Some(Replacement { range: at..at, text: format!("{indent}{}.{entry}{end}", group.key) });
    }
    let header_line = line_start(text, group.key_span.start);
    let names_group_itself = text[header_line..].trim_start().trim_start_matches('[').trim_start();
    let after_name = names_group_itself.strip_prefix(group.key.as_str()).unwrap_or_default().trim_start();
    if !after_name.starts_with(']') {
        // Only a group inside of this one has a header; this one's own goes before it.
        return Some(Replacement {
            range: header_line..header_line,
            text: format!("[{}]{end}{entry}{end}", group.key),
        });
    }
    let own = table.entries.iter().filter(|inner| !is_under_header(text, inner));
    let last = own.map(|inner| deep_end(&inner.value)).max();
    let indent = table.entries.first().map_or("", |inner| indent(text, inner.key_span.start));
    let at = line_end(text, last.unwrap_or(group.key_span.start));
    Some(Replacement { range: at..at, text: format!("{indent}{entry}{end}") })
}

/// A group of its own goes to the end, but the terms of a page come before its own values.
fn new_group(header: &Header<'_>, group: &str, entry: &str) -> Replacement {
    let (text, end) = (header.text, header.line_end);
    let extra =
        header.table.get("extra").filter(|extra| group == "taxonomies" && is_under_header(text, extra));
    match extra {
        Some(extra) => {
            let at = line_start(text, extra.key_span.start);
            Replacement { range: at..at, text: format!("[{group}]{end}{entry}{end}{end}") }
        }
        None => {
            let gap =
                if text.is_empty() || text.ends_with("\n\n") || text.ends_with("\n\r\n") { "" } else { end };
            let at = text.len();
            Replacement { range: at..at, text: format!("{gap}[{group}]{end}{entry}{end}") }
        }
    }
}

/// Says whether a key stands in a `[header]`, or in a line of its own below one.
fn is_under_header(text: &str, entry: &Entry) -> bool {
    text[line_start(text, entry.key_span.start)..].trim_start().starts_with('[')
}

fn root_entries<'h>(header: &Header<'h>) -> impl Iterator<Item = &'h Entry> {
    let text = header.text;
    header.table.entries.iter().filter(move |entry| !is_under_header(text, entry))
}

fn first_root_line(header: &Header<'_>) -> Option<usize> {
    root_entries(header).next().map(|entry| line_start(header.text, entry.key_span.start))
}

fn end_of_root(header: &Header<'_>) -> usize {
    let end = root_entries(header).map(|entry| deep_end(&entry.value)).max();
    end.map_or(0, |end| line_end(header.text, end))
}

fn encode(value: &FieldValue, is_date: bool) -> String {
    match value {
        // A time without seconds is no date of older TOML, but a text that says the same.
        FieldValue::Text(text) if is_date && matches!(text.len(), 10 | 19..) => text.clone(),
        FieldValue::Text(text) => basic(text),
        FieldValue::Flag(flag) => flag.to_string(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Float(number) if number.is_nan() => "nan".into(),
        FieldValue::Float(number) => format!("{number:?}"),
        FieldValue::List(items) => {
            format!("[{}]", items.iter().map(|item| encode(item, false)).collect::<Vec<_>>().join(", "))
        }
    }
}

fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn literal(text: &str) -> Option<String> {
    (!text.contains(|c: char| c == '\'' || c.is_control())).then(|| format!("'{text}'"))
}

fn bare_or_quoted(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { key.to_owned() } else { basic(key) }
}
