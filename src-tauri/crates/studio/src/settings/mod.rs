//! Settings as a form: the site's own, and the theme's from the schema it brings along.

mod check;
mod schema;
mod site;
mod toml_file;
mod values;

use std::path::Path;

use engine::config::Config;
use engine::source::Source;
use toml_edit::Item;

pub(crate) use toml_file::TomlFile;

use crate::protocol::{
    ChangeSetting, Setting, SettingGroup, SettingInput, SettingKey, SettingScope, SettingValue, Settings,
};
use crate::trouble::Trouble;

/// One setting before it has a value: what it is and where it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) input: SettingInput,
    pub(crate) default: SettingValue,
    pub(crate) place: Place,
}

/// Where a setting is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the site's config, under this path of keys.
    Config(Vec<String>),
    /// In `galley.toml`, under this path of keys.
    Galley(Vec<String>),
}

/// Fields that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) fields: Vec<Field>,
}

/// The settings files of a site, as they are on disk.
struct Files {
    config: TomlFile,
    galley: TomlFile,
}

impl Files {
    fn read(folder: &Path) -> Result<Self, Trouble> {
        let config = if folder.join("zola.toml").is_file() { "zola.toml" } else { "config.toml" };
        Ok(Self { config: TomlFile::read(folder, config)?, galley: TomlFile::read_galley(folder)? })
    }

    fn of(&mut self, place: &Place) -> (&mut TomlFile, Vec<String>) {
        match place {
            Place::Config(path) => (&mut self.config, path.clone()),
            Place::Galley(path) => (&mut self.galley, path.clone()),
        }
    }

    fn get(&self, place: &Place) -> Option<&Item> {
        let (file, path) = match place {
            Place::Config(path) => (&self.config, path),
            Place::Galley(path) => (&self.galley, path),
        };
        file.get(&path.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Shows all settings with their values.
pub(crate) fn show(folder: &Path, config: &Config, source: &Source) -> Result<Settings, Trouble> {
    let files = Files::read(folder)?;
    let filled =
        |groups: Vec<Group>, scope| groups.into_iter().map(|group| fill(group, scope, &files)).collect();
    let theme = schema::of_theme(config, source);
    Ok(Settings {
        site: filled(site::groups(), SettingScope::Site),
        theme_name: theme.name,
        theme: filled(theme.groups, SettingScope::Theme),
    })
}

/// Changes one setting. A value that does not fit is not written and comes back with its problem.
pub(crate) fn change(
    folder: &Path,
    config: &Config,
    source: &Source,
    change: &ChangeSetting,
) -> Result<Settings, Trouble> {
    let groups = match change.key.scope {
        SettingScope::Site => site::groups(),
        SettingScope::Theme => schema::of_theme(config, source).groups,
    };
    let field = groups.into_iter().flat_map(|group| group.fields).find(|field| field.name == change.key.name);
    let Some(field) = field else { return show(folder, config, source) };
    let is_strange = is_strange(&field, &Files::read(folder)?);
    let problem = match &change.value {
        _ if is_strange => {
            Some("Galley does not know this kind of value. Change it in the file itself.".to_owned())
        }
        Some(value) => check::problem(&field, value),
        None => None,
    };
    if problem.is_none() {
        write(folder, &field, change.value.as_ref())?;
    }
    let mut settings = show(folder, config, source)?;
    if let Some(problem) = problem {
        note(&mut settings, &change.key, change.value.as_ref(), problem);
    }
    Ok(settings)
}

/// A value of a kind that is not the setting's own, or a setting of a kind not known here: shown, never changed.
fn is_strange(field: &Field, files: &Files) -> bool {
    let found = files.get(&field.place);
    field.input == SettingInput::Unknown
        || found.is_some_and(|item| values::read(item, &field.input).is_none())
}

fn fill(group: Group, scope: SettingScope, files: &Files) -> SettingGroup {
    let settings = group.fields.into_iter().map(|field| {
        let found = files.get(&field.place);
        let value = found.and_then(|item| values::read(item, &field.input));
        let is_strange = is_strange(&field, files);
        Setting {
            key: SettingKey { scope, name: field.name },
            label: field.label,
            help: field.help,
            input: if is_strange { SettingInput::Unknown } else { field.input },
            // Going back to an empty title or address is no way back to anything.
            chosen: value.as_ref().is_some_and(|value| *value != field.default)
                && (scope == SettingScope::Theme || field.default != SettingValue::Text(String::new())),
            value: value.unwrap_or_else(|| field.default.clone()),
            default: field.default,
            problem: None,
        }
    });
    SettingGroup { label: group.label, help: group.help, settings: settings.collect() }
}

fn write(folder: &Path, field: &Field, value: Option<&SettingValue>) -> Result<(), Trouble> {
    let mut files = Files::read(folder)?;
    let (file, path) = files.of(&field.place);
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    // What a theme or the engine takes by default needs no line of its own; the title and the address always have one.
    let is_default = value.is_none_or(|value| *value == field.default);
    let always_written = matches!(field.name.as_str(), "title" | "base_url");
    match value {
        Some(value) if !is_default || always_written => file.set(&path, values::write(value)),
        _ => file.remove(&path),
    }
    file.write(folder)
}

fn note(settings: &mut Settings, key: &SettingKey, value: Option<&SettingValue>, problem: String) {
    let groups = settings.site.iter_mut().chain(&mut settings.theme);
    let setting = groups.flat_map(|group| &mut group.settings).find(|setting| setting.key == *key);
    if let Some(setting) = setting {
        setting.problem = Some(problem);
        if let Some(value) = value {
            setting.value = value.clone();
        }
    }
}
