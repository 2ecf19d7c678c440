//! Opening, saving and changing odd files leaves every byte that nobody touched.

mod corpus;
mod typed;

use studio::Request;
use studio::protocol::{ChangeField, Field, Fields, Nothing, PageId};
use tests::author::Author;

use corpus::{Kind, Odd, corpus};

/// A studio with a page for each of these texts, at `content/odd0.md` and so on.
fn author_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Author {
    let author = Author::with_small_site();
    for (number, text) in texts.into_iter().enumerate() {
        author.write(&page(number), text);
    }
    author.open_site();
    author
}

fn page(number: usize) -> String {
    format!("content/odd{number}.md")
}

fn files_with(kind: Kind) -> Vec<Odd> {
    corpus().into_iter().filter(|odd| odd.kind == kind).collect()
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
    let files = corpus();
    assert!(files.len() >= 40, "{} files", files.len());
    let author = author_of(files.iter().map(|odd| odd.text.as_str()));
    for (number, odd) in files.iter().enumerate() {
        let view = author.open(&page(number));
        author.saved(&page(number));
        same(&author.read(&page(number)), &odd.text, odd.name);
        let whole = normalised(odd.text.trim_start_matches('\u{feff}'));
        assert!(whole.ends_with(&view.text), "{}: the text is the file's", odd.name);
        assert_eq!(view.fields.is_some(), odd.kind != Kind::Broken, "{}", odd.name);
    }
}

#[test]
fn an_edit_taken_back_leaves_identical_bytes() {
    // What takes long with a megabyte is the preview, and that is not what is tried here.
    let files: Vec<_> = corpus().into_iter().filter(|odd| odd.text.len() < 1000).collect();
    let author = author_of(files.iter().map(|odd| odd.text.as_str()));
    for (number, odd) in files.iter().enumerate() {
        let (page, text) = (page(number), author.open(&page(number)).text);
        author.type_text(&page, 0, &format!("New first line\n{text}\nNew last line"));
        author.saved(&page);
        assert_ne!(author.read(&page), odd.text);
        author.type_text(&page, 1, &text);
        author.saved(&page);
        same(&author.read(&page), &odd.text, odd.name);
        author.type_text(&page, 2, "");
        author.saved(&page);
        author.type_text(&page, 3, &text);
        author.saved(&page);
        same(&author.read(&page), &odd.text, odd.name);
    }
}

#[test]
fn a_broken_head_is_shown_whole_and_what_is_typed_is_saved() {
    let files = files_with(Kind::Broken);
    assert!(files.len() >= 4);
    let author = author_of(files.iter().map(|odd| odd.text.as_str()));
    for (number, odd) in files.iter().enumerate() {
        let (page, view) = (page(number), author.open(&page(number)));
        assert_eq!(view.fields, None, "{}", odd.name);
        let rest = odd.text.trim_start_matches('\u{feff}');
        same(&view.text, &normalised(rest), odd.name);
        author.edit(&page, 0, &[(0, 0, "x")]);
        author.saved(&page);
        let mark = if odd.text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        same(&author.read(&page), &format!("{mark}x{rest}"), odd.name);
    }
}

#[test]
fn a_broken_head_that_is_mended_comes_back_as_fields() {
    let author = author_of(["+++\ntitle = \"Broken\ndate = 2026-01-02\n+++\n\nText.\n"]);
    let page = page(0);
    let change = || {
        let field = Field::Title("New".into());
        Request::ChangeField(ChangeField { page: PageId(page.clone()), field })
    };
    assert_eq!(author.open(&page).fields, None);
    assert!(author.fail(change()).message.contains("odd0.md"));
    let mended = "+++\ntitle = \"Mended\"\ndate = 2026-01-02\n+++\n\nText.\n";
    author.type_text(&page, 0, mended);
    // The editor still shows the whole file: a head above it would be a second one.
    author.fail(change());
    author.saved(&page);
    assert_eq!(author.read(&page), mended);
    author.ask::<Nothing>(Request::ClosePage(PageId(page.clone())));
    let view = author.open(&page);
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

fn check_one_line(field: &Field) {
    let files = files_with(Kind::Head);
    let author = author_of(files.iter().map(|odd| odd.text.as_str()));
    for (number, odd) in files.iter().enumerate() {
        let (page, view) = (page(number), author.open(&page(number)));
        let answer = author.change(&page, field.clone());
        assert_eq!(answer.refused, None, "{}", odd.name);
        author.saved(&page);
        let after = author.read(&page);
        let (gone, come) = difference(&odd.text, &after);
        // A text over several lines is one value: it may go as a whole. A first tag brings its table's line along.
        let is_one = come.len() == 1 && (gone.len() <= 1 || odd.name.contains("several lines"));
        assert!(is_one, "{} {field:?}: -{gone:?} +{come:?}", odd.name);
        assert!(normalised(&after).ends_with(&view.text), "{} {field:?}: the text stays", odd.name);
        let reopened = author.open(&page).fields.unwrap();
        assert_eq!(reopened, answer.fields, "{}", odd.name);
    }
}

#[test]
fn a_title_is_one_line() {
    check_one_line(&Field::Title("A new title: with \"quotes\" and # marks".into()));
}

#[test]
fn a_date_is_one_line() {
    check_one_line(&Field::Date("2031-12-24".into()));
}

#[test]
fn a_description_is_one_line() {
    check_one_line(&Field::Description("- [new] {x}: y".into()));
}

#[test]
fn a_slug_is_one_line() {
    check_one_line(&Field::Slug("new-address".into()));
}

#[test]
fn a_draft_is_one_line() {
    check_one_line(&Field::Draft(true));
}

#[test]
fn a_field_changed_and_changed_back_says_what_it_said() {
    let files = files_with(Kind::Head);
    let author = author_of(files.iter().map(|odd| odd.text.as_str()));
    for (number, odd) in files.iter().enumerate() {
        let (page, before) = (page(number), author.open(&page(number)).fields.unwrap());
        author.change(&page, Field::Title("Something else".into()));
        author.saved(&page);
        // A line break in a title is a space: a title is one line.
        let after = author.change(&page, Field::Title(before.title.clone())).fields;
        assert_eq!(after, Fields { title: before.title.replace('\n', " "), ..before }, "{}", odd.name);
    }
}
