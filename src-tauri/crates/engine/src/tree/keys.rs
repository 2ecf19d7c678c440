//! Known keys out of a table, by type. What is of the wrong type or not known becomes a diagnostic at its place;
//! everything else still counts.

use std::collections::BTreeMap;

use super::wording::plain;
use super::{Data, Entry, Node, Table, Trouble};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::path::SourcePath;

/// Collects the trouble of one file.
pub(crate) struct Reader<'a> {
    file: &'a SourcePath,
    text: &'a str,
    /// Where the parsed part starts in the text.
    base: usize,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The keys of one table that have not been read yet.
pub(crate) struct Keys<'r, 'a> {
    reader: &'r mut Reader<'a>,
    table: Table,
    known: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(file: &'a SourcePath, text: &'a str, base: usize) -> Self {
        Self { file, text, base, diagnostics: Vec::new() }
    }

    pub(crate) fn report(
        &mut self,
        severity: Severity,
        offset: usize,
        message: String,
        hint: impl Into<String>,
    ) {
        let place = Place::at(self.file, self.text, self.base + offset);
        // What follows from a fault that is told already is not told.
        if self.diagnostics.iter().any(|told| told.place.as_ref() == Some(&place)) {
            return;
        }
        let diagnostic = Diagnostic::error(place, message, hint);
        self.diagnostics.push(Diagnostic { severity, ..diagnostic });
    }

    /// Reports what could not be parsed; the first fault is the one to mend, later ones often follow from it.
    pub(crate) fn report_syntax(&mut self, what: &str, troubles: &[Trouble]) {
        if let Some(Trouble { offset, message }) = troubles.first() {
            let (message, hint) = plain(message);
            self.report(Severity::Error, *offset, format!("{what} cannot be read: {message}"), hint);
        }
    }

    pub(crate) fn keys(&mut self, table: Table) -> Keys<'_, 'a> {
        Keys { reader: self, table, known: Vec::new() }
    }
}

impl<'a> Keys<'_, 'a> {
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Entry> {
        self.known.push(name);
        let at = self.table.entries.iter().position(|entry| entry.key == name)?;
        let entry = self.table.entries.remove(at);
        (!matches!(entry.value.data, Data::Null)).then_some(entry)
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.read(name, "a text in quotes", as_text)
    }

    pub(crate) fn flag(&mut self, name: &'static str, default: bool) -> bool {
        let as_flag = |node: &Node| if let Data::Bool(flag) = node.data { Some(flag) } else { None };
        self.read(name, "true or false", as_flag).unwrap_or(default)
    }

    pub(crate) fn integer(&mut self, name: &'static str) -> Option<i64> {
        self.read(name, "a whole number", as_integer)
    }

    pub(crate) fn count(&mut self, name: &'static str) -> Option<usize> {
        self.read(name, "a whole number from 0", |node| usize::try_from(as_integer(node)?).ok())
    }

    pub(crate) fn texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        self.read(name, "a list of texts such as [\"one\", \"two\"]", as_texts)
    }

    pub(crate) fn table(&mut self, name: &'static str) -> Option<Table> {
        let entry = self.take(name)?;
        match entry.value.data {
            Data::Table(table) => Some(table),
            Data::Null
            | Data::Bool(_)
            | Data::Integer(_)
            | Data::Float(_)
            | Data::Text(_)
            | Data::Date(_)
            | Data::List(_) => {
                self.wrong(&entry, "a group of values");
                None
            }
        }
    }

    pub(crate) fn words(&mut self, name: &'static str) -> BTreeMap<String, String> {
        self.table(name).map(|table| self.words_of(table)).unwrap_or_default()
    }

    pub(crate) fn words_of(&mut self, table: Table) -> BTreeMap<String, String> {
        let mut words = BTreeMap::new();
        for entry in table.entries {
            match as_text(&entry.value) {
                Some(text) => drop(words.insert(entry.key, text)),
                None => self.wrong(&entry, "a text in quotes"),
            }
        }
        words
    }

    pub(crate) fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let entry = self.take(name)?;
        let wanted = as_text(&entry.value);
        let chosen =
            choices.iter().find(|(word, _)| Some(*word) == wanted.as_deref()).map(|(_, choice)| *choice);
        if chosen.is_none() {
            let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
            let given = wanted.unwrap_or_default();
            let near = choices.iter().find(|(word, _)| !given.is_empty() && is_near(&given, word));
            let hint = near.map(|(word, _)| format!("Perhaps `{word}` is meant"));
            self.refuse(&entry, &format!("one of {}", words.join(", ")), hint);
        }
        chosen
    }

    /// Reads a value by a rule of its own; what the rule refuses is reported with what was wanted.
    pub(crate) fn read<T>(
        &mut self,
        name: &'static str,
        wanted: &str,
        rule: impl Fn(&Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.take(name)?;
        let value = rule(&entry.value);
        if value.is_none() {
            self.wrong(&entry, wanted);
        }
        value
    }

    pub(crate) fn wrong(&mut self, entry: &Entry, wanted: &str) {
        self.refuse(entry, wanted, None);
    }

    fn refuse(&mut self, entry: &Entry, wanted: &str, hint: Option<String>) {
        let given = match &entry.value.data {
            Data::Text(text) | Data::Date(text) if text.chars().count() <= 60 => format!("`{text}`"),
            Data::Text(_) | Data::Date(_) => "a long text".into(),
            Data::Integer(number) => format!("`{number}`"),
            Data::Float(number) => format!("`{number}`"),
            Data::Null | Data::Bool(_) | Data::List(_) | Data::Table(_) => entry.value.kind().into(),
        };
        let message = format!("`{}` cannot be used: it is {given}, not {wanted}", entry.key);
        let hint = hint.unwrap_or_else(|| format!("Write {wanted} there, or take the line out"));
        self.report(Severity::Error, entry.value.span.start, message, hint);
    }

    pub(crate) fn report(
        &mut self,
        severity: Severity,
        offset: usize,
        message: String,
        hint: impl Into<String>,
    ) {
        self.reader.report(severity, offset, message, hint);
    }

    pub(crate) fn inner(&mut self, table: Table) -> Keys<'_, 'a> {
        self.reader.keys(table)
    }

    /// Says where a key stands, without reading it.
    pub(crate) fn offset(&self, name: &str) -> Option<usize> {
        self.table.get(name).map(|entry| entry.key_span.start)
    }

    pub(crate) fn peek(&self, name: &str) -> Option<&Node> {
        self.table.get(name).map(|entry| &entry.value)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.table.get(name).is_some()
    }

    /// Warns about every key that nobody asked for.
    pub(crate) fn finish(self, whole: &str) {
        self.warn(whole, |_| true);
    }

    /// Warns about the keys that are a known one but for a slip; others belong to somebody else.
    pub(crate) fn finish_near(self, whole: &str) {
        self.warn(whole, |near| near);
    }

    fn warn(self, whole: &str, counts: impl Fn(bool) -> bool) {
        for entry in &self.table.entries {
            let near = self.known.iter().find(|known| is_near(&entry.key, known));
            if !counts(near.is_some()) {
                continue;
            }
            let hint = match near {
                Some(known) => format!("Perhaps `{known}` is meant"),
                None => "Values of your own belong under [extra]".into(),
            };
            let message = format!("`{}` is not a key that {whole} knows, so it changes nothing", entry.key);
            self.reader.report(Severity::Warning, entry.key_span.start, message, hint);
        }
    }
}

pub(crate) fn is_flag(node: &Node) -> bool {
    matches!(node.data, Data::Bool(_))
}

pub(crate) fn as_text(node: &Node) -> Option<String> {
    match &node.data {
        Data::Text(text) => Some(text.clone()),
        Data::Null
        | Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Date(_)
        | Data::List(_)
        | Data::Table(_) => None,
    }
}

fn as_integer(node: &Node) -> Option<i64> {
    if let Data::Integer(number) = node.data { Some(number) } else { None }
}

pub(crate) fn as_texts(node: &Node) -> Option<Vec<String>> {
    if let Data::List(items) = &node.data { items.iter().map(as_text).collect() } else { None }
}

/// Says whether two names differ by so little that one is likely a slip for the other.
fn is_near(given: &str, known: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let (given, known) = (plain(given), plain(known));
    given.len() <= 40 && distance(&given, &known) <= known.len() / 4 + 1
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
