//! Makes the files of a site, in parallel: all of them, or only those that would come out otherwise than before.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, grouped};
use crate::graph::{Facets, Graph, NodeId};
use crate::output::{OutputFile, OutputPath};
use crate::pictures;
use crate::pipeline::{Cancelled, Progress, Work};
use crate::record::{Last, Made, Record};
use crate::render::{Job, Plan, Read, Renderer, Signatures, noting};

/// What a build has to say about one file as soon as it is known.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// The file is new or came out otherwise than before.
    Write(&'a OutputPath, &'a OutputFile),
    /// The file is no part of the site any more.
    Remove(&'a OutputPath),
}

/// Takes the files of a build, from several threads at once. What it answers with `Break` was not taken: the build
/// stops, and the next one brings it again.
pub type Sink<'a> = dyn Fn(Change<'_>) -> ControlFlow<()> + Sync + 'a;

/// Makes what would come out otherwise than the record says, and brings the record up to date.
pub(crate) fn update(
    plan: &Plan,
    renderer: &Renderer,
    config: &Arc<Config>,
    record: &mut Record,
    sink: &Sink<'_>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Vec<Diagnostic>, Cancelled> {
    let last = record.last.take();
    remove_gone(plan, record, sink)?;
    let signatures = Signatures::new(renderer);
    let stale = stale(plan, renderer, &signatures, config, record, last.as_ref());
    if !stale.is_empty() {
        renderer.prepare();
    }
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let made: Vec<Option<Made>> = stale
        .par_iter()
        .map(|(path, job)| {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let made = make(renderer, &signatures, path, job, record.made.get(*path), sink);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if made.is_none() || progress(Progress { work: Work::Files, done, total: stale.len() }).is_break()
            {
                stopped.store(true, Ordering::Relaxed);
            }
            made
        })
        .collect();
    for ((path, _), made) in stale.into_iter().zip(made) {
        if let Some(made) = made {
            record.insert(path.clone(), made);
        }
    }
    if stopped.load(Ordering::Relaxed) {
        return Err(Cancelled);
    }
    let picture_trouble = update_pictures(plan, renderer, record, sink, progress)?;
    record.last =
        Some(Last { graph: renderer.graph.clone(), theme: renderer.theme.clone(), config: config.clone() });
    let trouble = record.made.values().filter_map(|made| made.trouble.clone());
    Ok(grouped(trouble.chain(picture_trouble).collect()))
}

/// Makes the pictures that are asked for and not there yet, and drops those that nobody asks for any more.
fn update_pictures(
    plan: &Plan,
    renderer: &Renderer,
    record: &mut Record,
    sink: &Sink<'_>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Vec<Diagnostic>, Cancelled> {
    let mut wanted = renderer.graph.pictures();
    record.made.values().for_each(|made| wanted.extend(&made.pictures));
    // The author's own file at the same place wins, as it does everywhere.
    wanted.retain(|path| !plan.jobs.contains_key(path));
    let gone: Vec<OutputPath> =
        record.pictures.keys().filter(|path| !wanted.contains(path)).cloned().collect();
    for path in gone {
        if !plan.jobs.contains_key(&path) && sink(Change::Remove(&path)).is_break() {
            return Err(Cancelled);
        }
        record.pictures.remove(&path);
    }
    wanted.retain(|path| !record.pictures.contains_key(path));
    let (files, trouble) = pictures::make(&wanted, &renderer.pictures, progress)?;
    for (path, file) in files {
        if sink(Change::Write(&path, &file)).is_break() {
            return Err(Cancelled);
        }
        record.pictures.insert(path, file.entry);
    }
    Ok(trouble)
}

fn remove_gone(plan: &Plan, record: &mut Record, sink: &Sink<'_>) -> Result<(), Cancelled> {
    let gone: Vec<OutputPath> =
        record.made.keys().filter(|path| !plan.jobs.contains_key(*path)).cloned().collect();
    for path in gone {
        let was_there = record.made.get(&path).is_some_and(|made| made.entry.is_some());
        if was_there && sink(Change::Remove(&path)).is_break() {
            return Err(Cancelled);
        }
        record.made.remove(&path);
    }
    Ok(())
}

/// Finds the files that may come out otherwise.
fn stale<'p>(
    plan: &'p Plan,
    renderer: &Renderer,
    signatures: &Signatures<'_>,
    config: &Arc<Config>,
    record: &Record,
    last: Option<&Last>,
) -> Vec<(&'p OutputPath, &'p Job)> {
    let jobs: Vec<(&OutputPath, &Job)> = plan.jobs.iter().collect();
    if last.is_some_and(|last| !Arc::ptr_eq(&last.config, config) && *last.config != **config) {
        return jobs;
    }
    // Where nothing but texts changed, most files can be told to be untouched at a glance.
    let texts = last
        .filter(|last| Arc::ptr_eq(&last.graph.outline, &renderer.graph.outline))
        .filter(|last| Arc::ptr_eq(&last.theme, &renderer.theme))
        .map(|last| changed_texts(&last.graph, &renderer.graph));
    let is_stale = |(path, job): &(&OutputPath, &Job)| {
        let Some(made) = record.made.get(*path) else { return true };
        if made.trouble.is_some() {
            return true;
        }
        if let Some(texts) = &texts {
            let own = job.own().is_some_and(|own| texts.nodes.contains(&own));
            let follows_from_all = matches!(made.reads.first(), Some(Read::SearchIndex(_)));
            if !own
                && !follows_from_all
                && !made.reading.ways.values().any(|facets| facets.meets(texts.facets))
            {
                return false;
            }
            return made.signature != signatures.of(job, &made.reading, &made.reads);
        }
        made.signature != signatures.of(job, &renderer.reading(job), &made.reads)
    };
    jobs.into_par_iter().filter(is_stale).collect()
}

/// The nodes that look different since the last build, and in which parts any of them does.
struct ChangedTexts {
    nodes: BTreeSet<NodeId>,
    facets: Facets,
}

fn changed_texts(before: &Graph, now: &Graph) -> ChangedTexts {
    let mut changed = ChangedTexts { nodes: BTreeSet::new(), facets: Facets::NONE };
    for id in now.outline.ids().filter(|&id| !now.shares(before, id)) {
        let facets = now.differing(before, id);
        if facets != Facets::NONE {
            changed.nodes.insert(id);
            changed.facets |= facets;
        }
    }
    changed
}

/// Makes one file; nothing where the sink did not take it.
fn make(
    renderer: &Renderer,
    signatures: &Signatures<'_>,
    path: &OutputPath,
    job: &Job,
    before: Option<&Made>,
    sink: &Sink<'_>,
) -> Option<Made> {
    let reading = renderer.reading(job);
    let ((made, pictures), reads) = noting(|| renderer.pictures.during(|| renderer.render(job)));
    let signature = signatures.of(job, &reading, &reads);
    let known = before.and_then(|made| made.entry);
    let (entry, trouble) = match made {
        Ok(file) => {
            if known != Some(file.entry) && sink(Change::Write(path, &file)).is_break() {
                return None;
            }
            (Some(file.entry), None)
        }
        Err(trouble) => (known, Some(trouble)),
    };
    Some(Made { entry, trouble, reading, reads: Arc::new(reads), pictures, signature })
}
