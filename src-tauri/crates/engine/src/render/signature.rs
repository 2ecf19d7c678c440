//! One number over all that a file is made from. Where it stays the same the file need not be made again.
//!
//! It covers the template with all its parts, the file's own page, what the template reads of other pages, and
//! what its functions looked up when the file was last made: as long as everything they were told is the same,
//! they would be asked the same again. The config is not in it; whoever compares makes sure of that.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::graph::{Facets, Graph, NodeId, Role, hash_of};
use crate::output::OutputFile;
use crate::theme::{Reach, Reading};

use super::feed;
use super::functions::{files, pages, taxonomies};
use super::jobs::{Feed, FeedOf, Job, TermId};
use super::plan::{section_pager, term_pager};
use super::reads::Read;
use super::renderer::Renderer;
use super::search;
use super::sitemap;

/// Computes signatures. What many files look at is hashed once.
pub(crate) struct Signatures<'a> {
    renderer: &'a Renderer,
    known: Mutex<BTreeMap<Seen, u64>>,
}

/// Something that many files look at, and which parts of the pages in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Listed(NodeId, Facets),
    Term(usize, usize, Facets),
    Taxonomy(usize, Facets),
}

impl<'a> Signatures<'a> {
    /// Makes ready for the files of a site.
    pub(crate) fn new(renderer: &'a Renderer) -> Self {
        Self { renderer, known: Mutex::default() }
    }

    fn graph(&self) -> &'a Graph {
        &self.renderer.graph
    }

    /// Gives the signature of a file, given what was looked up while it was made.
    pub(crate) fn of(&self, job: &Job, reading: &Reading, reads: &BTreeSet<Read>) -> u64 {
        let mut hasher = DefaultHasher::new();
        reading.hash.hash(&mut hasher);
        self.subject(job).hash(&mut hasher);
        for (way, facets) in &reading.ways {
            (way, self.on_way(job, *way, *facets)).hash(&mut hasher);
        }
        let facets = reading.ways.get(&Reach::Function).copied().unwrap_or_default();
        for read in reads {
            self.looked_up(read, facets).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Hashes what the file itself is about.
    fn subject(&self, job: &Job) -> u64 {
        let graph = self.graph();
        match job {
            Job::Page(id) => self.own(*id),
            Job::Section(id) => hash_of(&(self.own(*id), self.section_pager(*id, 0))),
            Job::SectionPage(id, index) => hash_of(&(self.own(*id), self.section_pager(*id, *index))),
            Job::Terms(at) => hash_of(&graph.outline.taxonomies[*at].path),
            Job::Term(id, index) => {
                let taxonomy = &graph.outline.taxonomies[id.taxonomy];
                let term = &taxonomy.terms[id.term];
                let pager = term_pager(&graph.outline, taxonomy, id.term);
                let count = pager.map(|pager| (pager.count(), pager.length()));
                hash_of(&(&term.name, &term.path, &taxonomy.path, count, index))
            }
            Job::Feed(feed) => {
                let dates = feed::listed(&graph.outline, feed);
                let dates: Vec<_> = dates.into_iter().map(|id| graph.seen(id, Facets::DATES)).collect();
                hash_of(&(&feed.path, &feed.file_name, &feed.language, dates))
            }
            Job::Sitemap | Job::SitemapPart(_) => {
                let entries = sitemap::value(graph, None);
                hash_of(&(entries.to_string(), format!("{job:?}")))
            }
            Job::Redirect(to) => hash_of(to),
            Job::Copy(file) => hash_of(&graph.files.get(file).map(|file| file.entry.hash.to_string())),
            Job::SearchIndex(language) => hash_of(&search::stamp(graph, language)),
            // What the sheets follow from is in the config, and in files that make another highlighter.
            Job::CodeColours(name) => {
                let sheet = graph.outline.style_sheets().find(|(each, _)| each == name);
                hash_of(&sheet.map(|(_, file)| file.entry.hash.to_string()))
            }
            Job::Style(output) => hash_of(&self.sheet(graph.outline.styles.css(output))),
            Job::SearchScript => 3,
            Job::Robots => 1,
            Job::NotFound => 2,
        }
    }

    /// Hashes a compiled sheet; what is wrong with one that cannot be compiled is told anew each time.
    fn sheet(&self, css: Option<Result<OutputFile, Diagnostic>>) -> Option<String> {
        css.map(|css| css.map_or_else(|trouble| trouble.message, |file| file.entry.hash.to_string()))
    }

    fn own(&self, id: NodeId) -> u64 {
        hash_of(&(&self.graph().node(id).content_path, self.graph().seen(id, Facets::ALL)))
    }

    /// Hashes the place of a page of a list among the others.
    fn section_pager(&self, id: NodeId, index: usize) -> u64 {
        let node = self.graph().node(id);
        let Some(header) = node.section() else { return 0 };
        hash_of(&(header.paginate_by.map(|_| node.pages().len()), &header.paginate_path, index))
    }

    /// Hashes what a template sees on a way to other pages.
    fn on_way(&self, job: &Job, way: Reach, facets: Facets) -> u64 {
        let graph = self.graph();
        match (way, job) {
            (Reach::Neighbours, Job::Page(id)) => self.neighbours(*id, facets),
            (Reach::SectionPages, Job::Section(id) | Job::SectionPage(id, _)) => self.listed(*id, facets),
            (Reach::Pager, Job::Section(id)) => self.section_page(*id, 0, facets),
            (Reach::Pager, Job::SectionPage(id, index)) => self.section_page(*id, *index, facets),
            (Reach::Pager, Job::Term(id, index)) => {
                let pager = term_pager(&graph.outline, &graph.outline.taxonomies[id.taxonomy], id.term);
                let shown = pager.map(|pager| pager.on_page(*index)).unwrap_or_default();
                self.pages(&shown, facets)
            }
            (Reach::Term, Job::Term(id, _)) => self.term(*id, facets),
            (Reach::Terms, Job::Terms(at)) => self.taxonomy(*at, facets),
            (Reach::Feed, Job::Feed(feed)) => self.pages(&feed::listed(&graph.outline, feed), facets),
            (Reach::FeedOf, Job::Feed(Feed { of: FeedOf::Section(id), .. })) => {
                hash_of(&(graph.seen(*id, Facets::ALL), self.listed(*id, facets)))
            }
            (Reach::FeedOf, Job::Feed(Feed { of: FeedOf::Term(id), .. })) => self.term(*id, facets),
            // What a function finds is in what was looked up; other ways lead nowhere for this file.
            (
                Reach::Function
                | Reach::Neighbours
                | Reach::SectionPages
                | Reach::Pager
                | Reach::Term
                | Reach::Terms
                | Reach::Feed
                | Reach::FeedOf,
                _,
            ) => 0,
        }
    }

    fn section_page(&self, id: NodeId, index: usize, facets: Facets) -> u64 {
        let pager = section_pager(self.graph().node(id));
        self.pages(&pager.map(|pager| pager.on_page(index)).unwrap_or_default(), facets)
    }

    fn pages(&self, ids: &[NodeId], facets: Facets) -> u64 {
        hash_of(&ids.iter().map(|&id| self.graph().seen(id, facets)).collect::<Vec<_>>())
    }

    fn neighbours(&self, id: NodeId, facets: Facets) -> u64 {
        let Role::Page { lower, higher } = self.graph().node(id).role else { return 0 };
        hash_of(&[lower, higher].map(|id| id.map(|id| self.graph().seen(id, facets))))
    }

    fn listed(&self, id: NodeId, facets: Facets) -> u64 {
        self.once(Seen::Listed(id, facets), || self.pages(self.graph().node(id).pages(), facets))
    }

    fn term(&self, id: TermId, facets: Facets) -> u64 {
        self.once(Seen::Term(id.taxonomy, id.term, facets), || {
            let term = &self.graph().outline.taxonomies[id.taxonomy].terms[id.term];
            hash_of(&(&term.name, &term.path, self.pages(&term.pages, facets)))
        })
    }

    fn taxonomy(&self, at: usize, facets: Facets) -> u64 {
        self.once(Seen::Taxonomy(at, facets), || {
            let taxonomy = &self.graph().outline.taxonomies[at];
            let terms = 0..taxonomy.terms.len();
            let terms: Vec<u64> =
                terms.map(|term| self.term(TermId { taxonomy: at, term }, facets)).collect();
            hash_of(&(&taxonomy.path, terms))
        })
    }

    fn once(&self, what: Seen, hash: impl FnOnce() -> u64) -> u64 {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hash) = known().get(&what) {
            return *hash;
        }
        // Others may do the same meanwhile, which costs time and changes nothing.
        let hash = hash();
        known().insert(what, hash);
        hash
    }

    /// Hashes what a template's function would find now.
    fn looked_up(&self, read: &Read, facets: Facets) -> u64 {
        let graph = self.graph();
        let outline = &graph.outline;
        let term = |kind: &str, name: &str, language: &str| {
            let taxonomy = taxonomies::look_for(graph, kind, language)?;
            let term = outline.taxonomies[taxonomy].term(&outline.config, name)?;
            Some(TermId { taxonomy, term })
        };
        match read {
            Read::SearchIndex(language) => hash_of(&search::stamp(graph, language)),
            Read::Content(path, language) => {
                let found = pages::look_for(graph, path, language);
                let seen =
                    |id| (graph.seen(id, facets), self.neighbours(id, facets), self.listed(id, facets));
                hash_of(&found.map(seen))
            }
            Read::Address(path, language) => {
                hash_of(&pages::look_for(graph, path, language).map(|id| &graph.node(id).permalink))
            }
            Read::Taxonomy(kind, language) => {
                hash_of(&taxonomies::look_for(graph, kind, language).map(|at| self.taxonomy(at, facets)))
            }
            Read::Term(kind, name, language) => {
                hash_of(&term(kind, name, language).map(|id| self.term(id, facets)))
            }
            Read::TermAddress(kind, name, language) => {
                let found = term(kind, name, language);
                hash_of(&found.map(|id| &outline.taxonomies[id.taxonomy].terms[id.term].permalink))
            }
            Read::File(path) => {
                let found =
                    files::look_for(graph, path).map(|(file, found)| (file, found.entry.hash.to_string()));
                // A search index is looked up as such.
                let is_index = files::language_of_index(graph, path).is_some();
                let made = if is_index { None } else { files::made(graph, path) };
                hash_of(&(found, self.sheet(made)))
            }
            Read::Now => hash_of(&outline.now),
        }
    }
}
