use std::time::{Duration, Instant};

use insta::assert_snapshot;

use super::*;
use crate::config;
use crate::diagnostic::Position;

/// A site of two pages and a section.
struct Harbour;

impl Site for Harbour {
    fn permalink(&self, content_path: &str) -> Option<Arc<str>> {
        match content_path {
            "_index.md" => Some("https://example.org/".into()),
            "tide.md" => Some("https://example.org/tide/".into()),
            "high tide.md" => Some("https://example.org/high-tide/".into()),
            _ => None,
        }
    }
}

fn page() -> SourcePath {
    SourcePath::new("content/p.md").expect("is a path")
}

fn render_with(body: &str, change: impl FnOnce(&mut config::Markdown)) -> Rendered {
    let mut options = config::Markdown::default();
    change(&mut options);
    render(&MarkdownInput {
        body,
        file: &page(),
        first_line: 5,
        permalink: "https://example.org/p/",
        language: "en",
        options: &options,
        anchors: SlugStrategy::On,
        anchor_links: options.insert_anchor_links,
        highlighter: None,
        site: &Harbour,
    })
}

fn html(body: &str) -> String {
    render_with(body, |_| {}).html.to_string()
}

fn summary(body: &str) -> Option<String> {
    render_with(body, |_| {}).summary.map(|summary| summary.to_string())
}

fn position(place: &Place) -> (u32, u32) {
    let Position { line, column } = place.position.expect("has a position");
    (line, column)
}

#[test]
fn common_mark() {
    let body = "# Top & bottom\n\nA *soft*\nline and a hard\\\nbreak, `co<de>`, 3 < 4.\n\n1. one\n2. two\n\n   more\n7) seven\n\n- [ ] open\n- [x] done\n\n> quote\n\n    indented <code>\n\n***\n\n<div>\n<b>raw *not md*</b>\n</div>\n\nInline <kbd>K</kbd>, ~~gone~~.\n";
    assert_snapshot!(html(body));
}

#[test]
fn tables() {
    let body =
        "| L | C | R | N |\n|:--|:-:|--:|---|\n| a | *b* | x \\| y |\n\n| only | header |\n|---|---|\n";
    assert_snapshot!(html(body));
}

#[test]
fn template_marks_in_prose_are_text() {
    assert_snapshot!(html("Use {{ name }} and {% if %} and {# this #}.\n"), @"<p>Use {{ name }} and {% if %} and {# this #}.</p>");
}

#[test]
fn what_is_switched_off_stays_text() {
    assert_snapshot!(html("Tide\n: Rise\n\n> [!NOTE]\n> plain\n\n\"straight\" -- ... :anchor: $x$ ^sup^\n"), @r#"
    <p>Tide
    : Rise</p>
    <blockquote>
    <p>[!NOTE]
    plain</p>
    </blockquote>
    <p>"straight" -- ... :anchor: $x$ ^sup^</p>
    "#);
}

#[test]
fn smart_punctuation_leaves_code_alone() {
    let html = render_with("\"Double\" and 'single', it's -- an --- em... `\"raw\" --`\n", |options| {
        options.smart_punctuation = true
    })
    .html;
    assert_snapshot!(html, @r#"<p>“Double” and ‘single’, it’s – an — em… <code>"raw" --</code></p>"#);
}

#[test]
fn definition_lists() {
    let html = render_with("Tide\n: Rise and fall.\n", |options| options.definition_list = true).html;
    assert_snapshot!(html, @r"
    <dl>
    <dt>Tide</dt>
    <dd>Rise and fall.</dd>
    </dl>
    ");
}

#[test]
fn alerts() {
    let html =
        render_with("> [!tip]\n> Look.\n\n> [!OTHER]\n> plain\n", |options| options.github_alerts = true)
            .html;
    assert_snapshot!(html, @r#"
    <blockquote class="markdown-alert-tip">
    <p>Look.</p>
    </blockquote>
    <blockquote>
    <p>[!OTHER]
    plain</p>
    </blockquote>
    "#);
}

#[test]
fn emoji() {
    let body = ":smile: :+1: a:rocket:b :not_an_alias: :: `:smile:`\n\n```\n:smile:\n```\n\n## Fun :tada:\n\n![:wave:](a.png)\n";
    let rendered = render_with(body, |options| options.render_emoji = true);
    assert_snapshot!(rendered.html, @r#"
    <p>😄 👍 a🚀b :not_an_alias: :: <code>:smile:</code></p>
    <pre><code>:smile:
    </code></pre>
    <h2 id="fun-tada">Fun 🎉</h2>
    <p><img src="https://example.org/p/a.png" alt="👋" /></p>
    "#);
}

#[test]
fn code_fences_name_their_language() {
    let body = "```rust,linenos,hl_lines=1\nlet x = \"<&>\";\n```\n\n~~~\nplain\n~~~\n\n- item\n\n  ```sh\n  echo\n\n    deep\n  ```\n";
    assert_snapshot!(html(body), @r#"
    <pre><code data-lang="rust">let x = "&lt;&amp;&gt;";
    </code></pre>
    <pre><code>plain
    </code></pre>
    <ul>
    <li>
    <p>item</p>
    <pre><code data-lang="sh">echo

      deep
    </code></pre>
    </li>
    </ul>
    "#);
}

#[test]
fn images_beside_the_page_have_whole_addresses() {
    let body =
        "![A \"q\" <alt> & *em*](pic.png \"T\") ![](/abs.png) ![up](../up.png) [![in](in.png)](t.html)\n";
    assert_snapshot!(html(body), @r#"<p><img src="https://example.org/p/pic.png" alt="A &quot;q&quot;  &amp; em" title="T" /> <img src="/abs.png" alt="" /> <img src="../up.png" alt="up" /> <a href="https://example.org/p/t.html"><img src="https://example.org/p/in.png" alt="in" /></a></p>"#);
    let late = render_with("![a ![b](c) d](e.png)", |options| options.lazy_async_image = true).html;
    assert_snapshot!(late, @r#"<p><img src="https://example.org/p/e.png" alt="a b d" loading="lazy" decoding="async" /></p>"#);
}

#[test]
fn links_inside_the_site() {
    let body = "[a](@/tide.md) [b](@/tide.md#Low%20water) [c](@/high%20tide.md) [d](@/gone.md) [e](#part) [f](#) [g](x.html) [h](../up/) [i](/abs) [j](?q)\n";
    let rendered = render_with(body, |_| {});
    assert_snapshot!(rendered.html, @r##"<p><a href="https://example.org/tide/">a</a> <a href="https://example.org/tide/#Low%20water">b</a> <a href="https://example.org/high-tide/">c</a> <a href="@/gone.md">d</a> <a href="https://example.org/p/#part">e</a> <a href="#">f</a> <a href="https://example.org/p/x.html">g</a> <a href="../up/">h</a> <a href="/abs">i</a> <a href="?q">j</a></p>"##);
    let noted: Vec<_> = rendered
        .links
        .internal
        .iter()
        .map(|link| (link.path.as_deref(), link.anchor.as_deref(), link.found, position(&link.place)))
        .collect();
    assert_eq!(
        noted,
        [
            (Some("tide.md"), None, true, (5, 1)),
            (Some("tide.md"), Some("Low water"), true, (5, 16)),
            (Some("high tide.md"), None, true, (5, 43)),
            (Some("gone.md"), None, false, (5, 65)),
            (None, Some("part"), true, (5, 80)),
        ]
    );
}

#[test]
fn links_out_of_the_site() {
    let body = "é [out](https://o.example.net/a?b=1&c=\"d\" \"T\") <http://auto.example.net>\n\n[mail](mailto:a@example.org) <me@example.org> [ftp](ftp://f.example.net) [cdn](//cdn.example.net)\n";
    let rendered = render_with(body, |_| {});
    assert_snapshot!(rendered.html, @r#"
    <p>é <a rel="external" title="T" href="https://o.example.net/a?b=1&amp;c=%22d%22">out</a> <a rel="external" href="http://auto.example.net">http://auto.example.net</a></p>
    <p><a href="mailto:a@example.org">mail</a> <a href="mailto:me@example.org">me@example.org</a> <a href="ftp://f.example.net">ftp</a> <a href="//cdn.example.net">cdn</a></p>
    "#);
    let noted: Vec<_> =
        rendered.links.external.iter().map(|link| (link.url.as_str(), position(&link.place))).collect();
    assert_eq!(
        noted,
        [("https://o.example.net/a?b=1&c=\"d\"", (5, 3)), ("http://auto.example.net", (5, 48))]
    );
}

#[test]
fn links_out_of_the_site_as_configured() {
    let all = render_with("[out](http://o.example.net)", |options| {
        options.external_links_class = Some("out big".into());
        options.external_links_target_blank = true;
        options.external_links_no_follow = true;
        options.external_links_no_referrer = true;
        options.external_links_external = false;
    });
    assert_snapshot!(all.html, @r#"<p><a class="out big" rel="noopener nofollow noreferrer" target="_blank" href="http://o.example.net">out</a></p>"#);
    let none = render_with("[out](http://o.example.net)", |options| options.external_links_external = false);
    assert_snapshot!(none.html, @r#"<p><a href="http://o.example.net">out</a></p>"#);
}

#[test]
fn heading_ids_are_unique_and_never_those_the_author_gave() {
    let body =
        "## Same\n\n## Same\n\n### Same\n\n## Clash {#same-1 .wide .red}\n\n## `code` *em*\n\n## ???\n";
    assert_snapshot!(html(body), @r#"
    <h2 id="same">Same</h2>
    <h2 id="same-2">Same</h2>
    <h3 id="same-3">Same</h3>
    <h2 id="same-1" class="wide red">Clash</h2>
    <h2 id="code-em"><code>code</code> <em>em</em></h2>
    <h2 id="section">???</h2>
    "#);
}

#[test]
fn the_table_of_contents_is_a_tree() {
    fn outline(headings: &[Heading]) -> String {
        let parts = headings
            .iter()
            .map(|heading| format!("{}{}[{}]", heading.level, heading.id, outline(&heading.children)));
        parts.collect::<Vec<_>>().join(" ")
    }
    let rendered = render_with("# A & *b*\n\n## B\n\n#### C\n\n## D\n\n# E\n\n### F\n\nG\n-\n", |_| {});
    assert_eq!(outline(&rendered.toc), "1a-b[2b[4c[]] 2d[]] 1e[3f[] 2g[]]");
    assert_eq!(rendered.toc[0].title, "A & b");
    assert_eq!(rendered.toc[0].permalink, "https://example.org/p/#a-b");
}

#[test]
fn headings_link_to_themselves_where_asked() {
    struct Hash;
    impl Site for Hash {
        fn permalink(&self, _content_path: &str) -> Option<Arc<str>> {
            None
        }
        fn anchor_link(&self, heading: &AnchorLink<'_>) -> String {
            format!("<a class=\"l{}\" href=\"#{}\">#</a> ", heading.level, heading.id)
        }
    }
    let html = |anchor_links| {
        let (file, options) = (page(), config::Markdown::default());
        let permalink = "https://example.org/p/";
        let (language, anchors) = ("en", SlugStrategy::Safe);
        let body = "## Žlutá *voda*\n";
        let site = &Hash;
        render(&MarkdownInput {
            body,
            file: &file,
            first_line: 1,
            permalink,
            language,
            options: &options,
            anchors,
            anchor_links,
            highlighter: None,
            site,
        })
        .html
    };
    assert_snapshot!(html(AnchorLinks::Left), @r##"<h2 id="Žlutá_voda"><a class="l2" href="#Žlutá_voda">#</a> Žlutá <em>voda</em></h2>"##);
    assert_snapshot!(html(AnchorLinks::Right), @r##"<h2 id="Žlutá_voda">Žlutá <em>voda</em><a class="l2" href="#Žlutá_voda">#</a> </h2>"##);
    assert_snapshot!(html(AnchorLinks::Heading), @r##"<h2 id="Žlutá_voda"><a class="l2" href="#Žlutá_voda">Žlutá <em>voda</em></a></h2>"##);
    assert_snapshot!(html(AnchorLinks::None), @r#"<h2 id="Žlutá_voda">Žlutá <em>voda</em></h2>"#);
    let given = anchor_link_without_template(&AnchorLink { id: "a\"b", level: 2 });
    assert_snapshot!(given, @r##"<a class="zola-anchor" href="#a&quot;b" aria-label="Anchor link for: a&quot;b">🔗</a>"##);
}

#[test]
fn footnotes_stand_where_they_are_written() {
    assert_snapshot!(html("One[^a] two[^b] again[^a] none[^c].\n\n[^a]: Note *a*.\n\nMiddle.\n\n[^b]: Two\n\n    paragraphs.\n"), @r##"
    <p>One<sup class="footnote-reference"><a href="#a">1</a></sup> two<sup class="footnote-reference"><a href="#b">2</a></sup> again<sup class="footnote-reference"><a href="#a">1</a></sup> none[^c].</p>
    <div class="footnote-definition" id="a"><sup class="footnote-definition-label">1</sup>
    <p>Note <em>a</em>.</p>
    </div>
    <p>Middle.</p>
    <div class="footnote-definition" id="b"><sup class="footnote-definition-label">2</sup>
    <p>Two</p>
    <p>paragraphs.</p>
    </div>
    "##);
}

#[test]
fn footnotes_gathered_at_the_end_link_back() {
    let body = "First[^b] and second[^a], again[^b], nested[^n].\n\n[^a]: Note a.\n[^b]: Note b.\n\n    - list in b\n[^n]: See[^a].\n[^unused]: Never.\n\nThe end.\n";
    let rendered = render_with(body, |options| options.bottom_footnotes = true);
    assert_snapshot!(rendered.html);
    assert!(rendered.html[rendered.blocks.last().expect("has blocks").html.clone()].starts_with("<section"));
}

#[test]
fn a_summary_ends_at_its_mark() {
    assert_eq!(
        summary("Intro *one*.\n\n- list\n\n<!--   MORE-->\n\nRest.\n").as_deref(),
        Some("<p>Intro <em>one</em>.</p>\n<ul>\n<li>list</li>\n</ul>")
    );
    assert_eq!(
        summary("Intro[^1] two.\n<!-- more -->\nRest.\n\n[^1]: note\n").as_deref(),
        Some("<p>Intro two.</p>")
    );
    assert_eq!(
        summary("# Head[^1] {#h}\n\n[^1]: note *x* [^1]\n\nIntro.\n\n<!-- more -->\n").as_deref(),
        Some("<h1 id=\"h\">Head</h1>\n<p>Intro.</p>")
    );
    assert_eq!(summary("No mark.\n"), None);
    assert_eq!(summary("<!-- more -->\n\nOnly rest.\n"), None);
    assert_eq!(summary("```html\n<!-- more -->\n```\n"), None);
    assert_snapshot!(html("A.\n\n<!-- more -->\n\nB.\n\n<!-- more -->\n\nC.\n"), @r#"
    <p>A.</p>
    <span id="continue-reading"></span>
    <p>B.</p>
    <!-- more -->
    <p>C.</p>
    "#);
}

#[test]
fn a_summary_that_ends_inside_an_element_closes_it() {
    assert_snapshot!(summary("Some **bold <!-- more --> goes on** here.\n").unwrap_or_default(), @r"
    <p>Some <strong>bold&hellip;
    </strong></p>
    ");
    assert_snapshot!(summary("> Quoted.\n>\n> - item. <!-- more --> and more\n").unwrap_or_default(), @r"
    <blockquote>
    <p>Quoted.</p>
    <ul>
    <li>item.&hellip;
    </li>
    </ul>
    </blockquote>
    ");
}

#[test]
fn words_are_counted_outside_of_code() {
    let count = |body: &str, language: &str| {
        let (file, options) = (page(), config::Markdown::default());
        let (permalink, anchors, anchor_links) =
            ("https://example.org/p/", SlugStrategy::On, AnchorLinks::None);
        let site = &Harbour;
        let rendered = render(&MarkdownInput {
            body,
            file: &file,
            first_line: 1,
            permalink,
            language,
            options: &options,
            anchors,
            anchor_links,
            highlighter: None,
            site,
        });
        (rendered.word_count, rendered.reading_time)
    };
    assert_eq!(count("", "en"), (0, 0));
    assert_eq!(
        count(
            "One two three don't e-mail **four** [five](https://x.example.net).\n\n```\nnot counted\n```\n\nsix\n",
            "en"
        ),
        (11, 1)
    );
    assert_eq!(count(&"word ".repeat(238), "en").1, 1);
    assert_eq!(count(&"word ".repeat(239), "en").1, 2);
    assert_eq!(count(&"mot ".repeat(401), "fr-CA"), (401, 3));
    assert_eq!(count(&"mot ".repeat(400), "fr"), (400, 2));
    assert_eq!(count(&"바다 ".repeat(203), "ko"), (203, 2));
    assert_eq!(count(&"海".repeat(654), "ja").1, 2);
    assert_eq!(count(&"海".repeat(439), "zh-TW").1, 1);

    assert_eq!(count(&"潮汐，".repeat(300), "zh"), (600, 2));
    assert_eq!(count("海の潮。abc", "ja"), (6, 1));
}

#[test]
fn blocks_cover_the_whole_html_and_know_their_line() {
    let body = "# Head\n\nText\nmore\n\n[ref]: x\n\n- a\n- b\n\n<b>\nraw\n</b>\n\n***\n\n> q\n";
    let rendered = render_with(body, |_| {});
    let blocks: Vec<_> =
        rendered.blocks.iter().map(|block| (block.line, &rendered.html[block.html.clone()])).collect();
    assert_eq!(
        blocks,
        [
            (5, "<h1 id=\"head\">Head</h1>\n"),
            (7, "<p>Text\nmore</p>\n"),
            (12, "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            (15, "<b>\nraw\n</b>\n"),
            (19, "<hr />\n"),
            (21, "<blockquote>\n<p>q</p>\n</blockquote>\n"),
        ]
    );
    assert_eq!(blocks.iter().map(|(_, html)| html.len()).sum::<usize>(), rendered.html.len());
}

#[test]
fn anchors_written_as_html_are_known() {
    let rendered = render_with(
        "<a id=\"one\"></a> <a name='two'>x</a>\n\n<div class=\"x\" id=three>\n</div>\n\n# Four\n\n[^n]\n\n[^n]: note\n",
        |_| {},
    );
    assert_eq!(rendered.ids, ["one", "two", "three", "n", "four"]);
}

#[test]
fn windows_line_ends() {
    assert_snapshot!(html("# Head\r\n\r\n- one\r\n- two\r\n").replace('\r', "CR"), @r#"
    <h1 id="head">Head</h1>
    <ul>
    <li>one</li>
    <li>two</li>
    </ul>
    "#);
}

#[test]
fn nesting_is_kept_to_its_limit_and_flat_beyond() {
    let at_limit = render_with(&format!("{} x\n", "> ".repeat(MAX_DEPTH - 1)), |_| {});
    assert_eq!(at_limit.diagnostics, []);
    assert_eq!(at_limit.html.matches("<blockquote>").count(), MAX_DEPTH - 1);
    let beyond = render_with(&format!("{} x\n", "> ".repeat(5000)), |_| {});
    assert_eq!(beyond.diagnostics.len(), 1);
    assert_eq!(beyond.html.matches("<blockquote>").count(), MAX_DEPTH);
    assert_eq!(beyond.html.matches("</blockquote>").count(), MAX_DEPTH);
    assert!(beyond.html.contains('x'));
}

#[test]
fn time_grows_with_length_and_no_faster() {
    let patterns = [
        "> ",
        "[a](",
        "*a **b ",
        "`",
        "[^1]",
        "<a id=x>",
        "# a\n\n",
        "- a\n",
        "| a ",
        "![",
        "[x](#y) ",
        "a\n: b\n\n",
        ":",
        "{#a} ",
        "\u{1f980}[x](#y)",
        "<!-- more -->",
    ];
    for pattern in patterns {
        let body = format!("{}\n\n[^1]: note\n", pattern.repeat(200_000 / pattern.len()));
        let start = Instant::now();
        let rendered = render_with(&body, |options| {
            options.render_emoji = true;
            options.bottom_footnotes = true;
            options.definition_list = true;
        });
        let length = rendered.html.len();
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{pattern:?} took {:?} for {length} bytes",
            start.elapsed()
        );
    }
}
