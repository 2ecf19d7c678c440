//! How far a publish has come.

use serde::{Deserialize, Serialize};

/// What a publish is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Sends the files to where no visitor sees them. Can be stopped.
    Sending,
    /// Puts the sent files in place. From here on it is finished.
    Switching,
    /// Removes what is no longer part of the site.
    Removing,
    /// Writes down what is there now.
    Recording,
}

/// One report while a publish runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Files this phase has done.
    pub files_done: usize,
    /// Files this phase has to do.
    pub files_total: usize,
    /// Bytes sent so far.
    pub bytes_done: u64,
    /// Bytes to send.
    pub bytes_total: u64,
}
