//! Settings' values as they stand in TOML.

use toml_edit::{Array, InlineTable, Item, Value};

use crate::protocol::{SettingInput, SettingLink, SettingValue};

/// Reads a value of the kind an input has; nothing if the file holds another kind.
pub(super) fn read(item: &Item, input: &SettingInput) -> Option<SettingValue> {
    match input {
        SettingInput::Text | SettingInput::LongText | SettingInput::Address | SettingInput::Choice { .. } => {
            item.as_str().map(|text| SettingValue::Text(text.to_owned()))
        }
        SettingInput::Number { .. } => {
            #[expect(clippy::cast_precision_loss, reason = "settings are small numbers")]
            let whole = item.as_integer().map(|number| number as f64);
            whole.or_else(|| item.as_float()).map(SettingValue::Number)
        }
        SettingInput::Switch => item.as_bool().map(SettingValue::Switch),
        SettingInput::Links => links(item).map(SettingValue::Links),
        SettingInput::Unknown => None,
    }
}

/// Links have a text and an address and nothing else: what is more would be lost with the next change.
fn links(item: &Item) -> Option<Vec<SettingLink>> {
    let link = |table: &dyn toml_edit::TableLike| {
        let is_plain = table.iter().all(|(key, value)| matches!(key, "label" | "url") && value.is_str());
        let text = |key: &str| table.get(key).and_then(Item::as_str).unwrap_or_default().to_owned();
        is_plain.then(|| SettingLink { label: text("label"), url: text("url") })
    };
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| link(table)).collect();
    }
    item.as_array()?.iter().map(|value| link(value.as_inline_table()?)).collect()
}

/// Writes a value.
pub(super) fn write(value: &SettingValue) -> Value {
    match value {
        SettingValue::Text(text) => text.as_str().into(),
        #[expect(clippy::cast_possible_truncation, reason = "it is a whole number")]
        SettingValue::Number(number) if number.fract() == 0.0 => Value::from(*number as i64),
        SettingValue::Number(number) => (*number).into(),
        SettingValue::Switch(on) => (*on).into(),
        SettingValue::Links(links) => {
            let mut array: Array = links.iter().map(link_value).collect();
            for value in array.iter_mut() {
                value.decor_mut().set_prefix("\n    ");
            }
            array.set_trailing("\n");
            array.set_trailing_comma(true);
            Value::Array(array)
        }
    }
}

fn link_value(link: &SettingLink) -> Value {
    let mut table = InlineTable::new();
    table.insert("label", link.label.as_str().into());
    table.insert("url", link.url.as_str().into());
    Value::InlineTable(table)
}
