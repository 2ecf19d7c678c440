//! Who belongs to whom: parents, ancestors, pages of sections, neighbours, translations.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::front_matter::SortBy;

use super::address::FilePlace;
use super::node::{Node, NodeId, Role, Standing};
use super::order::sort;

/// Joins the nodes to a tree.
pub(super) fn join(nodes: &mut [Node], is_multilingual: bool) {
    let sections = sections_by_folder(nodes);
    set_parents(nodes, &sections);
    hide_below_hidden_sections(nodes);
    set_ancestors(nodes, &sections);
    fill_sections(nodes);
    set_neighbours(nodes);
    if is_multilingual {
        set_translations(nodes);
    }
}

/// Sections by language and folder.
type Sections = HashMap<(String, String), NodeId>;

fn ids(nodes: &[Node]) -> impl Iterator<Item = NodeId> + use<> {
    (0..u32::try_from(nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
}

fn sections_by_folder(nodes: &[Node]) -> Sections {
    ids(nodes)
        .filter(|id| nodes[id.index()].section().is_some())
        .map(|id| {
            let node = &nodes[id.index()];
            ((node.language.clone(), node.folder.clone()), id)
        })
        .collect()
}

fn set_parents(nodes: &mut [Node], sections: &Sections) {
    for node in nodes.iter_mut() {
        let folder = match node.section() {
            Some(_) if node.folder.is_empty() => continue,
            Some(_) => node.folder.rsplit_once('/').map_or("", |(above, _)| above),
            None => FilePlace::of(&node.content_path).section_folder().0,
        };
        node.parent = sections.get(&(node.language.clone(), folder.to_owned())).copied();
    }
}

fn hide_below_hidden_sections(nodes: &mut [Node]) {
    let drafts: Vec<(String, String)> = nodes
        .iter()
        .filter(|node| node.section().is_some() && node.standing == Standing::Draft)
        .map(|node| (node.language.clone(), format!("{}/", node.folder)))
        .collect();
    if drafts.is_empty() {
        return;
    }
    for node in nodes.iter_mut() {
        let below = |(language, folder): &(String, String)| {
            node.language == *language && node.content_path.starts_with(folder.as_str())
        };
        if drafts.iter().any(below) {
            node.standing = Standing::Draft;
        }
    }
}

fn set_ancestors(nodes: &mut [Node], sections: &Sections) {
    for id in ids(nodes) {
        let node = &nodes[id.index()];
        let is_page = node.page().is_some();
        // Without a section in its own folder a page belongs nowhere.
        if is_page && node.parent.is_none() {
            continue;
        }
        let folder = match node.section() {
            Some(_) => node.folder.as_str(),
            None => FilePlace::of(&node.content_path).section_folder().0,
        };
        let mut ancestors = Vec::new();
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for end in [0].into_iter().chain(ends) {
            let found = sections.get(&(node.language.clone(), folder[..end].to_owned())).copied();
            let found = found.filter(|&found| found != id && ancestors.last() != Some(&found));
            let counts = |found: &NodeId| {
                !is_page || !nodes[found.index()].section().is_some_and(|section| section.transparent)
            };
            ancestors.extend(found.filter(counts));
        }
        nodes[id.index()].ancestors = ancestors;
    }
}

/// The sections whose lists a page is in: its own, and those above it while they are transparent.
fn containers(nodes: &[Node], page: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(nodes[page.index()].parent, |&section| {
        let node = &nodes[section.index()];
        let transparent = node.section().is_some_and(|section| section.transparent);
        if transparent { node.parent } else { None }
    })
}

fn fill_sections(nodes: &mut [Node]) {
    let mut pages_of: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    let mut below: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for id in ids(nodes) {
        let node = &nodes[id.index()];
        if node.page().is_none() {
            if let (Some(parent), true) = (node.parent, node.is_live()) {
                below.entry(parent).or_default().push(id);
            }
            continue;
        }
        if node.is_live() {
            for section in containers(nodes, id) {
                pages_of.entry(section).or_default().push(id);
            }
        }
    }
    let mut placed = HashSet::new();
    for id in ids(nodes) {
        let Some(header) = nodes[id.index()].section() else { continue };
        let mut listed = pages_of.remove(&id).unwrap_or_default();
        sort(nodes, &mut listed, header.sort_by);
        placed.extend(listed.iter().copied());
        listed.retain(|page| nodes[page.index()].is_rendered());
        let mut sections = below.remove(&id).unwrap_or_default();
        sections.sort_by(|a, b| {
            let (a, b) = (&nodes[a.index()], &nodes[b.index()]);
            let weight = |node: &Node| node.section().map(|section| section.weight);
            weight(a).cmp(&weight(b)).then_with(|| a.permalink.cmp(&b.permalink))
        });
        nodes[id.index()].role = Role::Section { pages: listed, subsections: sections };
    }
    for id in ids(nodes) {
        let node = &mut nodes[id.index()];
        node.is_unplaced =
            node.page().is_some() && node.is_live() && node.parent.is_some() && !placed.contains(&id);
    }
}

fn set_neighbours(nodes: &mut [Node]) {
    let mut neighbours = Vec::new();
    for section in ids(nodes) {
        let node = &nodes[section.index()];
        if node.section().is_none_or(|header| header.sort_by == SortBy::None) {
            continue;
        }
        let pages = node.pages();
        for (at, &page) in pages.iter().enumerate() {
            // The topmost section that lists a page decides its neighbours.
            if containers(nodes, page).last() == Some(section) {
                neighbours.push((page, at.checked_sub(1).map(|at| pages[at]), pages.get(at + 1).copied()));
            }
        }
    }
    for (page, lower, higher) in neighbours {
        nodes[page.index()].role = Role::Page { lower, higher };
    }
    set_neighbours_of_hidden(nodes);
}

/// A page that visitors do not see yet gets the neighbours it will have, for its preview.
fn set_neighbours_of_hidden(nodes: &mut [Node]) {
    let hidden: Vec<NodeId> =
        ids(nodes).filter(|id| nodes[id.index()].page().is_some() && !nodes[id.index()].is_live()).collect();
    for page in hidden {
        let Some(section) = containers(nodes, page).last() else { continue };
        let Some(by) = nodes[section.index()].section().map(|header| header.sort_by) else { continue };
        if by == SortBy::None {
            continue;
        }
        let mut alone = vec![page];
        sort(nodes, &mut alone, by);
        if alone.is_empty() {
            continue;
        }
        let pages = nodes[section.index()].pages();
        let at = pages.partition_point(|&other| {
            let mut pair = vec![page, other];
            sort(nodes, &mut pair, by);
            pair[0] == other
        });
        let (lower, higher) = (at.checked_sub(1).map(|at| pages[at]), pages.get(at).copied());
        nodes[page.index()].role = Role::Page { lower, higher };
    }
}

fn set_translations(nodes: &mut [Node]) {
    let mut groups: BTreeMap<String, Vec<NodeId>> = BTreeMap::new();
    for id in ids(nodes).filter(|id| nodes[id.index()].is_live()) {
        groups.entry(canonical(&nodes[id.index()])).or_default().push(id);
    }
    for group in groups.into_values() {
        for id in &group {
            nodes[id.index()].translations.clone_from(&group);
        }
    }
}

/// The path of the file without its language.
fn canonical(node: &Node) -> String {
    match &node.document.name.language {
        Some(language) => {
            let stem = node.content_path.trim_end_matches(".md");
            format!("{}.md", stem.trim_end_matches(&format!(".{language}")))
        }
        None => node.content_path.clone(),
    }
}
