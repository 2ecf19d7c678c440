//! Bytes to site. A site is a pure function of its files: no disk, no network, no clock, no environment.
//!
//! ```text
//! Source --read--> documents --link--> outline, graph --plan--> jobs --render--> Bundle
//! ```
//! A host reads a folder into a [`source::Source`], says what time it is, and asks: [`open`] reads and links, the
//! [`Site`] it gives is a snapshot that builds the whole, makes one file on demand, or previews one page. A changed
//! text gives another snapshot, which shares everything the text does not change ([`Site::with_page`]).
//! Trouble in the site is a value beside the answer ([`diagnostic::Checked`]) and stops nothing else.
//!
//! What a template may not do: read outside the site's files, reach the network but through the [`Fetch`] that a host
//! hands in and the author switched on, ask the clock, or throw dice. A page is at most 64 MiB, and the loops, components and includes that make it take at most ten million steps.
//! `examples/build.rs` is a whole host in a hundred lines.

pub mod blocks;
mod build;
pub mod config;
mod data;
pub mod date;
pub mod diagnostic;
pub mod document;
#[cfg(test)]
mod fixture;
pub mod front_matter;
mod graph;
pub mod highlight;
pub mod markdown;
mod minify;
pub mod output;
mod page_info;
pub mod path;
pub mod pictures;
mod pipeline;
mod preview;
mod read;
mod record;
mod render;
pub mod slug;
pub mod source;
mod styles;
#[cfg(test)]
mod tests;
pub mod text;
mod theme;
mod tree;

pub use build::{Change, Sink};
pub use data::{Fetch, Method, NotFetched, Request};
pub use page_info::{PageInfo, PageKind};
pub use pipeline::{Cancelled, Options, Progress, Site, Work, open};
pub use preview::{Block, Preview};
pub use record::Record;
pub use theme::{
    Circumstances, Conversion, UntoldLanguage, Untranslated, circumstances, convert_templates, is_left_over,
    own_language,
};
