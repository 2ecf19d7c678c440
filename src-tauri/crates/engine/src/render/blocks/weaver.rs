//! Puts a text together again, with the results of its calls in it.

use std::collections::BTreeSet;
use std::ops::Range;

use tera::Context;

use crate::blocks::{BlockBody, Escape, Syntax, Use};
use crate::markdown::{Insert, Inserts, Part};
use crate::render::limit::MAX_PAGE_BYTES;

use super::call::{Answer, body_of, component, shortcode};
use super::cloth::Cloth;
use super::code_with_calls;
use super::ground::{Ground, Manner};
use super::result::is_markdown;
use super::trouble::Troubles;
use super::{Call, Done, MAX_CALLS, Reading, Task};

/// Something in the text that is exchanged.
pub(super) enum Item {
    /// A call, for its result.
    Call(Call),
    /// A call that is shown, for itself without the marks.
    Escape(Escape),
    /// A tag that is none, for itself.
    Text(Range<usize>),
}

/// The state of the work.
pub(super) struct Weaver<'a, 't> {
    task: &'t Task<'a>,
    troubles: &'t mut Troubles<'a>,
    /// What is exchanged, by where it starts.
    items: &'t [Item],
    ground: Ground<'a>,
    context: Context,
    inserts: Inserts,
    cloth: Cloth,
    own_markdown: Vec<Range<usize>>,
    used: BTreeSet<String>,
    /// How many bytes the text and the results may still have.
    left: usize,
    /// How many blocks may still be carried out.
    calls_left: usize,
}

impl Item {
    /// Gives where it starts.
    pub(super) fn start(&self) -> usize {
        match self {
            Self::Call(call) => call.call.span.start,
            Self::Escape(escape) => escape.span.start,
            Self::Text(span) => span.start,
        }
    }
}

impl<'a, 't> Weaver<'a, 't> {
    pub(super) fn new(
        task: &'t Task<'a>,
        inserts: Inserts,
        troubles: &'t mut Troubles<'a>,
        items: &'t [Item],
    ) -> Self {
        Self {
            task,
            troubles,
            items,
            ground: Ground::new(task.text, code_with_calls(task)),
            context: (task.context)(),
            inserts,
            cloth: Cloth::default(),
            own_markdown: Vec::new(),
            used: BTreeSet::new(),
            left: MAX_PAGE_BYTES,
            calls_left: MAX_CALLS,
        }
    }

    /// Weaves the whole text.
    pub(super) fn weave_all(mut self) -> Done {
        self.weave(0..self.task.text.len());
        let (text, origin) = self.cloth.into_parts();
        let Self { inserts, own_markdown, used, .. } = self;
        let own_markdown = outermost(own_markdown);
        Done { text, inserts, origin, own_markdown, used }
    }

    /// Adds a part of the text, with what stands in it exchanged.
    fn weave(&mut self, range: Range<usize>) {
        let items = self.items;
        let mut at = range.start;
        loop {
            let next = items.partition_point(|item| item.start() < at);
            let Some(item) = items.get(next).filter(|item| item.start() < range.end) else { break };
            self.copy(at..item.start());
            at = match item {
                Item::Call(call) => self.call(call),
                Item::Escape(escape) => self.escape(escape),
                Item::Text(span) => {
                    self.literal(&self.task.text[span.clone()], span.start);
                    span.end
                }
            };
        }
        self.copy(at..range.end);
    }

    fn copy(&mut self, range: Range<usize>) {
        // Only a text that is shown many times over can be too long.
        let Some(left) = self.left.checked_sub(range.len()) else { return self.troubles.too_large() };
        self.left = left;
        self.cloth.copy(&self.task.text[range.clone()], range.start);
    }

    fn escape(&mut self, escape: &Escape) -> usize {
        let all = &self.task.text[escape.span.clone()];
        let inside = &self.task.text[escape.inside.clone()];
        let shown = format!("{}{inside}{}", &all[..2], &all[all.len() - 2..]);
        self.literal(&shown, escape.span.start);
        escape.span.end
    }

    fn literal(&mut self, text: &str, at: usize) {
        let number = self.inserts.push(Insert::literal(text));
        self.mark(number, at, Manner::Word);
    }

    fn call(&mut self, call: &'t Call) -> usize {
        let made = match (self.calls_left.checked_sub(1), call.call.syntax) {
            (None, _) => {
                self.troubles.too_many(&call.call);
                None
            }
            (Some(left), Syntax::Component) => {
                self.calls_left = left;
                self.component(&call.call)
            }
            (Some(left), Syntax::Shortcode) => {
                self.calls_left = left;
                self.shortcode(call)
            }
        };
        if made.is_none() {
            self.as_written(&call.call);
        }
        call.call.span.end
    }

    /// Shows a call that failed as its author wrote it; what stands in it is carried out.
    fn as_written(&mut self, call: &Use) {
        self.literal(&self.task.text[call.head.clone()], call.head.start);
        if let Some(body) = call.body.clone() {
            let end = body.end;
            self.weave(body);
            self.literal(&self.task.text[end..call.span.end], end);
        }
    }

    fn component(&mut self, call: &Use) -> Option<()> {
        let body = call.body.clone().map_or("", |body| &self.task.text[body]);
        let place_of_body = format!("{0}body{0}", self.inserts.mark());
        let told = match body_of(self.task, call) {
            BlockBody::Markdown if !body.trim().is_empty() => place_of_body.as_str(),
            BlockBody::Text => without_empty_lines_before(body.trim_end()),
            BlockBody::Markdown | BlockBody::None => "",
        };
        self.used.insert(format!("<{}>", call.name));
        let answer = component(self.task, &self.context, call, told, self.left);
        let result = self.result(call, answer)?;
        let parts: Vec<&str> = result.split(&place_of_body).collect();
        if is_markdown(parts.iter().copied()) {
            self.markdown(call, &parts);
        } else if let [whole] = parts[..] {
            let manner = self.ground.manner(call, whole);
            self.whole(call, whole.trim(), manner);
        } else {
            self.around_body(call, &parts);
        }
        Some(())
    }

    fn shortcode(&mut self, call: &Call) -> Option<()> {
        let Call { call: written, .. } = call;
        let block = self.task.theme.blocks.shortcode(&written.name)?;
        self.used.insert(block.template.clone());
        let body = written.body.clone().map(|body| self.apart(body));
        let said = body.as_ref().map(Cloth::text);
        let answer = shortcode(self.task, &self.context, call, block, said, self.left);
        let result = self.result(written, answer)?;
        if block.is_markdown {
            self.markdown_of_shortcode(written, &result, body.as_ref());
            return Some(());
        }
        if let Some(body) = written.body.clone().filter(|_| block.writes_markdown) {
            self.own_markdown.push(body);
        }
        // The results of the calls in its body are in it as marks.
        let html = self.inserts.filled(&result).trim().to_owned();
        let manner = self.ground.manner(written, &html);
        self.whole(written, &html, manner);
        Some(())
    }

    fn result(&mut self, call: &Use, answer: Answer) -> Option<String> {
        match answer {
            Answer::Made(result) => {
                self.left = self.left.saturating_sub(result.len());
                Some(result)
            }
            Answer::Broken(template) => {
                self.troubles.broken(call, &template);
                None
            }
            Answer::Failed(error) => {
                self.troubles.failed(call, &error);
                None
            }
        }
    }

    /// Weaves a body by itself, without the line ends around it.
    fn apart(&mut self, body: Range<usize>) -> Cloth {
        let text = self.task.text[body.clone()].trim_end();
        let inner = without_empty_lines_before(text);
        let start = body.start + text.len() - inner.len();
        let outer = std::mem::take(&mut self.cloth);
        self.weave(start..start + inner.len());
        std::mem::replace(&mut self.cloth, outer)
    }

    fn whole(&mut self, call: &Use, html: &str, manner: Manner) {
        let is_unnamed = call.syntax == Syntax::Shortcode;
        let number = self.inserts.push(Insert { is_unnamed, ..Insert::html(html, Part::Whole) });
        self.mark(number, call.span.start, manner);
    }

    /// Adds the parts of a result with the body between them.
    fn around_body(&mut self, call: &Use, parts: &[&str]) {
        let Some(body) = call.body.clone() else { return };
        let manner = self.ground.manner_around_body(call, parts[0]);
        let first = self.inserts.len();
        let end = first + parts.len() - 1;
        for (at, part) in parts.iter().enumerate() {
            let part_is = match at {
                0 => Part::Start { end, is_bare: manner == Manner::Line },
                at if first + at == end => Part::End,
                _ => Part::Whole,
            };
            let html = if manner == Manner::Word {
                trimmed_at_ends(part, at == 0, first + at == end)
            } else {
                part.trim()
            };
            self.inserts.push(Insert::html(html, part_is));
        }
        for number in first..=end {
            let at = if number == first { call.span.start } else { body.end };
            self.mark(number, at, manner);
            if number < end {
                self.weave(body.clone());
            }
        }
    }

    fn mark(&mut self, number: usize, at: usize, manner: Manner) {
        let mut mark = String::new();
        if manner == Manner::Block {
            self.inserts.push_block(&mut mark, number);
            self.cloth.make_block(&mark, at, &self.ground.prefix(at));
        } else {
            self.inserts.push_word(&mut mark, number);
            self.cloth.make(&mark, at);
        }
    }

    /// Adds a result that is Markdown, with the body between its parts.
    fn markdown(&mut self, call: &Use, parts: &[&str]) {
        let last = parts.len() - 1;
        for (at, part) in parts.iter().enumerate() {
            let text = self.ground.in_lines(call, trimmed_at_ends(part, at == 0, at == last));
            self.cloth.make(&text, call.span.start);
            if let Some(body) = call.body.clone().filter(|_| at < last) {
                self.weave(body);
            }
        }
    }

    fn markdown_of_shortcode(&mut self, call: &Use, result: &str, body: Option<&Cloth>) {
        let text = self.ground.in_lines(call, result.trim());
        let is_template = self.task.reading == Reading::Template;
        if is_template && text.contains('{') && !text.contains("endraw") {
            let text = format!("{{% raw %}}{text}{{% endraw %}}");
            return self.cloth.make(&text, call.span.start);
        }
        let body = body.filter(|body| !body.text().is_empty());
        match body.and_then(|body| Some((text.find(body.text())?, body))) {
            Some((at, body)) => {
                self.cloth.make(&text[..at], call.span.start);
                self.cloth.append(body);
                self.cloth.make(&text[at + body.text().len()..], call.span.start);
            }
            None => self.cloth.make(&text, call.span.start),
        }
    }
}

/// Sorts parts of a text and leaves out those that are in others.
fn outermost(mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
    let mut end = 0;
    parts.retain(|part| {
        let is_outer = part.start >= end;
        end = end.max(part.end);
        is_outer
    });
    parts
}

/// Takes away the empty lines before a text; the first line stays as far in as it is.
fn without_empty_lines_before(mut text: &str) -> &str {
    while let Some((first, rest)) = text.split_once('\n') {
        if !first.trim().is_empty() {
            break;
        }
        text = rest;
    }
    text
}

fn trimmed_at_ends(text: &str, at_start: bool, at_end: bool) -> &str {
    let text = if at_start { text.trim_start() } else { text };
    if at_end { text.trim_end() } else { text }
}
