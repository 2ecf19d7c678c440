//! Writes expressions as Tera 2 has them.

use std::collections::BTreeSet;

use super::calls::unknown;
use super::expression::{Expression, Link, Operator, Path, Word};
use super::macros::Library;
use super::names::{self, Backslashes};
use super::shape::{
    field_in, filtered_path, goes_out_as_is, is_broken, is_choice, is_constant, leads_to_list, picture,
};
use super::write::Writer;

/// Filters that make something of what is empty.
const FILLING: [&str; 4] = ["as_str", "concat", "filesizeformat", "json_encode"];
/// How firmly `|` holds its sides together in Tera 2.
pub(super) const PIPE: u8 = 17;
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
    /// What the macro around finds around itself; nothing where it is not there.
    pub(super) implicit: BTreeSet<&'a str>,
    /// Says whether the filters that come next make what a tag shows.
    pub(super) shows: bool,
    /// How many loops are around.
    pub(super) loops: usize,
    /// Macros that do not exist.
    pub(super) missing: Vec<(usize, String)>,
    /// Says whether a number is only compared or computed with, so that nobody sees how it is written.
    pub(super) is_computing: bool,
}

impl<'w, 'l, 'r, 'a> Phrases<'w, 'l, 'r, 'a> {
    /// Begins to write expressions of a template.
    pub(super) fn new(writer: &'w mut Writer<'a>, library: &'l Library<'r, 'a>, file: &'a str) -> Self {
        Self {
            writer,
            library,
            file,
            implicit: BTreeSet::new(),
            shows: false,
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
                return self.writer.push("__tera_context | tera1_context | safe");
            }
            self.path(path, ".");
            self.address_of_picture(path);
            if leads_to_list(path) {
                self.writer.push(" | tera1_list");
            }
            return;
        }
        if let Some((path, filters)) = filtered_path(bare) {
            self.path(path, ".");
            self.address_of_picture(path);
            if leads_to_list(path) && filters.iter().all(|filter| filter.name.text == "safe") {
                self.writer.push(" | tera1_list");
            }
            return self.filters(filters, true);
        }
        // Until 0.15 it gave the address alone; what it gives since cannot be shown as a whole.
        if let Some(picture) = picture(bare) {
            self.call(picture);
            return self.writer.push(" | get(key=\"url\")");
        }
        // Texts put together were never escaped.
        if let Expression::Joined(items) = bare
            && goes_out_as_is(items)
        {
            self.expression(bare, PIPE);
            return self.writer.push(" | safe");
        }
        self.shows = matches!(bare, Expression::Filtered { .. });
        self.value(expression);
        self.shows = false;
    }

    /// Until 0.15 a picture in another size was its address alone.
    fn address_of_picture(&mut self, path: &Path<'a>) {
        if path.links.is_empty() && self.library.holds_picture(self.file, path.root.text) {
            self.writer.push(".url");
        }
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
        } else if let Some((path, filters)) = filtered_path(expression) {
            if let Some(filter) = filters.iter().find(|filter| !names::is_filter(filter.name.text)) {
                self.writer.at(filter.name.at);
                return self.writer.push("false");
            }
            let fills = filters.iter().any(|filter| FILLING.contains(&filter.name.text));
            self.parenthesised(Operator::And.binding(), binding, |phrases| {
                phrases.path(path, "?.");
                if fills {
                    phrases.writer.push(" is defined and ");
                    phrases.path(path, "?.");
                    phrases.writer.push(" is not none");
                }
                phrases.writer.push(" and ");
                phrases.expression(expression, Operator::And.binding() + 1);
            });
        } else {
            self.expression(expression, binding);
        }
    }

    /// Writes something, in parentheses if it would not hold together.
    pub(super) fn parenthesised(&mut self, own: u8, binding: u8, write: impl FnOnce(&mut Self)) {
        if own < binding {
            self.writer.push("(");
            write(self);
            self.writer.push(")");
        } else {
            write(self);
        }
    }

    /// Writes an expression, in parentheses if it would not hold together.
    pub(super) fn expression(&mut self, expression: &Expression<'a>, binding: u8) {
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

    /// Writes several things with commas between them.
    pub(super) fn listed<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
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
        // A page that has no address, such as that of 404.html, is at no place in a menu.
        let is_guarded = !negated && !arguments.is_empty();
        let own = if is_guarded { Operator::And } else { Operator::In };
        self.parenthesised(own.binding(), binding, |phrases| {
            if is_guarded {
                phrases.path(path, "?.");
                let is_implicit = path.links.is_empty() && phrases.implicit.contains(path.root.text);
                phrases.writer.push(if is_implicit { " is not none and " } else { " is defined and " });
            }
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

    /// Writes a variable and the way into it.
    pub(super) fn path(&mut self, path: &Path<'a>, step: &str) {
        self.writer.at(path.root.at);
        if path.root.text == "__tera_context" {
            return self.writer.push("(__tera_context | tera1_context)");
        }
        let is_loop = path.root.text == "loop";
        let root = match path.root.text {
            "loop" if self.loops > 0 => "loop",
            name => self.library.variable(name),
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
    pub(super) fn text(&mut self, at: usize, text: &str, backslashes: Backslashes) {
        self.writer.at(at);
        let mut written = text.replace('\\', "\\\\");
        if backslashes == Backslashes::LineBreaks {
            written = written.replace("\\\\n", "\\n").replace("\\\\t", "\\t");
        }
        self.writer.push(&written);
    }
}
