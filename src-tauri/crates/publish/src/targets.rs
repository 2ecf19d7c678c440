//! The places a site can be published to, one module each.

pub mod folder;
pub mod sftp;
