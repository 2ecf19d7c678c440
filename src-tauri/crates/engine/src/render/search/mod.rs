//! The search index: what a script in the visitor's browser searches, one file for each language.
//!
//! An index follows from the settings of its language (`[search]`, `build_search_index`, `base_url`) and, for each page
//! and section of it, from: its standing and address, `in_search_index` of it and of its section, `redirect_to`, title,
//! description, date, and HTML. Nothing else is read, and what one page gives ([`Entry`]) is read from that page alone.

mod elasticlunr;
mod fuse;
mod plain;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::panic::resume_unwind;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPoolBuilder;

use crate::config::{Config, IndexFormat, Search};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Facets, Graph, Node, NodeId};
use crate::output::{ContentHash, OutputFile};

pub(super) use words::Speech;

/// The script that searches an index of elasticlunr (0.9.5, MIT; its licence stands beside it).
pub(super) static SCRIPT: LazyLock<OutputFile> =
    LazyLock::new(|| OutputFile::made(include_str!("elasticlunr.min.js").as_bytes()));
/// Its file name.
pub(super) const ELASTICLUNR_NAME: &str = "elasticlunr.min.js";
/// No index is larger: a visitor's browser holds it whole.
const MAX_INDEX_BYTES: usize = 512 * 1024 * 1024;

/// What one page or section gives to the index.
struct Entry<'g> {
    url: &'g str,
    title: &'g str,
    description: &'g str,
    date: Option<String>,
    path: &'g str,
    /// The text, made from the HTML when it is asked for: all texts at once would be as large as the site.
    html: &'g str,
}

/// What an index shows of a page.
pub(super) const FACETS: Facets =
    Facets::TITLE.and(Facets::DESCRIPTION).and(Facets::PLACE).and(Facets::DATES).and(Facets::CONTENT);

/// Borrows the settings of a language's index; nothing where it has none.
pub(super) fn settings<'c>(config: &'c Config, language: &str) -> Option<&'c Search> {
    let (wanted, search) = match config.languages.get(language) {
        Some(own) if language != config.default_language => (own.build_search_index, &own.search),
        Some(_) | None => (config.build_search_index, &config.search),
    };
    wanted.then_some(search)
}

/// Names the file of a language's index.
pub(super) fn file_name(search: &Search, language: &str) -> String {
    let ending = if is_script(search.index_format) { "js" } else { "json" };
    format!("search_index.{language}.{ending}")
}

/// Says whether an index needs the script of elasticlunr.
pub(super) fn is_elasticlunr(search: &Search) -> bool {
    match search.index_format {
        IndexFormat::ElasticlunrJavascript | IndexFormat::ElasticlunrJson => true,
        IndexFormat::FuseJavascript | IndexFormat::FuseJson => false,
    }
}

fn is_script(format: IndexFormat) -> bool {
    match format {
        IndexFormat::ElasticlunrJavascript | IndexFormat::FuseJavascript => true,
        IndexFormat::ElasticlunrJson | IndexFormat::FuseJson => false,
    }
}

/// Says what visitors who search in a language have to live with.
pub(super) fn warning(search: &Search, language: &str) -> Option<Diagnostic> {
    if !is_elasticlunr(search) {
        return None;
    }
    let (severity, message) = match Speech::of(language) {
        Speech::Known(_) => return None,
        Speech::Unknown => (
            Severity::Note,
            format!(
                "The search index for the language `{language}` finds words only in the form they are written in"
            ),
        ),
        Speech::WithoutSpaces => (
            Severity::Warning,
            format!(
                "The search index for the language `{language}` finds whole sentences only, since its words are not written apart"
            ),
        ),
    };
    let hint = "Write `index_format = \"fuse_json\"` into `[search]` and search with Fuse, which finds any part of a text";
    Some(Diagnostic { severity, ..Diagnostic::note(None, message, hint) })
}

/// Makes the index of a language.
pub(super) fn index(graph: &Graph, language: &str) -> Result<Vec<u8>, Diagnostic> {
    let fallback = Search::default();
    let search = settings(&graph.outline.config, language).unwrap_or(&fallback);
    let listed = listed(graph, language);
    let entries: Vec<Entry<'_>> = listed.into_iter().map(|id| Entry::of(graph, id)).collect();
    let start: &[u8] = if is_script(search.index_format) { b"window.searchIndex = " } else { b"" };
    let written = if is_elasticlunr(search) {
        elasticlunr::write(search, language, &entries, start.to_vec(), MAX_INDEX_BYTES)
    } else {
        fuse::write(search, &entries, start.to_vec(), MAX_INDEX_BYTES)
    };
    written.ok_or_else(|| {
        let most = MAX_INDEX_BYTES / 1024 / 1024;
        Diagnostic::error(
            None,
            format!("The search index for the language `{language}` could not be made: it is larger than {most} MiB"),
            "Write `truncate_content_length = 1000` into `[search]`, or leave pages out with `in_search_index = false`",
        )
    })
}

/// Makes the indexes of all languages for templates that ask for them, before any page is made.
pub(crate) fn make_all(graph: &Graph) {
    let Some(indexes) = &graph.search_indexes else { return };
    for language in graph.outline.languages() {
        if settings(&graph.outline.config, language).is_some() {
            let made = index(graph, language).map(OutputFile::made);
            locked(&indexes.made).insert(language.to_owned(), made);
        }
    }
}

/// Gives the index to a template that asks for it. Nothing while the texts are made.
pub(super) fn asked_for(graph: &Graph, language: &str) -> Option<Result<OutputFile, Diagnostic>> {
    let mut indexes = locked(&graph.search_indexes.as_ref()?.made);
    let made = || apart(|| index(graph, language)).map(OutputFile::made);
    Some(indexes.entry(language.to_owned()).or_insert_with(made).clone())
}

/// Gives the index, if templates asked for it already.
pub(super) fn known(graph: &Graph, language: &str) -> Option<Result<OutputFile, Diagnostic>> {
    locked(&graph.search_indexes.as_ref()?.made).get(language).cloned()
}

/// Hashes what an index follows from. Far cheaper than the index, and no less another where that is another.
pub(super) fn stamp(graph: &Graph, language: &str) -> String {
    let make = || {
        let seen = listed(graph, language).into_iter().map(|id| graph.seen(id, FACETS).to_le_bytes());
        let all: Vec<u8> = seen.flatten().collect();
        let settings = format!("{:?}", settings(&graph.outline.config, language));
        ContentHash::of(&[&all, settings.as_bytes()].concat()).to_string()
    };
    let Some(indexes) = &graph.search_indexes else { return make() };
    locked(&indexes.stamps).entry(language.to_owned()).or_insert_with(make).clone()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What the maps hold is whole at any moment, also where another thread panicked.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs something that would share out its work among the threads of the build, on a thread of its own. A thread that
/// makes a page must not take up another page while it waits.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let alone = || match ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    std::thread::scope(|scope| scope.spawn(alone).join().unwrap_or_else(|panic| resume_unwind(panic)))
}

/// Lists what is in the index of a language, sorted by address.
pub(super) fn listed(graph: &Graph, language: &str) -> Vec<NodeId> {
    let mut ids: Vec<NodeId> =
        graph.outline.ids().filter(|&id| is_listed(graph, graph.node(id), language)).collect();
    ids.sort_by(|&a, &b| graph.node(a).permalink.cmp(&graph.node(b).permalink));
    ids
}

/// A section that is left out takes its pages with it. A home page that nobody wrote has nothing to find.
fn is_listed(graph: &Graph, node: &Node, language: &str) -> bool {
    if node.language != language || !node.is_made() || !graph.files.contains_key(node.file()) {
        return false;
    }
    if let Some(section) = node.section() {
        return section.in_search_index && section.redirect_to.is_none();
    }
    let above = node.parent.and_then(|parent| graph.node(parent).section());
    node.page().is_some_and(|page| page.in_search_index)
        && above.is_none_or(|section| section.in_search_index)
}

impl<'g> Entry<'g> {
    fn of(graph: &'g Graph, id: NodeId) -> Self {
        let node = graph.node(id);
        Self {
            url: &node.permalink,
            title: node.title().unwrap_or_default(),
            description: node.description().unwrap_or_default(),
            date: node.date().map(|date| date.instant().to_string()),
            path: &node.path,
            html: &graph.body(id).html,
        }
    }

    /// Gives the text without mark-up, as long as the settings allow.
    fn text(&self, search: &Search) -> String {
        let mut text = plain::text(self.html);
        if let Some(most) = search.truncate_content_length
            && let Some((end, _)) = text.char_indices().nth(most)
        {
            text.truncate(end);
        }
        text
    }

    /// Lists the values that are wanted, with their names. A page without a date has none.
    fn fields(&self, search: &Search) -> Vec<(&'static str, Cow<'_, str>)> {
        let mut fields = Vec::with_capacity(5);
        let mut add = |wanted: bool, name: &'static str, value: Cow<'g, str>| {
            if wanted {
                fields.push((name, value));
            }
        };
        add(search.include_title, "title", self.title.into());
        add(search.include_description, "description", self.description.into());
        if let Some(date) = &self.date {
            add(search.include_date, "date", date.clone().into());
        }
        add(search.include_path, "path", self.path.into());
        if search.include_content {
            add(true, "body", self.text(search).into());
        }
        fields
    }
}
