//! Bytes to site. A site is a pure function of its files: no disk, no network, no clock, no environment.

mod build;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
#[cfg(test)]
mod fixture;
pub mod front_matter;
mod graph;
pub mod markdown;
pub mod output;
mod page_info;
pub mod path;
mod pipeline;
mod preview;
mod read;
mod render;
pub mod slug;
pub mod source;
#[cfg(test)]
mod tests;
mod theme;
mod tree;

pub use page_info::{PageInfo, PageKind};
pub use pipeline::{Cancelled, Options, Progress, Site, open};
pub use preview::{Block, Preview};
