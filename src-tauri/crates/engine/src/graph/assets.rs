//! The files beside pages and sections that go out with them.

use std::ops::Bound;

use crate::output::SourcePath;
use crate::source::Files;

use super::globs::Globs;
use super::node::Asset;

/// The files a site's assets are looked for among.
pub(super) struct AssetFiles<'a> {
    pub(super) files: &'a Files,
    pub(super) ignored: &'a Globs,
}

impl AssetFiles<'_> {
    /// Finds what goes out with the page that stands for a folder below `content/`: everything below it.
    pub(super) fn of_page(&self, folder: &str) -> Vec<Asset> {
        self.below(folder).collect()
    }

    /// Finds what goes out with a section: what lies in its folder itself.
    pub(super) fn of_section(&self, folder: &str) -> Vec<Asset> {
        self.below(folder).filter(|asset| !asset.name.contains('/')).collect()
    }

    fn below(&self, folder: &str) -> impl Iterator<Item = Asset> {
        let prefix = if folder.is_empty() { "content/".to_owned() } else { format!("content/{folder}/") };
        // The prefix ends in a slash, which no path does, so the range starts after a path of its length.
        let start = SourcePath::new(prefix.trim_end_matches('/')).ok();
        let range = start.map(|start| self.files.range((Bound::Excluded(start), Bound::Unbounded)));
        let at_least = prefix.clone();
        range
            .into_iter()
            .flatten()
            .skip_while(move |(path, _)| path.as_str() < at_least.as_str())
            .map_while(move |(path, _)| {
                path.as_str().strip_prefix(&prefix).map(|name| (path, name.to_owned()))
            })
            .filter(|(path, _)| !matches!(path.extension(), "" | "md"))
            .filter(|(path, _)| {
                !self.ignored.contain("content", path.as_str().trim_start_matches("content/"))
            })
            .map(|(path, name)| Asset { file: path.clone(), name })
    }
}
