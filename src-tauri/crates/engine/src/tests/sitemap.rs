use crate::fixture::{build, site, text};
use crate::output::{Contents, OutputPath};

use super::{outputs, shown};

#[test]
fn a_long_list_of_addresses_is_split() {
    let page = |page: usize| {
        let terms: Vec<String> = (0..1_000).map(|at| format!("\"t{}\"", page * 1_000 + at)).collect();
        format!(
            "=== content/p{page}.md\n+++\ntitle = \"P\"\n[taxonomies]\ntags = [{}]\n+++\n",
            terms.join(",")
        )
    };
    let pages: String = (0..30).map(page).collect();
    let files = format!(
        "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{{name = \"tags\"}}]\n{pages}\
         === templates/taxonomy_list.html\n=== templates/taxonomy_single.html\n"
    );
    let site = site(&files).value;
    let maps: Vec<OutputPath> =
        site.outputs().into_iter().filter(|path| path.as_str().starts_with("sitemap")).collect();
    let made = |path: &OutputPath| {
        let file = site.render(path).expect("is planned").value.expect("is made");
        let Contents::Made(bytes) = file.contents else { panic!("{path} is no copy") };
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let [index, first, second] = maps.as_slice() else { panic!("{maps:?}") };
    insta::assert_snapshot!(made(index), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://example.org/sitemap1.xml</loc></sitemap>
    <sitemap><loc>https://example.org/sitemap2.xml</loc></sitemap>
    </sitemapindex>
    "#);
    assert_eq!((made(first).matches("<url>").count(), made(second).matches("<url>").count()), (30_000, 32));
    assert!(made(second).contains("https://example.org/tags/t9999/"));
}

#[test]
fn a_short_list_is_one_file_and_a_site_may_have_none() {
    let with = |line: &str| format!("=== zola.toml\nbase_url = \"https://example.org\"\n{line}\n");
    assert_eq!(
        shown(&with(""), "robots.txt"),
        "User-agent: *\nDisallow:\nAllow: /\nSitemap: https://example.org/sitemap.xml"
    );
    assert_eq!(shown(&with("generate_sitemap = false"), "robots.txt"), "User-agent: *\nDisallow:\nAllow: /");
    assert_eq!(shown(&with("generate_sitemap = false"), "sitemap.xml"), "(nothing)");
    assert_eq!(shown(&with("generate_robots_txt = false"), "robots.txt"), "(nothing)");
}

#[test]
fn pages_of_lists_are_left_out_where_the_site_says_so() {
    let pages: String = (1..=3)
        .map(|at| format!("=== content/p{at}.md\n+++\ntitle = \"P\"\n[taxonomies]\ntags = [\"a\"]\n+++\n"))
        .collect();
    let files = |line: &str| {
        format!(
            "=== zola.toml\nbase_url = \"https://example.org\"\n{line}\ntaxonomies = [{{name = \"tags\", paginate_by = 2}}]\n=== content/_index.md\n+++\npaginate_by = 2\n+++\n{pages}\
             === templates/sitemap.xml\n{{% for entry in entries %}}{{{{ entry.permalink | replace(from=\"https://example.org\", to=\"\") }}}} {{% endfor %}}\n\
             === templates/taxonomy_list.html\n=== templates/taxonomy_single.html\n"
        )
    };
    assert_eq!(
        shown(&files(""), "sitemap.xml"),
        "/ /p1/ /p2/ /p3/ /page/1/ /page/2/ /tags/ /tags/a/ /tags/a/page/1/ /tags/a/page/2/"
    );
    assert_eq!(
        shown(&files("exclude_paginated_pages_in_sitemap = \"all\""), "sitemap.xml"),
        "/ /p1/ /p2/ /p3/ /tags/ /tags/a/"
    );
    assert!(outputs(&files("")).contains(&"tags/a/page/2/index.html".to_owned()));
}

#[test]
fn an_entry_knows_its_page() {
    let files = "=== content/a.md\n+++\ntitle = \"A\"\ndate = 2020-01-01\n[extra]\nrank = 3\n+++\n\
        === content/b.md\n+++\ntitle = \"B\"\ndate = 2020-01-01\nupdated = 2021-01-01T10:00:00+02:00\n+++\n\
        === content/c.md\n+++\ntitle = \"C\"\ndraft = true\n+++\n=== content/d.md\n+++\ntitle = \"D\"\nrender = false\n+++\n\
        === templates/sitemap.xml\n{% for entry in entries %}{{ entry.permalink }}|{{ entry.updated or \"-\" }}|{{ entry.extra?.rank or \"-\" }}\n{% endfor %}";
    insta::assert_snapshot!(shown(files, "sitemap.xml"), @"
    https://example.org/|-|-
    https://example.org/a/|2020-01-01|3
    https://example.org/b/|2021-01-01T10:00:00+02:00|-
    ");
}

#[test]
fn the_page_for_lost_visitors_knows_the_site_and_its_language() {
    let files = "=== templates/404.html\n{{ config.base_url }} {{ lang }} {% if current_path is defined %}no{% endif %}\n";
    assert_eq!(shown(files, "404.html"), "https://example.org en");
    let builtin = build(&site("").value);
    assert!(text(&builtin.value, "404.html").contains("<h1>404</h1>"));
}

#[test]
fn an_address_that_two_have_is_listed_once() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"authors\"}]\n=== content/authors/_index.md\n+++\n+++\n\
        === content/a.md\n+++\n[taxonomies]\nauthors = [\"x\"]\n+++\n=== templates/taxonomy_list.html\n=== templates/taxonomy_single.html\n";
    let list = super::shown_anyway(files, "sitemap.xml");
    assert_eq!(list.matches("https://example.org/authors/<").count(), 1, "{list}");
}
