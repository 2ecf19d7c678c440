//! Old templates: which there are, what is said of those that could not be translated, and the translation of a
//! whole folder for whoever wants to go on with it.

use std::collections::BTreeMap;

use tera::{ErrorKind, Tera};

use crate::diagnostic::{Diagnostic, Place, Position, Severity};
use crate::output::SourcePath;

use super::BUILTIN_PREFIX;
use super::builtin::BUILTIN;
use super::tera1::{Circumstances, Translated, UntoldLanguage, Untranslated, translate};

/// The first release of Zola with Tera 2.
const FIRST_WITH_TERA_2: (u64, u64) = (0, 23);
/// Keys of the settings that no Zola with Tera 2 had.
const FORMER_KEYS: [&str; 7] = [
    "feed_filename",
    "generate_feed",
    "generate_rss",
    "highlight_code",
    "highlight_theme",
    "rss_limit",
    "extra_syntaxes",
];
/// Those of its table `[markdown]`.
const FORMER_MARKDOWN_KEYS: [&str; 5] = [
    "extra_syntaxes",
    "extra_syntaxes_and_themes",
    "highlight_code",
    "highlight_theme",
    "highlight_themes_css",
];

/// The templates of a folder, translated from Tera 1 to Tera 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// The templates that were translated, by their path below the folder of templates.
    pub texts: BTreeMap<String, String>,
    /// What could not be translated.
    pub untranslated: Vec<Untranslated>,
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
    let translated = translate(&texts, circumstances);
    let mut untranslated = translated.left;
    for (name, text) in &translated.texts {
        let is_told = untranslated.iter().any(|one| one.template == *name);
        let at = if is_told { None } else { syntax_error(text) };
        untranslated.extend(at.map(|(position, message)| Untranslated {
            template: name.clone(),
            position: translated.originals.get(name).map_or(position, |original| original.position(position)),
            severity: Severity::Error,
            message,
            hint: "Write this line as Tera 2 has it".to_owned(),
        }));
    }
    Conversion { texts: translated.texts, untranslated }
}

/// Says whether a site with these settings was made for a Zola that had Tera 1: whether it has keys that were gone
/// before Tera 2 came.
fn is_old_site(settings: &str) -> bool {
    let Ok(table) = toml::from_str::<toml::Table>(settings) else { return false };
    let markdown = table.get("markdown").and_then(toml::Value::as_table);
    FORMER_KEYS.iter().any(|key| table.contains_key(*key))
        || markdown.is_some_and(|markdown| FORMER_MARKDOWN_KEYS.iter().any(|key| markdown.contains_key(*key)))
}

/// Reads the release of Zola that a theme needs at least.
fn least_version(theme_toml: &str) -> Option<(u64, u64)> {
    let table = toml::from_str::<toml::Table>(theme_toml).ok()?;
    let version = table.get("min_version")?;
    let text = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    let mut numbers = text.split('.').map_while(|part| part.trim().parse::<u64>().ok());
    Some((numbers.next()?, numbers.next().unwrap_or(0)))
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

/// Finds out what is known of a site's templates and its theme's. `text` gives a file of the site by its path.
pub fn circumstances<'a>(text: impl Fn(&str) -> Option<String>, theme: Option<&'a str>) -> Circumstances<'a> {
    let is_old_by_version = |path: &str| {
        let version = text(path).as_deref().and_then(least_version)?;
        Some(version < FIRST_WITH_TERA_2)
    };
    let theme_version = theme.and_then(|theme| is_old_by_version(&format!("themes/{theme}/theme.toml")));
    let (settings, former_settings) = (text("zola.toml"), text("config.toml"));
    let settings_are_old = settings.as_ref().or(former_settings.as_ref()).is_some_and(|it| is_old_site(it));
    // Zola has called the file `zola.toml` since shortly before Tera 2 came, and takes the former name too.
    let has_old_settings = || match settings {
        Some(_) => settings_are_old,
        None => former_settings.is_some() && theme_version != Some(false),
    };
    let site_is_old = is_old_by_version("theme.toml").unwrap_or_else(has_old_settings);
    // A theme that says nothing is as old as the site that was made with it.
    let theme_is_old = theme.is_some() && theme_version.unwrap_or(site_is_old);
    Circumstances { theme, theme_is_old, site_is_old, settings_are_old, language: UntoldLanguage::OfPage }
}

/// Gives the code of a site's own language, if it has several. `text` gives a file of the site by its path.
pub fn own_language(text: impl Fn(&str) -> Option<String>) -> Option<String> {
    let settings = text("zola.toml").or_else(|| text("config.toml"))?;
    let table = toml::from_str::<toml::Table>(&settings).ok()?;
    let languages = table.get("languages")?;
    let has_others = languages.as_table().is_some_and(|table| !table.is_empty())
        || languages.as_array().is_some_and(|list| !list.is_empty());
    let own = table.get("default_language").and_then(toml::Value::as_str).unwrap_or("en");
    let is_code = own.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (has_others && is_code).then(|| own.to_owned())
}

/// Says that templates were translated, and what could not be.
pub(super) fn untranslated(
    translated: &Translated,
    places: &BTreeMap<String, SourcePath>,
) -> Vec<Diagnostic> {
    let diagnostic = |left: &Untranslated| {
        let file = places.get(&left.template)?;
        let place = Place { file: file.clone(), position: Some(left.position) };
        Some(match left.severity {
            Severity::Error => {
                let message =
                    format!("The template {file} could not be translated from Tera 1: {}", left.message);
                Diagnostic::error(place, message, left.hint.clone())
            }
            Severity::Warning | Severity::Note => {
                let message = format!("The template {file} fails where it is reached: {}", left.message);
                Diagnostic::warning(place, message, left.hint.clone())
            }
        })
    };
    let note = |(template, position): &(String, Position)| {
        let file = places.get(template)?;
        Some(Diagnostic::note(
            Place { file: file.clone(), position: Some(*position) },
            format!(
                "{file} and templates beside it are written for a Zola before 0.23; they are translated each time the \
                 site is opened"
            ),
            "To go on with them in Tera 2, run `galley-cli theme convert`",
        ))
    };
    let notes = translated.shown_by.iter().filter_map(note);
    notes.chain(translated.left.iter().filter_map(diagnostic)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_told_by_the_release_and_by_keys_that_are_gone() {
        for (theme, old) in [
            ("min_version = \"0.17\"", true),
            ("min_version = \"0.9.1\"", true),
            ("min_version = 0.22", true),
            ("min_version = \"0.23.0\"", false),
            ("min_version = \"1\"", false),
            ("name = \"x\"", false),
            ("min_version = [", false),
        ] {
            let said = |path: &str| (path == "theme.toml").then(|| theme.to_owned());
            assert_eq!(circumstances(said, None).site_is_old, old, "{theme}");
        }
        for (settings, old) in [
            ("generate_feed = true", true),
            ("[markdown]\nhighlight_theme = \"x\"", true),
            ("generate_feeds = true\n[extra]\nhighlight_code = true", false),
            ("base_url =", false),
        ] {
            assert_eq!(is_old_site(settings), old, "{settings}");
        }
    }
}
