//! Blocks in sites made here.

use crate::blocks::{ArgumentKind, BlockBody, Literal, Syntax};
use crate::fixture::{build, listed, site, text};
use crate::output::SourcePath;

/// The components that the conformance corpus uses, and a switch that says the site was made here.
pub(super) const PARTS: &str = r#"
=== galley.toml
=== templates/page.html
{{ page.content | safe }}
=== templates/parts.html
{% component note(kind: string = "info", title: string = "") %}
<aside class="{{ kind }}">{% if title %}<b>{{ title }}</b>{% endif %}
{{ body }}
</aside>
{% endcomponent note %}
{% component kbd(keys) -%}
{%- for k in keys %}<kbd>{{ k }}</kbd>{% if not loop.last %}+{% endif %}{% endfor -%}
{%- endcomponent kbd %}
{% component show(s: string, i: integer, f: float, b: bool, l: array, m: map) -%}
<code>{{ s }}|{{ i + 1 }}|{{ f * 2 }}|{% if b %}yes{% else %}no{% endif %}|{{ l | join(sep=",") }}|{{ m.k }}</code>
{%- endcomponent show %}
{% component mark() -%}
<mark>{{ body }}</mark>
{%- endcomponent mark %}
{% component ui.figure(src: string, alt: string = "none") -%}
<figure><img src="{{ src }}" alt="{{ alt }}" /></figure>
{%- endcomponent ui.figure %}
"#;

/// Builds a page with a text, and gives what it became.
pub(super) fn page(files: &str, body: &str) -> String {
    super::shown(&format!("{files}=== content/p.md\n+++\ntitle = \"P\"\n+++\n{body}"), "p/index.html")
}

/// Compares what a text becomes, but for white space between tags.
#[track_caller]
pub(super) fn check(files: &str, body: &str, expected: &str) {
    assert_eq!(squeezed(&page(files, body)), squeezed(expected), "{body}");
}

fn squeezed(html: &str) -> String {
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n").replace(">\n<", "><")
}

#[test]
fn a_block_stands_in_a_line_and_by_itself() {
    check(
        PARTS,
        "Press {{<kbd keys={[\"Ctrl\", \"C\"]} />}} twice.",
        "<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd> twice.</p>",
    );
    check(PARTS, "{{ <ui.figure src=\"a.png\" /> }}", "<figure><img src=\"a.png\" alt=\"none\" /></figure>");
    check(PARTS, "{{ <kbd keys={[\"A\"]} /> }}", "<p><kbd>A</kbd></p>");
    check(PARTS, "{{- <kbd keys={[\"A\"]} /> -}}", "<p><kbd>A</kbd></p>");
}

#[test]
fn arguments_are_of_every_kind() {
    check(
        PARTS,
        "{{ <show s=\"a b\" i={-2} f={0.5} b={false} l={[\"x\", 'y']} m={ {\"k\": 3} } /> }}",
        "<p><code>a b|-1|1.0|no|x,y|3</code></p>",
    );
    check(
        PARTS,
        "{{ <ui.figure src='a.png' alt=`back'tick` /> }}",
        "<figure><img src=\"a.png\" alt=\"back'tick\" /></figure>",
    );
    check(
        PARTS,
        "{{ <ui.figure src={page.title | lower} {...{\"alt\": \"x\"} } /> }}",
        "<figure><img src=\"p\" alt=\"x\" /></figure>",
    );
}

#[test]
fn a_body_is_markdown() {
    check(
        PARTS,
        "{% <note kind=\"tip\"> %}\nA *body* with a [link](@/p.md).\n\n- item\n{% </note> %}\nAfter.",
        "<aside class=\"tip\">\n<p>A <em>body</em> with a <a href=\"https://example.org/p/\">link</a>.</p>\n<ul><li>item</li></ul>\n</aside>\n<p>After.</p>",
    );
    check(PARTS, "{% <note> %}One *line*{% </note> %}", "<aside class=\"info\">One <em>line</em></aside>");
    check(
        PARTS,
        "A {% <mark> %}*few* words{% </mark> %} more.",
        "<p>A <mark><em>few</em> words</mark> more.</p>",
    );
    check(PARTS, "{% <note> %}{% </note> %}", "<aside class=\"info\">\n</aside>");
}

#[test]
fn blocks_stand_in_each_other() {
    check(
        PARTS,
        "{% <note kind=\"a\"> %}\n\nOut {{ <kbd keys={[\"X\"]} /> }}.\n\n{% <note kind=\"b\"> %}\n\nIn.\n\n{% </note> %}\n\n{% </note> %}",
        "<aside class=\"a\">\n<p>Out <kbd>X</kbd>.</p>\n<aside class=\"b\">\n<p>In.</p>\n</aside>\n</aside>",
    );
}

#[test]
fn other_braces_are_text() {
    for braces in [
        "{{ name }}",
        "{% if x %}a{% endif %}",
        "{{ 1 + 1 }}",
        "{{",
        "{%",
        "{# note #}",
        "{{{ a }}}",
        "{{ f(x) }}",
        "{% end %}",
        "{% </note> %}",
        "{{ <b>x</b> }}",
    ] {
        check(PARTS, &format!("One {braces} two."), &format!("<p>One {braces} two.</p>"));
    }
}

#[test]
fn a_call_can_be_shown() {
    check(
        PARTS,
        "Write {{/* youtube(id=\"*x*\") */}} or {{/*<note />*/}}.",
        "<p>Write {{ youtube(id=\"*x*\") }} or {{&lt;note /&gt;}}.</p>",
    );
    check(
        PARTS,
        "{%/* quote(a=\"b\") */%}\nA *quote*\n{%/* end */%}",
        "<p>{% quote(a=\"b\") %}\nA <em>quote</em>\n{% end %}</p>",
    );
}

#[test]
fn there_are_no_blocks_in_code() {
    check(
        PARTS,
        "`{{ <kbd keys={[\"A\"]} /> }}`\n\n```\n{{ youtube(id=\"a\") }}\n```\n\n    {{ <mark /> }}\n\n<!-- {{ <kbd keys={[\"A\"]} /> }} -->",
        "<p><code>{{ &lt;kbd keys={[\"A\"]} /&gt; }}</code></p>\n<pre><code>{{ youtube(id=\"a\") }}\n</code></pre>\n<pre><code>{{ &lt;mark /&gt; }}\n</code></pre>\n<!-- {{ <kbd keys={[\"A\"]} /> }} -->",
    );
}

#[test]
fn a_result_of_html_is_not_read_again() {
    let files = format!(
        "{PARTS}=== templates/more.html\n{{% component box() %}}\n<div>\n\n    <p>a *b*</p>\n\n\n        <pre>\n\n    x\n</pre>\n</div>\n{{% endcomponent box %}}\n"
    );
    check(
        &files,
        "Before.\n{{ <box /> }}\nAfter.",
        "<p>Before.</p>\n<div>\n<p>a *b*</p>\n<pre>\n x\n</pre>\n</div>\n<p>After.</p>",
    );
    assert!(page(&files, "{{ <box /> }}").contains("    <p>a *b*</p>\n\n\n        <pre>\n\n    x\n</pre>"));
}

#[test]
fn a_result_of_markdown_is_read_with_the_text() {
    let files = format!(
        "{PARTS}=== templates/more.html\n{{% component list(n: integer) %}}{{% for i in range(end=n) %}}\n* item **{{{{ i }}}}**\n{{% endfor %}}{{% endcomponent list %}}\n{{% component said() %}}*{{{{ body }}}}*{{% endcomponent said %}}\n{{% component div() %}}\n<div>\n\n*rendered*\n\n</div>\n{{% endcomponent div %}}\n"
    );
    check(
        &files,
        "{{ <list n={2} /> }}",
        "<ul>\n<li>\n<p>item <strong>0</strong></p>\n</li>\n<li>\n<p>item <strong>1</strong></p>\n</li>\n</ul>",
    );
    check(
        &files,
        "- a {% <said> %}b `c`{% </said> %} d",
        "<ul>\n<li>a <em>b <code>c</code></em> d</li>\n</ul>",
    );
    check(&files, "{{ <div /> }}", "<div>\n<p><em>rendered</em></p>\n</div>");
}

#[test]
fn a_component_may_take_its_body_as_it_is() {
    let files = format!(
        "{PARTS}=== templates/more.html\n{{% component lines() {{\"body\": \"text\"}} %}}<div>{{% for l in body | split(pat=\"\\n\") %}}<i>{{{{ l }}}}</i>{{% endfor %}}</div>{{% endcomponent lines %}}\n"
    );
    check(
        &files,
        "{% <lines> %}\n*a*\nb {{ <kbd keys={[\"A\"]} /> }}\n{% </lines> %}",
        "<div><i>*a*</i><i>b {{ <kbd keys={[\"A\"]} /> }}</i></div>",
    );
}

#[test]
fn headings_links_and_words_in_a_body_are_the_pages() {
    let files = format!(
        "{PARTS}=== content/q.md\n+++\ntitle = \"Q\"\n+++\n=== templates/page.html\n{{% for h in page.toc %}}{{{{ h.title }}}}/{{{{ h.id }}}} {{% endfor %}}{{{{ page.word_count }}}} {{% for b in page.backlinks %}}{{{{ b.title }}}}{{% endfor %}}\n"
    );
    let files = format!(
        "{files}=== content/p.md\n+++\ntitle = \"P\"\n+++\n## Keys {{{{ <kbd keys={{[\"Esc\"]}} /> }}}}\n\n{{% <note> %}}\n\n### In it\n\nSee [that](@/q.md).\n\n{{% </note> %}}\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(listed(&built.diagnostics), "");
    assert_eq!(text(&built.value, "p/index.html").trim(), "Keys Esc/keys-esc 11");
    assert_eq!(text(&built.value, "q/index.html").trim(), "0 P");
}

#[test]
fn the_list_for_the_editor_says_what_a_block_wants() {
    let files = format!(
        "{PARTS}=== templates/more.html\n{{% component gallery(folder: string, columns = 3, style: string = \"grid\") {{\"label\": \"Gallery\", \"help\": \"Pictures in a grid\", \"arguments\": {{\"folder\": {{\"label\": \"Folder\"}}, \"style\": {{\"choices\": [\"grid\", \"row\"]}}}}}} %}}x{{% endcomponent gallery %}}\n{{% component secret() {{\"hidden\": true}} %}}{{% endcomponent secret %}}\n"
    );
    let blocks = site(&files).value.blocks();
    let names: Vec<&str> = blocks.iter().map(|block| block.name.as_str()).collect();
    assert_eq!(
        names,
        ["gallery", "gist", "kbd", "mark", "note", "show", "streamable", "ui.figure", "vimeo", "youtube"]
    );
    let gallery = &blocks[0];
    assert_eq!((gallery.label.as_str(), gallery.help.as_str()), ("Gallery", "Pictures in a grid"));
    assert_eq!((gallery.body, gallery.syntax), (BlockBody::None, Syntax::Component));
    let arguments: Vec<_> = gallery
        .arguments
        .iter()
        .map(|one| (one.name.as_str(), one.label.as_str(), one.kind, one.is_required))
        .collect();
    assert_eq!(
        arguments,
        [
            ("folder", "Folder", ArgumentKind::Text, true),
            ("columns", "Columns", ArgumentKind::Integer, false),
            ("style", "Style", ArgumentKind::Text, false),
        ]
    );
    assert_eq!(gallery.arguments[1].default, Some(Literal::Integer(3)));
    assert_eq!(gallery.arguments[2].choices, [Literal::Text("grid".into()), Literal::Text("row".into())]);
    assert_eq!(blocks[4].body, BlockBody::Markdown);
    assert_eq!(blocks[4].file.as_ref().map(SourcePath::as_str), Some("templates/parts.html"));
    assert_eq!(blocks[7].label, "Figure");
}

#[test]
fn a_text_says_which_blocks_it_used() {
    let files = format!(
        "{PARTS}=== content/p.md\n{{{{ <kbd keys={{[\"A\"]}} /> }}}} {{{{ youtube(id=\"a\") }}}} {{{{ <kbd keys={{[\"B\"]}} /> }}}}\n"
    );
    let site = site(&files).value;
    let file = SourcePath::new("content/p.md").expect("is a path");
    assert_eq!(site.blocks_used(&file), ["<kbd>", "galley/builtin/shortcodes/youtube.html"]);
}

#[test]
fn what_a_block_shows_of_the_site_follows_the_site() {
    let files = format!(
        "{PARTS}=== templates/more.html\n{{% component titles() %}}{{% set home = get_section(path=\"_index.md\") %}}<ul>{{% for p in home.pages %}}<li>{{{{ p.title }}}}</li>{{% endfor %}}</ul>{{% endcomponent titles %}}\n=== content/_index.md\n+++\nsort_by = \"title\"\n+++\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n{{{{ <titles /> }}}}\n"
    );
    let before = site(&format!("{files}=== content/b.md\n+++\ntitle = \"B\"\n+++\n")).value;
    let path = SourcePath::new("content/b.md").expect("is a path");
    let after = before.with_page(&path, "+++\ntitle = \"C\"\n+++\n").value;
    let shown = |site| {
        let built = build(site);
        assert_eq!(listed(&built.diagnostics), "");
        text(&built.value, "a/index.html").trim().to_owned()
    };
    assert_eq!(shown(&before), "<ul><li>A</li><li>B</li></ul>");
    assert_eq!(shown(&after), "<ul><li>A</li><li>C</li></ul>");
}

#[test]
fn texts_without_blocks_are_what_they_were() {
    let prose = "# A {{ b }}\n\n*c* {% if d %} \"e\" `{{ f() }}`\n\n- {{{ g }}}\n";
    let files = "=== templates/page.html\n{{ page.content | safe }}\n=== galley.toml\n";
    let plain = page(files, &prose.replace("{{", "{ {").replace("{%", "{ %"))
        .replace("{ {", "{{")
        .replace("{ %", "{%");
    assert_eq!(page(files, prose), plain);
}
