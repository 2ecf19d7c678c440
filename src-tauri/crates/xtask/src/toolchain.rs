//! The parts of the Rust toolchain that not every installation has: the formatter and the linter.

use anyhow::{Context as _, Result};

use crate::checkout::Checkout;
use crate::program;

/// Each part with the cargo command that shows it is there.
const PARTS: &[(&str, &str)] = &[("rustfmt", "fmt"), ("clippy", "clippy")];

/// Sees to it that code can be formatted and linted.
pub(crate) fn provide(checkout: &Checkout) -> Result<()> {
    for (part, command) in PARTS {
        if program::answer(checkout.cargo().args([command, "--version"])).is_none() {
            println!("The Rust toolchain lacks {part}, which `cargo xtask test` runs.");
            program::run(checkout.command("rustup").args(["component", "add", part]))
                .with_context(|| format!("install {part} the way this Rust was installed"))?;
        }
    }
    Ok(())
}
