//! The second half of a publish: carries a plan out.
//!
//! 1. *Send* every file to the stage, where no visitor sees it. Stopping here leaves the site untouched.
//! 2. Write `pending`: all that may rightly stand at each path from now on. From here the publish is finished, by this
//!    run or by the next.
//! 3. *Switch* turn by turn: staged files are moved to their paths.
//! 4. *Remove* what is no longer part of the site, and the folders that became empty by that.
//! 5. *Record*: `manifest`, then `head`; then `pending` goes.
//!
//! Whenever it stops, every file of ours is named by `manifest` or `pending`, so none is orphaned or taken for ours by
//! mistake, and what a reader meets at a path is always one whole file.

mod sending;
mod switching;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::output::{Bundle, ContentHash, OutputPath, SourcePath};
use tokio::sync::Mutex;

use crate::cancel::Cancel;
use crate::error::{ErrorKind, PublishError};
use crate::identity::ReleaseId;
use crate::plan::Counts;
use crate::prepare::{ConcernKind, Prepared, rightly_there};
use crate::progress::{Phase, Progress};
use crate::record::{Head, Listed, Listing, Pending, Record};
use crate::remote::{self, Owner};
use crate::retry::Retry;
use crate::target::Target;

/// Gives the bytes of a file of the site's folder that goes out as it is.
pub type SourceBytes = Arc<dyn Fn(&SourcePath) -> std::io::Result<Vec<u8>> + Send + Sync>;

/// What the caller allows a publish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The concerns of the prepared publish that the person agreed to.
    pub accepted: BTreeSet<ConcernKind>,
    /// How much at a time, and how patiently.
    pub limits: Limits,
}

/// How much a publish does at a time, and how patiently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most operations at a time; a target that takes fewer gets fewer.
    pub parallel: usize,
    /// How often an operation is tried again after a broken connection while nothing else succeeds either.
    pub retries: u32,
    /// How long to wait before the first retry; each further wait is twice as long.
    pub retry_delay: Duration,
    /// The most bytes of files held in memory at a time; a larger file goes alone.
    pub memory_bytes: u64,
    /// The largest file that is sent.
    pub file_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            parallel: 64,
            retries: 4,
            retry_delay: Duration::from_millis(500),
            memory_bytes: 64 * 1024 * 1024,
            file_bytes: 2 * 1024 * 1024 * 1024,
        }
    }
}

/// What a publish did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The release that is there now.
    pub release: ReleaseId,
    /// The release that was there before.
    pub previous: Option<ReleaseId>,
    /// The publish in numbers.
    pub counts: Counts,
    /// The files that were put.
    pub put: Vec<OutputPath>,
    /// The files that were removed.
    pub removed: Vec<OutputPath>,
    /// The bytes that went over the line; less than planned where an earlier try had sent some.
    pub bytes_sent: u64,
    /// How long it took.
    pub duration: Duration,
    /// What is there now. Kept by the caller, it spares the next [`crate::prepare()`] a download.
    pub listing: Listing,
}

/// Carries out a prepared publish.
///
/// Dropping the future is like pulling the plug: the next publish finishes the job. [`Cancel`] is kinder: it stops
/// only where the visitors' site is still untouched.
pub async fn carry_out(
    target: &dyn Target,
    prepared: &Prepared,
    bundle: &Bundle,
    source: SourceBytes,
    options: &Options,
    report: &(dyn Fn(Progress) + Send + Sync),
    cancel: &Cancel,
) -> Result<Receipt, PublishError> {
    let begun = Instant::now();
    let limits = options.limits;
    let retry = Retry::new(limits.retries, limits.retry_delay);
    let run = Run { target, prepared, bundle, source, limits, retry, narrow: Mutex::new(()), report };
    run.check_consent(&options.accepted)?;
    if let Some(release) = run.release_already_there() {
        run.clear_stage(run.staged().await?.into_keys()).await?;
        return Ok(run.receipt(release, prepared.remote.listed.clone(), 0, begun));
    }
    run.check_room().await?;
    let sent = tokio::select! {
        // A publish that is stopped before it begins sends nothing.
        biased;
        () = cancel.cancelled() => return Err(run.cancelled()),
        sent = run.send() => sent?,
    };
    run.check_not_overtaken().await?;
    if cancel.is_cancelled() {
        return Err(run.cancelled());
    }
    let release = ReleaseId::generate();
    run.write_pending(release, &sent.listed).await?;
    let listed = run.switch(&sent).await?;
    run.remove(prepared.plan.remove.clone()).await?;
    let listed = run.record(release, listed).await?;
    run.clear_stage(sent.left_over.iter().cloned()).await?;
    Ok(run.receipt(release, listed, sent.bytes, begun))
}

/// What the steps of one publish share.
struct Run<'a> {
    target: &'a dyn Target,
    prepared: &'a Prepared,
    bundle: &'a Bundle,
    source: SourceBytes,
    limits: Limits,
    retry: Retry,
    /// Held by a file that is sent once more after the connection broke.
    narrow: Mutex<()>,
    report: &'a (dyn Fn(Progress) + Send + Sync),
}

/// Room that is needed beside the files, for records and folders.
const SPARE_BYTES: u64 = 64 * 1024;

/// Room that one file needs in the records, generously.
const SPARE_BYTES_PER_FILE: u64 = 512;

impl Run<'_> {
    fn check_consent(&self, accepted: &BTreeSet<ConcernKind>) -> Result<(), PublishError> {
        let open = self.prepared.concerns.iter().find(|concern| !accepted.contains(&concern.kind()));
        open.map_or(Ok(()), |concern| Err(concern.to_error(self.target)))
    }

    /// Gives the release that is there where nothing is left to do.
    fn release_already_there(&self) -> Option<ReleaseId> {
        let Prepared { site, plan, remote, .. } = self.prepared;
        let same_site = remote.owner == Owner::Site(site.clone());
        let idle = plan.is_empty() && same_site && !remote.is_interrupted();
        remote.basis.release.filter(|_| idle)
    }

    async fn check_room(&self) -> Result<(), PublishError> {
        let records = SPARE_BYTES + SPARE_BYTES_PER_FILE * self.bundle.files.len() as u64;
        let needed = self.prepared.plan.counts().bytes.saturating_add(records);
        let free = self.retry.run(|| self.target.free_bytes()).await?;
        if free.is_none_or(|free| free >= needed) { Ok(()) } else { Err(self.error(ErrorKind::Full)) }
    }

    async fn check_not_overtaken(&self) -> Result<(), PublishError> {
        let basis = self.retry.run(|| remote::read_basis(self.target)).await?;
        if basis == self.prepared.remote.basis { Ok(()) } else { Err(self.error(ErrorKind::Overtaken)) }
    }

    async fn write_pending(
        &self,
        release: ReleaseId,
        sent: &BTreeMap<OutputPath, Listed>,
    ) -> Result<(), PublishError> {
        let Prepared { site, plan, remote, interrupted, .. } = self.prepared;
        let mut touched = interrupted.clone();
        let paths = plan.put.iter().map(|put| &put.path).chain(&plan.remove);
        for path in paths {
            let contents = touched.entry(path.clone()).or_default();
            let right = rightly_there(path, remote).into_iter().chain(sent.get(path).copied());
            for listed in right {
                if !contents.contains(&listed) {
                    contents.push(listed);
                }
            }
        }
        let pending = Pending { site: site.clone(), release, touched };
        self.write_record(Record::Pending, &pending.to_bytes()).await?;
        if remote.owner == Owner::Unreadable {
            // From here on `pending` tells the truth; what could not be read must not hide it from the next publish.
            self.remove_record(Record::Head).await?;
            self.remove_record(Record::Manifest).await?;
        }
        Ok(())
    }

    async fn record(
        &self,
        release: ReleaseId,
        put: BTreeMap<OutputPath, Listed>,
    ) -> Result<BTreeMap<OutputPath, Listed>, PublishError> {
        self.report(Phase::Recording, 0, 1);
        let mut files = self.prepared.remote.listed.clone();
        files.retain(|path, _| self.bundle.files.contains_key(path));
        files.extend(put);
        let listing = Listing { files };
        let bytes = listing.to_bytes();
        self.write_record(Record::Manifest, &bytes).await?;
        let head = Head { site: self.prepared.site.clone(), release, listing: ContentHash::of(&bytes) };
        self.write_record(Record::Head, &head.to_bytes()).await?;
        self.remove_record(Record::Pending).await?;
        self.report(Phase::Recording, 1, 1);
        Ok(listing.files)
    }

    async fn write_record(&self, record: Record, bytes: &[u8]) -> Result<(), PublishError> {
        self.retry.run(|| self.target.write_record(record, bytes)).await
    }

    async fn remove_record(&self, record: Record) -> Result<(), PublishError> {
        self.retry.run(|| self.target.remove_record(record)).await
    }

    fn receipt(
        &self,
        release: ReleaseId,
        files: BTreeMap<OutputPath, Listed>,
        bytes_sent: u64,
        begun: Instant,
    ) -> Receipt {
        let Prepared { plan, remote, .. } = self.prepared;
        Receipt {
            release,
            previous: remote.basis.release,
            counts: plan.counts(),
            put: plan.put.iter().map(|put| put.path.clone()).collect(),
            removed: plan.remove.clone(),
            bytes_sent,
            duration: begun.elapsed(),
            listing: Listing { files },
        }
    }

    fn parallel(&self) -> usize {
        self.target.parallel().min(self.limits.parallel).max(1)
    }

    fn report(&self, phase: Phase, files_done: usize, files_total: usize) {
        let bytes = self.prepared.plan.counts().bytes;
        (self.report)(Progress { phase, files_done, files_total, bytes_done: bytes, bytes_total: bytes });
    }

    fn cancelled(&self) -> PublishError {
        self.error(ErrorKind::Cancelled)
    }

    fn error(&self, kind: ErrorKind) -> PublishError {
        PublishError::new(kind, format!("could not publish to {}", self.target.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::SiteId;
    use crate::prepare::prepare;
    use crate::targets::folder::FolderTarget;

    /// A host runs a publish as a task of its own.
    #[tokio::test]
    async fn a_publish_can_move_between_threads() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let task = tokio::spawn(async move {
            let target = FolderTarget::new(root);
            let site = SiteId::generate();
            let bundle = Bundle {
                files: [(
                    OutputPath::new("index.html").unwrap(),
                    engine::output::OutputFile::made(b"hello".to_vec()),
                )]
                .into(),
                ..Bundle::default()
            };
            let prepared = prepare(&target, &site, &bundle.manifest(), None).await.unwrap();
            let source: SourceBytes = Arc::new(|_| Err(std::io::ErrorKind::NotFound.into()));
            let options = Options::default();
            carry_out(&target, &prepared, &bundle, source, &options, &|_| (), &Cancel::new()).await.unwrap()
        });
        assert_eq!(task.await.unwrap().counts.new, 1);
        assert_eq!(std::fs::read(folder.path().join("index.html")).unwrap(), b"hello");
    }
}
