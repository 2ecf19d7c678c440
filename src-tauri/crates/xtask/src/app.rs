//! `cargo xtask app`: builds Galley and opens it on the sample site.

use std::env;

use anyhow::{Result, bail};

use crate::checkout::Checkout;
use crate::{interface, need, program};

/// Builds what changed since the last time, then opens the window and waits until it is closed.
pub(crate) fn run(checkout: &mut Checkout, arguments: &[String]) -> Result<()> {
    need::provide(checkout, &[need::COMPILER, need::WEBKIT])?;
    interface::provide_built(checkout)?;
    build(checkout)?;
    let galley = checkout.built("galley");
    if !has_screen() {
        bail!("Galley is built ({}), but this terminal has no screen to open it on", galley.display());
    }
    let site: &[String] = if arguments.is_empty() { &["--sample".into()] } else { arguments };
    program::run(checkout.command(&galley.to_string_lossy()).args(site))
}

/// Builds the window with the interface inside it.
pub(crate) fn build(checkout: &Checkout) -> Result<()> {
    program::run(checkout.cargo().args(["build", "--package", "galley", "--features", "custom-protocol"]))
}

fn has_screen() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some())
}
