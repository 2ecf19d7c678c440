//! Operations that failed, as values. [`crate::failure`] puts them into words.

use std::path::{Path, PathBuf};

use engine::output::SourcePath;

/// An operation that could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A file or folder could not be read or written.
    #[error("could not {doing} {path}: {source}")]
    Disk {
        /// What was being done to it.
        doing: Doing,
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The folder has no site in it.
    #[error("{0} holds no zola.toml or config.toml")]
    NoSite(PathBuf),
    /// There is a file or folder of that name already.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The site has more files than Galley opens.
    #[error("{0} has too many files")]
    TooManyFiles(PathBuf),
    /// No site is open.
    #[error("no site is open")]
    NothingOpen,
    /// The site was opened before but is unknown now.
    #[error("no such recent site")]
    UnknownRecent,
    /// The page is not one of the open site.
    #[error("no page {0}")]
    NoPage(String),
    /// The trash has no such thing.
    #[error("nothing in the trash under {0}")]
    NotInTrash(String),
    /// The editor's text and this one are out of step.
    #[error("revision {found} is not {wanted}")]
    OutOfStep {
        /// The revision the edit was based on.
        found: u32,
        /// The revision that is held here.
        wanted: u32,
    },
    /// A picture is none, or too large.
    #[error("picture {name}: {why}")]
    Picture {
        /// Its name.
        name: String,
        /// Why it was not taken.
        why: PictureTrouble,
    },
    /// The address is of a kind that is not opened.
    #[error("address {0} is not opened")]
    Link(String),
    /// The file is not text in UTF-8.
    #[error("{0} is not UTF-8 text")]
    NotText(SourcePath),
    /// No program took the address.
    #[error("could not open {url}: {source}")]
    NoBrowser {
        /// The address.
        url: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The page's newest text could not be written, so that its file cannot be moved.
    #[error("{0} has unsaved text")]
    Unsettled(SourcePath),
    /// The name has no letter or digit that can stand in an address.
    #[error("no letter or digit in the name")]
    NoName,
    /// The page's address follows from its folder and cannot be another.
    #[error("the address of a section is its folder")]
    FixedAddress,
    /// The page's head cannot be changed because it cannot be read.
    #[error("the head of {0} cannot be read")]
    Header(SourcePath),
    /// Galley's own records on this machine failed.
    #[error("records: {0}")]
    Records(#[from] rusqlite::Error),
    /// The site has errors that keep it from being published.
    #[error("the site has {0} errors")]
    SiteErrors(usize),
    /// The site's settings file cannot be changed because it cannot be read.
    #[error("{file} cannot be read: {why}")]
    Settings {
        /// The file.
        file: String,
        /// Why not.
        why: String,
    },
    /// No target of that name.
    #[error("no target {0}")]
    NoTarget(String),
    /// A target's settings are incomplete.
    #[error("target: {0}")]
    TargetIncomplete(&'static str),
    /// The plan is not there any more.
    #[error("no plan")]
    NoPlan,
    /// A publish is running.
    #[error("a publish is running")]
    Publishing,
    /// The publish crate's error.
    #[error(transparent)]
    Publish(#[from] publish::PublishError),
    /// The target needs a password or passphrase and none is at hand, or the one at hand was refused.
    #[error("a secret is needed")]
    SecretNeeded {
        /// Says whether one was tried and refused.
        refused: bool,
        /// Says whether the system can keep it.
        keepable: bool,
    },
    /// The keychain refused.
    #[error("keychain: {0}")]
    Keychain(String),
}

/// What was being done to a file when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading it.
    Read,
    /// Writing it.
    Write,
    /// Moving it.
    Move,
    /// Making it.
    Create,
}

impl std::fmt::Display for Doing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "save",
            Self::Move => "move",
            Self::Create => "make",
        })
    }
}

/// Why a picture was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureTrouble {
    /// It is no picture that browsers show.
    #[error("not a picture")]
    Kind,
    /// It is larger than 32 MiB.
    #[error("too large")]
    Size,
    /// Its bytes did not arrive whole.
    #[error("incomplete")]
    Data,
}

impl Trouble {
    /// Pairs a disk error with what was being done to which path.
    pub(crate) fn disk(doing: Doing, path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::Disk { doing, path, source }
    }
}
