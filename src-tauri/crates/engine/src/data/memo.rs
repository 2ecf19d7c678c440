//! The data that a site's templates loaded: each file is read once for all pages, each address asked once.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256, Sha384, Sha512};
use tera::Value;

use super::{Fault, Fetch, Format, MAX_BYTES, Request, parse};
use crate::diagnostic::Diagnostic;
use crate::output::{ContentHash, SourcePath};
use crate::source::{ReadFile, SourceFile};

/// A site asks for no more addresses than this.
const MAX_REQUESTS: usize = 200;

/// No larger file is hashed for a template.
pub(crate) const MAX_HASHED_BYTES: u64 = 256 * 1024 * 1024;

/// What the author can do about a site that may not load data from the network.
pub(crate) const SWITCH_ON: &str =
    "If you trust its theme with that, write `load_remote_data = true` into `galley.toml`";

/// What a site's templates loaded, and their way to the network.
#[derive(Debug)]
pub(crate) struct Data {
    reader: Reader,
    remote: Remote,
    files: Memos<(ContentHash, Format), Result<Value, Fault>>,
    digests: Memos<(ContentHash, Sha), Hashed>,
    requests: Memos<(Request, Format), Result<Value, NotLoaded>>,
    left_out: Mutex<BTreeSet<String>>,
}

/// The hash of a file, once its bytes were to be had.
type Hashed = Mutex<Option<Arc<[u8]>>>;

/// The hashes that templates ask for, by their bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Sha {
    Sha256,
    Sha384,
    Sha512,
}

impl Sha {
    /// Hashes bytes.
    pub(crate) fn of(self, bytes: &[u8]) -> Arc<[u8]> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).as_slice().into(),
            Self::Sha384 => Sha384::digest(bytes).as_slice().into(),
            Self::Sha512 => Sha512::digest(bytes).as_slice().into(),
        }
    }
}

/// Reads the files that are not loaded.
struct Reader(Arc<dyn ReadFile>);

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

/// The way to the network.
#[derive(Debug)]
enum Remote {
    /// The author has not switched it on.
    Off,
    /// The host has none.
    Missing,
    /// There is one.
    Way(Arc<dyn Fetch>),
}

/// Why data from the network is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotLoaded {
    /// The author has not switched it on.
    Off,
    /// The host has no way to the network.
    NoWay,
    /// There are too many addresses.
    TooMany,
    /// Nothing came.
    Nothing(String),
    /// What came cannot be read.
    Faulty(Fault),
}

impl Data {
    /// Starts with nothing loaded.
    pub(crate) fn new(allowed: bool, fetch: Option<&Arc<dyn Fetch>>, reader: Arc<dyn ReadFile>) -> Self {
        let remote = match fetch {
            _ if !allowed => Remote::Off,
            None => Remote::Missing,
            Some(fetch) => Remote::Way(Arc::clone(fetch)),
        };
        Self {
            reader: Reader(reader),
            remote,
            files: Memos::default(),
            digests: Memos::default(),
            requests: Memos::default(),
            left_out: Mutex::default(),
        }
    }

    /// Gives the data of a file; nothing if its bytes are not to be had.
    pub(crate) fn of_file(
        &self,
        path: &SourcePath,
        file: &SourceFile,
        format: Format,
    ) -> Option<Result<Value, Fault>> {
        let memo = self.files.get((file.entry.hash, format));
        if let Some(known) = memo.get() {
            return Some(known.clone());
        }
        let bytes = self.bytes(path, file, MAX_BYTES as u64)?;
        Some(memo.get_or_init(|| parse(format, &bytes)).clone())
    }

    /// Gives the data of a file that was made.
    pub(crate) fn of_bytes(&self, hash: ContentHash, bytes: &[u8], format: Format) -> Result<Value, Fault> {
        self.files.get((hash, format)).get_or_init(|| parse(format, bytes)).clone()
    }

    /// Hashes the bytes of a file, of any kind; nothing if they are not to be had.
    pub(crate) fn digest(&self, path: &SourcePath, file: &SourceFile, sha: Sha) -> Option<Arc<[u8]>> {
        if file.entry.size > MAX_HASHED_BYTES {
            return None;
        }
        self.digest_once(file.entry.hash, sha, || self.bytes(path, file, MAX_HASHED_BYTES))
    }

    /// Hashes a file that was made.
    pub(crate) fn digest_of_bytes(
        &self,
        hash: ContentHash,
        bytes: &Arc<[u8]>,
        sha: Sha,
    ) -> Option<Arc<[u8]>> {
        self.digest_once(hash, sha, || Some(Arc::clone(bytes)))
    }

    /// Others wait, and do not read and hash a large file at the same time.
    fn digest_once(
        &self,
        hash: ContentHash,
        sha: Sha,
        bytes: impl FnOnce() -> Option<Arc<[u8]>>,
    ) -> Option<Arc<[u8]>> {
        let memo = self.digests.get((hash, sha));
        let mut known = memo.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none() {
            *known = bytes().map(|bytes| sha.of(&bytes));
        }
        known.clone()
    }

    /// Pictures, pieces of code and other files are only copied as a rule; here a template asks for one.
    fn bytes(&self, path: &SourcePath, file: &SourceFile, most: u64) -> Option<Arc<[u8]>> {
        if let Some(bytes) = &file.bytes {
            return Some(Arc::clone(bytes));
        }
        // One byte more than may be is enough to say that there are too many.
        let most = most + 1;
        let bytes = self.reader.0.read(path, most).ok()?;
        let is_same = file.entry.size >= most || ContentHash::of(&bytes) == file.entry.hash;
        is_same.then_some(bytes)
    }

    /// Gives the data that an address has.
    pub(crate) fn of_address(&self, request: Request, format: Format) -> Result<Value, NotLoaded> {
        let way = match &self.remote {
            Remote::Off => return Err(NotLoaded::Off),
            Remote::Missing => return Err(NotLoaded::NoWay),
            Remote::Way(way) => way,
        };
        let Some(memo) = self.requests.get_bounded((request.clone(), format), MAX_REQUESTS) else {
            return Err(NotLoaded::TooMany);
        };
        let load = || {
            let bytes = way.fetch(&request).map_err(|error| NotLoaded::Nothing(error.message))?;
            parse(format, &bytes).map_err(NotLoaded::Faulty)
        };
        memo.get_or_init(load).clone()
    }

    /// Notes an address that a template can do without, and that was not asked because nobody switched it on.
    pub(crate) fn leave_out(&self, url: &str) {
        let mut left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
        if left_out.len() < MAX_REQUESTS {
            left_out.insert(url.to_owned());
        }
    }

    /// Names what was left out, so that a page without it surprises nobody.
    pub(crate) fn warnings(&self) -> Vec<Diagnostic> {
        let left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
        let warning = |url: &String| {
            Diagnostic::warning(
                None,
                format!("`{url}` was left out, since this site may not load data from the network"),
                SWITCH_ON,
            )
        };
        left_out.iter().map(warning).collect()
    }
}

/// Values that are made when first asked for. The lock is held to find the place only, never while a value is made.
#[derive(Debug)]
struct Memos<K, V>(Mutex<HashMap<K, Arc<OnceLock<V>>>>);

impl<K, V> Default for Memos<K, V> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<K: Eq + Hash, V> Memos<K, V> {
    fn get(&self, key: K) -> Arc<OnceLock<V>> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default())
    }

    fn get_bounded(&self, key: K, most: usize) -> Option<Arc<OnceLock<V>>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= most && !known.contains_key(&key) {
            return None;
        }
        Some(Arc::clone(known.entry(key).or_default()))
    }
}
