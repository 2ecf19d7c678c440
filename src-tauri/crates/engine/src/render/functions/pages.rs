//! `get_page` and `get_section`.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::graph::{Graph, NodeId};
use crate::render::reads::{Read, note};
use crate::render::values;
use crate::theme::suggestion;

use super::{given, language};
use crate::path::straight;

/// Gives a page by its file below `content/`.
pub(super) fn get_page(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let found = find(graph, kwargs, state)?.filter(|&id| graph.node(id).page().is_some());
    match found {
        Some(id) => Ok(values::page_with_neighbours(graph, id)),
        None => missing(graph, kwargs, "page"),
    }
}

/// Gives a section by its `_index.md` below `content/`, with `metadata_only` without its pages.
pub(super) fn get_section(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let found = find(graph, kwargs, state)?.filter(|&id| graph.node(id).section().is_some());
    match found {
        Some(id) if given::<bool>(kwargs, "metadata_only")?.unwrap_or(false) => {
            Ok(values::without(&values::section(graph, id), &["pages"]))
        }
        Some(id) => Ok(values::section(graph, id)),
        None => missing(graph, kwargs, "section"),
    }
}

fn find(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Option<NodeId>> {
    let path = kwargs.must_get::<&str>("path")?.trim_start_matches("@/");
    let language = language(graph, kwargs, state)?;
    let Some(path) = straight(path) else { return Ok(None) };
    note(Read::Content(path.clone(), language.clone()));
    Ok(look_for(graph, &path, &language))
}

/// Finds a page or section that visitors see: in the language, or else by its very name, which may be what `path` of a
/// translation says (`/content/posts/hello.de.md`).
pub(in crate::render) fn look_for(graph: &Graph, path: &str, language: &str) -> Option<NodeId> {
    let found = graph.outline.find_in(path, language).or_else(|| graph.outline.find(path));
    let found = found.or_else(|| graph.outline.find(path.strip_prefix("content/")?));
    found.filter(|&id| graph.node(id).is_live())
}

fn missing(graph: &Graph, kwargs: &Kwargs, kind: &str) -> TeraResult<Value> {
    let path = kwargs.must_get::<&str>("path")?;
    if given::<bool>(kwargs, "allow_missing")?.unwrap_or(false) {
        return Ok(Value::none());
    }
    let names = graph.outline.nodes.iter().map(|node| node.content_path.as_str());
    let hint = suggestion(path, names, "Add the file, or write `allow_missing=true`");
    Err(Error::message(format!("There is no {kind} `{path}`. {hint}")))
}
