//! Pictures in other sizes and formats, as templates ask for them.
//!
//! A template only *asks*: `Pictures::ask` needs a picture's width and height and gives name, size and address of
//! the new one at once. The pixels are made when all is rendered (`make`), once for each wish, however many pages
//! have it, in parallel, and never again while the cache of the host holds them.
//!
//! What is made is the picture and nothing else: it stands upright (EXIF), its colours are sRGB, and what a camera
//! wrote about its owner is gone.

mod avif;
mod decode;
mod encode;
mod make;
mod measure;
mod request;
mod resize;
#[cfg(test)]
pub(crate) mod samples;
mod shape;
mod svg;
#[cfg(test)]
mod tests;
mod wanted;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::output::{ContentHash, OutputPath, SourcePath};
use crate::source::{ReadFile, SourceFile};

pub(crate) use encode::{Encoding, Format};
pub(crate) use make::{make, one};
pub(crate) use measure::{Kind, Measured};
pub(crate) use request::{FOLDER, Request, Wish};
pub(crate) use resize::Filter;
pub(crate) use shape::Operation;
pub(crate) use wanted::Wanted;

use wanted::Asking;

/// No picture with more pixels is worked with: 100 megapixels, as many as the largest cameras have.
const MAX_PIXELS: u64 = 100_000_000;
/// No larger file is read: 256 MiB.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;
/// This much of a file mostly tells what the picture is like; the rest is read where it does not.
const HEAD_BYTES: u64 = 128 * 1024;
/// So many wishes and measures are remembered; a site has fewer pictures.
const MAX_REMEMBERED: usize = 200_000;

/// What is said of a file that is not the one of the snapshot any more.
const CHANGED: &str = "its file changed while the site was built: build again";

/// Keeps finished pictures from build to build. The key says all that a picture's bytes depend on, so what is found
/// under it is never out of date. A cache that forgets, or cannot write, costs time and nothing else.
pub trait PictureCache: Send + Sync {
    /// Finds a picture.
    fn get(&self, key: ContentHash) -> Option<Arc<[u8]>>;

    /// Keeps a picture.
    fn put(&self, key: ContentHash, bytes: &Arc<[u8]>);
}

/// Stands in where the host keeps nothing.
pub(crate) struct NoCache;

impl PictureCache for NoCache {
    fn get(&self, _: ContentHash) -> Option<Arc<[u8]>> {
        None
    }

    fn put(&self, _: ContentHash, _: &Arc<[u8]>) {}
}

/// What is known of a file; held while it is found out, so that pages made at the same time do not read it twice.
type Measurement = Arc<Mutex<Option<Result<Measured, String>>>>;

/// What works with the pictures of a site. All snapshots of a site share one.
pub(crate) struct Pictures {
    reader: Arc<dyn ReadFile>,
    cache: Arc<dyn PictureCache>,
    measured: Mutex<BTreeMap<ContentHash, Measurement>>,
    asking: Asking,
    /// Every wish there was, so that a page shown by itself can be followed by its pictures.
    known: Mutex<BTreeMap<OutputPath, Arc<Request>>>,
}

impl Pictures {
    /// Takes what a host offers.
    pub(crate) fn new(reader: Arc<dyn ReadFile>, cache: Arc<dyn PictureCache>) -> Self {
        let (measured, known) = (Mutex::default(), Mutex::default());
        Self { reader, cache, measured, asking: Asking::default(), known }
    }

    /// Shares the reader.
    pub(crate) fn reader(&self) -> Arc<dyn ReadFile> {
        Arc::clone(&self.reader)
    }

    /// Shares the cache.
    pub(crate) fn cache(&self) -> Arc<dyn PictureCache> {
        Arc::clone(&self.cache)
    }

    /// Says what a picture is like, or in plain words why that cannot be known.
    pub(crate) fn measure(&self, path: &SourcePath, file: &SourceFile) -> Result<Measured, String> {
        let measurement = self.measurement(file.entry.hash);
        let mut measurement = locked(&measurement);
        if let Some(known) = &*measurement {
            return known.clone();
        }
        let head = self.read(path, file, HEAD_BYTES)?;
        let measured = match measure::measure(&head) {
            Ok(measured) => Ok(measured),
            // What is wrong is remembered too, so that many pages with one broken picture do not read it many times.
            Err(_) => measure::measure(&self.read_whole(path, file)?),
        };
        *measurement = Some(measured.clone());
        measured
    }

    fn measurement(&self, hash: ContentHash) -> Measurement {
        let mut measured = locked(&self.measured);
        make_room(&mut measured);
        Arc::clone(measured.entry(hash).or_default())
    }

    /// Asks for a picture, on behalf of what is rendered on this thread.
    pub(crate) fn ask(&self, wish: &Wish<'_>) -> Result<Arc<Request>, String> {
        let request = Arc::new(wish.request()?);
        self.asking.note(&request)?;
        let mut known = locked(&self.known);
        make_room(&mut known);
        known.insert(request.output.clone(), Arc::clone(&request));
        drop(known);
        Ok(request)
    }

    /// Does a piece of work on this thread, and gives what was asked for meanwhile.
    pub(crate) fn during<T>(&self, work: impl FnOnce() -> T) -> (T, Wanted) {
        self.asking.during(work)
    }

    /// Finds what the piece of work on this thread asked for under a name.
    pub(crate) fn asked_here(&self, output: &OutputPath) -> Option<Arc<Request>> {
        self.asking.find(output)
    }

    /// Finds what anything ever asked for under a name.
    fn known(&self, output: &OutputPath) -> Option<Arc<Request>> {
        locked(&self.known).get(output).cloned()
    }

    /// Forgets the measures of a file that turned out to be another.
    fn forget(&self, hash: ContentHash) {
        locked(&self.measured).remove(&hash);
    }

    /// Reads a whole file, which has to be the one of the snapshot.
    fn read_whole(&self, path: &SourcePath, file: &SourceFile) -> Result<Arc<[u8]>, String> {
        if file.entry.size > MAX_FILE_BYTES {
            return Err("its file is larger than 256 MB".into());
        }
        let bytes = self.read(path, file, MAX_FILE_BYTES)?;
        if ContentHash::of(&bytes) == file.entry.hash { Ok(bytes) } else { Err(CHANGED.into()) }
    }

    /// Reads a file, at most so much of it; one that is loaded is there.
    fn read(&self, path: &SourcePath, file: &SourceFile, limit: u64) -> Result<Arc<[u8]>, String> {
        let loaded = file.bytes.clone().map(Ok);
        let read = loaded.unwrap_or_else(|| self.reader.read(path, limit));
        read.map_err(|unreadable| format!("it cannot be read: {unreadable}"))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What the maps hold is whole at any moment, also where another thread panicked.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make_room<K: Ord, V>(memory: &mut BTreeMap<K, V>) {
    if memory.len() >= MAX_REMEMBERED {
        memory.pop_first();
    }
}
