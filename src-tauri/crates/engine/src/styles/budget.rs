//! How much a sheet may do. The compiler calls [`step`] at the start of every loop's turn, mixin and function.

use std::cell::RefCell;

use grass_compiler::sass_value::{ArgumentResult, Value};
use grass_compiler::{Builtin, Result, Visitor};

/// The name of the function that sheets call without knowing.
pub(super) const STEP: &str = "-galley-step";
/// The name of the variable that takes its answer.
pub(super) const VARIABLE: &str = "-galley";

/// What counts at least as done with each turn.
const LEAST_COST: f64 = 100.0;

/// How much a sheet may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The bytes of the sheet that may be carried out, those of a loop again with each turn, and once for each
    /// selector they are inside of.
    pub(super) work: f64,
    /// How many loops, mixins and functions may be inside one another.
    pub(super) depth: usize,
    /// How many selectors one may stand for.
    pub(super) selectors: usize,
    /// The bytes of one file.
    pub(super) file_bytes: usize,
    /// How many times files may be loaded.
    pub(super) loads: usize,
    /// The bytes of the CSS.
    pub(super) css_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            work: 100_000_000.0,
            depth: 1_000,
            selectors: 4_000,
            file_bytes: 1024 * 1024,
            loads: 2_000,
            css_bytes: 16 * 1024 * 1024,
        }
    }
}

/// The stack that a sheet is compiled on.
pub(super) const STACK_BYTES: usize = 512 * 1024 * 1024;
/// How much of it loops, mixins, functions and loaded files may take; the rest is for what is between them.
const STACK_TAKEN: usize = 128 * 1024 * 1024;

/// What a sheet has done so far.
struct Spent {
    limits: Limits,
    work: f64,
    /// Where on the stack the first call stood.
    base: usize,
    /// Where on the stack the calls stood that may not have returned.
    open: Vec<usize>,
}

thread_local! {
    /// The compiler calls plain functions, so what they count stands beside the thread that one sheet has for
    /// itself.
    static SPENT: RefCell<Option<Spent>> = const { RefCell::new(None) };
}

/// Begins to count. To be called on the thread that compiles one sheet and then ends.
pub(super) fn start(limits: Limits) {
    let spent = Spent { limits, work: 0.0, base: here(), open: Vec::new() };
    SPENT.set(Some(spent));
}

/// Gives the function that sheets call.
pub(super) fn builtin() -> Builtin {
    Builtin::new(step)
}

/// Says whether so much of the stack is used that nothing more should be loaded.
pub(super) fn is_deep() -> bool {
    SPENT.with_borrow(|spent| spent.as_ref().is_some_and(|spent| spent.base.abs_diff(here()) > STACK_TAKEN))
}

fn step(mut arguments: ArgumentResult, _: &mut Visitor<'_>) -> Result<Value> {
    let cost = match arguments.get_positional(0).map(|argument| argument.node) {
        Some(Value::Dimension(number)) => number.num.0,
        Some(_) | None => 0.0,
    };
    let selectors = match arguments.get_positional(1).map(|argument| argument.node) {
        Some(Value::List(items, _, _)) => items.len(),
        Some(_) | None => 1,
    };
    let trouble = SPENT.with_borrow_mut(|spent| spent.as_mut()?.add(cost, selectors));
    match trouble {
        None => Ok(Value::Null),
        Some(message) => Err((message, arguments.span()).into()),
    }
}

impl Spent {
    fn add(&mut self, cost: f64, selectors: usize) -> Option<String> {
        let Limits { work, depth, selectors: most_selectors, .. } = self.limits;
        let at = here();
        // The stack grows downwards: calls that stood where we are now, or below, have returned.
        while self.open.last().is_some_and(|&open| open <= at) {
            self.open.pop();
        }
        self.open.push(at);
        let count = u32::try_from(selectors).unwrap_or(u32::MAX);
        self.work += cost.max(LEAST_COST) * f64::from(count);
        if self.open.len() > depth || self.base.abs_diff(at) > STACK_TAKEN {
            return Some(format!("mixins or functions call themselves, more than {depth} times deep"));
        }
        if selectors > most_selectors {
            return Some(format!("the selectors around this stand for more than {most_selectors} others"));
        }
        let too_much = "this never ends, or does more work than any style sheet may";
        (self.work > work).then(|| too_much.to_owned())
    }
}

/// Gives the place of the caller on the stack.
fn here() -> usize {
    let mark = 0_u8;
    std::ptr::from_ref(&mark).addr()
}
