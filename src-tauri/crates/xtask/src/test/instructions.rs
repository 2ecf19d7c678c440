//! The step that counts instructions, which do not depend on how busy the machine is: a build grows as its site does,
//! the newest posts on every page cost next to nothing, and an edit costs what it changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::step::{Interface, Step, Systems};
use crate::checkout::Checkout;
use crate::{need, program};

/// The hot paths take no more work than they should.
pub(crate) const INSTRUCTIONS: Step = Step {
    name: "work",
    about: "builds, edits and previews take no more instructions than they should",
    needs: &[need::COMPILER, need::PYTHON, need::VALGRIND],
    systems: Systems::Linux,
    interface: Interface::Untouched,
    run: instructions,
};

/// The sizes of site that are compared, in posts.
const FEW: usize = 60;
const MANY: usize = 180;

/// Three times the posts may take this much times the instructions: a little more than three, for what is sorted.
const MOST_GROWTH: f64 = 3.15;
/// What the newest posts on every page may cost, as the issue of the engine has it.
const MOST_FOR_SIDEBAR: f64 = 1.3;
/// An edit of one text, up to the files that depend on it or up to its preview: this part of a whole build.
const MOST_FOR_EDIT: f64 = 0.03;

fn instructions(checkout: &Checkout) -> Result<()> {
    program::run(checkout.cargo().args(["build", "--example", "edits"]))?;
    let folder = checkout.target().join("work");
    let few = site(checkout, &folder, FEW, "plain")?;
    let many = site(checkout, &folder, MANY, "plain")?;
    let sidebar = site(checkout, &folder, MANY, "sidebar")?;
    let count = |site: &Path, runs: &str, kind: &str| count(checkout, &folder, site, &[runs, kind]);
    let (built_few, built) = (count(&few, "1", "none")?, count(&many, "1", "none")?);
    let with_sidebar = count(&sidebar, "1", "none")?;
    let one =
        |kind: &str| -> Result<u64> { Ok(count(&many, "2", kind)?.saturating_sub(count(&many, "1", kind)?)) };
    let (edited, previewed) = (one("text")?, one("preview")?);
    let mut wrong = Vec::new();
    let mut hold = |what: &str, found: f64, most: f64| {
        println!("{what}: {found:.3}, at most {most}");
        if found > most {
            wrong.push(format!("{what} is {found:.3}, at most {most} is right"));
        }
    };
    hold("three times the posts, times the work", ratio(built, built_few), MOST_GROWTH);
    hold("the newest posts on every page, times the work", ratio(with_sidebar, built), MOST_FOR_SIDEBAR);
    hold("an edited text in the folder, part of a whole build", ratio(edited, built), MOST_FOR_EDIT);
    hold("an edited text in the preview, part of a whole build", ratio(previewed, built), MOST_FOR_EDIT);
    if wrong.is_empty() { Ok(()) } else { bail!("{}; see where with callgrind", wrong.join("; ")) }
}

fn ratio(a: u64, b: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a ratio needs a few digits")]
    let ratio = a as f64 / b as f64;
    ratio
}

/// Writes a site of the benchmark.
fn site(checkout: &Checkout, folder: &Path, posts: usize, variant: &str) -> Result<PathBuf> {
    let site = folder.join(format!("site-{posts}-{variant}"));
    if site.is_dir() {
        fs::remove_dir_all(&site).with_context(|| format!("cannot empty {}", site.display()))?;
    }
    let write = format!(
        "import gen_corpus; gen_corpus.write_site('galley', {posts}, {:?}, 1, '{variant}')",
        site.to_string_lossy()
    );
    let mut python = checkout.command("python3");
    python.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONPATH", checkout.root.join("tests/bench"));
    program::run(python.args(["-c", &write]))?;
    Ok(site)
}

/// Counts the instructions of opening a site, building it and making edits, on one thread.
fn count(checkout: &Checkout, folder: &Path, site: &Path, edits: &[&str]) -> Result<u64> {
    let output = folder.join("out");
    if output.is_dir() {
        fs::remove_dir_all(&output).with_context(|| format!("cannot empty {}", output.display()))?;
    }
    let mut valgrind = Command::new("valgrind");
    valgrind.env("RAYON_NUM_THREADS", "1").args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    let example = checkout.built("examples/edits");
    let ended = valgrind.arg(example).arg(site).arg(&output).args(edits).stdin(Stdio::null()).output();
    let ended = ended.context("cannot start valgrind")?;
    let told = String::from_utf8_lossy(&ended.stderr);
    let counted = told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match counted {
        Some(counted) if ended.status.success() => Ok(counted),
        _ => bail!("the count of {} ended with {}: {told}", site.display(), ended.status),
    }
}
