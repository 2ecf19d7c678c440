//! Texts that are templates, as in Zola 0.23: filled in before they are read as Markdown; and texts that have blocks.
//!
//! Which of the two a text is depends on the site. One made here has prose with blocks, and so has one that was made
//! for a Zola before 0.23, where texts were no templates: it has shortcodes or macros, and no components. In all
//! others the texts are templates, and shortcodes work beside.

use std::borrow::Cow;

use tera::{Context, Tera};

use crate::blocks::{Code, may_have_calls};
use crate::diagnostic::{Diagnostic, Excerpt, Place, Position};
use crate::document::Document;
use crate::graph::{Globs, Graph, Node, NodeId};
use crate::theme::{Text, Theme, Trouble, told};

use super::blocks::{Done, Reading, Task, carry_out};
use super::limit::{Limited, MAX_PAGE_BYTES};
use super::{context, values};

/// Stands for `#` in a text that is filled in. It is as long, so that places in the text stay what they are.
const KEPT: &str = "\u{1}";

/// Which texts are templates.
#[derive(Debug, Clone)]
pub(crate) enum Templating {
    /// None is.
    Off,
    /// All are whose file is not among these.
    Except(Globs),
}

/// What a text is filled in with.
pub(super) struct Filling<'a> {
    /// The site without its texts.
    pub(super) graph: &'a Graph,
    /// The templates, bound to that.
    pub(super) tera: &'a Tera,
    /// The theme, which knows the blocks.
    pub(super) theme: &'a Theme,
}

/// A text that is ready to be read as Markdown.
pub(super) struct Filled<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// The blocks in it.
    pub(super) blocks: Option<Done>,
    /// Says whether the blocks know where the text comes from.
    pub(super) has_origin: bool,
    /// The trouble met on the way.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Templating {
    /// Says how the text of a file is read; nothing for one that is left as it is.
    fn reading(&self, node: &Node, theme: &Theme) -> Option<Reading> {
        match self {
            Self::Off => Some(Reading::Prose(Code::All)),
            Self::Except(skipped) if skipped.contain("content", &node.content_path) => None,
            Self::Except(_) if theme.texts_are_old => Some(Reading::Prose(Code::Fences)),
            Self::Except(_) => Some(Reading::Template),
        }
    }

    /// Says whether the text of a file may show anything of the site: it may be a template, or have blocks.
    pub(super) fn may_apply(node: &Node) -> bool {
        may_have_calls(&node.document.body)
    }

    /// Fills a text in. What fails stays as it is written, and is named.
    pub(super) fn fill<'a>(&self, with: &Filling<'_>, id: NodeId, document: &'a Document) -> Filled<'a> {
        let body = Cow::Borrowed(&*document.body);
        let reading = self.reading(with.graph.node(id), with.theme).filter(|_| may_have_calls(&body));
        let Some(reading) = reading else {
            return Filled { text: body, blocks: None, has_origin: false, diagnostics: Vec::new() };
        };
        let (woven, diagnostics) = weave(with, id, document, reading);
        if reading != Reading::Template {
            return Filled { diagnostics, ..woven };
        }
        match filled(with, id, &woven.text) {
            Ok(Some(text)) => Filled { text: Cow::Owned(text), has_origin: false, diagnostics, ..woven },
            Ok(None) => Filled { diagnostics, ..woven },
            Err(troubles) => {
                let blocks = woven.blocks.as_ref();
                let named = troubles.iter().map(|one| in_text(with.theme, document, blocks, one));
                let diagnostics = diagnostics.into_iter().chain(named).collect();
                // The blocks of a text that is no good template are shown all the same.
                let (woven, _) = weave(with, id, document, Reading::Prose(Code::Fences));
                Filled { diagnostics, ..woven }
            }
        }
    }
}

/// Carries out the blocks of a text.
fn weave<'a>(
    with: &Filling<'_>,
    id: NodeId,
    document: &'a Document,
    reading: Reading,
) -> (Filled<'a>, Vec<Diagnostic>) {
    let (blocks, diagnostics) = carry_out(&Task {
        tera: with.tera,
        theme: with.theme,
        text: &document.body,
        file: &document.file,
        first_line: document.body_line,
        reading,
        context: &|| context_of_block(with.graph, id),
    });
    let text = match &blocks {
        Some(done) => Cow::Owned(done.text.clone()),
        None => Cow::Borrowed(&*document.body),
    };
    (Filled { text, blocks, has_origin: true, diagnostics: Vec::new() }, diagnostics)
}

/// Fills in a text that is a template; nothing where there is nothing to fill in.
fn filled(with: &Filling<'_>, id: NodeId, text: &str) -> Result<Option<String>, Vec<Trouble>> {
    if !may_have_calls(text) {
        return Ok(None);
    }
    let kept = keep_heading_names(text);
    let is_kept = matches!(kept, Cow::Owned(_));
    let text = Text::new(None, kept.into_owned()).counted().map_err(|trouble| vec![trouble])?;
    let mut written = Limited::new(MAX_PAGE_BYTES);
    let _meter = with.theme.budget.start();
    match with.tera.render_str_to(&text.whole(), &context_of(with.graph, id), false, &mut written) {
        Ok(()) => {
            let filled = String::from_utf8_lossy(&written.into_bytes()).into_owned();
            Ok(Some(if is_kept { filled.replace(&format!("{{{KEPT}"), "{#") } else { filled }))
        }
        Err(error) => {
            Err(Trouble::of(&error).into_iter().map(|one| in_author(with.theme, &text, one)).collect())
        }
    }
}

/// Puts another sign into the names that writers give headings, `{#name}` at the end of a line: a template would take
/// them for the start of a remark.
fn keep_heading_names(text: &str) -> Cow<'_, str> {
    if !text.contains("{#") || text.contains(KEPT) {
        return Cow::Borrowed(text);
    }
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((before, inside)) =
            line.trim_end().strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"))
        {
            let is_name = inside.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                && !inside.contains(['{', '}'])
                && !inside.ends_with('#');
            if is_name {
                places.push(start + before.len() + 1);
            }
        }
        start += line.len();
    }
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut kept = text.to_owned();
    for place in places {
        kept.replace_range(place..=place, KEPT);
    }
    Cow::Owned(kept)
}

/// Gives what a block finds: what a text finds, and the folder of its page.
fn context_of_block(graph: &Graph, id: NodeId) -> Context {
    let mut context = context_of(graph, id);
    let here = context.get("page").or(context.get("section"));
    if let Some(folder) = here.and_then(|here| here.get_from_path("colocated_path")).cloned() {
        context.insert_value("colocated_path", folder);
    }
    context
}

fn context_of(graph: &Graph, id: NodeId) -> Context {
    let node = graph.node(id);
    let mut context = context::at(graph, &node.language, &node.path, &node.permalink);
    if node.page().is_some() {
        context::insert_own(&mut context, "page", values::page_with_neighbours(graph, id));
    } else {
        context::insert_own(&mut context, "section", values::section(graph, id));
    }
    context
}

/// Says where trouble with a text itself stands in it, and not in what the template engine read.
fn in_author(theme: &Theme, text: &Text, trouble: Trouble) -> Trouble {
    let is_here = trouble.template.as_ref().is_none_or(|name| theme.texts.get(name).is_none());
    if !is_here {
        return trouble;
    }
    let (position, width) = trouble.position.map(|at| text.authored(at, trouble.width)).unzip();
    Trouble { template: None, position, width: width.unwrap_or(1), ..trouble }
}

fn in_text(theme: &Theme, document: &Document, blocks: Option<&Done>, trouble: &Trouble) -> Diagnostic {
    let mut diagnostic = told(&theme.texts, trouble, &theme.texts.known());
    if trouble.template.is_none() {
        let at = trouble.position.map(|at| match blocks {
            Some(done) => Position::of(&document.body, done.origin.find(offset(&done.text, at))),
            None => at,
        });
        diagnostic.excerpt = at.and_then(|at| Excerpt::of(&document.body, at, trouble.width)).map(Box::new);
        let position = at.map(|at| Position { line: at.line + document.body_line - 1, column: at.column });
        diagnostic.place = Some(Place { file: document.file.clone(), position });
    }
    let hint = "To show braces as they are, put them between `{% raw %}` and `{% endraw %}`";
    diagnostic.hint = format!("{}\n{hint}", diagnostic.hint);
    diagnostic.message =
        format!("A part of {} could not be filled in: {}", document.file, diagnostic.message);
    diagnostic
}

/// Finds the bytes before a position.
fn offset(text: &str, at: Position) -> usize {
    let before: usize = text.split_inclusive('\n').take(at.line as usize - 1).map(str::len).sum();
    let line = text.get(before..).unwrap_or_default();
    before + line.chars().take(at.column as usize - 1).map(char::len_utf8).sum::<usize>()
}
