//! `cargo xtask test`: every check there is, one after the other, with a table at the end.
//!
//! A step that fails does not stop the others, and a step whose subject is missing fails: nothing is passed over
//! in silence. The last line counts the steps.

mod corpus;
mod desktop;
mod instructions;
mod interface;
mod real;
mod rust;
mod step;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use self::step::{Interface, Step};
use crate::checkout::Checkout;
use crate::need::Need;
use crate::{interface as ui, need, toolchain};

/// The steps in the order they are run: cheap ones first, so that small slips show early.
const STEPS: &[Step] = &[
    rust::FORMAT,
    interface::BUILD,
    rust::LINT,
    rust::TEST,
    rust::LICENCES,
    interface::CHECK,
    interface::TEST,
    corpus::CORPUS,
    instructions::INSTRUCTIONS,
    real::SERVERS,
    real::KEYCHAIN,
    interface::BROWSER,
    real::WINDOW,
];

/// How a step ended.
struct Outcome {
    name: &'static str,
    passed: bool,
    took: Duration,
}

/// Runs the named steps, or all of them.
pub(crate) fn run(checkout: &mut Checkout, names: &[String]) -> Result<ExitCode> {
    if names.iter().any(|name| name == "--list") {
        list();
        return Ok(ExitCode::SUCCESS);
    }
    let steps = chosen(names)?;
    let set_up = attempt("set-up", "what the steps need is on this machine", || set_up(checkout, &steps));
    let mut outcomes = vec![set_up];
    if outcomes.iter().all(|outcome| outcome.passed) {
        for step in &steps {
            outcomes.push(attempt(step.name, step.about, || (step.run)(checkout)));
        }
    }
    Ok(summary(&outcomes))
}

/// What all steps together need on the machine.
pub(crate) fn needs() -> Vec<&'static [Need]> {
    STEPS.iter().filter(|step| step.systems.is_here()).flat_map(|step| step.needs.iter().copied()).collect()
}

fn list() {
    for step in STEPS {
        println!("{:<10} {}", step.name, step.about);
    }
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    let (here, elsewhere): (Vec<_>, Vec<_>) = STEPS.iter().partition(|step| step.systems.is_here());
    if names.is_empty() {
        for step in elsewhere {
            println!("The step {} runs on Linux alone and is left out here.", step.name);
        }
        return Ok(here);
    }
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        bail!("there is no step `{unknown}`: `cargo xtask test --list` names them");
    }
    Ok(STEPS.iter().filter(|step| names.iter().any(|name| name == step.name)).collect())
}

fn set_up(checkout: &mut Checkout, steps: &[&Step]) -> Result<()> {
    let groups: Vec<_> = steps.iter().flat_map(|step| step.needs.iter().copied()).collect();
    need::provide(checkout, &groups)?;
    toolchain::provide(checkout)?;
    match steps.iter().map(|step| step.interface).max().unwrap_or(Interface::Untouched) {
        Interface::Untouched => Ok(()),
        Interface::Packages => ui::provide_packages(checkout),
        Interface::Built => ui::provide_packages(checkout).and_then(|()| build_unless_step(checkout, steps)),
    }
}

/// Builds the interface now, unless a step is about to do it: there a failure counts as that step's.
fn build_unless_step(checkout: &mut Checkout, steps: &[&Step]) -> Result<()> {
    let step_comes = steps.iter().any(|step| step.name == interface::BUILD.name);
    if step_comes { Ok(()) } else { ui::provide_built(checkout) }
}

fn attempt(name: &'static str, about: &str, step: impl FnOnce() -> Result<()>) -> Outcome {
    println!("\n== {name}: {about}");
    let start = Instant::now();
    let result = step();
    let took = start.elapsed();
    match &result {
        Ok(()) => println!("-- {name} passed in {:.1} s", took.as_secs_f64()),
        Err(error) => println!("-- {name} FAILED after {:.1} s: {error:#}", took.as_secs_f64()),
    }
    Outcome { name, passed: result.is_ok(), took }
}

fn summary(outcomes: &[Outcome]) -> ExitCode {
    println!();
    for outcome in outcomes {
        let word = if outcome.passed { "passed" } else { "FAILED" };
        println!("{word}  {:<10} {:>7.1} s", outcome.name, outcome.took.as_secs_f64());
    }
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    let failed = outcomes.len() - passed;
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_name_of_its_own() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn steps_run_in_their_own_order_whatever_the_order_of_the_names() {
        let names = ["lint".to_owned(), "format".to_owned()];
        let chosen: Vec<_> = chosen(&names).unwrap().iter().map(|step| step.name).collect();
        assert_eq!(chosen, ["format", "lint"]);
        assert!(super::chosen(&["fromat".to_owned()]).is_err());
    }
}
