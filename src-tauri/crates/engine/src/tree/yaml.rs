//! YAML into the tree. Depth and the growth by aliases are bounded, since a header may come from a stranger.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};
use tera::Value;

use super::{Data, Entry, Node, Parsed, Table, Trouble};

const MAX_DEPTH: usize = 64;
const MAX_NODES: usize = 20_000;

/// Parses YAML. What stands before a fault is kept only as far as whole top-level entries go.
pub(crate) fn parse_yaml(text: &str) -> Parsed {
    let mut builder = Builder::new(text);
    let mut parser = Parser::new_from_str(text);
    let mut troubles = Vec::new();
    while let Some(next) = parser.next_event() {
        match next {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, span)) => {
                if let Err(message) = builder.take(event, span) {
                    troubles
                        .push(Trouble { offset: builder.lines.offset(span.start), message: message.into() });
                    break;
                }
            }
            Err(error) => {
                troubles.push(builder.scan_trouble(&error));
                break;
            }
        }
    }
    troubles.append(&mut builder.troubles);
    Parsed { table: builder.into_root(&mut troubles), troubles }
}

struct Builder<'t> {
    text: &'t str,
    lines: Lines,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    troubles: Vec<Trouble>,
}

/// A list or table whose end has not been met.
enum Open {
    List { start: usize, anchor: usize, items: Vec<Node> },
    Table { start: usize, anchor: usize, table: Table, key: Option<(String, Range<usize>)> },
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            nodes: 0,
            troubles: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), &'static str> {
        match event {
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.scalar_span(style, span);
                let data = resolve(&text, style, tag.as_deref());
                self.finish(Node { data, span }, anchor)
            }
            Event::SequenceStart(anchor, _) => {
                let start = self.lines.offset(span.start);
                self.start(Open::List { start, anchor, items: Vec::new() })
            }
            Event::MappingStart(anchor, _) => {
                let start = self.lines.offset(span.start);
                self.start(Open::Table { start, anchor, table: Table::default(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
        }
    }

    fn start(&mut self, open: Open) -> Result<(), &'static str> {
        if self.open.len() >= MAX_DEPTH {
            return Err("values are nested too deeply");
        }
        self.open.push(open);
        Ok(())
    }

    /// A block collection has no end of its own: it ends with its last part.
    fn end(&mut self, span: Span) -> Result<(), &'static str> {
        let closing = self.lines.offset(span.start);
        let closed_by_mark = self.text[closing..].starts_with([']', '}']) && !span.is_empty();
        match self.open.pop() {
            Some(Open::List { start, anchor, items }) => {
                let last = items.last().map_or(start, |item| item.span.end);
                let end = if closed_by_mark { closing + 1 } else { last };
                self.finish(Node { data: Data::List(items), span: start..end }, anchor)
            }
            Some(Open::Table { start, anchor, table, .. }) => {
                let last = table.entries.last().map_or(start, |entry| entry.value.span.end);
                let end = if closed_by_mark { closing + 1 } else { last };
                self.finish(Node { data: Data::Table(table), span: start..end }, anchor)
            }
            None => Ok(()),
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), &'static str> {
        let Some(known) = self.anchors.get(&anchor) else {
            return Err("a name after `*` that is not defined above");
        };
        let mut node = known.clone();
        self.nodes += count(&node);
        node.span = self.lines.offset(span.start)..self.lines.offset(span.end);
        self.finish(node, 0)
    }

    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), &'static str> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err("more values than a page's settings may have");
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Table { table, key, .. }) => match key.take() {
                None => *key = Some((key_text(&node), node.span)),
                Some((key, key_span)) if table.get(&key).is_some() => self.troubles.push(Trouble {
                    offset: key_span.start,
                    message: format!("`{key}` is there a second time"),
                }),
                Some((key, key_span)) => {
                    // The parser puts a value that is not there wherever it noticed that.
                    let is_missing = matches!(node.data, Data::Null) && node.span.is_empty();
                    let span = if is_missing { key_span.end..key_span.end } else { node.span };
                    table.entries.push(Entry { key, key_span, value: Node { data: node.data, span } });
                }
            },
        }
        Ok(())
    }

    /// The parser lets a text end where the next thing starts; here it ends with its own last character.
    fn scalar_span(&self, style: ScalarStyle, span: Span) -> Range<usize> {
        let (start, end) = (self.lines.offset(span.start), self.lines.offset(span.end));
        match style {
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                start..start + self.text[start..end.max(start)].trim_end().len()
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                start..start + quoted_len(&self.text[start..])
            }
        }
    }

    fn scan_trouble(&self, error: &ScanError) -> Trouble {
        Trouble { offset: self.lines.offset(*error.marker()), message: error.info().into() }
    }

    fn into_root(mut self, troubles: &mut Vec<Trouble>) -> Table {
        if self.root.is_none() && !self.open.is_empty() {
            self.open.truncate(1);
            if let Some(Open::Table { table, .. }) = self.open.pop() {
                return table;
            }
        }
        match self.root {
            None | Some(Node { data: Data::Null, .. }) => Table::default(),
            Some(Node { data: Data::Table(table), .. }) => table,
            Some(node) => {
                let message = format!("{} stands where `key: value` lines are wanted", node.kind());
                troubles.push(Trouble { offset: node.span.start, message });
                Table::default()
            }
        }
    }
}

/// Measures a quoted text, from its first quote to its last.
fn quoted_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(&quote) = bytes.first() else { return 0 };
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn count(node: &Node) -> usize {
    match &node.data {
        Data::List(items) => items.iter().map(count).sum::<usize>() + 1,
        Data::Table(table) => table.entries.iter().map(|entry| count(&entry.value)).sum::<usize>() + 1,
        Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::Text(_) | Data::Date(_) => 1,
    }
}

fn key_text(node: &Node) -> String {
    match &node.data {
        Data::Text(text) | Data::Date(text) => text.clone(),
        Data::Bool(flag) => flag.to_string(),
        Data::Integer(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Null | Data::List(_) | Data::Table(_) => String::new(),
    }
}

/// Gives a scalar as templates see it.
pub(crate) fn scalar_value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    Node { data: resolve(text, style, tag), span: 0..text.len() }.to_value()
}

/// Gives a plain scalar the type that YAML 1.2's core schema gives it.
fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Data {
    let is_text = tag.is_some_and(|tag| !tag.is_yaml_core_schema() || tag.suffix == "str");
    if style != ScalarStyle::Plain || is_text {
        return Data::Text(text.into());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ => number(text).unwrap_or_else(|| Data::Text(text.into())),
    }
}

fn number(text: &str) -> Option<Data> {
    let radix = |prefix: &str, radix| {
        text.strip_prefix(prefix)
            .and_then(|digits| i64::from_str_radix(digits, radix).ok())
            .map(Data::Integer)
    };
    let starts_like_one = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    if !starts_like_one {
        return None;
    }
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(Data::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => Some(Data::Float(f64::NEG_INFINITY)),
        ".nan" | ".NaN" | ".NAN" => Some(Data::Float(f64::NAN)),
        _ if text.starts_with("0x") => radix("0x", 16),
        _ if text.starts_with("0o") => radix("0o", 8),
        _ if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) => {
            text.parse().map(Data::Integer).or_else(|_| text.parse().map(Data::Float)).ok()
        }
        _ => None,
    }
}

/// Where lines and characters start. The parser counts lines and characters; the tree counts bytes.
struct Lines {
    /// The first character of each line.
    lines: Vec<usize>,
    /// The first byte of each character, and the end of the text.
    characters: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Self {
        let line_ends = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(line_ends).collect();
        let characters = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
        Self { lines, characters }
    }

    fn offset(&self, marker: Marker) -> usize {
        let last = self.characters.len() - 1;
        let line = self.lines.get(marker.line().saturating_sub(1)).copied().unwrap_or(last);
        self.characters[(line + marker.col()).min(last)]
    }
}
