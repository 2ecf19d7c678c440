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
