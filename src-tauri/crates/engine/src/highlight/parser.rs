//! Names every piece of a line, by the rules of a grammar.
//!
//! What follows from a line is a function of the line and the state it starts in, so both can be remembered. The rules of
//! pushing, setting, clearing and with-prototypes are Sublime Text's, as its documentation has them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::grammar::{Context, ContextId, Rule, Scope};
use super::library::Library;
use super::pattern::{Found, GivenUp, Groups, Line, with_references};

/// How many contexts may be open in one another; a rule that would open more does nothing.
const MAX_DEPTH: usize = 100;
/// How many rules may match in one place without taking any text before the parser moves on by itself.
const MAX_STEPS_IN_PLACE: usize = 200;
/// How much work one block may be. A search counts with the bytes it has before it.
const MAX_WORK: usize = 1_000_000_000;
/// What a search counts beside these bytes.
const SEARCH_WORK: usize = 64;
/// What it counts to look at a rule whose matches are known.
const LOOK_WORK: usize = 48;
/// What a search counts that was given up.
const GIVEN_UP_WORK: usize = 15_000_000;
/// What it counts to compile an expression for one use.
const COMPILE_WORK: usize = 5_000;

/// A block is more work than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exhausted;

/// Where the parser stands at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct State {
    levels: Vec<Level>,
    /// The depths at which with-prototypes began that still count, innermost last.
    prototype_starts: Vec<usize>,
    scopes: Vec<Scope>,
    cleared: Vec<Vec<Scope>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Level {
    context: ContextId,
    prototypes: Vec<ContextId>,
    /// What the groups of the rule matched that opened the level, where a pattern asks for it.
    captured: Option<Captured>,
}

type Captured = Arc<[Option<String>]>;

/// What the parser knows of the line it is in, and what it may still search in the block.
pub(super) struct Search {
    found: HashMap<usize, Found, BuildHasherDefault<AddressHasher>>,
    left: usize,
}

/// Rules are told apart by where they lie in memory, which is as good as any hash.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = (self.0 << 8) ^ u64::from(byte));
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(20);
    }
}

impl Search {
    /// Makes ready for a block.
    pub(super) fn new() -> Self {
        Self { found: HashMap::default(), left: MAX_WORK }
    }
}

impl State {
    /// Stands at the start of a text.
    pub(super) fn start(library: &Library, context: ContextId) -> Self {
        Self {
            levels: vec![Level { context, prototypes: Vec::new(), captured: None }],
            prototype_starts: Vec::new(),
            scopes: library.context(context).content.iter().take(1).cloned().collect(),
            cleared: Vec::new(),
        }
    }

    /// Names the pieces of a line, one after the other, and stands at the start of the next one.
    pub(super) fn parse(
        &mut self,
        library: &Library,
        line: &str,
        search: &mut Search,
        take: &mut dyn FnMut(&[Scope], &str),
    ) -> Result<(), Exhausted> {
        search.found.clear();
        let line = Line::new(line);
        let mut parser = Parser { library, line, state: self, search, take, at: 0, written: 0, pushed: None };
        let (mut place, mut steps) = (0, 0);
        while parser.step(steps > MAX_STEPS_IN_PLACE)? {
            steps = if parser.at == place { steps + 1 } else { 0 };
            place = parser.at;
        }
        parser.write(line.text.len());
        Ok(())
    }
}

struct Parser<'a> {
    library: &'a Library,
    line: Line<'a>,
    state: &'a mut State,
    search: &'a mut Search,
    take: &'a mut dyn FnMut(&[Scope], &str),
    /// Where the next rule is looked for.
    at: usize,
    /// Up to where the line has been handed on.
    written: usize,
    /// Where and how deep the last context was pushed that took no text.
    pushed: Option<(usize, usize)>,
}

/// The rule that comes next.
struct Best<'a> {
    rule: &'a Rule,
    range: Range<usize>,
    captured: Option<Captured>,
    is_from_with_prototype: bool,
    would_loop: bool,
}

impl<'a> Parser<'a> {
    /// Carries out the next rule; says whether there may be another one.
    fn step(&mut self, is_stuck: bool) -> Result<bool, Exhausted> {
        while self.state.prototype_starts.last().is_some_and(|&start| start >= self.state.levels.len()) {
            self.state.prototype_starts.pop();
        }
        let Some(best) = self.best()? else { return Ok(false) };
        // A context that opened without taking text cannot end so in the same place: one would go round in circles.
        if best.would_loop || is_stuck {
            let next = self.line.text[self.at..].chars().next();
            self.at += next.map_or(0, char::len_utf8);
            return Ok(next.is_some());
        }
        if best.range.end <= self.at && !best.rule.push.is_empty() {
            self.pushed = Some((best.range.end, self.state.levels.len() + 1));
        }
        self.at = best.range.end;
        if best.is_from_with_prototype {
            self.state.prototype_starts.push(self.state.levels.len());
        }
        self.carry_out(&best)?;
        Ok(!self.state.levels.is_empty())
    }

    fn best(&mut self) -> Result<Option<Best<'a>>, Exhausted> {
        let library = self.library;
        let Some(top) = self.state.levels.last() else { return Ok(None) };
        let from = self.state.prototype_starts.last().copied().unwrap_or(0);
        let with = self.state.levels[from..].iter().flat_map(|level| {
            level.prototypes.iter().map(|&context| (true, context, level.captured.clone()))
        });
        let own = library.context(top.context).prototype.map(|context| (false, context, None));
        let contexts: Vec<_> = with.chain(own).chain([(false, top.context, top.captured.clone())]).collect();
        let checks_loops = self.pushed == Some((self.at, self.state.levels.len()));
        let mut best: Option<Best<'a>> = None;
        for (is_from_with_prototype, context, captured) in contexts {
            for rule in library.rules(context) {
                // One that would loop gives way to another one in the same place, any other only to an earlier one.
                let before =
                    best.as_ref().map_or(usize::MAX, |best| best.range.start + usize::from(best.would_loop));
                let Some(range) = self.find(rule, captured.as_ref(), before)? else { continue };
                if range.start < before {
                    let would_loop = checks_loops && range.end <= self.at && rule.pop;
                    let wins = range.start == self.at && !would_loop;
                    let captured = captured.clone();
                    best = Some(Best { rule, range, captured, is_from_with_prototype, would_loop });
                    if wins {
                        return Ok(best);
                    }
                }
            }
        }
        Ok(best)
    }

    /// Finds where a rule matches next, if that is before a place. What was found once counts until the parser has
    /// passed it.
    fn find(
        &mut self,
        rule: &Rule,
        captured: Option<&Captured>,
        before: usize,
    ) -> Result<Option<Range<usize>>, Exhausted> {
        if let Some(captured) = captured.filter(|_| rule.has_references) {
            self.count(self.line.text.len() - self.at + COMPILE_WORK)?;
            let pattern = with_references(rule.pattern.source(), captured);
            let found = pattern.find(&self.line, self.at, before);
            let found = self.unless_given_up(found, Found::Nowhere)?;
            return Ok(found.range().filter(|range| self.does_something(rule, range)));
        }
        self.count(LOOK_WORK)?;
        let key = std::ptr::from_ref(rule).addr();
        let from = match self.search.found.get(&key) {
            Some(Found::Nowhere) => return Ok(None),
            Some(Found::At(range)) if range.start >= self.at => return Ok(Some(range.clone())),
            Some(&Found::NotBefore(place)) if place >= before => return Ok(None),
            Some(&Found::NotBefore(place)) => place.max(self.at),
            Some(Found::At(_)) | None => self.at,
        };
        self.count(self.line.text.len() - self.at + SEARCH_WORK)?;
        let found = rule.pattern.find(&self.line, from, before);
        let found = self.unless_given_up(found, Found::Nowhere)?;
        let does_something = found.range().is_none_or(|range| self.does_something(rule, &range));
        if does_something {
            self.search.found.insert(key, found.clone());
        }
        Ok(found.range().filter(|_| does_something))
    }

    /// An expression that a line is too hard for does not match there; many such searches are too much work.
    fn unless_given_up<T>(&mut self, found: Result<T, GivenUp>, nothing: T) -> Result<T, Exhausted> {
        match found {
            Ok(found) => Ok(found),
            Err(GivenUp) => self.count(GIVEN_UP_WORK).map(|()| nothing),
        }
    }

    fn count(&mut self, work: usize) -> Result<(), Exhausted> {
        self.search.left = self.search.left.checked_sub(work).ok_or(Exhausted)?;
        Ok(())
    }

    fn does_something(&self, rule: &Rule, range: &Range<usize>) -> bool {
        if rule.push.is_empty() {
            rule.pop || !rule.set.is_empty() || !range.is_empty()
        } else {
            self.state.levels.len() < MAX_DEPTH
        }
    }

    fn carry_out(&mut self, best: &Best<'a>) -> Result<(), Exhausted> {
        let rule = best.rule;
        let Some(current) = self.state.levels.last().map(|level| self.library.context(level.context)) else {
            return Ok(());
        };
        let groups = self.groups(best)?;
        self.write(best.range.start);
        self.open(current, rule);
        self.state.scopes.extend(rule.scope.iter().cloned());
        self.write_captures(rule, &groups);
        self.write(best.range.end);
        self.drop_scopes(rule.scope.len());
        self.close(current, rule);
        self.change_levels(rule, &groups);
        Ok(())
    }

    /// Finds what the groups of the rule match, where anyone asks.
    fn groups(&mut self, best: &Best<'_>) -> Result<Groups, Exhausted> {
        let rule = best.rule;
        let targets = rule.push.iter().chain(&rule.set).chain(&rule.with_prototype);
        if rule.captures.is_empty() && !targets.clone().any(|&target| self.library.has_references(target)) {
            return Ok(Vec::new());
        }
        let from = best.range.start;
        let groups = match best.captured.as_ref().filter(|_| rule.has_references) {
            Some(captured) => with_references(rule.pattern.source(), captured).groups(&self.line, from),
            None => rule.pattern.groups(&self.line, from),
        };
        self.unless_given_up(groups, Groups::new())
    }

    fn write_captures(&mut self, rule: &'a Rule, groups: &[Option<Range<usize>>]) {
        /// An outer group opens before an inner one; a group closes before the next one opens.
        type Change<'r> = ((usize, usize), Option<&'r [Scope]>, usize);
        let mut changes: Vec<Change<'a>> = Vec::new();
        for capture in &rule.captures {
            let Some(Some(range)) = groups.get(capture.0) else { continue };
            if !range.is_empty() {
                changes.push(((range.start, usize::MAX - range.len()), Some(&capture.1), 0));
                changes.push(((range.end, 0), None, capture.1.len()));
            }
        }
        changes.sort_by_key(|(key, _, _)| *key);
        for ((at, _), opened, closed) in changes {
            self.write(at);
            match opened {
                Some(scopes) => self.state.scopes.extend(scopes.iter().cloned()),
                None => self.drop_scopes(closed),
            }
        }
    }

    /// Changes the names before the text that a rule matched.
    fn open(&mut self, current: &Context, rule: &Rule) {
        if rule.pop {
            self.drop_scopes(current.content.len());
        }
        if !rule.set.is_empty() && current.clear.is_some() {
            self.restore();
        }
        for &target in rule.push.iter().chain(&rule.set) {
            let context = self.library.context(target);
            if let Some(count) = context.clear.filter(|_| rule.set.is_empty()) {
                self.clear(count);
            }
            self.state.scopes.extend(context.scope.iter().cloned());
        }
    }

    /// Changes the names after the text that a rule matched.
    fn close(&mut self, current: &Context, rule: &Rule) {
        if rule.pop {
            self.drop_scopes(current.scope.len());
            if current.clear.is_some() {
                self.restore();
            }
        }
        let is_set = !rule.set.is_empty();
        let targets = || rule.push.iter().chain(&rule.set).map(|&target| self.library.context(target));
        let opens =
            targets().any(|context| !context.content.is_empty() || (is_set && context.clear.is_some()));
        let leaves = is_set && !(current.scope.is_empty() && current.content.is_empty());
        if !opens && !leaves {
            return;
        }
        let library = self.library;
        let own = if is_set { current.scope.len() + current.content.len() } else { 0 };
        let new: usize = targets().map(|context| context.scope.len()).sum();
        self.drop_scopes(own + new);
        for &target in rule.push.iter().chain(&rule.set) {
            let context = library.context(target);
            if let Some(count) = context.clear.filter(|_| is_set) {
                self.clear(count);
            }
            self.state.scopes.extend(context.scope.iter().chain(&context.content).cloned());
        }
    }

    fn change_levels(&mut self, rule: &Rule, groups: &[Option<Range<usize>>]) {
        let mut kept = Vec::new();
        if rule.pop || !rule.set.is_empty() {
            let left = self.state.levels.pop();
            // A with-prototype outlives the setting of another context.
            kept = left.filter(|_| !rule.pop).map(|level| level.prototypes).unwrap_or_default();
        }
        let targets: Vec<ContextId> = rule.push.iter().chain(&rule.set).copied().collect();
        for (number, &context) in targets.iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if number + 1 == targets.len() {
                prototypes.extend(rule.with_prototype);
            }
            let mut asking = prototypes.iter().copied().chain([context]);
            let captured = asking.any(|context| self.library.has_references(context)).then(|| {
                let text =
                    |range: &Option<Range<usize>>| Some(self.line.text.get(range.clone()?)?.to_owned());
                groups.iter().map(text).collect()
            });
            self.state.levels.push(Level { context, prototypes, captured });
        }
    }

    fn clear(&mut self, count: usize) {
        let kept = self.state.scopes.len().saturating_sub(count);
        let cleared = self.state.scopes.split_off(kept);
        self.state.cleared.push(cleared);
    }

    fn restore(&mut self) {
        self.state.scopes.extend(self.state.cleared.pop().unwrap_or_default());
    }

    fn drop_scopes(&mut self, count: usize) {
        let kept = self.state.scopes.len().saturating_sub(count);
        self.state.scopes.truncate(kept);
    }

    /// Hands on the line up to a place, with the names as they are.
    fn write(&mut self, end: usize) {
        if end > self.written {
            (self.take)(&self.state.scopes, &self.line.text[self.written..end]);
            self.written = end;
        }
    }
}
