//! What an author reads when something could not be done.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An operation that failed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What the window does about it, where it does more than show the words.
    pub remedy: Option<Remedy>,
    /// What could not be done, to which thing, and why in one clause.
    pub message: String,
    /// What to do now; empty where the message says it all.
    pub hint: String,
    /// The technical chain of causes, for a report; never holds a secret.
    pub detail: String,
}

/// A failure that the window can help with by asking for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Remedy {
    /// The target needs its password or passphrase, and none is kept, or the kept one is wrong.
    AskSecret {
        /// Says whether one was tried and refused.
        refused: bool,
        /// Says whether the system can keep it: false where there is no keychain.
        keepable: bool,
    },
    /// The server shows a key that has never been seen: the person compares and accepts it.
    AcceptHostKey {
        /// The key's SHA-256 fingerprint.
        fingerprint: String,
    },
    /// The place holds files that Galley did not put there: the person may agree to replace them.
    Replace {
        /// Their paths, the first twenty.
        paths: Vec<String>,
        /// How many there are in all.
        count: u32,
    },
    /// The editor and Rust hold different texts: the window sends its whole text again.
    SendWholeText,
    /// No site is open: the window goes back to the start page.
    GoToStart,
}

/// Trouble in the author's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// How bad it is.
    pub severity: ProblemSeverity,
    /// The page it is in, if it is in one that can be opened.
    pub page: Option<super::PageId>,
    /// The file it is in, as the person knows it.
    pub file: Option<String>,
    /// The line in the editor (for a page) or in the file, counted from 1.
    pub line: Option<u32>,
    /// The column, counted from 1.
    pub column: Option<u32>,
    /// What happened.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProblemSeverity {
    /// Good to know.
    Note,
    /// Something was left out or understood differently.
    Warning,
    /// A part of the site could not be made.
    Error,
}
