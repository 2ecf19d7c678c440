//! Targets, plans and publishes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PageId, Problem};

/// Names a target of the open site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct TargetId(pub String);

/// Names a plan; it is good for one publish.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct PlanId(pub String);

/// A place the site is published to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetView {
    /// Its handle.
    pub id: TargetId,
    /// Its settings.
    pub settings: TargetSettings,
    /// Says whether the system's keychain holds its password or passphrase.
    pub secret_kept: bool,
    /// When the site was last published there, RFC 3339.
    pub last_publish: Option<String>,
}

/// A target's settings; no secret among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetSettings {
    /// What the person calls it.
    pub name: String,
    /// What it is and where.
    pub place: TargetPlace,
}

/// What a target is and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TargetPlace {
    /// A folder on this machine or on a drive.
    Folder {
        /// The whole path.
        folder: String,
    },
    /// A server reached by SFTP.
    Sftp {
        /// The server's name or address.
        host: String,
        /// The port; 22 by custom.
        port: u16,
        /// The name to sign in with.
        user: String,
        /// The folder on the server, such as `public_html`.
        folder: String,
        /// How to sign in.
        sign_in: SignIn,
    },
}

/// How to sign in to a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SignIn {
    /// With a password.
    Password,
    /// With a key file, which may have a passphrase.
    KeyFile {
        /// The whole path of the private key.
        file: String,
    },
    /// With the keys the system's SSH agent holds.
    Agent,
}

/// A target to add or to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveTarget {
    /// The target to change; nothing to add one.
    pub id: Option<TargetId>,
    /// Its settings.
    pub settings: TargetSettings,
}

/// A password or passphrase on its way to the target or to the keychain. Never printed, never written to a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Secret {
    /// The secret.
    pub text: String,
    /// Says whether the system's keychain shall keep it.
    pub keep: bool,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A target to connect to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReachTarget {
    /// The target.
    pub target: TargetId,
    /// The password or passphrase, if the person was asked for it.
    pub secret: Option<Secret>,
}

/// What a check of a target found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetCheck {
    /// What was found, in a sentence.
    pub message: String,
}

/// A server key that the person compared and accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AcceptHostKey {
    /// The target.
    pub target: TargetId,
    /// The key's fingerprint, as it was shown.
    pub fingerprint: String,
}

/// What to plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanPublish {
    /// The target.
    pub target: TargetId,
    /// The password or passphrase, if the person was asked for it.
    pub secret: Option<Secret>,
    /// Says whether files at the target that Galley did not put there may be replaced.
    pub replace: bool,
}

/// What a publish will change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PublishPlan {
    /// Its handle.
    pub id: PlanId,
    /// The changes an author would name, pages first.
    pub changes: Vec<PublishChange>,
    /// How many further files change with them: lists, feeds, styles.
    pub other_files: u32,
    /// How many files go to the target.
    pub sent_files: u32,
    /// How many files are taken away there.
    pub removed_files: u32,
    /// How many bytes go to the target.
    pub bytes: f64,
    /// Says whether nothing was published there before.
    pub first: bool,
    /// Trouble in the site, errors first.
    pub problems: Vec<Problem>,
    /// Drafts and scheduled posts that stay here.
    pub held_back: u32,
}

/// One change of the live site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PublishChange {
    /// What happens to it.
    pub kind: ChangeKind,
    /// What it is called: a page's title or a file's name.
    pub title: String,
    /// Its web address below the site's.
    pub address: String,
    /// The page, if it is one that can be opened.
    pub page: Option<PageId>,
}

/// What happens to a file of the live site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// It appears.
    New,
    /// It changes.
    Changed,
    /// It goes away.
    Removed,
}

/// How far a plan or a publish has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PublishProgress {
    /// What is being done.
    pub phase: PublishPhase,
    /// How many files are done.
    pub done: u32,
    /// How many files there are.
    pub total: u32,
    /// How many bytes are done.
    pub bytes_done: f64,
    /// How many bytes there are.
    pub bytes_total: f64,
    /// Says whether a cancel still leaves the live site as it was.
    pub can_cancel: bool,
}

/// What a plan or a publish is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PublishPhase {
    /// Making pages and all other files, to compare them with what is there.
    Making,
    /// Making pictures in other sizes and formats.
    Pictures,
    /// Sending files to where visitors do not see them.
    Sending,
    /// Putting them in their places.
    Switching,
    /// Taking away what is gone.
    Cleaning,
}

/// How a publish ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PublishEnd {
    /// The site is live.
    Done {
        /// When, RFC 3339.
        at: String,
        /// How many files were sent.
        sent: u32,
        /// How many files were taken away.
        removed: u32,
        /// How long it took, in seconds.
        seconds: f64,
        /// The address to open, if it is known.
        url: Option<String>,
    },
    /// The person stopped it; the live site is as it was.
    Cancelled,
    /// It could not be finished; the next publish continues.
    Failed {
        /// Why.
        failure: super::Failure,
    },
}
