use crate::fixture::{build, listed, options, site, source, text};
use crate::output::SourcePath;
use crate::{Options, open};

use super::LARGE;

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("is a path")
}

/// Compares the preview of every page with what a build writes, and gives how many there were.
pub(super) fn check(site: &str) -> usize {
    let site = crate::fixture::site(site).value;
    let bundle = build(&site).value;
    let mut compared = 0;
    for page in site.pages().filter(|page| page.output.is_some() && !page.draft && !page.scheduled) {
        let preview = site.preview(page.file).expect("has a page of its own").value;
        assert_eq!(*preview.html, *text(&bundle, preview.path.as_str()), "{}", page.file);
        compared += 1;
    }
    compared
}

#[test]
fn the_preview_is_the_page() {
    assert_eq!(check(LARGE), 8);
    assert_eq!(check("=== content/a.md\n+++\ntitle = \"A\"\n+++\nText.\n"), 1);
}

#[test]
fn a_draft_is_shown_as_it_will_be_once_it_is_live() {
    let hidden = site(LARGE).value;
    let shown = open(&source(LARGE), &Options { drafts: true, ..options() }).value;
    let preview = hidden.preview(&path("content/secret.md")).expect("is a page").value;
    assert_eq!(*preview.html, *text(&build(&shown).value, "secret/index.html"));
    assert_eq!(text(&build(&hidden).value, "secret/index.html"), "(nothing)");
}

#[test]
fn blocks_are_found_in_the_page() {
    let preview = site(LARGE).value.preview(&path("content/posts/two.md")).expect("is a page").value;
    let content = preview.content.expect("the text stands in the page once");
    assert!(preview.html[content.clone()].starts_with("<p>Short.</p>"));
    let blocks: Vec<(u32, &str)> =
        preview.blocks.iter().map(|block| (block.line, preview.html[block.html.clone()].trim())).collect();
    assert_eq!(blocks.first(), Some(&(7, "<p>Short.</p>")));
    assert!(blocks.contains(&(11, "<h2 id=\"second\">Second</h2>")), "{blocks:?}");
    assert_eq!(blocks.last(), Some(&(13, "<ul>\n<li>a list</li>\n<li>of two</li>\n</ul>")));
}

#[test]
fn a_broken_template_leaves_the_text_readable() {
    let site =
        site("=== content/a.md\n+++\ntitle = \"A\"\n+++\nText.\n=== templates/page.html\n{{ nope }}\n").value;
    let preview = site.preview(&path("content/a.md")).expect("is a page");
    assert!(preview.value.html.contains("<p>Text.</p>"));
    insta::assert_snapshot!(listed(&preview.diagnostics), @"
        error templates/page.html:1:4: content/a.md could not be made: there is no `nope` here | There are: config, current_path, current_url, lang, page, zola_version
        ");
}

#[test]
fn a_changed_text_gives_what_a_new_start_gives() {
    let before = site(LARGE).value;
    let edits = [
        (
            "content/posts/one.md",
            "+++\ntitle = \"One\"\ndate = 2020-01-01\naliases = [\"old/one\"]\n[taxonomies]\ntags = [\"Sea\", \"Rope\"]\n+++\nNew text.\n",
        ),
        ("content/posts/one.md", "+++\ntitle = \"Renamed\"\nslug = \"uno\"\ndate = 2021-01-01\n+++\nNew.\n"),
        ("content/secret.md", "+++\ntitle = \"Secret\"\ndate = 2020-02-15\ndraft = true\n+++\nOther.\n"),
        ("content/new.md", "+++\ntitle = \"New\"\ndate = 2022-01-01\n+++\nSee [one](@/posts/one.md).\n"),
        ("content/_index.md", "+++\ntitle = \"Home\"\nsort_by = \"date\"\npaginate_by = 2\n+++\nNo link.\n"),
    ];
    let mut edited = before.clone();
    let mut changed = LARGE.to_owned();
    for (file, text) in edits {
        edited = edited.with_page(&path(file), text).value;
        changed.push_str(&format!("=== {file}\n{text}"));
        let fresh = site(&changed);
        assert_eq!(edited.outputs(), fresh.value.outputs(), "{file}");
        assert_eq!(build(&edited), build(&fresh.value), "{file}");
        let once = before.with_page(&path(file), text);
        let alone = site(&format!("{LARGE}=== {file}\n{text}"));
        assert_eq!(build(&once.value), build(&alone.value), "{file}");
        assert_eq!(once.diagnostics, alone.diagnostics, "{file}");
    }
}
