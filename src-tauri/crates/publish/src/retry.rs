//! Tries again what failed for a reason that passes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::error::PublishError;

/// How often and how patiently to try again, for all operations of one publish together.
#[derive(Debug)]
pub(crate) struct Retry {
    times: u32,
    first_delay: Duration,
    /// How many operations have succeeded. While others do, a broken connection is no reason to give up: on a line that
    /// breaks every so often each break hits everything that is under way.
    succeeded: AtomicUsize,
}

const MAX_DELAY: Duration = Duration::from_secs(10);

impl Retry {
    /// Sets how often an operation is tried again without anything else succeeding, and how long to wait at first.
    pub(crate) fn new(times: u32, first_delay: Duration) -> Self {
        Self { times, first_delay, succeeded: AtomicUsize::new(0) }
    }

    /// Runs an operation until it succeeds, fails for good, or nothing has succeeded for too many tries.
    pub(crate) async fn run<T, F>(&self, mut operation: impl FnMut() -> F) -> Result<T, PublishError>
    where
        F: Future<Output = Result<T, PublishError>>,
    {
        let (mut retries, mut delay) = (0, self.first_delay);
        loop {
            let before = self.succeeded.load(Ordering::Relaxed);
            let error = match operation().await {
                Ok(answer) => {
                    self.succeeded.fetch_add(1, Ordering::Relaxed);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if self.succeeded.load(Ordering::Relaxed) != before {
                (retries, delay) = (0, self.first_delay);
            }
            if !error.kind.is_passing() || retries == self.times {
                return Err(error);
            }
            tokio::time::sleep(delay).await;
            retries += 1;
            delay = (delay * 2).min(MAX_DELAY);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::error::ErrorKind;

    async fn tries_until(retry: &Retry, kind: ErrorKind, succeeds_at: u32, others: bool) -> (u32, bool) {
        let tries = Cell::new(0);
        let result = retry
            .run(|| {
                tries.set(tries.get() + 1);
                retry.succeeded.fetch_add(usize::from(others), Ordering::Relaxed);
                let done = tries.get() >= succeeds_at;
                let kind = kind.clone();
                async move { if done { Ok(()) } else { Err(PublishError::new(kind, "could not")) } }
            })
            .await;
        (tries.get(), result.is_ok())
    }

    #[tokio::test]
    async fn only_what_passes_is_tried_again_and_not_for_ever() {
        let retry = Retry::new(3, Duration::ZERO);
        assert_eq!(tries_until(&retry, ErrorKind::Unreachable, 3, false).await, (3, true));
        assert_eq!(tries_until(&retry, ErrorKind::Unreachable, 9, false).await, (4, false));
        assert_eq!(tries_until(&retry, ErrorKind::Auth, 9, true).await, (1, false));
        assert_eq!(tries_until(&retry, ErrorKind::Refused, 9, false).await, (1, false));
    }

    #[tokio::test]
    async fn while_others_succeed_nobody_gives_up() {
        let retry = Retry::new(3, Duration::ZERO);
        assert_eq!(tries_until(&retry, ErrorKind::Unreachable, 50, true).await, (50, true));
    }
}
