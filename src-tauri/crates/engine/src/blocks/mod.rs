//! Blocks: the pieces a writer inserts into a text through a form.
//!
//! A block is defined by the site or its theme, as a component of a template or as a file in `templates/shortcodes/`,
//! and used in a text by a call of either kind:
//! ```text
//! {{<gallery folder="x" />}}        {% <note kind="tip"> %} … {% </note> %}
//! {{ youtube(id="x") }}             {% quote(author="x") %} … {% end %}
//! ```
//! Everything else in braces is text. `{{/* name() */}}` shows a call instead of carrying it out.
//!
//! This module reads and changes calls without knowing any site: [`uses`] finds them, [`set_argument`],
//! [`remove_argument`] and [`insert`] change one place of a text and no other byte. Which blocks there are, and what
//! they want to be told, says [`crate::Site::blocks`].

mod code;
mod edit;
mod head;
mod info;
mod literal;
mod scan;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::front_matter;

pub(crate) use code::{Code, may_have_calls, spared};
pub use edit::{Change, UnwritableError, insert, new_call, remove_argument, set_argument};
pub use info::{ArgumentInfo, ArgumentKind, BlockBody, BlockInfo};
pub(crate) use info::{component, shortcode};
pub use literal::Literal;
pub(crate) use scan::{Escape, Scan, StrayKind, scan};

/// How a call is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// As a call of a component: `{{<name key="value" />}}`.
    Component,
    /// As a call of a shortcode: `{{ name(key="value") }}`.
    Shortcode,
}

/// One call of a block in a text. All places are bytes of that text.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The name of the block.
    pub name: String,
    /// How the call is written.
    pub syntax: Syntax,
    /// The whole call, with its body and its end.
    pub span: Range<usize>,
    /// The tag that starts the call; the whole call where it has no body.
    pub head: Range<usize>,
    /// What the call says, in the order in which it is written.
    pub arguments: Vec<Argument>,
    /// What stands between the two tags of a call with a body.
    pub body: Option<Range<usize>>,
}

/// One argument of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What it says.
    pub value: Literal,
    /// Name and value.
    pub span: Range<usize>,
    /// The value alone, with its quotes or braces.
    pub value_span: Range<usize>,
}

impl Use {
    /// Borrows the argument of a name.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }
}

/// Finds the calls in the text of a content file, in the order in which they start; those in the body of another
/// come after it. What stands in code is no call.
pub fn uses(text: &str) -> Vec<Use> {
    let start = front_matter::split(text).body.start;
    let body = &text[start..];
    let code = spared(body, Code::All);
    let mut found = scan(body, &code).uses;
    for each in &mut found {
        each.shift(start);
    }
    found
}

impl Use {
    /// Gives the tags: the whole call, or its start and its end.
    pub(crate) fn tags(&self) -> impl Iterator<Item = Range<usize>> {
        let end = self.body.as_ref().map(|body| body.end..self.span.end);
        std::iter::once(self.head.clone()).chain(end)
    }

    fn shift(&mut self, by: usize) {
        let shifted = |range: &Range<usize>| range.start + by..range.end + by;
        self.span = shifted(&self.span);
        self.head = shifted(&self.head);
        self.body = self.body.as_ref().map(shifted);
        for argument in &mut self.arguments {
            argument.span = shifted(&argument.span);
            argument.value_span = shifted(&argument.value_span);
        }
    }
}
