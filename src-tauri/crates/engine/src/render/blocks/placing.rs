//! Where a call stands among the lines of its text.

use std::ops::Range;

/// The lines of a text.
pub(super) struct Places<'a> {
    text: &'a str,
    /// Where lines start.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn line_start(&self, at: usize) -> usize {
        self.starts[self.index(at)]
    }

    fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    fn line(&self, index: usize) -> Option<&'a str> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end)
    }

    /// Gives what stands before a place in its line.
    fn before(&self, at: usize) -> &'a str {
        &self.text[self.line_start(at)..at]
    }

    /// Gives what stands after a place in its line.
    pub(super) fn after(&self, at: usize) -> &'a str {
        let end = self.starts.get(self.index(at) + 1).copied().unwrap_or(self.text.len());
        &self.text[at..end]
    }

    /// Says whether nothing but quotes and list marks stands before a place in its line.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        is_only_marks(self.before(at))
    }

    /// Says whether nothing stands after a place in its line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        self.after(at).trim().is_empty()
    }

    /// Says whether a part of the text has its lines to itself.
    pub(super) fn is_alone(&self, span: &Range<usize>) -> bool {
        self.starts_line(span.start) && self.ends_line(span.end)
    }

    /// Says whether a part that has its lines to itself is a paragraph of its own.
    pub(super) fn is_paragraph(&self, span: &Range<usize>) -> bool {
        let (first, last) = (self.index(span.start), self.index(span.end));
        // With nothing but marks before it, any other sign than a quote's starts an item of a list.
        let starts_item = self.before(span.start).contains(|sign| !matches!(sign, ' ' | '\t' | '>'));
        let before = first.checked_sub(1).and_then(|index| self.line(index));
        (starts_item || before.is_none_or(is_between)) && self.line(last + 1).is_none_or(is_between)
    }

    /// Gives what a further line has to start with to stand where a place stands: in the same quote, the same item.
    pub(super) fn prefix(&self, at: usize) -> String {
        marks(self.before(at)).0
    }

    /// Says whether a place is in a line that cannot be broken: a heading or a row of a table.
    pub(super) fn is_in_single_line(&self, at: usize) -> bool {
        let line = &self.before(at)[marks(self.before(at)).1..];
        line.starts_with(['#', '|']) || self.after(at).trim_end().ends_with('|')
    }
}

/// Says whether there is nothing in a line, or in the start of one, but quotes and list marks.
pub(super) fn is_only_marks(line: &str) -> bool {
    marks(line).1 == line.len()
}

/// A line that parts paragraphs: an empty one, a heading, the start or the end of code, or the tag of a block.
fn is_between(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
    let after_signs = line.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(line.len() - after_signs.len()))
        && (after_signs.is_empty() || after_signs.starts_with([' ', '\t']));
    let is_fence = line.starts_with("```") || line.starts_with("~~~");
    line.is_empty() || is_heading || is_fence || (line.starts_with("{%") && line.ends_with("%}"))
}

/// Reads quotes and list marks at the start of a line: what the next line starts with, and where they end.
fn marks(line: &str) -> (String, usize) {
    let mut prefix = String::new();
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let width = list_mark(rest);
        match rest.bytes().next() {
            Some(byte @ (b' ' | b'\t' | b'>')) => prefix.push(char::from(byte)),
            Some(_) if width > 0 => prefix.extend(std::iter::repeat_n(' ', width)),
            Some(_) | None => return (prefix, at),
        }
        at += width.max(1);
    }
}

/// Gives the width of a list mark with the space after it, if the text starts with one.
fn list_mark(text: &str) -> usize {
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let sign = &text[digits..];
    let is_mark = if digits == 0 { sign.starts_with(['-', '+', '*']) } else { sign.starts_with(['.', ')']) };
    if is_mark && sign[1..].starts_with([' ', '\t']) { digits + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, prefix: &str, is_alone: bool, is_paragraph: bool) {
        let at = text.find('@').expect("marks the place");
        let places = Places::new(text);
        let span = at..at + 1;
        assert_eq!((places.prefix(at).as_str(), places.is_alone(&span)), (prefix, is_alone), "{text}");
        assert_eq!(is_alone && places.is_paragraph(&span), is_paragraph, "{text}");
    }

    #[test]
    fn a_call_knows_its_surroundings() {
        check("@", "", true, true);
        check("a\n\n@\n\nb", "", true, true);
        check("a\n@\nb", "", true, false);
        check("a @ b", "", false, false);
        check("> - @ \n", ">   ", true, true);
        check("12) @\n", "    ", true, true);
        check("- x @\n", "  ", false, false);
        check("{% a() %}\n  @\n{% end %}", "  ", true, true);
        check("# a\n@\n```\nb\n```", "", true, true);
        check("#a\n@", "", true, false);
        check("*@*", "", false, false);
    }

    #[test]
    fn headings_and_rows_are_single_lines() {
        for (text, expected) in
            [("## a @", true), ("| a | @ |", true), ("> # @", true), ("a | @ |\n", true), ("a @ b", false)]
        {
            let at = text.find('@').expect("marks the place");
            assert_eq!(Places::new(text).is_in_single_line(at), expected, "{text}");
        }
    }
}
