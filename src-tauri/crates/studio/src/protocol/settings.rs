//! Settings as a form, made from a schema.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All settings of the site and of its theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The site's own settings, in groups.
    pub site: Vec<SettingGroup>,
    /// The theme's name.
    pub theme_name: String,
    /// The theme's settings, in groups.
    pub theme: Vec<SettingGroup>,
}

/// Settings that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingGroup {
    /// The heading.
    pub label: String,
    /// A sentence under it; may be empty.
    pub help: String,
    /// The settings.
    pub settings: Vec<Setting>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    /// Its handle.
    pub key: SettingKey,
    /// The label above the field.
    pub label: String,
    /// The help below the field; may be empty.
    pub help: String,
    /// What kind of field it is.
    pub input: SettingInput,
    /// Its value.
    pub value: SettingValue,
    /// The value it has when nobody chose one.
    pub default: SettingValue,
    /// Says whether somebody chose a value.
    pub chosen: bool,
    /// What is wrong with the value that was just sent and not written.
    pub problem: Option<String>,
}

/// Names a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingKey {
    /// Whose setting it is.
    pub scope: SettingScope,
    /// Its name in the file, such as `title` or `accent`.
    pub name: String,
}

/// Whose setting it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SettingScope {
    /// The site's.
    Site,
    /// The theme's.
    Theme,
}

/// What kind of field a setting is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SettingInput {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A whole address such as `https://example.org`.
    Address,
    /// A number.
    Number {
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// On or off.
    Switch,
    /// One of several.
    Choice {
        /// The choices.
        choices: Vec<SettingChoice>,
    },
    /// A list of links: a menu.
    Links,
    /// A kind this version does not know: shown, never changed.
    Unknown,
}

/// One of several choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingChoice {
    /// The value in the file.
    pub value: String,
    /// What the person reads.
    pub label: String,
}

/// A setting's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum SettingValue {
    /// Text; a choice's value too.
    Text(String),
    /// A number.
    Number(f64),
    /// On or off.
    Switch(bool),
    /// Links.
    Links(Vec<SettingLink>),
}

/// One link of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingLink {
    /// What the visitor reads.
    pub label: String,
    /// Where it leads: `@/visit.md`, `/tags/`, or a whole address.
    pub url: String,
}

/// A new value for a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeSetting {
    /// The setting.
    pub key: SettingKey,
    /// The value; nothing goes back to the default.
    pub value: Option<SettingValue>,
}
