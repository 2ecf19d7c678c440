use super::{shown, shown_anyway, trouble};
use crate::Site;
use crate::diagnostic::Checked;
use crate::fixture::{listed, options, site, source};
use crate::output::SourcePath;

/// Shows one page with a template.
fn page(body: &str, template: &str) -> String {
    shown(
        &format!("=== content/a.md\n+++\ntitle = \"A\"\n+++\n{body}\n=== templates/page.html\n{template}\n"),
        "a/index.html",
    )
}

#[test]
fn a_summary_ends_where_the_author_says() {
    let template = "{{ (page.summary or \"none\") | safe }}";
    assert_eq!(page("One.\n\nTwo.", template), "none");
    assert_eq!(page("One.\n\n<!-- more -->\n\nTwo.", template), "<p>One.</p>");
    assert_eq!(page("One.\n\n<!--more-->\n\nTwo.", template), "<p>One.</p>");
    assert_eq!(page("One[^1].\n\n<!-- more -->\n\n[^1]: Note.", template), "<p>One.</p>");
    let mark = "{{ page.content | safe }}";
    assert!(page("One.\n\n<!-- more -->\n\nTwo.", mark).contains("<span id=\"continue-reading\"></span>"));
}

#[test]
fn words_are_counted_by_language() {
    let template = "{{ page.word_count }} {{ page.reading_time }}";
    assert_eq!(page("One two, three.\n\n```\nnot this\n```", template), "3 1");
    assert_eq!(page("", template), "0 0");
    let in_language = |code: &str, body: &str| {
        shown(
            &format!(
                "=== zola.toml\nbase_url = \"https://example.org\"\ndefault_language = \"{code}\"\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n{body}\n=== templates/page.html\n{template}\n"
            ),
            "a/index.html",
        )
    };
    assert_eq!(in_language("zh", "港口很大。船也很大。"), "8 1");
    assert_eq!(in_language("ja", "港は大きいです。"), "7 1");
    assert_eq!(in_language("en", &"word ".repeat(239)), "239 2");
}

#[test]
fn words_are_counted_as_their_author_wrote_them() {
    let count = |body: &str| {
        shown_anyway(
            &format!(
                "=== content/a.md\n+++\n+++\n{body}\n=== templates/page.html\n{{{{ page.word_count }}}}\n\
                 === templates/parts.html\n{{% component big(a) %}}<div class=\"p q r\" style=\"width: 10px\">six</div>{{% endcomponent %}}\n\
                 {{% component note(body, kind) %}}<aside class=\"{{{{ kind }}}}\">{{{{ body }}}}</aside>{{% endcomponent %}}\n"
            ),
            "a/index.html",
        )
    };
    assert_eq!(count("One two."), "2");
    assert_eq!(count("One two. {{ <big a=\"b\" /> }}"), "5");
    assert_eq!(count("One two. {{ \"three \" ~ \"four five six\" | upper }}"), "7");
    assert_eq!(
        count("{% <note kind=\"k\"> %}\n\nThree words here\n\n```\nnot this\n```\n\n{% </note> %}"),
        "7"
    );
    let old = |call: &str| {
        shown_anyway(
            &format!(
                "=== config.toml\nbase_url = \"https://example.org\"\n=== content/a.md\n+++\n+++\nHello {call}\n=== templates/page.html\n{{{{ page.word_count }}}}{{% macro m() %}}{{% endmacro %}}\n\
                 === templates/shortcodes/big.html\n<b class=\"c d e\">{{{{ a }}}}</b>\n=== templates/shortcodes/mk.md\none *two* three four five\n"
            ),
            "a/index.html",
        )
    };
    for call in ["{{ big(a=\"b\") }}", "{{ mk(a=\"b\") }}", "{{/* big(a=\"b\") */}}"] {
        assert_eq!(old(call), "4", "{call}");
    }
}

#[test]
fn a_page_knows_its_folder_and_what_lies_there() {
    let files = "=== content/trip/index.md\n+++\ntitle = \"T\"\n+++\n=== content/trip/a.png\nx\n=== content/trip/deep/b.txt\nx\n=== content/c.md\n+++\ntitle = \"C\"\n+++\n\
        === templates/page.html\n{{ page.relative_path }}|{{ page.colocated_path or \"-\" }}|{{ page.assets | join(sep=\",\") }}|{{ page.components | join(sep=\",\") }}|{{ page.slug }}|{{ page.path }}\n";
    assert_eq!(
        shown(files, "trip/index.html"),
        "trip/index.md|trip/|/trip/a.png,/trip/deep/b.txt|trip|trip|/trip/"
    );
    assert_eq!(shown(files, "c/index.html"), "c.md|-||c|c|/c/");
}

#[test]
fn the_time_of_the_build_is_given_in_every_way() {
    let template = "{{ now() }} {{ now(timestamp=true) }} {{ now(utc=true) | date(format=\"%Y\") }} {{ now(timezone=\"Europe/Paris\") }}";
    assert_eq!(page("", template), "2025-06-01T12:00:00+00:00 1748779200 2025 2025-06-01T14:00:00+02:00");
}

#[test]
fn a_picture_that_is_not_there_is_named_with_the_nearest_one() {
    let told = |base: &str, picture: &str| {
        let files = format!(
            "=== zola.toml\nbase_url = \"https://example.org{base}\"\n=== content/trip/index.md\n+++\ntitle = \"Trip\"\n+++\nLook:\n\n![boat]({picture})\n\
            === content/trip/boat.jpg\n-\n=== content/trip/The sea.webp\n-\n=== content/trip/C#.png\n-\n=== content/gone/_index.md\n+++\nredirect_to = \"/trip/\"\n+++\n![](gone.png)\n=== content/notes/a.md\n+++\ndraft = true\n+++\n![x](gone.png)\n=== content/notes/b.gif\n-\n\
            === content/notes/_index.md\n+++\n+++\n=== static/img/logo.png\n-\n"
        );
        trouble(&files).trim_end().to_owned()
    };
    let root = |picture: &str| told("", picture);
    for there in [
        "boat.jpg",
        "./boat.jpg?v=2#x",
        "The%20sea.webp",
        "/img/logo.png",
        "../img/logo.png",
        "/trip/boat.jpg",
        "https://example.com/gone.png",
        "//example.com/gone.png",
        "data:image/png;base64,AAAA",
        "C%23.png?a=b",
        "/processed_images/a.1234.jpg",
        "/.netlify/images?url=/img/a.jpg",
        "/api/badge",
    ] {
        assert_eq!(root(there), "", "{there}");
    }
    let missing = |picture: &str, hint: &str| {
        format!(
            "warning content/trip/index.md:6:1: content/trip/index.md shows the picture `{picture}`, and there is no such file | {hint}"
        )
    };
    let other = "Put it into the folder of the page or into `static/`, or take it out of the text";
    for (picture, hint) in [
        ("baot.jpg", "Did you mean `boat.jpg`?"),
        ("Boat.JPG", "Did you mean `boat.jpg`?"),
        ("logo.png", "Did you mean `/img/logo.png`?"),
        ("the%20sea.webp", "Did you mean `The%20sea.webp`?"),
        ("/img/lgo.png", "Did you mean `/img/logo.png`?"),
        ("/static/img/logo.png", "Did you mean `/img/logo.png`?"),
        ("b.gif", "Did you mean `/notes/b.gif`?"),
        ("quite-another.png", other),
        ("../../../up.png", other),
    ] {
        let told = root(picture);
        let picture = &*picture.replace("%20", " ");
        // What leads out of the site altogether is not ours to judge.
        if picture.starts_with("../../..") {
            assert_eq!(told, "")
        } else {
            assert_eq!(told, missing(picture, hint))
        }
    }
    assert_eq!(told("/club", "/club/img/logo.png"), "");
    assert_eq!(told("/club", "/img/logo.png"), "");
    assert_eq!(told("/club", "logo.png"), missing("logo.png", "Did you mean `/club/img/logo.png`?"));
}

#[test]
fn a_picture_is_missed_while_the_text_is_written_and_found_when_it_comes() {
    let files = "=== content/a/index.md\n+++\n+++\nText.\n=== content/a/b.png\n-\n";
    let before = site(files).value;
    let page = SourcePath::new("content/a/index.md").expect("is a path");
    let lists = |site: &Checked<Site>| listed(&site.diagnostics);
    let after = before.with_page(&page, "+++\n+++\n![](c.png)\n");
    assert!(lists(&after).contains("shows the picture `c.png`"), "{}", lists(&after));
    let mended = after.value.with_page(&page, "+++\n+++\n![](b.png)\n");
    assert_eq!(lists(&mended), "");
    let came = files.replace("b.png", "c.png").replace("Text.", "![](c.png)");
    assert_eq!(lists(&after.value.with_source(&source(&came), &options())), "");
}

#[test]
fn a_picture_in_a_heading_names_it() {
    let template = "{% for h in page.toc %}{{ h.id }}/{{ h.title }};{% endfor %}";
    assert_eq!(
        page("# ![Logo](https://e.org/l.png)\n\n# About ![me](https://e.org/m.png)", template),
        "logo/Logo;about-me/About me;"
    );
}
