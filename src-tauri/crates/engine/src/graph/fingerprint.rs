//! Hashes of what templates can see of a page or section, part by part: where the hashes are the same, a template
//! sees the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Body, Facets, Graph, Node, NodeId, Role};
use crate::date::Date;

/// A hash for each of [`Facets::EACH`].
pub(super) type Fingerprint = [u64; Facets::EACH.len()];

/// The hashes that follow from the text alone: of its content, summary, table of contents and counts.
pub(super) type TextPrint = [u64; 4];

impl Graph {
    /// Hashes what can be seen of a node in some of its parts.
    pub(crate) fn seen(&self, id: NodeId, facets: Facets) -> u64 {
        let print = self.prints[id.index()].get_or_init(|| self.fingerprint(id));
        let parts = Facets::EACH.iter().zip(print).filter(|(part, _)| facets.holds(**part));
        hash_of(&parts.map(|(_, hash)| *hash).collect::<Vec<_>>())
    }

    /// Says which parts of a node look different from how they look in another graph over the same outline.
    pub(crate) fn differing(&self, other: &Self, id: NodeId) -> Facets {
        let mut differing = Facets::NONE;
        for facet in Facets::EACH {
            if self.seen(id, facet) != other.seen(id, facet) {
                differing |= facet;
            }
        }
        differing
    }

    fn fingerprint(&self, id: NodeId) -> Fingerprint {
        let node = self.node(id);
        let [content, summary, toc, counts] =
            *self.bodies[id.index()].print.get_or_init(|| text_print(&self.bodies[id.index()]));
        let terms = node.page().map(|page| (&page.taxonomies, &page.authors));
        let dates = [node.date(), node.updated()].map(|date| date.map(Date::as_str));
        [
            hash_of(&node.title()),
            hash_of(&node.description()),
            self.place(node),
            hash_of(&dates),
            hash_of(&terms),
            // Maps keep the order they are written in, which templates see.
            hash_of(&serde_json::to_string(&tera::Value::from(node.extra().clone())).ok()),
            content,
            summary,
            toc,
            hash_of(&(counts, self.files.contains_key(node.file()))),
            self.related(id),
        ]
    }

    fn place(&self, node: &Node) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&node.permalink, &node.path, &node.slug, &node.content_path, &node.language).hash(&mut hasher);
        (node.file(), &node.folder).hash(&mut hasher);
        node.assets.iter().for_each(|asset| asset.name.hash(&mut hasher));
        let mut paths = |ids: &[NodeId]| {
            ids.iter().map(|id| &self.node(*id).content_path).collect::<Vec<_>>().hash(&mut hasher);
        };
        paths(&node.ancestors);
        if let Role::Section { subsections, .. } = &node.role {
            paths(subsections);
        }
        node.page().map(|page| page.draft).hash(&mut hasher);
        if let Some(section) = node.section() {
            (section.generate_feeds, section.transparent, section.paginate_by, section.paginate_reversed)
                .hash(&mut hasher);
        }
        hasher.finish()
    }

    fn related(&self, id: NodeId) -> u64 {
        let named =
            |id: &NodeId| (self.node(*id).permalink.clone(), self.node(*id).title().map(str::to_owned));
        let backlinks: Vec<_> = self.backlinks[id.index()].iter().map(named).collect();
        let translations: Vec<_> = self
            .node(id)
            .translations
            .iter()
            .map(|id| (named(id), self.node(*id).language.clone(), self.node(*id).file().clone()))
            .collect();
        hash_of(&(backlinks, translations))
    }
}

fn text_print(body: &Body) -> TextPrint {
    let rendered = &body.rendered;
    [
        hash_of(&*rendered.html),
        hash_of(&rendered.summary),
        hash_of(&rendered.toc),
        hash_of(&(rendered.word_count, rendered.reading_time)),
    ]
}

/// Hashes a value, the same on every run.
pub(crate) fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
