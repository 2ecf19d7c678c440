//! Blocks among everything that Markdown has.

use proptest::prelude::*;

use crate::fixture::{site, tried};
use crate::output::SourcePath;

use super::blocks::{PARTS, check, page};
use super::blocks_old::OLD;

const NOTE: &str = "{% <note> %}\nIn *it*.\n{% </note> %}";

#[test]
fn in_lists() {
    check(
        OLD,
        "- a\n- {{ img(src=\"x\") }}\n- b {{ img(src=\"y\") }}",
        "<ul>\n<li>a</li>\n<li><img src=\"x\"></li>\n<li>b <img src=\"y\"></li>\n</ul>",
    );
    check(
        PARTS,
        "1. One\n2. {% <note> %}\n   In *it*.\n   {% </note> %}\n3. Three",
        "<ol>\n<li>One</li>\n<li>\n<aside class=\"info\">\nIn <em>it</em>.</aside>\n</li>\n<li>Three</li>\n</ol>",
    );
    check(
        OLD,
        "- {{ strong(text=\"a\n\n  b\") }}\n- c",
        "<ul>\n<li>\n<p>**a</p>\n<p>b**</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>",
    );
}

#[test]
fn after_a_list_without_an_empty_line() {
    check(
        PARTS,
        &format!("- a\n{NOTE}\nAfter"),
        "<ul>\n<li>a</li>\n</ul>\n<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>\n<p>After</p>",
    );
    check(
        PARTS,
        "{% <note> %}\n- a\n{% </note> %}",
        "<aside class=\"info\">\n<ul>\n<li>a</li>\n</ul>\n</aside>",
    );
}

#[test]
fn in_quotes() {
    check(
        PARTS,
        "> a {{ <kbd keys={[\"K\"]} /> }}\n> b",
        "<blockquote>\n<p>a <kbd>K</kbd>\nb</p>\n</blockquote>",
    );
    check(
        PARTS,
        "> {% <note> %}\n> In *it*.\n>\n> - more\n> {% </note> %}\n\nAfter",
        "<blockquote>\n<aside class=\"info\">\n<p>In <em>it</em>.</p>\n<ul>\n<li>more</li>\n</ul>\n</aside>\n</blockquote>\n<p>After</p>",
    );
    check(OLD, "> {{ strong(text='a\nb') }}", "<blockquote>\n<p><strong>a\nb</strong></p>\n</blockquote>");
}

#[test]
fn in_tables() {
    check(
        OLD,
        "| a | b |\n|---|---|\n| {{ img(src=\"x|y\") }} | {{ strong(text=\"c\nd\") }} |\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td><img src=\"x|y\"></td><td><strong>c d</strong></td></tr>\n</tbody></table>",
    );
}

#[test]
fn in_headings() {
    check(
        OLD,
        "## A {{ strong(text=\"b\nc\") }} {{ note() }}\n\nText",
        "<h2 id=\"a-b-c\">A <strong>b c</strong> <sup id=\"n1\">1</sup></h2>\n<p>Text</p>",
    );
}

#[test]
fn in_emphasis_links_and_pictures() {
    let files = format!("{OLD}=== templates/shortcodes/url.html\nhttps://example.org/{{{{ to }}}}?a=b&c\n");
    check(
        &files,
        "*{{ img(src=\"x\") }}* **{{ strong(text=\"y\") }}**",
        "<p><em><img src=\"x\"></em> <strong><strong>y</strong></strong></p>",
    );
    check(
        &files,
        "[a]({{ url(to=\"b\") }}) ![{{ url(to=\"d\") }}]({{ url(to=\"c\") }})",
        "<p><a rel=\"external\" href=\"https://example.org/b?a=b&amp;c\">a</a> <img src=\"https://example.org/c?a=b&amp;c\" alt=\"https://example.org/d?a=b&amp;c\" /></p>",
    );
    check(
        &files,
        "[{{ img(src=\"x\") }}](@/p.md)",
        "<p><a href=\"https://example.org/p/\"><img src=\"x\"></a></p>",
    );
    check(
        &files,
        "[a]\n\n[a]: {{ url(to=\"b\") }}",
        "<p><a rel=\"external\" href=\"https://example.org/b?a=b&amp;c\">a</a></p>",
    );
}

#[test]
fn in_html() {
    check(
        OLD,
        "<div class=\"x\">\n{{ img(src=\"a\") }}\n</div>",
        "<div class=\"x\">\n<img src=\"a\">\n</div>",
    );
    check(
        OLD,
        "A <b title=\"{{ note() }}\">b {{ note() }}</b>",
        "<p>A <b title=\"<sup id=\"n1\">1</sup>\">b <sup id=\"n2\">2</sup></b></p>",
    );
}

#[test]
fn in_footnotes_and_definitions() {
    check(
        OLD,
        "A[^1]\n\n[^1]: See {{ img(src=\"x\") }}",
        "<p>A<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup></p>\n<div class=\"footnote-definition\" id=\"1\"><sup class=\"footnote-definition-label\">1</sup>\n<p>See <img src=\"x\"></p>\n</div>",
    );
}

#[test]
fn in_places_where_nobody_looks_for_them() {
    let html = page(OLD, "## A {#b-{{ note() }}}\n\nB[^{{ note() }}]\n\n[^x]: y\n");
    assert!(!html.contains(|c| ('\u{FDD0}'..='\u{FDEF}').contains(&c)), "{html}");
}

#[test]
fn beside_other_blocks() {
    check(
        PARTS,
        &format!("Before\n{NOTE} after"),
        "<p>Before</p>\n<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>\n<p>after</p>",
    );
    check(
        PARTS,
        "Before {% <note> %}\n\nIn\n\n{% </note> %} after",
        "<p>Before</p>\n<aside class=\"info\">\n<p>In</p>\n</aside>\n<p>after</p>",
    );
    check(
        PARTS,
        &format!("{NOTE}\n{NOTE}"),
        "<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>\n<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>",
    );
    check(
        PARTS,
        &format!("***\n{NOTE}\n***"),
        "<hr />\n<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>\n<hr />",
    );
}

#[test]
fn a_body_may_hold_anything() {
    check(
        PARTS,
        "{% <note> %}\n```\n{% </note> %}\n```\n{% </note> %}",
        "<aside class=\"info\">\n<pre><code>{% &lt;/note&gt; %}\n</code></pre>\n</aside>",
    );
    check(
        PARTS,
        "{% <note> %}\n## H\n\n| a |\n|---|\n| b |\n{% </note> %}",
        "<aside class=\"info\">\n<h2 id=\"h\">H</h2>\n<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n</aside>",
    );
}

#[test]
fn with_windows_line_ends() {
    let body = format!("A\r\n\r\n{}\r\n\r\nB\r\n", NOTE.replace('\n', "\r\n"));
    check(PARTS, &body, "<p>A</p>\n<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>\n<p>B</p>");
}

#[test]
fn a_summary_ends_before_or_after_a_block() {
    let files = format!("{PARTS}=== templates/page.html\n{{{{ page.summary | safe }}}}\n");
    check(
        &files,
        &format!("{NOTE}\n\n<!-- more -->\n\nB"),
        "<aside class=\"info\">\n<p>In <em>it</em>.</p>\n</aside>",
    );
}

#[test]
fn the_preview_knows_the_line_of_each_block() {
    let files = format!(
        "{PARTS}=== content/p.md\n+++\n+++\nA\n\n{{% <note kind=\"x\"\n title=\"y\"> %}}\n\nIn\n\n- it\n\n{{% </note> %}}\n\n{{{{ <ui.figure src=\"a\" /> }}}}\n\nB {{{{ <kbd keys={{[1,\n2]}} /> }}}}\n\nC\n"
    );
    let path = SourcePath::new("content/p.md").expect("is a path");
    let preview = site(&files).value.preview(&path).expect("is a page").value;
    let lines: Vec<(u32, &str)> = preview
        .blocks
        .iter()
        .map(|block| (block.line, preview.html[block.html.clone()].trim().lines().next().unwrap_or_default()))
        .collect();
    assert_eq!(
        lines,
        [
            (3, "<p>A</p>"),
            (5, "<aside class=\"x\"><b>y</b>"),
            (14, "<figure><img src=\"a\" alt=\"none\" /></figure>"),
            (16, "<p>B <kbd>1</kbd>+<kbd>2</kbd></p>"),
            (19, "<p>C</p>")
        ]
    );
}

#[test]
fn the_preview_is_the_page() {
    let files = format!("{OLD}=== content/p.md\n+++\n+++\nA {{{{ note() }}}}\n");
    let path = SourcePath::new("content/p.md").expect("is a path");
    let changed = "+++\n+++\n{% box() %}\nB {{ note() }} {{ note() }}\n{% end %}\n";
    let fresh = site(&format!("{files}=== content/p.md\n{changed}")).value;
    let edited = site(&files).value.with_page(&path, changed).value;
    assert_eq!(crate::fixture::build(&edited), crate::fixture::build(&fresh));
    assert_eq!(edited.preview(&path), fresh.preview(&path));
}

/// Texts that are full of calls, of pieces of them, and of Markdown.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{{ note() }}".to_owned()),
        Just("{{ img(src=\"a\") }}".to_owned()),
        Just("{{ strong(text=\"b\n\nc\") }}".to_owned()),
        Just("{% box() %}".to_owned()),
        Just("{% quoted() %}\n".to_owned()),
        Just("\n{% end %}\n".to_owned()),
        Just("{% <mark> %}".to_owned()),
        Just("{% </mark> %}".to_owned()),
        Just("\n{% <note> %}\n".to_owned()),
        Just("\n{% </note> %}\n".to_owned()),
        Just("{{/* note() */}}".to_owned()),
        "[\n>#|*_` -]{1,4}",
        "\\PC{0,6}",
        Just("\n\n".to_owned()),
        Just("![x](".to_owned()),
        Just("[^".to_owned()),
        Just("```\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(tried(300))]

    #[test]
    fn no_text_leaves_a_mark_or_loses_a_piece_of_the_page(text in texts(), is_old in any::<bool>()) {
        let files = if is_old { OLD.to_owned() } else { format!("{OLD}{PARTS}") };
        let site = site(&format!("{files}=== content/p.md\n+++\n+++\n{}", text.replace("=== ", "==="))).value;
        let path = SourcePath::new("content/p.md").expect("is a path");
        let preview = site.preview(&path).expect("is a page").value;
        prop_assert!(!preview.html.contains('\u{FDD0}'), "{}", preview.html);
        prop_assert!(!preview.html.contains("%EF%B7%90"), "{}", preview.html);
        // The blocks are the whole text, in order.
        let mut at = preview.content.map_or(0, |content| content.start);
        for block in &preview.blocks {
            prop_assert_eq!(block.html.start, at);
            prop_assert!(preview.html.get(block.html.clone()).is_some());
            at = block.html.end;
        }
    }
}
