//! A TOML or YAML text as a tree that knows where each part stands in the text, so that trouble can be shown
//! in its place and a single value can be changed without touching a byte of anything else.

use std::ops::Range;

use tera::{Map, Value};

mod keys;
mod toml;
mod wording;
mod yaml;

pub(crate) use keys::{Keys, Reader, as_text, as_texts, is_flag};
pub(crate) use toml::parse_toml;
pub(crate) use yaml::{parse_yaml, scalar_value as yaml_scalar};

/// A value and the bytes it takes up in the text it was parsed from.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) data: Data,
    pub(crate) span: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    /// A date written without quotes; YAML has none of its own and gives text.
    Date(String),
    List(Vec<Node>),
    Table(Table),
}

/// Keys and their values, in the order of the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) value: Node,
}

/// A part of the text that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

/// A text as far as it could be understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    pub(crate) table: Table,
    pub(crate) troubles: Vec<Trouble>,
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn to_map(&self) -> Map {
        self.entries.iter().map(|entry| (entry.key.clone().into(), entry.value.to_value())).collect()
    }

    /// Says whether two tables hold the same, wherever and in whatever order it is written.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len()
            && self
                .entries
                .iter()
                .all(|entry| other.get(&entry.key).is_some_and(|theirs| entry.value.same(&theirs.value)))
    }
}

impl Node {
    /// Gives the value as templates see it: dates are text.
    pub(crate) fn to_value(&self) -> Value {
        match &self.data {
            Data::Null => Value::none(),
            Data::Bool(flag) => Value::from(*flag),
            Data::Integer(number) => Value::from(*number),
            Data::Float(number) => Value::from(*number),
            Data::Text(text) | Data::Date(text) => Value::from(text.as_str()),
            Data::List(items) => Value::from(items.iter().map(Self::to_value).collect::<Vec<_>>()),
            Data::Table(table) => Value::from(table.to_map()),
        }
    }

    /// Says in an author's words what kind of value this is.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "true or false",
            Data::Integer(_) | Data::Float(_) => "a number",
            Data::Text(_) => "a text",
            Data::Date(_) => "a date",
            Data::List(_) => "a list",
            Data::Table(_) => "a group of values",
        }
    }

    /// Says whether two values are the same, wherever they are written.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Integer(a), Data::Integer(b)) => a == b,
            (Data::Float(a), Data::Float(b)) => a.to_bits() == b.to_bits(),
            (Data::Text(a) | Data::Date(a), Data::Text(b) | Data::Date(b)) => a == b,
            (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Data::Table(a), Data::Table(b)) => a.same(b),
            (
                Data::Null
                | Data::Bool(_)
                | Data::Integer(_)
                | Data::Float(_)
                | Data::Text(_)
                | Data::Date(_)
                | Data::List(_)
                | Data::Table(_),
                _,
            ) => false,
        }
    }
}
