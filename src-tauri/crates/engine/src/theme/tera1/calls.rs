//! Writes calls of functions, macros and filters as Tera 2 has them.

use super::UntoldLanguage;
use super::expression::{Call, Expression, Link, Path, Word};
use super::names::{self, Backslashes, RENAMED_BODY};
use super::phrase::{PIPE, Phrases};
use super::shape::{is_plain, is_simple, is_simple_date, sorts_by_list};

impl<'a> Phrases<'_, '_, '_, 'a> {
    /// Writes a call of a function.
    pub(super) fn call(&mut self, call: &Call<'a>) {
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
        let names_language = call.arguments.iter().any(|(name, _)| name.text == "lang");
        if names::takes_language(call.name.text) && !names_language {
            let comma = if call.arguments.is_empty() { "" } else { ", " };
            match self.library.language {
                UntoldLanguage::OfPage => {}
                UntoldLanguage::Named(code) => self.writer.push(&format!("{comma}lang=\"{code}\"")),
                UntoldLanguage::OfSite => {
                    self.writer.push(&format!("{comma}lang=config.default_language"));
                }
            }
        }
        self.writer.push(")");
    }

    /// Writes a call of a macro as one of a component.
    pub(super) fn component(&mut self, file: &Word<'a>, call: &Call<'a>) {
        let found = self.library.component(self.file, file.text, call.name.text);
        self.writer.at(file.at);
        let Some(component) = found else {
            let name = format!("{}::{}", file.text, call.name.text);
            self.writer.push(&format!("throw(message=\"There is no macro {name}\")"));
            self.missing.push((file.at, name));
            return;
        };
        self.writer.push(&format!("<{}", component.name));
        // What a macro did not ask for was ignored.
        for (name, value) in call.arguments.iter().filter(|(name, _)| component.takes(name.text)) {
            self.writer.push(" ");
            self.writer.at(name.at);
            self.writer.push(self.library.argument(name.text));
            if let Expression::Text { at, text } = value {
                self.writer.push("=");
                self.text(*at, text, Backslashes::Literal);
            } else {
                self.writer.push("={");
                self.value(value);
                self.writer.push("}");
            }
        }
        if component.shows_body {
            self.writer.push(&format!(" {RENAMED_BODY}={{body}}"));
        }
        self.writer.push(" />");
    }

    /// Writes an expression with filters behind it.
    pub(super) fn filtered(&mut self, inner: &Expression<'a>, filters: &[Call<'a>]) {
        let shows = std::mem::take(&mut self.shows);
        if let (Expression::Path(path), Some((first, rest))) = (inner.bare(), filters.split_first())
            && first.name.text == "default"
            && let [(argument, value)] = first.arguments.as_slice()
            && argument.text == "value"
        {
            self.defaulted(path, first, value);
            return self.filters(rest, shows);
        }
        if matches!(inner.bare(), Expression::Literal { .. })
            && filters.iter().all(|filter| filter.name.text == "safe")
        {
            // It stays what it is, and is no text.
            return self.expression(inner, PIPE);
        }
        let makes_number = filters.first().is_some_and(|filter| matches!(filter.name.text, "round" | "int"));
        let computing = std::mem::replace(&mut self.is_computing, makes_number);
        self.expression(inner, PIPE);
        self.is_computing = computing;
        self.filters(filters, shows);
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

    /// Writes filters behind an expression, which may make what a tag shows.
    pub(super) fn filters(&mut self, filters: &[Call<'a>], shows: bool) {
        for (number, filter) in filters.iter().enumerate() {
            // Only where it was shown and behind all others did `safe` do anything.
            if filter.name.text != "safe" || (shows && number + 1 == filters.len()) {
                self.writer.push(" | ");
                self.filter(filter);
            }
            // Of an empty list these gave an empty text, and whatever comes next may want one.
            let is_last = filters[number + 1..].iter().all(|next| next.name.text == "safe");
            if matches!(filter.name.text, "first" | "last" | "nth") && !is_last {
                self.writer.push(" | tera1_default(value=\"\")");
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
            "sort" if sorts_by_list(filter) => "tera1_sort",
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
                let way = (name.text == "attribute").then(|| names::attribute(text));
                let text = way.as_deref().unwrap_or(text);
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
}

/// Writes a filter or test that does not exist. It was an error only where it was reached.
pub(super) fn unknown(name: &str) -> String {
    format!("tera1_unknown(name=\"{name}\")")
}
