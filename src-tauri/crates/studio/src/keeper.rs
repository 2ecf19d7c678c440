//! The keeper walks around every tenth of a second: it keeps unsaved text safe and writes pages whose time has come.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::shared::Shared;

const ROUND: Duration = Duration::from_millis(100);

/// A running keeper; dropping it writes what is unsaved and ends it.
pub(crate) struct Keeper {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

impl Keeper {
    pub(crate) fn start(shared: Arc<Shared>) -> Self {
        let (stop, stopped) = channel();
        let kept = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(ROUND) == Err(RecvTimeoutError::Timeout) {
                // A bug met on one round must not end the keeping of text.
                let round = std::panic::AssertUnwindSafe(|| kept.keep(Instant::now()));
                let _survived = std::panic::catch_unwind(round);
            }
        });
        Self { stop: Some(stop), thread: Some(thread), shared }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It catches its own panics.
            let _ended = thread.join();
        }
        self.shared.save_everything();
    }
}
