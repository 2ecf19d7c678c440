//! Numbers that look like chance, and are the same in every build.

use std::cell::RefCell;

use crate::output::ContentHash;

thread_local! {
    /// What this thread makes, and how many numbers it has drawn for it. As with what is looked up, functions of
    /// templates have no other place to count.
    static DRAWN: RefCell<(String, u64)> = const { RefCell::new((String::new(), 0)) };
}

/// Begins to count anew, for a file or for the text of a page.
pub(super) fn begin(whose: &str) {
    DRAWN.set((whose.to_owned(), 0));
}

/// Draws the next number, from 0 up to 2^60. It follows from what was begun, from what is said, and from how many
/// were drawn before.
pub(super) fn draw(said: &str) -> i64 {
    let (whose, number) = DRAWN.with_borrow_mut(|(whose, drawn)| {
        *drawn += 1;
        (whose.clone(), *drawn)
    });
    let hash = ContentHash::of(format!("{whose} {said} {number}").as_bytes()).to_string();
    i64::from_str_radix(&hash[..15], 16).unwrap_or_default()
}
