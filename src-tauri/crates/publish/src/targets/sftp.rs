//! A folder on a server that is reached by SFTP.
//!
//! One connection carries many requests at a time. Files are sent to `.galley/stage` and moved from there, with
//! `posix-rename@openssh.com` in one step where the server has it. A broken connection is made anew by the next operation.

mod client;
mod failure;
mod files;
mod login;
mod operations;
mod packet;
mod session;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use engine::output::{Entry, OutputPath};
use tokio::sync::Mutex;

use self::failure::Failure;
use self::packet::Attributes;
use self::session::Session;
use crate::credential::Login;
use crate::error::PublishError;
use crate::host_key::Fingerprint;
use crate::record::Record;
use crate::target::{Answer, Found, Placed, Probe, StageName, Stamp, Target};

/// Where a server is and how to get in.
#[derive(Debug, Clone)]
pub struct SftpSettings {
    /// The server's name or address.
    pub host: String,
    /// The port, 22 as a rule.
    pub port: u16,
    /// The user.
    pub user: String,
    /// How to prove it.
    pub login: Login,
    /// The folder on the server. One that does not begin with `/` is looked for where the login leads; an empty one is
    /// that place itself.
    pub folder: String,
    /// The server's key, once a person has trusted it.
    pub known_host: Option<Fingerprint>,
}

/// A folder on a server as a target.
#[derive(Debug)]
pub struct SftpTarget {
    settings: SftpSettings,
    connection: Mutex<Connection>,
    attempts: AtomicU64,
}

#[derive(Default)]
struct Connection {
    session: Option<Arc<Session>>,
    /// Why the last attempt failed, for those who were waiting for it.
    failure: Option<PublishError>,
}

/// Requests under way at a time. On a line with 40 ms there and back, 64 are about as fast as the line.
const PARALLEL: usize = 64;

impl SftpSettings {
    fn place(&self) -> String {
        if self.port == 22 { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }

    fn root(&self) -> &str {
        if self.folder.is_empty() { "." } else { &self.folder }
    }
}

impl SftpTarget {
    /// Makes a target; it connects when it is first used.
    pub fn new(settings: SftpSettings) -> Self {
        Self { settings, connection: Mutex::default(), attempts: AtomicU64::new(0) }
    }

    /// Gives the connection, made anew where there is none. Many operations notice a broken connection at once: one of them
    /// connects, the others take its result, good or bad.
    async fn session(&self) -> Result<Arc<Session>, PublishError> {
        let attempts_seen = self.attempts.load(Ordering::Acquire);
        let mut connection = self.connection.lock().await;
        if let Some(session) = connection.session.as_ref().filter(|session| !session.client.is_closed()) {
            return Ok(Arc::clone(session));
        }
        let failure = connection.failure.clone();
        if let Some(failure) = failure.filter(|_| self.attempts.load(Ordering::Acquire) != attempts_seen) {
            return Err(failure);
        }
        // Closes the old connection before a new one is opened: some servers allow only one or two.
        connection.session = None;
        let opened = Session::open(&self.settings).await;
        self.attempts.fetch_add(1, Ordering::AcqRel);
        connection.failure = opened.as_ref().err().cloned();
        let session = Arc::new(opened?);
        connection.session = Some(Arc::clone(&session));
        Ok(session)
    }

    /// Does something on the server and words what went wrong.
    fn run<'a, T, F>(
        &'a self,
        what: impl FnOnce() -> String + Send + 'a,
        operation: impl FnOnce(Place) -> F + Send + 'a,
    ) -> Answer<'a, T>
    where
        T: Send + 'a,
        F: Future<Output = Result<T, Failure>> + Send + 'a,
    {
        Box::pin(async move {
            let session = self.session().await?;
            let place = Place { root: self.settings.root().to_owned(), session };
            operation(place).await.map_err(|failure| {
                let what = format!("{} {}", what(), self.name());
                PublishError::new(failure.kind(), what).with_source(failure)
            })
        })
    }
}

/// The folder on the server, for one operation.
struct Place {
    root: String,
    session: Arc<Session>,
}

impl Target for SftpTarget {
    fn name(&self) -> String {
        let Self { settings, .. } = self;
        format!("the folder `{}` on {}", settings.root(), settings.place())
    }

    fn parallel(&self) -> usize {
        PARALLEL
    }

    fn probe(&self) -> Answer<'_, Probe> {
        self.run(|| "could not write to".into(), |place| async move { place.probe().await })
    }

    fn free_bytes(&self) -> Answer<'_, Option<u64>> {
        self.run(|| "could not measure".into(), |place| async move { place.free_bytes().await })
    }

    fn read_record(&self, record: Record) -> Answer<'_, Option<Vec<u8>>> {
        self.run(
            move || format!("could not read `.galley/{}` in", record.file_name()),
            move |place| async move { place.read_record(record).await },
        )
    }

    fn write_record<'a>(&'a self, record: Record, bytes: &'a [u8]) -> Answer<'a, ()> {
        self.run(
            move || format!("could not write `.galley/{}` in", record.file_name()),
            move |place| async move { place.write_record(record, bytes).await },
        )
    }

    fn remove_record(&self, record: Record) -> Answer<'_, ()> {
        self.run(
            move || format!("could not remove `.galley/{}` in", record.file_name()),
            move |place| async move { place.remove_record(record).await },
        )
    }

    fn look<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Found> {
        self.run(
            move || format!("could not look at `{path}` in"),
            move |place| async move { place.look(path).await },
        )
    }

    fn measure<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Option<Entry>> {
        self.run(
            move || format!("could not read `{path}` in"),
            move |place| async move { place.measure(path).await },
        )
    }

    fn staged(&self) -> Answer<'_, BTreeMap<StageName, Stamp>> {
        self.run(|| "could not read `.galley/stage` in".into(), |place| async move { place.staged().await })
    }

    fn stage<'a>(&'a self, name: &'a StageName, bytes: Arc<[u8]>) -> Answer<'a, Stamp> {
        self.run(
            move || format!("could not write `.galley/stage/{name}` in"),
            move |place| async move { place.stage(name, &bytes).await },
        )
    }

    fn unstage<'a>(&'a self, name: &'a StageName) -> Answer<'a, ()> {
        self.run(
            move || format!("could not remove `.galley/stage/{name}` in"),
            move |place| async move { place.unstage(name).await },
        )
    }

    fn make_folder<'a>(&'a self, folder: &'a OutputPath) -> Answer<'a, ()> {
        self.run(
            move || format!("could not make the folder `{folder}` in"),
            move |place| async move { place.make_folder(folder).await },
        )
    }

    fn place<'a>(&'a self, name: &'a StageName, path: &'a OutputPath) -> Answer<'a, Placed> {
        self.run(
            move || format!("could not put `{path}` in its place in"),
            move |place| async move { place.place(name, path).await },
        )
    }

    fn remove<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, ()> {
        self.run(
            move || format!("could not remove `{path}` in"),
            move |place| async move { place.remove(path).await },
        )
    }

    fn remove_empty_folder<'a>(&'a self, folder: &'a OutputPath) -> Answer<'a, ()> {
        self.run(
            move || format!("could not remove the folder `{folder}` in"),
            move |place| async move { place.remove_empty_folder(folder).await },
        )
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("open", &self.session.is_some()).finish()
    }
}

const FILE_TYPE: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const REGULAR: u32 = 0o100_000;

fn is_folder(attributes: &Attributes) -> bool {
    attributes.mode.is_some_and(|mode| mode & FILE_TYPE == FOLDER)
}

fn found(attributes: &Attributes) -> Found {
    match attributes.mode.map(|mode| mode & FILE_TYPE) {
        Some(REGULAR) => Found::File(stamp(attributes)),
        Some(FOLDER) => Found::Folder,
        Some(_) | None => Found::Other,
    }
}

fn stamp(attributes: &Attributes) -> Stamp {
    Stamp { size: attributes.size, modified: u64::from(attributes.modified) }
}
