//! Opening a site, making pages and typing into them.

use studio::protocol::{
    CreatePage, CreateSite, EditPage, ListPages, Nothing, PageId, PageKind, Remedy, SaveState, SiteView,
    StartPage, Status, TextChanges,
};
use studio::{Event, Request};
use tests::author::{Author, pieces_of};

const FIRST: &str = "content/posts/first.md";

#[test]
fn the_sample_opens_with_posts_pages_and_statuses() {
    let author = Author::with_sample();
    let (posts, pages) = (author.list(PageKind::Post), author.list(PageKind::Page));
    assert!(posts.len() >= 12 && pages.len() >= 5, "{} posts, {} pages", posts.len(), pages.len());
    let count = |wanted: fn(&Status) -> bool| posts.iter().filter(|row| wanted(&row.status)).count();
    assert!(count(|status| matches!(status, Status::Draft)) >= 1);
    assert!(count(|status| matches!(status, Status::Scheduled { .. })) >= 1);
    assert!(count(|status| matches!(status, Status::New)) >= 10);
    let site: SiteView = author.ask(Request::ShowSite(Nothing {}));
    assert_eq!((site.posts as usize, site.pages as usize), (posts.len(), pages.len()));
    let new = posts.iter().chain(&pages).filter(|row| row.status == Status::New).count();
    assert_eq!(site.waiting as usize, new, "drafts and scheduled posts do not wait");
    assert_eq!((site.trash, site.last_publish, site.problems), (0, None, Vec::new()));
    assert!(posts.iter().chain(&pages).all(|row| !row.title.is_empty() && row.address.starts_with('/')));
}

#[test]
fn every_page_of_the_sample_opens_without_trouble() {
    let author = Author::with_sample();
    for kind in [PageKind::Post, PageKind::Page] {
        for row in author.list(kind) {
            let view = author.open(&row.page.0);
            assert_eq!((view.kind, &view.status, &view.address), (kind, &row.status, &row.address));
            assert_eq!(view.problems, [], "{}", row.page.0);
            assert_eq!(view.fields.expect("a head that can be read").title, row.title);
            assert!(!view.recovered && matches!(view.save, SaveState::Saved { .. }));
        }
    }
}

#[test]
fn the_sample_is_opened_again_as_it_was_left() {
    let author = Author::with_sample();
    let post = author.new_post("Mine");
    author.ask::<SiteView>(Request::OpenSample(Nothing {}));
    assert!(author.list(PageKind::Post).iter().any(|row| row.page == post.page));
    let start: StartPage = author.ask(Request::StartPage(Nothing {}));
    assert_eq!(start.recent.len(), 1);
    assert!(!start.recent[0].missing);
}

#[test]
fn a_new_site_has_its_title_and_a_folder_of_its_own() {
    let author = Author::new();
    let make =
        || author.ask::<SiteView>(Request::CreateSite(CreateSite { title: "Bee \"Club\" / Ü".into() }));
    let (first, second) = (make(), make());
    assert_eq!(first.title, "Bee \"Club\" / Ü");
    assert_ne!(first.folder, second.folder);
    assert!(first.folder.starts_with(&*author.places().sites.to_string_lossy()));
    assert_eq!(second.problems, []);
}

#[test]
fn a_new_post_is_a_dated_draft_in_the_list_of_posts() {
    let author = Author::with_small_site();
    let row = author.new_post("Hello, World: a Story");
    assert_eq!(row.page.0, "content/posts/hello-world-a-story.md");
    assert_eq!(
        (row.kind, row.status, row.address.as_str()),
        (PageKind::Post, Status::Draft, "/posts/hello-world-a-story/")
    );
    let fields = author.open(&row.page.0).fields.unwrap();
    assert_eq!((fields.title.as_str(), fields.draft, fields.date.len()), ("Hello, World: a Story", true, 10));
    assert_eq!(author.new_post("Hello, World: a Story").page.0, "content/posts/hello-world-a-story-2.md");
    author.host.wait_for("the list is told", |event| matches!(event, Event::SiteChanged {}).then_some(()));
}

#[test]
fn a_new_page_has_no_date_and_may_have_no_title() {
    let author = Author::with_small_site();
    let make = |title: &str| {
        let new = CreatePage { kind: PageKind::Page, title: title.into() };
        author.ask::<studio::protocol::PageRow>(Request::CreatePage(new))
    };
    let row = make("");
    assert_eq!((row.kind, row.page.0.as_str(), row.date), (PageKind::Page, "content/new-page.md", None));
    assert_eq!(make("東京").kind, PageKind::Page);
}

#[test]
fn pieces_and_whole_texts_reach_the_file() {
    let author = Author::with_small_site();
    let view = author.open(FIRST);
    assert_eq!((view.text.as_str(), view.revision), ("\nOne.\n\nTwo.\n", 0));
    let answer = author.edit(FIRST, 0, &[(1, 4, "A 😀"), (7, 7, "> ")]);
    assert_eq!(answer.revision, 1);
    assert_eq!(author.open(FIRST).text, "\nA 😀.\n\n> Two.\n");
    author.edit(FIRST, 1, &[(5, 6, "!")]);
    author.saved(FIRST);
    let head = "+++\ntitle = \"First\"\ndate = 2026-01-02\n+++\n";
    assert_eq!(author.read(FIRST), format!("{head}\nA 😀!\n\n> Two.\n"));
    author.type_text(FIRST, 2, "All new.");
    author.saved(FIRST);
    assert_eq!(author.read(FIRST), format!("{head}All new."));
}

#[test]
fn an_edit_out_of_step_asks_for_the_whole_text_and_changes_nothing() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.edit(FIRST, 0, &[(1, 1, "x")]);
    for (base, pieces) in [(0, (1, 1, "y")), (7, (1, 1, "y")), (1, (90, 91, "y")), (1, (4, 2, "y"))] {
        let failure = author.fail(Request::EditPage(pieces_of(FIRST, base, &[pieces])));
        assert_eq!(failure.remedy, Some(Remedy::SendWholeText), "{base}");
    }
    assert_eq!(author.open(FIRST).text, "\nxOne.\n\nTwo.\n");
    author.type_text(FIRST, 9, "\nxyOne.\n");
    assert_eq!(author.open(FIRST).revision, 10);
    author.edit(FIRST, 10, &[(0, 1, "")]);
    assert_eq!(author.open(FIRST).text, "xyOne.\n");
}

#[test]
fn typing_saves_itself_after_a_pause() {
    let author = Author::with_small_site();
    author.open(FIRST);
    let answer = author.type_text(FIRST, 0, "Typed.\n");
    assert_eq!(answer.save, SaveState::Waiting);
    let save = author.host.wait_for_save(FIRST, |_| true);
    assert!(matches!(save, SaveState::Saved { .. }), "{save:?}");
    assert!(author.read(FIRST).ends_with("+++\nTyped.\n"));
}

#[test]
fn closing_a_page_or_the_site_or_the_studio_saves() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.type_text(FIRST, 0, "by closing the page");
    author.ask::<Nothing>(Request::ClosePage(PageId(FIRST.into())));
    assert!(author.read(FIRST).ends_with("by closing the page"));
    author.open(FIRST);
    author.type_text(FIRST, 0, "by closing the site");
    author.ask::<Nothing>(Request::CloseSite(Nothing {}));
    assert!(author.read(FIRST).ends_with("by closing the site"));
    let closed = author.fail(Request::ListPages(ListPages { kind: PageKind::Post }));
    assert_eq!(closed.remedy, Some(Remedy::GoToStart));
    author.studio.open_site(&author.site()).unwrap();
    author.open(FIRST);
    author.type_text(FIRST, 0, "by quitting");
    let folder = author.folder.clone();
    drop(author);
    let text = std::fs::read_to_string(folder.path().join("site").join(FIRST)).unwrap();
    assert!(text.ends_with("by quitting"), "{text}");
}

#[test]
fn words_and_problems_follow_the_text() {
    let author = Author::with_small_site();
    author.open(FIRST);
    let answer = author.type_text(FIRST, 0, "one two three [gone](@/nowhere.md)\n");
    let problem = &answer.problems[0];
    assert_eq!((problem.line, problem.page.as_ref().unwrap().0.as_str()), (Some(1), FIRST));
    assert!(problem.message.contains("nowhere"), "{problem:?}");
    let answer = author.type_text(FIRST, 1, "one two\n");
    assert_eq!((answer.words, answer.minutes, answer.problems), (2, 1, Vec::new()));
}

#[test]
fn a_page_that_is_not_open_or_not_there_is_named() {
    let author = Author::with_small_site();
    for page in ["content/nowhere.md", "../secret.md", "zola.toml", "/etc/passwd", ""] {
        let failure = author.fail(Request::OpenPage(PageId(page.into())));
        assert!(failure.message.contains(page), "{failure:?}");
    }
    let text = TextChanges::Whole { text: "x".into() };
    let edit = EditPage { page: PageId("content/about.md".into()), base: 0, revision: 1, changes: text };
    author.fail(Request::EditPage(edit));
    assert!(author.read("content/about.md").ends_with("About us.\n"));
}
