//! Lists that go over several pages.

use std::borrow::Cow;

use tera::Value;

use crate::graph::{Graph, NodeId, Outline};

use super::values::{map, page};

/// How a list is cut into pages.
#[derive(Debug, Clone)]
pub(crate) struct Pager<'a> {
    /// The pages of the list in order, without those that have no page of their own.
    listed: Cow<'a, [NodeId]>,
    /// Says whether the list is read from its end.
    is_reversed: bool,
    /// How many stand on one page.
    by: usize,
    /// The part of the address before the number; may be empty.
    part: String,
}

impl<'a> Pager<'a> {
    /// Cuts the list of a section, which holds only pages that have a page of their own.
    pub(crate) fn of_section(pages: &'a [NodeId], by: usize, part: &str, is_reversed: bool) -> Self {
        Self { listed: pages.into(), is_reversed, by, part: part.trim_matches('/').to_owned() }
    }

    /// Cuts the list of a term.
    pub(crate) fn of_term(outline: &Outline, pages: &'a [NodeId], by: usize, part: &str) -> Self {
        let is_rendered = |id: &NodeId| outline.node(*id).is_rendered();
        let listed = if pages.iter().all(is_rendered) {
            pages.into()
        } else {
            pages.iter().copied().filter(is_rendered).collect()
        };
        Self { listed, is_reversed: false, by, part: part.trim_matches('/').to_owned() }
    }

    /// Counts what is listed.
    pub(crate) fn length(&self) -> usize {
        self.listed.len()
    }

    /// Counts the pages; an empty list has one.
    pub(crate) fn count(&self) -> usize {
        self.listed.len().div_ceil(self.by).max(1)
    }

    /// Gives the address of a page of the list, counted from 0, below the address of the list.
    pub(crate) fn address(&self, list: &str, index: usize) -> String {
        if index == 0 { list.to_owned() } else { self.numbered(list, index) }
    }

    /// Gives the address with a number, by which the first page is reached as well.
    pub(crate) fn numbered(&self, list: &str, index: usize) -> String {
        format!("{}{}/", self.base(list), index + 1)
    }

    fn base(&self, list: &str) -> String {
        if self.part.is_empty() { list.to_owned() } else { format!("{list}{}/", self.part) }
    }

    /// Lists what stands on a page of the list, counted from 0.
    pub(crate) fn on_page(&self, index: usize) -> Vec<NodeId> {
        if self.is_reversed {
            let chunk = self.listed.rchunks(self.by).nth(index).unwrap_or_default();
            chunk.iter().rev().copied().collect()
        } else {
            self.listed.chunks(self.by).nth(index).unwrap_or_default().to_vec()
        }
    }

    /// Gives `paginator` for a page of the list, counted from 0.
    pub(crate) fn value(&self, graph: &Graph, permalink: &str, index: usize) -> Value {
        let count = self.count();
        let on_page = self.on_page(index);
        let address = |index: usize| Value::from(self.address(permalink, index));
        map([
            ("paginate_by", Value::from(self.by)),
            ("base_url", Value::from(self.base(permalink))),
            ("number_pagers", Value::from(count)),
            ("first", address(0)),
            ("last", address(count - 1)),
            ("previous", index.checked_sub(1).map_or_else(Value::none, address)),
            ("next", if index + 1 < count { address(index + 1) } else { Value::none() }),
            ("pages", Value::from(on_page.into_iter().map(|id| page(graph, id)).collect::<Vec<_>>())),
            ("current_index", Value::from(index + 1)),
            ("total_pages", Value::from(self.length())),
        ])
    }
}
