//! The list of all addresses of the site.

use std::sync::Arc;

use tera::{Map, Value};

use crate::config::ExcludePaginated;
use crate::graph::{Graph, Outline, permalink};

use super::plan::{section_pager, term_pager};
use super::values::map;

/// Search engines take no more addresses in one file than this and some.
pub(crate) const MAX_ENTRIES: usize = 30_000;

/// One address of the site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SitemapEntry<'a> {
    /// The whole address.
    pub(crate) permalink: Arc<str>,
    /// When the page was last changed.
    pub(crate) updated: Option<&'a str>,
    /// The page's own values.
    pub(crate) extra: Option<&'a Map>,
}

/// Says whether the list is too long for one file.
pub(super) fn is_split(outline: &Outline) -> bool {
    entries(outline).len() > MAX_ENTRIES
}

/// Names a part of the list, counted from 0.
pub(crate) fn part_name(part: usize) -> String {
    format!("sitemap{}.xml", part + 1)
}

/// Lists the addresses, sorted.
pub(crate) fn entries(outline: &Outline) -> Vec<SitemapEntry<'_>> {
    let mut entries = Vec::new();
    let mut add =
        |permalink: Arc<str>, updated, extra| entries.push(SitemapEntry { permalink, updated, extra });
    let with_pagers = match outline.config.exclude_paginated_pages_in_sitemap {
        ExcludePaginated::None => true,
        ExcludePaginated::All => false,
    };
    for node in outline.nodes.iter().filter(|node| node.is_live() && node.is_rendered()) {
        if let Some(page) = node.page() {
            let updated = node.updated().or(node.date()).map(|date| date.as_str());
            add(node.permalink.clone(), updated, Some(&page.extra));
        } else if let Some(section) = node.section() {
            add(node.permalink.clone(), None, Some(&section.extra));
            let pager = section_pager(node).filter(|_| with_pagers && section.redirect_to.is_none());
            // A list without pages has one page all the same, but nothing worth finding.
            let listed = pager.filter(|pager| pager.length() > 0);
            for index in listed.iter().flat_map(|pager| 0..pager.count()) {
                let part = section.paginate_path.trim_matches('/');
                add(format!("{}{part}/{}/", node.permalink, index + 1).into(), None, None);
            }
        }
    }
    for taxonomy in outline.taxonomies.iter().filter(|each| each.settings.render) {
        add(taxonomy.permalink.clone(), None, None);
        for (at, term) in taxonomy.terms.iter().enumerate() {
            add(term.permalink.clone(), None, None);
            let pager = term_pager(outline, taxonomy, at).filter(|_| with_pagers);
            for index in pager.iter().flat_map(|pager| 0..pager.count()) {
                let path = pager.iter().map(|pager| pager.numbered(&term.path, index)).collect::<String>();
                add(permalink(&outline.config, &path), None, None);
            }
        }
    }
    entries.sort_by(|a, b| a.permalink.cmp(&b.permalink));
    // The list of a taxonomy may stand where a section would.
    entries.dedup_by(|a, b| a.permalink == b.permalink);
    entries
}

/// Gives `entries` for the templates: all, or one part.
pub(super) fn value(graph: &Graph, part: Option<usize>) -> Value {
    let entries = entries(&graph.outline);
    let shown = match part {
        Some(part) => entries.chunks(MAX_ENTRIES).nth(part).unwrap_or_default(),
        None => &entries,
    };
    let entry = |entry: &SitemapEntry<'_>| {
        map([
            ("permalink", Value::from(&*entry.permalink)),
            ("updated", entry.updated.map_or_else(Value::none, Value::from)),
            ("extra", entry.extra.map_or_else(Value::none, |extra| Value::from(extra.clone()))),
        ])
    };
    Value::from(shown.iter().map(entry).collect::<Vec<_>>())
}

/// Gives the addresses of the parts.
pub(super) fn parts(graph: &Graph) -> Vec<String> {
    let count = entries(&graph.outline).len().div_ceil(MAX_ENTRIES);
    (0..count)
        .map(|part| permalink(&graph.outline.config, &format!("/{}", part_name(part))).to_string())
        .collect()
}
