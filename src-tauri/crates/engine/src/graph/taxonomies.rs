//! Taxonomies with their terms, and the pages of each term.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, Taxonomy};
use crate::diagnostic::{Diagnostic, Place};
use crate::slug::slugify;
use crate::theme::suggestion;

use super::address::{permalink, site_path};
use super::node::{Node, NodeId};
use super::order::{natural, newest_first};

/// A taxonomy of one language with everything in it.
#[derive(Debug)]
pub(crate) struct LinkedTaxonomy {
    /// What the config says of it.
    pub(crate) settings: Taxonomy,
    /// The code of its language.
    pub(crate) language: String,
    /// Its part of the address.
    pub(crate) slug: String,
    /// Its address below the site's.
    pub(crate) path: String,
    /// Its whole address.
    pub(crate) permalink: Arc<str>,
    /// Its terms, sorted as people sort names.
    pub(crate) terms: Vec<Term>,
}

/// One term of a taxonomy.
#[derive(Debug)]
pub(crate) struct Term {
    /// Its name, as the first page that uses it writes it.
    pub(crate) name: String,
    /// Its part of the address.
    pub(crate) slug: String,
    /// Its address below the site's.
    pub(crate) path: String,
    /// Its whole address.
    pub(crate) permalink: Arc<str>,
    /// Its pages, newest first, then those without a date.
    pub(crate) pages: Vec<NodeId>,
}

impl LinkedTaxonomy {
    /// Finds the place of a term by name; spelling that leads to the same address is the same term.
    pub(crate) fn term(&self, config: &Config, name: &str) -> Option<usize> {
        let slug = slugify(name, config.slugify.taxonomies);
        self.terms.iter().position(|term| term.slug == slug)
    }
}

/// Lists the taxonomies of all languages: those of the default language first.
pub(super) fn taxonomies(
    config: &Config,
    nodes: &[Node],
    ids: impl Iterator<Item = NodeId>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LinkedTaxonomy> {
    let own = (config.default_language.as_str(), &config.taxonomies);
    let others = config.languages.iter().map(|(code, language)| (code.as_str(), &language.taxonomies));
    let others = others.filter(|(code, _)| *code != config.default_language);
    let mut linked: Vec<LinkedTaxonomy> = [own]
        .into_iter()
        .chain(others)
        .flat_map(|(language, list)| list.iter().map(move |settings| (language, settings)))
        .map(|(language, settings)| without_terms(config, language, settings))
        .collect();
    let mut by_slug: Vec<BTreeMap<String, Term>> = linked.iter().map(|_| BTreeMap::new()).collect();
    for id in ids {
        let node = &nodes[id.index()];
        let Some(page) = node.page() else { continue };
        for (name, terms) in &page.taxonomies {
            let position =
                linked.iter().position(|each| each.language == node.language && each.settings.name == *name);
            let Some(position) = position else {
                diagnostics.push(unknown_taxonomy(node, name, &linked));
                continue;
            };
            if node.is_live() {
                add(config, &linked[position], &mut by_slug[position], id, terms);
            }
        }
    }
    for (taxonomy, terms) in linked.iter_mut().zip(by_slug) {
        taxonomy.terms = terms.into_values().collect();
        taxonomy.terms.sort_by(|a, b| natural(&a.name, &b.name).then_with(|| a.slug.cmp(&b.slug)));
        for term in &mut taxonomy.terms {
            term.pages.sort_by(|a, b| newest_first(&nodes[a.index()], &nodes[b.index()]));
        }
    }
    linked
}

fn without_terms(config: &Config, language: &str, settings: &Taxonomy) -> LinkedTaxonomy {
    let slug = slugify(&settings.name, config.slugify.taxonomies);
    let prefix = if language == config.default_language { "" } else { language };
    let root = config.taxonomy_root.as_deref().unwrap_or_default();
    let path = site_path(&[prefix, root, &slug]);
    LinkedTaxonomy {
        settings: settings.clone(),
        language: language.to_owned(),
        permalink: permalink(config, &path),
        slug,
        path,
        terms: Vec::new(),
    }
}

fn add(
    config: &Config,
    taxonomy: &LinkedTaxonomy,
    terms: &mut BTreeMap<String, Term>,
    page: NodeId,
    names: &[String],
) {
    for name in names {
        let slug = slugify(name, config.slugify.taxonomies);
        let term = terms.entry(slug.clone()).or_insert_with(|| {
            let path = site_path(&[&taxonomy.path, &slug]);
            Term { name: name.clone(), slug, permalink: permalink(config, &path), path, pages: Vec::new() }
        });
        if term.pages.last() != Some(&page) {
            term.pages.push(page);
        }
    }
}

fn unknown_taxonomy(node: &Node, name: &str, linked: &[LinkedTaxonomy]) -> Diagnostic {
    let known: Vec<&str> = linked
        .iter()
        .filter(|taxonomy| taxonomy.language == node.language)
        .map(|taxonomy| taxonomy.settings.name.as_str())
        .collect();
    let hint = if known.is_empty() {
        format!("Add `taxonomies = [{{ name = \"{name}\" }}]` to the site's config")
    } else {
        let listed = format!(
            "The site has: {}. Use one of these, or add `{name}` to the site's config",
            known.join(", ")
        );
        suggestion(name, known, &listed)
    };
    Diagnostic::error(
        Place::file(node.file()),
        format!("{} uses the taxonomy `{name}`, which the site does not have", node.file()),
        hint,
    )
}
