//! How much work the templates of one file may cost.
//!
//! The template engine cannot be interrupted: two loops in each other run for hours, and a component that calls itself
//! twice runs two to the power of twenty times. So each template is read with checks in it ([`rewrite`]): where a loop
//! or a list comprehension starts, its length is counted; a component, an include and a kept value count too. Each round
//! of a loop, and each few values that are shown, look at the clock and now and then at the memory of the process, since
//! values may be large and a text that is caught by `{% set %}…{% endset %}` may hold many. Once the budget of the file
//! is spent, the next check ends it with an error.

mod growing;
mod marks;
mod rewrite;
mod scan;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

pub(super) use marks::Marks;
pub(super) use rewrite::{endless_choice, rewrite};

/// How many steps a file may take: rounds of loops, calls of components and includes, values kept. Tests need not
/// wait that long.
const MAX_STEPS: u64 = if cfg!(test) { 300_000 } else { 10_000_000 };
/// How long the templates of a file may take. What they show must not depend on the machine, so this is far more than a
/// page needs on a slow one.
const MAX_TIME: Duration = Duration::from_secs(60);
/// By how many bytes the process may grow while the templates of a file are at work. Others work beside them, so this
/// is far more than a page needs.
const MAX_GROWTH: usize = 2 * 1024 * 1024 * 1024;
/// How often the memory of the process is looked at. A text of hundreds of MiB takes longer to write.
const MEMORY_LOOK: Duration = Duration::from_millis(20);
/// How deep includes, components and blocks stand in each other: a thread has 2 MiB of stack, and each takes its part.
const MAX_DEPTH: usize = 24;
/// The most bytes of a text that a template keeps in a value of its own.
const MAX_KEPT_BYTES: usize = 16 * 1024 * 1024;
/// The most values of a list that a template makes.
const MAX_KEPT_VALUES: usize = 1_000_000;
/// How many bytes of a kept text cost a step.
const BYTES_A_STEP: usize = 1024;
/// The most values that `range` gives.
const MAX_RANGE: i128 = 100_000;

/// The filter that counts the rounds of a loop before it starts.
const EACH: &str = "galley_each";
/// The filter that counts a value which is kept.
const KEPT: &str = "galley_kept";
/// The function that looks at the clock and the memory.
const ROUND: &str = "galley_round";
/// The function that counts a step into an include, a component or a block.
const ENTER: &str = "galley_enter";
/// The function that counts the step out again.
const LEAVE: &str = "galley_leave";

/// How many shelves the counters lie on, so that threads seldom wait for each other.
const SHELVES: usize = 16;

/// What the templates of one file may cost.
#[derive(Debug, Clone, Copy)]
struct Limits {
    steps: u64,
    time: Duration,
    /// By how many bytes the process may grow meanwhile.
    growth: usize,
}

/// The counters of all files that are being made, one for each thread.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    shelves: [Mutex<Vec<Counter>>; SHELVES],
}

/// What the file that a thread makes has cost.
#[derive(Debug)]
struct Counter {
    thread: ThreadId,
    started: Instant,
    steps: u64,
    depth: usize,
    memory: Memory,
}

/// The memory of the process while a file is made.
#[derive(Debug)]
struct Memory {
    next_look: Duration,
    /// What it was at the first look, in bytes: most files are made before it comes.
    first: Option<usize>,
}

/// A file that is being made. Its counter goes with it.
#[derive(Debug)]
pub(crate) struct Meter<'a> {
    budget: &'a Budget,
    is_outermost: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Limits { steps: MAX_STEPS, time: MAX_TIME, growth: MAX_GROWTH })
    }
}

impl Budget {
    fn new(limits: Limits) -> Self {
        Self { limits, shelves: Default::default() }
    }

    /// Starts to count for a file that this thread makes. Inside another one, its counter goes on.
    pub(crate) fn start(&self) -> Meter<'_> {
        let is_outermost = self.with(|counters, thread| {
            let is_new = counters.iter().all(|counter| counter.thread != thread);
            if is_new {
                let memory = Memory { next_look: MEMORY_LOOK, first: None };
                counters.push(Counter { thread, started: Instant::now(), steps: 0, depth: 0, memory });
            }
            is_new
        });
        Meter { budget: self, is_outermost }
    }

    fn spend(&self, steps: usize) -> TeraResult<()> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.change(|counter| {
            counter.steps = counter.steps.saturating_add(steps);
            self.limits.check(counter)
        })
        .unwrap_or(Ok(()))
    }

    fn enter(&self) -> TeraResult<bool> {
        self.spend(1)?;
        let depth = self.change(|counter| {
            counter.depth += 1;
            counter.depth
        });
        if depth > Some(MAX_DEPTH) {
            return Err(Error::message(format!(
                "includes, components and blocks stand in each other more than {MAX_DEPTH} deep. Look for one that \
                 calls itself"
            )));
        }
        Ok(false)
    }

    fn leave(&self) -> bool {
        self.change(|counter| counter.depth = counter.depth.saturating_sub(1));
        false
    }

    /// Changes the counter of the file that this thread makes, if it makes one.
    fn change<T>(&self, change: impl FnOnce(&mut Counter) -> T) -> Option<T> {
        self.with(|counters, thread| counters.iter_mut().find(|counter| counter.thread == thread).map(change))
    }

    fn with<T>(&self, change: impl FnOnce(&mut Vec<Counter>, ThreadId) -> T) -> T {
        let shelf = rayon::current_thread_index().unwrap_or_default() % SHELVES;
        // A counter is whole at any time, so one that a panic left behind can still be used.
        let mut counters = self.shelves[shelf].lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut counters, thread::current().id())
    }
}

impl Limits {
    fn check(&self, counter: &mut Counter) -> TeraResult<()> {
        let time = counter.started.elapsed();
        if time > self.time {
            return Err(Error::message(format!(
                "the templates take more than {} seconds for one page. Look for loops that do much work in each round",
                self.time.as_secs()
            )));
        }
        if counter.memory.growth(time) > self.growth {
            return Err(Error::message(format!(
                "the templates take more than {} MiB of memory for one page. Look for loops that write large texts \
                 into a `{{% set %}}` or a component",
                self.growth / (1024 * 1024)
            )));
        }
        if counter.steps > self.steps {
            return Err(Error::message(
                "the templates take too much work for one page. Look for loops inside loops, and for components that \
                 call themselves",
            ));
        }
        Ok(())
    }
}

impl Memory {
    /// Says by how many bytes the process is larger than at the first look; nothing where it is not time to look.
    fn growth(&mut self, time: Duration) -> usize {
        if time < self.next_look {
            return 0;
        }
        self.next_look = time + MEMORY_LOOK;
        // A system that does not tell has the limits of steps and time.
        let now = memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem);
        now.saturating_sub(*self.first.get_or_insert(now))
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        if self.is_outermost {
            self.budget.with(|counters, thread| counters.retain(|counter| counter.thread != thread));
        }
    }
}

/// Teaches a template engine the checks that are in every template.
pub(super) fn register(tera: &mut Tera, budget: &Arc<Budget>) {
    let of = Arc::clone(budget);
    tera.register_filter(EACH, move |value: &Value, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        of.spend(size(value).saturating_add(1))?;
        Ok(value.clone())
    });
    let of = Arc::clone(budget);
    tera.register_filter(KEPT, move |value: &Value, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        of.spend(kept(value)?)?;
        Ok(value.clone())
    });
    let of = Arc::clone(budget);
    tera.register_function(ROUND, move |_: Kwargs, _: &State<'_>| -> TeraResult<bool> {
        of.spend(0)?;
        Ok(false)
    });
    let of = Arc::clone(budget);
    tera.register_function(ENTER, move |_: Kwargs, _: &State<'_>| of.enter());
    let of = Arc::clone(budget);
    tera.register_function(LEAVE, move |_: Kwargs, _: &State<'_>| -> bool { of.leave() });
    growing::register(tera, budget);
    let of = Arc::clone(budget);
    tera.register_function("range", move |kwargs: Kwargs, _: &State<'_>| range(&of, &kwargs));
}

/// Counts the parts of a value that a loop goes through.
fn size(value: &Value) -> usize {
    match value.as_str() {
        Some(text) => text.len(),
        None => value.len().unwrap_or_default(),
    }
}

/// Says what it costs to keep a value.
fn kept(value: &Value) -> TeraResult<usize> {
    if let Some(text) = value.as_str() {
        if text.len() > MAX_KEPT_BYTES {
            return Err(Error::message(format!(
                "a text that the template makes is larger than {} MiB. Look for a text that is joined to itself",
                MAX_KEPT_BYTES / (1024 * 1024)
            )));
        }
        return Ok(text.len() / BYTES_A_STEP + 1);
    }
    if size(value) > MAX_KEPT_VALUES {
        return Err(Error::message(
            "a list that the template makes has more than a million values. Look for a list that is joined to itself",
        ));
    }
    Ok(1)
}

/// Gives the whole numbers from one up to another.
fn range(budget: &Budget, kwargs: &Kwargs) -> TeraResult<Vec<i128>> {
    let start = kwargs.get::<i128>("start")?.unwrap_or_default();
    let end = kwargs.must_get::<i128>("end")?;
    let step = kwargs.get::<i128>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("`range` cannot go in steps of 0. Write another number for `step_by`"));
    }
    if start > end && step > 0 {
        return Err(Error::message(format!(
            "`range` cannot go up from {start} to {end}. Write the smaller number for `start`"
        )));
    }
    let width = if step > 0 { end.checked_sub(start) } else { start.checked_sub(end) };
    let width = width.unwrap_or(i128::MAX).max(0);
    let count = width / step.saturating_abs() + i128::from(width % step.saturating_abs() != 0);
    if count > MAX_RANGE {
        return Err(Error::message(format!(
            "`range` gives at most {MAX_RANGE} numbers. Write a smaller `end`"
        )));
    }
    budget.spend(usize::try_from(count).unwrap_or(usize::MAX))?;
    Ok((0..count).map(|at| start + at * step).collect())
}
