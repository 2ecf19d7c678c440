//! A date as an author wrote it, with the instant it means.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use jiff::civil::{self, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// A date or a date with a time, which templates see as it was written.
#[derive(Debug, Clone)]
pub struct Date {
    text: Arc<str>,
    local: DateTime,
    instant: Timestamp,
}

impl Date {
    /// Reads `2024-03-01`, or a date with a time as RFC 3339 writes it; the offset and the seconds may be left out.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, rest) = (text.get(..10)?, text.get(10..)?);
        let day = parse_day(day)?;
        let (time, offset) = match rest.strip_prefix(['T', 't', ' ']) {
            None if rest.is_empty() => (civil::Time::midnight(), Offset::UTC),
            None => return None,
            Some(rest) => parse_time(rest)?,
        };
        let local = day.to_datetime(time);
        let instant = offset.to_timestamp(local).ok()?;
        Some(Self { text: text.into(), local, instant })
    }

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

fn parse_day(text: &str) -> Option<civil::Date> {
    let bytes = text.as_bytes();
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range| digits(text.get::<std::ops::Range<usize>>(range)?);
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn digits(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn parse_time(text: &str) -> Option<(civil::Time, Offset)> {
    let at = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at(at);
    let starts_plainly = time.len() >= 5 && time.as_bytes()[2] == b':' && time.is_ascii();
    let time = starts_plainly.then(|| time.parse().ok()).flatten()?;
    Some((time, parse_offset(offset)?))
}

fn parse_offset(text: &str) -> Option<Offset> {
    let sign = match text.bytes().next() {
        None => return Some(Offset::UTC),
        Some(b'Z' | b'z') => return (text.len() == 1).then_some(Offset::UTC),
        Some(b'-') => -1,
        Some(_) => 1,
    };
    let (hours, minutes) = (digits(text.get(1..3)?)?, digits(text.get(4..6)?)?);
    let well_formed = text.len() == 6 && text.as_bytes()[3] == b':' && hours < 24 && minutes < 60;
    let seconds = sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60);
    well_formed.then(|| Offset::try_from(SignedDuration::from_secs(seconds)).ok()).flatten()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_kept_as_written_and_knows_its_instant() {
        let cases = [
            ("2021-03-04", "2021-03-04T00:00:00Z"),
            ("2021-03-04T05:06:07Z", "2021-03-04T05:06:07Z"),
            ("2022-11-30T10:20:30+02:00", "2022-11-30T08:20:30Z"),
            ("2022-11-30 10:20:30", "2022-11-30T10:20:30Z"),
            ("2022-11-30T10:20:30.25-09:30", "2022-11-30T19:50:30.25Z"),
            ("2022-11-30T10:20", "2022-11-30T10:20:00Z"),
        ];
        for (text, instant) in cases {
            let date = Date::parse(text).expect(text);
            assert_eq!((date.as_str(), date.instant().to_string().as_str()), (text, instant));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "yesterday",
            "2021-13-40",
            "2021-3-4",
            "2021-03-04x",
            "2021-03-04T25:00:00Z",
            "2021-03-04Tnoon",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in [
            "2021-03-04T05:06:07+2:00",
            "2021-03-04T05:06:07Zulu",
            "+021-03-04",
            "2021-03-0é",
            "2021-03-04T05:06:07+99:00",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_sort_by_instant() {
        let earlier = Date::parse("2022-11-30T10:00:00+02:00").expect("is a date");
        let later = Date::parse("2022-11-30T09:00:00Z").expect("is a date");
        assert!(earlier < later);
        assert_eq!(earlier.local().hour(), 10);
    }
}
