//! What other programs do to the files of an open site: nothing of it is missed, and nothing of it is overwritten.

use std::fs;

use studio::protocol::{
    Keep, Nothing, PageId, PageKind, PageView, Remedy, ResolveConflict, SaveState, SiteView,
};
use studio::{Event, Request};
use tests::author::{Author, pieces_of};

const FIRST: &str = "content/posts/first.md";
const THEIRS: &str = "+++\ntitle = \"First\"\ndate = 2026-01-02\n+++\nTheirs.\n";

fn reloaded(author: &Author, page: &str) {
    let wanted = Event::PageReloaded { page: PageId(page.into()) };
    author.host.wait_for("the page is opened again", |event| (*event == wanted).then_some(()));
}

fn save_event(author: &Author, wanted: impl Fn(&SaveState) -> bool) -> SaveState {
    author.host.wait_for_save(FIRST, wanted)
}

fn site_changed(author: &Author) {
    author.host.wait_for("the site changed", |event| matches!(event, Event::SiteChanged {}).then_some(()));
}

fn is_conflict(save: &SaveState) -> bool {
    matches!(save, SaveState::Conflict { .. })
}

fn resolve(keep: Keep) -> Request {
    Request::ResolveConflict(ResolveConflict { page: PageId(FIRST.into()), keep })
}

/// A page with text typed here and another text in its file, both known to the studio.
fn in_conflict() -> Author {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.type_text(FIRST, 0, "Mine.\n");
    author.write(FIRST, THEIRS);
    let save = save_event(&author, is_conflict);
    assert_eq!(save, SaveState::Conflict { outside: THEIRS.into() });
    author
}

#[test]
fn a_clean_page_shows_what_came_from_outside() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.write(FIRST, THEIRS);
    reloaded(&author, FIRST);
    let view = author.open(FIRST);
    assert_eq!((view.text.as_str(), view.revision), ("Theirs.\n", 1));
    author.edit(FIRST, 1, &[(0, 0, "And mine. ")]);
    author.saved(FIRST);
    assert_eq!(author.read(FIRST), THEIRS.replace("Theirs", "And mine. Theirs"));
}

#[test]
fn a_file_replaced_in_one_step_is_noticed() {
    let author = Author::with_small_site();
    author.open(FIRST);
    let beside = author.site().join("content/posts/.first.md.swp");
    fs::write(&beside, THEIRS).unwrap();
    fs::rename(beside, author.site().join(FIRST)).unwrap();
    reloaded(&author, FIRST);
    assert_eq!(author.open(FIRST).text, "Theirs.\n");
}

#[test]
fn a_page_with_unsaved_text_keeps_both() {
    let author = in_conflict();
    assert_eq!(author.open(FIRST).text, "Mine.\n");
    author.edit(FIRST, 1, &[(0, 0, "Still ")]);
    assert!(is_conflict(&author.save(FIRST)), "saving does not overwrite");
    assert_eq!(author.read(FIRST), THEIRS);
    author.ask::<Nothing>(Request::ClosePage(PageId(FIRST.into())));
    assert_eq!(author.open(FIRST).text, "Still Mine.\n");
}

#[test]
fn a_conflict_outlives_quitting() {
    let author = in_conflict();
    author.edit(FIRST, 1, &[(0, 0, "Last words. ")]);
    let folder = author.folder.clone();
    drop(author);
    let again = Author::in_folder(folder);
    again.studio.open_site(&again.site()).unwrap();
    let view = again.open(FIRST);
    assert_eq!((view.text.as_str(), view.recovered), ("Last words. Mine.\n", true));
    assert!(is_conflict(&again.save(FIRST)));
    assert_eq!(again.read(FIRST), THEIRS);
}

#[test]
fn keeping_mine_writes_mine() {
    let author = in_conflict();
    let view: PageView = author.ask(resolve(Keep::Mine));
    assert!(matches!(view.save, SaveState::Saved { .. }));
    assert!(author.read(FIRST).ends_with("+++\nMine.\n"));
    author.edit(FIRST, view.revision, &[(0, 0, "All ")]);
    author.saved(FIRST);
}

#[test]
fn keeping_theirs_shows_theirs() {
    let author = in_conflict();
    let view: PageView = author.ask(resolve(Keep::Theirs));
    assert_eq!(view.text, "Theirs.\n");
    assert_eq!(author.read(FIRST), THEIRS);
    author.edit(FIRST, view.revision, &[(0, 0, "Not ")]);
    author.saved(FIRST);
    assert_eq!(author.read(FIRST), THEIRS.replace("Theirs", "Not Theirs"));
}

#[test]
fn keeping_both_puts_mine_beside_as_a_draft() {
    let author = in_conflict();
    let view: PageView = author.ask(resolve(Keep::Both));
    assert_eq!(view.text, "Theirs.\n");
    let rows = author.list(PageKind::Post);
    let copy = rows.iter().find(|row| row.title == "First (my version)").expect("a draft beside it");
    let text = author.read(&copy.page.0);
    assert!(text.contains("draft = true") && text.ends_with("Mine.\n"), "{text}");
}

#[test]
fn a_change_taken_back_outside_is_no_conflict_any_more() {
    let author = in_conflict();
    let original = "+++\ntitle = \"First\"\ndate = 2026-01-02\n+++\n\nOne.\n\nTwo.\n";
    author.write(FIRST, original);
    save_event(&author, |save| matches!(save, SaveState::Saved { .. }));
    assert!(author.read(FIRST).ends_with("+++\nMine.\n"));
}

#[test]
fn the_same_text_on_both_sides_is_no_conflict() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.type_text(FIRST, 0, "Theirs.\n");
    author.write(FIRST, THEIRS);
    save_event(&author, |save| matches!(save, SaveState::Saved { .. }));
    assert_eq!(author.read(FIRST), THEIRS);
}

#[test]
fn text_typed_before_the_window_heard_of_a_change_is_a_conflict() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.write(FIRST, THEIRS);
    reloaded(&author, FIRST);
    let failure = author.fail(Request::EditPage(pieces_of(FIRST, 0, &[(1, 1, "Mine. ")])));
    assert_eq!(failure.remedy, Some(Remedy::SendWholeText));
    let answer = author.type_text(FIRST, 0, "\nMine. One.\n");
    assert_eq!(answer.save, SaveState::Conflict { outside: THEIRS.into() });
    assert!(is_conflict(&author.save(FIRST)));
    assert_eq!(author.read(FIRST), THEIRS);
    assert_eq!(author.ask::<PageView>(resolve(Keep::Theirs)).text, "Theirs.\n");
}

#[test]
fn a_file_deleted_while_clean_leaves_the_list_and_loses_nothing_typed_after() {
    let author = Author::with_small_site();
    author.open(FIRST);
    fs::remove_file(author.site().join(FIRST)).unwrap();
    site_changed(&author);
    assert!(author.list(PageKind::Post).iter().all(|row| row.page.0 != FIRST));
    author.edit(FIRST, 0, &[(0, 0, "Typed a moment later.")]);
    assert_eq!(author.save(FIRST), SaveState::Gone);
    assert!(author.open(FIRST).text.starts_with("Typed a moment later."));
    author.ask::<PageView>(resolve(Keep::Mine));
    assert!(author.read(FIRST).contains("Typed a moment later."));
    assert!(author.list(PageKind::Post).iter().any(|row| row.page.0 == FIRST));
}

#[test]
fn a_file_deleted_while_text_is_unsaved_says_so() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.type_text(FIRST, 0, "Mine.\n");
    fs::remove_file(author.site().join(FIRST)).unwrap();
    save_event(&author, |save| *save == SaveState::Gone);
    assert!(!author.site().join(FIRST).exists(), "what was deleted is not put back unasked");
    let failure = author.fail(resolve(Keep::Theirs));
    assert!(failure.message.contains(FIRST), "{failure:?}");
    author.fail(Request::OpenPage(PageId(FIRST.into())));
    let folder = author.folder.clone();
    drop(author);
    let again = Author::in_folder(folder);
    assert_eq!(again.open_site(), None);
    assert!(!again.site().join(FIRST).exists());
}

#[test]
fn a_file_that_comes_back_is_met_again() {
    let author = Author::with_small_site();
    author.open(FIRST);
    fs::remove_file(author.site().join(FIRST)).unwrap();
    site_changed(&author);
    author.write(FIRST, THEIRS);
    reloaded(&author, FIRST);
    assert_eq!(author.open(FIRST).text, "Theirs.\n");
}

#[test]
fn a_file_emptied_outside_is_not_emptied_by_us() {
    let author = Author::with_small_site();
    author.open(FIRST);
    let place = author.site().join(FIRST);
    let before = author.read(FIRST);
    fs::write(&place, "").unwrap();
    reloaded(&author, FIRST);
    assert!(matches!(author.save(FIRST), SaveState::Saved { .. }));
    fs::write(&place, &before).unwrap();
    reloaded(&author, FIRST);
    assert_eq!(author.open(FIRST).text, "\nOne.\n\nTwo.\n");
    author.studio.save_everything();
    assert_eq!(author.read(FIRST), before);
}

#[test]
fn a_hundred_saves_of_our_own_are_no_conflict() {
    let author = Author::with_small_site();
    author.open(FIRST);
    for revision in 0..100 {
        author.edit(FIRST, revision, &[(0, 0, "x")]);
        author.saved(FIRST);
    }
    // A change after them is reported after them: what came before it was ours.
    author.write("content/new.md", "+++\ntitle = \"New\"\n+++\n");
    let told = author
        .host
        .wait_for_all(|event| matches!(event, Event::SiteChanged {}) && author.site_has("content/new.md"));
    let strange = |event: &&Event| {
        let is_saved = matches!(event, Event::PageSaved { save: SaveState::Saved { .. }, .. });
        !is_saved && !matches!(event, Event::SiteChanged {})
    };
    assert_eq!(told.iter().filter(strange).collect::<Vec<_>>(), Vec::<&Event>::new());
    assert_eq!(author.open(FIRST).text.matches('x').count(), 100);
}

#[test]
fn new_and_removed_files_and_renamed_folders_reach_the_list() {
    let author = Author::with_small_site();
    let names = || -> Vec<String> {
        let mut names: Vec<_> = author.list(PageKind::Post).into_iter().map(|row| row.page.0).collect();
        names.sort();
        names
    };
    let until = |wanted: &[&str]| {
        while names() != wanted {
            site_changed(&author);
        }
    };
    author.write("content/posts/third.md", "+++\ntitle = \"Third\"\n+++\n");
    until(&[FIRST, "content/posts/second.md", "content/posts/third.md"]);
    fs::remove_file(author.site().join(FIRST)).unwrap();
    until(&["content/posts/second.md", "content/posts/third.md"]);
    fs::rename(author.site().join("content/posts"), author.site().join("content/news")).unwrap();
    until(&["content/news/second.md", "content/news/third.md"]);
}

#[test]
fn a_change_that_a_command_meets_first_still_reaches_the_page() {
    let author = Author::with_small_site();
    author.open(FIRST);
    author.write(FIRST, THEIRS);
    author.new_post("Met on the way");
    reloaded(&author, FIRST);
    assert_eq!(author.open(FIRST).text, "Theirs.\n");
}

#[test]
fn settings_changed_outside_reach_the_site() {
    let author = Author::with_small_site();
    let changed = author.read("zola.toml").replace("\"Small\"", "\"Renamed\"");
    author.write("zola.toml", &changed);
    site_changed(&author);
    assert_eq!(author.ask::<SiteView>(Request::ShowSite(Nothing {})).title, "Renamed");
}
