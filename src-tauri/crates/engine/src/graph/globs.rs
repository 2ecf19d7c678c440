//! The globs of `ignored_content` and `ignored_static`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::Diagnostic;

/// A set of globs, as the config lists them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Globs {
    set: GlobSet,
}

impl Globs {
    /// Reads globs; one that cannot be read is left out, with a diagnostic that names its key.
    pub(crate) fn new(patterns: &[String], key: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            match GlobBuilder::new(pattern).build() {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(error) => diagnostics.push(Diagnostic::error(
                    None,
                    format!("The pattern `{pattern}` in `{key}` cannot be read: {}", error.kind()),
                    "Write it like `*.psd` or `**/raw/**`",
                )),
            }
        }
        let set = builder.build().unwrap_or_else(|error| {
            diagnostics.push(Diagnostic::error(
                None,
                format!("The patterns in `{key}` cannot be used together: {error}"),
                "Use fewer or shorter patterns",
            ));
            GlobSet::empty()
        });
        Self { set }
    }

    /// Says whether a path below the folder, such as `content/`, is among them. A pattern may name that folder.
    pub(crate) fn contain(&self, folder: &str, path: &str) -> bool {
        !self.set.is_empty() && (self.set.is_match(path) || self.set.is_match(format!("{folder}/{path}")))
    }
}
