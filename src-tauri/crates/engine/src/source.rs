//! An immutable snapshot of the site's folder. The engine never opens a file: whoever owns the disk reads it
//! into this value. Text the engine works on is loaded; everything else is known by size and hash only. Where a
//! template works with a picture, the engine asks the owner of the disk for its bytes ([`ReadFile`]) and checks
//! that they are those of the snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::output::Entry;
use crate::path::SourcePath;
use crate::pictures::{NoCache, PictureCache, Pictures};

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

/// Reads the files that a snapshot knows by size and hash only.
pub trait ReadFile: Send + Sync {
    /// Reads a file's first bytes, at most `limit` of them: all of a shorter file.
    fn read(&self, file: &SourcePath, limit: u64) -> Result<Arc<[u8]>, Unreadable>;
}

/// Says in plain words why a file cannot be read, such as `it is no longer there`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// The site's files by path: the config, `galley.toml`, `content/`, `templates/`, `static/`, `sass/`, `themes/`.
#[derive(Clone)]
pub struct Source {
    files: Arc<Files>,
    left_out: Arc<BTreeSet<SourcePath>>,
    pictures: Arc<Pictures>,
}

impl Source {
    /// Takes the files. Pictures that are not loaded cannot be worked with, and nothing is kept from build to build.
    pub fn new(files: Files) -> Self {
        Self {
            files: Arc::new(files),
            left_out: Arc::default(),
            pictures: Arc::new(Pictures::new(Arc::new(Nobody), Arc::new(NoCache))),
        }
    }

    /// Takes somebody who reads the files that are not loaded.
    pub fn with_reader(self, reader: Arc<dyn ReadFile>) -> Self {
        let pictures = Pictures::new(reader, self.pictures.cache());
        Self { pictures: Arc::new(pictures), ..self }
    }

    /// Takes a place where finished pictures are kept from build to build.
    pub fn with_picture_cache(self, cache: Arc<dyn PictureCache>) -> Self {
        let pictures = Pictures::new(self.pictures.reader(), cache);
        Self { pictures: Arc::new(pictures), ..self }
    }

    /// Exchanges the files; their reader and what is known of pictures stay.
    pub fn with_files(&self, files: Files) -> Self {
        Self { files: Arc::new(files), ..self.clone() }
    }

    /// Names links that lead out of the site's folder, which are left out and told of.
    pub fn with_left_out(self, links: BTreeSet<SourcePath>) -> Self {
        Self { left_out: Arc::new(links), ..self }
    }

    /// Borrows the links that are left out.
    pub fn left_out(&self) -> &BTreeSet<SourcePath> {
        &self.left_out
    }

    /// Borrows what works with pictures.
    pub(crate) fn pictures(&self) -> &Arc<Pictures> {
        &self.pictures
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
            || (top == "data" && is_data(path.extension()))
            || path.as_str().contains("/templates/")
            || matches!(
                path.extension(),
                "md" | "toml" | "json" | "yaml" | "yml" | "csv" | "xml" | "bib" | "txt"
            )
            || matches!(path.extension(), "sublime-syntax" | "tmTheme" | "tmLanguage")
            || matches!(path.extension(), "css" | "js" | "mjs" | "svg" | "scss" | "sass")
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::new(BTreeMap::new())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl Eq for Source {}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("files", &self.files).finish_non_exhaustive()
    }
}

/// Stands in where nobody reads files for the engine.
struct Nobody;

impl ReadFile for Nobody {
    fn read(&self, _: &SourcePath, _: u64) -> Result<Arc<[u8]>, Unreadable> {
        Err(Unreadable("its bytes are not at hand here".into()))
    }
}

/// In the folder for data any file may be data, but for the kinds that are no text.
fn is_data(extension: &str) -> bool {
    let media =
        ["avif", "gif", "jpeg", "jpg", "png", "webp", "ico", "mp3", "mp4", "ogg", "wav", "webm", "mov"];
    let others =
        ["7z", "gz", "pdf", "rar", "tar", "zip", "otf", "ttf", "woff", "woff2", "db", "sqlite", "xlsx"];
    let extension = extension.to_ascii_lowercase();
    !media.iter().chain(&others).any(|known| *known == extension)
}

impl SourceFile {
    /// Makes a file whose bytes are at hand.
    pub fn loaded(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { entry: Entry::of(&bytes), bytes: Some(bytes) }
    }
}
