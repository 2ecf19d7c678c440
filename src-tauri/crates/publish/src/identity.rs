//! Which site, and which publish of it.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Names a site for all its life, whatever it is called and wherever its folder is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteId(String);

/// Names one publish. Later ones sort after earlier ones: 48 bits of time, then 80 random bits, in the 26 characters
/// of a ULID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReleaseId(u128);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: usize = 26;

impl SiteId {
    /// Checks a text: 1 to 64 letters, digits or hyphens, in ASCII.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let valid =
            (1..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        valid.then_some(Self(text))
    }

    /// Makes the id of a new site.
    pub fn generate() -> Self {
        Self(ReleaseId::generate().to_string().to_ascii_lowercase())
    }

    /// Borrows the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ReleaseId {
    /// Makes an id from a time and random bits.
    pub fn new(time: SystemTime, random: [u8; 10]) -> Self {
        let milliseconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        let random = random.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        Self((milliseconds & 0xffff_ffff_ffff) << 80 | random)
    }

    /// Makes an id from the system's clock and randomness.
    pub fn generate() -> Self {
        let mut random = [0; 10];
        getrandom::fill(&mut random).expect("the system gives random bytes");
        Self::new(SystemTime::now(), random)
    }

    /// Reads the 26 characters.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != DIGITS || text.as_bytes()[0] > b'7' {
            return None;
        }
        let value = |c: u8| ALPHABET.iter().position(|letter| *letter == c);
        text.bytes().try_fold(0_u128, |bits, c| value(c).map(|digit| bits << 5 | digit as u128)).map(Self)
    }

    /// Says when it was made, in milliseconds since 1970 by the clock of the machine that published.
    pub fn time_ms(self) -> u64 {
        (self.0 >> 80) as u64
    }
}

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<SiteId> for String {
    fn from(id: SiteId) -> Self {
        id.0
    }
}

impl TryFrom<String> for SiteId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(text).ok_or("the id of a site has 1 to 64 letters, digits or hyphens")
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..DIGITS).rev().try_for_each(|place| {
            let digit = (self.0 >> (5 * place)) & 31;
            write!(f, "{}", char::from(ALPHABET[digit as usize]))
        })
    }
}

impl fmt::Debug for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<ReleaseId> for String {
    fn from(id: ReleaseId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ReleaseId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("the id of a release has 26 digits and capital letters")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_release_id_is_read_back_and_knows_its_time() {
        let time = UNIX_EPOCH + Duration::from_millis(1_795_000_000_123);
        let id = ReleaseId::new(time, [0xab; 10]);
        assert_eq!(ReleaseId::parse(&id.to_string()), Some(id));
        assert_eq!(id.time_ms(), 1_795_000_000_123);
    }

    #[test]
    fn later_releases_sort_after_earlier_ones() {
        let at = |ms| ReleaseId::new(UNIX_EPOCH + Duration::from_millis(ms), [0xff; 10]);
        assert!(at(1) < at(2));
        assert!(at(1).to_string() < at(2).to_string());
        assert_ne!(ReleaseId::generate(), ReleaseId::generate());
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in
            ["", "01ARZ3NDEKTSV4RRFFQ69G5FA", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "é1ARZ3NDEKTSV4RRFFQ69G5FA"]
        {
            assert_eq!(ReleaseId::parse(text), None, "{text:?}");
        }
        for text in ["", "a b", "../x", "ä"] {
            assert_eq!(SiteId::new(text), None, "{text:?}");
        }
        assert!(SiteId::new("a".repeat(64)).is_some() && SiteId::new("a".repeat(65)).is_none());
    }
}
