use super::{PAGE, told};

const TAGS: &str = "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\"}]\ngenerate_feeds = true\n\
     === content/a.md\n+++\ntitle = \"A\"\ndate = 2025-01-01\n[taxonomies]\ntags = [\"sea\"]\n+++\n";

fn at(title: &str, site: &str, file: &str, text: &str) -> String {
    told(title, &format!("{site}=== {file}\n{text}\n"))
}

#[test]
fn faults_in_templates_of_other_files() {
    let told = [
        at("feed", TAGS, "templates/atom.xml", "{{ config.titel }}"),
        at("sitemap", PAGE, "templates/sitemap.xml", "{% for e in entires %}{{ e.permalink }}{% endfor %}"),
        at("not found", PAGE, "templates/404.html", "{{ page.title }}"),
        at("robots", PAGE, "templates/robots.txt", "{{ get_url(path=\"@/no.md\") }}"),
        at("list of a taxonomy", TAGS, "templates/taxonomy_list.html", "{{ terms.name }}"),
        at("page of a term", TAGS, "templates/taxonomy_single.html", "{{ term.title }}"),
        at("home", PAGE, "templates/index.html", "{{ page.title }}"),
        at("no template for terms", TAGS, "templates/x.html", ""),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn pages_that_ask_for_what_is_not_there() {
    let told = [
        told(
            "template of a page",
            "=== content/a.md\n+++\ntemplate = \"onw.html\"\n+++\n=== templates/own.html\n",
        ),
        told(
            "template of the pages of a section",
            "=== content/_index.md\n+++\npage_template = \"psot.html\"\n+++\n=== content/a.md\n+++\n+++\n=== templates/post.html\n",
        ),
        told(
            "page that a link leads to",
            "=== content/a.md\n+++\n+++\n[x](@/abuot.md)\n=== content/about.md\n+++\n+++\n",
        ),
        told(
            "page that moved",
            "=== content/a.md\n+++\n+++\n[x](@/about.md)\n=== content/us/about.md\n+++\n+++\n",
        ),
        told(
            "page that is a draft",
            "=== content/a.md\n+++\n+++\n[x](@/b.md)\n=== content/b.md\n+++\ndraft = true\n+++\n",
        ),
        told(
            "heading",
            "=== content/a.md\n+++\n+++\n[x](@/b.md#openign-hours)\n=== content/b.md\n+++\n+++\n## Opening hours\n",
        ),
        told(
            "taxonomy",
            "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\"}]\n=== content/a.md\n+++\n[taxonomies]\ntag = [\"sea\"]\n+++\n",
        ),
        told(
            "language",
            "=== zola.toml\nbase_url = \"https://example.org\"\n[languages.de]\n=== content/a.fr.md\n+++\n+++\n=== content/_index.fr.md\n+++\n+++\n",
        ),
        told("one language", "=== content/a/index.fr.md\n+++\n+++\n=== content/node.js.md\n+++\n+++\n"),
        told(
            "theme",
            "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"dnue\"\n=== themes/dune/theme.toml\n",
        ),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn pages_in_each_others_way() {
    let told = [
        told(
            "one address",
            "=== content/a.md\n+++\npath = \"same\"\n+++\n=== content/b.md\n+++\nslug = \"same\"\n+++\n",
        ),
        told(
            "one address but for capitals",
            "=== content/a.md\n+++\npath = \"News\"\n+++\n=== content/b.md\n+++\npath = \"news\"\n+++\n",
        ),
        told(
            "a page and a section in one folder",
            "=== content/x/_index.md\n+++\n+++\n=== content/x/index.md\n+++\n+++\n",
        ),
        told(
            "an alias that is a page",
            "=== content/a.md\n+++\naliases = [\"b\"]\n+++\n=== content/b.md\n+++\n+++\n",
        ),
        told(
            "sorted by what it does not have",
            "=== content/_index.md\n+++\nsort_by = \"date\"\n+++\n=== content/a.md\n+++\n+++\n",
        ),
        told("an address that leads out", "=== content/a.md\n+++\npath = \"../../etc\"\n+++\n"),
    ];
    insta::assert_snapshot!(told.concat());
}
