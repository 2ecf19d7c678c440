//! Patches: a window that follows them shows what a fresh preview shows.

use proptest::prelude::*;
use studio::Request;
use studio::protocol::{EditAnswer, Nothing, PageId, PreviewChange};
use tests::author::Author;

use super::whole;

const PAGE: &str = "content/posts/first.md";

/// A page as a window keeps it: the blocks, and what stands around them.
struct Window {
    before: String,
    blocks: Vec<String>,
    lines: Vec<u32>,
    between: Vec<String>,
    after: String,
}

impl Window {
    fn of(change: &PreviewChange) -> Option<Self> {
        let PreviewChange::Whole { html, blocks, .. } = change else { return None };
        let units: Vec<u16> = html.encode_utf16().collect();
        let cut = |from: u32, to: u32| String::from_utf16(&units[from as usize..to as usize]).unwrap();
        let end = u32::try_from(units.len()).unwrap();
        let (first, last) = (blocks.first().map_or(end, |b| b.from), blocks.last().map_or(end, |b| b.to));
        Some(Self {
            before: cut(0, first),
            blocks: blocks.iter().map(|block| cut(block.from, block.to)).collect(),
            lines: blocks.iter().map(|block| block.line).collect(),
            between: blocks.windows(2).map(|pair| cut(pair[0].to, pair[1].from)).collect(),
            after: cut(last, end),
        })
    }

    fn take(&mut self, change: &PreviewChange) {
        match change {
            PreviewChange::Whole { .. } => *self = Self::of(change).unwrap(),
            PreviewChange::Blocks { start, removed, inserted, lines } => {
                let (start, removed) = (*start as usize, *removed as usize);
                self.blocks.splice(start..start + removed, inserted.iter().cloned());
                self.lines.clone_from(lines);
            }
            PreviewChange::Same => {}
            PreviewChange::Unable { message } => panic!("{message}"),
        }
        assert_eq!(self.lines.len(), self.blocks.len(), "one line for each block");
    }

    /// Blocks with nothing between them: what stands there is no part of a patch, and must not matter.
    fn shows(&self, fresh: &Self) {
        assert_eq!((&self.before, &self.after), (&fresh.before, &fresh.after));
        assert_eq!(self.blocks, fresh.blocks);
        assert_eq!(self.lines, fresh.lines);
        assert!(fresh.between.iter().all(|text| text.trim().is_empty()), "{:?}", fresh.between);
    }
}

fn paragraphs() -> impl Strategy<Value = String> {
    let blocks = prop_oneof![
        Just("A paragraph.\n\n"),
        Just("Another 😀 one.\n\n"),
        Just("# Heading\n\n"),
        Just("## Heading\n\n"),
        Just("- a\n- b\n\n"),
        Just("1. x\n\n"),
        Just("> quote\n\n"),
        Just("```rust\nlet a = 1;\n```\n\n"),
        Just("<div>\n\nhtml\n\n</div>\n\n"),
        Just("Note[^1]\n\n[^1]: foot\n\n"),
        Just("[a]: https://example.org\n\n"),
        Just("[a] link\n\n"),
        Just("| a | b |\n|---|---|\n| 1 | 2 |\n\n"),
        Just("<!-- more -->\n\n"),
        Just("***\n\n"),
        Just("open ```\n"),
        Just("\n\n"),
        Just("*unclosed\n"),
    ];
    proptest::collection::vec(blocks, 0..8).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(crate::tried(8))]

    #[test]
    fn patches_lead_to_the_fresh_preview(texts in proptest::collection::vec(paragraphs(), 2..6)) {
        let author = Author::with_small_site();
        author.open(PAGE);
        let first: PreviewChange = author.ask(Request::ShowPreview(PageId(PAGE.into())));
        let mut window = Window::of(&first).unwrap();
        for (revision, text) in texts.iter().enumerate() {
            let answer: EditAnswer = author.type_text(PAGE, u32::try_from(revision).unwrap(), text);
            window.take(&answer.preview);
            // Another studio of the same site knows nothing of what was shown before.
            author.saved(PAGE);
            let fresh = Author::in_folder(author.folder.clone());
            fresh.open_site();
            fresh.open(PAGE);
            let change: PreviewChange = fresh.ask(Request::ShowPreview(PageId(PAGE.into())));
            window.shows(&Window::of(&change).unwrap());
        }
    }
}

#[test]
fn one_letter_typed_is_one_block_sent() {
    let author = Author::with_small_site();
    author.open(PAGE);
    let shown = whole(&author, PAGE);
    assert_eq!(shown.blocks.len(), 2);
    let answer = author.edit(PAGE, 0, &[(4, 4, "!")]);
    let PreviewChange::Blocks { start, removed, inserted, .. } = answer.preview else { panic!("{answer:?}") };
    assert_eq!((start, removed, inserted.len()), (0, 1, 1));
    let answer = author.edit(PAGE, 1, &[(4, 5, "!")]);
    assert_eq!(answer.preview, PreviewChange::Same);
}

#[test]
fn a_page_shown_for_the_first_time_is_sent_whole() {
    let author = Author::with_small_site();
    author.open(PAGE);
    assert!(matches!(author.edit(PAGE, 0, &[(0, 0, "x")]).preview, PreviewChange::Whole { .. }));
    author.ask::<Nothing>(Request::ClosePage(PageId(PAGE.into())));
    author.open(PAGE);
    assert!(matches!(author.edit(PAGE, 0, &[(0, 0, "y")]).preview, PreviewChange::Whole { .. }));
}
