//! Changes made outside: by another editor, by a sync program, by hand. What a watcher reports is only a reason to
//! look again; whether something changed is decided by the bytes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use engine::output::SourcePath;
use notify::{EventKind, RecursiveMode, Watcher};

use crate::folder;
use crate::shared::Shared;

/// Events that come within this time are one change: a save by another program is several events.
const SETTLE: Duration = Duration::from_millis(120);
/// Where the system watches nothing, the folder is read again this often.
const POLL: Duration = Duration::from_secs(4);

/// A watched folder; dropping it ends the watching.
pub(crate) struct Watch {
    _watcher: Option<notify::RecommendedWatcher>,
    _stop: Sender<Seen>,
}

enum Seen {
    Path(PathBuf),
    TooMuch,
}

impl Watch {
    /// Watches a site's folder. Where the system refuses, the folder is looked at every few seconds instead.
    pub(crate) fn start(shared: &Arc<Shared>, folder: &Path) -> Self {
        let (seen, receive) = channel();
        let report = seen.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let send = |seen| {
                // The receiver ends with the site; nobody is interested any more.
                let _gone = report.send(seen);
            };
            match event {
                Ok(event) if event.need_rescan() => send(Seen::TooMuch),
                Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
                Ok(event) => event.paths.into_iter().for_each(|path| send(Seen::Path(path))),
                Err(_) => send(Seen::TooMuch),
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        let watched = watcher.is_ok();
        let (shared, root) = (Arc::downgrade(shared), folder.to_owned());
        std::thread::spawn(move || follow(&receive, &shared, &root, watched));
        Self { _watcher: watcher.ok(), _stop: seen }
    }
}

fn follow(receive: &Receiver<Seen>, shared: &Weak<Shared>, root: &Path, watched: bool) {
    loop {
        let first = if watched { receive.recv().ok() } else { wait_or_poll(receive) };
        let Some(first) = first else { return };
        let mut seen = vec![first];
        let until = Instant::now() + SETTLE;
        while let Ok(more) = receive.recv_timeout(until.saturating_duration_since(Instant::now())) {
            seen.push(more);
        }
        let Some(shared) = shared.upgrade() else { return };
        if !still_open(&shared, root) {
            return;
        }
        look(&shared, root, &seen);
    }
}

fn wait_or_poll(receive: &Receiver<Seen>) -> Option<Seen> {
    match receive.recv_timeout(POLL) {
        Ok(seen) => Some(seen),
        Err(std::sync::mpsc::RecvTimeoutError::Timeout) => Some(Seen::TooMuch),
        Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => None,
    }
}

fn still_open(shared: &Shared, root: &Path) -> bool {
    shared.desk().open.as_ref().is_some_and(|open| open.folder == root)
}

fn look(shared: &Shared, root: &Path, seen: &[Seen]) {
    let mut paths = BTreeSet::new();
    let mut everything = false;
    for seen in seen {
        match seen {
            Seen::TooMuch => everything = true,
            // A folder that came or went brings or takes files nobody told of.
            Seen::Path(path) if path.is_dir() || looks_like_a_folder(path) => {
                everything |= path != root && folder::path_in_site(root, &path.join("x")).is_some();
            }
            Seen::Path(path) => paths.extend(folder::path_in_site(root, path)),
        }
    }
    if everything || !paths.is_empty() {
        shared.met_outside(&paths, everything);
    }
}

fn looks_like_a_folder(path: &Path) -> bool {
    path.extension().is_none() && !path.exists()
}

impl Shared {
    /// Takes in what changed outside: pages that are clean show it, pages with unsaved text keep both.
    pub(crate) fn met_outside(&self, paths: &BTreeSet<SourcePath>, everything: bool) {
        let mut desk = self.desk();
        let Some(site) = &mut desk.open else { return };
        let changed = if everything { site.look_at_everything() } else { site.look_again(paths) };
        let Ok(changed) = changed else { return };
        let events = site.take_news();
        if !changed.is_empty() {
            desk.proof = None;
        }
        drop(desk);
        self.emit_all(events);
    }
}
