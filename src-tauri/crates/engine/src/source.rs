//! An immutable snapshot of the site's folder. The engine never opens a file: whoever owns the disk reads it
//! into this value. Text the engine works on is loaded; everything else is known by size and hash only.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::output::Entry;
use crate::path::SourcePath;

/// One file of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Size and hash of the bytes.
    pub entry: Entry,
    /// The bytes, for what the engine reads; nothing for what it only copies.
    pub bytes: Option<Arc<[u8]>>,
}

/// Files by path.
pub type Files = BTreeMap<SourcePath, SourceFile>;

/// The site's files by path: the config, `galley.toml`, `content/`, `templates/`, `static/`, `sass/`, `themes/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    files: Arc<Files>,
}

impl Source {
    /// Takes the files.
    pub fn new(files: Files) -> Self {
        Self { files: Arc::new(files) }
    }

    /// Borrows the files, sorted by path.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Shares the files.
    pub(crate) fn shared(&self) -> Arc<Files> {
        self.files.clone()
    }

    /// Says whether the engine reads this file's bytes; a host may leave out the bytes of any other.
    pub fn is_read(path: &SourcePath) -> bool {
        let top = path.as_str().split('/').next().unwrap_or_default();
        // A template may have any ending; templates ask for the hash of scripts and styles, and for data.
        top == "templates"
            || path.as_str().contains("/templates/")
            || match path.extension() {
                "md" => top == "content",
                "toml" | "json" | "yaml" | "yml" | "csv" | "xml" | "bib" | "txt" => true,
                "css" | "js" | "mjs" | "svg" | "scss" | "sass" => true,
                _ => false,
            }
    }
}

impl SourceFile {
    /// Makes a file whose bytes are at hand.
    pub fn loaded(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { entry: Entry::of(&bytes), bytes: Some(bytes) }
    }
}
