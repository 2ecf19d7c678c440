//! A publish that is ready to be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use engine::diagnostic::{Diagnostic, Severity};
use engine::output::Bundle;
use engine::source::Source;
use engine::{Progress, Site, Work};
use publish::prepare::{ConcernKind, Prepared};
use publish::{Cancel, SiteId, Target};

use super::SavedTarget;
use super::change::changes;
use super::reports::{Reports, small};
use crate::loopback::random_token;
use crate::protocol::{PlanId, PublishPhase, PublishPlan, PublishProgress};
use crate::records::ReleasedPage;
use crate::shared::Shared;
use crate::site::{OpenSite, as_published, facts, rest_hash, title_of};
use crate::trouble::Trouble;

/// A plan that is made sooner says nothing on the way.
const QUIET: Duration = Duration::from_millis(500);

/// Whether the person agreed to replace what stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Nothing that is not ours is touched.
    None,
    /// What the question named may be replaced.
    Replace,
}

/// A plan with all that carrying it out needs.
pub(crate) struct Planned {
    pub(crate) id: String,
    pub(crate) target: SavedTarget,
    pub(crate) place: Arc<dyn Target>,
    pub(crate) prepared: Prepared,
    pub(crate) bundle: Bundle,
    pub(crate) folder: PathBuf,
    pub(crate) accepted: BTreeSet<ConcernKind>,
    pub(crate) errors: usize,
    /// What the release will remember of the pages.
    pub(crate) pages: BTreeMap<String, ReleasedPage>,
    pub(crate) rest: String,
    pub(crate) url: Option<String>,
}

/// Builds the site and compares it with what the target has. Takes the desk only for a moment, so that writing goes on.
pub(crate) fn make_plan(
    shared: &Shared,
    target: SavedTarget,
    place: Arc<dyn Target>,
    site_id: &SiteId,
    consent: Consent,
    cancel: &Cancel,
) -> Result<(Planned, PublishPlan), Trouble> {
    let (folder, source) = {
        let mut desk = shared.desk();
        let site = desk.site()?;
        (site.folder.clone(), site.source.clone())
    };
    let opened = engine::open(&source, &as_published(&shared.fetch));
    let reports = Reports::after(QUIET, shared);
    let report = |progress: Progress| {
        reports.tell(words(progress));
        if cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let built = opened.value.build(&report).map_err(|_cancelled| Trouble::NoPlan)?;
    // What was known before the build is among them.
    let mut diagnostics = built.diagnostics;
    diagnostics.sort_by(|a, b| (b.severity, &a.place, &a.message).cmp(&(a.severity, &b.place, &b.message)));
    let bundle = built.value;
    let manifest = bundle.manifest();
    let prepared = shared.runtime.block_on(publish::prepare(&*place, site_id, &manifest, None))?;
    let accepted = accept(&prepared, &*place, consent)?;
    let before = shared.records.last_release(&folder, Some(&target.id.0))?;
    let before = before.map(|release| release.pages).unwrap_or_default();

    let mut desk = shared.desk();
    let site = desk.site()?;
    if site.folder != folder {
        return Err(Trouble::NoPlan);
    }
    let plan = view(site, &prepared, &diagnostics);
    let planned = Planned {
        id: plan.id.0.clone(),
        place,
        prepared,
        bundle,
        folder,
        accepted,
        errors: diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count(),
        pages: released_pages(&opened.value, &source, before, &shared.now().to_string()),
        rest: rest_hash(&source),
        url: public_url(site),
        target,
    };
    Ok((planned, plan))
}

fn accept(
    prepared: &Prepared,
    place: &dyn Target,
    consent: Consent,
) -> Result<BTreeSet<ConcernKind>, Trouble> {
    match (consent, prepared.concerns.first()) {
        (Consent::None, Some(concern)) => Err(concern.to_error(place).into()),
        (Consent::None, None) => Ok(BTreeSet::new()),
        (Consent::Replace, _) => Ok(prepared.concerns.iter().map(publish::Concern::kind).collect()),
    }
}

fn view(site: &OpenSite, prepared: &Prepared, diagnostics: &[Diagnostic]) -> PublishPlan {
    let counts = prepared.plan.counts();
    let (changes, other_files) = changes(site, &prepared.plan);
    PublishPlan {
        id: PlanId(random_token()),
        changes,
        other_files,
        sent_files: small(counts.new + counts.changed),
        removed_files: small(counts.removed),
        bytes: as_number(counts.bytes),
        first: prepared.remote.listed.is_empty(),
        problems: diagnostics.iter().map(|diagnostic| site.problem(diagnostic)).collect(),
        held_back: small(facts(&site.site).filter(|info| info.draft || info.scheduled).count()),
    }
}

fn words(progress: Progress) -> PublishProgress {
    PublishProgress {
        phase: match progress.work {
            Work::Files => PublishPhase::Making,
            Work::Pictures => PublishPhase::Pictures,
        },
        done: small(progress.done),
        total: small(progress.total),
        bytes_done: 0.0,
        bytes_total: 0.0,
        can_cancel: true,
    }
}

/// JSON numbers are floating point; a site of over 9 petabytes would be shown a little wrong.
pub(super) fn as_number(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "only shown to a person")]
    let number = bytes as f64;
    number
}

/// What is remembered of the pages that were built, not of what an author has typed since.
fn released_pages(
    built: &Site,
    source: &Source,
    before: BTreeMap<String, ReleasedPage>,
    now: &str,
) -> BTreeMap<String, ReleasedPage> {
    let mut pages = BTreeMap::new();
    for info in facts(built).filter(|info| !info.draft && !info.scheduled) {
        let Some(hash) = source.files().get(&info.file).map(|file| file.entry.hash) else { continue };
        let name = info.file.to_string();
        let since =
            before.get(&name).filter(|page| page.hash == hash).map_or(now, |page| &page.since).to_owned();
        let page = ReleasedPage { hash, title: title_of(&info), address: info.address.clone(), since };
        pages.insert(name, page);
    }
    pages
}

/// The address visitors use, unless it is a stand-in from a starter site.
fn public_url(site: &OpenSite) -> Option<String> {
    let url = site.site.config().base_url.trim_end_matches('/');
    let host = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    let stands_in = host.is_empty() || host.ends_with(".example") || host.starts_with("example.");
    (!stands_in).then(|| format!("{url}/"))
}
