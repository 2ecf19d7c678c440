//! How the preview of a page changes from one keystroke to the next: only the blocks that differ cross the border.

use std::ops::Range;

use engine::Preview;

use crate::protocol::{PreviewBlock, PreviewChange};

/// The addresses a preview needs to find its pictures and styles on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Addresses {
    pub(crate) site_url: String,
    pub(crate) local_url: String,
    pub(crate) page_url: String,
}

/// Tells the window how to come from the preview it shows to the new one. `head_lines` is the number of lines of
/// the file that stand above the editor's text.
pub(crate) fn change(
    shown: Option<&Preview>,
    preview: &Preview,
    head_lines: u32,
    addresses: &Addresses,
) -> PreviewChange {
    let lines = || preview.blocks.iter().map(|block| line(block.line, head_lines)).collect::<Vec<_>>();
    let Some(shown) = shown else { return whole(preview, head_lines, addresses) };
    let same_lines = shown.blocks.iter().map(|b| b.line).eq(preview.blocks.iter().map(|b| b.line));
    if shown.html == preview.html && same_lines {
        return PreviewChange::Same;
    }
    if !same_around(shown, preview) {
        return whole(preview, head_lines, addresses);
    }
    let (start, old, new) = difference(shown, preview);
    PreviewChange::Blocks {
        start: small(start),
        removed: small(old),
        inserted: preview.blocks[start..start + new]
            .iter()
            .map(|b| preview.html[b.html.clone()].to_owned())
            .collect(),
        lines: lines(),
    }
}

/// Sends the whole page.
pub(crate) fn whole(preview: &Preview, head_lines: u32, addresses: &Addresses) -> PreviewChange {
    let mut counter = Utf16 { text: &preview.html, byte: 0, unit: 0 };
    let blocks = preview
        .blocks
        .iter()
        .map(|block| PreviewBlock {
            line: line(block.line, head_lines),
            from: counter.at(block.html.start),
            to: counter.at(block.html.end),
        })
        .collect();
    PreviewChange::Whole {
        html: preview.html.to_string(),
        blocks,
        site_url: addresses.site_url.clone(),
        local_url: addresses.local_url.clone(),
        page_url: addresses.page_url.clone(),
    }
}

fn line(file_line: u32, head_lines: u32) -> u32 {
    file_line.saturating_sub(head_lines).max(1)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The span from the first block to the last; nothing without blocks.
fn span(preview: &Preview) -> Option<Range<usize>> {
    Some(preview.blocks.first()?.html.start..preview.blocks.last()?.html.end)
}

fn same_around(a: &Preview, b: &Preview) -> bool {
    let (Some(in_a), Some(in_b)) = (span(a), span(b)) else { return false };
    a.html[..in_a.start] == b.html[..in_b.start] && a.html[in_a.end..] == b.html[in_b.end..]
}

/// Finds the run of blocks that differ: its start, its length before and after.
fn difference(a: &Preview, b: &Preview) -> (usize, usize, usize) {
    let text =
        |preview: &'_ Preview, index: usize| preview.html[preview.blocks[index].html.clone()].to_owned();
    let same = |i: usize, j: usize| {
        a.html[a.blocks[i].html.clone()] == b.html[b.blocks[j].html.clone()] && gap(a, i) == gap(b, j)
    };
    let shorter = a.blocks.len().min(b.blocks.len());
    let start = (0..shorter).take_while(|&i| same(i, i)).count();
    let end =
        (1..=shorter - start).take_while(|&back| same(a.blocks.len() - back, b.blocks.len() - back)).count();
    debug_assert!(start + end <= shorter, "{}", text(a, 0));
    (start, a.blocks.len() - end - start, b.blocks.len() - end - start)
}

/// What stands between a block and the one after it.
fn gap(preview: &Preview, index: usize) -> &str {
    let end = preview.blocks[index].html.end;
    let next = preview.blocks.get(index + 1).map_or(end, |block| block.html.start);
    &preview.html[end..next]
}

/// Turns rising byte offsets of a text into UTF-16 offsets in one walk.
struct Utf16<'a> {
    text: &'a str,
    byte: usize,
    unit: usize,
}

impl Utf16<'_> {
    fn at(&mut self, byte: usize) -> u32 {
        self.unit += self.text[self.byte..byte].encode_utf16().count();
        self.byte = byte;
        small(self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::Block;
    use engine::output::OutputPath;

    fn preview(head: &str, blocks: &[&str]) -> Preview {
        let mut html = head.to_owned();
        let mut spans = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            let start = html.len();
            html.push_str(block);
            spans.push(Block { line: 5 + 2 * small(index), html: start..html.len() });
        }
        let content = Some(head.len()..html.len());
        html.push_str("</main>");
        Preview {
            path: OutputPath::new("a/index.html").expect("path"),
            permalink: "https://example.org/a/".into(),
            html: html.into(),
            content,
            blocks: spans,
        }
    }

    fn changed(before: &Preview, after: &Preview) -> PreviewChange {
        let none = Addresses { site_url: String::new(), local_url: String::new(), page_url: String::new() };
        change(Some(before), after, 4, &none)
    }

    #[test]
    fn one_block_typed_in_is_one_block_sent() {
        let before = preview("<main>", &["<p>a</p>\n", "<p>b</p>\n", "<p>c</p>\n"]);
        let after = preview("<main>", &["<p>a</p>\n", "<p>bé</p>\n", "<p>c</p>\n"]);
        let wanted = PreviewChange::Blocks {
            start: 1,
            removed: 1,
            inserted: vec!["<p>bé</p>\n".into()],
            lines: vec![1, 3, 5],
        };
        assert_eq!(changed(&before, &after), wanted);
    }

    #[test]
    fn equal_neighbours_are_not_counted_twice() {
        let before = preview("<main>", &["<p>a</p>", "<p>a</p>"]);
        let after = preview("<main>", &["<p>a</p>", "<p>a</p>", "<p>a</p>"]);
        let PreviewChange::Blocks { start, removed, inserted, .. } = changed(&before, &after) else {
            panic!("blocks")
        };
        assert_eq!((start, removed, inserted.len()), (2, 0, 1));
    }

    #[test]
    fn a_change_around_the_text_sends_the_page_with_utf16_offsets() {
        let before = preview("<title>a</title><main>", &["<p>x</p>"]);
        let after = preview("<title>😀</title><main>", &["<p>x</p>"]);
        let PreviewChange::Whole { html, blocks, .. } = changed(&before, &after) else { panic!("whole") };
        let units: Vec<u16> = html.encode_utf16().collect();
        let block = String::from_utf16_lossy(&units[blocks[0].from as usize..blocks[0].to as usize]);
        assert_eq!(block, "<p>x</p>");
    }

    #[test]
    fn nothing_visible_is_nothing_sent() {
        let page = preview("<main>", &["<p>a</p>"]);
        assert_eq!(changed(&page, &page.clone()), PreviewChange::Same);
    }
}
