//! One content file in its place among the others.

use std::sync::Arc;

use tera::Map;

use crate::date::Date;
use crate::document::{Document, Header};
use crate::front_matter::{PageHeader, SectionHeader};
use crate::output::{OutputPath, SourcePath};

/// The number of a node in its outline. Nodes are sorted by file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(super) u32);

/// A page or a section in its place.
#[derive(Debug)]
pub(crate) struct Node {
    /// What was read from the file.
    pub(crate) document: Arc<Document>,
    /// The file below `content/`: `posts/hello.md`.
    pub(crate) content_path: String,
    /// The folder that the node's address is made from, below `content/`: empty at the top.
    pub(crate) folder: String,
    /// The code of its language.
    pub(crate) language: String,
    /// The last part of its address.
    pub(crate) slug: String,
    /// Its address below the site's: `/posts/hello/`.
    pub(crate) path: String,
    /// Its whole address.
    pub(crate) permalink: Arc<str>,
    /// Where its page is written.
    pub(crate) output: Option<OutputPath>,
    /// The files beside it that go out with it.
    pub(crate) assets: Vec<Asset>,
    /// Whether visitors see it.
    pub(crate) standing: Standing,
    /// The section of its folder, or of the folder above for a section.
    pub(crate) parent: Option<NodeId>,
    /// The sections above it, from the top down.
    pub(crate) ancestors: Vec<NodeId>,
    /// The same file in all languages, itself among them; empty where the site has one language.
    pub(crate) translations: Vec<NodeId>,
    /// Says whether its section cannot place it: it lacks what the order goes by, and is not made.
    pub(crate) is_unplaced: bool,
    /// What it is.
    pub(crate) role: Role,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Role {
    /// A page, with its neighbours in the order of its section.
    Page {
        /// The neighbour before it.
        lower: Option<NodeId>,
        /// The neighbour after it.
        higher: Option<NodeId>,
    },
    /// A section, with what belongs to it.
    Section {
        /// Its pages in order.
        pages: Vec<NodeId>,
        /// The sections directly below it, lightest first.
        subsections: Vec<NodeId>,
    },
}

/// Whether visitors see a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They do.
    Live,
    /// It is a draft, or below a draft section.
    Draft,
    /// It waits for its date.
    Scheduled,
}

/// A file beside a page that goes out with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asset {
    /// The file.
    pub(crate) file: SourcePath,
    /// Its place below the page: `pictures/a.png`.
    pub(crate) name: String,
}

impl NodeId {
    /// Gives the place in a list with one entry for each node.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Node {
    /// Says whether visitors see it.
    pub(crate) fn is_live(&self) -> bool {
        self.standing == Standing::Live
    }

    /// Borrows the file.
    pub(crate) fn file(&self) -> &SourcePath {
        &self.document.file
    }

    /// Borrows the header of a page.
    pub(crate) fn page(&self) -> Option<&PageHeader> {
        match &self.document.header {
            Header::Page(header) => Some(header),
            Header::Section(_) => None,
        }
    }

    /// Borrows the header of a section.
    pub(crate) fn section(&self) -> Option<&SectionHeader> {
        match &self.document.header {
            Header::Page(_) => None,
            Header::Section(header) => Some(header),
        }
    }

    /// Borrows the date of a page: what its header says, or else its name.
    pub(crate) fn date(&self) -> Option<&Date> {
        self.page().and_then(|page| page.date.as_ref().or(self.document.name.date.as_ref()))
    }

    /// Borrows the date of a page's last change.
    pub(crate) fn updated(&self) -> Option<&Date> {
        self.page().and_then(|page| page.updated.as_ref())
    }

    /// Borrows the title.
    pub(crate) fn title(&self) -> Option<&str> {
        match &self.document.header {
            Header::Page(header) => header.title.as_deref(),
            Header::Section(header) => header.title.as_deref(),
        }
    }

    /// Borrows the description.
    pub(crate) fn description(&self) -> Option<&str> {
        match &self.document.header {
            Header::Page(header) => header.description.as_deref(),
            Header::Section(header) => header.description.as_deref(),
        }
    }

    /// Borrows what the author added for the theme.
    pub(crate) fn extra(&self) -> &Map {
        match &self.document.header {
            Header::Page(header) => &header.extra,
            Header::Section(header) => &header.extra,
        }
    }

    /// Borrows the earlier addresses.
    pub(crate) fn aliases(&self) -> &[String] {
        match &self.document.header {
            Header::Page(header) => &header.aliases,
            Header::Section(header) => &header.aliases,
        }
    }

    /// Says whether it has a page of its own.
    pub(crate) fn is_rendered(&self) -> bool {
        match &self.document.header {
            Header::Page(header) => header.render,
            Header::Section(header) => header.render,
        }
    }

    /// Says whether a build writes a page for it.
    pub(crate) fn is_made(&self) -> bool {
        self.is_live() && self.is_rendered() && !self.is_unplaced
    }

    /// Borrows a section's pages; empty for a page.
    pub(crate) fn pages(&self) -> &[NodeId] {
        match &self.role {
            Role::Page { .. } => &[],
            Role::Section { pages, .. } => pages,
        }
    }

    /// Says whether it is the section at the top of its language.
    pub(crate) fn is_home(&self) -> bool {
        self.section().is_some() && self.folder.is_empty()
    }

    /// Lists the parts of its address.
    pub(crate) fn components(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter(|part| !part.is_empty())
    }
}
