//! How far a long build is, in one line that is written over and gone at the end. Only where a person looks on.

use std::io::{IsTerminal, Write, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use engine::{Progress, Work};
use studio::Watch;

/// A build that ends sooner says nothing on the way; a longer one says so this often.
const EVERY: Duration = Duration::from_millis(500);

/// Does some work and shows how far it is.
pub(crate) fn watched<T>(work: impl FnOnce(&Watch<'_>) -> T) -> T {
    if !stderr().is_terminal() {
        return work(&|_| {});
    }
    let last = Mutex::new(Instant::now());
    let done = work(&|progress| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= EVERY {
            *last = Instant::now();
            write_over(&words(progress));
        }
    });
    write_over("");
    done
}

/// Writes a line in the place of the one before: to the start of it, and after it nothing (ECMA-48, EL).
fn write_over(line: &str) {
    // A terminal that is gone has nobody left to tell.
    let _told = write!(stderr(), "\r\u{1b}[K{line}").and_then(|()| stderr().flush());
}

fn words(progress: Progress) -> String {
    let Progress { work, done, total } = progress;
    match work {
        Work::Files => format!("Making {done} of {total} files"),
        Work::Pictures => format!("Making {done} of {total} pictures"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_made_and_how_much_of_it() {
        let told = |work| words(Progress { work, done: 3, total: 9 });
        assert_eq!(told(Work::Files), "Making 3 of 9 files");
        assert_eq!(told(Work::Pictures), "Making 3 of 9 pictures");
    }
}
