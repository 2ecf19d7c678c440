//! When to stop asking: a server that gave no answer is left alone for a while, and after several of them so is the
//! network. A site with two hundred addresses on dead servers is built in the time that a few of them take.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// After so many servers without an answer nobody is asked.
const MAX_SILENT: usize = 5;

/// The servers that gave no answer lately, and when.
#[derive(Debug, Default)]
pub(super) struct Patience(Mutex<BTreeMap<String, Instant>>);

impl Patience {
    /// Says whether a server is worth asking.
    pub(super) fn allows(&self, host: &str, rest: Duration) -> bool {
        let mut silent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        silent.retain(|_, since| since.elapsed() < rest);
        !silent.contains_key(host) && silent.len() < MAX_SILENT
    }

    /// Notes that a server gave no answer.
    pub(super) fn lose(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned(), Instant::now());
    }
}
