//! Links inside the site that lead nowhere.

use crate::config::LinkLevel;
use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::InternalLink;
use crate::theme::nearest;

use super::{Graph, Node, NodeId};

/// Finds the links whose file or anchor does not exist.
pub(super) fn check_links(graph: &Graph) -> Vec<Diagnostic> {
    graph.outline.ids().flat_map(|id| check_links_of(graph, id)).collect()
}

/// Finds those of one file.
pub(super) fn check_links_of(graph: &Graph, id: NodeId) -> Vec<Diagnostic> {
    if !graph.node(id).is_live() {
        return Vec::new();
    }
    let severity = match graph.outline.config.link_checker.internal_level {
        LinkLevel::Error => Severity::Error,
        LinkLevel::Warn => Severity::Warning,
    };
    let links = graph.body(id).links.internal.iter();
    links.filter_map(|link| check(graph, id, link)).map(|found| Diagnostic { severity, ..found }).collect()
}

fn check(graph: &Graph, id: NodeId, link: &InternalLink) -> Option<Diagnostic> {
    let from = graph.node(id).file();
    let place = link.place.clone();
    let target = match &link.path {
        None => id,
        Some(path) => match graph.outline.find(path) {
            Some(target) if graph.node(target).is_live() => target,
            Some(_) => {
                let message = format!("{from} links to `@/{path}`, which visitors do not see yet");
                let hint = "Publish that page too, or take the link out until it is published";
                return Some(Diagnostic::error(place, message, hint));
            }
            None => {
                let message = format!("{from} links to `@/{path}`, and there is no such file");
                return Some(Diagnostic::error(place, message, near(graph, path)));
            }
        },
    };
    let anchor = link.anchor.as_deref().filter(|anchor| !anchor.is_empty())?;
    if graph.body(target).ids.iter().any(|id| id == anchor) {
        return None;
    }
    let path = &graph.node(target).content_path;
    Some(Diagnostic::error(
        place,
        format!("{from} links to `@/{path}#{anchor}`, and that page has no such heading"),
        known_anchors(graph, graph.node(target), target, anchor),
    ))
}

/// Looks for a file of the same name elsewhere.
fn near(graph: &Graph, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let same_name =
        graph.outline.nodes.iter().filter(|node| node.file().file_name() == name && node.is_live());
    match same_name.map(|node| &node.content_path).next() {
        Some(other) if !name.starts_with("_index") && !name.starts_with("index") => {
            format!("Did you mean `@/{other}`?")
        }
        Some(_) | None => {
            let live = graph.outline.nodes.iter().filter(|node| node.is_live());
            nearest(path, live.map(|node| node.content_path.as_str())).map_or_else(
                || "Choose the page again, or take the link out".into(),
                |other| format!("Did you mean `@/{other}`?"),
            )
        }
    }
}

fn known_anchors(graph: &Graph, node: &Node, id: NodeId, anchor: &str) -> String {
    let ids = &graph.body(id).ids;
    if ids.is_empty() {
        return format!("{} has no headings: link to the page itself", node.file());
    }
    if let Some(id) = nearest(anchor, ids.iter().map(String::as_str)) {
        return format!("Did you mean `#{id}`?");
    }
    let shown: Vec<String> = ids.iter().take(8).map(|id| format!("`#{id}`")).collect();
    format!("Headings there: {}", shown.join(", "))
}
