//! What an earlier build made, and from what: with it the next build makes only what would come out otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::output::{Entry, Manifest, OutputPath};
use crate::pictures::Wanted;
use crate::render::Read;
use crate::theme::{Reading, Theme};

/// What earlier builds into one place made. Starts empty, and every build brings it up to date.
#[derive(Default)]
pub struct Record {
    pub(crate) made: BTreeMap<OutputPath, Made>,
    /// The pictures that were made for templates. Their names say all that they are made from.
    pub(crate) pictures: BTreeMap<OutputPath, Entry>,
    /// What was looked up, each set once: most pages look up the same.
    pub(crate) looked_up: BTreeSet<Arc<BTreeSet<Read>>>,
    /// The site that everything was made from; nothing where a build was stopped half-way.
    pub(crate) last: Option<Last>,
}

/// The site of the last build. What the next one shares with it has not changed.
pub(crate) struct Last {
    pub(crate) graph: Arc<Graph>,
    pub(crate) theme: Arc<Theme>,
    pub(crate) config: Arc<Config>,
}

/// One file, how it came out, and what it was made from.
pub(crate) struct Made {
    /// The file as it was last made well; none where that never was.
    pub(crate) entry: Option<Entry>,
    /// Why it could not be made the last time.
    pub(crate) trouble: Option<Diagnostic>,
    /// What its template reads of other pages.
    pub(crate) reading: Arc<Reading>,
    /// What was looked up for it.
    pub(crate) reads: Arc<BTreeSet<Read>>,
    /// The pictures it asked for.
    pub(crate) pictures: Wanted,
    /// One number over all it was made from.
    pub(crate) signature: u64,
}

impl Record {
    /// Notes how a file came out.
    pub(crate) fn insert(&mut self, path: OutputPath, mut made: Made) {
        match self.looked_up.get(&made.reads) {
            Some(known) => made.reads = known.clone(),
            None => drop(self.looked_up.insert(made.reads.clone())),
        }
        self.made.insert(path, made);
        if self.looked_up.len() > 2 * self.made.len() + 64 {
            // What nobody holds any more was looked up by files as they were before.
            self.looked_up.retain(|set| Arc::strong_count(set) > 1);
        }
    }

    /// Lists the files that could not be made the last time.
    pub fn spoilt(&self) -> impl Iterator<Item = OutputPath> {
        self.made.iter().filter(|(_, made)| made.trouble.is_some()).map(|(path, _)| path.clone())
    }

    /// Lists the files as they are now. One that could not be made again stays as it was.
    pub fn manifest(&self) -> Manifest {
        let entries = self.made.iter().filter_map(|(path, made)| Some((path.clone(), made.entry?)));
        let pictures = self.pictures.iter().map(|(path, entry)| (path.clone(), *entry));
        Manifest { entries: pictures.chain(entries).collect() }
    }
}
