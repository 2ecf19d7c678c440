//! What was looked up while a file was made: with the template's own text and the file's own page all that it
//! depends on. An incremental build asks whether any of it would be found otherwise now.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// One thing that a template function looked up, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Read {
    /// The search index of a language, which follows from all texts. It comes first, so that it is found at once.
    SearchIndex(String),
    /// A page or section with its neighbours or its lists, by its path below `content/` and a language.
    Content(String, String),
    /// The address of a content file, by its path and a language.
    Address(String, String),
    /// A taxonomy, by its name and language.
    Taxonomy(String, String),
    /// A term, by its taxonomy, its name and a language.
    Term(String, String, String),
    /// The address of a term, by the same.
    TermAddress(String, String, String),
    /// A file, by the path that a template gives it.
    File(String),
    /// The time of the build.
    Now,
}

thread_local! {
    /// What the file that this thread is making has looked up so far; nothing while it makes none.
    ///
    /// The template engine hands its functions no place to leave a note: they see the arguments of the call and
    /// the variables around it, and inside a component not even those. A file is made by one thread from start to
    /// end, so the thread is the file's own place while it lasts.
    static NOTED: RefCell<Option<BTreeSet<Read>>> = const { RefCell::new(None) };
}

/// Notes what a function looked up.
pub(super) fn note(read: Read) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            noted.insert(read);
        }
    });
}

/// Runs something and gives with its answer all that was looked up on the way.
pub(crate) fn noting<T>(make: impl FnOnce() -> T) -> (T, BTreeSet<Read>) {
    NOTED.set(Some(BTreeSet::new()));
    let made = make();
    (made, NOTED.take().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_kept_only_while_a_file_is_made() {
        note(Read::Now);
        let (made, noted) = noting(|| {
            note(Read::File("a.css".into()));
            note(Read::File("a.css".into()));
            1
        });
        assert_eq!((made, noted), (1, BTreeSet::from([Read::File("a.css".into())])));
        note(Read::Now);
        assert_eq!(noting(|| ()).1, BTreeSet::new());
    }
}
