//! Finished pictures, kept from build to build in the app-data folder: each in a file named after its key, the least
//! used removed when there is no more room. What is lost here is made again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use engine::output::ContentHash;
use engine::pictures::PictureCache;

use crate::{Places, disk};

/// So much room the pictures of all sites may take: 1 GiB.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;
/// How many digits of a hash stand before a picture in its file: all of them.
const HASH_DIGITS: usize = 64;
/// When a picture was used is noted no more often than this.
const NOTED_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// The pictures of one app-data folder.
pub(crate) struct PictureStore {
    folder: PathBuf,
    limit: u64,
    /// How many bytes there are, once they were counted.
    held: Mutex<Option<u64>>,
}

/// A kept picture's file.
struct Kept {
    used: SystemTime,
    path: PathBuf,
    size: u64,
}

impl PictureStore {
    /// The store of this machine.
    pub(crate) fn of(places: &Places) -> Arc<Self> {
        Arc::new(Self::new(places.data.join("pictures"), MAX_BYTES))
    }

    fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit, held: Mutex::new(None) }
    }

    fn place(&self, key: ContentHash) -> PathBuf {
        let name = key.to_string();
        self.folder.join(&name[..2]).join(&name[2..])
    }

    /// Lists what is kept, the least used first. What cannot be looked at is not ours to count.
    fn kept(&self) -> Vec<Kept> {
        let files = disk::files_below(&self.folder).unwrap_or_default();
        let kept = files.into_iter().filter_map(|(path, _)| {
            let found = fs::metadata(&path).ok()?;
            Some(Kept { used: found.modified().ok()?, size: found.len(), path })
        });
        let mut kept: Vec<Kept> = kept.collect();
        kept.sort_by(|a, b| (a.used, &a.path).cmp(&(b.used, &b.path)));
        kept
    }

    /// Makes room down to three quarters of the limit, so that it is not made again for the next picture.
    fn make_room(&self) -> u64 {
        let kept = self.kept();
        let mut held: u64 = kept.iter().map(|picture| picture.size).sum();
        for picture in kept {
            if held <= self.limit / 4 * 3 {
                break;
            }
            if disk::remove(&picture.path).is_ok() {
                held -= picture.size;
            }
        }
        held
    }
}

impl PictureCache for PictureStore {
    fn get(&self, key: ContentHash) -> Option<Arc<[u8]>> {
        let place = self.place(key);
        let file = disk::read_if_there(&place).ok()??;
        // A file that a crash left half written is no picture: its bytes do not have the hash that it begins with.
        let (hash, bytes) = file.split_at_checked(HASH_DIGITS)?;
        if ContentHash::of(bytes).to_string().as_bytes() != hash {
            return None;
        }
        note_use(&place);
        Some(bytes.into())
    }

    fn put(&self, key: ContentHash, bytes: &Arc<[u8]>) {
        let file = [ContentHash::of(bytes).to_string().as_bytes(), bytes].concat();
        // A picture that cannot be kept is made again by the next build; nobody has to know.
        if !disk::write_output(&self.place(key), &file).unwrap_or(false) {
            return;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let now = held
            .map_or_else(|| self.kept().iter().map(|kept| kept.size).sum(), |held| held + file.len() as u64);
        *held = Some(if now > self.limit { self.make_room() } else { now });
    }
}

fn note_use(place: &Path) {
    let used = fs::metadata(place).and_then(|found| found.modified());
    let is_recent = used.is_ok_and(|used| used.elapsed().is_ok_and(|ago| ago < NOTED_EVERY));
    if !is_recent {
        // Without the note the picture may go sooner than others; that is all.
        let _noted = disk::touch(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> ContentHash {
        ContentHash::of(&[number])
    }

    fn picture(number: u8) -> Arc<[u8]> {
        vec![number; 136].into()
    }

    fn made_days_ago(store: &PictureStore, number: u8, days: u32) {
        let time = SystemTime::now() - days * NOTED_EVERY;
        let file = fs::File::options().append(true).open(store.place(key(number))).expect("is kept");
        file.set_modified(time).expect("is ours");
    }

    #[test]
    fn a_picture_is_found_again_and_a_broken_one_is_not() {
        let folder = tempfile::tempdir().expect("folder");
        let store = PictureStore::new(folder.path().join("pictures"), 1_000);
        assert_eq!(store.get(key(1)), None);
        store.put(key(1), &picture(1));
        assert_eq!(store.get(key(1)), Some(picture(1)));
        assert_eq!(PictureStore::new(folder.path().join("pictures"), 1_000).get(key(1)), Some(picture(1)));
        fs::write(store.place(key(1)), "half a pic").expect("write");
        assert_eq!(store.get(key(1)), None);
        store.put(key(1), &picture(1));
        assert_eq!(store.get(key(1)), Some(picture(1)));
    }

    #[test]
    fn the_least_used_go_when_there_is_no_room() {
        let folder = tempfile::tempdir().expect("folder");
        // Room for five of them, with their hashes.
        let store = PictureStore::new(folder.path().join("pictures"), 1_000);
        for number in 1..=5 {
            store.put(key(number), &picture(number));
            made_days_ago(&store, number, 10 - u32::from(number));
        }
        // The oldest is looked at, and so is not the least used any more.
        assert!(store.get(key(1)).is_some());
        store.put(key(6), &picture(6));
        let left: Vec<u8> = (1..=6).filter(|&number| store.get(key(number)).is_some()).collect();
        assert_eq!(left, [1, 5, 6]);
    }

    #[test]
    fn a_store_that_cannot_write_keeps_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        fs::write(folder.path().join("pictures"), "a file").expect("write");
        let store = PictureStore::new(folder.path().join("pictures"), 1_000);
        store.put(key(1), &picture(1));
        assert_eq!(store.get(key(1)), None);
    }
}
