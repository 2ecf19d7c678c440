//! `cargo xtask setup`: brings everything that `app` and `test` need onto the machine, and stops there.

use anyhow::Result;

use crate::checkout::Checkout;
use crate::{interface, need, test, toolchain};

/// Installs what is missing and builds the interface.
pub(crate) fn run(checkout: &mut Checkout) -> Result<()> {
    let mut groups = vec![need::COMPILER, need::WEBKIT];
    groups.extend(test::needs());
    need::provide(checkout, &groups)?;
    toolchain::provide(checkout)?;
    interface::provide_built(checkout)?;
    println!("Everything is there.");
    Ok(())
}
