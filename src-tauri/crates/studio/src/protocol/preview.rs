//! The preview of one page, and how it changes while its author types.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PageId;

/// How the preview changes. Each change builds on the one answered before it; a window that lost track asks
/// for the whole with `show_preview`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PreviewChange {
    /// The whole page, byte for byte as the build writes it.
    Whole {
        /// The page's HTML.
        html: String,
        /// The blocks of the text inside it, in order.
        blocks: Vec<PreviewBlock>,
        /// The address prefix in the HTML that stands for the site, such as `https://example.org`.
        site_url: String,
        /// The address prefix that takes its place on this machine, such as `http://127.0.0.1:4000/token`.
        local_url: String,
        /// The page's own address on this machine, for addresses relative to it.
        page_url: String,
    },
    /// Some blocks of the text changed and nothing around them.
    Blocks {
        /// The first block that changed.
        start: u32,
        /// How many blocks go.
        removed: u32,
        /// The blocks that come in their place.
        inserted: Vec<String>,
        /// The line in the editor at which each block of the page starts now, counted from 1.
        lines: Vec<u32>,
    },
    /// Nothing visible changed.
    Same,
    /// The page cannot be shown; the last preview stays, and these words say why.
    Unable {
        /// Why, for the author.
        message: String,
    },
}

/// A top-level block of the text: a paragraph, a heading, a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewBlock {
    /// The line in the editor at which it starts, counted from 1.
    pub line: u32,
    /// Where its HTML starts, in UTF-16 code units of the page's HTML.
    pub from: u32,
    /// Where its HTML ends.
    pub to: u32,
}

/// What to open in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenInBrowser {
    /// The page; nothing for the home page.
    pub page: Option<PageId>,
}

/// An address to open outside the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenLink {
    /// An `https:`, `http:` or `mailto:` address; any other is refused.
    pub url: String,
}
