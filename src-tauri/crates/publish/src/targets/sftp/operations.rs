//! What a target must be able to do, in terms of files on a server.

use std::collections::BTreeMap;

use engine::output::{Entry, OutputPath};

use super::failure::Failure;
use super::files::absent_is_fine;
use super::packet::Attributes;
use super::{Place, found, is_folder, stamp};
use crate::identity::ReleaseId;
use crate::measure::Measure;
use crate::record::{self, MAX_RECORD_BYTES, Record};
use crate::target::{Found, Placed, Probe, StageName, Stamp};

/// With less than this left, a failure without a reason is taken for a full disk.
const NEARLY_FULL_BYTES: u64 = 1024 * 1024;

/// Ends the name of a file that is moved aside for a moment, on servers that do not rename over another.
const ASIDE: &str = ".old";

impl Place {
    pub(super) async fn probe(&self) -> Result<Probe, Failure> {
        let file = format!("{}/.galley-probe-{}", self.root, ReleaseId::generate());
        let client = &self.session.client;
        let written = self.explain(client.create_empty(&file).await).await;
        let removed = client.remove(&file).await;
        written.and(removed)?;
        Ok(Probe { free_bytes: self.free_bytes().await? })
    }

    pub(super) async fn free_bytes(&self) -> Result<Option<u64>, Failure> {
        let disk = self.session.client.disk(&self.root).await?;
        Ok(disk.map(|disk| disk.free_bytes))
    }

    pub(super) async fn read_record(&self, record: Record) -> Result<Option<Vec<u8>>, Failure> {
        if let Some(bytes) = self.read_whole(&self.record(record)).await? {
            return Ok(Some(bytes));
        }
        // Without a rename over another file there is a moment in which only the new record is there.
        let beside = self.read_whole(&self.record_beside(record)).await?;
        Ok(beside
            .filter(|bytes| !self.session.client.extensions().posix_rename && record::is_complete(bytes)))
    }

    pub(super) async fn write_record(&self, record: Record, bytes: &[u8]) -> Result<(), Failure> {
        let (client, beside, path) = (&self.session.client, self.record_beside(record), self.record(record));
        self.write_own_file(&beside, bytes, true).await?;
        if !client.extensions().posix_rename {
            client.remove(&path).await?;
        }
        client.rename(&beside, &path).await
    }

    pub(super) async fn remove_record(&self, record: Record) -> Result<(), Failure> {
        let client = &self.session.client;
        let (beside, path) = (self.record_beside(record), self.record(record));
        let (beside, path) = tokio::join!(client.remove(&beside), client.remove(&path));
        beside.and(path)
    }

    pub(super) async fn look(&self, path: &OutputPath) -> Result<Found, Failure> {
        let attributes = self.session.client.lstat(&self.path(path)).await?;
        Ok(attributes.map_or(Found::Nothing, |attributes| found(&attributes)))
    }

    pub(super) async fn measure(&self, path: &OutputPath) -> Result<Option<Entry>, Failure> {
        let Found::File(_) = self.look(path).await? else { return Ok(None) };
        let mut measure = Measure::default();
        let read =
            self.session.client.read_file(&self.path(path), u64::MAX, |chunk| measure.add(chunk)).await?;
        Ok(read.map(|_| measure.finish()))
    }

    pub(super) async fn staged(&self) -> Result<BTreeMap<StageName, Stamp>, Failure> {
        let mut staged = BTreeMap::new();
        for (name, attributes) in self.session.client.list(&self.stage_folder()).await? {
            let Ok(name) = std::str::from_utf8(&name) else { continue };
            if let (Some(name), Found::File(stamp)) = (StageName::parse(name), found(&attributes)) {
                staged.insert(name, stamp);
            } else if let Some(name) = name.strip_suffix(ASIDE).and_then(StageName::parse) {
                // Left by a publish that was stopped between two renames; its file is put in place anew.
                self.session.client.remove(&self.aside(&name)).await?;
            }
        }
        Ok(staged)
    }

    pub(super) async fn stage(&self, name: &StageName, bytes: &[u8]) -> Result<Stamp, Failure> {
        let (client, path) = (&self.session.client, self.staged_file(name));
        let written = self.write_own_file(&path, bytes, false).await;
        if matches!(written, Err(Failure::Full)) {
            // Half a file is of no use and takes room that the server's owner needs now.
            client.remove(&path).await?;
        }
        Ok(stamp(&written?))
    }

    pub(super) async fn unstage(&self, name: &StageName) -> Result<(), Failure> {
        self.session.client.remove(&self.staged_file(name)).await
    }

    pub(super) async fn make_folder(&self, folder: &OutputPath) -> Result<(), Failure> {
        self.make_real_folder(&self.path(folder)).await
    }

    pub(super) async fn place(&self, name: &StageName, path: &OutputPath) -> Result<Placed, Failure> {
        let (client, staged, path) = (&self.session.client, self.staged_file(name), self.path(path));
        let renamed = match client.rename(&staged, &path).await {
            Err(Failure::Unexplained(_) | Failure::Denied(_)) if !client.extensions().posix_rename => {
                self.exchange(name, &staged, &path).await
            }
            renamed => renamed,
        };
        match renamed {
            Ok(()) => Ok(Placed::Done),
            Err(Failure::Absent(_)) if client.lstat(&staged).await?.is_none() => Ok(Placed::NotStaged),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn remove(&self, path: &OutputPath) -> Result<(), Failure> {
        match self.look(path).await? {
            Found::Nothing | Found::Folder => Ok(()),
            Found::File(_) | Found::Other => {
                self.explain(self.session.client.remove(&self.path(path)).await).await
            }
        }
    }

    pub(super) async fn remove_empty_folder(&self, folder: &OutputPath) -> Result<(), Failure> {
        if self.look(folder).await? != Found::Folder {
            return Ok(());
        }
        match self.session.client.remove_folder(&self.path(folder)).await {
            // SFTP has no code for a folder that is not empty.
            Err(Failure::Unexplained(_)) => Ok(()),
            removed => absent_is_fine(removed),
        }
    }

    /// Replaces a file on a server that does not rename over another: the old one is moved aside, not removed, so that it
    /// can come back where the second step fails.
    async fn exchange(&self, name: &StageName, staged: &str, path: &str) -> Result<(), Failure> {
        let (client, aside) = (&self.session.client, self.aside(name));
        if client.lstat(staged).await?.is_none() {
            return Err(Failure::Absent(String::new()));
        }
        client.remove(&aside).await?;
        client.rename(path, &aside).await?;
        if let Err(failure) = client.rename(staged, path).await {
            client.rename(&aside, path).await?;
            return Err(failure);
        }
        client.remove(&aside).await
    }

    /// Writes a file in the folder of the records or on the stage.
    async fn write_own_file(&self, path: &str, bytes: &[u8], durably: bool) -> Result<Attributes, Failure> {
        let client = &self.session.client;
        self.session.own_folders.get_or_try_init(|| self.make_own_folders()).await?;
        let written = match client.write_file(path, bytes, durably).await {
            // Somebody tidied up on the server while we were connected.
            Err(Failure::Absent(_)) => {
                self.make_own_folders().await?;
                client.write_file(path, bytes, durably).await
            }
            written => written,
        };
        self.explain(written).await
    }

    async fn make_own_folders(&self) -> Result<(), Failure> {
        self.make_real_folder(&self.records()).await?;
        self.make_real_folder(&self.stage_folder()).await
    }

    /// Makes a folder, or finds that it is there and no link.
    async fn make_real_folder(&self, path: &str) -> Result<(), Failure> {
        let client = &self.session.client;
        let Err(failure) = client.make_folder(path).await else { return Ok(()) };
        // Mostly it is there already, for which SFTP has no code of its own.
        match client.lstat(path).await? {
            Some(attributes) if is_folder(&attributes) => Ok(()),
            Some(_) => Err(Failure::NotAFolder),
            None => self.explain(Err(failure)).await,
        }
    }

    /// Finds the reason of a failure for which the server gave none, by asking about its disk.
    async fn explain<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        let Err(Failure::Unexplained(message)) = result else { return result };
        let disk = self.session.client.disk(&self.root).await?;
        Err(match disk {
            Some(disk) if disk.read_only => Failure::ReadOnly,
            Some(disk) if disk.free_bytes < NEARLY_FULL_BYTES || disk.free_files == 0 => Failure::Full,
            Some(_) | None => Failure::Unexplained(message),
        })
    }

    async fn read_whole(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let mut bytes = Vec::new();
        let take = |chunk: &[u8]| bytes.extend_from_slice(chunk);
        let size = self.session.client.read_file(path, MAX_RECORD_BYTES, take).await?;
        Ok(size.map(|_| bytes))
    }

    fn path(&self, path: &OutputPath) -> String {
        format!("{}/{path}", self.root)
    }

    fn records(&self) -> String {
        format!("{}/{}", self.root, record::FOLDER)
    }

    fn record(&self, record: Record) -> String {
        format!("{}/{}", self.records(), record.file_name())
    }

    fn record_beside(&self, record: Record) -> String {
        format!("{}.new", self.record(record))
    }

    fn stage_folder(&self) -> String {
        format!("{}/stage", self.records())
    }

    fn staged_file(&self, name: &StageName) -> String {
        format!("{}/{name}", self.stage_folder())
    }

    fn aside(&self, name: &StageName) -> String {
        format!("{}{ASIDE}", self.staged_file(name))
    }
}
