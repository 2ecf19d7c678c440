//! `markdown`.

use tera::{Kwargs, State, TeraResult, Value};

use crate::config::AnchorLinks;
use crate::graph::Graph;
use crate::markdown::{MarkdownInput, render};
use crate::output::SourcePath;
use crate::render::bodies::Addresses;

/// Turns Markdown in a template into HTML.
pub(super) fn markdown(graph: &Graph, text: &str, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let config = &graph.outline.config;
    let language = state
        .get::<String>("lang")?
        .filter(|language| !language.is_empty())
        .unwrap_or_else(|| config.default_language.clone());
    let permalink = state
        .get::<String>("current_url")?
        .filter(|url| !url.is_empty())
        .unwrap_or_else(|| config.base_url.clone());
    let file = SourcePath::new("templates").map_err(tera::Error::message)?;
    let rendered = render(&MarkdownInput {
        body: text,
        file: &file,
        first_line: 1,
        permalink: &permalink,
        language: &language,
        options: &config.markdown,
        anchors: config.slugify.anchors,
        anchor_links: AnchorLinks::None,
        highlighter: graph.outline.highlighter.as_deref(),
        site: &Addresses { outline: &graph.outline, for_hidden: false },
    });
    if kwargs.get::<bool>("inline")?.unwrap_or(false) {
        let html = rendered.html.trim();
        let inner = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html);
        return Ok(Value::from(inner));
    }
    Ok(Value::from(&*rendered.html))
}
