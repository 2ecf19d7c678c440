//! Who asks for which pictures.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use crate::output::OutputPath;

use super::locked;
use super::request::Request;

/// So many pictures one page may ask for.
pub(super) const MAX_ON_A_PAGE: usize = 10_000;

/// Pictures that are to be made, by where they go: sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    requests: BTreeMap<OutputPath, Arc<Request>>,
}

impl Wanted {
    /// Adds a wish. Two pictures with the same bytes and name are one: it is told of under the first of their files.
    pub(crate) fn add(&mut self, request: &Arc<Request>) {
        let kept = self.requests.entry(request.output.clone()).or_insert_with(|| Arc::clone(request));
        if request.source < kept.source {
            *kept = Arc::clone(request);
        }
    }

    /// Adds all wishes of another.
    pub(crate) fn extend(&mut self, other: &Self) {
        other.requests.values().for_each(|request| self.add(request));
    }

    /// Says whether a picture is among them.
    pub(crate) fn contains(&self, output: &OutputPath) -> bool {
        self.requests.contains_key(output)
    }

    /// Keeps only some, by where they go.
    pub(crate) fn retain(&mut self, keep: impl Fn(&OutputPath) -> bool) {
        self.requests.retain(|path, _| keep(path));
    }

    /// Borrows the wishes, sorted by where the pictures go.
    pub(crate) fn requests(&self) -> impl ExactSizeIterator<Item = &Arc<Request>> {
        self.requests.values()
    }

    /// Counts the pictures.
    pub(crate) fn len(&self) -> usize {
        self.requests.len()
    }
}

/// What is asked for by the work that goes on, each on a thread of its own. Templates give their functions no word of
/// what they are rendered for, but a template runs from start to end on one thread, and nothing else on that thread
/// meanwhile.
#[derive(Default)]
pub(super) struct Asking {
    open: Mutex<HashMap<ThreadId, Wanted>>,
}

impl Asking {
    /// Does a piece of work on this thread, and gives what was asked for meanwhile.
    pub(super) fn during<T>(&self, work: impl FnOnce() -> T) -> (T, Wanted) {
        let before = locked(&self.open).insert(thread::current().id(), Wanted::default());
        let mut ended = Ended { asking: self, before };
        let done = work();
        (done, ended.take())
    }

    /// Notes a wish for the work on this thread, if any goes on.
    pub(super) fn note(&self, request: &Arc<Request>) -> Result<(), String> {
        if let Some(wanted) = locked(&self.open).get_mut(&thread::current().id()) {
            if wanted.len() >= MAX_ON_A_PAGE {
                return Err(format!("a page can ask for {MAX_ON_A_PAGE} pictures at most"));
            }
            wanted.add(request);
        }
        Ok(())
    }

    /// Finds a wish of the work on this thread.
    pub(super) fn find(&self, output: &OutputPath) -> Option<Arc<Request>> {
        locked(&self.open).get(&thread::current().id())?.requests.get(output).cloned()
    }
}

/// Closes the list of a piece of work, also where the work panics.
struct Ended<'a> {
    asking: &'a Asking,
    before: Option<Wanted>,
}

impl Ended<'_> {
    fn take(&mut self) -> Wanted {
        let mut open = locked(&self.asking.open);
        let thread = thread::current().id();
        let wanted = open.remove(&thread).unwrap_or_default();
        if let Some(before) = self.before.take() {
            open.insert(thread, before);
        }
        wanted
    }
}

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.take();
        }
    }
}
