//! From the place of a file to its address.

use std::sync::Arc;

use crate::config::Config;
use crate::document::{Document, Header};
use crate::output::{OutputPath, PathError};
use crate::slug::slugify;

/// Where a node is found.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) slug: String,
    /// Below the site's address, with slashes at both ends.
    pub(super) path: String,
    pub(super) permalink: Arc<str>,
}

/// The place of a content file below `content/`.
#[derive(Debug)]
pub(super) struct FilePlace<'a> {
    /// The folder the file is in.
    pub(super) folder: &'a str,
    /// Says whether the file stands for its folder: `index.md`.
    pub(super) is_bundle: bool,
}

impl<'a> FilePlace<'a> {
    /// Reads the place of a file.
    pub(super) fn of(content_path: &'a str) -> Self {
        let (folder, name) = content_path.rsplit_once('/').unwrap_or(("", content_path));
        Self { folder, is_bundle: name.starts_with("index.") }
    }

    /// Borrows the folder whose section the file belongs to, and the name the address ends in where the
    /// folder says it.
    pub(super) fn section_folder(&self) -> (&'a str, Option<&'a str>) {
        if !self.is_bundle {
            return (self.folder, None);
        }
        match self.folder.rsplit_once('/') {
            Some((above, name)) => (above, Some(name)),
            None => ("", (!self.folder.is_empty()).then_some(self.folder)),
        }
    }
}

/// Gives a document its address.
pub(super) fn address(config: &Config, document: &Document, content_path: &str, language: &str) -> Address {
    let place = FilePlace::of(content_path);
    let (slug, below) = match &document.header {
        Header::Section(_) => {
            let slug = place.folder.rsplit('/').next().unwrap_or_default();
            (slug.to_owned(), place.folder.to_owned())
        }
        Header::Page(header) => {
            let slug = page_slug(config, document, header.slug.as_deref());
            let below = match &header.path {
                Some(path) => path.trim().trim_matches('/').to_owned(),
                None => format!("{}/{slug}", place.section_folder().0),
            };
            (slug, below)
        }
    };
    let prefix = if language == config.default_language { "" } else { language };
    // A page with a path of its own says it whole: no language is put before it.
    let own_path = matches!(&document.header, Header::Page(header) if header.path.is_some());
    let path = site_path(&[if own_path { "" } else { prefix }, &below]);
    let permalink = permalink(config, &path);
    Address { slug, path, permalink }
}

/// Joins parts to an address below the site's, with slashes at both ends.
pub(crate) fn site_path(parts: &[&str]) -> String {
    let mut path = String::from("/");
    for part in parts.iter().flat_map(|part| part.split('/')).filter(|part| !part.is_empty()) {
        path.push_str(part);
        path.push('/');
    }
    path
}

/// Gives the whole address of a path below the site's.
pub(crate) fn permalink(config: &Config, path: &str) -> Arc<str> {
    format!("{}{path}", config.base_url.trim_end_matches('/')).into()
}

/// Gives the file that is served for an address below the site's.
pub(crate) fn index_file(path: &str) -> Result<OutputPath, PathError> {
    let folder = path.trim_matches('/');
    if folder.is_empty() {
        OutputPath::new("index.html")
    } else {
        OutputPath::new(format!("{folder}/index.html"))
    }
}

fn page_slug(config: &Config, document: &Document, own: Option<&str>) -> String {
    let name = match own {
        Some(slug) => slug.trim(),
        None if config.slugify.paths_keep_dates => &document.name.dated_stem,
        None => &document.name.stem,
    };
    slugify(name, config.slugify.paths)
}
