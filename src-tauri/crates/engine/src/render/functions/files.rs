//! Finds the files that functions name.

use tera::Error;

use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::output::{OutputFile, OutputPath, SourcePath};
use crate::source::SourceFile;

/// Finds a file: from the top of the site, in `static/`, in `content/` (also as `@/…`), or in the theme's
/// `static/`.
pub(super) fn find<'a>(graph: &'a Graph, path: &str) -> Option<&'a SourceFile> {
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
        graph.outline.files.get(&candidate)
    })
}

/// Gives the CSS that a sheet in `sass/` becomes, by its path in the finished site; says why where there is none.
pub(super) fn style(graph: &Graph, path: &str) -> Option<Result<OutputFile, Diagnostic>> {
    let output = OutputPath::new(path.trim_start_matches('/')).ok()?;
    graph.outline.styles.css(&output)
}

/// Says that a file is not there.
pub(super) fn missing(path: &str) -> Error {
    Error::message(format!("There is no file `{path}` in the site, in `static/` or in `content/`"))
}
