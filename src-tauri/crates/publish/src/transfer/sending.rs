//! Sends the files of a plan to the stage, several at a time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use engine::output::{Contents, Entry, OutputPath, SourcePath};
use tokio::sync::Semaphore;

use super::{Run, SourceBytes};
use crate::error::{ErrorKind, PublishError};
use crate::parallel::each;
use crate::plan::Put;
use crate::progress::{Phase, Progress};
use crate::record::Listed;
use crate::target::{StageName, Stamp};

/// What stands on the stage when all is sent.
pub(super) struct Sent {
    /// The files of the plan, as they are on the stage.
    pub(super) listed: BTreeMap<OutputPath, Listed>,
    /// What else was on the stage, left by an earlier publish.
    pub(super) left_over: Vec<StageName>,
    /// The bytes that went over the line.
    pub(super) bytes: u64,
}

const KIB: u64 = 1024;

impl Run<'_> {
    /// Sends what is not on the stage yet.
    pub(super) async fn send(&self) -> Result<Sent, PublishError> {
        let mut on_stage = self.staged().await?;
        let meter = Meter::new(self);
        let mut listed = BTreeMap::new();
        let mut missing = Vec::new();
        for put in &self.prepared.plan.put {
            let stamp = on_stage.remove(&StageName::of(&put.path, put.entry.hash));
            match stamp.filter(|stamp| stamp.size == put.entry.size) {
                Some(stamp) => {
                    meter.add(put.entry.size);
                    listed.insert(put.path.clone(), as_listed(put, stamp));
                }
                None => missing.push(put),
            }
        }
        // The largest first, so that the last ones to end are small.
        missing.sort_by_key(|put| std::cmp::Reverse(put.entry.size));
        let bytes = missing.iter().map(|put| put.entry.size).sum();
        let budget = Arc::new(Semaphore::new(kib(self.limits.memory_bytes)));
        let (budget, meter) = (&budget, &meter);
        let sent = each(missing, self.parallel(), move |put| {
            Box::pin(async move {
                let most = kib(self.limits.memory_bytes) as u32;
                let share = (kib(put.entry.size) as u32).min(most);
                let _share = budget.acquire_many(share).await.map_err(|_| self.cancelled())?;
                let sent = self.send_one(put).await?;
                meter.add(put.entry.size);
                Ok((put.path.clone(), sent))
            })
        })
        .await?;
        listed.extend(sent);
        Ok(Sent { listed, left_over: on_stage.into_keys().collect(), bytes })
    }

    /// Lists what is on the stage.
    pub(super) async fn staged(&self) -> Result<BTreeMap<StageName, Stamp>, PublishError> {
        self.retry.run(|| self.target.staged()).await
    }

    /// Sends one file to the stage.
    pub(super) async fn send_one(&self, put: &Put) -> Result<Listed, PublishError> {
        let bytes = self.bytes_of(put).await?;
        let name = StageName::of(&put.path, put.entry.hash);
        let tried = AtomicBool::new(false);
        let stage = || async {
            // On a line that breaks before many files side by side are through, one after the other still gets through.
            let again = tried.swap(true, Ordering::Relaxed);
            let _alone = if again { Some(self.narrow.lock().await) } else { None };
            self.target.stage(&name, Arc::clone(&bytes)).await
        };
        let stamp = self.retry.run(stage).await.map_err(|error| {
            // The stage's name says nothing to a person; the file's own does.
            PublishError { what: format!("could not send `{}` to {}", put.path, self.target.name()), ..error }
        })?;
        Ok(as_listed(put, stamp))
    }

    async fn bytes_of(&self, put: &Put) -> Result<Arc<[u8]>, PublishError> {
        let what = format!("could not send `{}`", put.path);
        if put.entry.size > self.limits.file_bytes {
            return Err(PublishError::new(ErrorKind::Limit, what));
        }
        let file = self.bundle.files.get(&put.path);
        match file.filter(|file| file.entry == put.entry).map(|file| &file.contents) {
            None => Err(PublishError::new(ErrorKind::SourceChanged, what)),
            Some(Contents::Made(bytes)) => Ok(Arc::clone(bytes)),
            Some(Contents::Copied(path)) => read_source(&self.source, path, put.entry).await,
        }
    }
}

async fn read_source(
    source: &SourceBytes,
    path: &SourcePath,
    entry: Entry,
) -> Result<Arc<[u8]>, PublishError> {
    let (source, path) = (Arc::clone(source), path.clone());
    let what = format!("could not send the file `{path}`");
    // Reading and hashing a large file would keep everything else waiting.
    let read = tokio::task::spawn_blocking(move || {
        let bytes = source(&path)?;
        Ok::<_, std::io::Error>((Entry::of(&bytes), bytes))
    });
    match read.await {
        Err(error) => Err(PublishError::new(ErrorKind::Other, what).with_source(error)),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(PublishError::new(ErrorKind::SourceChanged, what).with_source(error))
        }
        Ok(Err(error)) => Err(PublishError::new(ErrorKind::Other, what).with_source(error)),
        Ok(Ok((measured, _))) if measured != entry => Err(PublishError::new(ErrorKind::SourceChanged, what)),
        Ok(Ok((_, bytes))) => Ok(bytes.into()),
    }
}

fn as_listed(put: &Put, stamp: Stamp) -> Listed {
    Listed { entry: put.entry, modified: stamp.modified }
}

/// Counts in kibibytes, rounded up; the semaphore's counter would be too small for bytes.
fn kib(bytes: u64) -> usize {
    usize::try_from(bytes.div_ceil(KIB).max(1)).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS >> 4)
}

/// Adds up what is sent and reports it.
struct Meter<'a> {
    run: &'a Run<'a>,
    files_total: usize,
    bytes_total: u64,
    files_done: AtomicUsize,
    bytes_done: AtomicU64,
}

impl<'a> Meter<'a> {
    fn new(run: &'a Run<'a>) -> Self {
        let meter = Self {
            run,
            files_total: run.prepared.plan.put.len(),
            bytes_total: run.prepared.plan.counts().bytes,
            files_done: AtomicUsize::new(0),
            bytes_done: AtomicU64::new(0),
        };
        meter.report(0, 0);
        meter
    }

    fn add(&self, bytes: u64) {
        let files_done = self.files_done.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes_done = self.bytes_done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.report(files_done, bytes_done);
    }

    fn report(&self, files_done: usize, bytes_done: u64) {
        let Self { files_total, bytes_total, .. } = *self;
        (self.run.report)(Progress {
            phase: Phase::Sending,
            files_done,
            files_total,
            bytes_done,
            bytes_total,
        });
    }
}
