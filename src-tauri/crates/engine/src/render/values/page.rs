//! `page` in templates.

use tera::{Map, Value};

use crate::front_matter::{PageHeader, SortBy};
use crate::graph::{Graph, NodeId, Role};
use crate::markdown::Html;

use super::{date, headings, list, optional, shared};

/// Gives what templates see of a page in a list: everything but its neighbours.
pub(crate) fn page(graph: &Graph, id: NodeId) -> Value {
    graph.values[id.index()].get_or_init(|| without_neighbours(graph, id)).clone()
}

/// Gives what templates see of a page by itself.
pub(crate) fn page_with_neighbours(graph: &Graph, id: NodeId) -> Value {
    let value = page(graph, id);
    let Role::Page { lower, higher } = graph.node(id).role else { return value };
    let Some(fields) = value.as_map() else { return value };
    let mut fields: Map = fields.clone();
    if !graph.lists_show_toc {
        fields.insert("toc".into(), headings(&graph.body(id).toc));
    }
    for (key, neighbour) in [("lower", lower), ("higher", higher)] {
        if let Some(neighbour) = neighbour {
            fields.insert(key.into(), page(graph, neighbour));
        }
    }
    for (key, neighbour) in former_neighbours(graph, id, lower, higher) {
        fields.insert(key.into(), neighbour.map_or_else(Value::none, |neighbour| page(graph, neighbour)));
    }
    Value::from(fields)
}

/// Gives the neighbours under the names they had in earlier versions, one pair for each order.
fn former_neighbours(
    graph: &Graph,
    id: NodeId,
    lower: Option<NodeId>,
    higher: Option<NodeId>,
) -> Vec<(&'static str, Option<NodeId>)> {
    let [first, second] = match graph.outline.order_of(id) {
        SortBy::Date | SortBy::UpdateDate => ["later", "earlier"],
        SortBy::Weight => ["lighter", "heavier"],
        SortBy::Title | SortBy::TitleBytes => ["title_prev", "title_next"],
        SortBy::Slug | SortBy::Permalink | SortBy::None => return Vec::new(),
    };
    vec![(first, lower), (second, higher)]
}

fn without_neighbours(graph: &Graph, id: NodeId) -> Value {
    let node = graph.node(id);
    let Some(header) = node.page() else { return Value::none() };
    let when = node.date().map(|date| date.local());
    let mut fields = shared(graph, id);
    if !graph.lists_show_toc {
        fields.insert("toc".into(), Value::none());
    }
    let own = [
        ("description", optional(header.description.as_deref())),
        ("date", date(node.date())),
        ("updated", date(node.updated())),
        ("year", Value::from(when.map(|when| i64::from(when.year())))),
        ("month", Value::from(when.map(|when| i64::from(when.month())))),
        ("day", Value::from(when.map(|when| i64::from(when.day())))),
        ("taxonomies", taxonomies(header)),
        ("authors", list(header.authors.iter().map(String::as_str))),
        ("extra", Value::from(header.extra.clone())),
        ("summary", graph.body(id).summary.as_ref().map_or_else(Value::none, Html::to_value)),
        ("draft", Value::from(header.draft)),
        ("lower", Value::none()),
        ("higher", Value::none()),
    ];
    fields.extend(own.map(|(key, value)| (key.into(), value)));
    Value::from(fields)
}

fn taxonomies(header: &PageHeader) -> Value {
    let terms = header.taxonomies.iter();
    let terms = terms.map(|(name, terms)| (name.clone().into(), list(terms.iter().map(String::as_str))));
    Value::from(terms.collect::<Map>())
}
