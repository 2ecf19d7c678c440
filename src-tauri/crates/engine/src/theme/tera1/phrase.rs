//! Writes expressions as Tera 2 has them.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Call, Expression, Link, Operator, Path, Word};
use super::macros::Library;
use super::names::{self, Backslashes};
use super::write::Writer;

/// How firmly `|` holds its sides together in Tera 2.
const PIPE: u8 = 17;
/// How firmly `~` does.
const JOIN: u8 = 13;
/// What nothing takes apart.
const WHOLE: u8 = 20;

/// A writer of expressions of one template.
pub(super) struct Phrases<'w, 'l, 'r, 'a> {
    pub(super) writer: &'w mut Writer<'a>,
    pub(super) library: &'l Library<'r, 'a>,
    /// The template that is translated.
    pub(super) file: &'a str,
    /// Arguments of the macro around, by their old names, where they have others now.
    pub(super) renamed: BTreeMap<&'a str, &'static str>,
    /// What the macro around finds around itself; nothing where it is not there.
    pub(super) implicit: BTreeSet<&'static str>,
    /// How many loops are around.
    pub(super) loops: usize,
    /// Macros that do not exist.
    pub(super) missing: Vec<(usize, String)>,
    /// Says whether a number is only compared or computed with, so that nobody sees how it is written.
    is_computing: bool,
}

impl<'w, 'l, 'r, 'a> Phrases<'w, 'l, 'r, 'a> {
    /// Begins to write expressions of a template.
    pub(super) fn new(writer: &'w mut Writer<'a>, library: &'l Library<'r, 'a>, file: &'a str) -> Self {
        Self {
            writer,
            library,
            file,
            renamed: BTreeMap::new(),
            implicit: BTreeSet::new(),
            loops: 0,
            missing: Vec::new(),
            is_computing: false,
        }
    }

    /// Writes what a tag shows. A path that leads nowhere stays an error, as it was.
    pub(super) fn shown(&mut self, expression: &Expression<'a>) {
        let bare = expression.bare();
        if let Expression::Path(path) = bare {
            if path.root.text == "__tera_context" {
                self.writer.at(path.root.at);
                return self.writer.push("__tera_context | json_encode(pretty=true) | safe");
            }
            return self.path(path, ".");
        }
        if let Some((path, filters)) = filtered_path(bare) {
            self.path(path, ".");
            return self.filters(filters);
        }
        // Texts put together were never escaped.
        if let Expression::Joined(items) = bare
            && goes_out_as_is(items)
        {
            self.expression(bare, PIPE);
            return self.writer.push(" | safe");
        }
        self.value(expression);
    }

    /// Writes an expression whose value counts. `and` and `or` gave true or false.
    pub(super) fn value(&mut self, expression: &Expression<'a>) {
        let computing = std::mem::replace(&mut self.is_computing, false);
        if is_choice(expression) {
            self.writer.push("true if ");
            self.condition(expression, 1);
            self.writer.push(" else false");
        } else {
            self.expression(expression, 0);
        }
        self.is_computing = computing;
    }

    /// Writes an expression that is only asked for true or false. What cannot be computed is false.
    pub(super) fn condition(&mut self, expression: &Expression<'a>, binding: u8) {
        if let Expression::Group { at, inner } = expression {
            self.writer.at(*at);
            self.writer.push("(");
            self.condition(inner, 0);
            self.writer.push(")");
        } else if let Some((path, _)) = filtered_path(expression) {
            self.parenthesised(Operator::And.binding(), binding, |phrases| {
                phrases.path(path, "?.");
                phrases.writer.push(" and ");
                phrases.expression(expression, Operator::And.binding() + 1);
            });
        } else {
            self.expression(expression, binding);
        }
    }

    fn parenthesised(&mut self, own: u8, binding: u8, write: impl FnOnce(&mut Self)) {
        if own < binding {
            self.writer.push("(");
            write(self);
            self.writer.push(")");
        } else {
            write(self);
        }
    }

    fn expression(&mut self, expression: &Expression<'a>, binding: u8) {
        match expression {
            Expression::Literal { at, text } => {
                self.writer.at(*at);
                self.writer.push(text);
            }
            Expression::Text { at, text } => self.text(*at, text, Backslashes::Literal),
            Expression::Path(path) => self.path(path, "?."),
            Expression::List { at, items } => {
                self.writer.at(*at);
                self.writer.push("[");
                self.listed(items, |phrases, item| phrases.value(item));
                self.writer.push("]");
            }
            Expression::Not { at, inner } => {
                self.parenthesised(Operator::In.binding(), binding, |phrases| {
                    phrases.writer.at(*at);
                    phrases.writer.push("not ");
                    phrases.condition(inner, Operator::In.binding());
                });
            }
            Expression::Minus { at, inner } => {
                self.writer.at(*at);
                self.writer.push("-");
                self.expression(inner, WHOLE);
            }
            Expression::Pair { operator, left, right } => self.pair(*operator, left, right, binding),
            Expression::Joined(items) => self.parenthesised(JOIN, binding, |phrases| {
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        phrases.writer.push(" ~ ");
                    }
                    phrases.expression(item, JOIN + 1);
                }
            }),
            Expression::Test { path, negated, test, arguments } => {
                self.test(path, *negated, test, arguments, binding);
            }
            Expression::Call(call) => self.call(call),
            Expression::Macro { file, call } => self.component(file, call),
            Expression::Filtered { inner, filters } => {
                self.parenthesised(PIPE, binding, |phrases| phrases.filtered(inner, filters));
            }
            Expression::Group { at, inner } => {
                self.writer.at(*at);
                self.writer.push("(");
                self.expression(inner, 0);
                self.writer.push(")");
            }
        }
    }

    fn listed<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.writer.push(", ");
            }
            write(self, item);
        }
    }

    fn pair(&mut self, operator: Operator, left: &Expression<'a>, right: &Expression<'a>, binding: u8) {
        let own = operator.binding();
        if matches!(operator, Operator::And | Operator::Or) {
            return self.parenthesised(own, binding, |phrases| {
                phrases.condition(left, own);
                phrases.writer.push(&format!(" {} ", operator.sign()));
                phrases.condition(right, own + 1);
            });
        }
        // A sum that comes out even was written without a point.
        let is_seen = operator.is_arithmetic() && !self.is_computing && (is_broken(operator, left, right));
        let computing = std::mem::replace(&mut self.is_computing, true);
        let write = |phrases: &mut Self| {
            phrases.expression(left, own);
            phrases.writer.push(&format!(" {} ", operator.sign()));
            phrases.expression(right, own + 1);
        };
        if is_seen {
            self.parenthesised(PIPE, binding, |phrases| {
                phrases.writer.push("(");
                write(phrases);
                phrases.writer.push(") | tera1_number");
            });
        } else {
            self.parenthesised(own, binding, write);
        }
        self.is_computing = computing;
    }

    fn test(
        &mut self,
        path: &Path<'a>,
        negated: bool,
        test: &Word<'a>,
        arguments: &[Expression<'a>],
        binding: u8,
    ) {
        let asks_for_being = matches!(test.text, "defined" | "undefined");
        if asks_for_being && path.links.is_empty() && self.implicit.contains(path.root.text) {
            // What is not around a component comes to it as none.
            let is_there = (test.text == "defined") != negated;
            return self.parenthesised(Operator::In.binding(), binding, |phrases| {
                phrases.path(path, "?.");
                phrases.writer.push(if is_there { " is not none" } else { " is none" });
            });
        }
        self.parenthesised(Operator::In.binding(), binding, |phrases| {
            phrases.path(path, "?.");
            let (name, argument) = names::test(test.text);
            phrases.writer.push(if negated { " is not " } else { " is " });
            phrases.writer.at(test.at);
            if !names::is_test(test.text) {
                return phrases.writer.push(&unknown(test.text));
            }
            phrases.writer.push(name);
            if let (Some(value), false) = (arguments.first(), argument.is_empty()) {
                phrases.writer.push(&format!("({argument}="));
                phrases.value(value);
                phrases.writer.push(")");
            }
        });
    }

    fn call(&mut self, call: &Call<'a>) {
        self.writer.at(call.name.at);
        if !names::is_function(call.name.text) {
            let message = format!("There is no function {} in Zola or Galley", call.name.text);
            return self.writer.push(&format!("throw(message=\"{message}\")"));
        }
        self.writer.push(names::function(call.name.text));
        self.writer.push("(");
        self.listed(&call.arguments, |phrases, (name, value)| {
            phrases.writer.at(name.at);
            phrases.writer.push(names::argument(call.name.text, name.text));
            phrases.writer.push("=");
            phrases.value(value);
        });
        self.writer.push(")");
    }

    fn component(&mut self, file: &Word<'a>, call: &Call<'a>) {
        let found = self.library.component(self.file, file.text, call.name.text);
        self.writer.at(file.at);
        let Some(component) = found else {
            self.missing.push((file.at, format!("{}::{}", file.text, call.name.text)));
            self.writer.push("\"\"");
            return;
        };
        self.writer.push(&format!("<{}", component.name));
        // What a macro did not ask for was ignored.
        for (name, value) in
            call.arguments.iter().filter(|(name, _)| component.arguments.contains(&name.text))
        {
            self.writer.push(" ");
            self.writer.at(name.at);
            self.writer.push(if name.text == "body" { RENAMED_BODY } else { name.text });
            if let Expression::Text { at, text } = value {
                self.writer.push("=");
                self.text(*at, text, Backslashes::Literal);
            } else {
                self.writer.push("={");
                self.value(value);
                self.writer.push("}");
            }
        }
        self.writer.push(" />");
    }

    fn filtered(&mut self, inner: &Expression<'a>, filters: &[Call<'a>]) {
        if let (Expression::Path(path), Some((first, rest))) = (inner.bare(), filters.split_first())
            && first.name.text == "default"
            && let [(argument, value)] = first.arguments.as_slice()
            && argument.text == "value"
        {
            self.defaulted(path, first, value);
            return self.filters(rest);
        }
        let makes_number = filters.first().is_some_and(|filter| matches!(filter.name.text, "round" | "int"));
        let computing = std::mem::replace(&mut self.is_computing, makes_number);
        self.expression(inner, PIPE);
        self.is_computing = computing;
        self.filters(filters);
    }

    /// Writes a path with what counts where it leads nowhere. The other was computed only when needed.
    fn defaulted(&mut self, path: &Path<'a>, filter: &Call<'a>, value: &Expression<'a>) {
        // Only what an author wrote is surely never empty on purpose.
        let of_author =
            path.links.iter().any(|link| matches!(link, Link::Field(word) if word.text == "extra"));
        if is_simple(value) {
            self.path(path, "?.");
            self.writer.push(" | ");
            self.writer.at(filter.name.at);
            self.writer.push(if of_author { "default(value=" } else { "tera1_default(value=" });
            self.value(value);
            self.writer.push(")");
            return;
        }
        self.writer.push("(");
        self.path(path, "?.");
        self.writer.push(" if ");
        self.path(path, "?.");
        self.writer.push(" is defined");
        if !of_author {
            self.writer.push(" and ");
            self.path(path, "?.");
            self.writer.push(" is not none");
        }
        self.writer.push(" else ");
        self.value(value);
        self.writer.push(")");
    }

    /// Writes filters behind an expression.
    pub(super) fn filters(&mut self, filters: &[Call<'a>]) {
        for (number, filter) in filters.iter().enumerate() {
            // Only behind all others did `safe` do anything.
            if filter.name.text != "safe" || number + 1 == filters.len() {
                self.writer.push(" | ");
                self.filter(filter);
            }
        }
    }

    /// Writes one filter.
    pub(super) fn filter(&mut self, filter: &Call<'a>) {
        self.writer.at(filter.name.at);
        let old_name = filter.name.text;
        if !names::is_filter(old_name) {
            return self.writer.push(&unknown(old_name));
        }
        let name = match old_name {
            "date" if !is_simple_date(filter) => "tera1_date",
            // Tera 2 looks at what is escaped already, and escapes the rest.
            "join" if !is_plain(filter) => "tera1_join",
            "replace" if !is_plain(filter) => "tera1_replace",
            other => names::filter(other),
        };
        self.writer.push(name);
        let needs_length =
            old_name == "truncate" && filter.arguments.iter().all(|(name, _)| name.text != "length");
        if filter.arguments.is_empty() && !needs_length {
            return;
        }
        self.writer.push("(");
        self.listed(&filter.arguments, |phrases, (name, value)| {
            phrases.writer.at(name.at);
            phrases.writer.push(name.text);
            phrases.writer.push("=");
            if let Expression::Text { at, text } = value {
                phrases.text(*at, text, names::backslashes(old_name, name.text));
            } else {
                phrases.value(value);
            }
        });
        if needs_length {
            self.writer.push(if filter.arguments.is_empty() { "length=255" } else { ", length=255" });
        }
        self.writer.push(")");
    }

    fn path(&mut self, path: &Path<'a>, step: &str) {
        self.writer.at(path.root.at);
        let is_loop = path.root.text == "loop";
        let root = match self.renamed.get(path.root.text) {
            Some(renamed) => renamed,
            None if is_loop && self.loops == 0 => OUTER_LOOP,
            None => path.root.text,
        };
        self.writer.push(root);
        let step = if is_loop { "." } else { step };
        for (number, link) in path.links.iter().enumerate() {
            // From the first step on that may fail in more than one way a filter goes on.
            let is_risky = |link: &Link<'a>| matches!(link, Link::Index(index) if !is_constant(index));
            if step == "?." && path.links[..=number].iter().any(is_risky) {
                self.step_with_filter(link);
                continue;
            }
            match link {
                Link::Field(word) if word.text.starts_with(|c: char| c.is_ascii_digit()) => {
                    self.writer.push(if step == "." { "[" } else { "?[" });
                    let is_number = word.text.bytes().all(|byte| byte.is_ascii_digit());
                    let key = if is_number { word.text.to_owned() } else { format!("\"{}\"", word.text) };
                    self.writer.push(&key);
                    self.writer.push("]");
                }
                Link::Field(word) => {
                    self.writer.push(step);
                    self.writer.at(word.at);
                    self.writer.push(word.text);
                }
                Link::Index(index) => match (step, field_in(index)) {
                    // Of a text there is no field, but asking it for one is no error.
                    ("?.", Some(field)) => self.writer.push(&format!("?.{field}")),
                    _ => {
                        self.writer.push(if step == "." { "[" } else { "?[" });
                        self.value(index);
                        self.writer.push("]");
                    }
                },
            }
        }
    }

    fn step_with_filter(&mut self, link: &Link<'a>) {
        self.writer.push(" | tera1_at(key=");
        match link {
            Link::Field(word) => {
                self.writer.at(word.at);
                self.writer.push(&format!("\"{}\"", word.text));
            }
            Link::Index(index) => self.value(index),
        }
        self.writer.push(")");
    }

    /// Writes a text. A backslash was a backslash; now it begins an escape.
    fn text(&mut self, at: usize, text: &str, backslashes: Backslashes) {
        self.writer.at(at);
        let mut written = text.replace('\\', "\\\\");
        if backslashes == Backslashes::LineBreaks {
            written = written.replace("\\\\n", "\\n").replace("\\\\t", "\\t");
        }
        self.writer.push(&written);
    }
}

/// Writes a filter or test that does not exist. It was an error only where it was reached.
fn unknown(name: &str) -> String {
    format!("tera1_unknown(name=\"{name}\")")
}

/// What an argument `body` is called now: components keep that name for what stands between their tags.
pub(super) const RENAMED_BODY: &str = "body_text";

/// What a loop is called in a template that is included in it.
pub(super) const OUTER_LOOP: &str = "outer_loop";

/// Gives the name in `["name"]`.
fn field_in<'a>(index: &Expression<'a>) -> Option<&'a str> {
    let Expression::Text { text, .. } = index else { return None };
    let name = &text[1..text.len() - 1];
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty())
        .then_some(name)
}

fn is_constant(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::Text { .. } | Expression::Literal { .. })
}

/// Says whether `and` or `or` gives something else than true or false.
fn is_choice(expression: &Expression<'_>) -> bool {
    let both = both_sides(expression);
    both.is_some_and(|(left, right)| !is_truth(left) || !is_truth(right))
}

/// Gives the sides of `and` and `or`.
fn both_sides<'e, 'a>(expression: &'e Expression<'a>) -> Option<(&'e Expression<'a>, &'e Expression<'a>)> {
    let Expression::Pair { operator: Operator::And | Operator::Or, left, right } = expression.bare() else {
        return None;
    };
    Some((left, right))
}

fn is_truth(expression: &Expression<'_>) -> bool {
    if let Some((left, right)) = both_sides(expression) {
        return is_truth(left) && is_truth(right);
    }
    match expression.bare() {
        Expression::Not { .. } | Expression::Test { .. } => true,
        Expression::Literal { text, .. } => matches!(*text, "true" | "false" | "True" | "False"),
        Expression::Pair { operator, .. } => !operator.is_arithmetic(),
        Expression::Text { .. }
        | Expression::Path(_)
        | Expression::List { .. }
        | Expression::Minus { .. }
        | Expression::Joined(_)
        | Expression::Call(_)
        | Expression::Macro { .. }
        | Expression::Filtered { .. }
        | Expression::Group { .. } => false,
    }
}

/// Gives the path and the filters of a path with filters, the first of which is not `default`.
fn filtered_path<'e, 'a>(expression: &'e Expression<'a>) -> Option<(&'e Path<'a>, &'e [Call<'a>])> {
    let Expression::Filtered { inner, filters } = expression else { return None };
    let Expression::Path(path) = inner.bare() else { return None };
    filters.first().is_some_and(|filter| filter.name.text != "default").then_some((path, filters))
}

/// Says whether a sum may come out with a point behind which is nothing.
fn is_broken(operator: Operator, left: &Expression<'_>, right: &Expression<'_>) -> bool {
    let mut found = operator == Operator::Divide;
    for side in [left, right] {
        side.visit(&mut |inner| {
            found |= matches!(inner, Expression::Pair { operator: Operator::Divide, .. })
                || matches!(inner, Expression::Literal { text, .. } if text.contains('.'));
        });
    }
    found
}

/// Says whether a value costs nothing and cannot fail.
fn is_simple(value: &Expression<'_>) -> bool {
    match value.bare() {
        Expression::Literal { .. }
        | Expression::Text { .. }
        | Expression::Path(_)
        | Expression::Test { .. } => true,
        Expression::List { items, .. } | Expression::Joined(items) => items.iter().all(is_simple),
        Expression::Not { inner, .. } => is_simple(inner),
        Expression::Filtered { inner, filters } => {
            matches!(inner.bare(), Expression::Path(_))
                && filters.iter().all(|filter| {
                    filter.name.text == "default"
                        && filter.arguments.iter().all(|(_, value)| is_simple(value))
                })
        }
        Expression::Pair { operator: Operator::And | Operator::Or, left, right } => {
            is_simple(left) && is_simple(right)
        }
        Expression::Pair { .. }
        | Expression::Minus { .. }
        | Expression::Call(_)
        | Expression::Macro { .. }
        | Expression::Group { .. } => false,
    }
}

/// Says whether a filter is given only texts that nothing in would be escaped.
fn is_plain(filter: &Call<'_>) -> bool {
    let plain = |text: &str| !text[1..text.len() - 1].contains(['&', '<', '>', '"', '\'']);
    filter.arguments.iter().all(|(_, value)| matches!(value, Expression::Text { text, .. } if plain(text)))
}

/// Says whether both languages read a date's format alike.
fn is_simple_date(filter: &Call<'_>) -> bool {
    filter.arguments.iter().all(|(name, value)| match (name.text, value) {
        ("format", Expression::Text { text, .. }) => {
            let letters =
                text.split('%').skip(1).filter_map(|part| part.trim_start_matches('-').chars().next());
            letters.into_iter().all(|letter| "YmdBbhAaeHMSIpjyF".contains(letter))
        }
        ("timezone", _) => true,
        _ => false,
    })
}

fn goes_out_as_is(items: &[Expression<'_>]) -> bool {
    let call = |item: &Expression<'_>| matches!(item, Expression::Call(_));
    let last_call = items.iter().rev().find(|item| call(item));
    items.iter().any(|item| !matches!(item, Expression::Text { .. }))
        && last_call.is_none_or(
            |item| matches!(item, Expression::Call(call) if names::SAFE_FUNCTIONS.contains(&call.name.text)),
        )
}
