//! The files of `static/` and of the theme's `static/`, which go out as they are.

use std::collections::BTreeMap;

use crate::graph::Globs;
use crate::output::{OutputPath, SourcePath};
use crate::source::Files;

/// Lists the static files by where they go; the site's own win over the theme's.
pub(crate) fn statics(
    files: &Files,
    theme: Option<&str>,
    ignored: &Globs,
) -> BTreeMap<OutputPath, SourcePath> {
    let themed = theme.map(|theme| format!("themes/{theme}/static/"));
    let mut found = BTreeMap::new();
    for folder in themed.into_iter().chain(["static/".to_owned()]) {
        for path in files.keys() {
            let Some(name) = path.as_str().strip_prefix(&folder) else { continue };
            if ignored.contain("static", name) {
                continue;
            }
            if let Ok(output) = OutputPath::new(name) {
                found.insert(output, path.clone());
            }
        }
    }
    found
}
