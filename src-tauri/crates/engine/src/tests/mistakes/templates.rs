use super::{PAGE, page, told};

#[test]
fn names_that_do_not_exist() {
    let component = "{% component card(title: string, wide=false) %}{{ title }}{% endcomponent card %}";
    let told = [
        page("filter", "{{ page.title | uper }}"),
        page("test", "{% if page.title is starting_wiht(pat=\"A\") %}x{% endif %}"),
        page("function", "{{ get_utl(path=\"a\") }}"),
        page("component", &format!("{component}\n{{{{ <crad title=\"x\" /> }}}}")),
        page("variable", "{{ pgae }}"),
        page("variable before a dot", "{{ pgae.title }}"),
        page("field", "{{ page.titel }}"),
        page("field, two deep", "{{ page.extra.colour }}"),
        page("field of nothing", "{{ page.extra.colour.dark }}"),
        page("value of the loop", "{% for p in page.colocated_path %}{{ loop.idx }}{% endfor %}"),
        page("included template", "{% include \"haed.html\" %}\n=== templates/head.html\nx"),
        page("parent template", "{% extends \"bsae.html\" %}\n=== templates/base.html\n"),
        page(
            "block",
            "{% extends \"base.html\" %}\n{% block mian %}x{% endblock %}\n=== templates/base.html\n{% block main %}{% endblock %}",
        ),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn calls_with_the_wrong_values() {
    let component = "{% component card(title: string, wide=false) %}{{ title }}{% endcomponent card %}\n";
    let told = [
        page("argument of a function missing", "{{ get_url() }}"),
        page("argument of a filter missing", "{{ page.title | replace(from=\"A\") }}"),
        page("argument of a component missing", &format!("{component}{{{{ <card /> }}}}")),
        page(
            "argument of a component unknown",
            &format!("{component}{{{{ <card title=\"x\" wdie={{true}} /> }}}}"),
        ),
        page(
            "argument of a component of the wrong kind",
            &format!("{component}{{{{ <card title={{1}} /> }}}}"),
        ),
        page("a text counted with", "{{ page.title - 1 }}"),
        page("a text added", "{{ page.title + \"x\" }}"),
        page("a number cut like a text", "{{ page.word_count | truncate(length=3) }}"),
        page("a list where a text belongs", "{{ get_url(path=page.ancestors) }}"),
        page("a loop over a number", "{% for x in page.word_count %}x{% endfor %}"),
        page("a loop with two names over a list", "{% for k, v in page.ancestors %}x{% endfor %}"),
        page("a text and a number compared", "{% if page.title > 3 %}x{% endif %}"),
        page("divided by nothing", "{{ 1 / 0 }}"),
        page("no date", "{{ page.title | date }}"),
        page(
            "page that is not there",
            "{% set p = get_page(path=\"b.md\") %}\n=== content/bb.md\n+++\n+++\n",
        ),
        page(
            "section that is not there",
            "{% set s = get_section(path=\"blog/_index.md\") %}\n=== content/blgo/_index.md\n+++\n+++\n",
        ),
        page(
            "link to a page that is not there",
            "{{ get_url(path=\"@/abot.md\") }}\n=== content/about.md\n+++\n+++\n",
        ),
        page("file that is not there", "{{ get_hash(path=\"sytle.css\") }}\n=== static/style.css\nx"),
        page(
            "taxonomy that is not there",
            "{{ get_taxonomy(kind=\"tag\") }}\n=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\"}]\n",
        ),
        page(
            "term that is not there",
            "{{ get_taxonomy_url(kind=\"tags\", term=\"see\") }}\n=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\"}]\n=== content/b.md\n+++\n[taxonomies]\ntags = [\"sea\"]\n+++\n",
        ),
        page(
            "text that is not there",
            "{{ trans(key=\"raed_more\") }}\n=== zola.toml\nbase_url = \"https://example.org\"\n[translations]\nread_more = \"Read more\"\n",
        ),
        page("thrown by the template", "{{ throw(message=\"Every page needs a picture\") }}"),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn templates_that_go_round_in_circles() {
    let told = [
        page("include", "{% include \"b.html\" %}\n=== templates/b.html\n\n{% include \"page.html\" %}"),
        page("extends", "{% extends \"b.html\" %}\n=== templates/b.html\n{% extends \"page.html\" %}"),
        page("component", "{% component c() %}{{ <c/> }}{% endcomponent c %}{{ <c/> }}"),
        page("super without a parent", "{% block a %}{{ super() }}{% endblock %}"),
        page(
            "one component in two templates",
            "{% component c() %}{% endcomponent c %}\n=== templates/b.html\n{% component c() %}{% endcomponent c %}",
        ),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn the_way_to_the_fault() {
    let deep = format!(
        "{PAGE}=== templates/base.html\n<body>{{% block main %}}{{% endblock %}}</body>\n\
         === templates/card.html\n{{% component card(title) %}}\n{{% include \"line.html\" %}}\n{{% endcomponent card %}}\n\
         === templates/line.html\n<b>{{{{ subtitle }}}}</b>\n\
         === templates/page.html\n{{% extends \"base.html\" %}}\n{{% block main %}}\n{{{{ <card title=\"x\" /> }}}}\n{{% endblock %}}\n"
    );
    let theme = format!(
        "{PAGE}=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"dune\"\n=== themes/dune/theme.toml\n\
         === themes/dune/templates/base.html\n<title>{{{{ page.titel }}}}</title>{{% block main %}}{{% endblock %}}\n\
         === templates/page.html\n{{% extends \"base.html\" %}}\n{{% block main %}}x{{% endblock %}}\n"
    );
    let many: String = (1..=4).map(|n| format!("=== content/p{n}.md\n+++\n+++\n")).collect();
    let told = [
        told("in an include in a component in a block of a child", &deep),
        told("in the theme's template below the site's", &theme),
        told(
            "one fault on four pages",
            &format!("{many}=== templates/page.html\n{{{{ page.extra.nope }}}}\n"),
        ),
        told(
            "a tab before it, and letters of several bytes",
            &format!("{PAGE}=== templates/page.html\n\t\tüber Größe {{{{ page.titel }}}} €\n"),
        ),
        told(
            "two faults in two templates",
            &format!(
                "{PAGE}=== templates/page.html\n{{{{ x | uper }}}}{{{{ x | lwer }}}}\n=== templates/index.html\n{{{{ config.titel }}}}\n"
            ),
        ),
    ];
    insta::assert_snapshot!(told.concat());
}
