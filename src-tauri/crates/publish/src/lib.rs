//! Manifest to remote place: says what a publish would change, and carries it out.
//!
//! A publish has two steps, so that a person can look in between. [`prepare`] reads what the target keeps of the
//! last publish and answers with a plan and the concerns that need a yes. [`carry_out`] sends, switches, removes and
//! writes the records, in an order that leaves a whole site behind wherever it is stopped.
//!
//! What never happens here: a file that Galley did not put there is removed, or overwritten unasked; the remote tree is
//! scanned; a file of the site's folder is opened (the caller hands over the bytes); a secret is printed.

pub mod cancel;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod credential;
pub mod error;
pub mod host_key;
pub mod identity;
pub mod plan;
pub mod prepare;
pub mod progress;
pub mod record;
pub mod remote;
pub mod target;
pub mod targets;
pub mod transfer;

mod measure;
mod parallel;
mod retry;

pub use cancel::Cancel;
pub use error::{ErrorKind, PublishError};
pub use identity::{ReleaseId, SiteId};
pub use plan::Plan;
pub use prepare::{Concern, ConcernKind, Prepared, prepare};
pub use progress::{Phase, Progress};
pub use target::Target;
pub use transfer::{Limits, Options, Receipt, SourceBytes, carry_out};
