//! Goes through a template and notes what it reads. Values stand for what they may be.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{Scope, Shape, Value, context, sorted};
use super::syntax::{Arguments, Call, Expression, Node, Template};
use super::{Reach, Reading, Readings, Role};
use crate::graph::Facets;

/// Finds out what a template reads.
pub(super) fn reading(readings: &Readings, template: &str, role: Role) -> Reading {
    let mut walk = Walk {
        readings,
        ways: BTreeMap::new(),
        used: BTreeSet::new(),
        frames: vec![Frame { scopes: vec![context(role)], is_component: false }],
        blocks: Vec::new(),
        depth: 0,
        level: 0,
        steps: 0,
        is_in_shortcode: false,
        is_lost: false,
    };
    // A value may be assigned after the place where it is used, in a loop or by a block: until nothing is new.
    for round in 0.. {
        let before = (walk.ways.clone(), walk.frames[0].scopes[0].clone());
        walk.whole(template);
        if before == (walk.ways.clone(), walk.frames[0].scopes[0].clone()) {
            break;
        }
        walk.is_lost |= round == MAX_ROUNDS;
        if walk.is_lost {
            break;
        }
    }
    if walk.is_lost {
        walk.ways = ALL_WAYS.iter().map(|way| (*way, Facets::ALL)).collect();
        return Reading { ways: walk.ways, hash: readings.hash() };
    }
    Reading { ways: walk.ways, hash: readings.hash_of_all(&walk.used) }
}

const ALL_WAYS: [Reach; 8] = [
    Reach::Neighbours,
    Reach::SectionPages,
    Reach::Pager,
    Reach::Term,
    Reach::Terms,
    Reach::Feed,
    Reach::FeedOf,
    Reach::Function,
];

/// Templates that need more than this to be followed are taken to read everything.
const MAX_STEPS: usize = 200_000;
const MAX_DEPTH: usize = 24;
const MAX_LEVEL: usize = 120;
const MAX_ROUNDS: usize = 8;

/// The names that can be seen at once: a template's, or a component's.
struct Frame {
    /// The template's or component's own names, then those of the loops around.
    scopes: Vec<Scope>,
    is_component: bool,
}

struct Walk<'t> {
    readings: &'t Readings,
    ways: BTreeMap<Reach, Facets>,
    /// The templates that took part.
    used: BTreeSet<String>,
    frames: Vec<Frame>,
    /// The templates whose blocks count, from the one that was asked for up to the one at the top.
    blocks: Vec<&'t Template>,
    /// How many includes and components are open.
    depth: usize,
    /// How many tags are.
    level: usize,
    steps: usize,
    /// Says that a shortcode is gone through; texts in it have none.
    is_in_shortcode: bool,
    /// Says that something could not be followed.
    is_lost: bool,
}

impl<'t> Walk<'t> {
    /// Goes through a template with those it extends.
    fn whole(&mut self, name: &str) {
        let outer = std::mem::take(&mut self.blocks);
        let mut next = Some(name.to_owned());
        while let Some(name) = next {
            let Some(template) = self.template(&name) else { break };
            if self.blocks.iter().any(|known| std::ptr::eq(*known, template)) {
                break;
            }
            self.blocks.push(template);
            next = template.parent.clone();
        }
        // The one at the top is what is written; of the others only assignments and blocks count.
        for template in self.blocks.clone().into_iter().rev() {
            self.nodes(&template.nodes);
        }
        self.blocks = outer;
    }

    fn template(&mut self, name: &str) -> Option<&'t Template> {
        let readings = self.readings;
        let Some((whole, template)) = readings.find(name) else {
            // One that is missing now may be there later.
            self.used.insert(name.to_owned());
            return None;
        };
        self.used.insert(whole.to_owned());
        self.is_lost |= template.is_none();
        template
    }

    fn nodes(&mut self, nodes: &'t [Node]) {
        self.level += 1;
        for node in nodes {
            self.steps += 1;
            self.is_lost |= self.steps > MAX_STEPS || self.level > MAX_LEVEL;
            if self.is_lost {
                break;
            }
            self.node(node);
        }
        self.level -= 1;
    }

    fn node(&mut self, node: &'t Node) {
        match node {
            Node::Output(expression) => self.look_at_all_of(expression),
            Node::Set { name, value } => {
                let value = self.value(value);
                self.assign(name, value);
            }
            Node::Capture { name, arguments, body } => {
                self.nodes(body);
                for argument in arguments {
                    self.look_at_all_of(argument);
                }
                if let Some(name) = name {
                    self.assign(name, Value::new());
                }
            }
            Node::For { key, item, list, body, otherwise } => {
                let list = self.value(list);
                self.nodes(otherwise);
                let scope = self.loop_scope(key.as_deref(), item, &list);
                self.frame().scopes.push(scope);
                self.nodes(body);
                self.frame().scopes.pop();
            }
            Node::If { condition, body, otherwise } => {
                self.value(condition);
                self.nodes(body);
                self.nodes(otherwise);
            }
            Node::Block { name, body } => {
                self.nodes(body);
                let others: Vec<&'t [Node]> =
                    self.blocks.iter().flat_map(|template| block(&template.nodes, name)).collect();
                for other in others.into_iter().filter(|other| !std::ptr::eq(*other, body.as_slice())) {
                    self.nodes(other);
                }
            }
            Node::Include(name) => self.include(name),
            Node::Call(call) => self.call(call),
        }
    }

    /// What is included sees all names. That it keeps its own to itself makes no difference here.
    fn include(&mut self, name: &str) {
        if self.is_too_deep() {
            return;
        }
        self.depth += 1;
        if let Some(template) = self.template(name) {
            self.nodes(&template.nodes);
        }
        self.depth -= 1;
    }

    /// A text may have any shortcode, which sees the page around it.
    fn shortcodes(&mut self) {
        if !std::mem::replace(&mut self.is_in_shortcode, true) {
            for name in self.readings.shortcodes() {
                self.include(name);
            }
            self.is_in_shortcode = false;
        }
    }

    fn call(&mut self, call: &'t Call) {
        self.nodes(&call.body);
        let arguments: Vec<(&str, Value)> =
            call.arguments.iter().map(|(name, value)| (name.as_str(), self.value(value))).collect();
        for spread in &call.spread {
            self.look_at_all_of(spread);
        }
        let Some((template, component)) = self.readings.component(&call.component) else {
            arguments.iter().for_each(|(_, value)| self.all_of(value));
            return;
        };
        self.used.insert(template.to_owned());
        if self.is_too_deep() {
            return;
        }
        let mut scope = Scope::new();
        for (name, value) in arguments {
            if component.parameters.iter().any(|parameter| parameter.name == name) {
                scope.insert(name.to_owned(), value);
            } else {
                self.all_of(&value);
            }
        }
        for parameter in component.parameters.iter().filter(|parameter| parameter.is_implicit) {
            let found = self.look_up_anywhere(&parameter.name);
            scope.entry(parameter.name.clone()).or_insert(found);
        }
        self.depth += 1;
        self.frames.push(Frame { scopes: vec![scope], is_component: true });
        loop {
            let before = self.frame().scopes[0].clone();
            self.nodes(&component.body);
            if self.is_lost || before == self.frame().scopes[0] {
                break;
            }
        }
        self.frames.pop();
        self.depth -= 1;
    }

    fn is_too_deep(&mut self) -> bool {
        self.is_lost |= self.depth >= MAX_DEPTH;
        self.is_lost
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the template's own frame stays to the end")
    }

    /// A name may get several values on several ways; all count from then on. Whether the assignment stands in
    /// a loop or an include makes no difference here.
    fn assign(&mut self, name: &str, value: Value) {
        let scope = self.frame().scopes.first_mut().expect("a frame has a scope");
        scope.entry(name.to_owned()).or_default().extend(value);
    }

    fn look_up(&mut self, name: &str) -> Value {
        let found = look_up(self.frame(), name);
        // Who goes through a list sees which pages are in it, whatever it reads of them.
        for shape in &found {
            match shape {
                Shape::OwnPage | Shape::OwnSection | Shape::Paginator => {}
                Shape::Pages(way)
                | Shape::PageWithNeighbours(way)
                | Shape::Section(way)
                | Shape::Terms(way)
                | Shape::Taxonomy(way)
                | Shape::Groups(way) => self.read(*way, Facets::NONE),
            }
        }
        found
    }

    /// An implicit parameter is looked for here and then with whoever called.
    fn look_up_anywhere(&self, name: &str) -> Value {
        let mut found = Value::new();
        for frame in self.frames.iter().rev() {
            found.extend(look_up(frame, name));
            if !frame.is_component {
                break;
            }
        }
        found
    }

    fn loop_scope(&mut self, key: Option<&str>, item: &str, list: &Value) -> Scope {
        let mut scope = Scope::new();
        if let Some(key) = key {
            scope.insert(key.to_owned(), Value::new());
            // Going through a page field by field reads all of it.
            let (groups, others): (Value, Value) =
                list.iter().partition(|shape| matches!(shape, Shape::Groups(_)));
            scope.insert(item.to_owned(), Self::entry(&groups));
            self.all_of(&others);
        } else {
            scope.insert(item.to_owned(), list.clone());
        }
        scope
    }

    fn look_at_all_of(&mut self, expression: &'t Expression) {
        let value = self.value(expression);
        self.all_of(&value);
    }

    /// Notes that everything a value holds is read.
    fn all_of(&mut self, value: &Value) {
        for shape in value {
            match shape {
                Shape::OwnPage => self.read(Reach::Neighbours, Facets::ALL),
                Shape::OwnSection => self.read(Reach::SectionPages, Facets::ALL),
                Shape::Paginator => self.read(Reach::Pager, Facets::ALL),
                Shape::Pages(way)
                | Shape::PageWithNeighbours(way)
                | Shape::Section(way)
                | Shape::Terms(way)
                | Shape::Taxonomy(way)
                | Shape::Groups(way) => self.read(*way, Facets::ALL),
            }
        }
    }

    fn read(&mut self, way: Reach, facets: Facets) {
        *self.ways.entry(way).or_default() |= facets;
    }

    fn value(&mut self, expression: &'t Expression) -> Value {
        self.steps += 1;
        match expression {
            Expression::Plain | Expression::Text(_) => Value::new(),
            // The whole context at once, for finding mistakes.
            Expression::Name(name) if name == "__tera_context" => {
                self.is_lost = true;
                Value::new()
            }
            Expression::Name(name) => self.look_up(name),
            Expression::Attribute(of, name) => {
                let of = self.value(of);
                self.attribute(&of, name)
            }
            Expression::Entry(of, at) => {
                self.value(at);
                let of = self.value(of);
                if **at != Expression::Plain {
                    // It may be the name of any field.
                    self.all_of(&of);
                }
                Self::entry(&of)
            }
            Expression::Slice(of, ends) => {
                ends.iter().for_each(|end| drop(self.value(end)));
                self.value(of)
            }
            Expression::Function(name, arguments) => self.function(name, arguments),
            Expression::Filter(of, name, arguments) => {
                let of = self.value(of);
                self.filter(of, name, arguments)
            }
            Expression::Test(of, name, arguments) => {
                let value = self.value(of);
                if !IDENTITY_TESTS.contains(&name.as_str()) {
                    self.all_of(&value);
                }
                self.arguments(arguments);
                Value::new()
            }
            Expression::Either(values) | Expression::List(values) => {
                values.iter().flat_map(|value| self.value(value)).collect()
            }
            Expression::Computed(values) => {
                values.iter().for_each(|value| self.look_at_all_of(value));
                Value::new()
            }
            Expression::Each { value, key, item, list, condition } => {
                let list = self.value(list);
                let scope = self.loop_scope(key.as_deref(), item, &list);
                self.frame().scopes.push(scope);
                condition.iter().for_each(|condition| drop(self.value(condition)));
                let value = self.value(value);
                self.frame().scopes.pop();
                value
            }
            Expression::Call(call) => {
                self.call(call);
                Value::new()
            }
        }
    }

    /// Whatever is handed to a function as a whole may be read as a whole.
    fn arguments(&mut self, arguments: &'t Arguments) {
        arguments.iter().for_each(|(_, value)| self.look_at_all_of(value));
    }

    fn function(&mut self, name: &str, arguments: &'t Arguments) -> Value {
        self.arguments(arguments);
        let shape = match name {
            "get_page" => Shape::PageWithNeighbours(Reach::Function),
            "get_section" => Shape::Section(Reach::Function),
            "get_taxonomy" => Shape::Taxonomy(Reach::Function),
            "get_taxonomy_term" => Shape::Terms(Reach::Function),
            _ => return Value::new(),
        };
        self.read(Reach::Function, Facets::NONE);
        Value::from([shape])
    }

    fn attribute(&mut self, of: &Value, name: &str) -> Value {
        let mut found = Value::new();
        for shape in of {
            let way = match (shape, name) {
                (Shape::OwnPage, "lower" | "higher") => Some(Shape::Pages(Reach::Neighbours)),
                (Shape::OwnSection, "pages") => Some(Shape::Pages(Reach::SectionPages)),
                (Shape::Paginator, "pages") => Some(Shape::Pages(Reach::Pager)),
                (Shape::OwnPage | Shape::OwnSection | Shape::Paginator, _) => None,
                (Shape::PageWithNeighbours(way), "lower" | "higher")
                | (Shape::Section(way) | Shape::Terms(way), "pages")
                | (Shape::Groups(way), _) => Some(Shape::Pages(*way)),
                (Shape::Taxonomy(way), "items") => Some(Shape::Terms(*way)),
                (Shape::Pages(way) | Shape::PageWithNeighbours(way) | Shape::Section(way), field) => {
                    self.read(*way, Facets::of_field(field));
                    None
                }
                (Shape::Terms(way) | Shape::Taxonomy(way), _) => {
                    self.read(*way, Facets::NONE);
                    None
                }
            };
            if let Some(Shape::Pages(way) | Shape::Terms(way)) = way {
                self.read(way, Facets::NONE);
            }
            found.extend(way);
        }
        found
    }

    /// An entry of a list.
    fn entry(of: &Value) -> Value {
        let entry = |shape: &Shape| match shape {
            Shape::Groups(way) => Some(Shape::Pages(*way)),
            Shape::Pages(_) | Shape::Terms(_) => Some(*shape),
            Shape::OwnPage
            | Shape::OwnSection
            | Shape::Paginator
            | Shape::PageWithNeighbours(_)
            | Shape::Section(_)
            | Shape::Taxonomy(_) => None,
        };
        of.iter().filter_map(entry).collect()
    }

    fn filter(&mut self, of: Value, name: &str, arguments: &'t Arguments) -> Value {
        if name == "markdown" {
            self.shortcodes();
        }
        match name {
            "length" => Value::new(),
            "first" | "last" | "nth" | "reverse" | "slice" | "safe" => {
                self.arguments(arguments);
                of
            }
            "default" | "concat" => {
                let others = arguments.iter().flat_map(|(_, value)| self.value(value));
                let others: Value = others.collect();
                of.into_iter().chain(others).collect()
            }
            "get" => {
                let found = self.attribute(&of, field_named(arguments, "key").unwrap_or_default());
                let others: Value = arguments.iter().flat_map(|(_, value)| self.value(value)).collect();
                found.into_iter().chain(others).collect()
            }
            "sort" | "filter" | "unique" | "group_by" | "map" => {
                self.arguments(arguments);
                match field_named(arguments, "attribute") {
                    Some(field) => {
                        let inner = self.attribute(&of, field);
                        self.all_of(&inner);
                    }
                    None => self.all_of(&of),
                }
                sorted(of, name)
            }
            _ => {
                self.all_of(&of);
                self.arguments(arguments);
                Value::new()
            }
        }
    }
}

/// The field that an argument names, as far as its text tells: `extra.date` is `extra`; nothing without the argument.
fn field_named<'t>(arguments: &'t Arguments, name: &str) -> Option<&'t str> {
    let (_, value) = arguments.iter().find(|(key, _)| key == name)?;
    let text = if let Expression::Text(text) = value { text } else { "" };
    text.split('.').next()
}

/// Tests that look at whether a value is there and of which kind, not at what it holds.
const IDENTITY_TESTS: [&str; 8] =
    ["defined", "undefined", "none", "string", "number", "iterable", "map", "array"];

/// A name may be assigned anew in any of the scopes that are open, so the values of all count.
fn look_up(frame: &Frame, name: &str) -> Value {
    frame.scopes.iter().filter_map(|scope| scope.get(name)).flatten().copied().collect()
}

/// Finds the bodies of a block in a template, however deep.
fn block<'t>(nodes: &'t [Node], wanted: &str) -> Vec<&'t [Node]> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Block { name, body } => {
                if name == wanted {
                    found.push(body.as_slice());
                }
                found.extend(block(body, wanted));
            }
            Node::For { body, otherwise, .. } | Node::If { body, otherwise, .. } => {
                found.extend(block(body, wanted));
                found.extend(block(otherwise, wanted));
            }
            Node::Capture { body, .. } => found.extend(block(body, wanted)),
            Node::Output(_) | Node::Set { .. } | Node::Include(_) | Node::Call(_) => {}
        }
    }
    found
}
