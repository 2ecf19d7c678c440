//! The steps about Rust code: format, lints, tests, and what our dependencies may be.

use anyhow::Result;

use super::step::{Interface, Step, Systems};
use crate::checkout::Checkout;
use crate::{need, program};

/// The release of cargo-deny that is fetched where the machine has none.
const CARGO_DENY: &str = "0.20.2";

/// The code is in the one format.
pub(crate) const FORMAT: Step = Step {
    name: "format",
    about: "the code is formatted",
    needs: &[],
    systems: Systems::All,
    interface: Interface::Untouched,
    run: |checkout| program::run(checkout.cargo().args(["fmt", "--all", "--check"])),
};

/// No lint has anything to say, the window included.
pub(crate) const LINT: Step = Step {
    name: "lint",
    about: "no warning in any crate, the window included",
    needs: &[need::COMPILER, need::WEBKIT],
    systems: Systems::All,
    interface: Interface::Built,
    run: |checkout| {
        let mut cargo = checkout.cargo();
        cargo.args(["clippy", "--workspace", "--all-targets", "--features", "galley/custom-protocol"]);
        program::run(cargo.args(["--", "--deny", "warnings"]))
    },
};

/// What every developer runs.
pub(crate) const TEST: Step = Step {
    name: "test",
    about: "`cargo test` passes, each law tried eight times as often",
    needs: &[need::COMPILER],
    systems: Systems::All,
    interface: Interface::Untouched,
    run: |checkout| program::run(checkout.cargo().arg("test").env("PROPTEST_CASES", "256")),
};

/// Only permitted dependencies, under permitted licences, from permitted places.
pub(crate) const LICENCES: Step = Step {
    name: "licences",
    about: "every dependency is one that deny.toml permits",
    needs: &[need::COMPILER],
    systems: Systems::All,
    interface: Interface::Untouched,
    run: licences,
};

fn licences(checkout: &Checkout) -> Result<()> {
    let ours = checkout.target().join("tools");
    let deny = ours.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let deny = if deny.is_file() {
        deny.to_string_lossy().into_owned()
    } else if need::has_program(checkout, "cargo-deny") {
        "cargo-deny".to_owned()
    } else {
        println!("cargo-deny reads the licences of all dependencies; it is built once into target/tools.");
        let mut install = checkout.cargo();
        install.args(["install", "cargo-deny", "--locked", "--version", CARGO_DENY, "--root"]).arg(&ours);
        program::run(&mut install)?;
        deny.to_string_lossy().into_owned()
    };
    // All platforms' dependencies are judged, so those that this machine does not build must be there too.
    program::run(checkout.cargo().args(["fetch", "--locked", "--quiet"]))?;
    program::run(checkout.command(&deny).args([
        "--offline",
        "--locked",
        "check",
        "licenses",
        "bans",
        "sources",
    ]))
}
