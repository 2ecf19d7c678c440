//! Pages that are open for writing: their unsaved text, how it is kept safe, and how it reaches its file.

mod document;
pub(crate) mod line_endings;
mod text;

pub(crate) use document::{Document, FieldTrouble, Outside, SaveResult};
