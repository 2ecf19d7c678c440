//! What a contributor runs: `cargo xtask app`, `cargo xtask test` and a few more.
//!
//! Each command is one file. All of them do their own set-up, so that a bare machine and a ready one take the
//! same command. Nothing here is shipped, and nothing here is needed by a plain `cargo test`.
#![expect(
    clippy::print_stdout,
    reason = "talking to the contributor at the terminal is what this program is for"
)]

mod app;
mod bench;
mod bindings;
mod checkout;
mod icons;
mod interface;
mod manual;
mod need;
mod node;
mod program;
mod setup;
mod test;
mod toolchain;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::checkout::Checkout;

const HELP: &str = "\
cargo xtask app               builds Galley and opens it on the sample site
cargo xtask test [NAME…]      runs every check, or the named ones; --list names them
cargo xtask bench [--posts N] [--runs N]
                              builds generated sites with Galley and its peers and prints the times
cargo xtask setup             installs what `app` and `test` need, and stops there
cargo xtask icons             draws the app's icons from icons/icon.svg
cargo xtask manual            builds the manual into target/manual/public
cargo xtask bindings          writes the protocol's TypeScript into ui/src/api

Each command installs what it misses on Debian and Ubuntu, and says what is missing elsewhere.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            println!("\nStopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(ExitCode::FAILURE);
    };
    let mut checkout = Checkout::here()?;
    match command.as_str() {
        "app" => app::run(&mut checkout, rest)?,
        "test" => return test::run(&mut checkout, rest),
        "bench" => bench::run(&mut checkout, rest)?,
        "setup" => setup::run(&mut checkout)?,
        "icons" => icons::run(&checkout)?,
        "manual" => manual::run(&checkout)?,
        "bindings" => bindings::run(&checkout)?,
        "help" | "--help" | "-h" => println!("{HELP}"),
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}
