//! Renaming, copying, throwing away and bringing back.

use studio::protocol::{Nothing, PageId, PageKind, PageRow, RenamePage, Status, TrashId, TrashRow};
use studio::{Failure, Request};
use tests::author::Author;

const FIRST: &str = "content/posts/first.md";
const SECOND: &str = "content/posts/second.md";
const BUNDLE: &[(&str, &str)] = &[
    ("content/posts/walk/index.md", "+++\ntitle = \"Walk\"\n+++\n\n![](map.svg)\n"),
    ("content/posts/walk/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    (
        "content/links.md",
        "+++\ntitle = \"Links\"\n+++\n[walk](@/posts/walk/index.md) [first](@/posts/first.md) [f2](@/posts/first.md.md) [part](@/posts/first.md#part)\n",
    ),
];

fn rename(page: &str, name: &str) -> Request {
    Request::RenamePage(RenamePage { page: PageId(page.into()), name: name.into() })
}

fn duplicate(author: &Author, page: &str) -> PageRow {
    author.ask(Request::DuplicatePage(PageId(page.into())))
}

fn trash(author: &Author, page: &str) -> TrashRow {
    author.ask(Request::TrashPage(PageId(page.into())))
}

fn restore(author: &Author, id: &TrashId) -> PageRow {
    author.ask(Request::RestorePage(id.clone()))
}

#[test]
fn a_renamed_page_takes_links_along() {
    let author = Author::with_small_site_and(BUNDLE);
    let row: PageRow = author.ask(rename(FIRST, "The Very First"));
    assert_eq!(
        (row.page.0.as_str(), row.address.as_str()),
        ("content/posts/the-very-first.md", "/posts/the-very-first/")
    );
    assert!(!author.site().join(FIRST).exists());
    assert!(author.read(SECOND).contains("[the first](@/posts/the-very-first.md)"));
    let links = author.read("content/links.md");
    assert!(
        links.contains("(@/posts/the-very-first.md)") && links.contains("(@/posts/first.md.md)"),
        "{links}"
    );
    assert!(!author.read(&row.page.0).contains("aliases"), "a page that was never live leaves no trace");
}

#[test]
fn a_renamed_folder_takes_pictures_and_links_along() {
    let author = Author::with_small_site_and(BUNDLE);
    let row: PageRow = author.ask(rename("content/posts/walk/index.md", "Long walk"));
    assert_eq!(row.page.0, "content/posts/long-walk/index.md");
    assert!(author.read("content/posts/long-walk/map.svg").starts_with("<svg"));
    assert!(!author.site().join("content/posts/walk").exists());
    assert!(author.read("content/links.md").contains("(@/posts/long-walk/index.md)"));
}

#[test]
fn an_address_in_the_head_changes_with_the_name() {
    let page = "content/slugged.md";
    let author = Author::with_small_site_and(&[(page, "+++\ntitle = \"S\"\nslug = \"old\"\n+++\nText.\n")]);
    author.open(page);
    let row: PageRow = author.ask(rename(page, "New Name"));
    assert_eq!((row.page.0.as_str(), row.address.as_str()), ("content/new-name.md", "/new-name/"));
    assert!(author.read("content/new-name.md").contains("slug = \"new-name\""));
    // The file keeps its name, and the page that is open meets its new head.
    let row: PageRow = author.ask(rename(&row.page.0, "new-name"));
    author.open(&row.page.0);
    author.type_text(&row.page.0, author.open(&row.page.0).revision, "More.\n");
    author.saved(&row.page.0);
}

#[test]
fn a_name_that_is_taken_or_says_nothing_is_refused() {
    let author = Author::with_small_site_and(BUNDLE);
    let refused = |request: Request| -> Failure { author.fail(request) };
    for name in ["second", "walk"] {
        let failure = refused(rename(FIRST, name));
        assert!(failure.message.contains("is there already"), "{name}: {failure:?}");
    }
    refused(rename(FIRST, "!!!"));
    refused(rename("content/posts/_index.md", "news"));
    assert!(author.site().join(FIRST).exists() && author.site().join("content/posts/_index.md").exists());
}

#[test]
fn unsaved_text_moves_with_the_page() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.type_text(FIRST, 0, "Newest.\n");
    let row: PageRow = author.ask(rename(FIRST, "moved"));
    assert!(author.read(&row.page.0).ends_with("Newest.\n"));
    let folder = author.folder.clone();
    drop(author);
    let again = Author::in_folder(folder);
    assert_eq!(again.open_site(), None, "nothing was left behind in the records");
    assert!(!again.site().join(FIRST).exists());
}

#[test]
fn a_page_changed_on_both_sides_is_not_moved() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.type_text(FIRST, 0, "Mine.\n");
    author.write(FIRST, "Theirs.\n");
    author.fail(rename(FIRST, "moved"));
    author.fail(Request::TrashPage(PageId(FIRST.into())));
    assert_eq!(author.read(FIRST), "Theirs.\n");
    assert_eq!(author.open(FIRST).text, "Mine.\n");
}

#[test]
fn a_copy_is_a_draft_with_an_address_of_its_own() {
    let slugged = "+++\ntitle = \"S\"\nslug = \"s\"\naliases = [\"old\"]\ndraft = false\n+++\nText.\n";
    let author = Author::with_small_site_and(&[("content/slugged.md", slugged)]);
    let row = duplicate(&author, "content/slugged.md");
    assert_eq!((row.title.as_str(), &row.status), ("S (copy)", &Status::Draft));
    assert_eq!((row.page.0.as_str(), row.address.as_str()), ("content/s-copy.md", "/s-copy/"));
    let text = author.read(&row.page.0);
    assert!(!text.contains("slug") && !text.contains("aliases") && text.ends_with("Text.\n"), "{text}");
    assert_eq!(author.read("content/slugged.md"), slugged);
}

#[test]
fn a_copy_takes_its_pictures_along() {
    let author = Author::with_small_site_and(BUNDLE);
    let row = duplicate(&author, "content/posts/walk/index.md");
    assert_eq!(row.page.0, "content/posts/walk-copy/index.md");
    assert!(author.read("content/posts/walk-copy/map.svg").starts_with("<svg"));
    assert!(author.read("content/posts/walk/map.svg").starts_with("<svg"));
}

#[test]
fn the_trash_gives_back_what_was_put_there() {
    let author = Author::with_small_site_and(BUNDLE);
    let before = author.read(FIRST);
    author.open(FIRST);
    let thing = trash(&author, FIRST);
    assert_eq!(thing.title, "First");
    assert!(!author.site().join(FIRST).exists());
    assert!(author.list(PageKind::Post).iter().all(|row| row.page.0 != FIRST));
    assert_eq!(author.ask::<Vec<TrashRow>>(Request::ListTrash(Nothing {})), std::slice::from_ref(&thing));
    assert_eq!(restore(&author, &thing.trash).page.0, FIRST);
    assert_eq!(author.read(FIRST), before);
    assert_eq!(author.ask::<Vec<TrashRow>>(Request::ListTrash(Nothing {})), []);
    author.fail(Request::RestorePage(thing.trash));
    let folder = trash(&author, "content/posts/walk/index.md");
    assert!(!author.site().join("content/posts/walk").exists());
    assert_eq!(restore(&author, &folder.trash).page.0, "content/posts/walk/index.md");
    assert!(author.site().join("content/posts/walk/map.svg").exists());
}

#[test]
fn what_comes_back_replaces_nothing() {
    let author = Author::with_small_site();
    let thing = trash(&author, FIRST);
    author.new_post("First");
    let new = author.read(FIRST);
    let row = restore(&author, &thing.trash);
    assert_eq!(row.page.0, "content/posts/first-2.md");
    assert_eq!(author.read(FIRST), new);
    assert!(author.read("content/posts/first-2.md").contains("One."));
}
