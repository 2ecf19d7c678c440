//! What the editor holds is what the file holds, whatever is typed.

use std::sync::LazyLock;

use proptest::prelude::*;
use studio::Request;
use studio::protocol::{Nothing, PageId};
use tests::author::Author;

use super::{normalised, same};

const PAGE: &str = "content/typed.md";
const HEAD: &str = "+++\ntitle = \"T\"\n+++\n";

static AUTHOR: LazyLock<Author> = LazyLock::new(Author::with_small_site);

const PIECES: &[&str] =
    &["a", "é", "語", "😀", "\n", "\r\n", "\r", " ", "word ", "# ", "+++", "---", "{{ x }}", "\u{feff}"];

/// Texts with every kind of line end and letters of one to four bytes.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// A place in a text as a fraction, what goes there and what comes.
fn edits() -> impl Strategy<Value = Vec<(f64, f64, String)>> {
    proptest::collection::vec((0.0..1.0, 0.0..0.5, text()), 1..6)
}

/// The UTF-16 offsets at which a letter starts.
fn places(text: &str) -> Vec<u32> {
    let mut at = 0;
    let starts = text.chars().map(|c| {
        at += u32::try_from(c.len_utf16()).unwrap();
        at
    });
    std::iter::once(0).chain(starts).collect()
}

/// The offset into the places that a fraction stands for.
fn pick(fraction: f64, count: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a small index"
    )]
    let index = (fraction * count as f64) as usize;
    index.min(count - 1)
}

fn check(before: &str, edits: &[(f64, f64, String)]) {
    let author = &*AUTHOR;
    author.write(PAGE, &format!("{HEAD}{before}"));
    author.studio.open_site(&author.site()).unwrap();
    let mut held = author.open(PAGE).text;
    assert_eq!(held, normalised(before));
    for (revision, (at, length, insert)) in edits.iter().enumerate() {
        let places = places(&held);
        let from = pick(*at, places.len());
        let to = (from + pick(*length, places.len())).min(places.len() - 1);
        let insert = normalised(insert);
        author.edit(PAGE, u32::try_from(revision).unwrap(), &[(places[from], places[to], &insert)]);
        let letters: Vec<char> = held.chars().collect();
        held = letters[..from]
            .iter()
            .copied()
            .chain(insert.chars())
            .chain(letters[to..].iter().copied())
            .collect();
    }
    assert_eq!(author.open(PAGE).text, held, "what Rust holds");
    author.saved(PAGE);
    let file = author.read(PAGE);
    same(&normalised(file.strip_prefix(HEAD).expect("the head stays")), &held, "what the file holds");
    author.ask::<Nothing>(Request::ClosePage(PageId(PAGE.into())));
    assert_eq!(author.open(PAGE).text, held, "what comes back");
    author.type_text(PAGE, 0, &normalised(before));
    author.saved(PAGE);
    assert_eq!(normalised(&author.read(PAGE)), format!("{HEAD}{}", normalised(before)));
}

proptest! {
    #![proptest_config(crate::tried(20))]

    #[test]
    fn the_editor_and_the_file_hold_the_same(before in text(), edits in edits()) {
        check(&before, &edits);
    }
}
