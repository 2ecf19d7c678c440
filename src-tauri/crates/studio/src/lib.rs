//! What an author can do: open, edit, preview, save, publish. Knows no window and no terminal; a host asks by
//! [`Studio::call`] and is told of changes by events.

mod commands;
mod delivery;
mod disk;
mod failure;
mod folder;
mod head;
mod host;
mod keeper;
mod keychain;
pub mod loopback;
mod media_type;
mod picture;
mod picture_store;
mod preview;
pub mod protocol;
mod records;
mod session;
mod settings;
mod shared;
mod shelf;
mod site;
mod starter;
mod terminal;
mod trouble;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub use host::{Host, Places};
pub use keychain::{Keychain, SystemKeychain};
pub use media_type::media_type;
pub use protocol::{Event, Failure, Request};
pub use terminal::*;
pub use trouble::{PictureTrouble, Trouble};

use keeper::Keeper;
use shared::Shared;
use trouble::Doing;

/// One person's studio: at most one open site, and everything that can be done with it.
pub struct Studio {
    shared: Arc<Shared>,
    // In this order: the keeper writes what is unsaved, then the network's threads end.
    _keeper: Keeper,
    _network: Network,
}

/// The threads that talk to servers and serve the preview. Ended without waiting for what they do: a publish that is
/// cut off is finished by the next one.
struct Network(Option<tokio::runtime::Runtime>);

impl Drop for Network {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Studio {
    /// Starts a studio on a machine's places.
    pub fn start(host: Arc<dyn Host>, keychain: Arc<dyn Keychain>, places: Places) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("galley-network")
            .enable_all()
            .build()
            .map_err(|source| Trouble::Disk { doing: Doing::Create, path: "127.0.0.1".into(), source })?;
        let shared = Shared::start(host, keychain, places, runtime.handle().clone())?;
        let keeper = Keeper::start(Arc::clone(&shared));
        Ok(Self { shared, _keeper: keeper, _network: Network(Some(runtime)) })
    }

    /// Runs one command on the calling thread and gives its answer as JSON. May wait for disk and network: call
    /// it from a thread that may wait. A bug inside a command comes back as a failure; the studio goes on.
    pub fn call(&self, request: Request) -> Result<serde_json::Value, Failure> {
        catch_unwind(AssertUnwindSafe(|| self.dispatch(request))).unwrap_or_else(|panic| {
            let what = panic.downcast_ref::<String>().cloned();
            let what = what.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(failure::of_a_bug(&what.unwrap_or_default()))
        })
    }

    /// Writes what is unsaved; for a host that is about to end.
    pub fn save_everything(&self) {
        self.shared.save_everything();
    }
}
