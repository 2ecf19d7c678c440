//! Filters that Tera 1 had and Tera 2 has not, under their old names. Old templates use them, and new ones may.

use tera::{ArgFromValue, Kwargs, Number, State, Tera, TeraResult, Value};

use super::tera1;

/// Makes the filters known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("addslashes", addslashes);
    tera.register_filter("as_str", |value: &Value, _: Kwargs, _: &State<'_>| tera1::written(value));
    tera.register_filter("concat", concat);
    tera.register_filter("filter", filter);
    tera.register_filter("linebreaksbr", |text: &str, _: Kwargs, _: &State<'_>| {
        text.replace("\r\n", "<br>").replace('\n', "<br>")
    });
    tera.register_filter("map", map);
    tera.register_filter("slice", slice);
    tera.register_filter(
        "trim_end_matches",
        |text: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            Ok(text.trim_end_matches(kwargs.must_get::<&str>("pat")?).to_owned())
        },
    );
    tera.register_filter(
        "trim_start_matches",
        |text: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            Ok(text.trim_start_matches(kwargs.must_get::<&str>("pat")?).to_owned())
        },
    );
}

fn addslashes(text: &str, _: Kwargs, _: &State<'_>) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\'', "\\'")
}

/// Adds a value, or each of a list, to the end of a list.
fn concat(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let with = kwargs.must_get::<&Value>("with")?;
    let mut all = list.to_vec();
    match with.as_array() {
        Some(more) => all.extend(more.iter().cloned()),
        None => all.push(with.clone()),
    }
    Ok(all)
}

/// Keeps the values whose attribute is as asked for, or is there at all.
fn filter(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let asked = kwargs.get::<&Value>("value")?.filter(|value| !value.is_none());
    let fits = |value: &&Value| {
        let found = value.get_from_path(attribute).filter(|found| !found.is_none());
        match (found, asked) {
            (Some(found), Some(asked)) => found == asked,
            (found, None) => found.is_some(),
            (None, Some(_)) => false,
        }
    };
    Ok(list.iter().filter(fits).cloned().collect())
}

/// Gives an attribute of each value that has it.
fn map(list: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    // What is a group today was a list once, as the languages of a site were.
    let is_empty_group = list.as_map().is_some_and(|group| group.is_empty());
    let list = if is_empty_group { &[] } else { <&[Value]>::from_value(list)? };
    let found = list.iter().filter_map(|value| value.get_from_path(attribute));
    Ok(found.filter(|found| !found.is_none()).cloned().collect())
}

/// Gives a part of a list; what is below zero counts from the end.
fn slice(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let place = |name: &str, otherwise: usize| -> TeraResult<usize> {
        let Some(asked) = kwargs.get::<f64>(name)? else { return Ok(otherwise) };
        let from_start = if asked < 0.0 { asked + list.len() as f64 } else { asked };
        let whole = Number::Float(from_start.trunc().max(0.0)).as_integer();
        Ok(whole.and_then(|whole| usize::try_from(whole).ok()).unwrap_or(list.len()))
    };
    let start = place("start", 0)?;
    let end = place("end", list.len())?.min(list.len());
    Ok(list.get(start..end).unwrap_or_default().to_vec())
}
