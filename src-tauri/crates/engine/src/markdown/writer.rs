//! Events of the Markdown parser into HTML, and everything that is noted on the way.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::code::{OpenCode, language};
use super::footnotes::{Footnotes, Note};
use super::headings::{Headings, OpenHeading};
use super::lines::Lines;
use super::links::{Target, beside, picture, push_title, push_url};
use super::weaving::Weaving;
use super::{
    Block, Html, Links, MAX_DEPTH, MarkdownInput, Rendered, ShownPicture, Woven, emoji, summary, words,
};
use crate::diagnostic::Diagnostic;

mod woven;

type Events<'e> = Vec<(Event<'e>, Range<usize>)>;

/// The state of the writing.
pub(super) struct Writer<'e> {
    input: &'e MarkdownInput<'e>,
    /// The finished pieces in the text.
    weaving: Weaving<'e>,
    lines: Lines<'e>,
    html: String,
    /// What closes each element that is open.
    open: Vec<&'static str>,
    blocks: Vec<Block>,
    headings: Headings,
    heading: Option<OpenHeading<'e>>,
    image: Option<OpenImage<'e>>,
    code: Option<OpenCode<'e>>,
    table: Table,
    footnotes: Footnotes<'e>,
    /// A note that is kept for the end, and how many elements are open in it.
    keeping: Option<(CowStr<'e>, Events<'e>, usize)>,
    /// Where the HTML has footnotes and their marks.
    footnote_ranges: Vec<Range<usize>>,
    /// Where the notes that are open start in the HTML.
    note_starts: Vec<usize>,
    /// The end of the last paragraph of a note at the end.
    paragraph_end: Option<usize>,
    summary: Option<Option<Html>>,
    links: Links,
    ids: Vec<String>,
    word_count: usize,
    counted: usize,
    is_too_deep: bool,
    diagnostics: Vec<Diagnostic>,
}

struct OpenImage<'e> {
    address: CowStr<'e>,
    title: CowStr<'e>,
    alt: String,
    /// Where it starts in the text.
    at: usize,
    /// How many images are open inside of it.
    inner: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    is_in_head: bool,
}

impl<'e> Writer<'e> {
    pub(super) fn new(
        input: &'e MarkdownInput<'e>,
        woven: Option<Woven<'e>>,
        explicit_ids: HashSet<String>,
    ) -> Self {
        let written = woven.filter(|woven| woven.origin.is_some()).map_or(input.body, |woven| woven.written);
        Self {
            input,
            weaving: Weaving::new(woven.map(|woven| woven.inserts)),
            lines: Lines::new(written, input.first_line, woven.and_then(|woven| woven.origin)),
            html: String::with_capacity(input.body.len() + input.body.len() / 4),
            open: Vec::new(),
            blocks: Vec::new(),
            headings: Headings::new(explicit_ids),
            heading: None,
            image: None,
            code: None,
            table: Table::default(),
            footnotes: Footnotes::default(),
            keeping: None,
            footnote_ranges: Vec::new(),
            note_starts: Vec::new(),
            paragraph_end: None,
            summary: None,
            links: Links::default(),
            ids: Vec::new(),
            word_count: 0,
            counted: 0,
            is_too_deep: false,
            diagnostics: Vec::new(),
        }
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, event: Event<'e>, range: Range<usize>) {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event {
            self.count_words(range.start);
            self.counted = range.end;
        }
        if let Some((event, range)) = self.keep_for_the_end(event, range) {
            if self.open.is_empty() && !self.weaving.is_inside() && !matches!(event, Event::End(_)) {
                self.start_block(range.start);
            }
            self.write(event, range);
        }
    }

    /// Hands out what has been made.
    pub(super) fn finish(mut self) -> Rendered {
        self.count_words(self.input.body.len());
        self.push_kept_notes();
        self.end_blocks();
        let (toc, heading_ids) = self.headings.into_toc();
        self.ids.extend(heading_ids);
        self.weaving.cleaned(Rendered {
            html: self.html.into(),
            summary: self.summary.flatten(),
            toc,
            word_count: self.word_count,
            reading_time: words::reading_time(self.word_count, self.input.language),
            links: self.links,
            ids: self.ids,
            blocks: self.blocks,
            diagnostics: self.diagnostics,
        })
    }

    fn count_words(&mut self, end: usize) {
        let text = self.input.body.get(self.counted..end).unwrap_or_default();
        self.word_count += words::count(text, self.input.language);
    }

    fn start_block(&mut self, offset: usize) {
        let html = self.html.len()..self.html.len();
        match self.blocks.last_mut() {
            // A block that became nothing, such as one of notes for the end, makes room for the next.
            Some(last) if last.html.start == html.start => last.line = self.lines.line(offset),
            Some(_) | None => self.blocks.push(Block { line: self.lines.line(offset), html }),
        }
    }

    fn end_blocks(&mut self) {
        let mut end = self.html.len();
        for block in self.blocks.iter_mut().rev() {
            block.html.end = end;
            end = block.html.start;
        }
        self.blocks.retain(|block| !block.html.is_empty());
    }

    /// Puts the events of a note aside, where notes stand at the end.
    fn keep_for_the_end(
        &mut self,
        event: Event<'e>,
        range: Range<usize>,
    ) -> Option<(Event<'e>, Range<usize>)> {
        let Some((_, events, depth)) = &mut self.keeping else {
            if let Event::Start(Tag::FootnoteDefinition(name)) = &event
                && self.input.options.bottom_footnotes
            {
                self.keeping = Some((name.clone(), Vec::new(), 1));
                return None;
            }
            return Some((event, range));
        };
        match &event {
            Event::Start(_) => *depth += 1,
            Event::End(_) => *depth -= 1,
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
        if *depth > 0 {
            events.push((event, range));
        } else if let Some((name, events, _)) = self.keeping.take() {
            self.footnotes.keep(name, events);
        }
        None
    }

    fn push_kept_notes(&mut self) {
        // A mark in a note ends no summary.
        self.summary.get_or_insert(None);
        let text = std::mem::take(&mut self.html);
        let mut notes = Vec::new();
        let mut first_offset = None;
        while let Some(events) =
            self.footnotes.take(notes.len()).filter(|_| self.input.options.bottom_footnotes)
        {
            first_offset = first_offset.or(events.first().map(|(_, range)| range.start));
            self.paragraph_end = None;
            for (event, range) in events {
                self.write(event, range);
            }
            notes.push(Note { html: std::mem::take(&mut self.html), back: self.paragraph_end });
        }
        self.html = text;
        if !notes.is_empty() {
            self.fresh_line();
            self.start_block(first_offset.unwrap_or(0));
            self.footnotes.push_list(&mut self.html, &notes);
        }
    }

    fn write(&mut self, event: Event<'e>, range: Range<usize>) {
        if self.image.is_some() {
            return self.write_in_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                let text = self.weaving.plain(&text);
                if let Some(heading) = &mut self.heading {
                    heading.title.push_str(&text);
                }
                self.html.push_str("<code>");
                push_text(&mut self.html, &text);
                self.html.push_str("</code>");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => push_text(&mut self.html, &text),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html),
            Event::SoftBreak | Event::HardBreak => self.line_break(matches!(event, Event::HardBreak)),
            Event::Rule => {
                self.fresh_line();
                self.html.push_str("<hr />\n");
            }
            Event::FootnoteReference(name) => self.footnote_mark(&name),
            Event::TaskListMarker(true) => {
                self.html.push_str("<input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n");
            }
            Event::TaskListMarker(false) => self.html.push_str("<input disabled=\"\" type=\"checkbox\"/>\n"),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            return code.text.push_str(&self.weaving.plain(text));
        }
        let is_code = self.open.last().is_some_and(|closing| *closing == CODE_END);
        match self.weaving.in_text(text) {
            Some(inserts) if is_code => push_text(&mut self.html, &inserts.plain(text)),
            Some(inserts) => self.text_with_inserts(inserts, text),
            None => self.own_text(text, is_code),
        }
    }

    fn own_text(&mut self, text: &str, is_code: bool) {
        let replaced = (self.input.options.render_emoji && !is_code).then(|| emoji::replace_aliases(text));
        let text = replaced.as_deref().unwrap_or(text);
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(text);
        }
        push_text(&mut self.html, text);
    }

    fn line_break(&mut self, is_hard: bool) {
        if let Some(heading) = &mut self.heading {
            heading.title.push(' ');
        }
        self.html.push_str(if is_hard { "<br />\n" } else { "\n" });
    }

    fn raw_html(&mut self, html: &str) {
        if self.summary.is_none() && self.heading.is_none() && summary::is_mark(html) {
            let closings = self.open.iter().copied();
            self.summary = Some(summary::cut(&self.html, &self.footnote_ranges, closings, self.input.site));
            self.html.push_str(summary::CONTINUE_READING);
            self.html.push_str(if html.ends_with('\n') { "\n" } else { "" });
            return;
        }
        match self.weaving.in_text(html) {
            Some(inserts) => self.html_with_inserts(inserts, html),
            None => self.own_html(html),
        }
    }

    fn footnote_mark(&mut self, name: &CowStr<'e>) {
        let start = self.html.len();
        if self.input.options.bottom_footnotes {
            self.footnotes.push_linked_mark(&mut self.html, name);
        } else {
            self.footnotes.push_mark(&mut self.html, name);
        }
        self.footnote_ranges.push(start..self.html.len());
    }

    /// In an image there is only its description, which is plain text.
    fn write_in_image(&mut self, event: Event<'e>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.inner += 1,
            Event::End(TagEnd::Image) if image.inner > 0 => image.inner -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) if self.input.options.render_emoji => {
                image.alt.push_str(&emoji::replace_aliases(&text))
            }
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                image.alt.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(_)
            | Event::End(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        self.html.push_str("<img src=\"");
        let [address, alt, title] =
            [&*image.address, &*image.alt, &*image.title].map(|text| self.weaving.plain(text));
        push_url(&mut self.html, &beside(&address, self.input.permalink));
        if let Some(path) = picture(&address) {
            let place = self.lines.place(self.input.file, image.at);
            self.links.pictures.push(ShownPicture { path, place });
        }
        self.html.push_str("\" alt=\"");
        push_attribute(&mut self.html, &alt);
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(&alt);
        }
        self.html.push('"');
        push_title(&mut self.html, &title);
        let late = self.input.options.lazy_async_image;
        self.html.push_str(if late { " loading=\"lazy\" decoding=\"async\" />" } else { " />" });
    }

    fn start(&mut self, tag: Tag<'e>, range: &Range<usize>) {
        if let Tag::Image { dest_url, title, .. } = tag {
            self.image =
                Some(OpenImage { address: dest_url, title, alt: String::new(), at: range.start, inner: 0 });
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.report_depth(range.start);
            return self.open.push("");
        }
        let closing = match tag {
            Tag::Paragraph if self.weaving.is_bare(&self.input.body[range.clone()]) => self.block("", "\n"),
            Tag::Paragraph => self.block("<p>", "</p>\n"),
            Tag::Heading { level, id, classes, attrs } => {
                self.fresh_line();
                let (start, level) = (self.html.len(), level as u8);
                let title = String::new();
                self.heading = Some(OpenHeading { start, level, title, id, classes, attributes: attrs });
                ""
            }
            Tag::BlockQuote(kind) => self.block(blockquote(kind), "</blockquote>\n"),
            Tag::CodeBlock(kind) => self.code_block(kind, range.start),
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Image { .. } => "",
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::List(Some(first)) => self.numbered_list(first),
            Tag::Item => self.block("<li>", "</li>\n"),
            Tag::FootnoteDefinition(name) => self.footnote_definition(&name),
            Tag::DefinitionList => self.block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.block("<dd>", "</dd>\n"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.inline("<thead><tr>", "</tr></thead><tbody>\n"),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Superscript => self.inline("<sup>", "</sup>"),
            Tag::Subscript => self.inline("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = matches!(link_type, pulldown_cmark::LinkType::Email)
                    .then(|| format!("mailto:{dest_url}"));
                self.link(mail.as_deref().unwrap_or(&dest_url), &title, range.start)
            }
        };
        self.open.push(closing);
    }

    fn end(&mut self, tag: TagEnd) {
        let closing = self.open.pop().unwrap_or_default();
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph if self.open.is_empty() => self.paragraph_end = Some(self.html.len()),
            TagEnd::TableHead => self.end_table_head(closing),
            TagEnd::CodeBlock => self.end_code_block(),
            TagEnd::HtmlBlock => self.fresh_line(),
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => {}
        }
        self.html.push_str(closing);
        if matches!(tag, TagEnd::FootnoteDefinition)
            && let Some(start) = self.note_starts.pop()
        {
            self.footnote_ranges.retain(|range| range.start < start);
            self.footnote_ranges.push(start..self.html.len());
        }
    }

    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let start = heading.start;
        let moved = self.headings.close(heading, &mut self.html, self.input);
        for range in self.footnote_ranges.iter_mut().rev().take_while(|range| range.start >= start) {
            *range = range.start + moved..range.end + moved;
        }
    }

    fn end_table_head(&mut self, closing: &str) {
        self.table.is_in_head = false;
        if let Some(table) = self.open.last_mut().filter(|_| !closing.is_empty()) {
            *table = "</tbody></table>\n";
        }
    }

    fn block(&mut self, opening: &str, closing: &'static str) -> &'static str {
        self.fresh_line();
        self.inline(opening, closing)
    }

    fn inline(&mut self, opening: &str, closing: &'static str) -> &'static str {
        self.html.push_str(opening);
        closing
    }

    fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    fn numbered_list(&mut self, first: u64) -> &'static str {
        if first == 1 {
            return self.block("<ol>\n", "</ol>\n");
        }
        self.fresh_line();
        // Writing into a string cannot fail.
        let _ = writeln!(self.html, "<ol start=\"{first}\">");
        "</ol>\n"
    }

    fn code_block(&mut self, kind: CodeBlockKind<'e>, offset: usize) -> &'static str {
        self.fresh_line();
        if self.input.highlighter.is_some() {
            self.code = Some(OpenCode::new(kind, offset));
            return "";
        }
        let language = match &kind {
            CodeBlockKind::Indented => "",
            CodeBlockKind::Fenced(info) => language(info),
        };
        if language.is_empty() {
            return self.inline("<pre><code>", CODE_END);
        }
        let mut name = String::new();
        push_attribute(&mut name, language);
        if self.input.options.names_languages {
            let named = format!("class=\"language-{name}\" data-lang=\"{name}\"");
            return self.inline(&format!("<pre {named}><code {named}>"), CODE_END);
        }
        self.inline(&format!("<pre><code data-lang=\"{name}\">"), CODE_END)
    }

    fn end_code_block(&mut self) {
        let (Some(code), Some(highlighter)) = (self.code.take(), self.input.highlighter) else { return };
        let place = self.lines.place(self.input.file, code.offset);
        self.diagnostics.extend(code.write(&mut self.html, highlighter, place));
    }

    fn table(&mut self, alignments: Vec<Alignment>) -> &'static str {
        self.table = Table { alignments, cell: 0, is_in_head: true };
        self.block("<table>", "</table>\n")
    }

    fn table_row(&mut self) -> &'static str {
        self.table.cell = 0;
        self.inline("<tr>", "</tr>\n")
    }

    fn table_cell(&mut self) -> &'static str {
        let (opening, closing) = if self.table.is_in_head { ("<th", "</th>") } else { ("<td", "</td>") };
        let style = match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Left) => " style=\"text-align: left\">",
            Some(Alignment::Center) => " style=\"text-align: center\">",
            Some(Alignment::Right) => " style=\"text-align: right\">",
            Some(Alignment::None) | None => ">",
        };
        self.table.cell += 1;
        self.html.push_str(opening);
        self.inline(style, closing)
    }

    fn footnote_definition(&mut self, name: &CowStr<'e>) -> &'static str {
        self.fresh_line();
        self.note_starts.push(self.html.len());
        self.footnotes.push_definition(&mut self.html, name);
        self.ids.push(name.to_string());
        "</div>\n"
    }

    fn link(&mut self, address: &str, title: &str, offset: usize) -> &'static str {
        let (address, title) = (&*self.weaving.plain(address), &*self.weaving.plain(title));
        let target = Target::of(address, self.input.permalink, self.input.site);
        target.push_open(&mut self.html, title, self.input.options);
        target.note(&mut self.links, || self.lines.place(self.input.file, offset));
        "</a>"
    }

    fn report_depth(&mut self, offset: usize) {
        if !self.is_too_deep {
            self.is_too_deep = true;
            let place = self.lines.place(self.input.file, offset);
            let message = format!(
                "quotes, lists or emphasis are nested more than {MAX_DEPTH} deep, so the inner ones are shown flat"
            );
            self.diagnostics.push(Diagnostic::warning(place, message, "Use fewer levels"));
        }
    }
}

const CODE_END: &str = "</code></pre>\n";

fn blockquote(kind: Option<BlockQuoteKind>) -> &'static str {
    match kind {
        None => "<blockquote>\n",
        Some(BlockQuoteKind::Note) => "<blockquote class=\"markdown-alert-note\">\n",
        Some(BlockQuoteKind::Tip) => "<blockquote class=\"markdown-alert-tip\">\n",
        Some(BlockQuoteKind::Important) => "<blockquote class=\"markdown-alert-important\">\n",
        Some(BlockQuoteKind::Warning) => "<blockquote class=\"markdown-alert-warning\">\n",
        Some(BlockQuoteKind::Caution) => "<blockquote class=\"markdown-alert-caution\">\n",
    }
}

/// Finds the ids and names that elements written as HTML have.
fn ids_in(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for attribute in [" id=", " name="] {
        for (at, _) in html.match_indices(attribute) {
            let value = &html[at + attribute.len()..];
            let quoted = value.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
            let plain = || value.split([' ', '>', '/']).next();
            ids.extend(quoted.or_else(plain).filter(|id| !id.is_empty()).map(Into::into));
        }
    }
    ids
}

fn push_text(html: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _ = escape_html_body_text(html, text);
}

/// Writes text so that it can stand between the quotes of an attribute.
pub(super) fn push_attribute(html: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _ = escape_html(html, text);
}
