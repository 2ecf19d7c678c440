//! What the writer knows of the finished pieces in its text.

use std::borrow::Cow;

use super::inserts::{Inserts, Part};
use super::{Heading, Rendered};

/// The pieces of a text while it is written.
pub(super) struct Weaving<'e> {
    inserts: Option<&'e Inserts>,
    /// How many pieces have started whose end has not been met.
    open: usize,
}

impl<'e> Weaving<'e> {
    pub(super) fn new(inserts: Option<&'e Inserts>) -> Self {
        Self { inserts, open: 0 }
    }

    /// Gives the pieces if there are any in a part of the text.
    pub(super) fn in_text(&self, text: &str) -> Option<&'e Inserts> {
        self.inserts.filter(|inserts| inserts.are_in(text))
    }

    /// Says whether what comes next belongs to a piece that has started.
    pub(super) fn is_inside(&self) -> bool {
        self.open > 0
    }

    /// Passes a piece.
    pub(super) fn pass(&mut self, part: Part) {
        match part {
            Part::Whole => {}
            Part::Start { .. } => self.open += 1,
            Part::End => self.open = self.open.saturating_sub(1),
        }
    }

    /// Gives a part of the text as it stands where there is no HTML.
    pub(super) fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.inserts.map_or(Cow::Borrowed(text), |inserts| inserts.plain(text))
    }

    /// Says whether a paragraph is nothing but the inside of a block.
    pub(super) fn is_bare(&self, paragraph: &str) -> bool {
        self.inserts.is_some_and(|inserts| inserts.is_bare(paragraph))
    }

    /// Takes out the marks that came through in a place where nobody looks for them, such as the id of a heading.
    pub(super) fn cleaned(&self, rendered: Rendered) -> Rendered {
        match self.inserts {
            Some(inserts) if is_soiled(inserts, &rendered) => clean(inserts, rendered),
            Some(_) | None => rendered,
        }
    }
}

fn is_soiled(inserts: &Inserts, rendered: &Rendered) -> bool {
    // Every name of a heading or a footnote stands in the HTML too.
    inserts.are_in(&rendered.html)
}

fn clean(inserts: &Inserts, mut rendered: Rendered) -> Rendered {
    let mut html = String::with_capacity(rendered.html.len());
    let mut copied = 0;
    for block in &mut rendered.blocks {
        html.push_str(&inserts.plain(&rendered.html[copied..block.html.start]));
        let start = html.len();
        html.push_str(&inserts.plain(&rendered.html[block.html.clone()]));
        copied = block.html.end;
        block.html = start..html.len();
    }
    html.push_str(&inserts.plain(&rendered.html[copied..]));
    rendered.html = html.into();
    rendered.summary = rendered.summary.map(|summary| inserts.plain(&summary).into());
    rendered.ids = rendered.ids.iter().map(|id| inserts.plain(id).into_owned()).collect();
    clean_headings(inserts, &mut rendered.toc);
    rendered
}

fn clean_headings(inserts: &Inserts, headings: &mut [Heading]) {
    for heading in headings {
        for text in [&mut heading.id, &mut heading.permalink, &mut heading.title] {
            *text = inserts.plain(text).into_owned();
        }
        clean_headings(inserts, &mut heading.children);
    }
}
