//! What earlier versions of Zola called by other names.

use std::collections::BTreeMap;

use crate::fixture::{build, listed, site, text};
use crate::{Circumstances, convert_templates};

use super::{shown, shown_anyway, trouble};

/// A site whose section has an order, with three pages that fit each order.
fn ordered(sort_by: &str, template: &str) -> String {
    let page = |at: usize| {
        format!("=== content/s/p{at}.md\n+++\ntitle = \"P{at}\"\ndate = 2020-01-0{at}\nweight = {at}\n+++\n")
    };
    let pages: String = (1..=3).map(page).collect();
    format!(
        "=== content/s/_index.md\n+++\nsort_by = \"{sort_by}\"\n+++\n{pages}=== templates/page.html\n{template}\n"
    )
}

#[test]
fn neighbours_have_their_former_names_too() {
    let check = |sort_by: &str, names: [&str; 2], wanted: &str| {
        let [a, b] = names;
        let template = format!(
            "{{{{ page.lower.title }}}}{{{{ page.higher.title }}}} {{% if page.{a} %}}{{{{ page.{a}.title }}}}{{% endif %}} {{% if page.{b} %}}{{{{ page.{b}.title }}}}{{% endif %}}"
        );
        let files = ordered(sort_by, &template).replace("{{ page.lower.title }}{{ page.higher.title }} ", "");
        assert_eq!(shown(&files, "s/p2/index.html"), wanted, "{sort_by}");
        assert_eq!(shown(&files, "s/p1/index.html").split_whitespace().count(), 1, "{sort_by}");
    };
    check("date", ["earlier", "later"], "P1 P3");
    check("update_date", ["earlier", "later"], "P1 P3");
    check("weight", ["lighter", "heavier"], "P1 P3");
    check("title", ["title_prev", "title_next"], "P1 P3");
    let other = ordered("slug", "{% if page.earlier or page.heavier %}wrong{% endif %}{{ page.title }}");
    assert_eq!(shown(&other, "s/p2/index.html"), "P2");
}

#[test]
fn a_page_of_a_transparent_section_has_the_names_of_the_order_it_is_in() {
    let files = ordered(
        "weight",
        "{% if page.earlier %}{{ page.earlier.title }}{% endif %}{% if page.heavier %}wrong{% endif %}",
    )
    .replace("sort_by = \"weight\"", "sort_by = \"weight\"\ntransparent = true");
    let files = format!("{files}=== content/_index.md\n+++\nsort_by = \"date\"\n+++\n");
    assert_eq!(shown(&files, "s/p2/index.html"), "P1");
}

#[test]
fn settings_have_their_former_names_too() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ngenerate_feeds = true\nfeed_filenames = [\"rss.xml\"]\n\
        === templates/index.html\n{{ config.generate_feed }} {{ config.generate_rss }} {{ config.feed_filename }} \
        {{ config.markdown.highlight_code }} {{ config.highlight_code }} {{ config.highlight_theme or \"-\" }}\n";
    assert_eq!(shown(files, "index.html"), "true true rss.xml false false -");
}

#[test]
fn former_settings_are_notes() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ngenerate_rss = true\nrss_limit = 3\nfeed_filename = \"rss.xml\"\n\
        taxonomies = [{name = \"tags\", rss = true}]\nlanguages = [{code = \"fr\"}]\n[translations]\nhello = \"Hello\"\n[translations.fr]\nhello = \"Salut\"\n\
        === content/s/_index.md\n+++\ngenerate_feed = true\n+++\n";
    insta::assert_snapshot!(trouble(files), @"
    note content/s/_index.md:2:1: `generate_feed` is a name from an earlier version; it is understood all the same | Write `generate_feeds` instead
    note zola.toml:2:1: `generate_rss` is a name from an earlier version; it is understood all the same | Write `generate_feeds` instead
    note zola.toml:3:1: `rss_limit` is a name from an earlier version; it is understood all the same | Write `feed_limit` instead
    note zola.toml:4:1: `feed_filename` is a name from an earlier version; it is understood all the same | Write `feed_filenames` with a list instead
    note zola.toml:5:31: `rss` is a name from an earlier version; it is understood all the same | Write `feed` instead
    note zola.toml:9:15: words for `fr` stand where an earlier version had them; they are read | Write them below [languages.fr.translations] instead
    ");
}

#[test]
fn words_of_other_languages_are_found_where_they_once_stood() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\n[languages.fr]\n[translations]\nhello = \"Hello\"\n[translations.fr]\nhello = \"Salut\"\n\
        === templates/index.html\n{{ trans(key=\"hello\") }} {{ trans(key=\"hello\", lang=\"fr\") }}\n";
    let built = build(&site(files).value);
    assert_eq!(text(&built.value, "index.html").trim(), "Hello Salut");
    assert_eq!(text(&built.value, "fr/index.html").trim(), "Salut Salut");
}

#[test]
fn addresses_may_keep_their_letters_by_the_former_key_too() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\nslugify_paths = false\n=== content/Über uns.md\n+++\ntitle = \"A\"\n+++\n";
    assert_eq!(super::outputs(files), ["Über uns/index.html"]);
    insta::assert_snapshot!(trouble(files), @"note zola.toml:2:1: `slugify_paths` is a name from an earlier version; it is understood all the same | Write `paths` below [slugify] instead");
}

#[test]
fn keys_that_do_nothing_any_more_are_warnings() {
    let files = "=== content/s/_index.md\n+++\ntitle = \"S\"\ndate = 2020-01-01\npath = \"x\"\nimages = []\n+++\n\
        === content/a.md\n+++\ntitle = \"A\"\ncategory = \"x\"\norder = 3\nimages = []\n+++\n";
    insta::assert_snapshot!(trouble(files), @"
    warning content/a.md:3:1: `category` is not a key that a page knows, so it changes nothing | Values of your own belong under [extra]
    warning content/a.md:4:1: `order` is not a key that a page knows, so it changes nothing | Values of your own belong under [extra]
    warning content/a.md:5:1: `images` is not a key that a page knows, so it changes nothing | Values of your own belong under [extra]
    warning content/s/_index.md:3:1: `date` is not a key that a section knows, so it changes nothing | Values of your own belong under [extra]
    warning content/s/_index.md:4:1: `path` is not a key that a section knows, so it changes nothing | Values of your own belong under [extra]
    warning content/s/_index.md:5:1: `images` is not a key that a section knows, so it changes nothing | Values of your own belong under [extra]
    ");
}

#[test]
fn pages_are_found_by_the_name_of_their_own_file() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\n[languages.fr]\n\
        === content/s/_index.md\n+++\ntitle = \"S\"\n+++\n=== content/s/_index.fr.md\n+++\ntitle = \"Sf\"\n+++\n\
        === content/s/a.md\n+++\ntitle = \"A\"\n+++\n=== content/s/a.fr.md\n+++\ntitle = \"Af\"\n+++\n\
        === templates/index.html\n{% set a = get_page(path=\"s/a.fr.md\") %}{% set b = get_section(path=\"s/_index.fr.md\") %}\
        {% set c = get_page(path=\"s/a.md\", lang=\"fr\") %}{% set d = get_section(path=\"s/_index.md\") %}\
        {{ a.title }} {{ b.title }} {{ c.title }} {{ d.title }}\n";
    assert_eq!(shown(files, "index.html"), "Af Sf Af S");
    assert_eq!(shown(files, "fr/index.html"), "Af Sf Af Sf");
}

/// Macros were looked for where they were called: files that nobody imports call macros that nobody has.
#[test]
fn a_macro_that_is_not_there_is_trouble_only_where_it_is_called() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n\
        === templates/index.html\n{% import \"m.html\" as m %}{{ m::one() }}{% if config.extra.fancy %}{{ m::gone(a=1) }}{% endif %}\n\
        === templates/m.html\n{% macro one() %}1{% endmacro %}{% macro two() %}{{ hooks::below() }}{% endmacro %}\n\
        === templates/unused.html\n{{ hooks::above() }}\n";
    assert_eq!(shown_anyway(files, "index.html"), "1");
    let told = trouble(files);
    assert_eq!(told.lines().filter(|line| line.starts_with("warning")).count(), 3, "{told}");
    assert!(!told.contains("error"), "{told}");
    let called = files.replace("{% if config.extra.fancy %}", "{% if true %}");
    let told = trouble(&called);
    assert!(told.contains("error") && told.contains("There is no macro m::gone"), "{told}");
}

#[test]
fn languages_that_are_a_list_are_one_for_templates_too() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\nlanguages = [{code = \"fr\", rss = true}, {code = \"de\"}]\n\
        === templates/index.html\n{% for l in config.languages %}{{ l.code }}{% if l.rss %}!{% endif %} {% endfor %}{{ config.languages.0.code }}\n";
    assert_eq!(shown_anyway(files, "index.html"), "fr! de fr");
    assert_eq!(shown_anyway(files, "de/index.html"), "fr! de fr");
    let fed = "=== config.toml\nbase_url = \"https://example.org\"\nlanguages = [{code = \"it\", feed = true}]\n=== content/a.it.md\n+++\ndate = 2020-01-01\n+++\n";
    assert!(build(&site(fed).value).value.files.keys().any(|path| path.as_str() == "it/atom.xml"));
}

#[test]
fn what_an_editor_left_beside_the_templates_is_none() {
    let left = ["index.html~", "page.html.bak", "macros/2", ".index.html.swp"];
    let files: String = left.map(|name| format!("=== templates/{name}\n{{% broken\n")).concat();
    assert_eq!(trouble(&files), "");
}

#[test]
fn texts_are_of_the_time_of_the_theme() {
    let site = |min_version: &str, template: &str, own: &str| {
        format!(
            "=== config.toml\nbase_url = \"https://example.org\"\ntheme = \"t\"\n=== themes/t/theme.toml\nname = \"t\"\n{min_version}\n\
            === themes/t/templates/index.html\n{template}{{{{ section.content | safe }}}}\n{own}\
            === content/_index.md\n+++\n+++\n{{% raw %}}*x*{{% endraw %}} {{{{ 1 + 1 }}}}\n"
        )
    };
    let new = "<p><em>x</em> 2</p>";
    let old = "<p>{% raw %}<em>x</em>{% endraw %} {{ 1 + 1 }}</p>";
    let own = "=== templates/page.html\n{{ page.title }}\n";
    let component = "{% component c() %}{% endcomponent c %}";
    assert_eq!(shown_anyway(&site("min_version = \"0.23.0\"", "", ""), "index.html"), new);
    assert_eq!(shown_anyway(&site("", component, own), "index.html"), new);
    assert_eq!(shown_anyway(&site("min_version = \"0.22.1\"", "", own), "index.html"), old);
    assert_eq!(
        shown_anyway(&site("min_version = \"0.23.0\"", "{% if a is odd(1) %}{% endif %}", ""), "index.html"),
        old
    );
    assert_eq!(shown_anyway(&site("", "", ""), "index.html"), old);
}

#[test]
fn templates_that_need_no_translation_are_not_said_to_be_old() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/index.html\n";
    assert_eq!(trouble(&format!("{files}{{{{ section.content | safe }}}}\n")), "");
    assert!(trouble(&format!("{files}{{{{ section.title | as_str }}}}\n")).contains("before 0.23"));
}

#[test]
fn a_picture_shown_as_a_whole_is_its_address() {
    let show = |template: &str| {
        let files = BTreeMap::from([("page.html".to_owned(), template.to_owned())]);
        let circumstances = Circumstances { site_is_old: true, ..Circumstances::default() };
        let converted = convert_templates(&files, circumstances);
        converted.texts.get("page.html").cloned().unwrap_or_else(|| template.to_owned())
    };
    let call = "resize_image(path=path, width=20, op=\"fit_width\")";
    for (old, new) in [
        (format!("{{{{ {call} }}}}"), format!("{{{{ {call} | get(key=\"url\") }}}}")),
        (format!("{{{{ {call} | safe }}}}"), format!("{{{{ {call} | get(key=\"url\") }}}}")),
        (format!("{{{{ {call} | length }}}}"), format!("{{{{ {call} | length }}}}")),
        (format!("{{% set a = {call} %}}{{{{ a.url }}}}"), format!("{{% set a = {call} %}}{{{{ a.url }}}}")),
        (
            format!("{{% set a = {call} %}}{{{{ a }}}} {{{{ a | safe }}}}"),
            format!("{{% set a = {call} %}}{{{{ a.url }}}} {{{{ a.url | safe }}}}"),
        ),
        (format!("{{% set b = {call} %}}{{{{ a }}}}"), format!("{{% set b = {call} %}}{{{{ a }}}}")),
    ] {
        assert_eq!(show(&old), new);
    }
}

#[test]
fn old_templates_find_what_was_there() {
    let files = |template: &str| {
        format!(
            "=== config.toml\nbase_url = \"https://example.org\"\ngenerate_feed = true\ntaxonomies = [{{name = \"tags\"}}]\n\
            === content/a.md\n+++\n[taxonomies]\ntags = [\"often\", \"seldom\"]\n+++\n=== content/b.md\n+++\n[taxonomies]\ntags = [\"often\"]\n+++\n\
            === templates/taxonomy_single.html\n=== templates/taxonomy_list.html\n{{% for t in terms | sort(attribute=\"pages\") | reverse %}}{{{{ t.name }}}} {{% endfor %}}\n\
            === templates/index.html\n{template}{{% if lang is starting_with(\"e\") %}}{{% endif %}}\n"
        )
    };
    // Lists were sorted by their length.
    assert_eq!(shown_anyway(&files(""), "tags/index.html"), "often seldom");
    // Languages were a list, and there was none.
    let codes = "{% set codes = config.languages | map(attribute=\"code\") %}{{ codes | length }}";
    assert_eq!(shown_anyway(&files(codes), "index.html"), "0");
    // The context was a text.
    let context = "{{ \"<\" ~ __tera_context ~ \">\" | safe }}{% if __tera_context is string %}!{% endif %}";
    let told = shown_anyway(&files(context), "index.html");
    assert!(told.starts_with("<{") && told.contains("\"lang\": \"en\"") && told.ends_with("}>!"), "{told}");
    assert!(
        told.find("\n  \"config\"") < told.find("\n  \"current_path\"") && !told.contains("tera1_"),
        "{told}"
    );
    // There was no `rss.xml`.
    assert_eq!(shown_anyway(&files("{% if config.generate_rss %}rss{% endif %}"), "index.html"), "");
}

#[test]
fn what_was_translated_once_is_not_translated_again() {
    let files = |template: &str| {
        format!(
            "=== config.toml\nbase_url = \"https://example.org\"\nhighlight_code = false\n=== content/a.md\n+++\n+++\n{{{{ tag() }}}}\n\
            === templates/page.html\n{{{{ page.content | safe }}}}\n=== templates/shortcodes/tag.html\n{template}\n"
        )
    };
    let old = "{{ alt | default(value=\"none\") }}";
    let circumstances = Circumstances { site_is_old: true, ..Circumstances::default() };
    let texts = BTreeMap::from([("shortcodes/tag.html".to_owned(), old.to_owned())]);
    let new = convert_templates(&texts, circumstances).texts["shortcodes/tag.html"].replace("?.", ".");
    assert_eq!(new, "{{ alt | tera1_default(value=\"none\") }}");
    assert_eq!(shown_anyway(&files(old), "a/index.html"), shown_anyway(&files(&new), "a/index.html"));
    assert!(!listed(&build(&site(&files(&new)).value).diagnostics).contains("There is no filter"));
}

#[test]
fn the_texts_of_a_translated_site_stay_texts() {
    let shown = |keys: &str, template: &str| {
        let files = format!(
            "=== config.toml\nbase_url = \"https://example.org\"\n{keys}=== content/_index.md\n+++\n+++\nIt is {{{{ 1 + 1 }}}}.\n\
            === templates/index.html\n{{% component c() %}}{{% endcomponent %}}{template}{{{{ section.content | safe }}}}\n"
        );
        shown_anyway(&files, "index.html")
    };
    assert_eq!(shown("", ""), "<p>It is 2.</p>");
    assert_eq!(shown("generate_feed = false\n", ""), "<p>It is {{ 1 + 1 }}.</p>");
    assert_eq!(shown("", "{{ \"\" | tera1_title }}"), "<p>It is {{ 1 + 1 }}.</p>");
}

#[test]
fn a_list_is_shown_as_a_list_was() {
    let files = |shown: &str| {
        format!(
            "=== config.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{{name = \"tags\"}}, {{name = \"places\"}}]\n\
            === content/a.md\n+++\n[taxonomies]\ntags = [\"sea\", \"<b>\"]\nplaces = [\"pier\"]\n[extra]\nauthors = \"Ann\"\n+++\n\
            === templates/page.html\n{{% macro m() %}}{{% endmacro %}}{shown}\n"
        )
    };
    let shown = |shown: &str| shown_anyway(&files(shown), "a/index.html");
    assert_eq!(
        shown("{{ page.taxonomies.tags }} {{ page.taxonomies.tags | safe }}"),
        "[sea, &lt;b&gt;] [sea, <b>]"
    );
    assert_eq!(shown("{{ page.taxonomies.places }} {{ page.extra.authors }}"), "[pier] Ann");
    assert_eq!(
        shown("{{ page.taxonomies.tags | length }}{% for t in page.taxonomies.tags %} {{ t }}{% endfor %}"),
        "2 sea &lt;b&gt;"
    );
    let site = site(&files("{{ page.extra.tags }}"));
    assert!(listed(&build(&site.value).diagnostics).contains("the value does not exist"), "it was an error");
}

#[test]
fn a_macro_looks_behind_the_variables_of_its_caller() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n=== content/p.md\n+++\ntitle = \"P\"\n+++\n{{ here() }}\n=== content/q.md\n+++\ntitle = \"Q\"\n+++\n\
        === templates/m.html\n{% macro item(p) %}{{ p.title }}{% if page and page.title == p.title %}!{% endif %} {% endmacro %}\
        {% macro both(p) %}{{ self::item(p=p) }}{% endmacro %}{% macro title() %}{{ section.title | default(value=\"-\") }}{% endmacro %}\n\
        === templates/shortcodes/here.html\n{% import \"m.html\" as m %}{{ m::item(p=page) }}\n\
        === templates/part.html\n{% import \"m.html\" as m %}{{ m::both(p=page) }}\n\
        === templates/index.html\n{% import \"m.html\" as m %}{% set s = get_section(path=\"_index.md\") %}{% for page in s.pages %}{{ m::item(p=page) }}{% include \"part.html\" %}{% endfor %}\
        {% set page = get_page(path=\"q.md\") %}{{ m::item(p=page) }}{% for section in [1] %}{{ m::title() }}{% endfor %}\n=== content/_index.md\n+++\ntitle = \"Home\"\n+++\n\
        === templates/page.html\n{% import \"m.html\" as m %}{{ page.content | safe }}{% set s = get_section(path=\"_index.md\") %}{% for page in s.pages %}{{ m::both(p=page) }}{% endfor %}{{ m::title() }}\n";
    let lines = |path: &str| shown_anyway(files, path).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(lines("index.html"), "P P Q Q Q Home");
    assert_eq!(lines("p/index.html"), "P! P! Q -");
    assert_eq!(lines("q/index.html"), "P Q! -");
}

#[test]
fn a_shortcode_may_be_told_of_a_loop() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/shortcodes/video.html\n<video{% if loop %} loop=\"{{ loop }}\"{% endif %}>\n\
        === templates/page.html\n{% macro m() %}{% endmacro %}{{ page.content | safe }}\n=== content/a.md\n+++\n+++\n{{ video(loop=true) }}\n\n{{ video() }}\n";
    assert_eq!(shown_anyway(files, "a/index.html").replace('\n', ""), "<video loop=\"true\"><video>");
}

#[test]
fn a_block_may_stand_in_each_branch() {
    let files = |wide: bool| {
        format!(
            "=== config.toml\nbase_url = \"https://example.org\"\n[extra]\nwide = {wide}\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n\
            === templates/index.html\n<{{% block outer %}}{{% if config.extra.wide %}}\nw:\n{{%- block main -%}} wide {{%- endblock main -%}}\n;{{% else %}}n:{{% block main %}}narrow{{% endblock %}}{{% endif %}}{{% endblock outer %}}>\n\
            === templates/page.html\n{{% extends \"index.html\" %}}{{% block main %}}{{{{ page.title }}}}{{% endblock main %}}\n\
            === templates/404.html\n{{% extends \"index.html\" %}}{{% block outer %}}{{% block main %}}x{{% endblock main %}}{{{{ lang | title }}}}{{% endblock outer %}}\n"
        )
    };
    let lines = |path: &str, wide| shown_anyway(&files(wide), path).split_whitespace().collect::<String>();
    assert_eq!(
        (lines("index.html", true), lines("index.html", false)),
        ("<w:wide;>".into(), "<n:narrow>".into())
    );
    assert_eq!(
        (lines("a/index.html", true), lines("a/index.html", false)),
        ("<w:A;>".into(), "<n:A>".into())
    );
    assert_eq!(lines("404.html", true), "<xEn>");
    // What a place has is looked at only where nothing fills the block.
    let asking = files(false).replace("narrow", "{% for p in section.pages %}{{ p.title }}{% endfor %}");
    assert_eq!(
        (shown_anyway(&asking, "index.html"), shown_anyway(&asking, "a/index.html")),
        ("<n:A>".into(), "<n:A>".into())
    );
    // What is above is that of the place.
    let above = files(false).replace("{{ page.title }}", "{{ super() }}!{{ page.title }}");
    assert_eq!(shown_anyway(&above, "a/index.html"), "<n:narrow!A>");
    // In a loop, and in two blocks, it cannot be filled before its places.
    for template in [
        "{% for x in [1, 2] %}{% if x %}{% block m %}{% endblock %}{% else %}{% block m %}{% endblock %}{% endif %}{% endfor %}",
        "{% block a %}{% if lang %}{% block m %}{% endblock %}{% endif %}{% endblock %}{% block b %}{% if lang %}{% block m %}{% endblock %}{% endif %}{% endblock %}",
    ] {
        let files = format!(
            "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/index.html\n{template}\n"
        );
        assert!(trouble(&files).starts_with("error"), "{template}");
    }
    // Two in a row were an error, and are.
    let twice = "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/index.html\n{% block a %}{% endblock %}{% block a %}{% endblock %}\n";
    assert!(trouble(twice).contains("twice"), "{}", trouble(twice));
}

#[test]
fn data_without_parts_hides_nothing_of_the_page() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n=== content/s/_index.md\n+++\ntitle = \"S\"\n+++\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n\
        === templates/base.html\n{% set section = load_data(path=\"gone.md\", required=false) %}{% block b %}{% endblock b %}\n\
        === templates/section.html\n{% extends \"base.html\" %}{% block b %}{{ section.title }}{% endblock b %}\n\
        === templates/page.html\n{% extends \"base.html\" %}{% block b %}{{ page.title | as_str }}{% endblock b %}\n";
    assert_eq!(
        (shown_anyway(files, "s/index.html"), shown_anyway(files, "a/index.html")),
        ("S".into(), "A".into())
    );
}

#[test]
fn a_variable_named_like_the_language_is_not_that_of_the_page() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ndefault_language = \"en\"\ntaxonomies = [{ name = \"tags\" }]\n[languages.fr]\n\
        taxonomies = [{ name = \"tags\" }]\n[languages.fr.translations]\nhi = \"Salut\"\n[translations]\nhi = \"Hello\"\n\
        === content/a.md\n+++\n[taxonomies]\ntags = [\"x\"]\n+++\n=== content/a.fr.md\n+++\n[taxonomies]\ntags = [\"x\"]\n+++\n\
        === templates/taxonomy_list.html\nl\n=== templates/taxonomy_single.html\ns\n=== templates/page.html\nTAG\
        {{ get_taxonomy_url(kind=\"tags\", term=\"x\") }} {{ trans(key=\"hi\") }} {{ \"*b*\" | markdown(inline=true) | safe }}END\n";
    let check = |tag: &str, end: &str| {
        let files = files.replace("TAG", tag).replace("END", end);
        let words = "Hello <em>b</em>";
        assert_eq!(shown(&files, "a/index.html"), format!("https://example.org/tags/x/ {words}"), "{tag}");
    };
    check("", "");
    check("{% set lang = \"en-US\" %}", "");
    check("{% set lang = 5 %}", "");
    check("{% for lang in [{\"code\": \"en\"}] %}", "{% endfor %}");
    let french = files.replace("TAG", "").replace("END", "");
    assert_eq!(
        shown(&french, "fr/a/index.html"),
        "https://example.org/fr/tags/x/ Salut <em>b</em>",
        "the page's own language counts"
    );
}

#[test]
fn a_feed_has_its_date_by_the_former_name_too() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\ngenerate_rss = true\n=== templates/index.html\nx\n\
        === content/a.md\n+++\ndate = 2020-01-08\nupdated = 2021-02-03\n+++\n=== content/b.md\n+++\ndate = 2019-01-08\n+++\n\
        === templates/rss.xml\n<rss>{{ last_build_date }} {{ last_updated }}</rss>\n";
    assert_eq!(shown_anyway(files, "rss.xml"), "<rss>2020-01-08 2021-02-03</rss>");
}

#[test]
fn a_macro_calls_those_of_the_files_that_use_its_own() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n\
        === templates/a.html\n{% import \"other.html\" as part %}{{ part::f(n=1) }}\n=== templates/other.html\n{% macro f(n) %}other{% endmacro %}\n\
        === templates/index.html\n{% import \"lib.html\" as lib %}{{ lib::all() }}\n=== templates/lib.html\n{% import \"part.html\" as part %}{% macro all() %}{{ part::f(n=2) }}{% endmacro %}\n\
        === templates/part.html\n{% macro f(n) %}{{ n }}{% if n > 0 %}{{ part::f(n=n - 1) }}{% endif %}{% endmacro %}\n";
    assert_eq!(shown_anyway(files, "index.html"), "210");
}

#[test]
fn a_site_calls_the_macros_of_a_theme_that_was_translated() {
    let theme = "=== themes/t/theme.toml\nname = \"t\"\n\
        === themes/t/templates/macros.html\n{% component macros.hello(name, @config) {\"hidden\": true} %}Hello {{ name }} of {{ config.title }}{% endcomponent %}\n\
        === themes/t/templates/section.html\n{{ <macros.hello name=\"theme\" /> }}\n";
    let site = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"t\"\ntitle = \"T\"\n\
        === templates/index.html\n{% import \"macros.html\" as macros %}{{ macros::hello(name=\"site\", other=1) }}\n";
    assert_eq!(shown_anyway(&format!("{site}{theme}"), "index.html"), "Hello site of T");
    let missing = site.replace("::hello", "::goodbye");
    assert!(trouble(&format!("{missing}{theme}")).contains("There is no macro macros::goodbye"));
}

#[test]
fn code_names_its_language_as_it_did() {
    let html = |settings: &str, code: &str| {
        shown_anyway(
            &format!(
                "=== config.toml\nbase_url = \"https://example.org\"\n{settings}\n=== content/a.md\n+++\n+++\n{code}\n=== templates/page.html\n{{{{ page.content | safe }}}}\n"
            ),
            "a/index.html",
        )
    };
    let (code, named) = ("```mermaid\na-->b\n```", "class=\"language-mermaid\" data-lang=\"mermaid\"");
    let plain = format!("<pre {named}><code {named}>a--&gt;b\n</code></pre>");
    assert_eq!(html("[markdown]\nhighlight_code = false", code), plain);
    assert_eq!(html("highlight_code = false", code), plain);
    assert_eq!(html("highlight_code = false", "```\nx\n```"), "<pre><code>x\n</code></pre>");
    assert_eq!(html("", code), "<pre><code data-lang=\"mermaid\">a--&gt;b\n</code></pre>");
    let css = html("[markdown]\nhighlight_code = true\nhighlight_theme = \"css\"", "```rust\n```");
    assert_eq!(
        css,
        "<pre class=\"language-rust giallo z-code\" data-lang=\"rust\"><code class=\"language-rust\" data-lang=\"rust\"></code></pre>"
    );
    let today =
        "[markdown]\nhighlight_code = true\n[markdown.highlighting]\ntheme = \"nord\"\nstyle = \"class\"";
    assert_eq!(
        html(today, "```rust\n```"),
        "<pre class=\"giallo z-code\"><code data-lang=\"rust\"></code></pre>"
    );
}

#[test]
fn an_old_template_stays_old_beside_a_component() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/shortcodes/tag.html\n{% component tag(name) %}<i>{{ name }}</i>{% endcomponent %}\n\
        === templates/inc.html\n{% if current.lower %}A{% else %}B{% endif %}{{ \"/x/\" | trim_end_matches(pat=\"/\") }}\n\
        === templates/index.html\n{% import \"m.html\" as m %}{% include \"inc.html\" %}{{ m::f() }}\n=== templates/m.html\n{% macro f() %}!{% endmacro %}\n";
    assert_eq!(shown_anyway(files, "index.html").replace('\n', ""), "B/x!");
}
