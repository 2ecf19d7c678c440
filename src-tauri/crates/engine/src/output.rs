//! What comes out: the files of the finished site and their manifest. All that `publish` knows of the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use crate::path::{OutputPath, PathError, SourcePath};

/// The SHA-256 of a file's bytes. Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

/// Where the bytes of an output file come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// Made by the engine.
    Made(Arc<[u8]>),
    /// A source file that goes out as it is.
    Copied(SourcePath),
}

/// One file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its bytes, or where to read them.
    pub contents: Contents,
    /// Its place in the manifest.
    pub entry: Entry,
}

/// What a manifest says about one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Size in bytes.
    pub size: u64,
    /// Hash of the bytes.
    pub hash: ContentHash,
}

/// All files of a finished site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The files by path.
    pub files: BTreeMap<OutputPath, OutputFile>,
    /// The files that the site asks for and that could not be made: what stands there from before is better than
    /// nothing.
    pub spoilt: BTreeSet<OutputPath>,
}

/// The list of a finished site's files: path, size and hash of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Manifest {
    /// The entries by path.
    pub entries: BTreeMap<OutputPath, Entry>,
}

impl Bundle {
    /// Lists the files.
    pub fn manifest(&self) -> Manifest {
        Manifest { entries: self.files.iter().map(|(path, file)| (path.clone(), file.entry)).collect() }
    }
}

impl OutputFile {
    /// Makes a file from bytes.
    pub fn made(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { entry: Entry::of(&bytes), contents: Contents::Made(bytes) }
    }

    /// Makes a file that is a copy of a source file.
    pub fn copied(file: &SourcePath, entry: Entry) -> Self {
        Self { entry, contents: Contents::Copied(file.clone()) }
    }
}

impl Entry {
    /// Measures bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, hash: ContentHash::of(bytes) }
    }
}

impl ContentHash {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> String {
        hash.to_string()
    }
}

impl TryFrom<String> for ContentHash {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        let lower_hex = digits.len() == 64 && digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f'));
        if !lower_hex {
            return Err(format!("a hash has 64 hexadecimal digits, `{text}` has not"));
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|error| error.to_string())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|error| error.to_string())?;
        }
        Ok(Self(bytes))
    }
}
