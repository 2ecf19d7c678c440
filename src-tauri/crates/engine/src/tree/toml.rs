//! TOML into the tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{Data, Entry, Node, Parsed, Table, Trouble};

/// Parses TOML, keeping what can be understood of a text with faults.
pub(crate) fn parse_toml(text: &str) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(text);
    let troubles = errors
        .iter()
        .map(|error| Trouble {
            offset: error.span().map_or(0, |span| span.start),
            message: error.message().into(),
        })
        .collect();
    Parsed { table: to_table(table.get_ref()), troubles }
}

fn to_table(table: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = table.iter().map(|(key, value)| to_entry(key, value)).collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries }
}

fn to_entry(key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Entry {
    Entry {
        key: key.get_ref().to_string(),
        key_span: key.span(),
        value: to_node(value.get_ref(), value.span()),
    }
}

fn to_node(value: &DeValue<'_>, span: Range<usize>) -> Node {
    let data = match value {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(number) => to_number(number),
        DeValue::Float(number) => Data::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Data::Bool(*flag),
        DeValue::Datetime(date) => Data::Date(date.to_string()),
        DeValue::Array(items) => {
            Data::List(items.iter().map(|item| to_node(item.get_ref(), item.span())).collect())
        }
        DeValue::Table(table) => Data::Table(to_table(table)),
    };
    Node { data, span }
}

/// Whole numbers that do not fit are kept as near as a fraction comes.
fn to_number(number: &DeInteger<'_>) -> Data {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_or_else(|_| Data::Float(number.as_str().parse().unwrap_or(f64::NAN)), Data::Integer)
}
