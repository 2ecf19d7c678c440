//! The linked site: every page and section with its address, its neighbours and its finished text.
//!
//! Linking has two steps, each with a type of its own. [`Outline`] follows from the headers alone: addresses,
//! tree, order, taxonomies. [`Graph`] adds the finished text of every file, which needs the addresses of the
//! outline. A new text under an old header therefore changes one entry of the graph and shares all else.

mod address;
mod anchors;
mod assets;
mod globs;
mod node;
mod order;
mod outline;
mod taxonomies;
mod tree;

use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::markdown::Rendered;

pub(crate) use address::{index_file, permalink, site_path};
use anchors::{check_links, check_links_of};
pub(crate) use globs::Globs;
pub(crate) use node::{Asset, Node, NodeId, Role, Standing};
pub(crate) use order::newest_first;
pub(crate) use outline::{Outline, OutlineInput};
pub(crate) use taxonomies::{LinkedTaxonomy, Term};

/// The outline with the finished text of every file.
pub(crate) struct Graph {
    /// What follows from the headers.
    pub(crate) outline: Arc<Outline>,
    /// The texts, one for each node.
    pub(crate) bodies: Vec<Arc<Body>>,
    /// Which nodes link to a node, one list for each node, sorted by file.
    pub(crate) backlinks: Arc<Vec<Vec<NodeId>>>,
    /// What templates see of each node as part of a list, made when first asked for.
    pub(crate) values: Vec<Memo>,
    /// What templates see of the terms of each taxonomy.
    pub(crate) term_values: Vec<Memo>,
    /// What templates see of the config in each language, the default one first.
    pub(crate) config_values: Vec<Memo>,
}

/// The text of a file and what it became.
#[derive(Debug)]
pub(crate) struct Body {
    /// The Markdown.
    pub(crate) text: Arc<str>,
    /// The line of the file that it starts in.
    pub(crate) first_line: u32,
    /// What it became.
    pub(crate) rendered: Rendered,
    /// The blocks it used, sorted: a shortcode by the name of its template, a component between `<` and `>`.
    pub(crate) blocks_used: Vec<String>,
}

/// A template value that is made when first asked for, and shared afterwards.
pub(crate) type Memo = Arc<OnceLock<Value>>;

impl Graph {
    /// Joins an outline with the finished texts of its nodes.
    pub(crate) fn new(outline: Arc<Outline>, bodies: Vec<Arc<Body>>) -> Self {
        let backlinks = Arc::new(backlinks(&outline, &bodies));
        let values = memos(bodies.len());
        let (term_values, config_values) =
            (memos(outline.taxonomies.len()), memos(outline.languages().count()));
        Self { outline, bodies, backlinks, values, term_values, config_values }
    }

    /// Exchanges the finished text of one node and shares everything that does not depend on it.
    pub(crate) fn with_body(&self, id: NodeId, body: Arc<Body>) -> Self {
        let same_links = self.bodies[id.index()].targets().eq(body.targets());
        let mut bodies = self.bodies.clone();
        bodies[id.index()] = body;
        if !same_links {
            return Self::new(self.outline.clone(), bodies);
        }
        let outline = self.outline.clone();
        // Lists hold what they list, so those go too; there are few of them.
        let mut values = self.values.clone();
        for other in outline.ids().filter(|&other| other == id || outline.node(other).section().is_some()) {
            values[other.index()] = Memo::default();
        }
        let term_values = memos(outline.taxonomies.len());
        let (backlinks, config_values) = (self.backlinks.clone(), self.config_values.clone());
        Self { outline, bodies, backlinks, values, term_values, config_values }
    }

    /// Borrows a node.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.outline.nodes[id.index()]
    }

    /// Borrows the finished text of a node.
    pub(crate) fn body(&self, id: NodeId) -> &Rendered {
        &self.bodies[id.index()].rendered
    }

    /// Gathers the trouble of all texts and of the links between them.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let texts = self.bodies.iter().flat_map(|body| body.rendered.diagnostics.iter().cloned());
        texts.chain(check_links(self)).collect()
    }

    /// Gathers the same after the text of one node changed, given what was gathered before.
    pub(crate) fn diagnostics_after(
        &self,
        before: &Self,
        id: NodeId,
        known: &[Diagnostic],
    ) -> Vec<Diagnostic> {
        let body = self.body(id);
        if body.ids != before.body(id).ids {
            // Links of other pages may have lost what they lead to, or found it.
            return self.diagnostics();
        }
        let file = self.node(id).file();
        let elsewhere = known.iter().filter(|one| one.place.as_ref().is_none_or(|place| place.file != *file));
        elsewhere.chain(&body.diagnostics).cloned().chain(check_links_of(self, id)).collect()
    }
}

impl Body {
    /// Lists the content files that the text links to.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &str> {
        self.rendered.links.internal.iter().filter_map(|link| link.path.as_deref())
    }
}

fn memos(count: usize) -> Vec<Memo> {
    (0..count).map(|_| Memo::default()).collect()
}

fn backlinks(outline: &Outline, bodies: &[Arc<Body>]) -> Vec<Vec<NodeId>> {
    let mut lists = vec![Vec::new(); bodies.len()];
    for id in outline.ids().filter(|&id| outline.node(id).is_live()) {
        for path in bodies[id.index()].targets() {
            let Some(target) = outline.find(path) else { continue };
            let list: &mut Vec<NodeId> = &mut lists[target.index()];
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
    lists
}
