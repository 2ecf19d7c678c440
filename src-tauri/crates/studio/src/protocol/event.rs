//! What Rust tells the window unasked: facts, never orders.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PageId, PublishEnd, PublishProgress, SaveState, Status};

/// A fact about the open site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Event {
    /// A page's text went to its file, or could not.
    PageSaved {
        /// The page.
        page: PageId,
        /// Whether the file holds what the editor holds.
        save: SaveState,
        /// Its status.
        status: Status,
    },
    /// A page was changed outside and had nothing unsaved here: the window opens it again.
    PageReloaded {
        /// The page.
        page: PageId,
    },
    /// Pages, settings or the theme changed: lists, counts and previews are to be asked for again.
    SiteChanged {},
    /// A plan or a publish went on.
    PublishProgress {
        /// How far it is.
        progress: PublishProgress,
    },
    /// A publish ended.
    PublishEnded {
        /// How.
        end: PublishEnd,
    },
}
