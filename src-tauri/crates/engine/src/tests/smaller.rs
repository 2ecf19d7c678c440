use crate::fixture::{build, listed, site, text};
use crate::output::SourcePath;

use super::LARGE;

fn minified() -> String {
    LARGE.replace("title = \"Harbour\"", "title = \"Harbour\"\nminify_html = true")
}

#[test]
fn pages_are_smaller_and_nothing_else_is() {
    let (plain, small) = (build(&site(LARGE).value), build(&site(&minified()).value));
    assert_eq!(listed(&small.diagnostics), listed(&plain.diagnostics));
    let mut saved = 0;
    for (path, file) in &plain.value.files {
        let (before, after) = (file.entry.size, small.value.files[path].entry.size);
        if path.extension() == "html" {
            assert!(after <= before, "{path}");
            saved += before - after;
        } else {
            assert_eq!(small.value.files[path], *file, "{path}");
        }
    }
    assert!(saved > 300, "{saved}");
    assert!(!text(&small.value, "posts/two/index.html").contains("</body>"));
}

#[test]
fn the_preview_of_a_smaller_page_is_the_page_and_knows_its_blocks() {
    let site = site(&minified()).value;
    assert_eq!(super::preview::check(&minified()), 8);
    let file = SourcePath::new("content/posts/two.md").expect("is a path");
    let preview = site.preview(&file).expect("is a page").value;
    let blocks: Vec<(u32, &str)> =
        preview.blocks.iter().map(|block| (block.line, &preview.html[block.html.clone()])).collect();
    assert_eq!(blocks.first(), Some(&(7, "<p>Short.</p>")));
    assert!(blocks.contains(&(11, "<h2 id=second>Second</h2>")), "{blocks:?}");
    assert_eq!(
        blocks.last().map(|(line, html)| (*line, html.trim())),
        Some((13, "<ul><li>a list</li>\n<li>of two</li></ul>"))
    );
    assert!(preview.html[preview.content.expect("stands there once")].starts_with("<p>Short.</p>"));
}
