//! The first half of a publish: reads what is there, makes the plan, and looks at every file that it would touch. Writes
//! nothing; dropping it half way is harmless.

use std::collections::{BTreeMap, BTreeSet};

use engine::output::{Manifest, OutputPath};
use serde::{Deserialize, Serialize};

use crate::error::{ErrorKind, PublishError};
use crate::identity::SiteId;
use crate::parallel::each;
use crate::plan::{Change, Plan, depth, folders_above};
use crate::record::{Listed, Listing, is_reserved};
use crate::remote::{self, Owner, Remote};
use crate::target::{Found, Stamp, Target};

/// A publish that is ready to be looked at and carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The site to be published.
    pub site: SiteId,
    /// What it would change.
    pub plan: Plan,
    /// What needs a yes first.
    pub concerns: Vec<Concern>,
    /// What the target holds of ours. Files of an interrupted publish that could be told apart are listed.
    pub remote: Remote,
    /// The files that an interrupted publish was about to touch, told apart or not.
    pub interrupted: BTreeMap<OutputPath, Vec<Listed>>,
}

/// Something about a publish that a person must agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// The place holds another site, which would be replaced.
    OtherSite(SiteId),
    /// The records at the place cannot be read, so nothing there counts as ours.
    UnreadableRecords,
    /// Files that Galley did not put there would be replaced.
    Foreign(Vec<OutputPath>),
    /// Files that Galley put there and somebody changed since would be replaced or removed.
    EditedThere(Vec<OutputPath>),
    /// A large part of what is there would go.
    RemovesMuch {
        /// How many files would go.
        removed: usize,
        /// How many files are there.
        of: usize,
    },
}

/// Names a concern, so that a person's yes can be told to the second half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConcernKind {
    /// See [`Concern::OtherSite`].
    OtherSite,
    /// See [`Concern::UnreadableRecords`].
    UnreadableRecords,
    /// See [`Concern::Foreign`].
    Foreign,
    /// See [`Concern::EditedThere`].
    EditedThere,
    /// See [`Concern::RemovesMuch`].
    RemovesMuch,
}

impl Concern {
    /// Names the concern.
    pub fn kind(&self) -> ConcernKind {
        match self {
            Self::OtherSite(_) => ConcernKind::OtherSite,
            Self::UnreadableRecords => ConcernKind::UnreadableRecords,
            Self::Foreign(_) => ConcernKind::Foreign,
            Self::EditedThere(_) => ConcernKind::EditedThere,
            Self::RemovesMuch { .. } => ConcernKind::RemovesMuch,
        }
    }

    /// Turns the concern into the error that a publish ends with where nobody agreed.
    pub fn to_error(&self, target: &dyn Target) -> PublishError {
        let kind = match self {
            Self::OtherSite(found) => ErrorKind::OtherSite { found: found.clone() },
            Self::UnreadableRecords => ErrorKind::Damaged,
            Self::Foreign(paths) | Self::EditedThere(paths) => ErrorKind::Conflict { paths: paths.clone() },
            Self::RemovesMuch { removed, of } => ErrorKind::RemovesMuch { removed: *removed, of: *of },
        };
        PublishError::new(kind, format!("could not publish to {}", target.name()))
    }
}

/// Reads what the target holds of ours and compares it with what shall be there.
///
/// `known` is the listing from the last receipt, where the caller has kept it; it saves fetching the list of files.
pub async fn prepare(
    target: &dyn Target,
    site: &SiteId,
    local: &Manifest,
    known: Option<&Listing>,
) -> Result<Prepared, PublishError> {
    check_build(target, local)?;
    let mut remote = remote::read(target, known).await?;
    let interrupted = remote.unsure.clone();
    settle(target, &mut remote).await?;
    let plan = Plan::between(local, &remote);
    let foreign = find_foreign(target, &plan, &remote).await?;
    let edited = find_edited(target, &plan, &remote).await?;
    let concerns = concerns(site, &plan, &remote, foreign, edited);
    Ok(Prepared { site: site.clone(), plan, concerns, remote, interrupted })
}

fn concerns(
    site: &SiteId,
    plan: &Plan,
    remote: &Remote,
    foreign: Vec<OutputPath>,
    edited: Vec<OutputPath>,
) -> Vec<Concern> {
    let mut concerns = Vec::new();
    match &remote.owner {
        Owner::Site(found) if found != site => concerns.push(Concern::OtherSite(found.clone())),
        Owner::Unreadable => concerns.push(Concern::UnreadableRecords),
        Owner::Site(_) | Owner::Nobody => {}
    }
    concerns.extend((!foreign.is_empty()).then_some(Concern::Foreign(foreign)));
    concerns.extend((!edited.is_empty()).then_some(Concern::EditedThere(edited)));
    concerns.extend(removes_much(plan, remote));
    concerns
}

/// The most files a site may have.
pub const MAX_FILES: usize = 200_000;

fn check_build(target: &dyn Target, local: &Manifest) -> Result<(), PublishError> {
    let what = format!("could not publish to {}", target.name());
    if local.entries.is_empty() {
        return Err(PublishError::new(ErrorKind::Empty, what));
    }
    if local.entries.len() > MAX_FILES {
        return Err(PublishError::new(ErrorKind::Limit, what));
    }
    match local.entries.keys().find(|path| is_reserved(path)) {
        Some(path) => Err(PublishError::new(ErrorKind::Conflict { paths: vec![path.clone()] }, what)),
        None => Ok(()),
    }
}

const MUCH_PERCENT: usize = 30;
const MUCH_FILES: usize = 10;

fn removes_much(plan: &Plan, remote: &Remote) -> Option<Concern> {
    let (removed, of) = (plan.remove.len(), remote.file_count());
    let much = removed > MUCH_FILES && removed * 100 > of * MUCH_PERCENT;
    much.then_some(Concern::RemovesMuch { removed, of })
}

/// Tells the files of an interrupted publish apart by their stamps, so that what already got its place is not sent again.
async fn settle(target: &dyn Target, remote: &mut Remote) -> Result<(), PublishError> {
    for (path, found) in look_at(target, remote.unsure.keys().cloned().collect()).await? {
        let Found::File(stamp) = found else { continue };
        let contents = remote.unsure.get(&path).map_or(&[][..], Vec::as_slice);
        let mut fitting = contents.iter().filter(|listed| has_stamp(listed, stamp)).copied();
        if let (Some(only), None) = (fitting.next(), fitting.next()) {
            remote.unsure.remove(&path);
            remote.listed.insert(path, only);
        }
    }
    Ok(())
}

fn has_stamp(listed: &Listed, stamp: Stamp) -> bool {
    listed.entry.size == stamp.size && listed.modified == stamp.modified
}

/// Finds what stands at the paths of new files. Goes down folder by folder, so that a place that has none of the
/// folders is asked about their names only. A thing that no yes could move out of the way is an error.
async fn find_foreign(
    target: &dyn Target,
    plan: &Plan,
    remote: &Remote,
) -> Result<Vec<OutputPath>, PublishError> {
    let new: BTreeSet<_> =
        plan.put.iter().filter(|put| put.change == Change::New).map(|put| put.path.clone()).collect();
    let mut by_depth = BTreeMap::<usize, BTreeSet<OutputPath>>::new();
    for path in new.iter().flat_map(|path| folders_above(path).into_iter().chain([path.clone()])) {
        by_depth.entry(depth(&path)).or_default().insert(path);
    }
    let mut folders = BTreeSet::new();
    let (mut foreign, mut blocked) = (Vec::new(), Vec::new());
    for paths in by_depth.into_values() {
        let below = |path: &OutputPath| path.folder().is_empty() || folders.contains(path.folder());
        let asked: Vec<_> = paths.into_iter().filter(below).collect();
        for (path, found) in look_at(target, asked).await? {
            match (found, new.contains(&path)) {
                (Found::Nothing, _) => {}
                (Found::Folder, false) => drop(folders.insert(path.as_str().to_owned())),
                (Found::Folder, true) if holds_ours(&path, remote) => {}
                (Found::File(_) | Found::Other, true) => foreign.push(path),
                (Found::File(_), false) if is_ours(&path, remote) => {}
                (Found::Folder, true) | (Found::File(_) | Found::Other, false) => blocked.push(path),
            }
        }
    }
    if blocked.is_empty() {
        return Ok(foreign);
    }
    let what = format!("could not publish to {}", target.name());
    Err(PublishError::new(ErrorKind::Conflict { paths: blocked }, what))
}

fn is_ours(path: &OutputPath, remote: &Remote) -> bool {
    remote.listed.contains_key(path) || remote.unsure.contains_key(path)
}

fn holds_ours(folder: &OutputPath, remote: &Remote) -> bool {
    remote.listed.keys().chain(remote.unsure.keys()).any(|path| folders_above(path).contains(folder))
}

/// Finds the files of ours that are no longer as we put them.
async fn find_edited(
    target: &dyn Target,
    plan: &Plan,
    remote: &Remote,
) -> Result<Vec<OutputPath>, PublishError> {
    let replaced = plan.put.iter().filter(|put| put.change != Change::New).map(|put| &put.path);
    let touched: Vec<_> = replaced.chain(&plan.remove).cloned().collect();
    let found = look_at(target, touched).await?;
    let edited = each(found, target.parallel(), move |(path, found)| {
        Box::pin(async move {
            let edited = is_edited(target, &path, found, &rightly_there(&path, remote)).await?;
            Ok(edited.then_some(path))
        })
    })
    .await?;
    Ok(edited.into_iter().flatten().collect())
}

/// Gives all that may rightly stand at a path of ours.
pub(crate) fn rightly_there(path: &OutputPath, remote: &Remote) -> Vec<Listed> {
    remote.unsure.get(path).cloned().unwrap_or_else(|| remote.listed.get(path).copied().into_iter().collect())
}

async fn is_edited(
    target: &dyn Target,
    path: &OutputPath,
    found: Found,
    right: &[Listed],
) -> Result<bool, PublishError> {
    let stamp = match found {
        Found::Nothing => return Ok(false),
        Found::Folder | Found::Other => return Ok(true),
        Found::File(stamp) => stamp,
    };
    if right.iter().any(|listed| has_stamp(listed, stamp)) {
        return Ok(false);
    }
    if right.iter().all(|listed| listed.entry.size != stamp.size) {
        return Ok(true);
    }
    // Same size, other time: a restored backup or a copied folder looks like this, so the bytes decide.
    let there = target.measure(path).await?;
    Ok(there.is_some_and(|there| right.iter().all(|listed| listed.entry != there)))
}

async fn look_at(
    target: &dyn Target,
    paths: Vec<OutputPath>,
) -> Result<Vec<(OutputPath, Found)>, PublishError> {
    each(paths, target.parallel(), move |path| {
        Box::pin(async move {
            let found = target.look(&path).await?;
            Ok((path, found))
        })
    })
    .await
}
