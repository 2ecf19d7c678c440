//! The linked site: every page and section with its address, its neighbours and its finished text.
//!
//! Linking has two steps, each with a type of its own. [`Outline`] follows from the headers alone: addresses,
//! tree, order, taxonomies. [`Graph`] adds the finished text of every file, which needs the addresses of the
//! outline. A new text under an old header therefore changes one entry of the graph and shares all else.

mod address;
mod anchors;
mod assets;
mod facets;
mod fingerprint;
mod globs;
mod node;
mod order;
mod outline;
mod shown;
mod taxonomies;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::markdown::Rendered;
use crate::output::{OutputFile, OutputPath};
use crate::pictures::Wanted;
use crate::source::Files;
use crate::text::Text;

pub(crate) use address::{index_file, permalink, site_path};
use anchors::{check_links, check_links_of};
pub(crate) use facets::Facets;
pub(crate) use fingerprint::hash_of;
use fingerprint::{Fingerprint, TextPrint};
pub(crate) use globs::Globs;
pub(crate) use node::{Asset, Node, NodeId, Role, Standing};
pub(crate) use order::newest_first;
pub(crate) use outline::{Outline, OutlineInput};
use shown::missing_pictures;
pub(crate) use taxonomies::{LinkedTaxonomy, Term};

/// The outline with the finished text of every file.
pub(crate) struct Graph {
    /// What follows from the headers.
    pub(crate) outline: Arc<Outline>,
    /// The site's files.
    pub(crate) files: Arc<Files>,
    /// The texts, one for each node.
    pub(crate) bodies: Vec<Arc<Body>>,
    /// Which nodes link to a node, one list for each node, sorted by file.
    pub(crate) backlinks: Vec<Backlinks>,
    /// What templates see of each node as part of a list, made when first asked for.
    pub(crate) values: Vec<Memo>,
    /// What templates see of the terms of each taxonomy.
    pub(crate) term_values: Vec<Memo>,
    /// What templates see of the config in each language, the default one first.
    pub(crate) config_values: Vec<Memo>,
    /// Says whether pages in lists show their table of contents. It is a third of what is held of a page, and hardly
    /// any template looks at that of another page; where none does, nobody can tell.
    pub(crate) lists_show_toc: bool,
    /// What templates asked of the search indexes; nothing while texts are made, from which those follow.
    pub(crate) search_indexes: Option<SearchIndexes>,
    /// Hashes of what templates see of each node, made when first asked for.
    prints: Vec<Arc<OnceLock<Fingerprint>>>,
}

/// What templates asked of the search indexes, by language.
#[derive(Default)]
pub(crate) struct SearchIndexes {
    /// The indexes.
    pub(crate) made: Mutex<BTreeMap<String, Result<OutputFile, Diagnostic>>>,
    /// What tells that one is another than before.
    pub(crate) stamps: Mutex<BTreeMap<String, String>>,
}

/// Which nodes link to a node.
type Backlinks = Arc<[NodeId]>;

/// The text of a file and what it became.
#[derive(Debug)]
pub(crate) struct Body {
    /// The Markdown.
    pub(crate) text: Text,
    /// The line of the file that it starts in.
    pub(crate) first_line: u32,
    /// What it became.
    pub(crate) rendered: Rendered,
    /// The blocks it used, sorted: a shortcode by the name of its template, a component between `<` and `>`.
    pub(crate) blocks_used: Vec<String>,
    /// Hashes of what templates see of it, made when first asked for.
    print: OnceLock<TextPrint>,
    /// The pictures that it asks for.
    pub(crate) pictures: Wanted,
}

/// A template value that is made when first asked for, and shared afterwards.
pub(crate) type Memo = Arc<OnceLock<Value>>;

impl Graph {
    /// Joins an outline with the finished texts of its nodes.
    pub(crate) fn new(outline: Arc<Outline>, files: Arc<Files>, bodies: Vec<Arc<Body>>) -> Self {
        let backlinks = backlinks(&outline, &bodies);
        let (values, prints) = (memos(bodies.len()), memos(bodies.len()));
        let (term_values, config_values) =
            (memos(outline.taxonomies.len()), memos(outline.languages().count()));
        Self {
            outline,
            files,
            bodies,
            backlinks,
            values,
            term_values,
            config_values,
            lists_show_toc: true,
            search_indexes: None,
            prints,
        }
    }

    /// Takes over what templates see of the pages that look the same in a graph that was linked before.
    pub(crate) fn take_over(&mut self, before: &Self) {
        if self.lists_show_toc != before.lists_show_toc {
            return;
        }
        let known = |id: NodeId| {
            let node = self.node(id);
            let old = before.outline.find(&node.content_path)?;
            // A section shows its pages, and of those there may be others now.
            let value = before.values[old.index()].get().filter(|_| node.page().is_some())?;
            (self.seen(id, Facets::ALL) == before.seen(old, Facets::ALL)).then(|| value.clone())
        };
        let ids: Vec<NodeId> = self.outline.ids().collect();
        let values: Vec<Option<Value>> = ids.par_iter().map(|&id| known(id)).collect();
        for (memo, value) in self.values.iter().zip(values) {
            if let Some(value) = value {
                memo.get_or_init(|| value);
            }
        }
    }

    /// Exchanges the finished text of one node and shares everything that does not depend on it.
    pub(crate) fn with_body(&self, id: NodeId, body: Arc<Body>) -> Self {
        let outline = self.outline.clone();
        let changed = self.linked_otherwise(id, &body);
        let mut bodies = self.bodies.clone();
        bodies[id.index()] = body;
        let mut backlinks = self.backlinks.clone();
        backlinks_among(&outline, &bodies, &changed)
            .into_iter()
            .for_each(|(target, list)| backlinks[target.index()] = list.into());
        let (mut values, mut prints) = (self.values.clone(), self.prints.clone());
        for &other in changed.iter().chain([&id]) {
            values[other.index()] = Memo::default();
            prints[other.index()] = Arc::default();
        }
        // Lists hold what they list, so those go too; there are few of them.
        for list in outline.ids().filter(|&other| outline.node(other).section().is_some()) {
            values[list.index()] = Memo::default();
        }
        let (term_values, config_values) = (memos(outline.taxonomies.len()), self.config_values.clone());
        Self {
            outline,
            files: self.files.clone(),
            bodies,
            backlinks,
            values,
            term_values,
            config_values,
            lists_show_toc: self.lists_show_toc,
            search_indexes: self.search_indexes.as_ref().map(|_| SearchIndexes::default()),
            prints,
        }
    }

    /// Finds the nodes that another text of a node links to and the one it has does not, or the other way round.
    fn linked_otherwise(&self, id: NodeId, body: &Body) -> BTreeSet<NodeId> {
        let targets = |body: &Body| -> BTreeSet<NodeId> {
            body.targets().filter_map(|path| self.outline.find(path)).collect()
        };
        let (before, after) = (targets(&self.bodies[id.index()]), targets(body));
        before.symmetric_difference(&after).copied().collect()
    }

    /// Borrows a node.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.outline.nodes[id.index()]
    }

    /// Says whether a node is the same in another graph over the same outline, text and links to it alike.
    pub(crate) fn shares(&self, other: &Self, id: NodeId) -> bool {
        let at = id.index();
        Arc::ptr_eq(&self.bodies[at], &other.bodies[at])
            && Arc::ptr_eq(&self.backlinks[at], &other.backlinks[at])
    }

    /// Borrows the finished text of a node.
    pub(crate) fn body(&self, id: NodeId) -> &Rendered {
        &self.bodies[id.index()].rendered
    }

    /// Gathers the pictures that the texts ask for which visitors may see.
    pub(crate) fn pictures(&self) -> Wanted {
        let mut wanted = Wanted::default();
        for id in self.outline.ids().filter(|&id| self.node(id).is_live()) {
            wanted.extend(&self.bodies[id.index()].pictures);
        }
        wanted
    }

    /// Gathers the trouble of all texts and of what they lead to, given the files of the finished site.
    pub(crate) fn diagnostics<T>(&self, outputs: &BTreeMap<OutputPath, T>) -> Vec<Diagnostic> {
        let texts = self.bodies.iter().flat_map(|body| body.rendered.diagnostics.iter().cloned());
        let outputs = shown::Files::new(outputs);
        let pictures = self.outline.ids().flat_map(|id| missing_pictures(self, id, &outputs));
        texts.chain(check_links(self)).chain(pictures).collect()
    }

    /// Gathers the same after the text of one node changed, given what was gathered before.
    pub(crate) fn diagnostics_after<T>(
        &self,
        before: &Self,
        id: NodeId,
        known: &[Diagnostic],
        outputs: &BTreeMap<OutputPath, T>,
    ) -> Vec<Diagnostic> {
        let body = self.body(id);
        if body.ids != before.body(id).ids {
            // Links of other pages may have lost what they lead to, or found it.
            return self.diagnostics(outputs);
        }
        let file = self.node(id).file();
        let elsewhere = known.iter().filter(|one| one.place.as_ref().is_none_or(|place| place.file != *file));
        let pictures = missing_pictures(self, id, &shown::Files::new(outputs));
        let own = check_links_of(self, id).into_iter().chain(pictures);
        elsewhere.chain(&body.diagnostics).cloned().chain(own).collect()
    }
}

impl Body {
    /// Joins a text with what it became.
    pub(crate) fn new(
        text: Text,
        first_line: u32,
        rendered: Rendered,
        blocks_used: Vec<String>,
        pictures: Wanted,
    ) -> Self {
        Self { text, first_line, rendered, blocks_used, pictures, print: OnceLock::new() }
    }

    /// Lists the content files that the text links to.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &str> {
        self.rendered.links.internal.iter().filter_map(|link| link.path.as_deref())
    }
}

fn memos<T: Default>(count: usize) -> Vec<T> {
    (0..count).map(|_| T::default()).collect()
}

fn backlinks(outline: &Outline, bodies: &[Arc<Body>]) -> Vec<Backlinks> {
    let mut lists: Vec<Vec<NodeId>> = vec![Vec::new(); bodies.len()];
    each_link(outline, bodies, |from, to| push_once(&mut lists[to.index()], from));
    let nobody: Backlinks = Arc::default();
    let shared = |list: Vec<NodeId>| if list.is_empty() { nobody.clone() } else { list.into() };
    lists.into_iter().map(shared).collect()
}

/// Lists who links to each of some nodes.
fn backlinks_among(
    outline: &Outline,
    bodies: &[Arc<Body>],
    wanted: &BTreeSet<NodeId>,
) -> BTreeMap<NodeId, Vec<NodeId>> {
    let mut lists: BTreeMap<NodeId, Vec<NodeId>> = wanted.iter().map(|&id| (id, Vec::new())).collect();
    if !wanted.is_empty() {
        each_link(outline, bodies, |from, to| {
            if let Some(list) = lists.get_mut(&to) {
                push_once(list, from);
            }
        });
    }
    lists
}

/// Goes through all links between the pages that visitors see, in the order of the files.
fn each_link(outline: &Outline, bodies: &[Arc<Body>], mut take: impl FnMut(NodeId, NodeId)) {
    for from in outline.ids().filter(|&id| outline.node(id).is_live()) {
        for to in bodies[from.index()].targets().filter_map(|path| outline.find(path)) {
            take(from, to);
        }
    }
}

fn push_once(list: &mut Vec<NodeId>, id: NodeId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
