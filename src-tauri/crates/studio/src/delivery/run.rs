//! A publish under way: carried out in the background, told of by events.

use std::sync::Arc;
use std::time::Duration;

use publish::{Cancel, ErrorKind, Options, Phase, Progress, PublishError, Receipt};

use super::Planned;
use super::plan::as_number;
use super::reports::{Reports, small};
use crate::disk;
use crate::protocol::{Event, Failure, PublishEnd, PublishPhase, PublishProgress};
use crate::records::Release;
use crate::shared::Shared;
use crate::trouble::Trouble;

/// Starts to carry out a plan.
pub(crate) fn start(shared: &Arc<Shared>, planned: Planned) -> Result<(), Trouble> {
    if planned.errors > 0 {
        return Err(Trouble::SiteErrors(planned.errors));
    }
    let cancel = Cancel::new();
    let mut desk = shared.desk();
    if desk.publishing.is_running() {
        return Err(Trouble::Publishing);
    }
    desk.publishing.run(cancel.clone());
    drop(desk);
    let runtime = shared.runtime.clone();
    let shared = Arc::clone(shared);
    runtime.spawn(async move {
        let end = match carry_out(&shared, &planned, &cancel).await {
            Ok(receipt) => note(&shared, &planned, &receipt),
            Err(error) if error.kind == ErrorKind::Cancelled => PublishEnd::Cancelled,
            Err(error) => PublishEnd::Failed { failure: Failure::from(Trouble::from(error)) },
        };
        shared.desk().publishing.ended();
        shared.host.emit(Event::PublishEnded { end });
        shared.host.emit(Event::SiteChanged {});
    });
    Ok(())
}

async fn carry_out(shared: &Shared, planned: &Planned, cancel: &Cancel) -> Result<Receipt, PublishError> {
    let folder = planned.folder.clone();
    let source: publish::transfer::SourceBytes = Arc::new(move |path| {
        disk::read(&folder.join(path.as_str())).map_err(|trouble| {
            if let Trouble::Disk { source, .. } = trouble { source } else { std::io::Error::other(trouble) }
        })
    });
    let options = Options { accepted: planned.accepted.clone(), ..Options::default() };
    let reports = Reports::after(Duration::ZERO, shared);
    let report = |progress: Progress| reports.tell(words(progress));
    publish::carry_out(&*planned.place, &planned.prepared, &planned.bundle, source, &options, &report, cancel)
        .await
}

fn words(progress: Progress) -> PublishProgress {
    PublishProgress {
        phase: match progress.phase {
            Phase::Sending => PublishPhase::Sending,
            Phase::Switching => PublishPhase::Switching,
            Phase::Removing | Phase::Recording => PublishPhase::Cleaning,
        },
        done: small(progress.files_done),
        total: small(progress.files_total),
        bytes_done: as_number(progress.bytes_done),
        bytes_total: as_number(progress.bytes_total),
        can_cancel: progress.phase == Phase::Sending,
    }
}

/// Remembers what is live now.
fn note(shared: &Shared, planned: &Planned, receipt: &Receipt) -> PublishEnd {
    let at = shared.now().to_string();
    let release = Release {
        target: planned.target.id.0.clone(),
        target_name: planned.target.settings.name.clone(),
        at: at.clone(),
        url: planned.url.clone(),
        pages: planned.pages.clone(),
        rest: planned.rest.clone(),
    };
    // The site is live whether or not this computer remembers it; the next plan asks the target.
    let _noted = shared.records.note_release(&planned.folder, &release);
    if let Some(site) = shared.desk().open.as_mut().filter(|site| site.folder == planned.folder) {
        site.release = Some(release);
    }
    PublishEnd::Done {
        at,
        sent: small(receipt.put.len()),
        removed: small(receipt.removed.len()),
        seconds: receipt.duration.as_secs_f64(),
        url: planned.url.clone(),
    }
}
