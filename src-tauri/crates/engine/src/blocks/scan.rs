//! Finds the calls in a text, in time that grows with its length and no faster.

use std::collections::HashMap;
use std::ops::Range;

use super::head::{Attempt, Head, Tag, tag};
use super::{Syntax, Use};

/// What was found in a text.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The calls, in the order in which they start.
    pub(crate) uses: Vec<Use>,
    /// The calls that are shown and not carried out.
    pub(crate) escapes: Vec<Escape>,
    /// What looks like a call and is none.
    pub(crate) strays: Vec<Stray>,
    /// Says whether the rest of the text was left as it is, because it is made of nothing but beginnings of calls.
    pub(crate) gave_up: bool,
}

/// A call that is shown and not carried out.
#[derive(Debug)]
pub(crate) struct Escape {
    /// All of it.
    pub(crate) span: Range<usize>,
    /// What stands between the marks.
    pub(crate) inside: Range<usize>,
}

/// Something that looks like a call and is none.
#[derive(Debug)]
pub(crate) struct Stray {
    /// Where it starts.
    pub(crate) at: usize,
    /// The name.
    pub(crate) name: String,
    /// How it is written.
    pub(crate) syntax: Syntax,
    /// What is wrong with it.
    pub(crate) kind: StrayKind,
}

/// What is wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StrayKind {
    /// Its arguments cannot be read.
    Unreadable,
    /// It has a start and no end.
    Unclosed,
}

/// A call whose end has not been met.
struct Open {
    start: usize,
    head_end: usize,
    head: Head,
}

/// The state of the search.
#[derive(Default)]
struct Search {
    open: Vec<Open>,
    /// How many components of a name are open.
    open_components: HashMap<String, usize>,
    /// How many shortcodes are open.
    open_shortcodes: usize,
    found: Scan,
}

/// Finds the calls outside of the parts that have none.
pub(crate) fn scan(text: &str, spared: &[Range<usize>]) -> Scan {
    let mut search = Search::default();
    let mut spared = spared.iter().peekable();
    // Beginnings that lead nowhere may be looked at many times over; a text may not consist of them.
    let mut patience = 64 * 1024 + text.len() * 32;
    let mut at = 0;
    while let Some(start) = next(text, at) {
        while spared.next_if(|range| range.end <= start).is_some() {}
        if let Some(range) = spared.peek().filter(|range| range.start <= start) {
            at = range.end;
            continue;
        }
        let Attempt { tag, end, unread } = tag(text, start);
        if tag.is_none() {
            let Some(left) = patience.checked_sub(end - start) else {
                search.found.gave_up = true;
                break;
            };
            patience = left;
        }
        at = if tag.is_some() { end } else { start + 1 };
        match tag {
            Some(tag) => search.take(tag, start..end),
            None => search.unread(start, unread),
        }
    }
    search.finish()
}

fn next(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'{')?;
        if matches!(bytes.get(at + 1), Some(b'{' | b'%')) {
            return Some(at);
        }
        at += 1;
    }
}

impl Search {
    fn take(&mut self, tag: Tag, span: Range<usize>) {
        match tag {
            Tag::Alone(head) => self.push(head, span.clone(), span, None),
            Tag::Opening(head) => {
                match head.syntax {
                    Syntax::Component => *self.open_components.entry(head.name.clone()).or_default() += 1,
                    Syntax::Shortcode => self.open_shortcodes += 1,
                }
                self.open.push(Open { start: span.start, head_end: span.end, head });
            }
            Tag::ComponentEnd(name) => {
                if self.open_components.get(&name).is_some_and(|&count| count > 0) {
                    self.close(span, |head| head.syntax == Syntax::Component && head.name == name);
                }
            }
            Tag::ShortcodeEnd => {
                if self.open_shortcodes > 0 {
                    self.close(span, |head| head.syntax == Syntax::Shortcode);
                }
            }
            Tag::Escape(inside) => self.found.escapes.push(Escape { span, inside }),
        }
    }

    /// Ends the innermost call that is meant; those inside of it that have no end are none.
    fn close(&mut self, end: Range<usize>, is_meant: impl Fn(&Head) -> bool) {
        while let Some(open) = self.open.pop() {
            match open.head.syntax {
                Syntax::Component => *self.open_components.entry(open.head.name.clone()).or_default() -= 1,
                Syntax::Shortcode => self.open_shortcodes -= 1,
            }
            if is_meant(&open.head) {
                let Open { start, head_end, head } = open;
                return self.push(head, start..head_end, start..end.end, Some(head_end..end.start));
            }
            self.stray(open.start, open.head.name, open.head.syntax, StrayKind::Unclosed);
        }
    }

    fn push(&mut self, head: Head, tag: Range<usize>, span: Range<usize>, body: Option<Range<usize>>) {
        let Head { name, syntax, arguments } = head;
        self.found.uses.push(Use { name, syntax, span, head: tag, arguments, body });
    }

    fn unread(&mut self, at: usize, unread: Option<(String, Syntax)>) {
        if let Some((name, syntax)) = unread {
            self.stray(at, name, syntax, StrayKind::Unreadable);
        }
    }

    fn stray(&mut self, at: usize, name: String, syntax: Syntax, kind: StrayKind) {
        self.found.strays.push(Stray { at, name, syntax, kind });
    }

    fn finish(mut self) -> Scan {
        for open in std::mem::take(&mut self.open) {
            self.stray(open.start, open.head.name, open.head.syntax, StrayKind::Unclosed);
        }
        self.found.uses.sort_by_key(|each| each.span.start);
        self.found.strays.sort_by_key(|stray| stray.at);
        self.found
    }
}
