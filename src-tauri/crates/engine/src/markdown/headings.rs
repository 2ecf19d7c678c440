//! Headings: their ids, their links to themselves, and the table of contents.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};

use super::writer::push_attribute;
use super::{AnchorLink, Heading, MarkdownInput};
use crate::config::AnchorLinks;
use crate::slug::slugify_anchor;

/// A heading whose end has not been met. Its id comes from its text, so its first tag is written last.
pub(super) struct OpenHeading<'e> {
    /// Where its inner HTML starts.
    pub(super) start: usize,
    pub(super) level: u8,
    /// Its text, without mark-up.
    pub(super) title: String,
    pub(super) id: Option<CowStr<'e>>,
    pub(super) classes: Vec<CowStr<'e>>,
    pub(super) attributes: Vec<(CowStr<'e>, Option<CowStr<'e>>)>,
}

/// The headings met so far.
pub(super) struct Headings {
    taken: HashSet<String>,
    /// The number to try next for an id that is taken.
    next: HashMap<String, usize>,
    found: Vec<Heading>,
}

/// Finds the ids that authors gave; no other heading may get one of them, not even one that comes earlier.
pub(super) fn explicit_ids(body: &str, options: Options) -> HashSet<String> {
    let may_be_one = |line: &str| {
        line.trim_end().ends_with('}') && line.rsplit_once('{').is_some_and(|(_, inner)| inner.contains('#'))
    };
    if !body.contains('}') || !body.lines().any(may_be_one) {
        return HashSet::new();
    }
    Parser::new_ext(body, options)
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { id, .. }) => id.map(|id| id.to_string()),
            Event::Start(_)
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => None,
        })
        .collect()
}

impl Headings {
    pub(super) fn new(explicit_ids: HashSet<String>) -> Self {
        Self { taken: explicit_ids, next: HashMap::new(), found: Vec::new() }
    }

    /// Writes the tags around a heading whose inner HTML has just been written, and says by how many bytes that moved.
    pub(super) fn close(
        &mut self,
        heading: OpenHeading<'_>,
        html: &mut String,
        input: &MarkdownInput<'_>,
    ) -> usize {
        let title = heading.title.trim().to_owned();
        let id = match &heading.id {
            Some(id) => id.to_string(),
            None => self.free_id(&slugify_anchor(&title, input.anchors)),
        };
        let (before, after) = anchor(&heading, &id, input);
        let mut opening = opening_tag(&heading, &id);
        opening.push_str(&before);
        html.insert_str(heading.start, &opening);
        html.push_str(&after);
        html.push_str("</h");
        html.push(char::from(b'0' + heading.level));
        html.push_str(">\n");
        let permalink = format!("{}#{id}", input.permalink);
        self.found.push(Heading { level: heading.level, id, permalink, title, children: Vec::new() });
        opening.len()
    }

    /// Puts each heading below the last one of a higher level.
    pub(super) fn into_toc(self) -> (Vec<Heading>, Vec<String>) {
        let ids = self.found.iter().map(|heading| heading.id.clone()).collect();
        let mut roots = Vec::new();
        let mut open: Vec<Heading> = Vec::new();
        for heading in self.found {
            while open.last().is_some_and(|last| last.level >= heading.level) {
                close_last(&mut open, &mut roots);
            }
            open.push(heading);
        }
        while !open.is_empty() {
            close_last(&mut open, &mut roots);
        }
        (roots, ids)
    }

    fn free_id(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let mut id = wanted.to_owned();
        while self.taken.contains(&id) {
            let number = self.next.entry(wanted.to_owned()).or_insert(0);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        self.taken.insert(id.clone());
        id
    }
}

fn close_last(open: &mut Vec<Heading>, roots: &mut Vec<Heading>) {
    if let Some(heading) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.children.push(heading),
            None => roots.push(heading),
        }
    }
}

/// What stands before and after the heading's own HTML.
fn anchor(heading: &OpenHeading<'_>, id: &str, input: &MarkdownInput<'_>) -> (String, String) {
    let link = || input.site.anchor_link(&AnchorLink { id, level: heading.level });
    match input.anchor_links {
        AnchorLinks::None => (String::new(), String::new()),
        AnchorLinks::Left => (link(), String::new()),
        AnchorLinks::Right => (String::new(), link()),
        AnchorLinks::Heading => {
            let link = link();
            let opening = link.find('>').map_or("", |end| &link[..=end]);
            (opening.trim_start().to_owned(), if opening.is_empty() { String::new() } else { "</a>".into() })
        }
    }
}

fn opening_tag(heading: &OpenHeading<'_>, id: &str) -> String {
    let mut tag = format!("<h{} id=\"", heading.level);
    push_attribute(&mut tag, id);
    tag.push('"');
    if !heading.classes.is_empty() {
        tag.push_str(" class=\"");
        push_attribute(&mut tag, &heading.classes.join(" "));
        tag.push('"');
    }
    for (name, value) in &heading.attributes {
        tag.push(' ');
        push_attribute(&mut tag, name);
        tag.push_str("=\"");
        push_attribute(&mut tag, value.as_deref().unwrap_or_default());
        tag.push('"');
    }
    tag.push('>');
    tag
}
