//! Finds the files that functions name.

use tera::Error;

use crate::config::Search;
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::output::{OutputFile, OutputPath, SourcePath};
use crate::path::straight;
use crate::render::reads::{Read, note};
use crate::render::search;
use crate::source::SourceFile;
use crate::theme::suggestion;

/// Finds a file: from the top of the site, in `static/`, in `content/` (also as `@/…`), or in the theme's
/// `static/`.
pub(super) fn find<'a>(graph: &'a Graph, path: &str) -> Option<&'a SourceFile> {
    note(Read::File(path.to_owned()));
    look_for(graph, path).map(|(_, file)| file)
}

/// Finds the same with its place.
pub(super) fn locate<'a>(graph: &'a Graph, path: &str) -> Option<(&'a SourcePath, &'a SourceFile)> {
    note(Read::File(path.to_owned()));
    look_for(graph, path)
}

/// The same for whoever asks on nobody's behalf.
pub(in crate::render) fn look_for<'a>(
    graph: &'a Graph,
    path: &str,
) -> Option<(&'a SourcePath, &'a SourceFile)> {
    let theme = graph.outline.config.theme.as_deref();
    let themed = theme.map(|theme| format!("themes/{theme}/static/"));
    let (path, folders) = match path.strip_prefix("@/") {
        Some(path) => (path, vec!["content/".to_owned()]),
        None => {
            let own = ["", "static/", "content/"].map(str::to_owned);
            (path, own.into_iter().chain(themed).collect())
        }
    };
    folders.iter().find_map(|folder| {
        let candidate = SourcePath::new(straight(&format!("{folder}{path}"))?).ok()?;
        graph.files.get_key_value(&candidate)
    })
}

/// Gives a file that is made before what asks for it, by its path in the finished site or in the folder of the output:
/// the CSS of a sheet in `sass/`, the colours of code, the script of the search, and for templates its index. Says why
/// where it cannot be made.
pub(in crate::render) fn made(graph: &Graph, path: &str) -> Option<Result<OutputFile, Diagnostic>> {
    let outline = &graph.outline;
    if let Some(language) = language_of_index(graph, path) {
        note(Read::SearchIndex(language.to_owned()));
        return search::asked_for(graph, language);
    }
    let path = below_output(graph, path)?;
    let path = path.as_str();
    if let Some(css) = outline.styles.css(&OutputPath::new(path).ok()?) {
        return Some(css);
    }
    if let Some((_, colours)) = outline.style_sheets().find(|(name, _)| name == path) {
        return Some(Ok(colours.clone()));
    }
    let has_script =
        path == search::ELASTICLUNR_NAME && indexes(graph).any(|(_, it)| search::is_elasticlunr(it));
    has_script.then(|| Ok(search::SCRIPT.clone()))
}

/// Gives the language whose search index has a path.
pub(in crate::render) fn language_of_index<'g>(graph: &'g Graph, path: &str) -> Option<&'g str> {
    let path = below_output(graph, path)?;
    let mut indexes = indexes(graph);
    indexes
        .find_map(|(language, settings)| (search::file_name(settings, language) == path).then_some(language))
}

/// Gives the place in the finished site that a path names, whether with the folder of the output or without.
fn below_output(graph: &Graph, path: &str) -> Option<String> {
    let path = straight(path)?;
    let output_dir = straight(&graph.outline.config.output_dir)?;
    let below = path.strip_prefix(&output_dir).and_then(|path| path.strip_prefix('/'));
    Some(below.map(str::to_owned).unwrap_or(path))
}

fn indexes(graph: &Graph) -> impl Iterator<Item = (&str, &Search)> {
    let languages = graph.outline.languages();
    languages.filter_map(|language| Some((language, search::settings(&graph.outline.config, language)?)))
}

/// Says that a file is not there.
pub(super) fn missing(graph: &Graph, path: &str) -> Error {
    let theme = graph.outline.config.theme.as_deref().unwrap_or_default();
    let themed = format!("themes/{theme}/static/");
    let wanted = path.trim_start_matches("@/").trim_start_matches('/');
    let folders = ["static/", "content/", &themed];
    let names = graph.files.keys().map(|file| {
        let file = file.as_str();
        folders.iter().find_map(|folder| file.strip_prefix(folder)).unwrap_or(file)
    });
    let hint = suggestion(wanted, names, "Add the file, or correct the name");
    Error::message(format!("There is no file `{path}` in the site, in `static/` or in `content/`. {hint}"))
}
