//! Opening, saving and changing odd files leaves every byte that nobody touched.

mod corpus;
mod typed;

use studio::protocol::{Field, PageView};
use tests::author::Author;

use corpus::{Kind, corpus};

const PAGE: &str = "content/odd.md";

fn author_of(text: &str) -> (Author, PageView) {
    let author = Author::with_small_site();
    author.write(PAGE, text);
    author.studio.open_site(&author.site()).unwrap();
    let view = author.open(PAGE);
    (author, view)
}

fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn shown(bytes: &str) -> String {
    if bytes.len() > 600 { format!("{} bytes", bytes.len()) } else { format!("{bytes:?}") }
}

/// Compares without printing a megabyte.
fn same(found: &str, wanted: &str, what: &str) {
    assert!(found == wanted, "{what}\nfound  {}\nwanted {}", shown(found), shown(wanted));
}

#[test]
fn opening_and_saving_leaves_identical_bytes() {
    let author = Author::with_small_site();
    let files: Vec<_> = corpus().into_iter().enumerate().collect();
    assert!(files.len() >= 40, "{} files", files.len());
    for (number, odd) in &files {
        author.write(&format!("content/odd{number}.md"), &odd.text);
    }
    author.studio.open_site(&author.site()).unwrap();
    for (number, odd) in &files {
        let page = format!("content/odd{number}.md");
        let view = author.open(&page);
        author.saved(&page);
        same(&author.read(&page), &odd.text, odd.name);
        let end = normalised(&odd.text);
        assert!(end.trim_start_matches('\u{feff}').ends_with(&view.text), "{}: the text is the file's", odd.name);
        assert_eq!(view.fields.is_some(), odd.kind != Kind::Broken, "{}", odd.name);
    }
}

#[test]
fn an_edit_taken_back_leaves_identical_bytes() {
    for odd in corpus() {
        let (author, view) = author_of(&odd.text);
        author.type_text(PAGE, 0, &format!("New first line\n{}\nNew last line", view.text));
        author.saved(PAGE);
        assert_ne!(author.read(PAGE), odd.text);
        author.type_text(PAGE, 1, &view.text);
        author.saved(PAGE);
        same(&author.read(PAGE), &odd.text, odd.name);
        author.type_text(PAGE, 2, "");
        author.saved(PAGE);
        author.type_text(PAGE, 3, &view.text);
        author.saved(PAGE);
        same(&author.read(PAGE), &odd.text, odd.name);
    }
}

#[test]
fn a_broken_head_is_shown_whole_and_what_is_typed_is_saved() {
    let broken: Vec<_> = corpus().into_iter().filter(|odd| odd.kind == Kind::Broken).collect();
    assert!(broken.len() >= 4);
    for odd in broken {
        let (author, view) = author_of(&odd.text);
        assert_eq!(view.fields, None, "{}", odd.name);
        same(&view.text, &normalised(odd.text.trim_start_matches('\u{feff}')), odd.name);
        author.edit(PAGE, 0, &[(0, 0, "x")]);
        author.saved(PAGE);
        let mark = if odd.text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        let rest = odd.text.trim_start_matches('\u{feff}');
        same(&author.read(PAGE), &format!("{mark}x{rest}"), odd.name);
    }
}

#[test]
fn a_broken_head_that_is_mended_comes_back_as_fields() {
    let (author, view) = author_of("+++\ntitle = \"Broken\ndate = 2026-01-02\n+++\n\nText.\n");
    assert_eq!(view.fields, None);
    let refused = author.fail(studio::Request::ChangeField(studio::protocol::ChangeField {
        page: view.page.clone(),
        field: Field::Title("New".into()),
    }));
    assert!(refused.message.contains("odd.md"), "{refused:?}");
    let mended = "+++\ntitle = \"Mended\"\ndate = 2026-01-02\n+++\n\nText.\n";
    author.type_text(PAGE, 0, mended);
    author.fail(studio::Request::ChangeField(studio::protocol::ChangeField {
        page: view.page.clone(),
        field: Field::Title("New".into()),
    }));
    author.saved(PAGE);
    assert_eq!(author.read(PAGE), mended);
    author.ask::<studio::protocol::Nothing>(studio::Request::ClosePage(view.page));
    let view = author.open(PAGE);
    assert_eq!((view.fields.unwrap().title.as_str(), view.text.as_str()), ("Mended", "\nText.\n"));
}

/// The lines a change took out and put in; the same line elsewhere is no change.
fn difference(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(after));
    let shorter = old.len().min(new.len());
    let start = (0..shorter).take_while(|&i| old[i] == new[i]).count();
    let end = (1..=shorter - start).take_while(|&i| old[old.len() - i] == new[new.len() - i]).count();
    (old[start..old.len() - end].to_vec(), new[start..new.len() - end].to_vec())
}

#[test]
fn one_field_is_one_line() {
    for odd in corpus().into_iter().filter(|odd| odd.kind == Kind::Head) {
        for field in [
            Field::Title("A new title: with \"quotes\" and # marks".into()),
            Field::Date("2031-12-24".into()),
            Field::Description("New".into()),
            Field::Slug("new-address".into()),
            Field::Draft(true),
        ] {
            let (author, view) = author_of(&odd.text);
            if view.fields.as_ref().is_some_and(|fields| fields.draft) && field == Field::Draft(true) {
                continue;
            }
            let answer = author.change(PAGE, field.clone());
            assert_eq!(answer.refused, None, "{}", odd.name);
            author.saved(PAGE);
            let (gone, come) = difference(&odd.text, &author.read(PAGE));
            // A text over several lines is one value: it may go as a whole.
            let fits = come.len() == 1 && (gone.len() <= 1 || odd.name.contains("several lines"));
            assert!(fits, "{} {field:?}: -{gone:?} +{come:?}", odd.name);
            let body = normalised(&author.read(PAGE));
            assert!(body.ends_with(&view.text), "{} {field:?}: the text stays", odd.name);
        }
    }
}

#[test]
fn a_field_changed_and_changed_back_says_what_it_said() {
    for odd in corpus().into_iter().filter(|odd| odd.kind == Kind::Head) {
        let (author, view) = author_of(&odd.text);
        let before = view.fields.unwrap();
        author.change(PAGE, Field::Title("Something else".into()));
        author.saved(PAGE);
        let after = author.change(PAGE, Field::Title(before.title.clone())).fields;
        assert_eq!(after, before, "{}", odd.name);
    }
}
