//! `.sublime-syntax` files.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::files::{FindScope, added};
use super::grammar::{Capture, Context, ContextId, Entry, Rule, split_scopes};
use super::library::Added;
use super::pattern::Pattern;
use super::textmate::has_references;
use crate::tree::{Data, Node, Table, as_text, as_texts, parse_yaml};

/// How many contexts a grammar may have.
const MAX_CONTEXTS: usize = 20_000;
/// How long the patterns of a grammar may get, all in all, when their variables are put in.
const MAX_PATTERN_BYTES: usize = 8 * 1024 * 1024;
/// How much of a pattern that cannot be understood is shown.
const MAX_SHOWN: usize = 80;
/// How deep variables may name one another.
const MAX_VARIABLE_DEPTH: usize = 16;

/// A file that was understood.
pub(super) struct Raw {
    /// What all of the text is called.
    pub(super) scope: String,
    table: Table,
}

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Raw, String> {
    // A directive that names the version of YAML is the first line of nearly every such file.
    let body = text.trim_start_matches('\u{feff}');
    let body =
        body.strip_prefix("%YAML").and_then(|rest| rest.split_once('\n')).map_or(body, |(_, rest)| rest);
    let body = body.trim_start().strip_prefix("---").unwrap_or(body);
    let parsed = parse_yaml(body);
    if let Some(trouble) = parsed.troubles.first() {
        return Err(trouble.message.clone());
    }
    let scope =
        parsed.table.get("scope").and_then(|entry| as_text(&entry.value)).ok_or("it has no `scope`")?;
    let contexts = parsed.table.get("contexts").and_then(|entry| table(&entry.value));
    if contexts.is_none_or(|contexts| contexts.get("main").is_none()) {
        return Err("it has no context `main`".into());
    }
    Ok(Raw { scope, table: parsed.table })
}

/// Brings a file to the form that the parser reads; lists the patterns that cannot be understood.
pub(super) fn grammar(raw: &Raw, number: u32, find: FindScope<'_>) -> (Added, Vec<String>) {
    let text = |key: &str| raw.table.get(key).and_then(|entry| as_text(&entry.value)).unwrap_or_default();
    let pairs = |key: &str| {
        raw.table.get(key).and_then(|entry| table(&entry.value)).into_iter().flat_map(|table| &table.entries)
    };
    let variables =
        pairs("variables").filter_map(|entry| Some((entry.key.as_str(), as_text(&entry.value)?))).collect();
    let mut reader = Reader {
        number,
        find,
        variables,
        names: BTreeMap::new(),
        contexts: Vec::new(),
        without_prototype: HashSet::new(),
        unknown: Vec::new(),
        left: MAX_PATTERN_BYTES,
    };
    reader.add(Context { content: split_scopes(&raw.scope), ..Context::default() });
    // `main` is second, wherever it stands in the file: others embed it by that number.
    let main = pairs("contexts").filter(|entry| entry.key == "main");
    let others = || pairs("contexts").filter(|entry| entry.key != "main");
    let named: Vec<_> =
        main.chain(others()).filter_map(|entry| Some((entry, reader.add(Context::default())?))).collect();
    for (entry, id) in &named {
        reader.names.insert(&entry.key, *id);
    }
    for (entry, id) in &named {
        reader.fill(*id, &entry.value);
    }
    if let Some(&(_, main)) = named.first() {
        reader.contexts[0].patterns = vec![Entry::Include { include: main }];
    }
    reader.add_prototype();
    let tokens =
        raw.table.get("file_extensions").and_then(|entry| as_texts(&entry.value)).unwrap_or_default();
    (added(&text("name"), &raw.scope, tokens, reader.contexts), reader.unknown)
}

struct Reader<'a> {
    number: u32,
    find: FindScope<'a>,
    variables: BTreeMap<&'a str, String>,
    names: BTreeMap<&'a str, ContextId>,
    contexts: Vec<Context>,
    without_prototype: HashSet<ContextId>,
    unknown: Vec<String>,
    /// How many bytes patterns may still have.
    left: usize,
}

impl Reader<'_> {
    fn add(&mut self, context: Context) -> Option<ContextId> {
        let place = u32::try_from(self.contexts.len()).ok().filter(|&place| place < MAX_CONTEXTS as u32)?;
        self.contexts.push(context);
        Some(ContextId { grammar: self.number, context: place })
    }

    fn fill(&mut self, id: ContextId, items: &Node) {
        let mut context = Context::default();
        for item in list(items).filter_map(table) {
            let text = |key: &str| item.get(key).and_then(|entry| as_text(&entry.value));
            if let Some(scope) = text("meta_scope") {
                context.scope = split_scopes(&scope);
            }
            if let Some(scope) = text("meta_content_scope") {
                context.content = split_scopes(&scope);
            }
            if let Some(entry) = item.get("clear_scopes") {
                context.clear = count(&entry.value);
            }
            if item
                .get("meta_include_prototype")
                .is_some_and(|entry| matches!(entry.value.data, Data::Bool(false)))
            {
                self.without_prototype.insert(id);
            }
            if let Some(include) = text("include") {
                context.patterns.extend(self.named(&include).map(|include| Entry::Include { include }));
            } else if let Some(pattern) = text("match") {
                let rule = self.rule(&pattern, item);
                context.patterns.extend(rule.map(|rule| Entry::Rule(Arc::new(rule))));
            }
        }
        self.contexts[id.context as usize] = context;
    }

    fn rule(&mut self, pattern: &str, item: &Table) -> Option<Rule> {
        let mut rule = self.bare(pattern)?;
        let text = |key: &str| item.get(key).and_then(|entry| as_text(&entry.value));
        rule.scope = split_scopes(&text("scope").unwrap_or_default());
        rule.captures = captures(item, "captures");
        if let Some(entry) = item.get("pop") {
            rule.pop = matches!(entry.value.data, Data::Bool(true) | Data::Integer(1..));
            rule.has_references = rule.pop && has_references(rule.pattern.source());
        }
        if let Some(entry) = item.get("push") {
            rule.push = self.targets(&entry.value);
        } else if let Some(entry) = item.get("set") {
            rule.set = self.targets(&entry.value);
        } else if let Some(target) = text("embed") {
            self.embed(&mut rule, item, &target);
        }
        if let Some(entry) = item.get("with_prototype") {
            rule.with_prototype = self.anonymous(&entry.value);
        }
        Some(rule)
    }

    /// Pushes another language, and a way out of it that wins over all that the language knows.
    fn embed(&mut self, rule: &mut Rule, item: &Table, target: &str) {
        let text = |key: &str| item.get(key).and_then(|entry| as_text(&entry.value));
        let Some(target) = self.named(target) else { return };
        let escape = text("escape").unwrap_or_else(|| "(?!)".into());
        let Some(out) = self.bare(&escape) else { return };
        let Some(ahead) = self.bare(&format!("(?={escape})")) else { return };
        let has_references = has_references(out.pattern.source());
        let captures = captures(item, "escape_captures");
        let out = Rule { pop: true, has_references, captures, ..out };
        let ahead = Rule { pop: true, has_references, ..ahead };
        let frame = self.add(Context {
            content: split_scopes(&text("embed_scope").unwrap_or_default()),
            patterns: vec![Entry::Rule(Arc::new(out))],
            ..Context::default()
        });
        let way_out =
            self.add(Context { patterns: vec![Entry::Rule(Arc::new(ahead))], ..Context::default() });
        self.without_prototype.extend(frame.into_iter().chain(way_out));
        rule.push = frame.into_iter().chain([target]).collect();
        rule.with_prototype = way_out;
    }

    /// Reads where a rule leads: a name, several, or contexts written on the spot.
    fn targets(&mut self, node: &Node) -> Vec<ContextId> {
        if let Some(name) = as_text(node) {
            return self.named(&name).into_iter().collect();
        }
        if list(node).all(|item| table(item).is_some()) {
            return self.anonymous(node).into_iter().collect();
        }
        list(node).flat_map(|item| self.targets(item)).collect()
    }

    fn anonymous(&mut self, node: &Node) -> Option<ContextId> {
        let id = self.add(Context::default())?;
        self.fill(id, node);
        Some(id)
    }

    fn named(&self, name: &str) -> Option<ContextId> {
        match name.strip_prefix("scope:") {
            Some(scope) => (self.find)(scope.split('#').next().unwrap_or_default()),
            None => self.names.get(name).copied(),
        }
    }

    fn bare(&mut self, pattern: &str) -> Option<Rule> {
        let mut filled = String::new();
        let is_whole = self.push_with_variables(pattern, 0, &mut filled);
        let pattern = Pattern::written(&filled);
        if !is_whole || !pattern.is_understood() {
            self.unknown.push(pattern.source().chars().take(MAX_SHOWN).collect());
            return None;
        }
        Some(Rule {
            pattern,
            has_references: false,
            scope: Vec::new(),
            captures: Vec::new(),
            push: Vec::new(),
            set: Vec::new(),
            pop: false,
            with_prototype: None,
        })
    }

    /// Puts variables in the places of their names, `{{name}}`; says whether there was room for it.
    fn push_with_variables(&mut self, pattern: &str, depth: usize, filled: &mut String) -> bool {
        // A name counts too, so that variables without text cannot go on for ever.
        let Some(left) = self.left.checked_sub(pattern.len() + 1) else { return false };
        self.left = left;
        let mut parts = pattern.split("{{");
        filled.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let named = part.split_once("}}").filter(|_| depth < MAX_VARIABLE_DEPTH);
            let named = named.and_then(|(name, rest)| Some((self.variables.get(name)?.clone(), rest)));
            match named {
                Some((value, rest)) => {
                    if !self.push_with_variables(&value, depth + 1, filled) {
                        return false;
                    }
                    filled.push_str(rest);
                }
                None => filled.extend(["{{", part]),
            }
        }
        true
    }

    /// Puts the rules of `prototype` before those of every context that does not refuse them or belongs to them.
    fn add_prototype(&mut self) {
        let Some(&prototype) = self.names.get("prototype") else { return };
        let mut open = vec![prototype];
        while let Some(id) = open.pop() {
            if !self.without_prototype.insert(id) && id != prototype {
                continue;
            }
            let Some(context) = self.contexts.get(id.context as usize).filter(|_| id.grammar == self.number)
            else {
                continue;
            };
            for entry in &context.patterns {
                match entry {
                    Entry::Include { include } => open.push(*include),
                    Entry::Rule(rule) => open.extend(rule.push.iter().chain(&rule.set)),
                }
            }
        }
        for (place, context) in (0..).zip(&mut self.contexts) {
            let id = ContextId { grammar: self.number, context: place };
            // The first context only leads to `main`, which has the prototype itself when others embed it.
            context.prototype = (!self.without_prototype.contains(&id)).then_some(prototype);
        }
    }
}

fn captures(item: &Table, key: &str) -> Vec<Capture> {
    let entries =
        item.get(key).and_then(|entry| table(&entry.value)).into_iter().flat_map(|table| &table.entries);
    let capture = |entry: &crate::tree::Entry| {
        Some(Capture(entry.key.parse().ok()?, split_scopes(&as_text(&entry.value)?)))
    };
    entries.filter_map(capture).collect()
}

/// Reads how many names are cleared; `true` is all of them.
fn count(node: &Node) -> Option<usize> {
    if let Data::Bool(true) = node.data {
        return Some(usize::MAX);
    }
    if let Data::Integer(count) = node.data { usize::try_from(count).ok() } else { None }
}

fn table(node: &Node) -> Option<&Table> {
    if let Data::Table(table) = &node.data { Some(table) } else { None }
}

fn list(node: &Node) -> impl Iterator<Item = &Node> {
    let items: &[Node] = if let Data::List(items) = &node.data { items } else { &[] };
    items.iter()
}
