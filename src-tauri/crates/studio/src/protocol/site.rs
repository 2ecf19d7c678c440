//! The start page and the open site.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PageId, Problem};

/// What the start page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StartPage {
    /// The sites opened before, the latest first.
    pub recent: Vec<RecentSite>,
    /// Where a new site would be made, as the person knows the place.
    pub new_site_place: String,
}

/// A site that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecentSite {
    /// Its handle.
    pub id: RecentId,
    /// Its title.
    pub title: String,
    /// Its folder, as the person knows it.
    pub folder: String,
    /// When it was last opened, RFC 3339.
    pub opened: String,
    /// Says whether the folder is gone.
    pub missing: bool,
}

/// Names a site on the start page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct RecentId(pub String);

/// A new site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreateSite {
    /// Its title; the folder is named after it.
    pub title: String,
}

/// The open site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SiteView {
    /// Its title.
    pub title: String,
    /// Its folder, as the person knows it.
    pub folder: String,
    /// The address it is made for, such as `https://example.org`.
    pub base_url: String,
    /// How many posts there are.
    pub posts: u32,
    /// How many pages there are.
    pub pages: u32,
    /// How many things are in the trash.
    pub trash: u32,
    /// How many changes wait to be published.
    pub waiting: u32,
    /// The last publish, if there was one.
    pub last_publish: Option<LastPublish>,
    /// Trouble with the site as a whole: its settings, its theme.
    pub problems: Vec<Problem>,
    /// Something the person should know once, such as text that a crash left unsaved and that is back.
    pub notice: Option<String>,
}

/// When and where the site last went online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LastPublish {
    /// When, RFC 3339.
    pub at: String,
    /// The target's name.
    pub target: String,
    /// The address to open, if it is known.
    pub url: Option<String>,
}

/// Which list to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListPages {
    /// Posts or pages.
    pub kind: PageKind,
}

/// Posts have a date and stand in a list that a section shows; everything else is a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PageKind {
    /// An item of a dated list.
    Post,
    /// A page that stands for itself, or the introduction of a list.
    Page,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageRow {
    /// Its handle.
    pub page: PageId,
    /// Post or page.
    pub kind: PageKind,
    /// Its title; a page without one goes by its file name.
    pub title: String,
    /// Its status.
    pub status: Status,
    /// Its date as written, `2026-05-03` or RFC 3339.
    pub date: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its web address below the site's, such as `/posts/winter/`.
    pub address: String,
    /// A small picture's address for the window, if it has one.
    pub picture: Option<String>,
    /// Says whether text that is not in the file yet is kept for it.
    pub unsaved: bool,
    /// Says whether it has trouble that the author should see.
    pub trouble: bool,
}

/// A page's status, derived from the page and from what was last published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Status {
    /// Only here; a publish leaves it out.
    Draft,
    /// Waits for its date.
    Scheduled {
        /// The date as written.
        date: String,
    },
    /// Goes live with the next publish.
    New,
    /// Online as it is here.
    Live {
        /// When it went online first or last changed there, RFC 3339.
        since: String,
    },
    /// Online, and changed here since.
    Edited {
        /// When it went online, RFC 3339.
        since: String,
    },
    /// Online, and a draft here: the next publish takes it down.
    Withdrawn {
        /// When it went online, RFC 3339.
        since: String,
    },
}

/// Something in the trash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrashRow {
    /// Its handle.
    pub trash: TrashId,
    /// Its title.
    pub title: String,
    /// When it was put there, RFC 3339.
    pub at: String,
}

/// Names something in the trash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct TrashId(pub String);

/// Choices about the window itself, kept on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// Light, dark, or as the system says.
    pub appearance: Appearance,
    /// What the editor shows.
    pub view: ViewMode,
    /// The editor's letter size in pixels, 14 to 28.
    pub letter_size: u32,
}

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Appearance {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What the editor shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ViewMode {
    /// The text alone.
    Write,
    /// The text and the preview side by side.
    #[default]
    Split,
    /// The preview alone.
    Preview,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { appearance: Appearance::System, view: ViewMode::Split, letter_size: 18 }
    }
}
