//! Which blocks a template may fill. Tera 2 takes no others; Tera 1 left them out.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;

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
