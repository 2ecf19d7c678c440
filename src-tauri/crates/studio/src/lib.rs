//! What an author can do: open, edit, preview, save, publish. Knows no window and no terminal; a host asks by
//! [`Studio::call`] and is told of changes by events.

pub mod protocol;

/// The studio.
pub struct Studio;
