//! A header as the form of the editor shows it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::front_matter::edit::FieldValue;
use crate::front_matter::read::{page_header, parse};
use crate::front_matter::{MAX_HEADER_BYTES, split};
use crate::path::SourcePath;
use crate::tree::{Data, Node, Table};

/// The fields of a header, and whether they can be changed through a form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields {
    /// The title.
    pub title: Option<String>,
    /// The date as it is written, even if it is none.
    pub date: Option<String>,
    /// The date of the last change as it is written, even if it is none.
    pub updated: Option<String>,
    /// Whether the page is kept back.
    pub draft: bool,
    /// The description.
    pub description: Option<String>,
    /// The last part of the address.
    pub slug: Option<String>,
    /// The whole address.
    pub path: Option<String>,
    /// The place among the neighbours.
    pub weight: Option<i64>,
    /// The template.
    pub template: Option<String>,
    /// Earlier addresses.
    pub aliases: Vec<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The terms, by taxonomy.
    pub taxonomies: BTreeMap<String, Vec<String>>,
    /// The page's own values that a form can show.
    pub extra: BTreeMap<String, FieldValue>,
    /// Says whether a field can be changed; not while the header cannot be read.
    pub is_editable: bool,
    /// The trouble in the header.
    pub diagnostics: Vec<Diagnostic>,
}

impl Fields {
    /// Borrows the tags.
    pub fn tags(&self) -> &[String] {
        self.taxonomies.get("tags").map_or(&[], Vec::as_slice)
    }
}

/// Reads the fields of a text's header for a form.
pub fn fields(file: &SourcePath, text: &str) -> Fields {
    let parts = split(text);
    let (header, diagnostics) = page_header(file, text, &parts);
    let found = parts.front_matter.as_ref();
    let is_readable = found.is_none_or(|found| found.is_closed() && found.header.len() <= MAX_HEADER_BYTES);
    let parsed = found.filter(|_| is_readable).map(|found| parse(text, found)).unwrap_or_default();
    // A form has nothing to say of keys that are not its own; the text view has.
    let is_trouble = |found: &Diagnostic| found.severity == Severity::Error;
    Fields {
        title: header.title,
        date: written(&parsed.table, "date"),
        updated: written(&parsed.table, "updated"),
        draft: header.draft,
        description: header.description,
        slug: header.slug,
        path: header.path,
        weight: header.weight,
        template: header.template,
        aliases: header.aliases,
        authors: header.authors,
        taxonomies: header.taxonomies,
        extra: extra(&parsed.table),
        is_editable: is_readable && parsed.troubles.is_empty(),
        diagnostics: diagnostics.into_iter().filter(is_trouble).collect(),
    }
}

fn written(table: &Table, key: &str) -> Option<String> {
    match &table.get(key)?.value.data {
        Data::Text(text) | Data::Date(text) => Some(text.clone()),
        Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::List(_) | Data::Table(_) => {
            None
        }
    }
}

fn extra(table: &Table) -> BTreeMap<String, FieldValue> {
    let Some(Data::Table(extra)) = table.get("extra").map(|entry| &entry.value.data) else {
        return BTreeMap::new();
    };
    let entries =
        extra.entries.iter().filter_map(|entry| Some((entry.key.clone(), to_field_value(&entry.value)?)));
    entries.collect()
}

fn to_field_value(node: &Node) -> Option<FieldValue> {
    match &node.data {
        Data::Bool(flag) => Some(FieldValue::Flag(*flag)),
        Data::Integer(number) => Some(FieldValue::Integer(*number)),
        Data::Float(number) => Some(FieldValue::Float(*number)),
        Data::Text(text) | Data::Date(text) => Some(FieldValue::Text(text.clone())),
        Data::List(items) => items.iter().map(to_field_value).collect::<Option<_>>().map(FieldValue::List),
        Data::Null | Data::Table(_) => None,
    }
}
