//! A date as an author wrote it, with the instant it means.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;

/// A date or a date with a time, which templates see as it was written.
#[derive(Debug, Clone)]
pub struct Date {
    text: Arc<str>,
    local: DateTime,
    instant: Timestamp,
}

impl Date {
    /// Borrows the text, as templates see it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Gives the date and time on the clock where it was written; midnight where there is no time.
    pub fn local(&self) -> DateTime {
        self.local
    }

    /// Gives the instant; a date without an offset is taken as UTC.
    pub fn instant(&self) -> Timestamp {
        self.instant
    }
}

impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Date {}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.instant, &self.text).cmp(&(other.instant, &other.text))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
