//! `galley.toml`: what Galley itself wants to know about a site and Zola does not.

/// The switches of a site that only Galley knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteOptions {
    /// Says whether posts dated in the future wait until their date.
    pub hold_scheduled_posts: bool,
    /// Says whether the text of pages is a template, as in Zola 0.23, and not only plain Markdown with blocks.
    pub content_templating: bool,
}
