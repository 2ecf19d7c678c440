//! The steps against the real outside: an SSH server, a keychain, and Galley's own window on a hidden screen.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::desktop::{HiddenDesktop, Screen};
use super::step::{Interface, Step, Systems};
use crate::checkout::Checkout;
use crate::{app, need, program};

/// Publishing to real servers on this machine.
pub(crate) const SERVERS: Step = Step {
    name: "servers",
    about: "publishing works with real servers",
    needs: &[need::COMPILER, need::SERVERS],
    systems: Systems::Linux,
    interface: Interface::Untouched,
    run: servers,
};

/// Secrets in a real keychain.
pub(crate) const KEYCHAIN: Step = Step {
    name: "keychain",
    about: "secrets go to a real keychain and come back",
    needs: &[need::COMPILER, need::HIDDEN_DESKTOP, need::KEYCHAIN],
    systems: Systems::Linux,
    interface: Interface::Untouched,
    run: keychain,
};

/// An author's path through the real window.
pub(crate) const WINDOW: Step = Step {
    name: "window",
    about: "the real window: from the sample site to a published one, and what must not happen in it",
    needs: &[
        need::COMPILER,
        need::WEBKIT,
        need::HIDDEN_DESKTOP,
        need::WINDOW_DRIVER,
        need::KEYCHAIN,
        need::SERVERS,
    ],
    systems: Systems::Linux,
    interface: Interface::Built,
    run: window,
};

// No step names a package: the tests of one package alone want other features of what they share, and so the engine
// compiled once more.
fn servers(checkout: &Checkout) -> Result<()> {
    make_room_for_sshd()?;
    program::run(checkout.cargo().args(["test", "--test", "*"]).env("GALLEY_REAL_SERVERS", "1"))
}

fn keychain(checkout: &Checkout) -> Result<()> {
    // Built outside the desktop, so that nothing but the tests runs inside.
    let words = ["test", "--lib", "keychain::"];
    let named = program::answer(checkout.cargo().args(words).args(["--", "--list", "--format", "terse"]));
    let tests = named.context("the tests do not compile: `cargo test --lib` says why")?;
    if !tests.lines().any(|line| line.ends_with(": test")) {
        bail!("no test has `keychain::` in its name, so nothing was tested");
    }
    let desktop = HiddenDesktop::new()?;
    let mut tests = desktop.command(checkout, Screen::None, &["cargo", "test", "--lib", "keychain::"]);
    program::run(tests.env("GALLEY_REAL_KEYCHAIN", "1"))
}

fn window(checkout: &Checkout) -> Result<()> {
    app::build(checkout)?;
    program::run(checkout.cargo().args(["test", "--test", "window", "--no-run"]))?;
    make_room_for_sshd()?;
    let desktop = HiddenDesktop::new()?;
    let words = ["cargo", "test", "--test", "window"];
    let mut tests: Command = desktop.command(checkout, Screen::Hidden, &words);
    program::run(
        tests.env("GALLEY_REAL_WINDOW", "1").env("GALLEY_REAL_SERVERS", "1").env("GALLEY_REAL_KEYCHAIN", "1"),
    )
}

/// Started as root, sshd wants an empty folder that the system's own service makes at boot; a container has no boot.
fn make_room_for_sshd() -> Result<()> {
    let folder = Path::new("/run/sshd");
    let is_root = fs::metadata("/proc/self").is_ok_and(|data| owner(&data) == 0);
    if is_root && !folder.exists() {
        fs::create_dir(folder)
            .with_context(|| format!("cannot make {}, which sshd needs", folder.display()))?;
    }
    Ok(())
}

#[cfg(unix)]
fn owner(data: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(data)
}

#[cfg(not(unix))]
fn owner(_data: &fs::Metadata) -> u32 {
    1
}
