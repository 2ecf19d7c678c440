//! Makes all files of a site, in parallel.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, grouped};
use crate::output::{Bundle, OutputFile, OutputPath};
use crate::pipeline::{Cancelled, Progress};
use crate::render::{Job, Plan, Renderer};

/// Makes all files. The answer does not depend on how many are made at a time.
pub(crate) fn all(
    plan: &Plan,
    renderer: &Renderer,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<(Bundle, Vec<Diagnostic>), Cancelled> {
    let jobs: Vec<(&OutputPath, &Job)> = plan.jobs.iter().collect();
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let made: Vec<Option<Result<OutputFile, Diagnostic>>> = jobs
        .par_iter()
        .map(|(_, job)| {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let made = renderer.render(job);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if progress(Progress { done, total: jobs.len() }).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
            Some(made)
        })
        .collect();
    if stopped.load(Ordering::Relaxed) {
        return Err(Cancelled);
    }
    let mut bundle = Bundle::default();
    let mut trouble = Vec::new();
    for ((path, _), made) in jobs.into_iter().zip(made) {
        match made {
            Some(Ok(file)) => {
                bundle.files.insert(path.clone(), file);
            }
            Some(Err(diagnostic)) => {
                bundle.spoilt.insert(path.clone());
                trouble.push(diagnostic);
            }
            None => {}
        }
    }
    Ok((bundle, grouped(trouble)))
}
