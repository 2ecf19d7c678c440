//! What a place must be able to do so that a site can be published to it.
//!
//! A target moves bytes and answers questions; it decides nothing. Order, retries, limits and records are the same for
//! all targets and live in [`crate::transfer`]. Every operation may be asked for again after a broken connection, so
//! each must be harmless when it was already done. [`crate::conformance`] is the definition of all this as tests.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use engine::output::{ContentHash, Entry, OutputPath};
use sha2::{Digest, Sha256};

use crate::error::PublishError;
use crate::record::Record;

/// What an operation of a target will answer.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, PublishError>> + Send + 'a>>;

/// A place a site is published to. Paths are relative to the place's own folder.
pub trait Target: Send + Sync {
    /// Names the place for a message, for example `the folder /srv/www`.
    fn name(&self) -> String;

    /// Says how many operations it takes at a time.
    fn parallel(&self) -> usize;

    /// Connects, and finds out whether the place exists and lets us write, leaving nothing behind.
    fn probe(&self) -> Answer<'_, Probe>;

    /// Says how many bytes are free, where that can be known.
    fn free_bytes(&self) -> Answer<'_, Option<u64>>;

    /// Reads a record; nothing where there is none.
    fn read_record(&self, record: Record) -> Answer<'_, Option<Vec<u8>>>;

    /// Writes a record, whole or not at all.
    fn write_record<'a>(&'a self, record: Record, bytes: &'a [u8]) -> Answer<'a, ()>;

    /// Removes a record.
    fn remove_record(&self, record: Record) -> Answer<'_, ()>;

    /// Says what stands at a path, following no link.
    fn look<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Found>;

    /// Reads a file and measures it; nothing where there is no file.
    fn measure<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Option<Entry>>;

    /// Lists the staged files.
    fn staged(&self) -> Answer<'_, BTreeMap<StageName, Stamp>>;

    /// Puts bytes where no visitor sees them. A file that lists with its full size is complete.
    fn stage<'a>(&'a self, name: &'a StageName, bytes: Arc<[u8]>) -> Answer<'a, Stamp>;

    /// Removes a staged file.
    fn unstage<'a>(&'a self, name: &'a StageName) -> Answer<'a, ()>;

    /// Makes a folder whose parent exists. A real folder that is there already is fine, a link is not.
    fn make_folder<'a>(&'a self, folder: &'a OutputPath) -> Answer<'a, ()>;

    /// Moves a staged file to its path, over the file that is there. Its folder exists.
    fn place<'a>(&'a self, name: &'a StageName, path: &'a OutputPath) -> Answer<'a, Placed>;

    /// Removes a file or link, never what a link points to. Nothing there is fine, and a folder is left alone.
    fn remove<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, ()>;

    /// Removes a folder if it is empty; leaves it otherwise.
    fn remove_empty_folder<'a>(&'a self, folder: &'a OutputPath) -> Answer<'a, ()>;
}

/// What a probe found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// Free bytes, where the place says so.
    pub free_bytes: Option<u64>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A file.
    File(Stamp),
    /// A folder.
    Folder,
    /// A link or something rarer.
    Other,
}

/// How a target tells two states of a file apart without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// When it was last written, in the target's own measure.
    pub modified: u64,
}

/// Whether a staged file got its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// It stands there now.
    Done,
    /// It was not staged, or an earlier try has already moved it.
    NotStaged,
}

/// The name of a staged file. It follows from path and contents, so that a later publish finds what is already sent.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StageName(String);

const STAGE_NAME_DIGITS: usize = 40;

impl StageName {
    /// Derives the name.
    pub fn of(path: &OutputPath, hash: ContentHash) -> Self {
        let digest = Sha256::digest(format!("{hash} {path}"));
        Self(digest.iter().take(STAGE_NAME_DIGITS / 2).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads a name from a listing; nothing for a file that is not ours.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = text.len() == STAGE_NAME_DIGITS
            && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        ours.then(|| Self(text.into()))
    }

    /// Borrows the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_name_follows_from_path_and_contents() {
        let path = |text| OutputPath::new(text).unwrap();
        let name = |text, bytes: &[u8]| StageName::of(&path(text), ContentHash::of(bytes));
        assert_eq!(name("a", b"1"), name("a", b"1"));
        assert_ne!(name("a", b"1"), name("b", b"1"));
        assert_ne!(name("a", b"1"), name("a", b"2"));
        assert_eq!(StageName::parse(name("a", b"1").as_str()), Some(name("a", b"1")));
        assert_eq!(StageName::parse("index.html"), None);
    }
}
