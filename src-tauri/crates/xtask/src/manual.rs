//! `cargo xtask manual`: builds the manual, a site like any other, for reading.
//!
//! The manual's folder names its theme and does not hold it, as the starters do, so that there is one copy of each
//! theme. The two are put together below `target`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::checkout::Checkout;
use crate::program;

/// Puts the manual and its theme together, builds them and says where the pages are.
pub(crate) fn run(checkout: &Checkout) -> Result<()> {
    let place = checkout.target().join("manual");
    let (site, pages) = (place.join("site"), place.join("public"));
    if site.exists() {
        fs::remove_dir_all(&site).with_context(|| format!("cannot make {} anew", site.display()))?;
    }
    copy(&checkout.root.join("content/manual"), &site)?;
    copy(&checkout.root.join("content/themes"), &site.join("themes"))?;
    let mut build = checkout.cargo();
    build.args(["run", "--quiet", "--package", "cli", "--", "build"]);
    program::run(build.arg(&site).arg("--output").arg(&pages))?;
    println!("`cargo run --package cli -- serve {}` shows it in a browser.", site.display());
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let about = || format!("cannot copy {} to {}", from.display(), to.display());
    fs::create_dir_all(to).with_context(about)?;
    for entry in fs::read_dir(from).with_context(about)? {
        let entry = entry.with_context(about)?;
        let place = to.join(entry.file_name());
        if entry.file_type().with_context(about)?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place).with_context(about)?;
        }
    }
    Ok(())
}
