//! One page as its author sees it while writing.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Checked;
use crate::graph::NodeId;
use crate::minify::minify;
use crate::output::OutputPath;
use crate::render::{Job, Plan, Renderer};

/// One page, and where the author's text stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Where the page is written.
    pub path: OutputPath,
    /// Its whole address.
    pub permalink: String,
    /// The page: byte for byte what a build writes. Where the site's template cannot be used, the page as the
    /// built-in template makes it; the diagnostics say so.
    pub html: Arc<str>,
    /// Where the author's text stands in the page, if it stands there once and as a whole.
    pub content: Option<Range<usize>>,
    /// The blocks of the text; empty where the text does not stand in the page as a whole.
    pub blocks: Vec<Block>,
}

/// A block of the text in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The line of the content file that it starts in, counted from 1.
    pub line: u32,
    /// The bytes of the page that it became.
    pub html: Range<usize>,
}

/// Makes one page for the eyes of its author. Nothing for a page without a place of its own.
pub(crate) fn preview(plan: &Plan, renderer: &Renderer, id: NodeId) -> Option<Checked<Preview>> {
    let graph = &renderer.graph;
    let node = graph.node(id);
    let path = node.output.clone()?;
    let job = match node.section() {
        None => Job::Page(id),
        Some(section) if section.redirect_to.is_some() && node.is_live() => plan.jobs.get(&path)?.clone(),
        Some(_) => Job::Section(id),
    };
    let mut trouble = Vec::new();
    let made = renderer.as_written(&job);
    let makes_smaller = made.is_ok() && renderer.makes_smaller(&job);
    let bytes = made.or_else(|diagnostic| {
        trouble.push(diagnostic);
        renderer.plain(id)
    });
    let bytes = bytes.unwrap_or_else(|diagnostic| {
        trouble.push(diagnostic);
        Vec::new()
    });
    let written = String::from_utf8_lossy(&bytes);
    let body = graph.body(id);
    let content = only_place(&written, &body.html);
    let start = content.as_ref().map(|content| content.start);
    let blocks = body.blocks.iter().filter_map(|block| {
        let start = start?;
        Some(Block { line: block.line, html: start + block.html.start..start + block.html.end })
    });
    let mut blocks: Vec<Block> = blocks.collect();
    let (html, content): (Arc<str>, _) = if makes_smaller {
        let smaller = minify(&written);
        let moved = |range: Range<usize>| smaller.place(range.start)..smaller.place(range.end);
        blocks.iter_mut().for_each(|block| block.html = moved(block.html.clone()));
        (smaller.html.as_str().into(), content.map(moved))
    } else {
        (written.into(), content)
    };
    trouble.extend(body.diagnostics.iter().cloned());
    let permalink = node.permalink.to_string();
    Some(Checked::new(Preview { path, permalink, html, content, blocks }, trouble))
}

fn only_place(html: &str, content: &str) -> Option<Range<usize>> {
    if content.trim().is_empty() {
        return None;
    }
    let start = html.find(content)?;
    (html.rfind(content) == Some(start)).then(|| start..start + content.len())
}
