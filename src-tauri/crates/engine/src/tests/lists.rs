use crate::fixture::{build, listed, site, text};

/// Builds a site and gives one made file.
fn check(files: &str, path: &str, expected: &str) {
    assert_eq!(text(&build(&site(files).value).value, path).trim(), expected, "{path}");
}

#[test]
fn a_list_over_several_pages_says_where_it_is() {
    let pages: String =
        (1..=5).map(|n| format!("=== content/p{n}.md\n+++\ntitle = \"P{n}\"\nweight = {n}\n+++\n")).collect();
    let files = format!(
        "=== content/_index.md\n+++\nsort_by = \"weight\"\npaginate_by = 2\n+++\n{pages}=== templates/index.html\n\
         {{% for p in paginator.pages %}}{{{{ p.title }}}} {{% endfor %}}{{{{ paginator.current_index }}}}/{{{{ paginator.number_pagers }}}} \
         {{{{ (paginator.previous or \"-\") | safe }}}} {{{{ (paginator.next or \"-\") | safe }}}}"
    );
    check(&files, "index.html", "P1 P2 1/3 - https://example.org/page/2/");
    check(&files, "page/2/index.html", "P3 P4 2/3 https://example.org/ https://example.org/page/3/");
    check(&files, "page/3/index.html", "P5 3/3 https://example.org/page/2/ -");
}

#[test]
fn terms_that_are_spelled_differently_are_one() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\"}]\n\
        === content/a.md\n+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"Two Words\"]\n+++\n\
        === content/b.md\n+++\ntitle = \"B\"\n[taxonomies]\ntags = [\"two words\", \"Été\"]\n+++\n\
        === templates/taxonomy_list.html\n{% for t in terms %}{{ t.name }}={{ t.page_count }}@{{ t.path }} {% endfor %}\n\
        === templates/taxonomy_single.html\n{% for p in term.pages %}{{ p.title }}{% endfor %}\n";
    check(files, "tags/index.html", "Été=1@/tags/ete/ Two Words=2@/tags/two-words/");
    check(files, "tags/two-words/index.html", "AB");
}

#[test]
fn static_files_win_and_the_sites_own_win_over_the_themes() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"t\"\n=== themes/t/theme.toml\n\
        === themes/t/static/a.css\ntheme\n=== static/a.css\nsite\n=== static/404.html\nmine\n";
    check(files, "a.css", "(copy of static/a.css)");
    check(files, "404.html", "(copy of static/404.html)");
}

/// A site with a taxonomy of two terms, one of them on two pages.
const TAGGED: &str = "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\", paginate_by = 1}]\n\
    === content/a.md\n+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"sea\"]\n+++\n\
    === content/b.md\n+++\ntitle = \"B\"\n[taxonomies]\ntags = [\"sea\", \"sky\"]\n+++\n";

#[test]
fn a_taxonomy_without_templates_has_plain_lists_and_a_warning() {
    let site = site(TAGGED);
    assert_eq!(
        listed(&site.diagnostics),
        "warning: There is no template for the taxonomy `tags`, so its lists are plain: `tags/list.html` and `tags/single.html` | \
         Add them to `templates`, or write `render = false` for the taxonomy in the site's config\n"
    );
    let bundle = build(&site.value).value;
    let list = text(&bundle, "tags/index.html");
    assert!(list.contains("<a href=\"https://example.org/tags/sea/\">sea</a> (2)"), "{list}");
    let second = text(&bundle, "tags/sea/page/2/index.html");
    assert!(second.contains("<a href=\"https://example.org/b/\">B</a>"), "{second}");
    assert!(second.contains("<a href=\"https://example.org/tags/sea/\" rel=\"prev\">"), "{second}");
}

#[test]
fn only_the_template_that_nobody_wrote_is_warned_of() {
    let files = format!("{TAGGED}=== templates/tags/list.html\nmine\n");
    let site = site(&files);
    assert!(listed(&site.diagnostics).contains("plain: `tags/single.html` |"));
    assert_eq!(text(&build(&site.value).value, "tags/index.html").trim(), "mine");
    let unseen = files.replace("paginate_by = 1", "render = false");
    assert_eq!(listed(&crate::fixture::site(&unseen).diagnostics), "");
}

#[test]
fn lists_that_nobody_wants_are_left_out() {
    let template = "=== templates/index.html\n{% set s = get_section(path=\"_index.md\", metadata_only=true) %}{{ s.title }} {{ s.pages | length }} {{ s.subsections | length }}\n\
        {% set t = get_taxonomy_term(kind=\"tags\", term=\"sea\", include_pages=false) %}{{ t.name }} {{ t.page_count }} {{ t.pages | length }}\n\
        {% set s = get_section(path=\"_index.md\") %}{% set t = get_taxonomy_term(kind=\"tags\", term=\"sea\") %}{{ s.pages | length }} {{ t.pages | length }}\n\
        === content/_index.md\n+++\ntitle = \"Home\"\n+++\n=== content/s/_index.md\n+++\n+++\n";
    check(&format!("{TAGGED}{template}"), "index.html", "Home 0 1\nsea 2 0\n2 2");
}

#[test]
fn pages_and_sections_are_found_by_paths_with_detours() {
    let template = "=== templates/index.html\n{% set s = get_section(path=\"./s/_index.md\") %}{% set p = get_page(path=\"s/../s//./a.md\") %}{{ s.title }} {{ p.title }} {% set gone = get_page(path=\"../a.md\", allow_missing=true) %}{{ gone is none }}\n\
        === content/s/_index.md\n+++\ntitle = \"S\"\n+++\n=== content/s/a.md\n+++\ntitle = \"A\"\n+++\n";
    check(template, "index.html", "S A true");
}

#[test]
fn a_section_in_the_place_of_a_taxonomys_list_gives_way() {
    let files = format!(
        "{TAGGED}=== content/tags/_index.md\n+++\ntitle = \"My tags\"\n+++\n=== templates/taxonomy_list.html\nlist\n=== templates/taxonomy_single.html\none\n"
    );
    let site = site(&files);
    let told = listed(&site.diagnostics);
    assert!(
        told.starts_with("warning content/tags/_index.md: ") && told.contains("The list stands there"),
        "{told}"
    );
    assert_eq!(text(&build(&site.value).value, "tags/index.html").trim(), "list");
}

/// Themes keep a page for each author, with a portrait, where the list of what the author wrote stands.
#[test]
fn a_page_or_section_in_the_place_of_a_term_gives_way() {
    for page in ["content/tags/sea/index.md", "content/tags/sea/_index.md"] {
        let files = format!(
            "{TAGGED}=== {page}\n+++\ntitle = \"About the sea\"\npaginate_by = 1\n+++\n=== content/tags/sea/face.png\n...\n=== templates/tags/list.html\nlist\n=== templates/tags/single.html\nthe term {{{{ term.name }}}}\n"
        );
        let files = if page.ends_with("_index.md") { files } else { files.replace("paginate_by = 1\n", "") };
        let site = site(&files);
        let told = listed(&site.diagnostics);
        assert!(
            told.contains(&format!("warning {page}: ")) && told.contains("The list stands there"),
            "{told}"
        );
        let built = build(&site.value).value;
        assert_eq!(text(&built, "tags/sea/index.html").trim(), "the term sea");
        assert!(text(&built, "tags/sea/face.png").contains("copy of content/tags/sea/face.png"));
    }
}
