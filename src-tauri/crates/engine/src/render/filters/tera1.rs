//! Filters and tests that do what Tera 1 did, where Tera 2 does something else under the same name. Only templates
//! that were translated use them; `get_env` alone has its old name.

use std::collections::BTreeMap;

use tera::value::Key;
use tera::{Error, Kwargs, Map, Number, State, Tera, TeraResult, Value};

use super::tera1_date::date;

/// Makes the filters and tests known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("tera1_at", at);
    tera.register_filter("tera1_context", context);
    tera.register_filter("tera1_date", date);
    tera.register_filter("tera1_default", default);
    tera.register_filter("tera1_filesizeformat", filesizeformat);
    tera.register_filter("tera1_float", float);
    tera.register_filter("tera1_group_by", group_by);
    tera.register_filter("tera1_indent", indent);
    tera.register_filter("tera1_int", int);
    tera.register_filter("tera1_join", join);
    tera.register_filter("tera1_list", list);
    tera.register_filter("tera1_number", |value: &Value, _: Kwargs, _: &State<'_>| even(value));
    tera.register_filter("tera1_replace", replace);
    tera.register_filter("tera1_round", round);
    tera.register_filter("tera1_sort", sort_by_length);
    tera.register_filter("tera1_title", title);
    tera.register_filter("tera1_unique", unique);
    tera.register_filter("tera1_with_parts", with_parts);
    tera.register_function("get_env", get_env);
    tera.register_filter("tera1_unknown", |_: &Value, kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Err(Error::message(format!("There is no filter `{}`", kwargs.must_get::<&str>("name")?)))
    });
    tera.register_test("tera1_unknown", |_: &Value, kwargs: Kwargs, _: &State<'_>| -> TeraResult<bool> {
        Err(Error::message(format!("There is no test `{}`", kwargs.must_get::<&str>("name")?)))
    });
    tera.register_test("tera1_iterable", |value: &Value, _: Kwargs, _: &State<'_>| {
        value.is_array() || value.is_map()
    });
}

/// Gives what a map has for a key or a list at a place; nothing where there is nothing, or no map and no list.
fn at(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let key = kwargs.must_get::<&Value>("key")?;
    let place = key.as_number().and_then(|number| number.as_integer());
    let found = match (value.as_map(), value.as_array()) {
        (Some(map), _) => map.get(&Key::from(written(key))),
        (None, Some(list)) => {
            let place = place.or_else(|| key.as_str()?.parse().ok());
            place.and_then(|place| list.get(usize::try_from(place).ok()?))
        }
        (None, None) => None,
    };
    Ok(found.cloned().unwrap_or_else(Value::undefined))
}

/// Writes what a template finds as JSON, in the order of the names, since it has none of its own.
fn context(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let json = serde_json::to_value(value).map_err(|error| Error::message(error.to_string()))?;
    let serde_json::Value::Object(map) = json else { return Ok(json.to_string()) };
    let own = |name: &String| !name.starts_with(crate::theme::AROUND);
    let sorted: BTreeMap<String, serde_json::Value> = map.into_iter().filter(|(name, _)| own(name)).collect();
    serde_json::to_string_pretty(&sorted).map_err(|error| Error::message(error.to_string()))
}

/// Writes a list; everything else stays what it is.
fn list(value: &Value, _: Kwargs, _: &State<'_>) -> Value {
    if value.is_array() { Value::from(written(value)) } else { value.clone() }
}

/// Gives another value for one that is not there or is none.
fn default(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_undefined() || value.is_none() { kwargs.must_get("value") } else { Ok(value.clone()) }
}

/// Gives another value for one that has no parts.
fn with_parts(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_map() { Ok(value.clone()) } else { kwargs.must_get("otherwise") }
}

fn filesizeformat(bytes: u64, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let binary = kwargs.get::<bool>("binary")?.unwrap_or(false);
    let units = if binary {
        ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    } else {
        ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    };
    let mut size = bytes as f64;
    let mut unit = 0;
    while size >= 1024.0 && unit + 1 < units.len() {
        size /= 1024.0;
        unit += 1;
    }
    let digits = if size.fract() == 0.0 { 0 } else { 2 };
    Ok(format!("{size:.digits$} {}", units[unit]))
}

fn float(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<f64> {
    let otherwise = kwargs.get::<f64>("default")?.unwrap_or(0.0);
    match (value.as_str(), value.as_number()) {
        (Some(text), _) => Ok(text.trim().parse().unwrap_or(otherwise)),
        (None, Some(number)) => Ok(number.as_float()),
        (None, None) => Err(Error::message(format!("{} cannot be made a number", value.name()))),
    }
}

fn int(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<i64> {
    let otherwise = kwargs.get::<i64>("default")?.unwrap_or(0);
    let base = kwargs.get::<u32>("base")?.unwrap_or(10);
    if !(2..=36).contains(&base) {
        return Err(Error::message(format!("`base` is from 2 to 36, and not {base}")));
    }
    match (value.as_str(), value.as_number()) {
        (Some(text), _) => {
            let text = text.trim();
            let digits = match base {
                2 => text.trim_start_matches("0b"),
                8 => text.trim_start_matches("0o"),
                16 => text.trim_start_matches("0x"),
                _ => text,
            };
            let broken = || digits.parse::<f64>().ok().filter(|_| digits.contains('.')).and_then(whole);
            Ok(i64::from_str_radix(digits, base).ok().or_else(broken).unwrap_or(otherwise))
        }
        (None, Some(Number::Integer(number))) => Ok(i64::try_from(number).unwrap_or(otherwise)),
        (None, Some(number)) => Ok(whole(number.as_float()).unwrap_or(otherwise)),
        (None, None) => Err(Error::message(format!("{} cannot be made a number", value.name()))),
    }
}

fn whole(number: f64) -> Option<i64> {
    Number::Float(number.trunc()).as_integer().and_then(|number| i64::try_from(number).ok())
}

/// Gives a number that comes out even without a point.
fn even(value: &Value) -> Value {
    match value.as_number() {
        Some(Number::Float(number)) if number.fract() == 0.0 => {
            whole(number).map_or(value.clone(), Value::from)
        }
        Some(_) | None => value.clone(),
    }
}

fn round(number: f64, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let precision = kwargs.get::<i32>("precision")?.unwrap_or(0);
    let scale = if precision == 0 { 1.0 } else { 10_f64.powi(precision) };
    let scaled = number * scale;
    let rounded = match kwargs.get::<&str>("method")?.unwrap_or("common") {
        "common" => scaled.round(),
        "ceil" => scaled.ceil(),
        "floor" => scaled.floor(),
        other => {
            return Err(Error::message(format!("`method` is `ceil` or `floor`, and not `{other}`")));
        }
    };
    Ok(even(&Value::from(rounded / scale)))
}

/// Groups the values of a list, the groups in the order in which they first occur.
fn group_by(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for value in list {
        let Some(key) = value.get_from_path(attribute).filter(|key| !key.is_none()) else { continue };
        let key = written(key);
        let at = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(value.clone()),
            None => groups.push((key, vec![value.clone()])),
        }
    }
    Ok(Value::from(groups.into_iter().map(|(key, group)| (key.into(), group.into())).collect::<Map>()))
}

fn indent(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let prefix = kwargs.get::<&str>("prefix")?.unwrap_or("    ");
    let first = kwargs.get::<bool>("first")?.unwrap_or(false);
    let blank = kwargs.get::<bool>("blank")?.unwrap_or(false);
    let indented = text.lines().enumerate().map(|(number, line)| {
        let has_prefix = if number == 0 { first } else { blank || !line.trim_start().is_empty() };
        format!("{}{line}", if has_prefix { prefix } else { "" })
    });
    Ok(indented.collect::<Vec<_>>().join("\n"))
}

/// Joins texts, whether they are escaped or not.
fn join(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let between = kwargs.get::<&str>("sep")?.unwrap_or("");
    Ok(list.iter().map(written).collect::<Vec<_>>().join(between))
}

/// Puts a text in the place of another, whether they are escaped or not.
fn replace(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(text.replace(kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?))
}

/// Gives what a template has for the case that the machine says nothing: a page is the same on every machine.
fn get_env(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let name = kwargs.must_get::<&str>("name")?;
    kwargs.get::<Value>("default")?.ok_or_else(|| {
        Error::message(format!(
            "A page does not depend on the machine, so `{name}` has no value. Write `default=…`"
        ))
    })
}

/// Makes the first letter of each word large and all others small. A word may hold `_` and `'`.
fn title(text: &str, _: Kwargs, _: &State<'_>) -> String {
    let mut titled = String::with_capacity(text.len());
    let mut in_word = false;
    for letter in text.chars() {
        let is_part = letter.is_alphanumeric() || letter == '_' || (letter == '\'' && in_word);
        match (is_part, in_word) {
            (true, false) => titled.extend(letter.to_uppercase()),
            (true, true) => titled.extend(letter.to_lowercase()),
            (false, _) => titled.push(letter),
        }
        in_word = is_part;
    }
    titled
}

/// Sorts by the length of a list that each value has.
fn sort_by_length(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut sorted = list.to_vec();
    sorted.sort_by_key(|value| value.get_from_path(attribute).and_then(Value::len).unwrap_or_default());
    Ok(sorted)
}

/// Keeps the first of values that are equal, or equal in an attribute; large and small letters count as one.
fn unique(list: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let attribute = kwargs.get::<&str>("attribute")?.unwrap_or("");
    let case_sensitive = kwargs.get::<bool>("case_sensitive")?.unwrap_or(false);
    let mut seen = std::collections::HashSet::new();
    let key = |value: &Value| {
        let key = if attribute.is_empty() { Some(value) } else { value.get_from_path(attribute) };
        key.map(|key| if case_sensitive { written(key) } else { written(key).to_lowercase() })
    };
    Ok(list.iter().filter(|value| key(value).is_some_and(|key| seen.insert(key))).cloned().collect())
}

/// Writes a value as Tera 1 did.
pub(super) fn written(value: &Value) -> String {
    if let Some(list) = value.as_array() {
        return format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", "));
    }
    match value.as_number() {
        Some(number) => number.to_string(),
        None if value.is_map() => "[object]".to_owned(),
        None => value.to_string(),
    }
}
