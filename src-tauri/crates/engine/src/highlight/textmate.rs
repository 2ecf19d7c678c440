//! TextMate grammars, as VS Code and newer sites have them, brought to Sublime Text's form.
//!
//! `begin` becomes a push of a context that the `end` pattern pops; `while` becomes a context that ends at the first line
//! that does not begin so. What is inside of captures has the capture's name and no rules of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::files::{FindScope, added};
use super::grammar::{Capture, Context, ContextId, Entry, Rule, Scope, split_scopes};
use super::library::Added;
use super::pattern::Pattern;

/// How many contexts a grammar may have.
const MAX_CONTEXTS: usize = 20_000;
/// How much of a pattern that cannot be understood is shown.
const MAX_SHOWN: usize = 80;

/// Says why a grammar cannot be used at all.
pub(super) fn check(json: &Value) -> Result<(), String> {
    if !json["scopeName"].is_string() {
        return Err("it has no `scopeName`".into());
    }
    let is_list = json["patterns"].as_array().is_some_and(|patterns| !patterns.is_empty());
    if is_list { Ok(()) } else { Err("it has no `patterns`".into()) }
}

/// Brings a grammar to the form that the parser reads; lists the patterns that cannot be understood.
pub(super) fn grammar(json: &Value, number: u32, find: FindScope<'_>) -> (Added, Vec<String>) {
    let scope = json["scopeName"].as_str().unwrap_or_default();
    let mut reader =
        Reader { number, find, contexts: Vec::new(), repository: BTreeMap::new(), unknown: Vec::new() };
    let start = reader.add(Context { content: split_scopes(scope), ..Context::default() });
    let main = reader.add(Context::default());
    if let (Some(start), Some(main)) = (start, main) {
        reader.contexts[start.context as usize].patterns = vec![Entry::Include { include: main }];
        let names: Vec<&String> =
            json["repository"].as_object().into_iter().flat_map(|map| map.keys()).collect();
        for name in names {
            if let Some(id) = reader.add(Context::default()) {
                reader.repository.insert(name.clone(), id);
            }
        }
        reader.fill(main, &json["patterns"]);
        for (name, id) in reader.repository.clone() {
            let part = &json["repository"][&name];
            let is_group = part.get("match").is_none() && part.get("begin").is_none();
            let patterns = if is_group { part["patterns"].clone() } else { Value::Array(vec![part.clone()]) };
            reader.fill(id, &patterns);
        }
    }
    let tokens = json["fileTypes"].as_array().into_iter().flatten();
    let tokens = tokens.filter_map(|token| token.as_str().map(|token| token.trim_start_matches('.').into()));
    let name = json["name"].as_str().unwrap_or_default();
    (added(name, scope, tokens.collect(), reader.contexts), reader.unknown)
}

struct Reader<'a> {
    number: u32,
    find: FindScope<'a>,
    contexts: Vec<Context>,
    repository: BTreeMap<String, ContextId>,
    unknown: Vec<String>,
}

impl Reader<'_> {
    fn add(&mut self, context: Context) -> Option<ContextId> {
        let place = u32::try_from(self.contexts.len()).ok().filter(|&place| place < MAX_CONTEXTS as u32)?;
        self.contexts.push(context);
        Some(ContextId { grammar: self.number, context: place })
    }

    fn fill(&mut self, id: ContextId, patterns: &Value) {
        let entries = self.entries(patterns);
        self.contexts[id.context as usize].patterns.extend(entries);
    }

    fn entries(&mut self, patterns: &Value) -> Vec<Entry> {
        patterns.as_array().into_iter().flatten().filter_map(|pattern| self.entry(pattern)).collect()
    }

    fn entry(&mut self, pattern: &Value) -> Option<Entry> {
        if let Some(include) = pattern["include"].as_str() {
            return self.included(include).map(|include| Entry::Include { include });
        }
        if let Some(text) = pattern["match"].as_str() {
            let captures = captures(&pattern["captures"]);
            let rule = self.rule(text, scopes(&pattern["name"]), captures)?;
            return Some(Entry::Rule(rule.into()));
        }
        if let Some(begin) = pattern["begin"].as_str() {
            return self.span(pattern, begin);
        }
        let inner = pattern.get("patterns")?;
        let id = self.add(Context::default())?;
        self.fill(id, inner);
        Some(Entry::Include { include: id })
    }

    /// Reads a rule that opens something, and what is inside.
    fn span(&mut self, pattern: &Value, begin: &str) -> Option<Entry> {
        let names = |own: &str| captures(pattern.get(own).unwrap_or(&pattern["captures"]));
        let end = match (pattern["end"].as_str(), pattern["while"].as_str()) {
            (Some(end), _) => self.rule(end, Vec::new(), names("endCaptures")),
            (None, Some(goes_on)) => self.rule(&format!("^(?!{goes_on})"), Vec::new(), Vec::new()),
            (None, None) => None,
        };
        let end = end.map(|end| {
            let has_references = has_references(end.pattern.source());
            Entry::Rule(Arc::new(Rule { has_references, pop: true, ..end }))
        });
        let id = self.add(Context {
            scope: scopes(&pattern["name"]),
            content: scopes(&pattern["contentName"]),
            ..Context::default()
        })?;
        let mut inner = self.entries(&pattern["patterns"]);
        let is_last =
            pattern["applyEndPatternLast"].as_u64() == Some(1) || pattern["applyEndPatternLast"] == true;
        let place = if is_last { inner.len() } else { 0 };
        inner.splice(place..place, end);
        self.contexts[id.context as usize].patterns = inner;
        let rule = self.rule(begin, Vec::new(), names("beginCaptures"))?;
        Some(Entry::Rule(Arc::new(Rule { push: vec![id], ..rule })))
    }

    fn included(&self, name: &str) -> Option<ContextId> {
        match name.strip_prefix('#') {
            Some(own) => self.repository.get(own).copied(),
            None if name == "$self" || name == "$base" => {
                Some(ContextId { grammar: self.number, context: 1 })
            }
            None => (self.find)(name.split('#').next().unwrap_or_default()),
        }
    }

    fn rule(&mut self, pattern: &str, scope: Vec<Scope>, captures: Vec<Capture>) -> Option<Rule> {
        let pattern = Pattern::written(pattern);
        if !pattern.is_understood() {
            self.unknown.push(pattern.source().chars().take(MAX_SHOWN).collect());
            return None;
        }
        Some(Rule {
            pattern,
            has_references: false,
            scope,
            captures,
            push: Vec::new(),
            set: Vec::new(),
            pop: false,
            with_prototype: None,
        })
    }
}

/// Says whether a pattern names what another one captured.
pub(super) fn has_references(pattern: &str) -> bool {
    let mut is_escaped = false;
    pattern.chars().any(|letter| {
        let is_reference = is_escaped && letter.is_ascii_digit() && letter != '0';
        is_escaped = letter == '\\' && !is_escaped;
        is_reference
    })
}

/// Reads a name. What it takes from a capture is not known before there is a text, so it ends there.
fn scopes(name: &Value) -> Vec<Scope> {
    let known = |scope: &Scope| match scope.split_once('$') {
        Some((known, _)) => Scope::from(known.trim_end_matches('.')),
        None => scope.clone(),
    };
    let scopes = split_scopes(name.as_str().unwrap_or_default());
    scopes.iter().map(known).filter(|scope| !scope.is_empty()).collect()
}

fn captures(names: &Value) -> Vec<Capture> {
    let groups = names.as_object().into_iter().flatten().filter_map(|(group, inner)| {
        let scopes = scopes(&inner["name"]);
        Some(Capture(group.parse().ok()?, scopes)).filter(|capture| !capture.1.is_empty())
    });
    let mut captures: Vec<Capture> = groups.collect();
    captures.sort_by_key(|capture| capture.0);
    captures
}
