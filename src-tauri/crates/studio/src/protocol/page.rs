//! One page while it is written.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Failure, PageKind, PageRow, PreviewChange, Problem, Status};

/// Names a page of the open site: its file below the site's folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct PageId(pub String);

/// A page as the editor opens it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageView {
    /// Its handle.
    pub page: PageId,
    /// Post or page.
    pub kind: PageKind,
    /// The details shown as fields; nothing when the page's head cannot be read, and then `text` is the whole file.
    pub fields: Option<Fields>,
    /// What the editor shows.
    pub text: String,
    /// The revision of that text; the first edit is based on it.
    pub revision: u32,
    /// Its status.
    pub status: Status,
    /// Its web address below the site's, such as `/posts/winter/`.
    pub address: String,
    /// Its full address once published.
    pub permalink: String,
    /// Whether the file holds what the editor holds.
    pub save: SaveState,
    /// Words in the text.
    pub words: u32,
    /// Minutes it takes to read.
    pub minutes: u32,
    /// Trouble in it.
    pub problems: Vec<Problem>,
    /// Says whether a crash left text unsaved that is in `text` now.
    pub recovered: bool,
}

/// A page's details.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fields {
    /// The title.
    pub title: String,
    /// The date as written: `2026-05-03` or RFC 3339; empty for none.
    pub date: String,
    /// The tags.
    pub tags: Vec<String>,
    /// Says whether it is a draft.
    pub draft: bool,
    /// The description for search engines and previews; empty for none.
    pub description: String,
    /// The last part of the web address, if the author chose one; empty for one made from the file name.
    pub slug: String,
}

/// What was typed since the last revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EditPage {
    /// The page.
    pub page: PageId,
    /// The revision the changes are based on.
    pub base: u32,
    /// The new revision.
    pub revision: u32,
    /// What changed.
    pub changes: TextChanges,
}

/// A change of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TextChanges {
    /// Pieces replaced, in order and without overlap; offsets are UTF-16 code units in the base text.
    Pieces {
        /// The pieces.
        pieces: Vec<TextPiece>,
    },
    /// The whole new text.
    Whole {
        /// The text.
        text: String,
    },
}

/// One piece of the text replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextPiece {
    /// Where it starts in the base text, in UTF-16 code units.
    pub from: u32,
    /// Where it ends in the base text.
    pub to: u32,
    /// What stands there now.
    pub insert: String,
}

/// What an edit leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EditAnswer {
    /// The revision that is kept safe now.
    pub revision: u32,
    /// Words in the text.
    pub words: u32,
    /// Minutes it takes to read.
    pub minutes: u32,
    /// Its status.
    pub status: Status,
    /// Whether the file holds what the editor holds.
    pub save: SaveState,
    /// Trouble in it.
    pub problems: Vec<Problem>,
    /// How the preview changes.
    pub preview: PreviewChange,
}

/// A change of one detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeField {
    /// The page.
    pub page: PageId,
    /// The new value.
    pub field: Field,
}

/// One detail with its new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum Field {
    /// The title.
    Title(String),
    /// The date, `2026-05-03`, with a time or without; empty for none.
    Date(String),
    /// The tags.
    Tags(Vec<String>),
    /// Draft or not.
    Draft(bool),
    /// The description; empty for none.
    Description(String),
    /// The last part of the web address; empty for one made from the file name.
    Slug(String),
}

/// What the change of a detail leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldAnswer {
    /// All details now.
    pub fields: Fields,
    /// What is wrong with the value, if it was not taken: said beside the field.
    pub refused: Option<String>,
    /// The page's web address now.
    pub address: String,
    /// The rest, as for an edit.
    pub edit: EditAnswer,
}

/// Whether the file holds what the editor holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SaveState {
    /// It does.
    Saved {
        /// Since when, RFC 3339.
        at: String,
    },
    /// Not yet: the text is kept safe and will be written in a moment.
    Waiting,
    /// The file could not be written; the text is kept safe.
    Failed {
        /// Why.
        failure: Failure,
    },
    /// The file was changed outside while text was unsaved here: both are kept until the author settles it.
    Conflict {
        /// The text that is in the file now.
        outside: String,
    },
    /// The file was deleted outside while text was unsaved here.
    Gone,
}

/// A new page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreatePage {
    /// Post or page.
    pub kind: PageKind,
    /// Its title; may be empty, the author writes it in the editor.
    pub title: String,
}

/// A new file name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RenamePage {
    /// The page.
    pub page: PageId,
    /// The new name; made fit for a web address.
    pub name: String,
}

/// How to settle a page that was changed both here and outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResolveConflict {
    /// The page.
    pub page: PageId,
    /// Whose text stays.
    pub keep: Keep,
}

/// Whose text stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Keep {
    /// The text written here.
    Mine,
    /// The text that is in the file.
    Theirs,
    /// The file's text, and the text written here as a draft beside it.
    Both,
}

/// A picture to put beside a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AddPicture {
    /// The page.
    pub page: PageId,
    /// The file's name; a pasted picture may have none.
    pub name: String,
    /// The file's bytes in Base64; 32 MiB at most.
    pub data: String,
}

/// A picture that stands beside its page now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PictureAdded {
    /// The text to insert at the cursor, with the description left empty.
    pub markdown: String,
    /// Where in that text the description goes, in UTF-16 code units.
    pub description_at: u32,
    /// The page's row, whose handle may be another now: a page with pictures moves into a folder of its own.
    pub row: PageRow,
}
