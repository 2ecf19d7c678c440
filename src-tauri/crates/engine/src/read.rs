//! The first stage: from bytes to settings and documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, SiteOptions};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::document::{self, Document};
use crate::graph::Globs;
use crate::output::SourcePath;
use crate::pipeline::Options;
use crate::source::{Files, Source, SourceFile};
use crate::text::Text;
use crate::theme::missing_theme;

/// A content file with the trouble met while it was read.
pub(crate) type Parsed = Arc<Checked<Arc<Document>>>;

/// What the site's own files say about it as a whole.
pub(crate) struct Settings {
    /// The config, with the theme's defaults below it.
    pub(crate) config: Config,
    /// The switches that only Galley knows.
    pub(crate) switches: SiteOptions,
}

/// Reads `zola.toml` or `config.toml`, the theme's `theme.toml`, and `galley.toml`.
pub(crate) fn settings(files: &Files, options: &Options, trouble: &mut Vec<Diagnostic>) -> Settings {
    for name in ["zola.toml", "config.toml", "galley.toml"] {
        trouble.extend(no_text(files, name));
    }
    let file = ["zola.toml", "config.toml"].iter().find_map(|name| known(files, name));
    let mut config = match &file {
        Some((file, text)) => taken(Config::read(file, text), trouble),
        None if !trouble.is_empty() => Config::default(),
        None => {
            trouble.push(Diagnostic::error(
                None,
                "The folder has no `zola.toml` and no `config.toml`",
                "Choose the folder of a site, or make a new site",
            ));
            Config::default()
        }
    };
    if let Some(base_url) = &options.base_url {
        // Templates that put paths right behind the address go on to work.
        let slash = if config.base_url.ends_with('/') && !base_url.ends_with('/') { "/" } else { "" };
        config.base_url = format!("{base_url}{slash}");
    }
    if let Some(theme) = config.theme.clone() {
        trouble.extend(missing_theme(files, file.as_ref().map(|(file, _)| file), &theme));
        if let Some((file, text)) = known(files, &format!("themes/{theme}/theme.toml")) {
            config = taken(config.with_theme_defaults(&file, text), trouble);
        }
    }
    let switches = known(files, "galley.toml")
        .map(|(file, text)| taken(SiteOptions::read(&file, text), trouble))
        // A site without `galley.toml` comes from Zola, where the text of every page is a template.
        .unwrap_or_else(|| SiteOptions { content_templating: true, ..SiteOptions::default() });
    Settings { config, switches }
}

/// Names the links that lead out of the site's folder.
pub(crate) fn left_out(source: &Source) -> impl Iterator<Item = Diagnostic> {
    source.left_out().iter().map(|link| {
        Diagnostic::warning(
            Place::file(link),
            format!("{link} is a link that leads out of the site's folder, so it is left out"),
            "Put what it leads to in its place",
        )
    })
}

fn taken<T>(checked: Checked<T>, trouble: &mut Vec<Diagnostic>) -> T {
    trouble.extend(checked.diagnostics);
    checked.value
}

/// Says that a file of settings is not text.
fn no_text(files: &Files, name: &str) -> Option<Diagnostic> {
    let path = SourcePath::new(name).ok()?;
    let bytes = files.get(&path)?.bytes.as_deref()?;
    let message = format!("{name} holds bytes that are no text");
    std::str::from_utf8(bytes)
        .is_err()
        .then(|| Diagnostic::error(Place::file(&path), message, "Save the file as UTF-8"))
}

fn known<'a>(files: &'a Files, name: &str) -> Option<(SourcePath, &'a str)> {
    let path = SourcePath::new(name).ok()?;
    let bytes = files.get(&path)?.bytes.as_deref()?;
    Some((path, std::str::from_utf8(bytes).ok()?))
}

/// Reads all content files, in parallel. One that is known with the same bytes is not read again.
pub(crate) fn documents(
    files: &Files,
    ignored: &Globs,
    known: &(dyn Fn(&SourcePath) -> Option<Parsed> + Sync),
) -> BTreeMap<SourcePath, Parsed> {
    let content: Vec<(&SourcePath, &SourceFile)> =
        files.iter().filter(|(path, _)| is_content(path, ignored)).collect();
    let parsed = |path: &SourcePath, file: &SourceFile| {
        let known = known(path).filter(|known| known.value.hash == file.entry.hash);
        known.unwrap_or_else(|| Arc::new(read(path, file)))
    };
    let parsed: Vec<_> =
        content.par_iter().map(|(path, file)| ((*path).clone(), parsed(path, file))).collect();
    parsed.into_iter().collect()
}

/// Reads one content file.
pub(crate) fn document(file: &SourcePath, text: &Text) -> Checked<Arc<Document>> {
    let Checked { value, diagnostics } = document::parse(file, text);
    Checked::new(Arc::new(value), diagnostics)
}

fn is_content(path: &SourcePath, ignored: &Globs) -> bool {
    let Some(name) = path.as_str().strip_prefix("content/") else { return false };
    path.extension() == "md"
        && !name.split('/').any(|part| part.starts_with('.'))
        && !ignored.contain("content", name)
}

fn read(path: &SourcePath, file: &SourceFile) -> Checked<Arc<Document>> {
    let bytes = file.bytes.clone().unwrap_or_default();
    let text = Text::new(bytes.clone());
    let is_text = text.is_some();
    let mut checked = document(path, &text.unwrap_or_else(|| (&*String::from_utf8_lossy(&bytes)).into()));
    if !is_text {
        checked.diagnostics.push(Diagnostic::warning(
            Place::file(path),
            format!("{path} holds bytes that are no text"),
            "Save the file as UTF-8",
        ));
    }
    checked
}
