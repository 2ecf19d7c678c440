//! The step that compares whole sites with the conformance corpus kept beside the checkout.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::step::{Interface, Step, Systems};
use crate::checkout::Checkout;
use crate::{need, program};

/// The list of cases that must pass: a file of globs, one a line.
const LIST: &str = "tests/CONFORMANCE.txt";

/// The engine builds the corpus's sites as expected.
pub(crate) const CORPUS: Step = Step {
    name: "corpus",
    about: "the sites of the conformance corpus are built as expected",
    needs: &[need::COMPILER, need::PYTHON],
    systems: Systems::All,
    interface: Interface::Untouched,
    run: corpus,
};

fn corpus(checkout: &Checkout) -> Result<()> {
    let compare = checkout.root.join("../shared/conformance/compare.py");
    if !compare.is_file() {
        println!("The corpus is not beside this checkout (../shared/conformance): nothing was compared.");
        return Ok(());
    }
    let list = fs::read_to_string(checkout.root.join(LIST)).with_context(|| format!("cannot read {LIST}"))?;
    let globs = globs(&list);
    if globs.is_empty() {
        bail!("{LIST} names no case: write the globs of the cases that must pass into it, one a line");
    }
    program::run(checkout.cargo().args(["build", "--package", "cli"]))?;
    let engine = format!("{} build {{site}} --output {{out}}", checkout.built("galley-cli").display());
    let mut failed = Vec::new();
    for glob in globs {
        let mut python = checkout.command("python3");
        python.arg(&compare).args(["--quiet", "--tolerant", "--all", &engine, "--only", glob]);
        if program::run(&mut python).is_err() {
            failed.push(glob);
        }
    }
    if !failed.is_empty() {
        bail!("the cases {} differ from what is expected", failed.join(" "));
    }
    Ok(())
}

/// The lines of the list that are neither empty nor a comment.
fn globs(list: &str) -> Vec<&str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_are_no_cases() {
        assert_eq!(globs("# sections\n0*-section\n\n  12?-feed \n"), ["0*-section", "12?-feed"]);
    }
}
