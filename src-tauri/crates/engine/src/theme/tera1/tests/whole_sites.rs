//! Whole sites with old templates.

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
    assert_eq!(listed(&site.diagnostics), "");
    let bundle = build(&site.value);
    assert_eq!(listed(&bundle.diagnostics), "");
    assert_eq!(text(&bundle.value, "index.html").trim(), "<title>T</title>2024:A;2023:B;*T*");
    assert_eq!(text(&bundle.value, "a/index.html").trim(), "<title>A - T</title>none*T*");
}

#[test]
fn trouble_in_an_old_template_points_at_the_authors_line() {
    let site = site(
        "=== content/_index.md\n+++\n+++\n\
         === content/a.md\n+++\n+++\n\
         === templates/index.html\n{% import \"m.html\" as m %}\n{% if a.b.c or x %}{{ m::f(a=page.far.away\n) }}{% endif %}\n<p>{{ m::f(a=1) }}{{ config.extra.gone.far }}</p>\n\
         === templates/page.html\n{% import \"m.html\" as m %}\n{{ page.title | shine }}\n\
         === templates/m.html\n{% macro f(a, b=2) %}{{ a }}{% endmacro %}\n",
    );
    assert_eq!(
        listed(&site.diagnostics),
        "error templates/page.html:2:17: The template templates/page.html cannot be used: Unknown filter `shine` | Did you mean `slice`?\n"
    );
    let bundle = build(&site.value);
    let shown = listed(&bundle.diagnostics);
    assert!(
        shown.contains("templates/index.html:4:")
            && shown.contains("<p>{{ m::f(a=1) }}{{ config.extra.gone.far }}</p>"),
        "{shown}"
    );
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
