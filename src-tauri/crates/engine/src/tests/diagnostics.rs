use crate::fixture::{build, listed, site};

/// Builds a site and lists its trouble.
fn trouble(files: &str) -> String {
    listed(&build(&site(files).value).diagnostics)
}

const PAGE: &str = "=== content/a.md\n+++\ntitle = \"A\"\n+++\nText.\n";

#[test]
fn one_broken_template_does_not_stop_the_others() {
    let files = format!(
        "{PAGE}=== templates/page.html\n<p>\n{{% if page. %}}x{{% endif %}}\n=== templates/index.html\nhome\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(crate::fixture::text(&built.value, "index.html"), "home\n");
    assert_eq!(crate::fixture::text(&built.value, "a/index.html"), "(nothing)");
    insta::assert_snapshot!(listed(&built.diagnostics), @"
        error templates/page.html: content/a.md could not be made: its template templates/page.html cannot be used | Correct the template first
        error templates/page.html:2:13: The template templates/page.html cannot be used: Found `%}` but expected identifier | Look at this line: {% if page. %}x{% endif %}
        ");
}

#[test]
fn misspelt_names_get_a_suggestion() {
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{{{ page.titel }}}}\n")), @"
        error templates/page.html:1:9: content/a.md could not be made: Field `titel` is not defined | Did you mean `title`?
        ");
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{{{ page.title | uper }}}}\n")), @"
        error templates/page.html: content/a.md could not be made: its template templates/page.html cannot be used | Correct the template first
        error templates/page.html:1:17: The template templates/page.html cannot be used: Unknown filter `uper` | Did you mean `upper`?
        ");
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{{{ get_utl(path=\"a\") }}}}\n")), @"
        error templates/page.html: content/a.md could not be made: its template templates/page.html cannot be used | Correct the template first
        error templates/page.html:1:4: The template templates/page.html cannot be used: Unknown function `get_utl` | Did you mean `get_url`?
        ");
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{% extends \"bsae.html\" %}}\n=== templates/base.html\n")), @"
        error templates/page.html: The template templates/page.html cannot be used: it extends `bsae.html`, which does not exist or cannot be read | Did you mean `base.html`?
        error templates/page.html: content/a.md could not be made: its template templates/page.html cannot be used | Correct the template first
        ");
    insta::assert_snapshot!(trouble("=== content/a.md\n+++\ntemplate = \"onw.html\"\n+++\n=== templates/own.html\n"), @"
        error content/a.md: content/a.md asks for the template `onw.html`, and there is none of that name | Did you mean `own.html`?
        ");
}

#[test]
fn one_fault_on_many_pages_is_told_once() {
    let pages: String = (1..=4).map(|n| format!("=== content/p{n}.md\n+++\n+++\n")).collect();
    insta::assert_snapshot!(trouble(&format!("{pages}=== templates/page.html\n{{{{ page.extra.nope }}}}\n")), @"
        error templates/page.html:1:15: content/p1.md and 3 other pages could not be made: Field `nope` is not defined | Look at this line of the template: {{ page.extra.nope }}
        ");
}

#[test]
fn two_that_want_the_same_address_are_named() {
    insta::assert_snapshot!(trouble("=== content/a.md\n+++\npath = \"same\"\n+++\n=== content/b.md\n+++\nslug = \"same\"\n+++\n"), @"
        error content/b.md: content/a.md and content/b.md both want the web address `/same/` | Give one of them another address
        ");
}

#[test]
fn links_that_lead_nowhere_are_named_with_their_place() {
    insta::assert_snapshot!(trouble("
=== content/a.md
+++
+++
[x](@/nowhere.md) and [y](@/b.md#missing) and [z](@/d.md)
=== content/b.md
+++
+++
## There
=== content/d.md
+++
draft = true
+++
=== content/deep/nowhere.md
+++
+++
"), @"
        error content/a.md:3:1: content/a.md links to `@/nowhere.md`, and there is no such file | Did you mean `@/deep/nowhere.md`?
        error content/a.md:3:23: content/a.md links to `@/b.md#missing`, and that page has no such heading | Headings there: `#there`
        error content/a.md:3:47: content/a.md links to `@/d.md`, which visitors do not see yet | Publish that page too, or take the link out until it is published
        ");
}

#[test]
fn a_missing_theme_and_a_missing_config_are_plain_words() {
    insta::assert_snapshot!(trouble("=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"ghost\"\n=== themes/dune/theme.toml\n"), @"
        error zola.toml: The site asks for the theme `ghost`, and there is no folder `themes/ghost` | Themes in this site: dune
        ");
}

#[test]
fn what_is_not_done_yet_is_named() {
    insta::assert_snapshot!(trouble("=== zola.toml\nbase_url = \"https://example.org\"\nminify_html = true\nbuild_search_index = true\n=== templates/index.html\n{{ shuffle(path=\"a.png\") }}\n"), @r#"
        warning: Pages are not made smaller yet, though the site asks for it with `minify_html` | The rest of the site is made as usual
        warning: The search index is not made yet, though the site asks for it with `build_search_index` | The rest of the site is made as usual
        error templates/index.html:1:4: content/_index.md could not be made: Galley cannot do `shuffle` yet (for `a.png`). A page has to be the same in every build: sort instead | Look at this line of the template: {{ shuffle(path="a.png") }}
        "#);
}

#[test]
fn a_page_that_its_section_cannot_place_is_named() {
    insta::assert_snapshot!(trouble("=== content/_index.md\n+++\nsort_by = \"date\"\n+++\n=== content/a.md\n+++\n+++\n"), @"
        warning content/a.md: content/a.md is left out: it has no date, and content/_index.md is sorted by date | Give the page a date
        ");
}
