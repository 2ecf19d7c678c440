//! Node: taken from the machine when it is recent enough, otherwise fetched for this checkout alone.

use anyhow::{Context as _, Result, bail};

use crate::checkout::Checkout;
use crate::{need, program};

/// The first version that Vite, which builds the interface, runs on.
const OLDEST: (u32, u32) = (20, 19);
/// The version that is fetched where the machine's is too old: npm carries Node as a package.
const FETCHED: &str = "node@22.23.3";

/// Sees to it that a recent Node and npm are found first on the search path.
pub(crate) fn provide(checkout: &mut Checkout) -> Result<()> {
    let fetched = checkout.target().join("tools/node/node_modules/node/bin");
    if fetched.is_dir() {
        checkout.prefer_programs_in(&fetched)?;
    }
    if recent_enough(checkout) && need::has_program(checkout, if cfg!(windows) { "npm.cmd" } else { "npm" }) {
        return Ok(());
    }
    need::provide(checkout, &[need::NODE])?;
    if recent_enough(checkout) {
        return Ok(());
    }
    let (major, minor) = OLDEST;
    println!(
        "The Node of this machine is older than {major}.{minor}: fetching {FETCHED} into target/tools/node."
    );
    let folder = checkout.target().join("tools/node");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    program::run(checkout.npm().current_dir(&folder).args([
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        FETCHED,
    ]))?;
    checkout.prefer_programs_in(&fetched)?;
    if !recent_enough(checkout) {
        bail!(
            "Node was fetched but does not start: install Node {major}.{minor} or later by hand (nodejs.org)"
        );
    }
    Ok(())
}

fn recent_enough(checkout: &Checkout) -> bool {
    let version = program::answer(checkout.command("node").arg("--version"));
    version.as_deref().and_then(parse).is_some_and(|version| version >= OLDEST)
}

/// Reads the first two numbers of an answer such as `v20.20.2`.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_compared_by_its_numbers() {
        assert_eq!(parse("v20.20.2"), Some((20, 20)));
        assert!(parse("v18.20.4").unwrap() < OLDEST);
        assert!(parse("v20.9.0").unwrap() < OLDEST);
        assert!(parse("v22.1.0").unwrap() > OLDEST);
        assert_eq!(parse("command not found"), None);
    }
}
