//! Bytes to site. A site is a pure function of its files: no disk, no network, no clock, no environment.

pub mod diagnostic;
pub mod output;
pub mod path;
pub mod source;
