//! Reads all templates. One that cannot be read is left out and named; the others work all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Error, Tera};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::output::{Entry, SourcePath};
use crate::render::register;
use crate::source::Files;

use super::blocks::{Blocks, Templates};
use super::budget::{self, Budget};
use super::builtin::BUILTIN;
use super::conversion::{circumstances, own_language, untranslated};
use super::spelling::suggestion;
use super::tera1::{Circumstances, UntoldLanguage, translate};
use super::texts::{Text, Texts};
use super::trouble::{Trouble, told};
use super::{BUILTIN_PREFIX, Loaded, Readings, Theme};

/// Endings of what editors and other programs leave beside a file.
const LEFT_OVER: [&str; 6] = ["bak", "old", "orig", "rej", "swp", "tmp"];

/// What the template engine reads, by the name it has for it.
type Sources = BTreeMap<String, String>;

/// The most templates that are told of where so many are refused that a machine must have written them.
const MAX_TOLD: usize = 100;

/// The most themes that a hint lists.
const MAX_LISTED: usize = 12;

/// Reads the templates of the site and of its theme.
pub(crate) fn load(files: &Files, theme: Option<&str>) -> Loaded {
    let mut diagnostics = Vec::new();
    let mut texts = Texts::new(theme);
    let mut places = BTreeMap::new();
    let mut unreadable = BTreeMap::new();
    for (folder, prefix) in folders(theme) {
        for (path, file) in files {
            let Some(name) = path.as_str().strip_prefix(&folder) else { continue };
            if is_left_over(path.file_name()) {
                continue;
            }
            let name = format!("{prefix}{name}");
            let Some(text) = file.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
                diagnostics.push(Diagnostic::error(
                    Place::file(path),
                    "The template cannot be used: it holds bytes that are no text",
                    "Save the file as UTF-8",
                ));
                unreadable.insert(name, path.clone());
                continue;
            };
            let text = text.trim_start_matches('\u{feff}').to_owned();
            texts.insert(name.clone(), Text::new(Some(path.clone()), text));
            places.insert(name, path.clone());
        }
    }
    for (name, text) in BUILTIN {
        texts.insert(format!("{BUILTIN_PREFIX}{name}"), Text::new(None, text.to_owned()));
    }
    let language = own_language(|path| text_of(files, path));
    let language = language.as_deref().map_or(UntoldLanguage::OfPage, UntoldLanguage::Named);
    let circumstances = circumstances(|path| text_of(files, path), theme);
    let translated = translate(&texts.authored(), Circumstances { language, ..circumstances });
    diagnostics.extend(untranslated(&translated, &places));
    let texts_are_old = translated.texts_are_old;
    texts.take(translated);
    let budget = Arc::new(Budget::default());
    let (tera, broken) = add_all(|| engine(theme, &budget), &mut texts, &places, &mut diagnostics);
    let readings = Readings::new(
        texts.iter().filter(|(name, _)| !broken.contains(*name)).map(|(name, text)| (name, text.author())),
        prefixes(theme).collect(),
    );
    let unusable = broken.into_iter().filter_map(|name| Some((name.clone(), places.get(&name)?.clone())));
    let broken: BTreeMap<_, _> = unreadable.into_iter().chain(unusable).collect();
    let mut faults = BTreeMap::new();
    for fault in &diagnostics {
        if let Some(place) = &fault.place {
            faults.entry(place.file.clone()).or_insert_with(|| fault.clone());
        }
    }
    let blocks = Blocks::new(&Templates { tera: &tera, places: &places, files, theme });
    let texts_are_old = texts_are_old || blocks.are_old;
    (
        Theme {
            tera,
            files: places,
            blocks,
            texts,
            broken,
            faults,
            budget,
            name: theme.map(str::to_owned),
            readings,
            texts_are_old,
        },
        diagnostics,
    )
}

fn text_of(files: &Files, path: &str) -> Option<String> {
    let bytes = files.get(&SourcePath::new(path).ok()?)?.bytes.as_deref()?;
    String::from_utf8(bytes.to_vec()).ok()
}

/// Says whether a file in a folder of templates is none that anyone wrote as one, by its name: a hidden one, one without
/// an ending, what an editor left.
pub fn is_left_over(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with('.') || ending.is_empty() || name.ends_with('~') || LEFT_OVER.contains(&ending)
}

fn folders(theme: Option<&str>) -> Vec<(String, String)> {
    let themed = theme.map(|theme| (format!("themes/{theme}/templates/"), format!("{theme}/templates/")));
    [("templates/".to_owned(), String::new())].into_iter().chain(themed).collect()
}

/// Says whether a site's templates are the same files with the same bytes as before, and what tells the age of
/// their language too.
pub(crate) fn same_templates(before: &Files, files: &Files, theme: Option<&str>) -> bool {
    let templates = |files: &Files| -> Vec<(SourcePath, Entry)> {
        let folders = folders(theme);
        let counts = |path: &SourcePath| {
            ["zola.toml", "config.toml", "theme.toml"].contains(&path.file_name())
                || folders.iter().any(|(folder, _)| path.as_str().starts_with(folder.as_str()))
        };
        let counting = files.iter().filter(|(path, _)| counts(path));
        counting.map(|(path, file)| (path.clone(), file.entry)).collect()
    };
    templates(before) == templates(files)
}

/// Where a template is looked for after the site's own.
fn prefixes(theme: Option<&str>) -> impl Iterator<Item = String> {
    theme.map(|theme| format!("{theme}/templates/")).into_iter().chain([BUILTIN_PREFIX.to_owned()])
}

fn engine(theme: Option<&str>, budget: &Arc<Budget>) -> Tera {
    let mut tera = Tera::default();
    // Fails only once templates are there, and there are none yet.
    let set = tera.set_fallback_prefixes(prefixes(theme).collect::<Vec<_>>());
    debug_assert!(set.is_ok(), "the engine is empty");
    register(&mut tera);
    budget::register(&mut tera, budget);
    tera
}

/// The template engine takes all templates or none, so those it complains about are taken out until it is
/// content. Each round takes out at least one.
fn add_all(
    engine: impl Fn() -> Tera,
    texts: &mut Texts,
    places: &BTreeMap<String, SourcePath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Tera, BTreeSet<String>) {
    let mut broken = BTreeSet::new();
    for (number, trouble) in texts.unreadable().into_iter().chain(texts.chained()).enumerate() {
        if number < MAX_TOLD {
            diagnostics.push(unusable(texts, &trouble));
        }
        broken.extend(trouble.template);
    }
    let authored = texts.iter().filter(|(name, _)| !broken.contains(*name));
    let authored: Sources =
        authored.map(|(name, text)| (name.to_owned(), text.author().to_owned())).collect();
    for (name, trouble) in syntax_trouble(&authored) {
        let diagnostic = unusable(texts, &trouble);
        // What could not be translated is told already, in words that fit it better.
        if !diagnostics.iter().any(|told| told.severity == Severity::Error && same_line(told, &diagnostic)) {
            diagnostics.push(diagnostic);
        }
        broken.insert(name);
    }
    for trouble in texts.count(&broken) {
        diagnostics.push(unusable(texts, &trouble));
        broken.extend(trouble.template);
    }
    let mut sources: Sources = texts
        .iter()
        .filter(|(name, _)| !broken.contains(*name))
        .map(|(name, text)| (name.to_owned(), text.whole()))
        .collect();
    loop {
        let mut tera = engine();
        let Err(error) = tera.add_raw_templates(&sources) else { return (tera, broken) };
        let mut removed = 0;
        for trouble in culprits(&error, &sources) {
            let name = trouble.template.clone().unwrap_or_default();
            diagnostics.push(unusable(texts, &trouble));
            removed += usize::from(sources.remove(&name).is_some());
            broken.insert(name);
        }
        if removed == 0 {
            // It names no template: none of the site's can be trusted.
            broken.extend(sources.keys().filter(|name| places.contains_key(*name)).cloned());
            sources.retain(|name, _| !places.contains_key(name));
            if broken.is_empty() {
                return (tera, broken);
            }
        }
    }
}

fn unusable(texts: &Texts, trouble: &Trouble) -> Diagnostic {
    let mut diagnostic = told(texts, trouble, &texts.known());
    diagnostic.message = format!("The template cannot be used: {}", diagnostic.message);
    diagnostic
}

fn same_line(a: &Diagnostic, b: &Diagnostic) -> bool {
    let line = |one: &Diagnostic| {
        one.place.as_ref().map(|place| (place.file.clone(), place.position.map(|at| at.line)))
    };
    line(a) == line(b)
}

/// Finds the templates that cannot even be read alone.
fn syntax_trouble(sources: &Sources) -> Vec<(String, Trouble)> {
    let alone = |(name, text): (&String, &String)| {
        let error = Tera::default().add_raw_template(name, text).err()?;
        let is_syntax = matches!(error.kind(), tera::ErrorKind::SyntaxError(_));
        is_syntax.then(|| Some((name.clone(), Trouble::of(&error).into_iter().next()?))).flatten()
    };
    sources.iter().filter_map(alone).collect()
}

/// Finds who is to blame for an error about all templates together.
fn culprits(error: &Error, sources: &Sources) -> Vec<Trouble> {
    let mut found = Trouble::of(error);
    for trouble in &mut found {
        if trouble.template.is_none() {
            // The one message without a place is about a component defined twice: it ends in both names.
            let named = trouble.message.rsplit('`').nth(1).filter(|name| sources.contains_key(*name));
            trouble.template = named.map(str::to_owned);
        }
    }
    found
}

/// Says that the theme which the config names is not there.
pub(crate) fn missing_theme(files: &Files, config: Option<&SourcePath>, theme: &str) -> Option<Diagnostic> {
    let prefix = format!("themes/{theme}/");
    if files.keys().any(|path| path.as_str().starts_with(&prefix)) {
        return None;
    }
    let there: BTreeSet<&str> =
        files.keys().filter_map(|path| path.as_str().strip_prefix("themes/")?.split('/').next()).collect();
    let hint = if there.is_empty() {
        format!("Put the theme into the folder `themes/{theme}`, or choose none")
    } else {
        let listed: Vec<&str> = there.iter().copied().take(MAX_LISTED).collect();
        suggestion(theme, there.iter().copied(), &format!("Themes in this site: {}", listed.join(", ")))
    };
    let message = format!("The site asks for the theme `{theme}`, and there is no folder `themes/{theme}`");
    let place = config.map(Place::file);
    let is_theme_itself = |path: &SourcePath| path.as_str() == "theme.toml";
    if there.is_empty() && files.keys().any(is_theme_itself) {
        // Authors of themes try them in place, with the settings that they show to others.
        let hint =
            "The folder is a theme itself, and its own templates are used: take `theme` out of the settings";
        return Some(Diagnostic::warning(place, message, hint));
    }
    Some(Diagnostic::error(place, message, hint))
}
