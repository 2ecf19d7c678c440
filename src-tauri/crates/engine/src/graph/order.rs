//! The order of pages in lists.

use std::cmp::{Ordering, Reverse};

use crate::date::Date;
use crate::front_matter::{PageHeader, SortBy};

use super::node::{Node, NodeId};

/// Sorts pages as their section asks. Pages without what the order goes by are left out.
pub(super) fn sort(nodes: &[Node], pages: &mut Vec<NodeId>, by: SortBy) {
    let node = |id: &NodeId| &nodes[id.index()];
    pages.retain(|id| node(id).page().is_some_and(|page| has_key(node(id), page, by)));
    pages.sort_by(|a, b| {
        let (a, b) = (node(a), node(b));
        compare(a, b, by).then_with(|| a.permalink.cmp(&b.permalink)).then_with(|| a.file().cmp(b.file()))
    });
}

/// Compares nodes of pages so that the newest comes first and pages without a date come last.
pub(crate) fn newest_first(a: &Node, b: &Node) -> Ordering {
    let dates = match (a.date(), b.date()) {
        (Some(a), Some(b)) => b.instant().cmp(&a.instant()),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    dates.then_with(|| a.permalink.cmp(&b.permalink))
}

/// Compares texts as people sort: numbers by value, letters without accents and case, then by bytes.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    natural_key(a).cmp(&natural_key(b)).then_with(|| a.cmp(b))
}

fn has_key(node: &Node, page: &PageHeader, by: SortBy) -> bool {
    match by {
        SortBy::Date => node.date().is_some(),
        SortBy::UpdateDate => page.updated.is_some() || node.date().is_some(),
        SortBy::Title | SortBy::TitleBytes => page.title.is_some(),
        SortBy::Weight => page.weight.is_some(),
        SortBy::Slug | SortBy::Permalink | SortBy::None => true,
    }
}

fn compare(a: &Node, b: &Node, by: SortBy) -> Ordering {
    fn instant(date: Option<&Date>) -> Reverse<Option<jiff::Timestamp>> {
        Reverse(date.map(Date::instant))
    }
    let (Some(page_a), Some(page_b)) = (a.page(), b.page()) else { return Ordering::Equal };
    match by {
        SortBy::Date => instant(a.date()).cmp(&instant(b.date())),
        SortBy::UpdateDate => instant(latest(a)).cmp(&instant(latest(b))),
        SortBy::Title => natural(a.title().unwrap_or_default(), b.title().unwrap_or_default()),
        SortBy::TitleBytes => a.title().cmp(&b.title()),
        SortBy::Weight => page_a.weight.cmp(&page_b.weight),
        SortBy::Slug => natural(&a.slug, &b.slug),
        SortBy::Permalink => a.permalink.cmp(&b.permalink),
        SortBy::None => Ordering::Equal,
    }
}

/// The later of a page's two dates.
fn latest(page: &Node) -> Option<&Date> {
    page.date().into_iter().chain(page.updated()).max_by_key(|date| date.instant())
}

/// A piece of a text for [`natural`]: a number, or a character.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u128),
    Letter(char),
}

fn natural_key(text: &str) -> Vec<Piece> {
    let folded = deunicode::deunicode(text).to_lowercase();
    let mut pieces = Vec::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match rest[..digits].parse() {
            Ok(number) => {
                pieces.push(Piece::Number(number));
                rest = &rest[digits..];
            }
            // No digits, or more than any number holds: those are compared one by one.
            Err(_) => {
                pieces.push(Piece::Letter(first));
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_sorted_as_people_do() {
        let mut texts = ["zebra", "Item 10", "apple", "item 9", "Éclair", "Zebra", "Item 9", "Åland"];
        texts.sort_by(|a, b| natural(a, b));
        assert_eq!(texts, ["Åland", "apple", "Éclair", "Item 9", "item 9", "Item 10", "Zebra", "zebra"]);
    }
}
