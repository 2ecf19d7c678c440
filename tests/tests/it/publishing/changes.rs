//! What a plan says, and what lists say after it was carried out.

use studio::Request;
use studio::protocol::{ChangeKind, Field, Nothing, PageId, PageKind, PageRow, Status, TrashRow};
use tests::author::Author;

use super::{folder_target, plan, publish};

const FIRST: &str = "content/posts/first.md";

fn published() -> (Author, studio::protocol::TargetId) {
    let author = Author::with_small_site();
    let target = folder_target(&author, &author.folder.path().join("web"));
    publish(&author, &target);
    (author, target)
}

fn status(author: &Author, page: &str) -> Status {
    let rows: Vec<PageRow> =
        [PageKind::Post, PageKind::Page].into_iter().flat_map(|kind| author.list(kind)).collect();
    rows.into_iter().find(|row| row.page.0 == page).unwrap().status
}

fn waiting(author: &Author) -> u32 {
    author.ask::<studio::protocol::SiteView>(Request::ShowSite(Nothing {})).waiting
}

#[test]
fn everything_is_live_after_a_publish() {
    let (author, _) = published();
    for kind in [PageKind::Post, PageKind::Page] {
        for row in author.list(kind) {
            assert!(matches!(row.status, Status::Live { .. }), "{row:?}");
        }
    }
    assert_eq!(waiting(&author), 0);
    let again = Author::in_folder(author.folder.clone());
    again.open_site();
    assert!(matches!(status(&again, FIRST), Status::Live { .. }), "the next start remembers");
}

#[test]
fn an_edited_post_is_named_by_its_title() {
    let (author, target) = published();
    author.open(FIRST);
    author.change(FIRST, Field::Title("First, better".into()));
    author.edit(FIRST, 0, &[(0, 0, "More.")]);
    // Planning saves what is unsaved.
    let next = plan(&author, &target);
    assert_eq!(next.changes.len(), 1, "{next:?}");
    let change = &next.changes[0];
    assert_eq!(
        (change.kind, change.title.as_str(), change.address.as_str()),
        (ChangeKind::Changed, "First, better", "/posts/first/")
    );
    assert_eq!(change.page, Some(PageId(FIRST.into())));
    assert!(next.other_files >= 1, "the list of posts changes along with it");
    assert_eq!(next.sent_files, next.other_files + 1);
    assert!(matches!(status(&author, FIRST), Status::Edited { .. }));
    assert_eq!(waiting(&author), 1);
    publish(&author, &target);
    assert!(matches!(status(&author, FIRST), Status::Live { .. }));
}

#[test]
fn a_post_that_goes_is_named_as_removed() {
    let (author, target) = published();
    author.ask::<TrashRow>(Request::TrashPage(PageId(FIRST.into())));
    author.open("content/posts/second.md");
    author.type_text("content/posts/second.md", 0, "No link.\n");
    let next = plan(&author, &target);
    let removed: Vec<_> = next.changes.iter().filter(|change| change.kind == ChangeKind::Removed).collect();
    assert_eq!((removed.len(), removed[0].title.as_str(), &removed[0].page), (1, "First", &None));
    assert_eq!(next.removed_files, 1);
    assert_eq!(waiting(&author), 2);
    publish(&author, &target);
    assert!(!author.folder.path().join("web/posts/first").exists());
    assert_eq!(waiting(&author), 0);
}

#[test]
fn a_live_page_made_a_draft_is_withdrawn_until_it_is_gone() {
    let (author, target) = published();
    let page = "content/about.md";
    author.open(page);
    author.change(page, Field::Draft(true));
    author.saved(page);
    assert!(matches!(status(&author, page), Status::Withdrawn { .. }));
    assert_eq!(waiting(&author), 1);
    publish(&author, &target);
    assert_eq!(status(&author, page), Status::Draft);
    assert!(!author.folder.path().join("web/about").exists());
}

#[test]
fn a_new_post_is_named_and_a_draft_is_counted() {
    let (author, target) = published();
    let row = author.new_post("Third");
    assert_eq!((plan(&author, &target).changes.len(), plan(&author, &target).held_back), (0, 1));
    author.open(&row.page.0);
    author.change(&row.page.0, Field::Draft(false));
    author.saved(&row.page.0);
    assert_eq!(status(&author, &row.page.0), Status::New);
    let next = plan(&author, &target);
    assert_eq!(
        (next.changes[0].kind, next.changes[0].title.as_str(), next.held_back),
        (ChangeKind::New, "Third", 0)
    );
}

#[test]
fn what_is_typed_while_a_plan_is_looked_at_is_not_called_live() {
    let (author, target) = published();
    author.open(FIRST);
    author.type_text(FIRST, 0, "Planned.\n");
    let next = plan(&author, &target);
    author.type_text(FIRST, 1, "Typed after the plan.\n");
    author.saved(FIRST);
    super::carry_out(&author, &next);
    let page = std::fs::read_to_string(author.folder.path().join("web/posts/first/index.html")).unwrap();
    assert!(page.contains("Planned."), "{page}");
    assert!(matches!(status(&author, FIRST), Status::Edited { .. }));
}

#[test]
fn a_live_page_that_is_renamed_leads_on_from_its_old_address() {
    let (author, target) = published();
    let rename = studio::protocol::RenamePage { page: PageId(FIRST.into()), name: "Renamed".into() };
    let row: PageRow = author.ask(Request::RenamePage(rename));
    assert!(author.read(&row.page.0).contains("aliases = [\"posts/first\"]"), "{}", author.read(&row.page.0));
    publish(&author, &target);
    let web = author.folder.path().join("web");
    let old = std::fs::read_to_string(web.join("posts/first/index.html")).unwrap();
    assert!(old.contains("https://small.example.org/posts/renamed/"), "{old}");
    assert!(web.join("posts/renamed/index.html").exists());
}
