use crate::fixture::{build, listed, site};

use super::{shown_anyway, trouble};

const PAGE: &str = "=== content/a.md\n+++\ntitle = \"A\"\n+++\nText.\n";

#[test]
fn one_broken_template_does_not_stop_the_others() {
    let files = format!(
        "{PAGE}=== templates/page.html\n<p>\n{{% if page. %}}x{{% endif %}}\n=== templates/index.html\nhome\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(crate::fixture::text(&built.value, "index.html"), "home\n");
    assert_eq!(crate::fixture::text(&built.value, "a/index.html"), "(nothing)");
    let spoilt: Vec<&str> = built.value.spoilt.iter().map(|path| path.as_str()).collect();
    assert_eq!(spoilt, ["a/index.html"]);
    insta::assert_snapshot!(listed(&built.diagnostics), @"
        error templates/page.html:2:13: content/a.md could not be made: The template cannot be used: here stands `%}` where a name belongs | Look at what stands before the mark: something is missing there, or one sign too many
        ");
}

#[test]
fn misspelt_names_get_a_suggestion() {
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{{{ page.titel }}}}\n")), @"
        error templates/page.html:1:9: content/a.md could not be made: there is no `titel` in this value | Did you mean `title`?
        ");
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{{{ page.title | uper }}}}\n")), @"
        error templates/page.html:1:17: content/a.md could not be made: The template cannot be used: there is no filter `uper` | Did you mean `upper`?
        ");
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{{{ get_utl(path=\"a\") }}}}\n")), @"
        error templates/page.html:1:4: content/a.md could not be made: The template cannot be used: there is no function `get_utl` | Did you mean `get_url`?
        ");
    insta::assert_snapshot!(trouble(&format!("{PAGE}=== templates/page.html\n{{% extends \"bsae.html\" %}}\n=== templates/base.html\n")), @"
        error templates/page.html:1:4: content/a.md could not be made: The template cannot be used: there is no usable template `bsae.html` | Did you mean `base.html`?
        ");
    insta::assert_snapshot!(trouble("=== content/a.md\n+++\ntemplate = \"onw.html\"\n+++\n=== templates/own.html\n"), @"
        error content/a.md: content/a.md could not be made: The template `onw.html` is asked for, and there is none of that name | Did you mean `own.html`?
        ");
}

#[test]
fn one_fault_on_many_pages_is_told_once() {
    let pages: String = (1..=4).map(|n| format!("=== content/p{n}.md\n+++\n+++\n")).collect();
    insta::assert_snapshot!(trouble(&format!("{pages}=== templates/page.html\n{{{{ page.extra.nope }}}}\n")), @r#"
        error templates/page.html:1:15: content/p1.md and 3 other pages could not be made: there is no `nope` in this value | Correct the name, or write `| default(value="")` after it if it may be missing
        "#);
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
    // Authors of themes try them in place.
    let in_place = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"dune\"\n=== theme.toml\nname = \"Dune\"\n=== templates/index.html\nmine\n";
    insta::assert_snapshot!(trouble(in_place), @"warning zola.toml: The site asks for the theme `dune`, and there is no folder `themes/dune` | The folder is a theme itself, and its own templates are used: take `theme` out of the settings");
    assert_eq!(shown_anyway(in_place, "index.html"), "mine");
}

#[test]
fn a_missing_picture_is_the_only_trouble_of_a_site_that_asks_for_everything() {
    insta::assert_snapshot!(trouble("=== zola.toml\nbase_url = \"https://example.org\"\nminify_html = true\nbuild_search_index = true\n=== templates/index.html\n{{ resize_image(path=\"a.png\", width=1, op=\"scale\") }}\n"), @"error templates/index.html:1:4: content/_index.md could not be made: There is no picture `a.png` in the site, in `static/` or in `content/` | Add it to `static/`, or beside the page");
}

#[test]
fn a_page_that_its_section_cannot_place_is_named() {
    insta::assert_snapshot!(trouble("=== content/_index.md\n+++\nsort_by = \"date\"\n+++\n=== content/a.md\n+++\n+++\n"), @"
        warning content/a.md: content/a.md is left out: it has no date, and content/_index.md is sorted by date | Give the page a date
        ");
}
