//! Templates written in Tera 1, as nearly all public themes are, translated to Tera 2.
//!
//! The files stay as they are: the translation is made when templates are read. Text outside of tags is kept byte
//! for byte and every tag stays on its line, so that an error in a translated template points at the author's own
//! line. Tags that mean the same in both languages are not touched at all.
//!
//! ```text
//! parts -> tokens -> parse -> statement -> reading      one template, read
//! reading of all templates -> macros                     which macro becomes which component
//! translate -> phrase, calls -> write                    one template, written again
//! ```

mod blocks;
mod calls;
mod expression;
mod macros;
mod names;
mod original;
mod parse;
mod parts;
mod phrase;
mod reading;
mod shape;
mod statement;
#[cfg(test)]
mod tests;
mod tokens;
mod translate;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Position, Severity};

use super::BUILTIN_PREFIX;
use super::conversion::parses;

use macros::Library;
use reading::Reading;

pub(crate) use names::{AROUND, OUTER_LOOP};
pub(crate) use original::Original;

/// What a template has that was translated, and no other.
const OF_TRANSLATION: &str = "| tera1_";

/// Templates that no translation is tried on: larger than this none was ever written by hand.
const MAX_TEMPLATE_BYTES: usize = 1024 * 1024;

/// What is known of the templates before any is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// The name of the theme.
    pub theme: Option<&'a str>,
    /// Says whether the theme says that it was made for a Zola that had Tera 1.
    pub theme_is_old: bool,
    /// Says whether the site is such a theme itself.
    pub site_is_old: bool,
    /// Says whether the site's settings have keys that were gone before Tera 2 came.
    pub settings_are_old: bool,
    /// The language that functions took where a template named none.
    pub language: UntoldLanguage<'a>,
}

/// The language that functions take where a template names none. With Tera 1 that was the site's own one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UntoldLanguage<'a> {
    /// That of the page: it makes no difference, or nobody knows whether it does.
    #[default]
    OfPage,
    /// That of the site, which is known.
    Named(&'a str),
    /// That of the site, whatever it is: templates are a theme's.
    OfSite,
}

/// What was translated.
#[derive(Debug, Default)]
pub(crate) struct Translated {
    /// The translations by the template's name.
    pub(crate) texts: BTreeMap<String, String>,
    /// What the translated templates were.
    pub(crate) originals: BTreeMap<String, Original>,
    /// What could not be translated.
    pub(crate) left: Vec<Untranslated>,
    /// For the theme and for the site, if templates of theirs are old: one of them, with the first place that shows it.
    pub(crate) shown_by: Vec<(String, Position)>,
    /// Says whether the site's texts are of that time too, when they were no templates.
    pub(crate) texts_are_old: bool,
}

/// Something in a template that could not be translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untranslated {
    /// The template, by its path below the folder of templates.
    pub template: String,
    /// The line and column.
    pub position: Position,
    /// An error where the template cannot be used, a warning where it only fails once the place is reached.
    pub severity: Severity,
    /// What it is.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Translates those templates that are written in Tera 1.
pub(crate) fn translate(texts: &BTreeMap<String, String>, circumstances: Circumstances<'_>) -> Translated {
    let theme_prefix = circumstances.theme.map(|theme| format!("{theme}/templates/"));
    let is_themed = |name: &str| theme_prefix.as_ref().is_some_and(|prefix| name.starts_with(prefix));
    let readable = texts
        .iter()
        .filter(|(name, text)| !name.starts_with(BUILTIN_PREFIX) && text.len() <= MAX_TEMPLATE_BYTES);
    let readings: BTreeMap<&str, Reading<'_>> =
        readable.map(|(name, text)| (name.as_str(), reading::read(text))).collect();
    let known: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    let prefixes: Vec<String> = theme_prefix.iter().cloned().chain([BUILTIN_PREFIX.to_owned()]).collect();
    let astray = blocks::astray(&readings, |name| macros::find(&known, &prefixes, name));
    let (theme, site): (Vec<_>, Vec<_>) = readings.into_iter().partition(|(name, _)| is_themed(name));
    let theme_is_old = circumstances.theme_is_old || astray.iter().any(|name| is_themed(name));
    let theme = Group::of(theme, theme_is_old);
    let site_is_old = circumstances.site_is_old || astray.iter().any(|name| !is_themed(name));
    // Whoever writes for a theme in Tera 2 writes Tera 2.
    let is_old = (site_is_old && !theme.has_new) || theme.is_old;
    let site = Group::of(site, is_old);
    let mut translated = Translated::default();
    let groups = [(true, theme.is_old, theme.shown_by()), (false, site.is_old, site.shown_by())];
    let was_old = |name: &str, text: &str| !is_themed(name) && text.contains(OF_TRANSLATION);
    translated.texts_are_old =
        site.is_old || circumstances.settings_are_old || texts.iter().any(|(name, text)| was_old(name, text));
    let old: BTreeMap<&str, Reading<'_>> = theme.old.into_iter().chain(site.old).collect();
    let new = texts.iter().filter(|(name, _)| !old.contains_key(name.as_str()));
    let new = new.map(|(name, text)| (name.as_str(), text.as_str()));
    let library = Library::new(&old, new, prefixes, circumstances.language);
    for (name, reading) in &old {
        let done = translate::translate(name, reading, &library);
        translated.left.extend(done.left.into_iter().map(|left| Untranslated {
            template: (*name).to_owned(),
            position: Position::of(reading.source, left.at),
            severity: left.severity,
            message: left.message,
            hint: left.hint,
        }));
        if done.text != reading.source {
            translated.originals.insert((*name).to_owned(), Original::new(reading.source, done.moved));
            translated.texts.insert((*name).to_owned(), done.text);
        }
    }
    for (themed, _, shown) in groups.into_iter().filter(|(_, is_old, _)| *is_old) {
        let changed = || translated.originals.keys().find(|name| is_themed(name) == themed);
        translated.shown_by.extend(shown.or_else(|| Some((changed()?.clone(), Position::of("", 0)))));
    }
    translated
}

/// The templates of one author: those of a site, or those of a theme.
struct Group<'a> {
    /// Those that are read as Tera 1.
    old: Vec<(&'a str, Reading<'a>)>,
    is_old: bool,
    /// Says whether one of them can only be Tera 2.
    has_new: bool,
}

impl<'a> Group<'a> {
    /// Most templates could be of either language. They are what their author's others are.
    fn of(readings: Vec<(&'a str, Reading<'a>)>, is_said_to_be_old: bool) -> Self {
        let mut old = Vec::new();
        let mut either = Vec::new();
        // Templates that Tera 2 does not read and Tera 1 would: perhaps old, perhaps with a slip of the pen.
        let mut unread = Vec::new();
        let mut has_new = false;
        for (name, reading) in readings {
            match (reading.is_whole(), reading.first_of_tera1().is_some()) {
                // Nobody writes these names but `theme convert`.
                _ if reading.source.contains(OF_TRANSLATION) => has_new = true,
                (false, _) if parses(reading.source) => has_new = true,
                (_, true) => old.push((name, reading)),
                (true, false) if !parses(reading.source) => unread.push((name, reading)),
                (_, false) => either.push((name, reading)),
            }
        }
        if has_new {
            // Whoever knows Tera 2 may still call a filter by its old name, which is no reason to translate.
            let (read_by_both, surely): (Vec<_>, Vec<_>) =
                old.into_iter().partition(|(_, reading)| parses(reading.source));
            old = surely;
            either.extend(read_by_both);
        }
        let is_old = !old.is_empty() || (is_said_to_be_old && !has_new);
        old.extend(unread);
        if is_old {
            old.extend(either);
        }
        Self { old, is_old, has_new }
    }

    /// Finds a place that can only be Tera 1.
    fn shown_by(&self) -> Option<(String, Position)> {
        self.old.iter().find_map(|(name, reading)| {
            Some(((*name).to_owned(), Position::of(reading.source, reading.first_of_tera1()?)))
        })
    }
}
