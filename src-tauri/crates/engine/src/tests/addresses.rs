use super::{outputs, shown, shown_anyway, trouble};

/// Gives what a call of `get_url` becomes on the home page of a language.
fn url(base: &str, call: &str) -> String {
    let files = format!(
        "=== zola.toml\nbase_url = \"{base}\"\n[languages.fr]\n=== content/posts/a.md\n+++\ntitle = \"A\"\n+++\n\
         === content/posts/a.fr.md\n+++\ntitle = \"A\"\n+++\n=== content/posts/b.md\n+++\ntitle = \"B\"\n+++\n\
         === static/app.css\nbody {{}}\n=== templates/index.html\n{{{{ get_url({call}) }}}}\n"
    );
    shown(&files, "index.html")
}

#[test]
fn an_address_by_every_argument() {
    let check = |call: &str, below: &str| {
        assert_eq!(url("https://example.org", call), format!("https://example.org{below}"), "{call}");
    };
    check("path=\"/\"", "");
    check("path=\"\"", "");
    check("path=\"/\", trailing_slash=true", "/");
    check("path=\"a/b\"", "/a/b");
    check("path=\"/a/b/\"", "/a/b");
    check("path=\"a/b\", trailing_slash=true", "/a/b/");
    check("path=\"a/b/\", trailing_slash=true", "/a/b/");
    check("path=\"a/?q=1#top\"", "/a/?q=1#top");
    check("path=\"#top\"", "/#top");
    check("path=\"a/b\", lang=\"fr\"", "/fr/a/b");
    check("path=\"fr/a\", lang=\"fr\"", "/fr/a");
    check("path=\"a\", lang=\"en\"", "/a");
    check("path=\"/\", lang=\"fr\", trailing_slash=true", "/fr/");
    check("path=\"app.css\", cachebust=true", "/app.css?h=a06fd750de7374983daf");
    check("path=\"@/posts/a.md\"", "/posts/a/");
    check("path=\"@/posts/a.md#part\"", "/posts/a/#part");
    check("path=\"@/posts/a.md\", lang=\"fr\"", "/fr/posts/a/");
    check("path=\"@/posts/a.fr.md\"", "/fr/posts/a/");
    check("path=\"@/posts/b.md\", lang=\"fr\"", "/posts/b/");
    // The home page is there although no file makes it.
    check("path=\"@/_index.md\"", "/");
    assert_eq!(url("https://example.org", "path=\"https://other.org/a/\""), "https://other.org/a/");
    assert_eq!(url("https://example.org", "path=\"//other.org/a\""), "//other.org/a");
}

#[test]
fn a_site_in_a_folder_of_its_host_has_its_addresses_there() {
    assert_eq!(url("https://example.org/sub/", "path=\"/\""), "https://example.org/sub");
    assert_eq!(url("https://example.org/sub", "path=\"\", trailing_slash=true"), "https://example.org/sub/");
    assert_eq!(url("https://example.org/sub", "path=\"a\""), "https://example.org/sub/a");
}

#[test]
fn the_address_of_the_site_is_shown_as_it_was_written() {
    let show = |base: &str| {
        let files = format!(
            "=== zola.toml\nbase_url = \"{base}\"\n=== templates/index.html\n{{{{ config.base_url | safe }}}}a.css {{{{ get_url(path=\"a\") }}}}\n"
        );
        shown(&files, "index.html")
    };
    assert_eq!(show("https://example.org/sub/"), "https://example.org/sub/a.css https://example.org/sub/a");
    assert_eq!(show("https://example.org"), "https://example.orga.css https://example.org/a");
    assert_eq!(show("/"), "/a.css /a");
}

#[test]
fn an_argument_that_leads_nowhere_is_as_good_as_not_given() {
    assert_eq!(
        url("https://example.org", "path=\"a\", lang=nowhere, cachebust=config.extra?.cachebust"),
        "https://example.org/a"
    );
}

#[test]
fn an_address_that_leads_nowhere_is_told() {
    let told = |call: &str| trouble(&format!("=== templates/index.html\n{{{{ get_url({call}) }}}}\n"));
    insta::assert_snapshot!(told("path=\"@/gone.md\""), @"error templates/index.html:1:4: content/_index.md could not be made: There is no page `@/gone.md` to link to | Choose a page that is there");
    insta::assert_snapshot!(told("path=\"a\", lang=\"xx\""), @"error templates/index.html:1:4: content/_index.md could not be made: The site has no language `xx` | Add it to `[languages]` in the config, or use another");
    insta::assert_snapshot!(told("path=\"gone.css\", cachebust=true"), @"error templates/index.html:1:4: content/_index.md could not be made: There is no file `gone.css` in the site, in `static/` or in `content/` | Add the file, or correct the name");
}

#[test]
fn an_earlier_address_may_be_written_in_every_way() {
    let files = "=== content/a.md\n+++\ntitle = \"A\"\naliases = [\"plain\", \"/slash\", \"/both/\", \"deep/er/\", \"old.html\", \"deep/index.html\", \"ünï code\"]\n+++\n";
    let wanted = [
        "a/index.html",
        "both/index.html",
        "deep/er/index.html",
        "deep/index.html",
        "old.html",
        "plain/index.html",
        "slash/index.html",
        "ünï code/index.html",
    ];
    assert_eq!(outputs(files), wanted);
    for path in wanted.iter().filter(|path| **path != "a/index.html") {
        assert!(shown(files, path).contains("url=https://example.org/a/"), "{path}");
    }
}

/// The reference notices only those that are written with both slashes.
#[test]
fn an_earlier_address_that_is_taken_is_told_however_it_is_written() {
    for alias in ["b", "/b", "b/", "/b/", "b/index.html"] {
        let files = format!(
            "=== content/a.md\n+++\ntitle = \"A\"\naliases = [\"{alias}\"]\n+++\n=== content/b.md\n+++\ntitle = \"B\"\n+++\n"
        );
        assert!(
            trouble(&files).contains("content/b.md and content/a.md both want the web address `/b/`"),
            "{alias}"
        );
        assert!(!shown_anyway(&files, "b/index.html").contains("refresh"), "{alias}");
    }
}

#[test]
fn an_earlier_address_that_is_the_pages_own_leads_nowhere_else() {
    let files = "=== content/a.md\n+++\ntitle = \"A\"\naliases = [\"a\"]\n+++\n";
    insta::assert_snapshot!(trouble(files), @"warning content/a.md: content/a.md has the address `a` now, and says it had it earlier | Take it out of `aliases`");
    assert!(!shown_anyway(files, "a/index.html").contains("refresh"));
}

#[test]
fn an_earlier_address_outside_the_site_is_refused() {
    let files = "=== content/a.md\n+++\ntitle = \"A\"\naliases = [\"../up\", \"https://other.org/x\", \"/\", \"a\\\\b\"]\n+++\n";
    insta::assert_snapshot!(trouble(files), @r#"
    error content/a.md: content/_index.md and content/a.md both want the web address `/` | Give one of them another address
    error content/a.md: content/a.md cannot have the earlier address `../up`: the path has a part that is empty or leads elsewhere | Write it like `old/address`
    error content/a.md: content/a.md cannot have the earlier address `a\b`: the path has a character that is not allowed in names | Write it like `old/address`
    error content/a.md: content/a.md cannot have the earlier address `https://other.org/x`: the path has a part that is empty or leads elsewhere | Write it like `old/address`
    "#);
}

#[test]
fn a_section_may_lead_elsewhere() {
    let target = |to: &str| {
        let files = format!(
            "=== content/a.md\n+++\ntitle = \"A\"\n+++\n=== content/s/_index.md\n+++\nredirect_to = \"{to}\"\n+++\n"
        );
        let page = shown(&files, "s/index.html");
        page.split("url=").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    assert_eq!(target("a"), "https://example.org/a/");
    assert_eq!(target("/a/"), "https://example.org/a/");
    assert_eq!(target("@/a.md"), "https://example.org/a/");
    assert_eq!(target("https://other.org/x"), "https://other.org/x");
    assert_eq!(target("a#part"), "https://example.org/a#part");
}

#[test]
fn the_address_of_a_term_is_found_by_both_names_of_its_argument() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomy_root = \"by\"\ntaxonomies = [{name = \"tags\"}]\n\
        === content/a.md\n+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"Two Words\"]\n+++\n\
        === templates/index.html\n{{ get_taxonomy_url(kind=\"tags\", term=\"Two Words\") }} {{ get_taxonomy_url(kind=\"tags\", name=\"two words\") }} \
        {{ get_taxonomy_url(kind=\"tags\", term=\"none\", required=false) or \"-\" }} {{ get_taxonomy(kind=\"tags\").permalink }}\n\
        === templates/taxonomy_list.html\n=== templates/taxonomy_single.html\n";
    let term = "https://example.org/by/tags/two-words/";
    assert_eq!(
        shown(&files.replace("{{ get_taxonomy(kind=\"tags\").permalink }}", ""), "index.html"),
        format!("{term} {term} -")
    );
}

#[test]
fn who_has_a_template_for_earlier_addresses_has_it_used() {
    let files = "=== content/a.md\n+++\ntitle = \"A\"\naliases = [\"old\"]\n+++\n=== templates/internal/alias.html\n<p>Now at {{ url | safe }}</p>\n";
    assert_eq!(shown(files, "old/index.html"), "<p>Now at https://example.org/a/</p>");
}
