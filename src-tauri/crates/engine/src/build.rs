//! Makes all files of a site, in parallel.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::output::{Bundle, OutputPath};
use crate::pictures;
use crate::pipeline::{Cancelled, Progress, Work};
use crate::render::{Job, Plan, Renderer};

/// Makes all files. The answer does not depend on how many are made at a time.
pub(crate) fn all(
    plan: &Plan,
    renderer: &Renderer,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<(Bundle, Vec<Diagnostic>), Cancelled> {
    let jobs: Vec<(&OutputPath, &Job)> = plan.jobs.iter().collect();
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let made: Vec<_> = jobs
        .par_iter()
        .map(|(_, job)| {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let made = renderer.pictures.during(|| renderer.render(job));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if progress(Progress { work: Work::Files, done, total: jobs.len() }).is_break() {
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
    let mut wanted = renderer.graph.pictures();
    for ((path, _), made) in jobs.into_iter().zip(made) {
        match made {
            Some((Ok(file), asked)) => {
                bundle.files.insert(path.clone(), file);
                wanted.extend(&asked);
            }
            Some((Err(diagnostic), _)) => trouble.push(diagnostic),
            None => {}
        }
    }
    let (mut files, picture_trouble) = pictures::make(&wanted, &renderer.pictures, progress)?;
    // The author's own file at the same place wins, as it does everywhere.
    files.append(&mut bundle.files);
    bundle.files = files;
    trouble.extend(picture_trouble);
    Ok((bundle, grouped(trouble)))
}

/// One fault in a template spoils every page it makes: the author is told once, with the first page and the count.
fn grouped(trouble: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(Option<crate::diagnostic::Place>, String), (Diagnostic, usize)> =
        BTreeMap::new();
    for diagnostic in trouble {
        let what = diagnostic.message.split_once(COULD_NOT).map_or("", |(_, what)| what);
        let key = if what.is_empty() { diagnostic.message.clone() } else { what.to_owned() };
        groups
            .entry((diagnostic.place.clone(), key))
            .and_modify(|(_, count)| *count += 1)
            .or_insert((diagnostic, 1));
    }
    let told = groups.into_values().map(|(mut diagnostic, count)| {
        if count > 1 {
            let others = count - 1;
            let (page, what) = diagnostic.message.split_once(COULD_NOT).unwrap_or((&diagnostic.message, ""));
            let more = if others == 1 { "1 other page".to_owned() } else { format!("{others} other pages") };
            diagnostic.message = format!("{page} and {more}{COULD_NOT}{what}");
        }
        diagnostic
    });
    told.collect()
}

/// Stands between the page and the fault in a message about a page.
const COULD_NOT: &str = " could not be made: ";
