//! Reads all templates. One that cannot be read is left out and named; the others work all the same.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Error, Tera};

use crate::diagnostic::{Diagnostic, Place};
use crate::output::{Entry, SourcePath};
use crate::render::register;
use crate::source::Files;

use super::blocks::{Blocks, Templates};
use super::builtin::BUILTIN;
use super::spelling::suggestion;
use super::trouble::{Trouble, loading};
use super::{BUILTIN_PREFIX, Loaded, Readings, Theme};

/// The texts of templates by the name the template engine has for them.
type Texts = BTreeMap<String, String>;

/// Reads the templates of the site and of its theme.
pub(crate) fn load(files: &Files, theme: Option<&str>) -> Loaded {
    let mut diagnostics = Vec::new();
    let mut texts = Texts::new();
    let mut places = BTreeMap::new();
    for (folder, prefix) in folders(theme) {
        for (path, file) in files {
            let Some(name) = path.as_str().strip_prefix(&folder) else { continue };
            if path.file_name().starts_with('.') {
                continue;
            }
            let Some(text) = file.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
                continue;
            };
            let name = format!("{prefix}{name}");
            texts.insert(name.clone(), text.trim_start_matches('\u{feff}').to_owned());
            places.insert(name, path.clone());
        }
    }
    texts.extend(BUILTIN.iter().map(|(name, text)| (format!("{BUILTIN_PREFIX}{name}"), (*text).to_owned())));
    let (tera, broken) = add_all(theme, &mut texts, &places, &mut diagnostics);
    let readings = Readings::new(
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())),
        prefixes(theme).collect(),
    );
    let broken =
        broken.into_iter().filter_map(|name| Some((name.clone(), places.get(&name)?.clone()))).collect();
    let blocks = Blocks::new(&Templates { tera: &tera, places: &places, files, theme });
    (Theme { tera, files: places, broken, name: theme.map(str::to_owned), blocks, readings }, diagnostics)
}

/// Says whether a site's templates are the same files with the same bytes as before.
pub(crate) fn same_templates(before: &Files, files: &Files, theme: Option<&str>) -> bool {
    let templates = |files: &Files| -> Vec<(SourcePath, Entry)> {
        let folders = folders(theme);
        let below = folders.iter().flat_map(|(folder, _)| {
            files.iter().filter(move |(path, _)| path.as_str().starts_with(folder.as_str()))
        });
        below.map(|(path, file)| (path.clone(), file.entry)).collect()
    };
    templates(before) == templates(files)
}

fn folders(theme: Option<&str>) -> Vec<(String, String)> {
    let themed = theme.map(|theme| (format!("themes/{theme}/templates/"), format!("{theme}/templates/")));
    [("templates/".to_owned(), String::new())].into_iter().chain(themed).collect()
}

/// Where a template is looked for after the site's own.
fn prefixes(theme: Option<&str>) -> impl Iterator<Item = String> {
    theme.map(|theme| format!("{theme}/templates/")).into_iter().chain([BUILTIN_PREFIX.to_owned()])
}

fn engine(theme: Option<&str>) -> Tera {
    let mut tera = Tera::default();
    // Fails only once templates are there, and there are none yet.
    let set = tera.set_fallback_prefixes(prefixes(theme).collect::<Vec<_>>());
    debug_assert!(set.is_ok(), "the engine is empty");
    register(&mut tera);
    tera
}

/// The template engine takes all templates or none, so those it complains about are taken out until it is
/// content. Each round takes out at least one.
fn add_all(
    theme: Option<&str>,
    texts: &mut Texts,
    places: &BTreeMap<String, SourcePath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Tera, BTreeSet<String>) {
    let mut broken = BTreeSet::new();
    let known: BTreeSet<String> = texts.keys().cloned().collect();
    for (name, trouble) in syntax_trouble(texts) {
        texts.remove(&name);
        let hint = hint(&trouble, &known, &Tera::default());
        diagnostics.push(loading(places.get(&name), &trouble, hint));
        broken.insert(name);
    }
    loop {
        let mut tera = engine(theme);
        let Err(error) = tera.add_raw_templates(&*texts) else { return (tera, broken) };
        let mut removed = 0;
        for trouble in culprits(&error, texts) {
            let name = trouble.template.clone().unwrap_or_default();
            let hint = hint(&trouble, &known, &tera);
            diagnostics.push(loading(places.get(&name), &trouble, hint));
            removed += usize::from(texts.remove(&name).is_some());
            broken.insert(name);
        }
        if removed == 0 {
            // It names no template: none of the site's can be trusted.
            broken.extend(texts.keys().filter(|name| places.contains_key(*name)).cloned());
            texts.retain(|name, _| !places.contains_key(name));
            if broken.is_empty() {
                return (tera, broken);
            }
        }
    }
}

/// Finds the templates that cannot even be read alone.
fn syntax_trouble(texts: &Texts) -> Vec<(String, Trouble)> {
    let alone = |(name, text): (&String, &String)| {
        let error = Tera::default().add_raw_template(name, text).err()?;
        let is_syntax = matches!(error.kind(), tera::ErrorKind::SyntaxError(_));
        is_syntax.then(|| Some((name.clone(), Trouble::of(&error).into_iter().next()?))).flatten()
    };
    texts.iter().filter_map(alone).collect()
}

/// Finds who is to blame for an error about all templates together.
fn culprits(error: &Error, texts: &Texts) -> Vec<Trouble> {
    let mut found = Trouble::of(error);
    for trouble in &mut found {
        if trouble.template.is_none() {
            // The one message without a place is about a component defined twice: it ends in both names.
            let named = trouble.message.rsplit('`').nth(1).filter(|name| texts.contains_key(*name));
            trouble.template = named.map(str::to_owned);
        }
    }
    found
}

fn hint(trouble: &Trouble, known: &BTreeSet<String>, tera: &Tera) -> String {
    let word = trouble.message.split('`').nth(1).unwrap_or_default();
    let line = match &trouble.excerpt {
        Some(code) => format!("Look at this line: {code}"),
        None => "Open the template and correct it".to_owned(),
    };
    let message = trouble.message.as_str();
    if message.starts_with("Unknown template") || message.starts_with("it extends `") {
        let bare =
            |name: &String| name.rsplit_once("/templates/").map_or(name.clone(), |(_, bare)| bare.to_owned());
        let names: BTreeSet<String> = known.iter().map(bare).collect();
        return suggestion(word, names.iter().map(String::as_str), &line);
    }
    if message.starts_with("Unknown component") {
        return suggestion(word, tera.get_component_names().collect::<BTreeSet<_>>(), &line);
    }
    if message.starts_with("Unknown filter") {
        return suggestion(word, crate::render::FILTER_NAMES.iter().copied(), &line);
    }
    if message.starts_with("Unknown function") {
        return suggestion(word, crate::render::FUNCTION_NAMES.iter().copied(), &line);
    }
    line
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
        format!("Themes in this site: {}", there.into_iter().collect::<Vec<_>>().join(", "))
    };
    let message = format!("The site asks for the theme `{theme}`, and there is no folder `themes/{theme}`");
    Some(Diagnostic::error(config.map(Place::file), message, hint))
}
