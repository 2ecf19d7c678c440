//! What a list of pages shows of each.

use crate::date::Date;
use crate::front_matter::SectionHeader;
use crate::graph::{Graph, NodeId, Standing};
use crate::output::{OutputPath, SourcePath};

/// What is known of a page or section.
#[derive(Debug, Clone, PartialEq)]
pub struct PageInfo<'a> {
    /// The content file.
    pub file: &'a SourcePath,
    /// Whether it is a page or a section.
    pub kind: PageKind,
    /// The title.
    pub title: Option<&'a str>,
    /// The description.
    pub description: Option<&'a str>,
    /// When it was first published.
    pub date: Option<&'a Date>,
    /// When it was last changed.
    pub updated: Option<&'a Date>,
    /// Says whether it is kept back, by itself or by a section above it.
    pub draft: bool,
    /// Says whether it waits for its date.
    pub scheduled: bool,
    /// The terms it has, by taxonomy, in the order they are written.
    pub terms: Vec<(&'a str, &'a str)>,
    /// The content file of the section it belongs to.
    pub section: Option<&'a SourcePath>,
    /// The code of its language.
    pub language: &'a str,
    /// Its whole address.
    pub permalink: &'a str,
    /// The file it is written to; none where it has no page of its own.
    pub output: Option<&'a OutputPath>,
    /// Says whether it is an item of a list sorted by date, or such a list itself.
    pub dated: bool,
    /// The number of words outside code.
    pub word_count: usize,
    /// The minutes it takes to read.
    pub reading_time: usize,
    /// The picture it names for lists, as written: `extra.image_small`, `thumbnail`, `image` or `picture`.
    pub image: Option<&'a str>,
}

/// Whether a content file is a page or a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A page.
    Page,
    /// A section: an `_index.md`.
    Section,
}

impl<'a> PageInfo<'a> {
    /// Lists the terms it has in one taxonomy.
    pub fn terms_of(&self, taxonomy: &str) -> impl Iterator<Item = &'a str> {
        self.terms.iter().filter(move |(name, _)| *name == taxonomy).map(|(_, term)| *term)
    }

    pub(crate) fn of(graph: &'a Graph, id: NodeId) -> Self {
        let node = graph.node(id);
        let page = node.page();
        let image = ["image_small", "thumbnail", "image", "picture"]
            .iter()
            .find_map(|key| node.extra().get(&tera::value::Key::from(*key))?.as_str());
        let terms = page.into_iter().flat_map(|page| &page.taxonomies);
        Self {
            file: node.file(),
            kind: if page.is_some() { PageKind::Page } else { PageKind::Section },
            title: node.title(),
            description: node.description(),
            date: node.date(),
            updated: node.updated(),
            draft: node.standing == Standing::Draft,
            scheduled: node.standing == Standing::Scheduled,
            terms: terms
                .flat_map(|(name, terms)| terms.iter().map(move |term| (name.as_str(), term.as_str())))
                .collect(),
            section: node.parent.map(|parent| graph.node(parent).file()),
            language: &node.language,
            permalink: &node.permalink,
            output: node.output.as_ref().filter(|_| node.is_rendered()),
            dated: node
                .section()
                .or_else(|| graph.node(node.parent?).section())
                .is_some_and(SectionHeader::is_dated),
            word_count: graph.body(id).word_count,
            reading_time: graph.body(id).reading_time,
            image,
        }
    }
}
