//! `cargo xtask bindings`: writes the protocol's TypeScript, after a command or one of its types changed.

use anyhow::Result;

use crate::checkout::Checkout;
use crate::program;

/// Lets the test that holds the bindings fresh write them instead.
pub(crate) fn run(checkout: &Checkout) -> Result<()> {
    program::run(
        checkout
            .cargo()
            .args(["test", "--quiet", "--package", "tests", "--test", "it", "bindings"])
            .env("GALLEY_WRITE_BINDINGS", "1"),
    )
}
