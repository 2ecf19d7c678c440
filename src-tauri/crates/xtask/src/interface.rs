//! The interface in `ui/`: its packages from the lock file, and its built form that the window carries.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context as _, Result};

use crate::checkout::Checkout;
use crate::{node, program};

/// Folders of `ui/` that no build reads.
const NO_SOURCE: &[&str] = &["node_modules", "dist", "coverage", "e2e", "test-results", "playwright-report"];

/// Installs the packages of the lock file, unless those that are there came from it.
pub(crate) fn provide_packages(checkout: &mut Checkout) -> Result<()> {
    node::provide(checkout)?;
    let ui = checkout.root.join("ui");
    // npm writes this file at the very end of an install, so it is the stamp of a complete one.
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    let locked = changed(&ui.join("package-lock.json"))
        .context("ui/package-lock.json is missing: check it out again")?;
    if installed.is_some_and(|installed| installed >= locked) {
        return Ok(());
    }
    println!("The interface's packages are missing or older than ui/package-lock.json.");
    program::run(checkout.npm().args(["ci", "--no-audit", "--no-fund"]))
}

/// Builds the interface, unless no source changed since the last build.
pub(crate) fn provide_built(checkout: &mut Checkout) -> Result<()> {
    provide_packages(checkout)?;
    let ui = checkout.root.join("ui");
    let built = changed(&ui.join("dist/index.html"));
    let sources = newest(&ui)?;
    if built.is_some_and(|built| built > sources) {
        return Ok(());
    }
    build(checkout)
}

/// Builds the interface.
pub(crate) fn build(checkout: &Checkout) -> Result<()> {
    program::run(checkout.npm().args(["run", "build"]))
}

fn newest(ui: &Path) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(ui).with_context(|| format!("cannot list {}", ui.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if !NO_SOURCE.iter().any(|folder| name == *folder) {
            newest = newest.max(newest_below(&entry.path())?);
        }
    }
    Ok(newest)
}

fn newest_below(path: &Path) -> Result<SystemTime> {
    if !path.is_dir() {
        return Ok(changed(path).unwrap_or(SystemTime::UNIX_EPOCH));
    }
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        newest = newest.max(newest_below(&entry?.path())?);
    }
    Ok(newest)
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
