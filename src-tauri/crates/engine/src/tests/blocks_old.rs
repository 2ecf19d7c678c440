//! Shortcodes, in sites that were made for a Zola before 0.23.

use crate::fixture::{build, listed, site, text};
use crate::output::SourcePath;

use super::blocks::{check, page};
use super::shown_anyway;

/// A site with shortcodes of both kinds.
pub(super) const OLD: &str = r#"
=== templates/page.html
{{ page.content | safe }}
=== templates/shortcodes/img.html
<img src="{{ src }}"{% if alt %} alt="{{ alt }}"{% endif %}>
=== templates/shortcodes/box.html
<div class="{{ kind | default(value="plain") }}">

    {{ body | markdown | safe }}

</div>
=== templates/shortcodes/raw.html
<pre>{{ body }}</pre>
=== templates/shortcodes/note.html
<sup id="n{{ nth }}">{{ nth }}</sup>
=== templates/shortcodes/strong.md
**{{ text }}**
=== templates/shortcodes/quoted.md
> {{ body }}
=== templates/shortcodes/kinds.html
<i>{{ s }}|{{ i + 1 }}|{{ f * 2 }}|{% if b %}yes{% endif %}|{{ l | join(sep="-") }}</i>
"#;

#[test]
fn arguments_are_of_every_kind_and_in_every_quote() {
    check(
        OLD,
        "A {{ kinds(s=\"a\", i=41, f=1.5, b=true, l=[1, 'x', `y`]) }}.",
        "<p>A <i>a|42|3.0|yes|1-x-y</i>.</p>",
    );
    check(
        OLD,
        "A {{ kinds(s='a \"b\"', i=-2, f=-0.5, b=false, l=[]) }}.",
        "<p>A <i>a &quot;b&quot;|-1|-1.0||</i>.</p>",
    );
    check(
        OLD,
        "A {{ kinds ( s = `c` , i = 0, f = 0.0, b = true, l = [true,], ) }}.",
        "<p>A <i>c|1|0.0|yes|true</i>.</p>",
    );
    check(OLD, "A {{ kinds(s=\"a\" i=1 f=1.0\nb=true, l=[]) }}.", "<p>A <i>a|2|2.0|yes|</i>.</p>");
}

#[test]
fn html_stands_in_a_line_or_by_itself() {
    check(OLD, "A {{ img(src=\"a.png\") }} b.", "<p>A <img src=\"a.png\"> b.</p>");
    check(OLD, "{{ img(src=\"a.png\") }}", "<img src=\"a.png\">");
    check(OLD, "Text\n{{ img(src=\"a.png\") }}\nmore.", "<p>Text\n<img src=\"a.png\">\nmore.</p>");
}

#[test]
fn a_body_is_given_as_it_is_written() {
    check(OLD, "{% raw() %}\n  a *b* <c>\n\n  d\n{% end %}", "<pre>  a *b* &lt;c&gt;\n\n  d</pre>");
    check(
        OLD,
        "{% box(kind=\"tip\") %}\nA *body*.\n\n- item\n{% end %}\n\nAfter.",
        "<div class=\"tip\">\n<p>A <em>body</em>.</p>\n<ul>\n<li>item</li>\n</ul>\n</div>\n<p>After.</p>",
    );
    check(OLD, "{% box() -%}\nx\n{%- end %}", "<div class=\"plain\"><p>x</p></div>");
}

#[test]
fn html_is_not_read_as_markdown() {
    let html = page(OLD, "{% box() %}\nx\n{% end %}");
    assert!(html.starts_with("<div class=\"plain\">\n\n    <p>x</p>\n\n\n</div>"), "{html}");
}

#[test]
fn markdown_is_read_with_the_text() {
    check(OLD, "A {{ strong(text=\"b\") }} c.", "<p>A <strong>b</strong> c.</p>");
    check(
        OLD,
        "{% quoted() %}\nSee [it](@/p.md).\n{% end %}",
        "<blockquote>\n<p>See <a href=\"https://example.org/p/\">it</a>.</p>\n</blockquote>",
    );
}

#[test]
fn shortcodes_stand_in_each_other() {
    check(
        OLD,
        "{% box(kind=\"a\") %}\n{% box(kind=\"b\") %}\n{{ img(src=\"x\") }}\n{{ strong(text=\"deep\") }}\n{% end %}\n\nand {{ note() }}\n{% end %}",
        "<div class=\"a\">\n<div class=\"b\">\n<p><img src=\"x\">\n<strong>deep</strong></p>\n</div>\n<p>and <sup id=\"n1\">1</sup></p>\n</div>",
    );
    check(
        OLD,
        "{% quoted() %}\n{{ img(src=\"x\") }} b\n{% end %}",
        "<blockquote>\n<p><img src=\"x\"> b</p>\n</blockquote>",
    );
}

#[test]
fn calls_of_a_name_are_counted() {
    check(
        OLD,
        "A{{ note() }} b{{ strong(text=\"x\") }} c{{ note() }}{{ note() }}",
        "<p>A<sup id=\"n1\">1</sup> b<strong>x</strong> c<sup id=\"n2\">2</sup><sup id=\"n3\">3</sup></p>",
    );
}

#[test]
fn a_shortcode_knows_the_page_the_config_and_the_language() {
    let files = format!(
        "{OLD}=== templates/shortcodes/where.html\n<i>{{{{ page.title }}}} {{{{ config.title }}}} {{{{ lang }}}} {{{{ colocated_path }}}}</i>\n=== zola.toml\nbase_url = \"https://example.org\"\ntitle = \"Site\"\n"
    );
    let files = format!(
        "{files}=== templates/section.html\n{{{{ section.content | safe }}}}\n=== templates/shortcodes/here.html\n<b>{{{{ section.title }}}}</b>\n=== content/s/_index.md\n+++\ntitle = \"S\"\n+++\nx {{{{ here() }}}}\n=== content/d/index.md\n+++\ntitle = \"D\"\n+++\nx {{{{ where(lang=\"rust\", page=\"no\") }}}}\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(listed(&built.diagnostics), "");
    assert_eq!(text(&built.value, "s/index.html").trim(), "<p>x <b>S</b></p>");
    assert_eq!(text(&built.value, "d/index.html").trim(), "<p>x <i>D Site rust d/</i></p>");
}

#[test]
fn the_sites_own_win_over_the_themes_and_those_over_the_built_in() {
    let files = "=== templates/page.html\n{{ page.content | safe }}\n=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"t\"\n=== themes/t/theme.toml\n=== themes/t/templates/shortcodes/a.html\n<b>theme</b>\n=== themes/t/templates/shortcodes/b.html\n<b>theme b</b>\n=== themes/t/templates/shortcodes/youtube.html\n<b>own {{ id }}</b>\n=== templates/shortcodes/a.md\n*site*\n";
    check(
        files,
        "x {{ a() }} {{ b() }} {{ youtube(id=\"v\") }}",
        "<p>x <em>site</em> <b>theme b</b> <b>own v</b></p>",
    );
}

#[test]
fn the_players_that_old_zola_had_are_there() {
    let page = page(
        OLD,
        "{{ youtube(id=\"abc\", autoplay=true, class=\"wide\") }}\n\n{{ vimeo(id=\"1\") }}\n\n{{ streamable(id=\"x\") }}\n\n{{ gist(url=\"https://gist.github.com/a/b\", file=\"c.rs\") }}",
    );
    assert!(
        page.contains(
            "<div class=\"wide\">\n    <iframe src=\"https://www.youtube-nocookie.com/embed/abc?autoplay=1\""
        ),
        "{page}"
    );
    assert!(
        page.contains("https://player.vimeo.com/video/1?dnt=1")
            && page.contains("https://streamable.com/e/x")
    );
    assert!(page.contains("<a href=\"https://gist.github.com/a/b#file-c-rs\">c.rs</a>"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<p><div"));
}

#[test]
fn prose_with_braces_is_prose_in_an_old_site() {
    check(
        OLD,
        "One {{ 1 + 1 }} and {% if x %} and {{ page.title }}.",
        "<p>One {{ 1 + 1 }} and {% if x %} and {{ page.title }}.</p>",
    );
    let macros = "=== templates/page.html\n{% import \"m.html\" as m %}{{ page.content | safe }}\n=== templates/m.html\n{% macro a() %}x{% endmacro a %}\n";
    let built = build(&site(&format!("{macros}=== content/p.md\n{{{{ 1 + 1 }}}}\n")).value);
    assert!(!listed(&built.diagnostics).contains("content/p.md could not be filled in"));
}

#[test]
fn shortcodes_are_carried_out_in_code_unless_they_are_shown() {
    check(
        OLD,
        "`{{ img(src=\"a\") }}` `{{/* img(src=\"a\") */}}`\n\n```\n{{ img(src=\"b\") }}\n{{/* img(src=\"b\") */}}\n```",
        "<p><code>&lt;img src=\"a\"&gt;</code> <code>{{ img(src=\"a\") }}</code></p>\n<pre><code>&lt;img src=\"b\"&gt;\n{{ img(src=\"b\") }}\n</code></pre>",
    );
    let coloured = format!(
        "{OLD}=== zola.toml\nbase_url = \"https://example.org\"\n[markdown.highlighting]\ntheme = \"github-light\"\n"
    );
    let html = page(&coloured, "```html\n{{ img(src=\"b\") }}\n```");
    assert!(!html.contains("<img") && html.contains("img"), "{html}");
    let here = format!("{OLD}=== galley.toml\n");
    check(&here, "`{{ img(src=\"a\") }}`", "<p><code>{{ img(src=\"a\") }}</code></p>");
}

#[test]
fn shortcodes_work_beside_texts_that_are_templates() {
    let files = format!(
        "{OLD}=== templates/parts.html\n{{% component kbd(k) %}}<kbd>{{{{ k }}}}</kbd>{{% endcomponent kbd %}}\n"
    );
    check(
        &files,
        "{{ 1 + 1 }} {{ <kbd k=\"K\" /> }} {{ img(src=\"a\") }} {{ strong(text=\"{{ 3 }}\") }} {{/* note() */}}\n\n{% box() %}\nIn {{ note() }}\n{% end %}\n\n{{ page.title }}",
        "<p>2 <kbd>K</kbd> <img src=\"a\"> <strong>{{ 3 }}</strong> {{ note() }}</p>\n<div class=\"plain\">\n<p>In <sup id=\"n1\">1</sup></p>\n</div>\n<p>P</p>",
    );
}

#[test]
fn a_site_with_nothing_but_built_in_shortcodes_still_has_templates_in_its_texts() {
    let files = "=== templates/page.html\n{{ page.content | safe }}\n";
    let html = page(files, "{{ 1 + 1 }}\n\n{{ youtube(id=\"a\") }}");
    assert!(html.starts_with("<p>2</p>\n<div>"), "{html}");
}

#[test]
fn texts_in_templates_have_shortcodes_too() {
    let files = format!(
        "{OLD}=== templates/page.html\n{{{{ page.description | markdown | safe }}}}|{{{{ page.description | markdown(inline=true) | safe }}}}\n"
    );
    let files = format!(
        "{files}=== content/p.md\n+++\ntitle = \"P\"\ndescription = \"A *b* {{{{ strong(text='c') }}}} {{{{ img(src='d') }}}}\"\n+++\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(listed(&built.diagnostics), "");
    let inner = "A <em>b</em> <strong>c</strong> <img src=\"d\">";
    assert_eq!(text(&built.value, "p/index.html").trim(), format!("<p>{inner}</p>\n|{inner}"));
}

#[test]
fn links_in_bodies_count_and_are_checked() {
    let files = format!(
        "{OLD}=== templates/page.html\n{{% for b in page.backlinks %}}{{{{ b.title }}}}{{% endfor %}}\n=== content/q.md\n+++\ntitle = \"Q\"\n+++\n=== content/p.md\n+++\ntitle = \"P\"\n+++\nOne.\n\n{{% box() %}}\n[that](@/q.md) and\n[gone](@/gone.md)\n{{% end %}}\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(text(&built.value, "q/index.html").trim(), "P");
    insta::assert_snapshot!(listed(&built.diagnostics), @"
        error content/p.md:8:1: content/p.md links to `@/gone.md`, and there is no such file | Choose the page again, or take the link out
        ");
}

#[test]
fn a_shortcodes_own_words_stand_at_its_top() {
    let files = format!(
        "{OLD}=== templates/shortcodes/video.html\n{{#\n[block]\nlabel = \"Film\"\nhelp = \"A film\"\n[arguments.id]\nlabel = \"Number\"\ntype = \"integer\"\nrequired = true\n[arguments.size]\nchoices = [\"small\", \"large\"]\ndefault = \"small\"\n#}}<video src=\"{{{{ id }}}}\" class=\"{{{{ size }}}}\">{{{{ caption }}}}</video>\n"
    );
    let blocks = site(&files).value.blocks();
    let video = blocks.iter().find(|block| block.name == "video").expect("is there");
    insta::assert_debug_snapshot!(video, @"
        BlockInfo {
            name: \"video\",
            syntax: Shortcode,
            label: \"Film\",
            help: \"A film\",
            body: None,
            arguments: [
                ArgumentInfo {
                    name: \"id\",
                    label: \"Number\",
                    help: \"\",
                    kind: Integer,
                    default: None,
                    is_required: true,
                    choices: [],
                },
                ArgumentInfo {
                    name: \"size\",
                    label: \"Size\",
                    help: \"\",
                    kind: Any,
                    default: Some(
                        Text(
                            \"small\",
                        ),
                    ),
                    is_required: false,
                    choices: [
                        Text(
                            \"small\",
                        ),
                        Text(
                            \"large\",
                        ),
                    ],
                },
                ArgumentInfo {
                    name: \"caption\",
                    label: \"Caption\",
                    help: \"\",
                    kind: Any,
                    default: None,
                    is_required: false,
                    choices: [],
                },
            ],
            is_hidden: false,
            file: Some(
                \"templates/shortcodes/video.html\",
            ),
        }
        ");
    let quote = blocks.iter().find(|block| block.name == "box").expect("is there");
    assert_eq!(quote.body, crate::blocks::BlockBody::Markdown);
    assert_eq!(quote.arguments.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["kind"]);
    assert_eq!(quote.file.as_ref().map(SourcePath::as_str), Some("templates/shortcodes/box.html"));
}

/// What `galley-cli theme convert` makes of macros are hidden components: texts stay what they were.
#[test]
fn hidden_components_make_no_template_of_a_text() {
    let hidden = "{% component m.one(x) {\"hidden\": true} %}<i>{{ x }}</i>{% endcomponent %}";
    let files = format!(
        "=== templates/page.html\n{{{{ page.content | safe }}}}\n=== templates/m.html\n{hidden}\n\
         === templates/shortcodes/list.html\n{hidden}{{{{ <m.one x={{of}} /> }}}}\n"
    )
    .replace("m.html\n{% component m.one", "m.html\n{% component m.two");
    check(
        &files,
        "Write ${{ secrets.token }} {{ list(of=\"a\") }}.",
        "<p>Write ${{ secrets.token }} <i>a</i>.</p>",
    );
    let visible = files.replace("m.two(x) {\"hidden\": true}", "m.two(x)");
    let told = listed(
        &build(&site(&format!("{visible}=== content/a.md\n+++\n+++\n{{{{ secrets }}}}\n")).value).diagnostics,
    );
    assert!(told.contains("there is no `secrets` here"), "{told}");
}

#[test]
fn a_shortcode_with_the_name_of_a_function_is_the_shortcode() {
    let files = format!("{OLD}=== templates/shortcodes/get_url.html\n<b>{{{{ path }}}}</b>\n");
    check(&files, "A {{ get_url(path=\"x\") }}.", "<p>A <b>x</b>.</p>");
    let new = format!("{files}=== templates/c.html\n{{% component c() %}}c{{% endcomponent %}}\n");
    check(&new, "A {{ get_url(path=\"x\") }}.", "<p>A <b>x</b>.</p>");
}

#[test]
fn chance_is_another_number_with_each_call_and_the_same_in_each_build() {
    let files = format!(
        "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/shortcodes/id.html\n{{% set n = get_random(end=1000000) %}}{{{{ n }}}}\n\
        === templates/page.html\n{{% for i in range(end=3) %}}{{% set n = get_random(end=1000000) %}}{{{{ n }}}} {{% endfor %}}{{{{ page.content | safe }}}}\n{}",
        ["a", "b"]
            .map(|name| format!("=== content/{name}.md\n+++\n+++\n{{{{ id() }}}} {{{{ id() }}}}\n"))
            .concat()
    );
    let drawn = |path: &str| -> Vec<String> {
        let shown = shown_anyway(&files, path).replace("<p>", " ").replace("</p>", " ");
        shown.split_whitespace().map(str::to_owned).collect()
    };
    let (a, b) = (drawn("a/index.html"), drawn("b/index.html"));
    let all: std::collections::BTreeSet<&String> = a.iter().chain(&b).collect();
    assert_eq!((a.len(), b.len(), all.len()), (5, 5, 10), "{a:?} {b:?}");
    assert_eq!(drawn("a/index.html"), a);
    // The preview draws the same, however often it is made.
    let page = SourcePath::new("content/a.md").expect("is a path");
    let site = site(&files).value.with_page(&page, "+++\n+++\n{{ id() }} {{ id() }}\n").value;
    for _ in 0..2 {
        assert_eq!(
            *site.preview(&page).expect("has a place").value.html,
            *text(&build(&site).value, "a/index.html")
        );
    }
}
