//! The blocks of a text, carried out.
//!
//! A text goes through in three steps. The calls in it are found; each is carried out, the inner ones of a shortcode
//! before the outer one; and the text is put together again with the results in place of the calls ([`Weaver`]). A
//! result that is HTML becomes a piece that Markdown never looks into, a result that is Markdown becomes part of the
//! text. What stands between the tags of a component is part of the text too: it is Markdown like the rest.
//!
//! A call that fails is shown as it is written, and named. Nothing that a result contains is a call.

mod call;
mod cloth;
mod ground;
mod placing;
mod result;
mod trouble;
mod weaver;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use tera::{Context, Tera};

use crate::blocks::{Code, Scan, Syntax, Use, scan, spared};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Inserts, Origin};
use crate::output::SourcePath;
use crate::theme::Theme;

use super::functions::FUNCTION_NAMES;
use trouble::Troubles;
use weaver::{Item, Weaver};

/// The deepest nesting of blocks that is carried out.
pub(super) const MAX_DEPTH: usize = 16;
/// How many blocks are carried out in one text; what a block shows several times counts as often.
pub(super) const MAX_CALLS: usize = 10_000;

/// A text whose blocks are to be carried out.
pub(super) struct Task<'a> {
    /// The templates, bound to a site.
    pub(super) tera: &'a Tera,
    /// The theme, which knows the blocks.
    pub(super) theme: &'a Theme,
    /// The text.
    pub(super) text: &'a str,
    /// The file it stands in.
    pub(super) file: &'a SourcePath,
    /// The line of the file that it starts in.
    pub(super) first_line: u32,
    /// How it is read.
    pub(super) reading: Reading,
    /// What templates find of the site and the page.
    pub(super) context: &'a dyn Fn() -> Context,
}

/// How a text with blocks is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As prose with blocks.
    Prose(Code),
    /// As a template: only the shortcodes in it are carried out here.
    Template,
}

/// A text whose blocks were carried out.
pub(super) struct Done {
    /// The text with marks in it.
    pub(super) text: String,
    /// The pieces for the marks.
    pub(super) inserts: Inserts,
    /// Where the text comes from.
    pub(super) origin: Origin,
    /// What its shortcodes turn into HTML by themselves, as bytes of the text as it was, in order.
    pub(super) own_markdown: Vec<Range<usize>>,
    /// The templates and components that were used.
    pub(super) used: BTreeSet<String>,
}

/// Carries out the blocks of a text; nothing where there is none. Trouble with them is named either way.
pub(super) fn carry_out(task: &Task<'_>) -> (Option<Done>, Vec<Diagnostic>) {
    let code = match task.reading {
        Reading::Prose(code) => code,
        Reading::Template => Code::Fences,
    };
    let found = scan(task.text, &spared(task.text, code));
    let mut troubles = Troubles::new(task);
    let items = chosen(task, found, &mut troubles);
    if items.is_empty() {
        return (None, troubles.into_diagnostics());
    }
    let Some(inserts) = Inserts::of(task.text) else {
        troubles.no_mark();
        return (None, troubles.into_diagnostics());
    };
    let done = Weaver::new(task, inserts, &mut troubles, &items).weave_all();
    (Some(done), troubles.into_diagnostics())
}

/// Finds the code in which calls are looked for all the same.
fn code_with_calls(task: &Task<'_>) -> Vec<Range<usize>> {
    match task.reading {
        Reading::Prose(Code::All) => Vec::new(),
        Reading::Prose(Code::Fences) | Reading::Template => spared(task.text, Code::All),
    }
}

/// Says whether a place is in one of some ranges, which are in order.
fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    ranges[..after].last().is_some_and(|range| at < range.end)
}

/// A call that is carried out, and how many of the same name come up to it.
pub(super) struct Call {
    pub(super) call: Use,
    pub(super) nth: usize,
}

/// Chooses what is exchanged: the calls of blocks that there are, and those that are to be shown.
fn chosen(task: &Task<'_>, found: Scan, troubles: &mut Troubles<'_>) -> Vec<Item> {
    let in_code = || code_with_calls(task);
    let mut nth: HashMap<String, usize> = HashMap::new();
    let mut ends: Vec<usize> = Vec::new();
    if task.reading != Reading::Template {
        troubles.strays(&found, &in_code);
    }
    let mut items: Vec<Item> = found.escapes.into_iter().map(Item::Escape).collect();
    for call in found.uses {
        while ends.last().is_some_and(|&end| end <= call.span.start) {
            ends.pop();
        }
        if is_carried_out(task, &call) && ends.len() < MAX_DEPTH {
            let count = nth.entry(call.name.clone()).or_default();
            *count += 1;
            ends.push(call.span.end);
            items.push(Item::Call(Call { nth: *count, call }));
        } else if task.reading != Reading::Template {
            if is_carried_out(task, &call) {
                troubles.too_deep(&call);
            }
            // A call that is none comes out as it is written; Markdown would see a tag or stars in it.
            items.extend(call.tags().map(Item::Text));
        }
    }
    items.sort_by_key(Item::start);
    items
}

fn is_carried_out(task: &Task<'_>, call: &Use) -> bool {
    let blocks = &task.theme.blocks;
    match task.reading {
        Reading::Prose(_) => blocks.has(&call.name, call.syntax),
        // A template calls functions the same way. Who has a shortcode with the name of one means the shortcode.
        Reading::Template => {
            call.syntax == Syntax::Shortcode
                && blocks.has(&call.name, Syntax::Shortcode)
                && (blocks.has_own_shortcode(&call.name) || !FUNCTION_NAMES.contains(&call.name.as_str()))
        }
    }
}
