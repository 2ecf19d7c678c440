//! Which blocks a template may fill. Tera 2 takes no others; Tera 1 left them out. And blocks that stand in a template
//! more than once, which Tera 1 only minded outside of `if` and `for`.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Piece, Reading};
use super::statement::Statement;

/// The blocks that stand more than once in a template.
#[derive(Default)]
pub(super) struct Doubled<'a> {
    /// Their names.
    pub(super) names: BTreeSet<&'a str>,
    /// Those of them that must be known before a piece of the template, by its number.
    pub(super) before: BTreeMap<usize, Vec<&'a str>>,
}

/// What stands around a tag, with the number of the piece that starts it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Block(usize),
    If(usize),
    For,
}

/// A block and where it stands.
struct Seen {
    /// Where the outermost `if` around its first place starts.
    start: usize,
    /// The block around it, by the number of the piece that starts it.
    block: Option<usize>,
    count: usize,
    /// How often it stands in no `if`.
    plain: usize,
    /// Says whether all its places are in one block and in no loop, so that it can be filled before them.
    is_simple: bool,
}

/// Finds the blocks that stand more than once, in branches of which one is taken. Two in a row were an error.
pub(super) fn doubled<'a>(pieces: &[Piece<'a>]) -> Doubled<'a> {
    let mut around = Vec::new();
    let mut blocks: BTreeMap<&str, Seen> = BTreeMap::new();
    for (number, piece) in pieces.iter().enumerate() {
        let Some(Ok(statement)) = &piece.statement else { continue };
        if let Statement::Block(name) = statement {
            let inner = around.iter().rposition(|one| matches!(one, Around::Block(_)));
            let block =
                inner.and_then(|at| if let Around::Block(start) = around[at] { Some(start) } else { None });
            let branches = &around[inner.map_or(0, |at| at + 1)..];
            let start = match branches.first() {
                Some(Around::If(start)) => *start,
                Some(Around::Block(_) | Around::For) | None => number,
            };
            let seen = Seen { start, block, count: 0, plain: 0, is_simple: true };
            let seen = blocks.entry(name).or_insert(seen);
            seen.count += 1;
            seen.plain += usize::from(branches.is_empty());
            seen.is_simple &= seen.block == block && !branches.contains(&Around::For);
            around.push(Around::Block(number));
        } else if matches!(statement, Statement::If { word: "if", .. }) {
            around.push(Around::If(number));
        } else if matches!(statement, Statement::For { .. }) {
            around.push(Around::For);
        } else if matches!(statement, Statement::EndBlock(_) | Statement::Same("endif" | "endfor")) {
            around.pop();
        }
    }
    let mut doubled = Doubled::default();
    for (name, seen) in blocks {
        if seen.count > 1 && seen.plain < 2 && seen.is_simple {
            doubled.names.insert(name);
            doubled.before.entry(seen.start).or_default().push(name);
        }
    }
    doubled
}

/// Gathers the blocks of the templates that a template extends; nothing if one of these was not read.
pub(super) fn above<'a>(
    readings: &BTreeMap<&'a str, Reading<'a>>,
    name: &str,
    find: impl Fn(&str) -> Option<&'a str>,
) -> Option<BTreeSet<&'a str>> {
    let mut blocks = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut reading = readings.get(name)?;
    while let Some(parent) = reading.extends {
        let parent = find(parent)?;
        if !seen.insert(parent) {
            return None;
        }
        reading = readings.get(parent)?;
        blocks.extend(reading.blocks.iter().copied());
    }
    Some(blocks)
}

/// Lists the templates with blocks that none of the templates above them has, though a template that is included
/// has one of that name. A name that stands nowhere else is rather a slip of the pen.
pub(super) fn astray<'a>(
    readings: &BTreeMap<&'a str, Reading<'a>>,
    find: impl Fn(&str) -> Option<&'a str>,
) -> BTreeSet<&'a str> {
    let others = readings.values().filter(|reading| reading.extends.is_none());
    let elsewhere: BTreeSet<&str> = others.flat_map(|reading| reading.blocks.iter().copied()).collect();
    let is_astray = |name: &str, reading: &Reading<'a>| {
        let mut lost = reading.outer_blocks.intersection(&elsewhere).peekable();
        // Chains may be long, so none is followed for nothing.
        reading.extends.is_some()
            && lost.peek().is_some()
            && above(readings, name, &find).is_some_and(|above| lost.any(|block| !above.contains(block)))
    };
    let found = readings.iter().filter(|(name, reading)| is_astray(name, reading));
    found.map(|(name, _)| *name).collect()
}
