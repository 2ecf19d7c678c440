//! `galley.toml`: what Galley itself wants to know about a site and Zola does not.

use crate::diagnostic::Checked;
use crate::path::SourcePath;
use crate::tree::{Reader, parse_toml};

/// The switches of a site that only Galley knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteOptions {
    /// Says whether posts dated in the future wait until their date.
    pub hold_scheduled_posts: bool,
    /// Says whether the text of pages is a template, as in Zola 0.23, and not only plain Markdown with blocks.
    pub content_templating: bool,
    /// Says whether templates may load data from the network.
    pub load_remote_data: bool,
}

impl SiteOptions {
    /// Reads `galley.toml`. Keys that the engine does not know belong to others and are left alone.
    pub fn read(file: &SourcePath, text: &str) -> Checked<Self> {
        let plain = text.trim_start_matches('\u{feff}');
        let parsed = parse_toml(plain);
        let mut reader = Reader::new(file, text, text.len() - plain.len());
        reader.report_syntax("the site's switches", &parsed.troubles);
        let mut keys = reader.keys(parsed.table);
        let options = Self {
            hold_scheduled_posts: keys.flag("hold_scheduled_posts", false),
            content_templating: keys.flag("content_templating", false),
            load_remote_data: keys.flag("load_remote_data", false),
        };
        keys.finish_near("Galley");
        Checked::new(options, reader.diagnostics)
    }
}
