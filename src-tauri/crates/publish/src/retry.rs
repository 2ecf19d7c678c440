//! Tries again what failed for a reason that passes.

use std::time::Duration;

use crate::error::PublishError;

/// How often and how patiently to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retry {
    pub(crate) times: u32,
    pub(crate) first_delay: Duration,
}

const MAX_DELAY: Duration = Duration::from_secs(10);

impl Retry {
    /// Runs an operation until it succeeds, fails for good, or has been retried often enough.
    pub(crate) async fn run<T, F>(self, mut operation: impl FnMut() -> F) -> Result<T, PublishError>
    where
        F: Future<Output = Result<T, PublishError>>,
    {
        let mut delay = self.first_delay;
        for _ in 0..self.times {
            match operation().await {
                Err(error) if error.kind.is_passing() => tokio::time::sleep(delay).await,
                done => return done,
            }
            delay = (delay * 2).min(MAX_DELAY);
        }
        operation().await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::error::ErrorKind;

    async fn tries_until(kind: ErrorKind, succeeds_at: u32) -> (u32, bool) {
        let tries = Cell::new(0);
        let retry = Retry { times: 3, first_delay: Duration::ZERO };
        let result = retry
            .run(|| {
                tries.set(tries.get() + 1);
                let done = tries.get() >= succeeds_at;
                let kind = kind.clone();
                async move { if done { Ok(()) } else { Err(PublishError::new(kind, "could not")) } }
            })
            .await;
        (tries.get(), result.is_ok())
    }

    #[tokio::test]
    async fn only_what_passes_is_tried_again_and_not_for_ever() {
        assert_eq!(tries_until(ErrorKind::Unreachable, 3).await, (3, true));
        assert_eq!(tries_until(ErrorKind::Unreachable, 9).await, (4, false));
        assert_eq!(tries_until(ErrorKind::Auth, 9).await, (1, false));
        assert_eq!(tries_until(ErrorKind::Refused, 9).await, (1, false));
    }
}
