//! The fingerprint by which a server is known again.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kind and the SHA-256 fingerprint of a server's key, written as `ssh-ed25519 SHA256:…`.
///
/// The kind is part of it because a server has several keys: without it, a server that gains a key of a kind we
/// like better would look like a changed server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint {
    /// The kind, one space, the digest; neither of the two has a space in it.
    text: String,
}

impl Fingerprint {
    /// Checks the two parts: the name of a kind of key, and `SHA256:` with 43 characters of base64.
    pub fn new(algorithm: &str, digest: &str) -> Option<Self> {
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '@' | '.');
        let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
        let hash = digest.strip_prefix("SHA256:")?;
        let valid = (1..=64).contains(&algorithm.len())
            && algorithm.chars().all(named)
            && hash.len() == 43
            && hash.chars().all(base64);
        valid.then(|| Self { text: format!("{algorithm} {digest}") })
    }

    /// Reads `ssh-ed25519 SHA256:…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (algorithm, digest) = text.split_once(' ')?;
        Self::new(algorithm, digest)
    }

    /// Borrows the kind of key, for example `ssh-ed25519`.
    pub fn algorithm(&self) -> &str {
        self.parts().0
    }

    /// Borrows the digest as OpenSSH and providers show it, for example `SHA256:…`.
    pub fn digest(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.text.split_once(' ').expect("the constructor puts a space between the parts")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.text
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a fingerprint is written as `ssh-ed25519 SHA256:…`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_survives_being_written_down() {
        let text = "ssh-ed25519 SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
        let fingerprint = Fingerprint::parse(text).unwrap();
        assert_eq!(fingerprint.to_string(), text);
        assert_eq!(format!("{} {}", fingerprint.algorithm(), fingerprint.digest()), text);
    }

    #[test]
    fn other_texts_are_no_fingerprint() {
        for text in ["", "ssh-ed25519", "ssh-ed25519 MD5:00", "ssh-ed25519 SHA256:short", "a\nb SHA256:"] {
            assert_eq!(Fingerprint::parse(text), None, "{text:?}");
        }
    }
}
