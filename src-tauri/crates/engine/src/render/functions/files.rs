//! Finds the files that functions name.

use tera::Error;

use crate::graph::Graph;
use crate::output::SourcePath;
use crate::render::reads::{Read, note};
use crate::source::SourceFile;

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
            (path.trim_start_matches('/'), own.into_iter().chain(themed).collect())
        }
    };
    folders.iter().find_map(|folder| {
        let candidate = SourcePath::new(format!("{folder}{path}")).ok()?;
        graph.files.get_key_value(&candidate)
    })
}

/// Says whether a style sheet would be made from a file in `sass/`.
pub(in crate::render) fn is_style_to_compile(graph: &Graph, path: &str) -> bool {
    let Some(stem) = path.trim_start_matches('/').strip_suffix(".css") else { return false };
    let theme = graph.outline.config.theme.as_deref().unwrap_or_default();
    let folders = ["sass/".to_owned(), format!("themes/{theme}/sass/")];
    let candidates =
        folders.iter().flat_map(|folder| ["scss", "sass"].map(|end| format!("{folder}{stem}.{end}")));
    candidates.filter_map(|path| SourcePath::new(path).ok()).any(|path| graph.files.contains_key(&path))
}

/// Says that a file is not there.
pub(super) fn missing(path: &str) -> Error {
    Error::message(format!("There is no file `{path}` in the site, in `static/` or in `content/`"))
}
