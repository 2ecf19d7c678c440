//! A keychain that lives in memory: stands in for the system's where a test is about something else.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use publish::credential::Secret;
use studio::Keychain;

/// Keeps secrets until it is dropped.
#[derive(Default)]
pub struct MemoryKeychain {
    secrets: Mutex<BTreeMap<String, Secret>>,
}

impl MemoryKeychain {
    fn secrets(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Secret>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for MemoryKeychain {
    fn works(&self) -> bool {
        true
    }

    fn keep(&self, name: &str, secret: &Secret) -> Result<(), studio::Trouble> {
        self.secrets().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn find(&self, name: &str) -> Option<Secret> {
        self.secrets().get(name).cloned()
    }

    fn forget(&self, name: &str) {
        self.secrets().remove(name);
    }
}
