//! Finds the files that functions name.

use tera::Error;

use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::output::{OutputFile, OutputPath, SourcePath};
use crate::render::reads::{Read, note};
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
    let path = straight(path)?;
    folders.iter().find_map(|folder| {
        let candidate = SourcePath::new(format!("{folder}{path}")).ok()?;
        graph.files.get_key_value(&candidate)
    })
}

/// Gives a path without its detours, as a file system reads it: templates put paths together from pieces, which
/// gives `.//posts/one/cover.jpg` and `posts/one/../cover.jpg`. One that leads
/// further up than it starts has none.
pub(super) fn straight(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Gives the CSS that a sheet in `sass/` becomes, by its path in the finished site; says why where there is none.
pub(in crate::render) fn style(graph: &Graph, path: &str) -> Option<Result<OutputFile, Diagnostic>> {
    let output = OutputPath::new(path.trim_start_matches('/')).ok()?;
    graph.outline.styles.css(&output)
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

#[cfg(test)]
mod tests {
    use super::straight;

    #[test]
    fn detours_are_taken_out_of_paths() {
        let check = |path: &str, wanted: Option<&str>| {
            assert_eq!(straight(path).as_deref(), wanted, "{path}");
        };
        check(".//a/b.jpg", Some("a/b.jpg"));
        check("/a/../b.jpg", Some("b.jpg"));
        check("static/../sass/x.scss", Some("sass/x.scss"));
        check("a/../../b", None);
        check("/", Some(""));
    }
}
