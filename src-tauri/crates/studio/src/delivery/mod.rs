//! From the open site to a target: what is known of targets, what a publish would change, and carrying it out.

mod change;
mod plan;
mod reports;
mod run;
mod targets;

use publish::Cancel;

pub(crate) use plan::{Consent, Planned, make_plan};
pub(crate) use run::start;
pub(crate) use targets::{SavedTarget, Targets, secret_name};

/// The plan that is made, the publish that is planned and the one that runs: at most one of each.
#[derive(Default)]
pub(crate) struct Publishing {
    planning: Option<Cancel>,
    plan: Option<Planned>,
    running: Option<Cancel>,
}

impl Publishing {
    /// Starts a plan in place of the one that is being made, if any.
    pub(crate) fn begin_plan(&mut self) -> Cancel {
        let cancel = Cancel::new();
        if let Some(before) = self.planning.replace(cancel.clone()) {
            before.cancel();
        }
        cancel
    }

    pub(crate) fn keep_plan(&mut self, plan: Planned) {
        self.plan = Some(plan);
    }

    pub(crate) fn take_plan(&mut self, id: &str) -> Option<Planned> {
        self.plan.take_if(|plan| plan.id == id)
    }

    pub(crate) fn forget_plans(&mut self) {
        self.plan = None;
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    pub(crate) fn run(&mut self, cancel: Cancel) {
        self.running = Some(cancel);
    }

    pub(crate) fn ended(&mut self) {
        self.running = None;
    }

    pub(crate) fn cancel(&self) {
        for cancel in [&self.planning, &self.running].into_iter().flatten() {
            cancel.cancel();
        }
    }
}
