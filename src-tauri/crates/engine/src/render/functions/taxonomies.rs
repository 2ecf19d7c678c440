//! `get_taxonomy`, `get_taxonomy_term` and `get_taxonomy_url`.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::graph::Graph;
use crate::render::reads::{Read, note};
use crate::render::values::{self, map};
use crate::theme::suggestion;

use super::{given, language};

/// Gives a taxonomy with all its terms.
pub(super) fn get_taxonomy(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    note(Read::Taxonomy(kwargs.must_get::<String>("kind")?, language(graph, kwargs, state)?));
    let Some(at) = find(graph, kwargs, state)? else { return Ok(Value::none()) };
    let taxonomy = &graph.outline.taxonomies[at];
    Ok(map([
        ("kind", values::taxonomy_settings(taxonomy)),
        ("lang", Value::from(taxonomy.language.as_str())),
        ("permalink", Value::from(&*taxonomy.permalink)),
        ("items", values::terms(graph, at)),
    ]))
}

/// Gives one term of a taxonomy, without its pages where `include_pages` is false.
pub(super) fn get_taxonomy_term(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    note_term(graph, kwargs, state, Read::Term)?;
    let Some((taxonomy, term)) = find_term(graph, kwargs, state)? else { return Ok(Value::none()) };
    let value = values::term(graph, taxonomy, term);
    let with_pages = given::<bool>(kwargs, "include_pages")?.unwrap_or(true);
    Ok(if with_pages { value } else { values::without(&value, &["pages"]) })
}

/// Gives the address of a term.
pub(super) fn get_taxonomy_url(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    note_term(graph, kwargs, state, Read::TermAddress)?;
    let Some((taxonomy, term)) = find_term(graph, kwargs, state)? else { return Ok(Value::none()) };
    Ok(Value::safe_string(&graph.outline.taxonomies[taxonomy].terms[term].permalink))
}

fn find(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Option<usize>> {
    let kind = kwargs.must_get::<&str>("kind")?;
    let language = language(graph, kwargs, state)?;
    let taxonomies = &graph.outline.taxonomies;
    let found = look_for(graph, kind, &language);
    if found.is_some() || !required(kwargs)? {
        return Ok(found);
    }
    let names = taxonomies.iter().map(|each| each.settings.name.as_str());
    let hint = suggestion(kind, names, "Add it to `taxonomies` in the config, or write `required=false`");
    Err(Error::message(format!("The site has no taxonomy `{kind}` in the language `{language}`. {hint}")))
}

fn note_term(
    graph: &Graph,
    kwargs: &Kwargs,
    state: &State<'_>,
    read: fn(String, String, String) -> Read,
) -> TeraResult<()> {
    let kind = kwargs.must_get::<String>("kind")?;
    note(read(kind, term_name(kwargs)?.to_owned(), language(graph, kwargs, state)?));
    Ok(())
}

/// Finds a taxonomy by its name and language.
pub(in crate::render) fn look_for(graph: &Graph, kind: &str, language: &str) -> Option<usize> {
    let taxonomies = &graph.outline.taxonomies;
    taxonomies.iter().position(|each| each.language == language && each.settings.name == kind)
}

fn find_term(graph: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Option<(usize, usize)>> {
    let name = term_name(kwargs)?;
    let Some(at) = find(graph, kwargs, state)? else { return Ok(None) };
    let taxonomy = &graph.outline.taxonomies[at];
    let found = taxonomy.term(&graph.outline.config, name);
    if found.is_some() || !required(kwargs)? {
        return Ok(found.map(|term| (at, term)));
    }
    let names = taxonomy.terms.iter().map(|term| term.name.as_str());
    let hint = suggestion(name, names, "Give it to a page, or write `required=false`");
    Err(Error::message(format!("No page has `{name}` in the taxonomy `{}`. {hint}", taxonomy.settings.name)))
}

/// `name` is what `get_taxonomy_url` called it in earlier versions.
fn term_name(kwargs: &Kwargs) -> TeraResult<&str> {
    if let Some(term) = given::<&str>(kwargs, "term")? {
        return Ok(term);
    }
    given::<&str>(kwargs, "name")?.ok_or_else(|| Error::message("The argument `term` is missing"))
}

fn required(kwargs: &Kwargs) -> TeraResult<bool> {
    Ok(given::<bool>(kwargs, "required")?.unwrap_or(true))
}
