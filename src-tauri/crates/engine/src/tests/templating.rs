use crate::fixture::{build, listed, site, text};

const TEXT: &str = "
=== content/a.md
+++
title = \"A\"
+++
One {{ 1 + 1 }} {{ <kbd key=\"K\" /> }}.
=== templates/page.html
{{ page.content | safe }}
=== templates/parts.html
{% component kbd(key: string) %}<kbd>{{ key }}</kbd>{% endcomponent kbd %}
";

#[test]
fn a_text_is_a_template_where_the_site_comes_from_zola() {
    let built = build(&site(TEXT).value);
    assert_eq!(text(&built.value, "a/index.html").trim(), "<p>One 2 <kbd>K</kbd>.</p>");
    assert_eq!(built.diagnostics, []);
}

#[test]
fn names_of_headings_are_no_remarks() {
    let site = site(
        &TEXT.replace("One ", "{# a\nremark #}## One {#first}\n\n## Two {#second .wide}  \n\nSee {# this #}"),
    );
    let built = build(&site.value);
    assert_eq!(built.diagnostics, []);
    let html = text(&built.value, "a/index.html");
    assert!(
        html.contains("<h2 id=\"first\">One</h2>\n<h2 id=\"second\" class=\"wide\">Two</h2>\n<p>See 2 "),
        "{html}"
    );
}

#[test]
fn prose_with_braces_is_prose_where_the_site_comes_from_a_zola_of_old() {
    let prose = "=== content/b.md\n+++\n+++\nWrite `{% end %}`, `{#…}` or {{ config.title }}.\n\n{{ key(name=\"K\") }}\n";
    let old = "=== templates/shortcodes/key.html\n<kbd>{{ name }}</kbd>\n=== templates/page.html\n{{ page.content | safe }}\n";
    let expected =
        "<p>Write <code>{% end %}</code>, <code>{#…}</code> or {{ config.title }}.</p>\n<kbd>K</kbd>";
    let check = |files: &str, expected: &str| {
        let built = build(&site(&format!("{prose}{old}{files}")).value);
        assert_eq!(text(&built.value, "b/index.html").trim(), expected, "{files}");
    };
    // The templates say so, or the settings, or the theme.
    check("=== templates/macros.html\n{% macro f() %}{% endmacro f %}\n", expected);
    check("=== zola.toml\nbase_url = \"https://example.org\"\ngenerate_feed = false\n", expected);
    check("=== theme.toml\nname = \"old\"\nmin_version = \"0.17\"\n", expected);
    let themed = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"old\"\n=== themes/old/theme.toml\nmin_version = \"0.17\"\n";
    check(themed, expected);
}

#[test]
fn prose_with_braces_is_prose_where_the_site_was_made_here() {
    let built = build(&site(&format!("{TEXT}=== galley.toml\n")).value);
    assert_eq!(text(&built.value, "a/index.html").trim(), "<p>One {{ 1 + 1 }} <kbd>K</kbd>.</p>");
    assert_eq!(built.diagnostics, []);
}

#[test]
fn a_wrong_call_in_a_text_is_named_with_its_line() {
    let built = build(&site("=== content/a.md\n+++\n+++\nText.\n\n{{ missing_thing }}\n").value);
    assert!(text(&built.value, "a/index.html").contains("<p>{{ missing_thing }}</p>"));
    insta::assert_snapshot!(listed(&built.diagnostics), @"
        error content/a.md:5:4: A part of content/a.md could not be filled in: there is no `missing_thing` here | There are: config, current_path, current_url, lang, page, zola_version
        To show braces as they are, put them between `{% raw %}` and `{% endraw %}`
        ");
}

#[test]
fn the_blocks_of_a_text_that_cannot_be_filled_in_are_shown_all_the_same() {
    let built = build(&site(&TEXT.replace("1 + 1", "missing")).value);
    assert_eq!(text(&built.value, "a/index.html").trim(), "<p>One {{ missing }} <kbd>K</kbd>.</p>");
    insta::assert_snapshot!(listed(&built.diagnostics), @"
    error content/a.md:4:8: A part of content/a.md could not be filled in: there is no `missing` here | There are: config, current_path, current_url, lang, page, zola_version
    To show braces as they are, put them between `{% raw %}` and `{% endraw %}`
    ");
}
