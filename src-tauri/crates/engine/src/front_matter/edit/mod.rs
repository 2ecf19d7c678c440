//! One field changed, and not a byte of anything else. Every change is checked by reading the header again: if it
//! does not say exactly what it said before but for the one field, nothing is changed at all.

use std::borrow::Cow;
use std::ops::Range;

use crate::date::Date;
use crate::diagnostic::Position;
use crate::front_matter::read::{TOP_LEVEL_TAXONOMIES, parse};
use crate::front_matter::{Format, FrontMatter, MAX_HEADER_BYTES, split};
use crate::tree::{Data, Entry, Node, Table};

mod lines;
mod toml;
mod yaml;

/// A field of a header that can be changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title: a text.
    Title,
    /// When the page was first published: a text that is a date.
    Date,
    /// When it was last changed: a text that is a date.
    Updated,
    /// Whether the page is kept back.
    Draft,
    /// The description: a text.
    Description,
    /// The last part of the address: a text.
    Slug,
    /// The whole address: a text.
    Path,
    /// The place among the neighbours: a whole number.
    Weight,
    /// The template: a text.
    Template,
    /// Earlier addresses: a list of texts.
    Aliases,
    /// The authors: a list of texts.
    Authors,
    /// The terms of a taxonomy, such as `tags`: a list of texts.
    Taxonomy(String),
    /// A value of the page's own, by its key.
    Extra(String),
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// A text or a date.
    Text(String),
    /// True or false.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Several values.
    List(Vec<FieldValue>),
}

/// A field and what it is to become.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: Field,
    /// Its value; none to take the field out.
    pub value: Option<FieldValue>,
}

/// Says why a field was not changed. The text is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The header cannot be read.
    #[error(
        "line {line} at the top of the file cannot be read ({message}), so nothing there can be changed; mend that line in the text"
    )]
    Unreadable {
        /// The line of the file, counted from 1.
        line: u32,
        /// What is wrong with it.
        message: String,
    },
    /// The value is of the wrong kind for the field.
    #[error("`{field}` was not changed because it has to be {wanted}")]
    WrongKind {
        /// The field's key.
        field: String,
        /// What it has to be.
        wanted: &'static str,
    },
    /// The field is written in a way that cannot be changed without touching something else.
    #[error("`{field}` was not changed because of the way it is written; change it in the text itself")]
    Unsafe {
        /// The field's key.
        field: String,
    },
}

/// Changes fields one after the other. A field that already has its value stays as it is written, and a text
/// without a header gets one if there is something to say in it.
pub fn edit(text: &str, changes: &[FieldChange]) -> Result<String, EditError> {
    let mut text = Cow::Borrowed(text);
    for change in changes {
        if let Some(changed) = edit_one(&text, change)? {
            text = Cow::Owned(changed);
        }
    }
    Ok(text.into_owned())
}

/// What a writer of one format needs to know.
struct Header<'a> {
    text: &'a str,
    table: &'a Table,
    line_end: &'static str,
}

/// A piece of the header and what takes its place.
struct Replacement {
    range: Range<usize>,
    text: String,
}

fn edit_one(text: &str, change: &FieldChange) -> Result<Option<String>, EditError> {
    change.check()?;
    let parts = split(text);
    let Some(found) = &parts.front_matter else {
        return match &change.value {
            None => Ok(None),
            Some(_) => edit_one(&with_header(text, parts.body.start), change),
        };
    };
    let table = read(text, found)?;
    let path = change.field.path(&table);
    let current =
        find(&table, &path).map(|entry| &entry.value).filter(|node| !matches!(node.data, Data::Null));
    let wanted = change.value.as_ref().map(|value| Node { data: value.to_data(), span: 0..0 });
    let is_so = match (current, &wanted) {
        (None, None) => true,
        (Some(current), Some(wanted)) => current.same(wanted),
        (Some(_), None) | (None, Some(_)) => false,
    };
    if is_so {
        return Ok(None);
    }
    let line_end = if text[found.opening.clone()].ends_with("\r\n") { "\r\n" } else { "\n" };
    let header = Header { text: &text[found.header.clone()], table: &table, line_end };
    let unsafe_error = || EditError::Unsafe { field: path.join(".") };
    let replacement = match found.format {
        Format::Toml => toml::replacement(&header, change, &path),
        Format::Yaml => yaml::replacement(&header, change, &path),
    }
    .ok_or_else(unsafe_error)?;
    let start = found.header.start;
    let range = start + replacement.range.start..start + replacement.range.end;
    let changed = [&text[..range.start], &replacement.text, &text[range.end..]].concat();
    let says_it = says(&changed, with(&table, &path, wanted));
    if says_it { Ok(Some(changed)) } else { Err(unsafe_error()) }
}

fn with_header(text: &str, start: usize) -> String {
    let line_end = if text.lines().next().is_some() && text.contains("\r\n") { "\r\n" } else { "\n" };
    let (before, after) = text.split_at(start);
    let gap = if after.is_empty() || after.starts_with(['\r', '\n']) { "" } else { line_end };
    format!("{before}+++{line_end}+++{line_end}{gap}{after}")
}

fn read(text: &str, found: &FrontMatter) -> Result<Table, EditError> {
    let unreadable = |offset: usize, message: &str| {
        let line = Position::of(text, offset).line;
        Err(EditError::Unreadable { line, message: message.into() })
    };
    if !found.is_closed() {
        return unreadable(found.opening.start, "no second line like it follows");
    }
    if found.header.len() > MAX_HEADER_BYTES {
        return unreadable(found.opening.start, "what follows is too long");
    }
    let parsed = parse(text, found);
    match parsed.troubles.first() {
        Some(trouble) => unreadable(found.header.start + trouble.offset, &trouble.message),
        None => Ok(parsed.table),
    }
}

/// Says whether a text's header reads as wanted.
fn says(text: &str, wanted: Table) -> bool {
    let parts = split(text);
    let table = parts.front_matter.as_ref().and_then(|found| read(text, found).ok());
    table.is_some_and(|table| without_empty(table).same(&without_empty(wanted)))
}

/// Groups without values, and keys without one, say the same as if they were not there.
fn without_empty(mut table: Table) -> Table {
    table.entries.retain(|entry| match &entry.value.data {
        Data::Null => false,
        Data::Table(inner) => !inner.entries.is_empty(),
        Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::Text(_) | Data::Date(_) | Data::List(_) => {
            true
        }
    });
    table
}

fn find<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Entry> {
    let (first, rest) = path.split_first()?;
    let entry = table.get(first)?;
    match &entry.value.data {
        _ if rest.is_empty() => Some(entry),
        Data::Table(inner) => find(inner, rest),
        Data::Null
        | Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Text(_)
        | Data::Date(_)
        | Data::List(_) => None,
    }
}

/// The table as it is to read after the change.
fn with(table: &Table, path: &[&str], value: Option<Node>) -> Table {
    let mut table = table.clone();
    let Some((first, rest)) = path.split_first() else { return table };
    let at = table.entries.iter().position(|entry| entry.key == *first);
    if rest.is_empty() {
        at.map(|at| table.entries.remove(at));
        table.entries.extend(value.map(|value| Entry { key: (*first).into(), key_span: 0..0, value }));
        return table;
    }
    let inner = match at.map(|at| table.entries.remove(at).value.data) {
        Some(Data::Table(inner)) => inner,
        Some(_) | None => Table::default(),
    };
    let value = Node { data: Data::Table(with(&inner, rest, value)), span: 0..0 };
    table.entries.push(Entry { key: (*first).into(), key_span: 0..0, value });
    table
}

impl Field {
    fn path<'f>(&'f self, table: &Table) -> Vec<&'f str> {
        match self {
            Self::Title => vec!["title"],
            Self::Date => vec!["date"],
            Self::Updated => vec!["updated"],
            Self::Draft => vec!["draft"],
            Self::Description => vec!["description"],
            Self::Slug => vec!["slug"],
            Self::Path => vec!["path"],
            Self::Weight => vec!["weight"],
            Self::Template => vec!["template"],
            Self::Aliases => vec!["aliases"],
            Self::Authors => vec!["authors"],
            Self::Taxonomy(name) => {
                let is_outside = TOP_LEVEL_TAXONOMIES.contains(&name.as_str())
                    && find(table, &["taxonomies", name]).is_none()
                    && table.get(name).is_some();
                if is_outside { vec![name] } else { vec!["taxonomies", name] }
            }
            Self::Extra(key) => vec!["extra", key],
        }
    }

    /// What a value of the field has to be, unless anything will do.
    fn wanted(&self) -> Option<&'static str> {
        match self {
            Self::Title | Self::Description | Self::Slug | Self::Path | Self::Template => Some("a text"),
            Self::Date | Self::Updated => Some("a date like 2024-03-01"),
            Self::Draft => Some("true or false"),
            Self::Weight => Some("a whole number"),
            Self::Aliases | Self::Authors | Self::Taxonomy(_) => Some("a list of texts"),
            Self::Extra(_) => None,
        }
    }

    fn fits(&self, value: &FieldValue) -> bool {
        match (self, value) {
            (
                Self::Title | Self::Description | Self::Slug | Self::Path | Self::Template,
                FieldValue::Text(_),
            )
            | (Self::Draft, FieldValue::Flag(_))
            | (Self::Weight, FieldValue::Integer(_))
            | (Self::Extra(_), _) => true,
            (Self::Date | Self::Updated, FieldValue::Text(text)) => Date::parse(text).is_some(),
            (Self::Aliases | Self::Authors | Self::Taxonomy(_), FieldValue::List(items)) => {
                items.iter().all(|item| matches!(item, FieldValue::Text(_)))
            }
            (
                Self::Title
                | Self::Date
                | Self::Updated
                | Self::Draft
                | Self::Description
                | Self::Slug
                | Self::Path
                | Self::Weight
                | Self::Template
                | Self::Aliases
                | Self::Authors
                | Self::Taxonomy(_),
                _,
            ) => false,
        }
    }
}

impl FieldChange {
    fn check(&self) -> Result<(), EditError> {
        match (self.field.wanted(), &self.value) {
            (Some(wanted), Some(value)) if !self.field.fits(value) => {
                let field = self.field.path(&Table::default()).join(".");
                Err(EditError::WrongKind { field, wanted })
            }
            (Some(_) | None, _) => Ok(()),
        }
    }

    fn is_date(&self) -> bool {
        matches!(self.field, Field::Date | Field::Updated)
    }
}

impl FieldValue {
    fn to_data(&self) -> Data {
        match self {
            Self::Text(text) => Data::Text(text.clone()),
            Self::Flag(flag) => Data::Bool(*flag),
            Self::Integer(number) => Data::Integer(*number),
            Self::Float(number) => Data::Float(*number),
            Self::List(items) => {
                Data::List(items.iter().map(|item| Node { data: item.to_data(), span: 0..0 }).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests;
