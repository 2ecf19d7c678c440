//! What every template finds in its context.

use std::sync::Arc;

use tera::{Context, Value};

use crate::graph::Graph;
use crate::theme::AROUND;

use super::values;

/// The release of Zola whose names templates find here.
const ZOLA_VERSION: &str = "0.23.0";

/// Gives the config in a language.
pub(super) fn config(graph: &Graph, language: &str) -> Value {
    let config = &graph.outline.config;
    let make = || values::config(config, language);
    match graph.outline.languages().position(|code| code == language) {
        Some(at) => graph.config_values[at].get_or_init(make).clone(),
        None => make(),
    }
}

/// Adds the page or section that a template is for, also under the name that no variable of an old template hides.
pub(super) fn insert_own(context: &mut Context, name: &'static str, value: Value) {
    context.insert_value(format!("{AROUND}{name}"), value.clone());
    context.insert_value(name, value);
}

/// Gives the context of templates that stand for no address: config and language.
pub(super) fn bare(graph: &Graph, language: &str) -> Context {
    let mut context = Context::new();
    context.insert_value("config", config(graph, language));
    context.insert_value("lang", Value::from(language));
    context.insert_value("zola_version", Value::from(ZOLA_VERSION));
    context
}

/// Gives the context of templates that stand for an address.
pub(super) fn at(graph: &Graph, language: &str, path: &str, url: &Arc<str>) -> Context {
    let mut context = bare(graph, language);
    context.insert_value("current_path", Value::from(path));
    context.insert_value("current_url", Value::from(&**url));
    context
}
