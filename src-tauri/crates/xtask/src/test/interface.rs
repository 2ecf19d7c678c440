//! The steps about the interface: types and format, its own tests, its build, and its run in a browser.

use anyhow::Result;

use super::step::{Interface, Step, Systems};
use crate::checkout::Checkout;
use crate::{interface, need, program};

/// The interface can be built; the window and the browser run carry what it leaves.
pub(crate) const BUILD: Step = Step {
    name: "ui-build",
    about: "the interface builds",
    needs: &[],
    systems: Systems::All,
    interface: Interface::Packages,
    run: interface::build,
};

/// Types, markup and format of the interface are right.
pub(crate) const CHECK: Step = Step {
    name: "ui-check",
    about: "the interface's types and format are right",
    needs: &[],
    systems: Systems::All,
    interface: Interface::Packages,
    run: check,
};

/// The interface's own tests.
pub(crate) const TEST: Step = Step {
    name: "ui-test",
    about: "the interface's own tests pass",
    needs: &[],
    systems: Systems::All,
    interface: Interface::Packages,
    run: |checkout| program::run(checkout.npm().arg("test")),
};

/// Every screen in a browser, over the bridge.
pub(crate) const BROWSER: Step = Step {
    name: "browser",
    about: "every screen works in Chromium, by keyboard and for screen readers",
    needs: &[need::COMPILER, need::BROWSER],
    systems: Systems::Linux,
    interface: Interface::Built,
    run: browser,
};

fn check(checkout: &Checkout) -> Result<()> {
    program::run(checkout.npm().args(["run", "check"]))?;
    program::run(checkout.npm().args(["run", "lint", "--if-present"]))
}

fn browser(checkout: &Checkout) -> Result<()> {
    program::run(checkout.cargo().args(["build", "--package", "tests", "--bin", "bridge"]))?;
    program::run(checkout.npm().args(["run", "e2e"]))
}
