//! Secrets, kept by the system's keychain and by nothing else.

use publish::credential::Secret;

use crate::trouble::Trouble;

/// Where secrets are kept. The system's keychain in the product; tests bring one that lives in memory.
pub trait Keychain: Send + Sync {
    /// Says whether there is a keychain that can be used now.
    fn works(&self) -> bool;
    /// Keeps a secret under a name.
    fn keep(&self, name: &str, secret: &Secret) -> Result<(), Trouble>;
    /// Finds a secret; nothing if there is none or no keychain.
    fn find(&self, name: &str) -> Option<Secret>;
    /// Forgets a secret; nothing happens if there is none.
    fn forget(&self, name: &str);
}

/// The system's keychain: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeychain;

const SERVICE: &str = "Galley";

impl Keychain for SystemKeychain {
    fn works(&self) -> bool {
        let Ok(entry) = entry("probe") else { return false };
        matches!(entry.get_password(), Ok(_) | Err(keyring::Error::NoEntry))
    }

    fn keep(&self, name: &str, secret: &Secret) -> Result<(), Trouble> {
        entry(name)?.set_password(secret.expose()).map_err(trouble)
    }

    fn find(&self, name: &str) -> Option<Secret> {
        entry(name).ok()?.get_password().ok().map(Secret::new)
    }

    fn forget(&self, name: &str) {
        if let Ok(entry) = entry(name) {
            // A secret that was never kept is forgotten already.
            let _gone = entry.delete_credential();
        }
    }
}

fn entry(name: &str) -> Result<keyring::Entry, Trouble> {
    keyring::Entry::new(SERVICE, name).map_err(trouble)
}

fn trouble(error: keyring::Error) -> Trouble {
    Trouble::Keychain(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Set by `cargo xtask test keychain`, which brings a keychain of its own along.
    const SWITCH: &str = "GALLEY_REAL_KEYCHAIN";

    #[test]
    fn the_systems_keychain_keeps_finds_and_forgets() {
        if std::env::var_os(SWITCH).is_none() {
            eprintln!("left out: the system's keychain is tried by `cargo xtask test keychain`");
            return;
        }
        let keychain = SystemKeychain;
        assert!(keychain.works(), "there is a keychain");
        let name = "a-site/a-target";
        assert!(keychain.find(name).is_none());
        for text in ["correct horse", "battery staple é😀"] {
            keychain.keep(name, &Secret::new(text)).expect("keeps");
            assert_eq!(keychain.find(name).expect("finds").expose(), text);
        }
        keychain.forget(name);
        assert!(keychain.find(name).is_none());
        keychain.forget(name);
    }
}
