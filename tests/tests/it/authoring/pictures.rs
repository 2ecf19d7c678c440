//! Pictures beside pages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use studio::Request;
use studio::protocol::{AddPicture, PageId, PictureAdded};
use tests::author::Author;

const ABOUT: &str = "content/about.md";
const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

fn request(page: &str, name: &str, bytes: &[u8]) -> Request {
    Request::AddPicture(AddPicture {
        page: PageId(page.into()),
        name: name.into(),
        data: STANDARD.encode(bytes),
    })
}

fn add(author: &Author, page: &str, name: &str, bytes: &[u8]) -> PictureAdded {
    author.ask(request(page, name, bytes))
}

/// The smallest thing that is a JPEG to a program that reads its parts, with a place in its EXIF.
fn photo() -> Vec<u8> {
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPSLatitude 51.5";
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
    bytes
}

#[test]
fn a_page_with_a_picture_moves_into_a_folder_and_keeps_its_address() {
    let author = Author::with_small_site_and(&[("content/links.md", "[about](@/about.md)\n")]);
    let before = author.open(ABOUT).address;
    author.type_text(ABOUT, 0, "Typed just now.\n");
    let added = add(&author, ABOUT, "Über uns.SVG", SVG);
    assert_eq!((added.markdown.as_str(), added.description_at), ("![](uber-uns.svg)", 2));
    assert_eq!((added.row.page.0.as_str(), &added.row.address), ("content/about/index.md", &before));
    assert!(author.read("content/about/index.md").ends_with("Typed just now.\n"));
    assert_eq!(author.read("content/links.md"), "[about](@/about/index.md)\n");
    assert!(!author.site().join(ABOUT).exists());
    // The page stays open under its new handle.
    let view = author.open("content/about/index.md");
    author.type_text("content/about/index.md", view.revision, "![](uber-uns.svg)\n");
    author.saved("content/about/index.md");
    let folder = author.folder.clone();
    drop(author);
    let again = Author::in_folder(folder);
    assert_eq!(again.open_site(), None);
    assert!(!again.site().join(ABOUT).exists(), "the old file does not come back");
}

#[test]
fn a_dated_file_name_keeps_its_address_too() {
    let page = "content/posts/2026-01-05-walk.md";
    let author = Author::with_small_site_and(&[(page, "+++\ntitle = \"Walk\"\n+++\n")]);
    let before = author.open(page);
    let row = add(&author, page, "a.svg", SVG).row;
    assert_eq!((row.address, row.date.is_some()), (before.address, true));
}

#[test]
fn the_place_a_photo_was_taken_goes_before_it_is_kept() {
    let author = Author::with_small_site();
    add(&author, ABOUT, "IMG_1.JPG", &photo());
    let kept = std::fs::read(author.site().join("content/about/img-1.jpg")).unwrap();
    assert!(kept.starts_with(&[0xff, 0xd8]) && kept.ends_with(&[0xff, 0xd9]));
    assert!(!kept.windows(3).any(|part| part == b"GPS"));
}

#[test]
fn one_picture_twice_is_one_file_and_another_gets_a_number() {
    let author = Author::with_small_site();
    let page = add(&author, ABOUT, "map.svg", SVG).row.page.0;
    assert_eq!(add(&author, &page, "map.svg", SVG).markdown, "![](map.svg)");
    let other = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>";
    assert_eq!(add(&author, &page, "map.svg", other).markdown, "![](map-2.svg)");
    let files = std::fs::read_dir(author.site().join("content/about")).unwrap().count();
    assert_eq!(files, 3);
}

#[test]
fn what_is_no_picture_is_refused_and_the_page_stays() {
    let author = Author::with_small_site();
    for (name, bytes) in [("page.png", &b"<html><script>"[..]), ("empty.jpg", b""), ("a.svg", b"#!/bin/sh")] {
        let failure = author.fail(request(ABOUT, name, bytes));
        assert!(failure.message.contains(name) && failure.hint.contains("JPEG"), "{failure:?}");
    }
    let broken = AddPicture { page: PageId(ABOUT.into()), name: "x.png".into(), data: "%%%".into() };
    assert!(author.fail(Request::AddPicture(broken)).message.contains("damaged"));
    assert!(author.site().join(ABOUT).exists() && !author.site().join("content/about").exists());
}

#[test]
fn a_picture_is_chosen_from_a_dialog_or_not() {
    let author = Author::with_small_site();
    let none: Option<PictureAdded> = author.ask(Request::ChoosePicture(PageId(ABOUT.into())));
    assert_eq!(none, None);
    let file = author.folder.path().join("Chart 1847.svg");
    std::fs::write(&file, SVG).unwrap();
    author.host.will_choose(&file);
    let some: Option<PictureAdded> = author.ask(Request::ChoosePicture(PageId(ABOUT.into())));
    assert_eq!(some.unwrap().markdown, "![](chart-1847.svg)");
}

#[test]
fn a_pasted_picture_without_a_name_gets_one() {
    let author = Author::with_small_site();
    assert_eq!(add(&author, ABOUT, "", SVG).markdown, "![](picture.svg)");
    assert_eq!(add(&author, "content/posts/_index.md", "s.svg", SVG).row.page.0, "content/posts/_index.md");
}
