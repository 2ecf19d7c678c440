//! What a step of `cargo xtask test` is.

use anyhow::Result;

use crate::checkout::Checkout;
use crate::need::Need;

/// One check, which can be asked for by its name.
pub(crate) struct Step {
    /// The word to ask for it by.
    pub(crate) name: &'static str,
    /// What holds when it passes.
    pub(crate) about: &'static str,
    /// What it needs on the machine.
    pub(crate) needs: &'static [&'static [Need]],
    /// The systems it runs on.
    pub(crate) systems: Systems,
    /// How much of the interface it needs.
    pub(crate) interface: Interface,
    /// Carries it out.
    pub(crate) run: fn(&Checkout) -> Result<()>,
}

/// How much of the interface must be there, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Interface {
    /// None of it.
    Untouched,
    /// Its npm packages.
    Packages,
    /// Its built form, which goes into the window.
    Built,
}

/// The systems that a step can run on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Systems {
    /// All that Galley is made for.
    All,
    /// Linux alone: it needs a screen that nobody sees, or a keychain of the tests' own.
    Linux,
}

impl Systems {
    /// True when the system we run on is among them.
    pub(crate) fn is_here(self) -> bool {
        match self {
            Self::All => true,
            Self::Linux => cfg!(target_os = "linux"),
        }
    }
}
