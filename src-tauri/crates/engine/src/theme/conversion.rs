//! Old templates: which there are, what is said of those that could not be translated, and the translation of a
//! whole folder for whoever wants to go on with it.

use std::collections::BTreeMap;

use tera::{ErrorKind, Tera};

use crate::diagnostic::{Diagnostic, Place, Position};
use crate::output::SourcePath;
use crate::source::SourceFile;

use super::BUILTIN_PREFIX;
use super::builtin::BUILTIN;
use super::tera1::{Circumstances, Translated, translate};

/// The first release of Zola with Tera 2.
const FIRST_WITH_TERA_2: (u64, u64) = (0, 23);

/// The templates of a folder, translated from Tera 1 to Tera 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// The templates that were translated, by their path below the folder of templates.
    pub texts: BTreeMap<String, String>,
    /// What could not be translated.
    pub untranslated: Vec<Untranslated>,
}

/// Something in a template that could not be translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untranslated {
    /// The template, by its path below the folder of templates.
    pub template: String,
    /// The line and column.
    pub position: Position,
    /// What it is.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Translates templates, given by their paths below the folder of templates; those of a theme stand under
/// `<theme>/templates/`.
#[must_use]
pub fn convert_templates(
    templates: &BTreeMap<String, String>,
    circumstances: Circumstances<'_>,
) -> Conversion {
    let mut texts = templates.clone();
    texts.extend(BUILTIN.iter().map(|(name, text)| (format!("{BUILTIN_PREFIX}{name}"), (*text).to_owned())));
    let translated = translate(&texts, circumstances, BUILTIN_PREFIX, parses);
    let mut untranslated: Vec<Untranslated> = translated
        .left
        .iter()
        .map(|left| Untranslated {
            template: left.template.clone(),
            position: left.position,
            message: left.message.clone(),
            hint: left.hint.clone(),
        })
        .collect();
    for (name, text) in &translated.texts {
        let is_told = untranslated.iter().any(|one| one.template == *name);
        let at = if is_told { None } else { syntax_error(text) };
        untranslated.extend(at.map(|(position, message)| Untranslated {
            template: name.clone(),
            position: translated.originals.get(name).map_or(position, |original| original.position(position)),
            message,
            hint: "Write this line as Tera 2 has it".to_owned(),
        }));
    }
    Conversion { texts: translated.texts, untranslated }
}

/// Says whether a theme with this `theme.toml` was made for a Zola that had Tera 1.
#[must_use]
pub fn is_old_theme(theme_toml: &str) -> bool {
    let Ok(table) = toml::from_str::<toml::Table>(theme_toml) else { return false };
    let Some(version) = table.get("min_version").and_then(toml::Value::as_str) else { return false };
    let mut numbers = version.split('.').map_while(|part| part.trim().parse::<u64>().ok());
    let Some(major) = numbers.next() else { return false };
    (major, numbers.next().unwrap_or(0)) < FIRST_WITH_TERA_2
}

/// Says whether a text is a template of Tera 2.
pub(super) fn parses(text: &str) -> bool {
    syntax_error(text).is_none()
}

fn syntax_error(text: &str) -> Option<(Position, String)> {
    let error = Tera::default().add_raw_template("template", text).err()?;
    let ErrorKind::SyntaxError(report) = error.kind() else { return None };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let position = Position {
        line: number(report.span().start_line),
        column: number(report.span().start_col.saturating_add(1)),
    };
    Some((position, report.message().trim_end_matches('.').to_owned()))
}

/// Finds out what is known of a site's templates and its theme's.
pub(super) fn circumstances<'a>(
    files: &BTreeMap<SourcePath, SourceFile>,
    theme: Option<&'a str>,
) -> Circumstances<'a> {
    let is_old = |path: &str| {
        let file = SourcePath::new(path).ok().and_then(|path| files.get(&path)?.bytes.as_deref());
        file.and_then(|bytes| std::str::from_utf8(bytes).ok()).is_some_and(is_old_theme)
    };
    let theme_is_old = theme.is_some_and(|theme| is_old(&format!("themes/{theme}/theme.toml")));
    Circumstances { theme, theme_is_old, site_is_old: is_old("theme.toml") }
}

/// Says what could not be translated.
pub(super) fn left_over(translated: &Translated, places: &BTreeMap<String, SourcePath>) -> Vec<Diagnostic> {
    let diagnostic = |left: &super::tera1::Left| {
        let file = places.get(&left.template)?;
        let place = Place { file: file.clone(), position: Some(left.position) };
        let message = format!("The template {file} could not be translated from Tera 1: {}", left.message);
        Some(Diagnostic::error(place, message, left.hint.clone()))
    };
    translated.left.iter().filter_map(diagnostic).collect()
}
