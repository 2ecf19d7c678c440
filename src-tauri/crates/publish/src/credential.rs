//! What a target needs to let us in. A secret cannot be printed, compared or written anywhere by accident.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

/// A password or passphrase. It prints as `***`, cannot be serialized, and is wiped from memory when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Borrows the secret, for the one call that hands it to the other side.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How to prove to a server who we are.
#[derive(Debug, Clone)]
pub enum Login {
    /// By a password, also where the server asks for it in a dialog of its own.
    Password(Secret),
    /// By a key in a file.
    KeyFile {
        /// The file of the private key.
        file: PathBuf,
        /// What the key is locked with.
        passphrase: Option<Secret>,
    },
    /// By a key that the system's SSH agent holds.
    Agent,
    /// By a key that the SSH agent behind this socket holds.
    AgentAt {
        /// The socket, or the pipe on Windows.
        socket: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints() {
        let password = Login::Password(Secret::new("correct horse"));
        let key = Login::KeyFile { file: "/keys/id".into(), passphrase: Some(Secret::new("battery staple")) };
        for printed in [format!("{password:?}"), format!("{key:?}"), format!("{password:#?}{key:#?}")] {
            assert!(!printed.contains("horse") && !printed.contains("staple"), "{printed}");
            assert!(printed.contains("***"), "{printed}");
        }
    }
}
