use super::shown;

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
