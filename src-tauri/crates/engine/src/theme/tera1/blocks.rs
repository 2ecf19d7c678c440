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

/// What stands around a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Block,
    /// An `if` or a `for`, which starts with this piece.
    Branch(usize),
}

/// Finds the blocks that stand more than once, in branches of which one is taken. Two in a row were an error.
pub(super) fn doubled<'a>(pieces: &[Piece<'a>]) -> Doubled<'a> {
    let mut around = Vec::new();
    // For each block: where the outermost branch around its first place starts, how often it stands, how often in none.
    let mut seen: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (number, piece) in pieces.iter().enumerate() {
        let Some(Ok(statement)) = &piece.statement else { continue };
        if let Statement::Block(name) = statement {
            let branches = around.iter().rev().map_while(|one| match one {
                Around::Branch(start) => Some(*start),
                Around::Block => None,
            });
            let outermost = branches.last();
            let (_, count, in_none) = seen.entry(name).or_insert((outermost.unwrap_or(number), 0, 0));
            *count += 1;
            *in_none += usize::from(outermost.is_none());
            around.push(Around::Block);
        } else if matches!(statement, Statement::If { word: "if", .. } | Statement::For { .. }) {
            around.push(Around::Branch(number));
        } else if matches!(statement, Statement::EndBlock(_) | Statement::Same("endif" | "endfor")) {
            around.pop();
        }
    }
    let mut doubled = Doubled::default();
    for (name, (start, count, in_none)) in seen {
        if count > 1 && in_none < 2 {
            doubled.names.insert(name);
            doubled.before.entry(start).or_default().push(name);
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
