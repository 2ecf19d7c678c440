//! Markdown to HTML, with all that a page needs to know about its own text.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use crate::config::{self, AnchorLinks};
use crate::diagnostic::{Diagnostic, Place};
use crate::highlight::Highlighter;
use crate::path::SourcePath;
use crate::slug::SlugStrategy;

mod code;
mod emoji;
mod footnotes;
mod headings;
mod html;
mod inserts;
mod lines;
mod links;
mod summary;
mod weaving;
mod words;
mod writer;

pub use html::Html;
pub(crate) use inserts::{Insert, Inserts, Origin, Part};
use writer::Writer;

/// All that decides what a text becomes.
#[derive(Clone, Copy)]
pub struct MarkdownInput<'a> {
    /// The Markdown.
    pub body: &'a str,
    /// The file it stands in.
    pub file: &'a SourcePath,
    /// The line of the file that the Markdown starts in, counted from 1.
    pub first_line: u32,
    /// The address of the page.
    pub permalink: &'a str,
    /// The code of the text's language.
    pub language: &'a str,
    /// How Markdown is read and written.
    pub options: &'a config::Markdown,
    /// How headings become anchors.
    pub anchors: SlugStrategy,
    /// Where headings get a link to themselves.
    pub anchor_links: AnchorLinks,
    /// What colours code; none for plain code.
    pub highlighter: Option<&'a Highlighter>,
    /// What else of the site the text can reach.
    pub site: &'a dyn Site,
}

/// What a text can reach of its site.
pub trait Site: Sync {
    /// Finds the address of a content file, given without `@/`: `posts/hello.md`.
    fn permalink(&self, content_path: &str) -> Option<Arc<str>>;

    /// Writes a heading's link to itself.
    fn anchor_link(&self, heading: &AnchorLink<'_>) -> String {
        anchor_link_without_template(heading)
    }

    /// Writes what follows a summary that ends inside a paragraph, given the HTML so far.
    fn summary_cutoff(&self, _summary: &str) -> String {
        // The line end is what the same words have when they come from a template.
        "&hellip;\n".into()
    }
}

/// A heading that gets a link to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnchorLink<'a> {
    /// The heading's id.
    pub id: &'a str,
    /// The heading's level, 1 to 6.
    pub level: u8,
}

/// What a text became.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// The HTML.
    pub html: Html,
    /// The HTML before `<!-- more -->`, without footnote marks; none where there is no such mark.
    pub summary: Option<Html>,
    /// The headings, each below the one it belongs to.
    pub toc: Vec<Heading>,
    /// The number of words outside code.
    pub word_count: usize,
    /// The minutes it takes to read.
    pub reading_time: usize,
    /// Where the text links to.
    pub links: Links,
    /// Every id an anchor can name: of headings, and of elements the author wrote as HTML.
    pub ids: Vec<String>,
    /// The top-level blocks, in order; together they are the whole HTML.
    pub blocks: Vec<Block>,
    /// The trouble met on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading in the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// Its level, 1 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// The page's address with the id.
    pub permalink: String,
    /// Its text, without mark-up.
    pub title: String,
    /// The headings below it.
    pub children: Vec<Heading>,
}

/// Where a text links to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// Links written with `@/`, and links to an anchor of the page itself.
    pub internal: Vec<InternalLink>,
    /// Links to other sites.
    pub external: Vec<ExternalLink>,
    /// Pictures of the site.
    pub pictures: Vec<ShownPicture>,
}

/// A picture of the site that a text shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPicture {
    /// Its path as it is written, with `%20` and the like read, and without what follows `?` or `#`.
    pub path: String,
    /// Where it is written.
    pub place: Place,
}

/// A link to a page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalLink {
    /// The content file, without `@/`; none for the page itself.
    pub path: Option<String>,
    /// The anchor, without `#`.
    pub anchor: Option<String>,
    /// Says whether the file was found.
    pub found: bool,
    /// Where the link is written.
    pub place: Place,
}

/// A link to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalLink {
    /// The address.
    pub url: String,
    /// Where the link is written.
    pub place: Place,
}

/// A top-level block of the text and what it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The line of the file that the block starts in, counted from 1.
    pub line: u32,
    /// The bytes of the HTML that it became.
    pub html: Range<usize>,
}

/// The deepest nesting that is kept; what is nested deeper is written flat.
pub const MAX_DEPTH: usize = 100;

/// Writes Markdown as HTML, in time that grows with the text's length and no faster.
pub fn render(input: &MarkdownInput<'_>) -> Rendered {
    render_woven(input, None)
}

/// Pieces of HTML in a text, and the text that its author wrote.
#[derive(Clone, Copy)]
pub(crate) struct Woven<'a> {
    /// The pieces.
    pub(crate) inserts: &'a Inserts,
    /// What the author wrote; places are told in it.
    pub(crate) written: &'a str,
    /// Where the text comes from in that; nothing where that cannot be told.
    pub(crate) origin: Option<&'a Origin>,
}

/// Writes Markdown with finished pieces in it as HTML.
pub(crate) fn render_woven(input: &MarkdownInput<'_>, woven: Option<Woven<'_>>) -> Rendered {
    let options = options(input.options);
    let mut writer = Writer::new(input, woven, headings::explicit_ids(input.body, options));
    let events = Parser::new_ext(input.body, options).into_offset_iter();
    if input.options.render_emoji {
        // An alias such as `:not_it:` comes in pieces, because its underscores might have been emphasis.
        TextMergeWithOffset::new(events).for_each(|(event, range)| writer.take(event, range));
    } else {
        events.for_each(|(event, range)| writer.take(event, range));
    }
    writer.finish()
}

impl Rendered {
    /// Gives it the length of what its author wrote, where that was filled in before it was read as Markdown: the
    /// address of a picture that a block shows is none of the author's words.
    pub(crate) fn count_as_written(&mut self, text: &str, markdown: &config::Markdown, language: &str) {
        self.word_count = words::count_in(text, options(markdown), language);
        self.reading_time = words::reading_time(self.word_count, language);
    }
}

/// Writes a heading's link to itself as it is where no template says otherwise.
pub fn anchor_link_without_template(heading: &AnchorLink<'_>) -> String {
    let mut link = String::from("<a class=\"zola-anchor\" href=\"#");
    writer::push_attribute(&mut link, heading.id);
    link.push_str("\" aria-label=\"Anchor link for: ");
    writer::push_attribute(&mut link, heading.id);
    link.push_str("\">🔗</a>");
    link
}

fn options(markdown: &config::Markdown) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    options.set(Options::ENABLE_SMART_PUNCTUATION, markdown.smart_punctuation);
    options.set(Options::ENABLE_DEFINITION_LIST, markdown.definition_list);
    options.set(Options::ENABLE_GFM, markdown.github_alerts);
    options
}

#[cfg(test)]
mod tests;
