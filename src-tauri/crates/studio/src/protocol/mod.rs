//! The border between window and Rust: every command and event, declared once. From this list come the closed
//! [`Request`] enum, the dispatching match and the TypeScript types in `ui/src/api/protocol.ts`.

mod commands;
mod event;
mod failure;
mod page;
mod preview;
mod publishing;
mod settings;
mod site;
mod typescript;

pub use commands::*;
pub use event::*;
pub use failure::*;
pub use page::*;
pub use preview::*;
pub use publishing::*;
pub use settings::*;
pub use site::*;
pub use typescript::typescript;
