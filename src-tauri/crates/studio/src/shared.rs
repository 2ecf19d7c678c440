//! What the commands, the keeper and the loopback server share.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use engine::Fetch;
use jiff::Timestamp;

use crate::delivery::Publishing;
use crate::host::{Host, Places};
use crate::keychain::Keychain;
use crate::loopback::{Found, Loopback, Shelf, random_token};
use crate::preview::Addresses;
use crate::protocol::{Event, SaveState};
use crate::records::Records;
use crate::remote_data::remote_data;
use crate::session::{Document, SaveResult};
use crate::shelf::{self, Proof};
use crate::site::OpenSite;
use crate::trouble::{Doing, Trouble};
use crate::watch::Watch;

pub(crate) struct Shared {
    pub(crate) host: Arc<dyn Host>,
    pub(crate) keychain: Arc<dyn Keychain>,
    pub(crate) places: Places,
    pub(crate) records: Records,
    /// The way to the network for sites that switched it on.
    pub(crate) fetch: Arc<dyn Fetch>,
    pub(crate) runtime: tokio::runtime::Handle,
    loopback: Loopback,
    preview_token: String,
    proof_token: String,
    desk: Mutex<Desk>,
}

/// What lies on the desk: the open site and what goes on with it.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) open: Option<OpenSite>,
    pub(crate) watch: Option<Watch>,
    pub(crate) proof: Option<Arc<Proof>>,
    pub(crate) new_site_place: Option<PathBuf>,
    pub(crate) publishing: Publishing,
}

impl Desk {
    pub(crate) fn site(&mut self) -> Result<&mut OpenSite, Trouble> {
        self.open.as_mut().ok_or(Trouble::NothingOpen)
    }
}

impl Shared {
    pub(crate) fn start(
        host: Arc<dyn Host>,
        keychain: Arc<dyn Keychain>,
        places: Places,
        runtime: tokio::runtime::Handle,
    ) -> Result<Arc<Self>, Trouble> {
        let records = Records::open(&places.data)?;
        let no_server =
            |error| Trouble::Disk { doing: Doing::Create, path: PathBuf::from("127.0.0.1"), source: error };
        let window = Arc::new(Window { shared: Mutex::new(Weak::new()) });
        let loopback =
            Loopback::start(&runtime, 0, Arc::clone(&window) as Arc<dyn Shelf>).map_err(no_server)?;
        let fetch = remote_data(&places.data);
        let shared = Arc::new(Self {
            host,
            keychain,
            fetch,
            places,
            records,
            runtime,
            loopback,
            preview_token: random_token(),
            proof_token: random_token(),
            desk: Mutex::new(Desk::default()),
        });
        *window.shared.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&shared);
        Ok(shared)
    }

    /// Takes the desk. A command that panicked left snapshots, which are whole.
    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address under which the preview's pictures and styles are found.
    pub(crate) fn preview_url(&self) -> String {
        format!("{}/{}", self.loopback.origin, self.preview_token)
    }

    /// The address under which the whole site is found, as the person's own browser opens it.
    pub(crate) fn proof_url(&self) -> String {
        format!("{}/{}", self.loopback.origin, self.proof_token)
    }

    pub(crate) fn addresses(&self, site: &OpenSite, address: &str) -> Addresses {
        let local_url = self.preview_url();
        Addresses {
            site_url: site.site.config().base_url.trim_end_matches('/').to_owned(),
            page_url: format!("{local_url}{address}"),
            local_url,
        }
    }

    /// Keeps unsaved text safe and writes what is due. The keeper calls it many times a second.
    pub(crate) fn keep(&self, now: Instant) {
        let mut desk = self.desk();
        let Some(site) = &mut desk.open else { return };
        let mut due = Vec::new();
        for document in site.documents.values_mut() {
            if let Some(unsaved) = document.journal_entry(now) {
                // If the records cannot be written, the file itself still is, a moment later.
                let _kept = self.records.keep_unsaved(&site.folder, &unsaved);
            }
            if document.save_is_due(now) || document.retry_is_due(now) {
                due.push(document.file.clone());
            }
        }
        let mut events = Vec::new();
        for file in due {
            events.extend(self.save(site, &file, now));
        }
        if !events.is_empty() {
            desk.proof = None;
        }
        drop(desk);
        self.emit_all(events);
    }

    /// Writes one page and says what came of it.
    pub(crate) fn save(
        &self,
        site: &mut OpenSite,
        file: &engine::output::SourcePath,
        now: Instant,
    ) -> Vec<Event> {
        let folder = site.folder.clone();
        let Some(document) = site.documents.get_mut(file) else { return Vec::new() };
        let result = document.save(&folder, now);
        if let Err(trouble) = &result {
            document.save = SaveState::Failed { failure: trouble.into() };
        }
        if matches!(result, Ok(SaveResult::Nothing)) {
            return Vec::new();
        }
        let save = document.save.clone();
        if matches!(save, SaveState::Saved { .. }) {
            // Text that is in its file twice is no harm: the next start sees that they are equal.
            let _forgotten = self.records.forget_unsaved(&folder, file.as_str());
        }
        // A file that cannot be looked at now is looked at when the watcher or the next save meets it.
        let _seen = site.look_again(&[file.clone()].into());
        let mut events: Vec<_> = site.saved_event(file).into_iter().collect();
        events.extend(site.take_news());
        events
    }

    /// Writes a page now, so that its file can be moved. Text that cannot be written would be left behind.
    pub(crate) fn settle(
        &self,
        site: &mut OpenSite,
        file: &engine::output::SourcePath,
    ) -> Result<Vec<Event>, Trouble> {
        let events = self.save(site, file, Instant::now());
        let is_unsaved = site.documents.get(file).is_some_and(Document::is_unsaved);
        if is_unsaved { Err(Trouble::Unsettled(file.clone())) } else { Ok(events) }
    }

    /// Writes everything that is unsaved.
    pub(crate) fn save_everything(&self) {
        let mut desk = self.desk();
        let Some(site) = &mut desk.open else { return };
        let files: Vec<_> = site.documents.keys().cloned().collect();
        let events: Vec<_> = files.iter().flat_map(|file| self.save(site, file, Instant::now())).collect();
        for unsaved in site.documents.values().filter_map(Document::unsaved) {
            // What no file could take is in the records when the program ends.
            let _kept = self.records.keep_unsaved(&site.folder, &unsaved);
        }
        desk.proof = None;
        drop(desk);
        self.emit_all(events);
    }

    /// Tells the window facts, each once and in order. Never called while the desk is taken.
    pub(crate) fn emit_all(&self, events: Vec<Event>) {
        let mut site_changed = false;
        for event in events {
            if matches!(event, Event::SiteChanged {}) {
                site_changed = true;
            } else {
                self.host.emit(event);
            }
        }
        if site_changed {
            self.host.emit(Event::SiteChanged {});
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Finds the open site for the loopback server, which starts before there is one.
struct Window {
    shared: Mutex<Weak<Shared>>,
}

impl Shelf for Window {
    fn find(&self, token: &str, rest: &str) -> Found {
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        let Some(shared) = shared else { return Found::Stranger };
        if token == shared.preview_token {
            let (site, source, folder) = match &shared.desk().open {
                Some(open) => (open.site.clone(), open.source.clone(), open.folder.clone()),
                None => return Found::Nothing(None),
            };
            return shelf::find_for_preview(&site, &source, &folder, rest);
        }
        if token == shared.proof_token {
            let Some((proof, folder)) = shared.proof() else { return Found::Nothing(None) };
            return proof.find(&folder, rest);
        }
        Found::Stranger
    }
}

impl Shared {
    fn proof(&self) -> Option<(Arc<Proof>, PathBuf)> {
        let mut desk = self.desk();
        let open = desk.open.as_ref()?;
        let (source, folder): (_, &Path) = (open.source.clone(), &open.folder);
        let folder = folder.to_owned();
        let proof = desk
            .proof
            .get_or_insert_with(|| Arc::new(Proof::new(source, self.proof_url(), self.fetch.clone())));
        Some((Arc::clone(proof), folder))
    }
}
