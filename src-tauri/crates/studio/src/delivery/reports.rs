//! How far a plan or a publish is, told to the window often enough to be seen and seldom enough to be read.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::protocol::{Event, PublishPhase, PublishProgress};
use crate::shared::Shared;

/// Reports of one phase come at most this often; the last one of a phase always comes.
const EVERY: Duration = Duration::from_millis(60);

/// The reports about one piece of work.
pub(super) struct Reports<'a> {
    shared: &'a Shared,
    from: Instant,
    last: Mutex<Option<(PublishPhase, Instant)>>,
}

impl<'a> Reports<'a> {
    /// Makes reports that start after some time: work that is done by then needs none.
    pub(super) fn after(quiet: Duration, shared: &'a Shared) -> Self {
        Self { shared, from: Instant::now() + quiet, last: Mutex::new(None) }
    }

    /// Tells how far it is, if it is time to.
    pub(super) fn tell(&self, progress: PublishProgress) {
        let now = Instant::now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_done = progress.done == progress.total;
        let is_soon =
            last.is_some_and(|(phase, at)| phase == progress.phase && now.duration_since(at) < EVERY);
        if now >= self.from && (!is_soon || is_done) {
            *last = Some((progress.phase, now));
            self.shared.host.emit(Event::PublishProgress { progress });
        }
    }
}

/// A count for the window; more than four billion are told as that many.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
