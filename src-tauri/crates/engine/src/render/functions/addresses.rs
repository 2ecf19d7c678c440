//! `get_url`.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::graph::{Graph, permalink};
use crate::theme::suggestion;

use crate::render::reads::{Read, note};
use crate::render::search;

use super::{files, given, language, pages};

/// How much of a hash stands in an address.
const CACHEBUST_DIGITS: usize = 20;

/// Gives the whole address of a content file (`@/…`) or of a path.
pub(super) fn get_url(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let path = kwargs.must_get::<&str>("path")?;
    if let Some(file) = path.strip_prefix("@/") {
        return of_content(graph, kwargs, state, file);
    }
    if path.contains("://") || path.starts_with("//") {
        return Ok(Value::safe_string(path));
    }
    let config = &graph.outline.config;
    let prefixed = match given::<&str>(kwargs, "lang")? {
        Some(language) if language != config.default_language => with_language(graph, language, path)?,
        Some(_) | None => path.to_owned(),
    };
    let below = prefixed.trim_start_matches('/').trim_end_matches('/');
    let address = if below.is_empty() { String::new() } else { format!("/{below}") };
    let mut url = permalink(config, &address).to_string();
    if given::<bool>(kwargs, "trailing_slash")?.unwrap_or(false) && !url.ends_with('/') {
        url.push('/');
    }
    if given::<bool>(kwargs, "cachebust")?.unwrap_or(false)
        && let Some(stamp) = stamp(graph, path)?
    {
        url = format!("{url}?h={}", &stamp[..stamp.len().min(CACHEBUST_DIGITS)]);
    }
    Ok(Value::safe_string(&url))
}

/// Gives what is another for another version of a file.
fn stamp(graph: &Graph, path: &str) -> TeraResult<Option<String>> {
    if let Some(file) = files::find(graph, path) {
        return Ok(Some(file.entry.hash.to_string()));
    }
    if let Some(language) = files::language_of_index(graph, path) {
        note(Read::SearchIndex(language.to_owned()));
        // While texts are made nothing is known of it yet.
        return Ok(graph.search_indexes.as_ref().map(|_| search::stamp(graph, language)));
    }
    match files::made(graph, path) {
        Some(Ok(file)) => Ok(Some(file.entry.hash.to_string())),
        // The sheet's own trouble is told where it is made; its pages need not suffer.
        Some(Err(_)) => Ok(None),
        None => Err(files::missing(graph, path)),
    }
}

fn of_content(graph: &Graph, kwargs: &Kwargs, state: &State<'_>, file: &str) -> TeraResult<Value> {
    let (file, anchor) = match file.split_once('#') {
        Some((file, anchor)) => (file, Some(anchor)),
        None => (file, None),
    };
    let language = language(graph, kwargs, state)?;
    note(Read::Address(file.to_owned(), language.clone()));
    let Some(id) = pages::look_for(graph, file, &language) else {
        let live = graph.outline.nodes.iter().filter(|node| node.is_live());
        let names: Vec<String> = live.map(|node| format!("@/{}", node.content_path)).collect();
        let wanted = format!("@/{file}");
        let hint = suggestion(&wanted, names.iter().map(String::as_str), "Choose a page that is there");
        return Err(Error::message(format!("There is no page `{wanted}` to link to. {hint}")));
    };
    let address = &graph.node(id).permalink;
    Ok(Value::safe_string(
        &anchor.map_or_else(|| address.to_string(), |anchor| format!("{address}#{anchor}")),
    ))
}

fn with_language(graph: &Graph, language: &str, path: &str) -> TeraResult<String> {
    if !graph.outline.config.languages.contains_key(language) {
        let names = graph.outline.languages();
        let hint = suggestion(language, names, "Add it to `[languages]` in the config, or use another");
        return Err(Error::message(format!("The site has no language `{language}`. {hint}")));
    }
    let path = path.trim_start_matches('/');
    let there = path == language || path.starts_with(&format!("{language}/"));
    Ok(if there { path.to_owned() } else { format!("{language}/{path}") })
}
