//! `markdown`.

use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::blocks::{Code, may_have_calls};
use crate::config::AnchorLinks;
use crate::graph::Graph;
use crate::markdown::{MarkdownInput, Woven, render_woven};
use crate::output::SourcePath;
use crate::render::blocks::{Done, Reading, Task, carry_out};
use crate::render::bodies::Addresses;
use crate::render::context;
use crate::render::functions::page_language;
use crate::theme::Theme;

/// What a text in a template can reach.
pub(super) struct Around<'a> {
    /// The linked site.
    pub(super) graph: &'a Graph,
    /// The theme, which knows the blocks.
    pub(super) theme: &'a Theme,
    /// Gives the templates of the blocks, bound to the site.
    pub(super) tera: &'a dyn Fn() -> &'a Tera,
}

/// Turns Markdown in a template into HTML.
pub(super) fn markdown(graph: &Graph, text: &str, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    rendered(graph, text, None, kwargs, state)
}

/// Does the same with the blocks in it carried out.
pub(super) fn with_blocks(
    around: &Around<'_>,
    text: &str,
    kwargs: &Kwargs,
    state: &State<'_>,
) -> TeraResult<Value> {
    if !may_have_calls(text) {
        return markdown(around.graph, text, kwargs, state);
    }
    let (file, first_line, reading) = (file()?, 1, Reading::Prose(Code::All));
    let context = || context_here(around.graph, state);
    let (tera, theme) = ((around.tera)(), around.theme);
    let task = Task { tera, theme, text, file: &file, first_line, reading, context: &context };
    let (blocks, _) = carry_out(&task);
    rendered(around.graph, text, blocks.as_ref(), kwargs, state)
}

fn rendered(
    graph: &Graph,
    written: &str,
    blocks: Option<&Done>,
    kwargs: &Kwargs,
    state: &State<'_>,
) -> TeraResult<Value> {
    let config = &graph.outline.config;
    let language = page_language(graph, state)?;
    let permalink = state
        .get::<String>("current_url")?
        .filter(|url| !url.is_empty())
        .unwrap_or_else(|| config.base_url.clone());
    let input = MarkdownInput {
        body: blocks.map_or(written, |done| &done.text),
        file: &file()?,
        first_line: 1,
        permalink: &permalink,
        language: &language,
        options: &config.markdown,
        anchors: config.slugify.anchors,
        anchor_links: AnchorLinks::None,
        highlighter: graph.outline.highlighter.as_deref(),
        site: &Addresses { outline: &graph.outline, for_hidden: false },
    };
    let woven = blocks.map(|done| Woven { inserts: &done.inserts, written, origin: None });
    let rendered = render_woven(&input, woven);
    if kwargs.get::<bool>("inline")?.unwrap_or(false) {
        let html = rendered.html.trim();
        let inner = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html);
        return Ok(Value::from(inner));
    }
    Ok(Value::from(&*rendered.html))
}

fn file() -> TeraResult<SourcePath> {
    SourcePath::new("templates").map_err(tera::Error::message)
}

/// Gives what the template around the text finds of the page.
fn context_here(graph: &Graph, state: &State<'_>) -> Context {
    // As in Zola, blocks in templates speak the default language.
    let mut context = context::bare(graph, &graph.outline.config.default_language);
    for name in ["page", "section", "current_path", "current_url"] {
        if let Ok(Some(value)) = state.get::<Value>(name) {
            context.insert_value(name, value);
        }
    }
    context
}
