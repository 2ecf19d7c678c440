//! The part of a text before `<!-- more -->`.

use std::ops::Range;

use super::{Html, Site};

/// What replaces the mark in the text.
pub(super) const CONTINUE_READING: &str = "<span id=\"continue-reading\"></span>";

/// Says whether a piece of HTML is the mark that ends the summary.
pub(super) fn is_mark(html: &str) -> bool {
    let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    comment.is_some_and(|words| words.trim().eq_ignore_ascii_case("more"))
}

/// Cuts the summary out of the HTML so far, without the footnotes in it. Elements that are open are closed, after
/// the words that say that the text goes on.
pub(super) fn cut<'c>(
    html: &str,
    footnotes: &[Range<usize>],
    closings: impl DoubleEndedIterator<Item = &'c str>,
    site: &dyn Site,
) -> Option<Html> {
    let mut summary = String::with_capacity(html.len());
    let mut at = 0;
    for footnote in footnotes {
        summary.push_str(html.get(at..footnote.start).unwrap_or_default());
        at = footnote.end;
    }
    summary.push_str(html.get(at..).unwrap_or_default());
    summary.truncate(summary.trim_end().len());
    if summary.is_empty() {
        return None;
    }
    let mut closings = closings.rev().filter(|closing| !closing.is_empty()).peekable();
    if closings.peek().is_some() {
        let cutoff = site.summary_cutoff(&summary);
        summary.push_str(&cutoff);
        closings.for_each(|closing| summary.push_str(closing));
    }
    Some(summary.into())
}
