//! What went wrong with a publish: the kind (why, and what to do), the thing it happened to, and the cause beneath.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use engine::output::OutputPath;

use crate::host_key::Fingerprint;
use crate::identity::SiteId;

/// A publish, or a step of one, that could not be done.
#[derive(Debug, Clone)]
pub struct PublishError {
    /// Why it failed.
    pub kind: ErrorKind,
    /// What could not be done to which thing, for example ``could not send `posts/index.html` ``.
    pub what: String,
    /// The error beneath, for a report; never a secret.
    pub source: Option<Arc<dyn Error + Send + Sync>>,
}

/// Why a publish failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// The user name, password or key was not accepted.
    Auth,
    /// The server's key has not been seen before and waits for a yes.
    HostKeyUnknown {
        /// The key the server showed.
        found: Fingerprint,
    },
    /// The server showed another key than the one remembered.
    HostKeyChanged {
        /// The key remembered.
        known: Fingerprint,
        /// The key the server showed.
        found: Fingerprint,
    },
    /// The place cannot be reached, or the connection broke.
    Unreachable,
    /// The folder to publish to does not exist.
    Missing,
    /// The place is there and does not let us do it.
    Refused,
    /// The place has no room left.
    Full,
    /// Files that Galley did not put there are in the way.
    Conflict {
        /// The files.
        paths: Vec<OutputPath>,
    },
    /// The place holds another site.
    OtherSite {
        /// The site that is there.
        found: SiteId,
    },
    /// Another publish to this place began or ended after this one was prepared.
    Overtaken,
    /// So many files would go that a person must agree.
    RemovesMuch {
        /// How many files would go.
        removed: usize,
        /// How many files are there.
        of: usize,
    },
    /// The build has no files; publishing it would only empty the place.
    Empty,
    /// A file of the site changed between the build and the publish.
    SourceChanged,
    /// The records that Galley keeps at the place cannot be read.
    Damaged,
    /// More than this crate takes in, see [`crate::transfer::Limits`].
    Limit,
    /// The person stopped it.
    Cancelled,
    /// Anything else.
    Other,
}

impl PublishError {
    /// Makes an error without a cause beneath.
    pub fn new(kind: ErrorKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), source: None }
    }

    /// Adds the cause beneath.
    #[must_use]
    pub fn with_source(self, source: impl Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    /// Translates an error of the disk.
    pub(crate) fn from_io(what: impl Into<String>, error: std::io::Error) -> Self {
        Self::new(ErrorKind::of_io(error.kind()), what).with_source(error)
    }
}

impl ErrorKind {
    /// Says whether trying again a little later can help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable)
    }

    /// Says in one sentence what the person can do now.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Auth => "Check the user name and the password or key, then try again",
            Self::HostKeyUnknown { .. } => {
                "Compare the fingerprint with the one your provider shows, then trust it"
            }
            Self::HostKeyChanged { .. } => {
                "Ask your provider whether the key was changed. Until then nothing is sent"
            }
            Self::Unreachable => {
                "Check the address and your internet connection, then publish again; it goes on where it stopped"
            }
            Self::Missing => "Connect the disk or make the folder, or choose another one",
            Self::Refused => {
                "Ask the owner of the place for permission to write there, or choose another folder"
            }
            Self::Full => "Make room there, then publish again; what was already sent is kept",
            Self::Conflict { .. } => {
                "Save a copy of these files if you need them, then choose to replace them"
            }
            Self::OtherSite { .. } => "Choose another folder, or choose to replace the other site",
            Self::Overtaken => "Look at the changes again, then publish",
            Self::RemovesMuch { .. } => "Check that this is the right site and place, then choose to go on",
            Self::Empty => "Write a page first, then publish",
            Self::SourceChanged => "Publish again; the site is built anew first",
            Self::Damaged => "Choose to replace the files that are there",
            Self::Limit => "Publish fewer or smaller files",
            Self::Cancelled => "Publish again when you like; it goes on where it stopped",
            Self::Other => "Try again",
        }
    }

    fn of_io(kind: std::io::ErrorKind) -> Self {
        use std::io::ErrorKind as Io;
        if matches!(
            kind,
            Io::PermissionDenied | Io::ReadOnlyFilesystem | Io::NotADirectory | Io::IsADirectory
        ) {
            return Self::Refused;
        }
        if matches!(kind, Io::StorageFull | Io::QuotaExceeded) {
            return Self::Full;
        }
        if matches!(kind, Io::InvalidFilename | Io::FileTooLarge) {
            return Self::Limit;
        }
        Self::Other
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auth => f.write_str("the login was not accepted"),
            Self::HostKeyUnknown { found } => {
                write!(f, "the server is not known yet; its key has the fingerprint {found}")
            }
            Self::HostKeyChanged { known, found } => write!(
                f,
                "the server shows another key than before ({found} instead of {known}); \
                 somebody may be standing in its place"
            ),
            Self::Unreachable => f.write_str("the connection could not be made or broke off"),
            Self::Missing => f.write_str("the folder is not there"),
            Self::Refused => f.write_str("it is not allowed there"),
            Self::Full => f.write_str("there is no room left"),
            Self::Conflict { paths } => write_conflict(f, paths),
            Self::OtherSite { .. } => f.write_str("another site was published there"),
            Self::Overtaken => f.write_str("another publish to the same place came in between"),
            Self::RemovesMuch { removed, of } => write!(f, "{removed} of {of} files there would be removed"),
            Self::Empty => f.write_str("the site has no finished page yet"),
            Self::SourceChanged => f.write_str("the file changed while it was being published"),
            Self::Damaged => f.write_str("the list of what Galley put there cannot be read"),
            Self::Limit => f.write_str("it is more than can be handled"),
            Self::Cancelled => f.write_str("it was stopped"),
            Self::Other => f.write_str("something unexpected happened"),
        }
    }
}

/// How many files a message names before it only counts.
const NAMED_FILES: usize = 3;

fn write_conflict(f: &mut fmt::Formatter<'_>, paths: &[OutputPath]) -> fmt::Result {
    f.write_str("files that Galley did not put there are in the way: ")?;
    for (index, path) in paths.iter().take(NAMED_FILES).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}`{path}`")?;
    }
    match paths.len().saturating_sub(NAMED_FILES) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.kind)
    }
}

impl Error for PublishError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_names_three_files_and_counts_the_rest() {
        let paths = ["a", "b", "c", "d", "e"].map(|name| OutputPath::new(name).unwrap()).to_vec();
        let error = PublishError::new(ErrorKind::Conflict { paths }, "could not publish to the folder");
        assert_eq!(
            error.to_string(),
            "could not publish to the folder: files that Galley did not put there are in the way: \
             `a`, `b`, `c` and 2 more"
        );
    }

    #[test]
    fn errors_of_the_disk_get_their_kind() {
        let kind = |io: std::io::ErrorKind| PublishError::from_io("could not write", io.into()).kind;
        assert_eq!(kind(std::io::ErrorKind::PermissionDenied), ErrorKind::Refused);
        assert_eq!(kind(std::io::ErrorKind::ReadOnlyFilesystem), ErrorKind::Refused);
        assert_eq!(kind(std::io::ErrorKind::StorageFull), ErrorKind::Full);
        assert_eq!(kind(std::io::ErrorKind::BrokenPipe), ErrorKind::Other);
    }
}
