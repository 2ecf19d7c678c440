//! Whole sites with old templates.

use crate::diagnostic::Diagnostic;
use crate::fixture::{build, listed, site, text};

#[test]
fn an_old_theme_is_shown_as_its_author_meant() {
    let site = site(
        "=== zola.toml\nbase_url = \"https://example.org\"\ntitle = \"T\"\ntheme = \"old\"\n[extra]\nmenu = [{ name = \"Home\", url = \"/\" }]\n\
         === content/_index.md\n+++\nsort_by = \"date\"\n+++\n\
         === content/a.md\n+++\ntitle = \"A\"\ndate = 2024-03-01\n+++\nText\n\
         === content/b.md\n+++\ntitle = \"B\"\ndate = 2023-03-01\n+++\nText\n\
         === templates/macros/own.html\n{% macro label(text) %}*{{ text }}*{% endmacro %}\n\
         === themes/old/theme.toml\nname = \"old\"\nmin_version = \"0.17.0\"\n\
         === themes/old/templates/base.html\n{% import \"macros/own.html\" as own %}<title>{% block title %}{{ config.title }}{% endblock title %}</title>{% block main %}{% endblock main %}{{ own::label(text=config.title) }}\n\
         === themes/old/templates/macros/own.html\n{% macro label(text) %}unseen{% endmacro %}\n\
         === themes/old/templates/index.html\n{% extends \"old/templates/base.html\" %}{% block main %}{% for year, posts in section.pages | group_by(attribute=\"year\") %}{{ year }}:{% for post in posts %}{{ post.title }}{% endfor %};{% endfor %}{% if section.extra.cover.image %}x{% endif %}{% include \"extra.html\" ignore missing %}{% endblock %}\n\
         === themes/old/templates/page.html\n{% extends \"base.html\" %}{% block title %}{{ page.title }} - {{ super() }}{% endblock %}{% block main %}{% if page.extra.deep.er %}x{% endif %}{{ page.description | default(value=\"none\") }}{% endblock %}\n",
    );
    assert_eq!(
        listed(&site.diagnostics),
        "note templates/macros/own.html:1:1: templates/macros/own.html and templates beside it are written for a Zola before 0.23; they are translated each time the site is opened | To go on with them in Tera 2, run `galley-cli theme convert`\n\
         note themes/old/templates/base.html:1:1: themes/old/templates/base.html and templates beside it are written for a Zola before 0.23; they are translated each time the site is opened | To go on with them in Tera 2, run `galley-cli theme convert`\n"
    );
    let bundle = build(&site.value);
    assert_eq!(errors(&bundle.diagnostics), "");
    assert_eq!(text(&bundle.value, "index.html").trim(), "<title>T</title>2024:A;2023:B;*T*");
    assert_eq!(text(&bundle.value, "a/index.html").trim(), "<title>A - T</title>none*T*");
}

#[test]
fn a_block_that_has_no_place_above_is_passed_over() {
    let site = site(
        "=== content/_index.md\n+++\n+++\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n\
         === templates/base.html\n{% import \"m.html\" as m %}<{% block main %}{% endblock main %}>\n\
         === templates/index.html\n{% extends \"base.html\" %}\n{% block main %}home{% endblock %}\n\
         === templates/page.html\n{% extends \"index.html\" %}\n{% block head %}unseen\n{% if true %}{% block own %}x{% endblock own %}{% endif %}{% endblock head %}{% block main %}{% block own %}{{ page.title }}{% endblock own %}{% endblock main %}\n\
         === templates/never.html\n{% extends \"base.html\" %}{% block nowhere %}x{% endblock %}\n\
         === templates/m.html\n{% macro f() %}{% endmacro %}\n",
    );
    assert_eq!(errors(&site.diagnostics), "");
    let bundle = build(&site.value);
    assert_eq!(errors(&bundle.diagnostics), "");
    assert_eq!(text(&bundle.value, "index.html").trim(), "<home>");
    assert_eq!(text(&bundle.value, "a/index.html").trim(), "<A>");
}

#[test]
fn trouble_in_an_old_template_points_at_the_authors_line() {
    let site = site(
        "=== content/_index.md\n+++\n+++\n\
         === content/a.md\n+++\n+++\n\
         === templates/index.html\n{% import \"m.html\" as m %}\n{% if a.b.c or x %}{{ m::f(a=page.far.away\n) }}{% endif %}\n<p>{{ m::f(a=1) }}{{ config.extra.gone.far }}</p>\n\
         === templates/page.html\n{% import \"m.html\" as m %}\n{{ a b }}\n\
         === templates/m.html\n{% macro f(a, b=2) %}{{ a }}{% endmacro %}\n",
    );
    assert_eq!(
        errors(&site.diagnostics),
        "error templates/page.html:2:6: The template templates/page.html could not be translated from Tera 1: a tag cannot be read: the end of the tag should stand here, and not `b` | Write this tag as Tera 2 has it\n"
    );
    let bundle = build(&site.value);
    let shown: String = bundle.diagnostics.iter().map(|one| format!("{one}\n")).collect();
    assert!(
        shown.contains("templates/index.html:4:")
            && shown.contains("<p>{{ m::f(a=1) }}{{ config.extra.gone.far }}</p>"),
        "{shown}"
    );
}

#[test]
fn trouble_on_a_line_that_is_set_in_points_at_its_words() {
    let line = "            {{ config.title | nope }}";
    let site = site(&format!(
        "=== templates/index.html\n{{% import \"m.html\" as m %}}\n{line}\n=== templates/m.html\n{{% macro f(a) %}}{{% endmacro %}}\n"
    ));
    let column = line.find("nope").expect("is there") + 1;
    let shown = errors(&site.diagnostics) + &errors(&build(&site.value).diagnostics);
    assert!(shown.contains(&format!("templates/index.html:2:{column}:")), "{shown}");
}

#[test]
fn blocks_that_no_template_above_has_are_left_out_with_all_but_the_blocks_in_them() {
    let site = site(
        "=== content/_index.md\n+++\n+++\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n\
         === templates/base.html\n{% include \"head.html\" %}{% block content %}{% block inner %}i{% endblock %}{% endblock %}\n\
         === templates/head.html\n<title>{% block title %}T{% endblock title %}</title>\n\
         === templates/index.html\n{% extends \"base.html\" %}\n<body>{%- block body -%}unseen {{ gone }}{% block content %}C{% block own %}O{% endblock own %}{% endblock content %}{% endblock body %}</body>\n\
         === templates/page.html\n{% extends \"base.html\" %}{% block title %}{{ page.title }}{% endblock %}{% block inner %}P{% endblock wrong %}\n",
    );
    let bundle = build(&site.value);
    assert_eq!(errors(&bundle.diagnostics), "");
    assert_eq!(
        text(&bundle.value, "index.html").split_whitespace().collect::<String>(),
        "<title>T</title>CO"
    );
    assert_eq!(
        text(&bundle.value, "a/index.html").split_whitespace().collect::<String>(),
        "<title>T</title>P"
    );
}

#[test]
fn templates_that_are_half_way_to_tera_2_work() {
    let site = site(
        "=== content/_index.md\n+++\n+++\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n\
         === templates/index.html\n{% component badge(text, strong=false) %}{% if text is starting_with(\"N\") %}<b>{{ text }}</b>{% endif %}{% endcomponent badge %}{{<badge text=\"New\" />}}{% set x %}kept{% endset %}{{ x }}{{ section?.extra?.gone?.far or \"or\" }}{% if section?.extra?.gone %}x{% elif 1 in [...[1]] %}y{% endif %}{{ \"abc\" | as_str }}\n\
         === templates/page.html\n{% macro f(a) %}{{ a }}{% endmacro %}{{ self::f(a=page.title) }}{{ page.extra?.b?.c or 1 }}\n",
    );
    assert_eq!(errors(&site.diagnostics), "");
    let bundle = build(&site.value);
    assert_eq!(errors(&bundle.diagnostics), "");
    assert_eq!(text(&bundle.value, "index.html").trim(), "<b>New</b>keptoryabc");
    assert_eq!(text(&bundle.value, "a/index.html").trim(), "A1");
}

#[test]
fn new_templates_are_left_alone() {
    let site = site(
        "=== content/_index.md\n+++\n+++\n\
         === templates/index.html\n{% component a.b(x) %}{{ x?.y | default(value=7) }}{% endcomponent %}{{ <a.b x={1} /> }}{{ 4 / 2 }}\n\
         === templates/other.html\n{{ \"a\\nb\" }}{% if 4 / 2 %}{% endif %}{{ [3, 4] | concat(with=5) | slice(start=1) | join }}\n",
    );
    assert_eq!(listed(&site.diagnostics), "");
    assert_eq!(text(&build(&site.value).value, "index.html").trim(), "72.0");
}

/// Builds a site in the manner of a public theme, and gives its files as text.
fn pages(name: &str, source: &str) -> crate::output::Bundle {
    let site = site(source);
    let opened = errors(&site.diagnostics);
    let built = build(&site.value);
    assert_eq!((opened, errors(&built.diagnostics)), (String::new(), String::new()), "{name}");
    built.value
}

fn errors(diagnostics: &[Diagnostic]) -> String {
    listed(diagnostics)
        .lines()
        .filter(|line| line.starts_with("error"))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn a_blog_in_the_manner_of_old_themes_is_made() {
    let made = pages("blog", include_str!("sites/blog.txt"));
    insta::assert_snapshot!(shown(
        &made,
        &[
            "index.html",
            "posts/index.html",
            "posts/one/index.html",
            "about/index.html",
            "tags/index.html",
            "tags/rust/index.html",
            "categories/notes/index.html",
            "404.html"
        ]
    ));
}

#[test]
fn a_book_in_the_manner_of_old_themes_is_made() {
    let made = pages("docs", include_str!("sites/docs.txt"));
    insta::assert_snapshot!(shown(
        &made,
        &["start/index.html", "start/install/index.html", "more/index.html"]
    ));
}

#[test]
fn a_site_in_two_languages_with_old_templates_is_made() {
    let made = pages("languages", include_str!("sites/languages.txt"));
    insta::assert_snapshot!(shown(&made, &["index.html", "fr/index.html", "fr/a/index.html"]));
}

fn shown(bundle: &crate::output::Bundle, paths: &[&str]) -> String {
    let page = |path: &&str| {
        let text = text(bundle, path);
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        format!("=== {path}\n{}\n", lines.join("\n"))
    };
    paths.iter().map(page).collect()
}

#[test]
fn what_is_not_there_passes_no_test() {
    let site = site(
        "=== config.toml\nbase_url = \"https://example.org\"\n\
         === templates/menu.html\n[{% if current_path is starting_with(\"/\") %}here{% endif %}{% if not current_path is containing(\"x\") %}!{% endif %}{% if (current_path is ending_with(\"/\")) == false %}?{% endif %}]\n\
         === templates/404.html\n{% include \"menu.html\" %}\n=== templates/index.html\n{% include \"menu.html\" %}\n",
    );
    let bundle = build(&site.value);
    assert_eq!(errors(&bundle.diagnostics), "");
    assert_eq!(text(&bundle.value, "404.html").trim(), "[!?]");
    assert_eq!(text(&bundle.value, "index.html").trim(), "[here!]");
}
