//! The address of a page that began without a title.

use studio::protocol::{Field, Nothing, PageId, PageKind, Request};
use tests::author::Author;

fn addresses(author: &Author) -> Vec<String> {
    author.list(PageKind::Post).into_iter().map(|row| row.address).collect()
}

#[test]
fn it_follows_the_title_and_the_file_is_named_when_the_page_is_closed() {
    let author = Author::with_small_site();
    let post = author.new_post("").page.0;
    assert!(post.ends_with("new-post.md"), "{post}");
    author.open(&post);
    author.change(&post, Field::Title("Lantern".into()));
    let answer = author.change(&post, Field::Title("Lantern evening".into()));
    assert!(answer.address.ends_with("/lantern-evening/"), "{}", answer.address);
    author.ask::<Nothing>(Request::ClosePage(PageId(post.clone())));
    let named = post.replace("new-post", "lantern-evening");
    assert!(!author.site_has(&post) && author.site_has(&named));
    let text = author.read(&named);
    assert!(text.contains("title = \"Lantern evening\"") && !text.contains("slug"), "{text}");
    assert!(addresses(&author).iter().any(|address| address.ends_with("/lantern-evening/")));
}

#[test]
fn an_address_that_was_chosen_stays() {
    let author = Author::with_small_site();
    let post = author.new_post("").page.0;
    author.open(&post);
    author.change(&post, Field::Title("Lantern".into()));
    author.change(&post, Field::Slug("lights".into()));
    let answer = author.change(&post, Field::Title("Lantern evening".into()));
    assert!(answer.address.ends_with("/lights/"), "{}", answer.address);
}

#[test]
fn a_page_that_began_with_a_title_keeps_its_address() {
    let author = Author::with_small_site();
    let post = author.new_post("Winter").page.0;
    author.open(&post);
    let answer = author.change(&post, Field::Title("Summer".into()));
    assert!(answer.address.ends_with("/winter/"), "{}", answer.address);
    author.ask::<Nothing>(Request::ClosePage(PageId(post.clone())));
    assert!(author.site_has(&post));
}

#[test]
fn two_pages_of_one_title_get_two_addresses() {
    let author = Author::with_small_site();
    author.new_post("Winter");
    let post = author.new_post("").page.0;
    author.open(&post);
    let answer = author.change(&post, Field::Title("Winter".into()));
    assert!(answer.address.ends_with("/winter-2/"), "{}", answer.address);
    let answer = author.change(&post, Field::Title("Winters".into()));
    assert!(answer.address.ends_with("/winters/"), "{}", answer.address);
    author.change(&post, Field::Title("Winter".into()));
    author.ask::<Nothing>(Request::ClosePage(PageId(post.clone())));
    assert!(author.site_has(&post.replace("new-post", "winter-2")));
}
