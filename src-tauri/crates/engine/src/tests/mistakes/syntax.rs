use super::page;

#[test]
fn what_is_not_closed_or_not_opened() {
    let told = [
        page("if without endif", "<p>\n{% if page.title %}x"),
        page("for without endfor", "{% for p in page.x %}{{ p }}"),
        page("block without endblock", "{% block main %}x"),
        page("endif alone", "x\n{% endif %}"),
        page("braces not closed", "<p>{{ page.title </p>"),
        page("tag not closed", "{% if page.title <p>"),
        page("quotes not closed", "{{ get_url(path=\"a) }}"),
        page("remark not closed", "{# remark"),
        page("raw not closed", "{% raw %}x"),
        page("bracket not closed", "{{ (1 + 2 }}"),
        page("component call not closed", "{% component c() %}{% endcomponent c %}{{ <c> }}"),
        page("another name at the end", "{% block main %}x{% endblock mian %}"),
        page("component body not closed", "{% component c() %}{{ body }}{% endcomponent c %}{% <c> %}x"),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn what_is_written_wrongly() {
    let told = [
        page("field without name", "<p>\n{% if page. %}x{% endif %}"),
        page("empty braces", "{{ }}"),
        page("unknown tag", "{% fi page.title %}"),
        page("a tag of Tera 1", "{% import \"m.html\" as m %}"),
        page("one equals sign", "{% if page.title = \"A\" %}x{% endif %}"),
        page("set without value", "{% set x %}"),
        page("a word that means something", "{% for true in page.pages %}x{% endfor %}"),
        page("argument without name", "{{ get_url(\"a.css\") }}"),
        page("argument twice", "{{ get_url(path=\"a\", path=\"b\") }}"),
        page("include without quotes", "{% include head.html %}"),
        page("block twice", "{% block a %}{% endblock %}\n{% block a %}{% endblock %}"),
        page("extends not first", "<p>\n{% extends \"base.html\" %}"),
        page("break outside of a loop", "{% break %}"),
        page("a block in a loop", "{% for p in [1] %}{% block a %}{% endblock %}{% endfor %}"),
        page("too deep", &format!("{}x{}", "{% if 1 %}".repeat(50), "{% endif %}".repeat(50))),
        page("too many brackets", &format!("{{{{ {}1{} }}}}", "(".repeat(50), ")".repeat(50))),
    ];
    insta::assert_snapshot!(told.concat());
}
