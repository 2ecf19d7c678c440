//! A theme's settings: `theme.schema.json` beside its `theme.toml`, described in `content/themes/README.md`. A theme
//! without one gets a plain form made from the defaults in its `theme.toml`.

use engine::config::Config;
use engine::output::SourcePath;
use engine::source::Source;
use serde::Deserialize;
use serde_json::Value as Json;

use super::{Field, Group, Place};
use crate::protocol::{SettingChoice, SettingInput, SettingLink, SettingValue};

/// A theme's form.
#[derive(Debug, Default)]
pub(super) struct ThemeForm {
    pub(super) name: String,
    pub(super) groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Schema {
    groups: Vec<SchemaGroup>,
}

#[derive(Deserialize)]
struct SchemaGroup {
    label: String,
    #[serde(default)]
    help: String,
    fields: Vec<SchemaField>,
}

#[derive(Deserialize)]
struct SchemaField {
    key: String,
    label: String,
    #[serde(default)]
    help: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    default: Json,
    min: Option<f64>,
    max: Option<f64>,
    #[serde(default)]
    choices: Vec<SettingChoice>,
}

/// Reads the form of a site's theme.
pub(super) fn of_theme(config: &Config, source: &Source) -> ThemeForm {
    let Some(theme) = &config.theme else { return ThemeForm::default() };
    let read = |name: &str| {
        let path = SourcePath::new(format!("themes/{theme}/{name}")).ok()?;
        let bytes = source.files().get(&path)?.bytes.clone()?;
        String::from_utf8(bytes.to_vec()).ok()
    };
    let manifest: Option<toml_edit::DocumentMut> = read("theme.toml").and_then(|text| text.parse().ok());
    let name = manifest.as_ref().and_then(|manifest| manifest.get("name")?.as_str().map(str::to_owned));
    let schema = read("theme.schema.json").and_then(|text| serde_json::from_str::<Schema>(&text).ok());
    let groups = match schema {
        Some(schema) => schema.groups.into_iter().map(group).collect(),
        None => manifest.as_ref().map(inferred).unwrap_or_default(),
    };
    ThemeForm { name: name.unwrap_or_else(|| theme.clone()), groups }
}

fn group(group: SchemaGroup) -> Group {
    Group { label: group.label, help: group.help, fields: group.fields.into_iter().map(field).collect() }
}

fn field(field: SchemaField) -> Field {
    let (input, empty) = match field.kind.as_str() {
        "text" | "image" => (SettingInput::Text, SettingValue::Text(String::new())),
        "textarea" => (SettingInput::LongText, SettingValue::Text(String::new())),
        "url" => (SettingInput::Address, SettingValue::Text(String::new())),
        "number" => {
            let (min, max) = (field.min.unwrap_or(0.0), field.max.unwrap_or(1_000_000.0));
            (SettingInput::Number { min, max }, SettingValue::Number(min))
        }
        "switch" => (SettingInput::Switch, SettingValue::Switch(false)),
        "select" => (SettingInput::Choice { choices: field.choices }, SettingValue::Text(String::new())),
        "links" => (SettingInput::Links, SettingValue::Links(Vec::new())),
        _ => (SettingInput::Unknown, SettingValue::Text(field.default.to_string())),
    };
    Field {
        place: Place::Config(vec!["extra".into(), field.key.clone()]),
        name: field.key,
        label: field.label,
        help: field.help,
        default: default_value(&field.default).unwrap_or(empty),
        input,
    }
}

fn default_value(json: &Json) -> Option<SettingValue> {
    match json {
        Json::String(text) => Some(SettingValue::Text(text.clone())),
        Json::Bool(on) => Some(SettingValue::Switch(*on)),
        Json::Number(number) => number.as_f64().map(SettingValue::Number),
        Json::Array(items) => {
            let text =
                |item: &Json, key: &str| item.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let links =
                items.iter().map(|item| SettingLink { label: text(item, "label"), url: text(item, "url") });
            Some(SettingValue::Links(links.collect()))
        }
        Json::Null | Json::Object(_) => None,
    }
}

/// A form from a theme's plain defaults: texts, numbers and switches, each named by its key.
fn inferred(manifest: &toml_edit::DocumentMut) -> Vec<Group> {
    let Some(extra) = manifest.get("extra").and_then(toml_edit::Item::as_table_like) else {
        return Vec::new();
    };
    let fields: Vec<Field> = extra.iter().filter_map(|(key, item)| inferred_field(key, item)).collect();
    if fields.is_empty() {
        return Vec::new();
    }
    vec![Group {
        label: "Theme".into(),
        help: "This theme does not describe its settings; they are shown by the names it gives them.".into(),
        fields,
    }]
}

fn inferred_field(key: &str, item: &toml_edit::Item) -> Option<Field> {
    #[expect(clippy::cast_precision_loss, reason = "settings are small numbers")]
    let number = item.as_integer().map(|number| number as f64).or_else(|| item.as_float());
    let (input, default) = if let Some(text) = item.as_str() {
        (SettingInput::Text, SettingValue::Text(text.to_owned()))
    } else if let Some(on) = item.as_bool() {
        (SettingInput::Switch, SettingValue::Switch(on))
    } else {
        (SettingInput::Number { min: -1e9, max: 1e9 }, SettingValue::Number(number?))
    };
    let mut label = key.replace(['_', '-'], " ");
    if let Some(first) = label.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let place = Place::Config(vec!["extra".into(), key.to_owned()]);
    Some(Field { name: key.to_owned(), label, help: String::new(), input, default, place })
}
