//! Names into parts of addresses.

/// How names become parts of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slugify {
    /// For file names of pages.
    pub paths: SlugStrategy,
    /// For terms of taxonomies.
    pub taxonomies: SlugStrategy,
    /// For headings.
    pub anchors: SlugStrategy,
    /// Says whether the date stays in the address of a page whose file name starts with one.
    pub paths_keep_dates: bool,
}

/// How much of a name is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SlugStrategy {
    /// Everything becomes lower-case ASCII letters, digits and hyphens.
    #[default]
    On,
    /// Only what a file system cannot keep is taken out.
    Safe,
    /// Nothing is changed.
    Off,
}
