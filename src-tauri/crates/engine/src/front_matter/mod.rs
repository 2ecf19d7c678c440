//! What stands between the `+++` or `---` lines at the top of a content file.

mod edit;
mod fields;
mod header;
mod read;
mod split;

pub use edit::{EditError, Field, FieldChange, FieldValue, edit};
pub use fields::{Fields, fields};
pub use header::{PageHeader, SectionHeader, SortBy};
pub(crate) use read::{page_header, section_header};
pub use split::{Format, FrontMatter, Split, split};

/// The longest header that is read.
pub const MAX_HEADER_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests;
