//! What templates see of a site. A value is made once and shared by every page that shows it.

mod config;
mod page;
mod section;
mod taxonomy;

use tera::{Map, Value};

use crate::date::Date;
use crate::graph::{Graph, Node, NodeId};
use crate::markdown::Heading;

pub(crate) use config::config;
pub(crate) use page::{page, page_with_neighbours};
pub(crate) use section::section;
pub(crate) use taxonomy::{taxonomy_settings, term, terms};

/// Makes a map of named values, in this order.
pub(crate) fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    Value::from(map_of(entries))
}

/// Empties some lists of a map.
pub(crate) fn without(value: &Value, lists: &[&'static str]) -> Value {
    let mut fields = value.as_map().cloned().unwrap_or_default();
    fields.extend(lists.iter().map(|&key| (key.into(), list([]))));
    Value::from(fields)
}

fn map_of<const N: usize>(entries: [(&'static str, Value); N]) -> Map {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

fn optional(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    Value::from(texts.into_iter().map(Value::from).collect::<Vec<_>>())
}

fn date(date: Option<&Date>) -> Value {
    optional(date.map(Date::as_str))
}

fn headings(toc: &[Heading]) -> Value {
    let heading = |heading: &Heading| {
        map([
            ("level", Value::from(u64::from(heading.level))),
            ("id", Value::from(heading.id.as_str())),
            ("permalink", Value::from(heading.permalink.as_str())),
            ("title", Value::from(heading.title.as_str())),
            ("children", headings(&heading.children)),
        ])
    };
    Value::from(toc.iter().map(heading).collect::<Vec<_>>())
}

/// What pages and sections have in common.
fn shared(graph: &Graph, id: NodeId) -> Map {
    let node = graph.node(id);
    let body = graph.body(id);
    // A home section that is made up has no text that could be counted.
    let exists = graph.files.contains_key(node.file());
    let path_of = |&id: &NodeId| Value::from(graph.node(id).content_path.as_str());
    map_of([
        ("relative_path", Value::from(node.content_path.as_str())),
        ("colocated_path", colocated_path(node)),
        ("title", optional(node.title())),
        ("slug", Value::from(node.slug.as_str())),
        ("path", Value::from(node.path.as_str())),
        ("permalink", Value::from(&*node.permalink)),
        ("components", list(node.components())),
        ("ancestors", Value::from(node.ancestors.iter().map(path_of).collect::<Vec<_>>())),
        ("content", body.html.to_value()),
        ("toc", headings(&body.toc)),
        ("word_count", Value::from(exists.then_some(body.word_count))),
        ("reading_time", Value::from(exists.then_some(body.reading_time))),
        ("assets", assets(node)),
        ("lang", Value::from(node.language.as_str())),
        ("translations", translations(graph, node)),
        ("backlinks", backlinks(graph, id)),
    ])
}

fn colocated_path(node: &Node) -> Value {
    let stands_for_folder = node.section().is_some() || node.file().file_name().starts_with("index.");
    if stands_for_folder && !node.folder.is_empty() {
        Value::from(format!("{}/", node.folder))
    } else {
        Value::none()
    }
}

fn assets(node: &Node) -> Value {
    let path = |asset: &crate::graph::Asset| {
        Value::from(format!("/{}/{}", node.folder, asset.name).replace("//", "/"))
    };
    Value::from(node.assets.iter().map(path).collect::<Vec<_>>())
}

fn translations(graph: &Graph, node: &Node) -> Value {
    let translation = |&id: &NodeId| {
        let node = graph.node(id);
        map([
            ("lang", Value::from(node.language.as_str())),
            ("permalink", Value::from(&*node.permalink)),
            ("title", optional(node.title())),
            ("path", Value::from(format!("/{}", node.file()))),
        ])
    };
    Value::from(node.translations.iter().map(translation).collect::<Vec<_>>())
}

fn backlinks(graph: &Graph, id: NodeId) -> Value {
    let link = |&id: &NodeId| {
        let node = graph.node(id);
        map([("permalink", Value::from(&*node.permalink)), ("title", optional(node.title()))])
    };
    Value::from(graph.backlinks[id.index()].iter().map(link).collect::<Vec<_>>())
}
