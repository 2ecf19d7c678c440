//! Pictures that texts show and that the site does not have.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::markdown::ShownPicture;
use crate::output::OutputPath;
use crate::theme::nearest;

use super::{Graph, Node, NodeId, permalink};

/// Endings of files that browsers show as pictures.
const PICTURES: [&str; 9] = ["apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Finds the pictures in the text of a page that the finished site does not have, given its files.
pub(super) fn missing_pictures<T>(
    graph: &Graph,
    id: NodeId,
    outputs: &BTreeMap<OutputPath, T>,
) -> Vec<Diagnostic> {
    let node = graph.node(id);
    if !node.is_live() {
        return Vec::new();
    }
    let root = permalink(&graph.outline.config, "/");
    let missing = |picture: &&ShownPicture| {
        place(node, &root, &picture.address).is_some_and(|path| {
            // A path that no file can have is that of no picture either.
            OutputPath::new(&path).map_or(true, |path| !outputs.contains_key(&path))
        })
    };
    let pictures = graph.body(id).links.pictures.iter();
    pictures
        .filter(missing)
        .map(|picture| {
            let message =
                format!("{} shows the picture `{}`, and there is no such file", node.file(), picture.address);
            let hint = hint(node, &root, &picture.address, outputs);
            Diagnostic::warning(picture.place.clone(), message, hint)
        })
        .collect()
}

/// Gives the place in the finished site that an address in the text of a page leads to; nothing where it leads out.
fn place(node: &Node, root: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let whole = if let Some(below) = path.strip_prefix('/') {
        // A site in a folder of its host has only what is below that folder.
        let folder = root.split_once("://").map_or(root, |(_, rest)| rest).split_once('/')?.1;
        below.strip_prefix(folder)?.to_owned()
    } else {
        format!("{}{path}", node.path)
    };
    let mut parts = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!path.is_empty()).then(|| parts.join("/"))
}

/// Looks for the picture that was meant: one of the same name elsewhere, or one with nearly that name.
fn hint<T>(node: &Node, root: &str, address: &str, outputs: &BTreeMap<OutputPath, T>) -> String {
    let otherwise = "Put it into the folder of the page or into `static/`, or take it out of the text";
    let wanted = address.rsplit('/').next().unwrap_or(address).to_lowercase();
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let is_picture = |path: &&OutputPath| {
        let ending = path.as_str().rsplit('.').next().unwrap_or_default();
        PICTURES.iter().any(|known| known.eq_ignore_ascii_case(ending))
    };
    let pictures: Vec<&str> = outputs.keys().filter(is_picture).map(OutputPath::as_str).collect();
    let names: Vec<String> = pictures.iter().map(|path| name(path)).collect();
    let near = || nearest(&wanted, names.iter().map(String::as_str));
    let Some(found) = names.iter().find(|name| **name == wanted).map(String::as_str).or_else(near) else {
        return otherwise.to_owned();
    };
    // Beside the page is nearer than elsewhere.
    let beside = node.path.trim_start_matches('/');
    let places = pictures.iter().filter(|path| name(path) == found);
    let Some(path) = places.min_by_key(|path| !path.starts_with(beside)) else { return otherwise.to_owned() };
    let folder =
        root.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let written = match path.strip_prefix(beside) {
        Some(name) if !beside.is_empty() => name.to_owned(),
        Some(_) | None => format!("/{folder}{path}"),
    };
    format!("Did you mean `{written}`?")
}
