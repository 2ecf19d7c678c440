//! What stands between the `+++` or `---` lines at the top of a content file.

mod header;

pub use header::{PageHeader, SectionHeader, SortBy};
