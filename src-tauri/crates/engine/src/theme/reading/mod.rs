//! What a template can read of pages other than its own, found out without rendering it.
//!
//! An incremental build makes a file again when something it shows has changed. Which lists a template goes
//! through, and which fields it reads of what is in them, stands in its text: `{% for p in section.pages %}
//! {{ p.title }}` does not care about the content of those pages. The analysis follows values through loops,
//! assignments, includes, blocks and components. It may find too much, never too little: whatever it cannot
//! follow counts as reading everything.

mod lexer;
mod shape;
mod syntax;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::graph::{Facets, hash_of};

use syntax::{Component, Template};

/// What a template is rendered for. It decides what is in its context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    /// A page.
    Page,
    /// A section, or a page of its list.
    Section,
    /// The terms of a taxonomy.
    Terms,
    /// A term, or a page of its list.
    Term,
    /// A feed.
    Feed,
    /// A file that is about no page: the sitemap, `robots.txt`, `404.html`.
    Bare,
}

/// A way on which a template reaches pages other than its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reach {
    /// `page.lower` and `page.higher`.
    Neighbours,
    /// `section.pages`.
    SectionPages,
    /// `paginator.pages`.
    Pager,
    /// `term`.
    Term,
    /// `terms`.
    Terms,
    /// `pages` of a feed.
    Feed,
    /// `section` or `term` of a feed.
    FeedOf,
    /// What a function gives: `get_section`, `get_page`, `get_taxonomy`, `get_taxonomy_term`.
    Function,
}

/// What a template reads of pages other than its own: the ways it goes, and what it reads of whom it meets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    /// The parts read, by way. A way that is missing is not gone.
    pub(crate) ways: BTreeMap<Reach, Facets>,
    /// The hash of the text of the template and of every other that takes part.
    pub(crate) hash: u64,
}

/// The templates of a site as trees, and what was found out about them.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    /// The templates by the name the template engine has for them; none for one that could not be read here.
    templates: BTreeMap<String, Option<Template>>,
    hashes: BTreeMap<String, u64>,
    /// Where each component is defined: the template's name and the component's place in it.
    components: BTreeMap<String, (String, usize)>,
    prefixes: Vec<String>,
    known: Mutex<BTreeMap<(String, Role), Arc<Reading>>>,
}

/// Lists the components that a template defines, each with the parameters that its calls give.
pub(super) fn components(text: &str) -> Vec<(String, Vec<String>)> {
    let template = if text.contains("component") { syntax::read(text).ok() } else { None };
    let given = |component: &Component| {
        let parameters = component.parameters.iter().filter(|parameter| !parameter.is_implicit);
        parameters.map(|parameter| parameter.name.clone()).collect()
    };
    let all = template.into_iter().flat_map(|template| template.components);
    all.map(|component| (component.name.clone(), given(&component))).collect()
}

impl Readings {
    /// Reads templates. Of the prefixes, the first has the last word on what a short name means.
    pub(crate) fn new<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
        prefixes: Vec<String>,
    ) -> Self {
        let (mut templates, mut hashes) = (BTreeMap::new(), BTreeMap::new());
        for (name, text) in texts {
            templates.insert(name.to_owned(), syntax::read(text).ok());
            hashes.insert(name.to_owned(), hash_of(&(name, text)));
        }
        let mut readings =
            Self { templates, hashes, components: BTreeMap::new(), prefixes, known: Mutex::default() };
        readings.components = readings.defined_components();
        readings
    }

    /// Says what a template reads in a role.
    pub(crate) fn of(&self, template: &str, role: Role) -> Arc<Reading> {
        let key = (template.to_owned(), role);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = known().get(&key) {
            return Arc::clone(reading);
        }
        let reading = Arc::new(walk::reading(self, template, role));
        known().entry(key).or_insert(reading).clone()
    }

    /// Hashes all templates together.
    pub(crate) fn hash(&self) -> u64 {
        hash_of(&self.hashes)
    }

    /// Of a component that is defined twice the template engine takes the one with the nearer prefix.
    fn defined_components(&self) -> BTreeMap<String, (String, usize)> {
        let distance = |name: &str| {
            self.prefixes.iter().position(|prefix| name.starts_with(prefix.as_str())).map_or(0, |at| at + 1)
        };
        let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (name, template) in &self.templates {
            for (at, component) in template.iter().flat_map(|template| template.components.iter().enumerate())
            {
                let nearer =
                    found.get(&component.name).is_none_or(|(other, _)| distance(name) < distance(other));
                if nearer {
                    found.insert(component.name.clone(), (name.clone(), at));
                }
            }
        }
        found
    }

    /// Finds a template as the template engine does: by its whole name, or else below the prefixes.
    fn find(&self, name: &str) -> Option<(&str, Option<&Template>)> {
        let whole = |name: &str| self.templates.get_key_value(name);
        let found =
            whole(name).or_else(|| self.prefixes.iter().find_map(|prefix| whole(&format!("{prefix}{name}"))));
        found.map(|(name, template)| (name.as_str(), template.as_ref()))
    }

    /// Lists the templates of shortcodes.
    fn shortcodes(&self) -> impl Iterator<Item = &str> {
        let prefixes = || std::iter::once("").chain(self.prefixes.iter().map(String::as_str));
        let is_one = move |name: &&String| {
            prefixes()
                .any(|prefix| name.strip_prefix(prefix).is_some_and(|name| name.starts_with("shortcodes/")))
        };
        self.templates.keys().filter(is_one).map(String::as_str)
    }

    fn component(&self, name: &str) -> Option<(&str, &Component)> {
        let (template, at) = self.components.get(name)?;
        Some((template, &self.templates.get(template)?.as_ref()?.components[*at]))
    }

    fn hash_of_all(&self, names: &BTreeSet<String>) -> u64 {
        hash_of(&names.iter().map(|name| self.hashes.get(name)).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests;
