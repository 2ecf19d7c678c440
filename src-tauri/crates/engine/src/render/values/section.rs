//! `section` in templates.

use tera::Value;

use crate::graph::{Graph, NodeId, Role};

use super::{optional, page, shared};

/// Gives what templates see of a section.
pub(crate) fn section(graph: &Graph, id: NodeId) -> Value {
    graph.values[id.index()].get_or_init(|| make(graph, id)).clone()
}

fn make(graph: &Graph, id: NodeId) -> Value {
    let node = graph.node(id);
    let (Some(header), Role::Section { pages, subsections }) = (node.section(), &node.role) else {
        return Value::none();
    };
    let mut fields = shared(graph, id);
    let path = |&id: &NodeId| Value::from(graph.node(id).content_path.as_str());
    let own = [
        ("description", optional(header.description.as_deref())),
        ("extra", Value::from(header.extra.clone())),
        ("pages", Value::from(pages.iter().map(|&id| page(graph, id)).collect::<Vec<_>>())),
        ("subsections", Value::from(subsections.iter().map(path).collect::<Vec<_>>())),
        ("generate_feeds", Value::from(header.generate_feeds)),
        ("transparent", Value::from(header.transparent)),
        ("paginate_by", Value::from(header.paginate_by)),
        ("paginate_reversed", Value::from(header.paginate_reversed)),
    ];
    fields.extend(own.map(|(key, value)| (key.into(), value)));
    Value::from(fields)
}
