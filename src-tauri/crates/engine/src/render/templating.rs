//! Texts that are templates, as in Zola 0.23: filled in before they are read as Markdown.
//!
//! Only where the site wants it. In a site made here prose with braces is prose.

use std::borrow::Cow;

use tera::{Context, Tera};

use crate::diagnostic::{Checked, Diagnostic, Excerpt, Place, Position};
use crate::document::Document;
use crate::graph::{Globs, Graph, Node, NodeId};
use crate::theme::{Text, Theme, Trouble, told};

use super::limit::{Limited, MAX_PAGE_BYTES};
use super::{context, values};

/// Which texts are templates.
#[derive(Debug, Clone)]
pub(crate) enum Templating {
    /// None is.
    Off,
    /// All are whose file is not among these.
    Except(Globs),
}

impl Templating {
    /// Says whether the text of a file is a template, if there is anything to fill in.
    pub(super) fn applies(&self, node: &Node) -> bool {
        match self {
            Self::Off => false,
            Self::Except(skipped) => {
                has_template(&node.document.body) && !skipped.contain("content", &node.content_path)
            }
        }
    }

    /// Fills a text in. Where that fails the text stays as it is, and the trouble is named.
    pub(super) fn fill<'a>(
        &self,
        graph: &Graph,
        theme: &Theme,
        tera: &Tera,
        id: NodeId,
        document: &'a Document,
    ) -> Checked<Cow<'a, str>> {
        let node = graph.node(id);
        let body = Cow::Borrowed(&*document.body);
        match self {
            Self::Off => {
                let trouble = block_in(document).map(|offset| not_yet(document, offset));
                Checked::new(body, trouble.into_iter().collect())
            }
            Self::Except(skipped) => {
                if !has_template(&body) || skipped.contain("content", &node.content_path) {
                    return Checked::new(body, Vec::new());
                }
                let author = Text::new(None, body.to_string());
                let text = match author.clone().counted() {
                    Ok(text) => text,
                    Err(trouble) => {
                        return Checked::new(body, vec![in_text(theme, document, &author, &trouble)]);
                    }
                };
                let mut written = Limited::new(MAX_PAGE_BYTES);
                let _meter = theme.budget.start();
                match tera.render_str_to(&text.whole(), &context_of(graph, id), false, &mut written) {
                    Ok(()) => {
                        let text = String::from_utf8_lossy(&written.into_bytes()).into_owned();
                        Checked::new(Cow::Owned(text), Vec::new())
                    }
                    Err(error) => {
                        let trouble = Trouble::of(&error);
                        Checked::new(
                            body,
                            trouble.iter().map(|one| in_text(theme, document, &text, one)).collect(),
                        )
                    }
                }
            }
        }
    }
}

fn context_of(graph: &Graph, id: NodeId) -> Context {
    let node = graph.node(id);
    let mut context = context::at(graph, &node.language, &node.path, &node.permalink);
    if node.page().is_some() {
        context.insert_value("page", values::page_with_neighbours(graph, id));
    } else {
        context.insert_value("section", values::section(graph, id));
    }
    context
}

fn has_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// Finds the first block, written as a call of a component.
fn block_in(document: &Document) -> Option<usize> {
    ["{{<", "{{ <", "{%<", "{% <"].iter().filter_map(|start| document.body.find(start)).min()
}

fn not_yet(document: &Document, offset: usize) -> Diagnostic {
    let at = Position::of(&document.body, offset);
    let position = Position { line: at.line + document.body_line - 1, column: at.column };
    Diagnostic::warning(
        Place { file: document.file.clone(), position: Some(position) },
        format!("{} has a block, and blocks are not shown yet", document.file),
        "It is shown as it is written; take it out, or write `content_templating = true` into `galley.toml`",
    )
}

fn in_file(document: &Document, at: Position) -> Position {
    Position { line: at.line + document.body_line - 1, column: at.column }
}

fn in_text(theme: &Theme, document: &Document, text: &Text, trouble: &Trouble) -> Diagnostic {
    let is_here = trouble.template.as_ref().is_none_or(|name| theme.texts.get(name).is_none());
    let nameless = Trouble { template: None, ..trouble.clone() };
    let trouble = if is_here { &nameless } else { trouble };
    let mut diagnostic = told(&theme.texts, trouble, &theme.texts.known());
    if is_here {
        let (at, width) = trouble.position.map(|at| text.authored(at, trouble.width)).unzip();
        diagnostic.excerpt =
            at.and_then(|at| Excerpt::of(&document.body, at, width.unwrap_or(1))).map(Box::new);
        let position = at.map(|at| in_file(document, at));
        diagnostic.place = Some(Place { file: document.file.clone(), position });
    }
    let hint = "To show braces as they are, put them between `{% raw %}` and `{% endraw %}`";
    diagnostic.hint = format!("{}\n{hint}", diagnostic.hint);
    diagnostic.message =
        format!("A part of {} could not be filled in: {}", document.file, diagnostic.message);
    diagnostic
}
