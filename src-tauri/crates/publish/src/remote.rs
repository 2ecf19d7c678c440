//! What a target is known to hold of ours.

use std::collections::BTreeMap;

use engine::output::{ContentHash, Manifest, OutputPath};

use crate::error::PublishError;
use crate::identity::{ReleaseId, SiteId};
use crate::record::{Head, Listed, Listing, Pending, Record};
use crate::target::Target;

/// What a target holds of ours, as its records say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remote {
    /// Whose site is there.
    pub owner: Owner,
    /// The files whose contents are known.
    pub listed: BTreeMap<OutputPath, Listed>,
    /// The files that an interrupted publish was about to touch, each with all that may rightly stand there.
    pub unsure: BTreeMap<OutputPath, Vec<Listed>>,
    /// What the records said, so that a publish notices when another one came in between.
    pub basis: Basis,
}

/// Whose site is at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Owner {
    /// Nobody published there.
    #[default]
    Nobody,
    /// The site with this id.
    Site(SiteId),
    /// The records cannot be read.
    Unreadable,
}

/// The releases that the records name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Basis {
    /// The release that is there.
    pub release: Option<ReleaseId>,
    /// The release that was being published when it was interrupted.
    pub pending: Option<ReleaseId>,
}

impl Remote {
    /// Describes a target whose last publish was finished.
    pub fn finished(site: SiteId, release: ReleaseId, listing: Listing) -> Self {
        Self {
            owner: Owner::Site(site),
            listed: listing.files,
            unsure: BTreeMap::new(),
            basis: Basis { release: Some(release), pending: None },
        }
    }

    /// Lists the files whose contents are known.
    pub fn manifest(&self) -> Manifest {
        Manifest { entries: self.listed.iter().map(|(path, listed)| (path.clone(), listed.entry)).collect() }
    }

    /// Counts the files that are ours.
    pub fn file_count(&self) -> usize {
        self.listed.len() + self.unsure.len()
    }

    /// Says whether a publish was interrupted here.
    pub fn is_interrupted(&self) -> bool {
        self.basis.pending.is_some()
    }

    fn unreadable(basis: Basis) -> Self {
        Self { owner: Owner::Unreadable, basis, ..Self::default() }
    }

    /// Brings the three records together. `pending` wins over `manifest` for every file it names.
    fn of(head: Option<Head>, listing: Listing, pending: Option<Pending>) -> Self {
        let basis = Basis {
            release: head.as_ref().map(|head| head.release),
            pending: pending.as_ref().map(|pending| pending.release),
        };
        let site = pending.as_ref().map(|pending| pending.site.clone()).or(head.map(|head| head.site));
        let mut listed = listing.files;
        let mut unsure = pending.map(|pending| pending.touched).unwrap_or_default();
        for (path, contents) in &mut unsure {
            if let Some(before) = listed.remove(path).filter(|before| !contents.contains(before)) {
                contents.push(before);
            }
        }
        Self { owner: site.map_or(Owner::Nobody, Owner::Site), listed, unsure, basis }
    }
}

impl Basis {
    fn of(head: &Parsed<Head>, pending: &Parsed<Pending>) -> Self {
        let release = head.as_ref().ok().and_then(|head| head.as_ref()).map(|head| head.release);
        let pending =
            pending.as_ref().ok().and_then(|pending| pending.as_ref()).map(|pending| pending.release);
        Self { release, pending }
    }
}

/// Reads the records. `known` is the listing of the last publish from this machine: where it is still the one that is
/// there, it need not be fetched again.
pub async fn read(target: &dyn Target, known: Option<&Listing>) -> Result<Remote, PublishError> {
    let (head, pending) = read_head_and_pending(target).await?;
    let basis = Basis::of(&head, &pending);
    let (Ok(head), Ok(pending)) = (head, pending) else {
        return Ok(Remote::unreadable(basis));
    };
    let Some(fingerprint) = head.as_ref().map(|head| head.listing) else {
        // Without a head there is a manifest only where a first publish was stopped just before writing the head;
        // all that it names is in `pending` as well.
        return Ok(Remote::of(None, Listing::default(), pending));
    };
    if let Some(known) = known.filter(|known| ContentHash::of(&known.to_bytes()) == fingerprint) {
        return Ok(Remote::of(head, known.clone(), pending));
    }
    let bytes = target.read_record(Record::Manifest).await?.unwrap_or_default();
    // While a publish is pending, manifest and head may be one release apart.
    let belongs = pending.is_some() || ContentHash::of(&bytes) == fingerprint;
    match Listing::parse(&bytes) {
        Ok(listing) if belongs => Ok(Remote::of(head, listing, pending)),
        Ok(_) | Err(_) => Ok(Remote::unreadable(basis)),
    }
}

/// Reads only which releases the records name.
pub(crate) async fn read_basis(target: &dyn Target) -> Result<Basis, PublishError> {
    let (head, pending) = read_head_and_pending(target).await?;
    Ok(Basis::of(&head, &pending))
}

type Parsed<T> = Result<Option<T>, crate::record::Unreadable>;

async fn read_head_and_pending(target: &dyn Target) -> Result<(Parsed<Head>, Parsed<Pending>), PublishError> {
    let (head, pending) = tokio::join!(target.read_record(Record::Head), target.read_record(Record::Pending));
    let head = head?.map(|bytes| Head::parse(&bytes)).transpose();
    let pending = pending?.map(|bytes| Pending::parse(&bytes)).transpose();
    Ok((head, pending))
}
