//! What an author sees is what visitors will get.

mod patches;
mod pictures;
mod served;
mod web;

use std::collections::BTreeMap;

use studio::BuildOrder;
use studio::Request;
use studio::protocol::{
    Nothing, PageId, PageKind, PageRow, PreviewBlock, PreviewChange, ProblemSeverity, SiteView,
};
use tests::author::{Author, tree};

/// A whole preview.
pub(super) struct Whole {
    pub(super) html: String,
    pub(super) blocks: Vec<PreviewBlock>,
    pub(super) site_url: String,
    pub(super) local_url: String,
    pub(super) page_url: String,
}

pub(super) fn whole(author: &Author, page: &str) -> Whole {
    let shown: PreviewChange = author.ask(Request::ShowPreview(PageId(page.into())));
    let PreviewChange::Whole { html, blocks, site_url, local_url, page_url } = shown else {
        panic!("{page}: {shown:?}")
    };
    Whole { html, blocks, site_url, local_url, page_url }
}

fn rows(author: &Author) -> Vec<PageRow> {
    [PageKind::Post, PageKind::Page].into_iter().flat_map(|kind| author.list(kind)).collect()
}

fn build(author: &Author, site: &std::path::Path, order: &BuildOrder) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().unwrap();
    let report = studio::build(site, output.path(), order, &author.places(), &|_| {}).unwrap();
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    tree(output.path())
}

#[test]
fn the_preview_is_the_built_page_byte_for_byte() {
    let author = Author::with_sample();
    let site = author.sample();
    let built = build(&author, &site, &BuildOrder::default());
    let mut seen = 0;
    for row in rows(&author) {
        let Some(page) = built.get(&format!("{}index.html", &row.address[1..])) else {
            assert_ne!(row.status, studio::protocol::Status::New, "{row:?}");
            continue;
        };
        author.open(&row.page.0);
        let preview = whole(&author, &row.page.0);
        assert!(preview.html.as_bytes() == page.as_slice(), "{} is not what the build writes", row.page.0);
        assert_eq!(preview.site_url, "https://harbour-museum.example");
        assert_eq!(preview.page_url, format!("{}{}", preview.local_url, row.address));
        seen += 1;
    }
    assert!(seen >= 15, "{seen} pages");
}

#[test]
fn the_preview_of_a_draft_is_the_page_it_will_be() {
    let author = Author::with_sample();
    let site = author.sample();
    let draft = rows(&author).into_iter().find(|row| row.status == studio::protocol::Status::Draft).unwrap();
    author.open(&draft.page.0);
    let preview = whole(&author, &draft.page.0);
    let place = site.join(&draft.page.0);
    let text = std::fs::read_to_string(&place).unwrap();
    let page = format!("{}index.html", &draft.address[1..]);
    let live = text.replace("draft = true\n", "");
    assert_ne!(live, text);
    author.change(&draft.page.0, studio::protocol::Field::Draft(false));
    author.saved(&draft.page.0);
    let built = build(&author, &site, &BuildOrder::default());
    assert!(
        whole(&author, &draft.page.0).html.as_bytes() == built[&page].as_slice(),
        "the page once it is live"
    );
    assert!(preview.html.as_bytes() == built[&page].as_slice(), "the draft is shown as it will be");
}

#[test]
fn text_that_is_not_saved_yet_is_shown_as_it_will_be_built() {
    let author = Author::with_small_site();
    let page = "content/posts/first.md";
    author.open(page);
    author.type_text(page, 0, "# Unsaved 😀\n\nText & more <b>bold</b>.\n");
    let before = whole(&author, page).html;
    author.saved(page);
    let built = build(&author, &author.site(), &BuildOrder::default());
    assert_eq!(before.as_bytes(), built["posts/first/index.html"].as_slice());
}

#[test]
fn each_block_says_where_it_is_in_the_page_and_in_the_text() {
    let author = Author::with_small_site();
    let page = "content/posts/first.md";
    author.open(page);
    author.type_text(page, 0, "\n😀 One.\n\n- a\n- b\n\nLast.\n");
    let preview = whole(&author, page);
    let units: Vec<u16> = preview.html.encode_utf16().collect();
    let block =
        |block: &PreviewBlock| String::from_utf16(&units[block.from as usize..block.to as usize]).unwrap();
    let found: Vec<_> = preview.blocks.iter().map(|b| (b.line, block(b).trim().to_owned())).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], (2, "<p>😀 One.</p>".to_owned()));
    assert_eq!((found[1].0, found[2].clone()), (4, (7, "<p>Last.</p>".to_owned())));
}

#[test]
fn a_template_error_is_named_and_the_text_is_shown_plainly() {
    let author = Author::with_small_site();
    author.write("templates/page.html", "{{ page.title }}\n{{ nothing( }}\n");
    author.open_site();
    let site: SiteView = author.ask(Request::ShowSite(Nothing {}));
    let named = site.problems.iter().find(|problem| problem.file.as_deref() == Some("templates/page.html"));
    let named = named.unwrap_or_else(|| panic!("{:?}", site.problems));
    assert_eq!((named.line, named.severity), (Some(2), ProblemSeverity::Error));
    author.open("content/about.md");
    assert!(whole(&author, "content/about.md").html.contains("About us."));
}
