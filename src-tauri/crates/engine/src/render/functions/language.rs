//! `trans` and `text_direction`.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::graph::Graph;
use crate::theme::suggestion;

use super::language;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ps", "sd", "ur", "yi"];

/// Gives the site's word for a key in a language.
pub(super) fn trans(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let key = kwargs.must_get::<&str>("key")?;
    let language = language(graph, kwargs, state)?;
    let config = &graph.outline.config;
    let words = match config.languages.get(&language) {
        Some(other) if language != config.default_language => &other.translations,
        Some(_) | None => &config.translations,
    };
    words.get(key).map(|word| Value::from(word.as_str())).ok_or_else(|| {
        let hint =
            suggestion(key, words.keys().map(String::as_str), "Add it to `[translations]` in the config");
        Error::message(format!("There is no text for the key `{key}` in the language `{language}`. {hint}"))
    })
}

/// Says which way a language is written: `ltr` or `rtl`.
pub(super) fn text_direction(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let language = language(graph, kwargs, state)?;
    let code = language.split('-').next().unwrap_or(&language);
    Ok(Value::from(if RIGHT_TO_LEFT.contains(&code) { "rtl" } else { "ltr" }))
}
