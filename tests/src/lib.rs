//! What the cross-crate tests share, and the bridge.

pub mod author;
pub mod memory_keychain;
