//! Bytes to site. A site is a pure function of its files: no disk, no network, no clock, no environment.

pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod front_matter;
pub mod markdown;
pub mod output;
pub mod path;
pub mod slug;
pub mod source;
mod tree;
