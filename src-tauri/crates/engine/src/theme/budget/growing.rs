//! Filters that make much of little: their result is measured before it is made.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::{BYTES_A_STEP, Budget, MAX_KEPT_BYTES};

/// The widest that a line is indented by `indent`.
const MAX_INDENT: usize = 1000;

/// Measures the result of a filter, at most.
type Measure = fn(&Value, &Kwargs) -> TeraResult<usize>;

/// The filters, the names by which templates are made to call them, and the measure of each.
pub(super) const GROWING: [(&str, &str, Measure); 4] = [
    ("indent", "galley_indent", indented),
    ("join", "galley_join", joined),
    ("regex_replace", "galley_regex_replace", replaced_by_pattern),
    ("replace", "galley_replace", replaced),
];

/// What stands before the name of such a filter in what the template engine reads.
pub(super) const PREFIX: &str = "galley_";

/// Teaches a template engine the filters under the names by which templates are made to call them.
pub(super) fn register(tera: &mut Tera, budget: &Arc<Budget>) {
    for (name, measured, measure) in GROWING {
        let of = Arc::clone(budget);
        tera.register_filter(measured, move |value: &Value, kwargs: Kwargs, state: &State<'_>| {
            of.grow(name, measure(value, &kwargs)?)?;
            state.call_filter(name, value, kwargs)
        });
    }
}

impl Budget {
    fn grow(&self, name: &str, bytes: usize) -> TeraResult<()> {
        if bytes > MAX_KEPT_BYTES {
            return Err(Error::message(format!(
                "`{name}` would make a text larger than {} MiB here. Use it on a shorter text",
                MAX_KEPT_BYTES / (1024 * 1024)
            )));
        }
        self.spend(bytes / BYTES_A_STEP + 1)
    }
}

fn length(value: &Value) -> usize {
    value.as_str().map_or(0, str::len)
}

fn replaced(value: &Value, kwargs: &Kwargs) -> TeraResult<usize> {
    let (Some(text), Some(from), Some(to)) =
        (value.as_str(), kwargs.get::<&Value>("from")?.and_then(Value::as_str), kwargs.get::<&Value>("to")?)
    else {
        return Ok(0);
    };
    let grown = length(to).saturating_sub(from.len());
    // Most replacements make a text shorter, or are found seldom: those are counted only where it matters.
    let count = if grown == 0 { 0 } else { text.matches(from).count() };
    Ok(text.len().saturating_add(count.saturating_mul(grown)))
}

fn replaced_by_pattern(value: &Value, kwargs: &Kwargs) -> TeraResult<usize> {
    let by = kwargs.get::<&Value>("rep")?.map_or(0, length);
    // A pattern may be found at each letter, and a replacement may hold what was found many times: a text of ordinary
    // length with an ordinary replacement is far below the limit all the same.
    let text = length(value);
    let most = text.saturating_add(1).saturating_mul(by.saturating_add(1));
    Ok(if most > MAX_KEPT_BYTES.saturating_mul(32) { most } else { text })
}

fn joined(value: &Value, kwargs: &Kwargs) -> TeraResult<usize> {
    let between = kwargs.get::<&Value>("sep")?.map_or(0, length);
    let parts = value.as_array().unwrap_or_default();
    let parts_length = parts.iter().map(length).fold(0_usize, usize::saturating_add);
    Ok(parts_length.saturating_add(parts.len().saturating_mul(between)))
}

fn indented(value: &Value, kwargs: &Kwargs) -> TeraResult<usize> {
    let width = kwargs.get::<usize>("width")?.unwrap_or(4).min(MAX_INDENT);
    let lines = value.as_str().map_or(0, |text| text.lines().count());
    Ok(length(value).saturating_add(lines.saturating_mul(width)))
}
