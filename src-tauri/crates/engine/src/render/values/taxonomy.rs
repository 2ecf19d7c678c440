//! `taxonomy`, `terms` and `term` in templates.

use tera::Value;

use crate::graph::{Graph, LinkedTaxonomy, Term};

use super::{map, optional, page};

/// Gives what templates see of a taxonomy itself.
pub(crate) fn taxonomy_settings(taxonomy: &LinkedTaxonomy) -> Value {
    map([
        ("name", Value::from(taxonomy.settings.name.as_str())),
        ("slug", Value::from(taxonomy.slug.as_str())),
        ("path", Value::from(taxonomy.path.as_str())),
        ("permalink", Value::from(&*taxonomy.permalink)),
        ("lang", Value::from(taxonomy.language.as_str())),
        ("render", Value::from(taxonomy.settings.render)),
        ("feed", Value::from(taxonomy.settings.feed)),
        ("paginate_by", Value::from(taxonomy.settings.paginate_by)),
        ("paginate_path", optional(taxonomy.settings.paginate_path.as_deref())),
    ])
}

/// Gives all terms of a taxonomy.
pub(crate) fn terms(graph: &Graph, taxonomy: usize) -> Value {
    let make = || {
        let terms = &graph.outline.taxonomies[taxonomy].terms;
        Value::from(terms.iter().map(|each| make_term(graph, each)).collect::<Vec<_>>())
    };
    graph.term_values[taxonomy].get_or_init(make).clone()
}

/// Gives one term of a taxonomy.
pub(crate) fn term(graph: &Graph, taxonomy: usize, term: usize) -> Value {
    terms(graph, taxonomy).as_array().and_then(|terms| terms.get(term).cloned()).unwrap_or_else(Value::none)
}

fn make_term(graph: &Graph, term: &Term) -> Value {
    map([
        ("name", Value::from(term.name.as_str())),
        ("slug", Value::from(term.slug.as_str())),
        ("path", Value::from(term.path.as_str())),
        ("permalink", Value::from(&*term.permalink)),
        ("pages", Value::from(term.pages.iter().map(|&id| page(graph, id)).collect::<Vec<_>>())),
        ("page_count", Value::from(term.pages.len())),
    ])
}
