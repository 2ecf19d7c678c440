//! Footnotes: where they are written, or gathered at the end with links back.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::writer::push_attribute;

/// The footnotes met so far, numbered in the order of their first mention.
#[derive(Default)]
pub(super) struct Footnotes<'e> {
    order: Vec<CowStr<'e>>,
    numbers: HashMap<CowStr<'e>, usize>,
    mentions: HashMap<usize, usize>,
    /// The events of notes that wait for the end of the text.
    kept: HashMap<CowStr<'e>, Vec<(Event<'e>, Range<usize>)>>,
}

/// A note at the end of the text.
pub(super) struct Note {
    pub(super) html: String,
    /// Where its links back go: the end of its last own paragraph.
    pub(super) back: Option<usize>,
}

impl<'e> Footnotes<'e> {
    pub(super) fn number(&mut self, name: &CowStr<'e>) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.order.push(name.clone());
        self.numbers.insert(name.clone(), self.order.len());
        self.order.len()
    }

    /// Writes the mark of a note that stands where it was written.
    pub(super) fn push_mark(&mut self, html: &mut String, name: &CowStr<'e>) {
        let number = self.number(name);
        html.push_str("<sup class=\"footnote-reference\"><a href=\"#");
        push_attribute(html, name);
        push(html, format_args!("\">{number}</a></sup>"));
    }

    /// Writes the mark of a note that stands at the end.
    pub(super) fn push_linked_mark(&mut self, html: &mut String, name: &CowStr<'e>) {
        let number = self.number(name);
        let mention = self.mentions.entry(number).or_insert(0);
        *mention += 1;
        html.push_str("<sup class=\"footnote-reference\" id=\"fr-");
        push_attribute(html, name);
        push(html, format_args!("-{mention}\"><a href=\"#fn-"));
        push_attribute(html, name);
        push(html, format_args!("\">[{number}]</a></sup>"));
    }

    /// Writes the start of a note that stands where it was written.
    pub(super) fn push_definition(&mut self, html: &mut String, name: &CowStr<'e>) {
        let number = self.number(name);
        html.push_str("<div class=\"footnote-definition\" id=\"");
        push_attribute(html, name);
        push(html, format_args!("\"><sup class=\"footnote-definition-label\">{number}</sup>"));
    }

    /// Keeps a note for the end. Of two notes of one name the first counts.
    pub(super) fn keep(&mut self, name: CowStr<'e>, events: Vec<(Event<'e>, Range<usize>)>) {
        self.kept.entry(name).or_insert(events);
    }

    /// Hands out the note that was mentioned at this place in the order; writing it may mention further ones.
    pub(super) fn take(&mut self, index: usize) -> Option<Vec<(Event<'e>, Range<usize>)>> {
        let name = self.order.get(index)?;
        Some(self.kept.remove(name).unwrap_or_default())
    }

    /// Writes the list of notes, with a link back for every mention.
    pub(super) fn push_list(&self, html: &mut String, notes: &[Note]) {
        html.push_str("<section class=\"footnotes\">\n<ol class=\"footnotes-list\">\n");
        for (index, (name, note)) in self.order.iter().zip(notes).enumerate() {
            html.push_str("<li id=\"fn-");
            push_attribute(html, name);
            html.push_str("\">\n");
            let (before, after) = note.html.split_at(note.back.unwrap_or(note.html.len()));
            html.push_str(before);
            for mention in 1..=self.mentions.get(&(index + 1)).copied().unwrap_or(0) {
                push_link_back(html, name, mention);
            }
            html.push_str(after);
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n</section>\n");
    }
}

fn push_link_back(html: &mut String, name: &str, mention: usize) {
    html.push_str(" <a href=\"#fr-");
    push_attribute(html, name);
    match mention {
        1 => html.push_str("-1\">↩</a>"),
        _ => push(html, format_args!("-{mention}\">↩{mention}</a>")),
    }
}

fn push(html: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = html.write_fmt(arguments);
}
