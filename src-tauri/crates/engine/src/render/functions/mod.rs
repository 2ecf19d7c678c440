//! The functions that templates call. Each gets the linked site as an argument and nothing else.

mod addresses;
mod clock;
mod data;
pub(super) mod files;
mod hash;
mod language;
pub(super) mod pages;
mod pictures;
mod refused;
pub(super) mod taxonomies;

use std::sync::Arc;

use tera::{ArgFromValue, Error, Kwargs, State, Tera, TeraResult, Value};

use crate::graph::Graph;
use crate::pictures::Pictures;

/// Every function a template may call, for suggestions.
pub(crate) const FUNCTION_NAMES: [&str; 18] = [
    "get_hash",
    "get_image_metadata",
    "get_page",
    "get_random",
    "get_section",
    "get_taxonomy",
    "get_taxonomy_term",
    "get_taxonomy_url",
    "get_url",
    "load_data",
    "now",
    "range",
    "resize_image",
    "shuffle",
    "super",
    "text_direction",
    "throw",
    "trans",
];

/// A function of a site: what it looks at, what it is asked, and around what.
type SiteFunction = fn(&Graph, &Kwargs, &State<'_>) -> TeraResult<Value>;

/// The functions that look at the site.
const SITE_FUNCTIONS: [(&str, SiteFunction); 12] = [
    ("get_hash", hash::get_hash),
    ("get_page", pages::get_page),
    ("get_section", pages::get_section),
    ("get_taxonomy", taxonomies::get_taxonomy),
    ("get_taxonomy_term", taxonomies::get_taxonomy_term),
    ("get_taxonomy_url", taxonomies::get_taxonomy_url),
    ("get_url", addresses::get_url),
    ("load_data", data::load_data),
    ("now", clock::now),
    ("text_direction", language::text_direction),
    ("trans", language::trans),
    ("get_random", clock::get_random),
];

/// Makes the functions known, so that templates which call them can be read before there is a site.
pub(super) fn register_unbound(tera: &mut Tera) {
    let pictures = pictures::PICTURE_FUNCTIONS.iter().map(|(name, _)| *name);
    for name in SITE_FUNCTIONS.iter().map(|(name, _)| *name).chain(pictures) {
        tera.register_function(name, move |_: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            Err(Error::message(format!("`{name}` cannot be used here")))
        });
    }
    refused::register(tera);
}

/// Gives the functions a site to look at.
pub(super) fn bind(tera: &mut Tera, graph: &Arc<Graph>, pictures: &Arc<Pictures>) {
    pictures::bind(tera, graph, pictures);
    for (name, function) in SITE_FUNCTIONS {
        let graph = Arc::clone(graph);
        tera.register_function(name, move |kwargs: Kwargs, state: &State<'_>| {
            function(&graph, &kwargs, state)
        });
    }
}

/// Gives an argument. What leads nowhere is as good as not given.
fn given<'k, T>(kwargs: &'k Kwargs, name: &'k str) -> TeraResult<Option<T>>
where
    T: ArgFromValue<'k, Output = T>,
{
    let leads_nowhere =
        kwargs.get::<&Value>(name)?.is_some_and(|value| value.is_none() || value.is_undefined());
    if leads_nowhere { Ok(None) } else { kwargs.get(name) }
}

/// Gives the language asked for, or else that of the page.
fn language(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<String> {
    if let Some(language) = given::<String>(kwargs, "lang")? {
        return Ok(language);
    }
    page_language(graph, state)
}

/// Gives the language of the page. Templates have variables of that name that are none of the site's languages.
pub(super) fn page_language(graph: &Graph, state: &State<'_>) -> TeraResult<String> {
    let named = state.get::<Value>("lang")?;
    let named = named.as_ref().and_then(Value::as_str);
    let known = named.filter(|named| graph.outline.languages().any(|code| code == *named));
    Ok(known.unwrap_or(&graph.outline.config.default_language).to_owned())
}
