//! What a feed's template sees.

use tera::{Context, Value};

use crate::date::Date;
use crate::graph::{Graph, NodeId, Outline, newest_first, permalink};

use super::context;
use super::jobs::{Feed, FeedOf};
use super::values;

/// Gives the context of a feed.
pub(super) fn context(graph: &Graph, feed: &Feed) -> Context {
    let outline = &graph.outline;
    let mut context = context::bare(graph, &feed.language);
    let pages = listed(outline, feed);
    let last = pages.iter().filter_map(|&id| last_change(graph, id)).max_by_key(|date| date.instant());
    if let Some(last) = last {
        context.insert_value("last_updated", Value::from(last.as_str()));
    }
    // What it was called until 0.10.
    if let Some(newest) = pages.first().and_then(|&id| graph.node(id).date()) {
        context.insert_value("last_build_date", Value::from(newest.as_str()));
    }
    let pages: Vec<Value> = pages.iter().map(|&id| values::page(graph, id)).collect();
    context.insert_value("pages", Value::from(pages));
    context.insert_value("feed_url", Value::from(&*permalink(&outline.config, &feed.path)));
    match feed.of {
        FeedOf::Site => {}
        FeedOf::Section(id) => context::insert_own(&mut context, "section", values::section(graph, id)),
        FeedOf::Term(id) => {
            let taxonomy = &outline.taxonomies[id.taxonomy];
            context.insert_value("taxonomy", values::taxonomy_settings(taxonomy));
            context.insert_value("term", values::term(graph, id.taxonomy, id.term));
        }
    }
    context
}

/// Lists the pages of a feed, newest first.
pub(super) fn listed(outline: &Outline, feed: &Feed) -> Vec<NodeId> {
    let mut pages: Vec<NodeId> = match feed.of {
        FeedOf::Site => outline
            .ids()
            .filter(|&id| outline.node(id).is_live() && outline.node(id).language == feed.language)
            .collect(),
        FeedOf::Section(id) => outline.node(id).pages().to_vec(),
        FeedOf::Term(id) => outline.taxonomies[id.taxonomy].terms[id.term].pages.clone(),
    };
    pages.retain(|&id| outline.node(id).is_rendered() && outline.node(id).date().is_some());
    pages.sort_by(|&a, &b| newest_first(outline.node(a), outline.node(b)));
    pages.truncate(outline.config.feed_limit.unwrap_or(usize::MAX));
    pages
}

fn last_change(graph: &Graph, id: NodeId) -> Option<&Date> {
    graph.node(id).updated().or_else(|| graph.node(id).date())
}
