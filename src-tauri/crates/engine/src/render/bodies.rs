//! The texts of all files, turned into HTML.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tera::{Context, Tera, Value};

use crate::config::AnchorLinks;
use crate::document::Document;
use crate::graph::{Body, Graph, Node, NodeId, Outline};
use crate::markdown::{self, AnchorLink, MarkdownInput, Rendered, Woven};
use crate::pictures::{Pictures, Wanted};
use crate::source::Files;
use crate::theme::{Role, Theme};

use super::templating::{Filling, Templating};
use super::{bind, chance};

/// Template of a heading's link to itself.
const ANCHOR_TEMPLATE: &str = "anchor-link.html";
/// Template of what follows a summary that ends inside a paragraph.
const CUTOFF_TEMPLATE: &str = "summary-cutoff.html";

/// What turning texts into HTML needs: the site without its texts, and the templates bound to that.
pub(crate) struct Bodies {
    graph: Arc<Graph>,
    theme: Arc<Theme>,
    tera: Tera,
    pictures: Arc<Pictures>,
    templating: Templating,
    /// Hashes of the templates that every text may use.
    templates: [u64; 2],
}

/// A site that was linked before, whose texts may still hold.
pub(crate) struct Before<'a> {
    /// The linked site.
    pub(crate) graph: &'a Graph,
    /// What its texts were made with.
    pub(crate) bodies: &'a Bodies,
}

/// A site without texts, for templates that are used while the texts are made.
fn without_bodies(outline: &Arc<Outline>, files: &Arc<Files>) -> Graph {
    let rendered = Rendered {
        html: "".into(),
        summary: None,
        toc: Vec::new(),
        word_count: 0,
        reading_time: 0,
        links: markdown::Links::default(),
        ids: Vec::new(),
        blocks: Vec::new(),
        diagnostics: Vec::new(),
    };
    let nothing = Arc::new(Body::new("".into(), 1, rendered, Vec::new(), Wanted::default()));
    Graph::new(outline.clone(), files.clone(), vec![nothing; outline.nodes.len()])
}

impl Bodies {
    /// Makes ready for the texts of a site.
    pub(crate) fn new(
        theme: &Arc<Theme>,
        outline: &Arc<Outline>,
        files: &Arc<Files>,
        templating: Templating,
        pictures: &Arc<Pictures>,
    ) -> Self {
        let graph = Arc::new(without_bodies(outline, files));
        let templates =
            [ANCHOR_TEMPLATE, CUTOFF_TEMPLATE].map(|name| theme.readings.of(name, Role::Bare).hash);
        let tera = bind(theme, &graph, pictures);
        let (theme, pictures) = (Arc::clone(theme), Arc::clone(pictures));
        Self { graph, theme, tera, pictures, templating, templates }
    }

    fn outline(&self) -> &Outline {
        &self.graph.outline
    }

    /// Turns all texts into HTML. Where the text and all it depends on stayed the same, the HTML is taken over.
    pub(crate) fn all(&self, before: Option<&Before<'_>>) -> Vec<Arc<Body>> {
        let before = before.filter(|before| {
            same_colours(&before.graph.outline, self.outline())
                && before.bodies.templates == self.templates
                && before.graph.outline.config == self.outline().config
        });
        let ids: Vec<NodeId> = self.outline().ids().collect();
        let made = |&id: &NodeId| self.one(id, &self.outline().node(id).document);
        let body =
            |id: &NodeId| before.and_then(|before| self.reuse(before.graph, *id)).unwrap_or_else(|| made(id));
        ids.par_iter().map(body).collect()
    }

    /// Turns the text of one file into HTML.
    pub(crate) fn one(&self, id: NodeId, document: &Document) -> Arc<Body> {
        chance::begin(&self.outline().node(id).content_path);
        let ((rendered, blocks_used), pictures) = self.pictures.during(|| self.rendered(id, document));
        Arc::new(Body::new(document.body.clone(), document.body_line, rendered, blocks_used, pictures))
    }

    /// Gives what a text becomes, and the blocks that it used.
    fn rendered(&self, id: NodeId, document: &Document) -> (Rendered, Vec<String>) {
        let config = &self.outline().config;
        let node = self.outline().node(id);
        let with = Filling { graph: &self.graph, tera: &self.tera, theme: &self.theme };
        let filled = self.templating.fill(&with, id, document);
        let input = MarkdownInput {
            body: &filled.text,
            file: node.file(),
            first_line: document.body_line,
            permalink: &node.permalink,
            language: &node.language,
            options: &config.markdown,
            anchors: config.slugify.anchors,
            anchor_links: anchor_links(self.outline(), node),
            highlighter: self.outline().highlighter.as_deref(),
            site: &Reach { bodies: self, node },
        };
        let woven = filled.blocks.as_ref().map(|done| Woven {
            inserts: &done.inserts,
            written: &document.body,
            origin: filled.has_origin.then_some(&done.origin),
        });
        let mut rendered = markdown::render_woven(&input, woven);
        if matches!(filled.text, Cow::Owned(_)) {
            rendered.count_as_written(&document.body, &config.markdown, &node.language);
        }
        rendered.diagnostics.extend(filled.diagnostics);
        let mut blocks_used = Vec::new();
        if let Some(done) = filled.blocks {
            add_own_markdown(&mut rendered, &input, document, &done.own_markdown);
            blocks_used.extend(done.used);
        }
        (rendered, blocks_used)
    }

    fn reuse(&self, before: &Graph, id: NodeId) -> Option<Arc<Body>> {
        let node = self.outline().node(id);
        let old_id = before.outline.find(&node.content_path)?;
        let old = before.outline.node(old_id);
        let body = &before.bodies[old_id.index()];
        let address =
            |outline: &Outline, path: &str, for_hidden| Addresses { outline, for_hidden }.find(path);
        let same_links = body.targets().all(|path| {
            address(&before.outline, path, !old.is_live()) == address(self.outline(), path, !node.is_live())
        });
        let same = body.text == node.document.body
            && body.first_line == node.document.body_line
            && old.permalink == node.permalink
            && anchor_links(&before.outline, old) == anchor_links(self.outline(), node)
            && same_links
            // What a text asks for may have other measures now.
            && body.pictures.len() == 0;
        // A text that is a template, or has blocks, may show anything of the site, so it is always filled in again.
        (same && !Templating::may_apply(node)).then(|| body.clone())
    }
}

/// Code is coloured alike while what colours it is the same.
fn same_colours(before: &Outline, now: &Outline) -> bool {
    match (&before.highlighter, &now.highlighter) {
        (Some(before), Some(now)) => Arc::ptr_eq(before, now),
        (before, now) => before.is_none() && now.is_none(),
    }
}

/// What a shortcode turns into HTML by itself is HTML to the text around it; its links count all the same.
fn add_own_markdown(
    rendered: &mut Rendered,
    input: &MarkdownInput<'_>,
    document: &Document,
    parts: &[Range<usize>],
) {
    let (mut first_line, mut passed) = (document.body_line, 0);
    for part in parts {
        let between = document.body.get(passed..part.start).unwrap_or_default();
        first_line += u32::try_from(between.matches('\n').count()).unwrap_or(u32::MAX);
        passed = part.start;
        let own =
            markdown::render(&MarkdownInput { body: &document.body[part.clone()], first_line, ..*input });
        rendered.links.internal.extend(own.links.internal);
        rendered.links.external.extend(own.links.external);
        rendered.links.pictures.extend(own.links.pictures);
    }
}

/// A page's headings follow the nearest section that says something about them.
fn anchor_links(outline: &Outline, node: &Node) -> AnchorLinks {
    let own = node.section().and_then(|section| section.insert_anchor_links);
    let parent = node.parent.filter(|_| node.page().is_some()).map(|id| outline.node(id));
    own.or_else(|| parent?.section()?.insert_anchor_links)
        .unwrap_or(outline.config.markdown.insert_anchor_links)
}

/// The addresses of content files.
pub(super) struct Addresses<'a> {
    pub(super) outline: &'a Outline,
    /// Says whether the asker is itself hidden from visitors, so that it may link to what is hidden too.
    pub(super) for_hidden: bool,
}

impl Addresses<'_> {
    fn find(&self, path: &str) -> Option<Arc<str>> {
        let id = self.outline.find(path)?;
        let node = self.outline.node(id);
        (node.is_live() || self.for_hidden).then(|| node.permalink.clone())
    }
}

impl markdown::Site for Addresses<'_> {
    fn permalink(&self, content_path: &str) -> Option<Arc<str>> {
        self.find(content_path)
    }
}

/// What the text of one file can reach.
struct Reach<'a> {
    bodies: &'a Bodies,
    node: &'a Node,
}

impl Reach<'_> {
    fn fill(&self, name: &str, values: impl IntoIterator<Item = (&'static str, Value)>) -> Option<String> {
        if !self.bodies.tera.contains_template(name) {
            return None;
        }
        let mut context = Context::new();
        context.insert_value("lang", Value::from(self.node.language.as_str()));
        for (key, value) in values {
            context.insert_value(key, value);
        }
        let _meter = self.bodies.theme.budget.start();
        self.bodies.tera.render(name, &context).ok()
    }
}

impl markdown::Site for Reach<'_> {
    fn permalink(&self, content_path: &str) -> Option<Arc<str>> {
        Addresses { outline: self.bodies.outline(), for_hidden: !self.node.is_live() }.find(content_path)
    }

    fn anchor_link(&self, heading: &AnchorLink<'_>) -> String {
        let values = [("id", Value::from(heading.id)), ("level", Value::from(u64::from(heading.level)))];
        self.fill(ANCHOR_TEMPLATE, values).unwrap_or_else(|| markdown::anchor_link_without_template(heading))
    }

    fn summary_cutoff(&self, summary: &str) -> String {
        self.fill(CUTOFF_TEMPLATE, [("summary", Value::from(summary))]).unwrap_or_else(|| "&hellip;\n".into())
    }
}
