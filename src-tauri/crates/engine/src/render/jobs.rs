//! What a file of the finished site is made from.

use std::sync::Arc;

use crate::graph::NodeId;
use crate::output::SourcePath;
use crate::theme::Role;

/// What a file of the finished site is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    /// A page.
    Page(NodeId),
    /// A section, or the first page of its list.
    Section(NodeId),
    /// A further page of a section's list, counted from 0.
    SectionPage(NodeId, usize),
    /// The terms of a taxonomy.
    Terms(usize),
    /// A page of a term's list, counted from 0.
    Term(TermId, usize),
    /// A feed.
    Feed(Feed),
    /// The list of all addresses.
    Sitemap,
    /// A part of that list, counted from 0, where it is too long for one file.
    SitemapPart(usize),
    /// The wishes for search engines.
    Robots,
    /// The page for addresses that do not exist.
    NotFound,
    /// A page that leads elsewhere.
    Redirect(Arc<str>),
    /// A file that goes out as it is.
    Copy(SourcePath),
}

impl Job {
    /// Says what is in the context of the template.
    pub(crate) fn role(&self) -> Role {
        match self {
            Self::Page(_) => Role::Page,
            Self::Section(_) | Self::SectionPage(..) => Role::Section,
            Self::Terms(_) => Role::Terms,
            Self::Term(..) => Role::Term,
            Self::Feed(_) => Role::Feed,
            Self::Sitemap
            | Self::SitemapPart(_)
            | Self::Robots
            | Self::NotFound
            | Self::Redirect(_)
            | Self::Copy(_) => Role::Bare,
        }
    }

    /// Gives the page or section whose file it is.
    pub(crate) fn own(&self) -> Option<NodeId> {
        match self {
            Self::Page(id) | Self::Section(id) | Self::SectionPage(id, _) => Some(*id),
            Self::Terms(_)
            | Self::Term(..)
            | Self::Feed(_)
            | Self::Sitemap
            | Self::SitemapPart(_)
            | Self::Robots
            | Self::NotFound
            | Self::Redirect(_)
            | Self::Copy(_) => None,
        }
    }
}

/// A term by its taxonomy's place and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TermId {
    /// The place of the taxonomy.
    pub(crate) taxonomy: usize,
    /// The place of the term in it.
    pub(crate) term: usize,
}

/// A feed of one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Feed {
    /// What it lists.
    pub(crate) of: FeedOf,
    /// Its file name, which names its template too.
    pub(crate) file_name: String,
    /// The code of its language.
    pub(crate) language: String,
    /// Its address below the site's.
    pub(crate) path: String,
}

/// What a feed lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeedOf {
    /// All pages of its language.
    Site,
    /// The pages of a section.
    Section(NodeId),
    /// The pages of a term.
    Term(TermId),
}
