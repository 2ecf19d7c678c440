use super::{shown, shown_anyway, trouble};

const SITE: &str = "
=== zola.toml
base_url = \"https://example.org\"
title = \"Harbour\"
[languages.fr]
[languages.ar]
title = \"Port\"
[translations]
hello = \"Hello\"
[languages.fr.translations]
hello = \"Salut\"
=== content/_index.fr.md
+++
paginate_by = 1
+++
=== content/a.md
+++
title = \"A\"
+++
=== content/a.fr.md
+++
title = \"Af\"
+++
=== content/b.fr.md
+++
title = \"Bf\"
+++
=== templates/index.html
{{ lang }} {{ current_path }} {{ current_url }} {{ text_direction() }} {{ text_direction(lang=\"ar\") }} {{ config.title }}
=== templates/page.html
{{ trans(key=\"hello\") }} {{ trans(key=\"hello\", lang=\"fr\") }} {% for t in page.translations %}{{ t.lang }}:{{ t.permalink }} {% endfor %}
";

/// The reference does not load templates that ask for the direction, and gives a wrong path to home pages that no file
/// makes and to the later pages of their lists.
#[test]
fn every_home_page_knows_its_language_and_its_place() {
    assert_eq!(shown(SITE, "index.html"), "en / https://example.org/ ltr rtl Harbour");
    assert_eq!(shown(SITE, "ar/index.html"), "ar /ar/ https://example.org/ar/ rtl rtl Port");
    assert_eq!(
        shown(SITE, "fr/page/2/index.html"),
        "fr /fr/page/2/ https://example.org/fr/page/2/ ltr rtl Harbour"
    );
}

/// `path` of a translation is there to get the page or section by.
#[test]
fn a_translation_leads_to_its_page_and_section() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\n[languages.fr]\n\
        === content/_index.md\n+++\ntitle = \"Home\"\n+++\n=== content/_index.fr.md\n+++\ntitle = \"Accueil\"\n+++\n\
        === content/a.md\n+++\ntitle = \"A\"\n+++\n=== content/a.fr.md\n+++\ntitle = \"Af\"\n+++\n\
        === templates/index.html\n{% for t in section.translations %}{% set it = get_section(path=t.path) %}{{ it.title }} {% endfor %}\n\
        === templates/page.html\n{% for t in page.translations %}{% set it = get_page(path=t.path) %}{{ it.title }} {% endfor %}\n";
    let sorted = |page: &str| {
        let mut words: Vec<String> = shown(files, page).split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words.join(" ")
    };
    for folder in ["", "fr/"] {
        assert_eq!(sorted(&format!("{folder}index.html")), "Accueil Home");
        assert_eq!(sorted(&format!("{folder}a/index.html")), "A Af");
    }
}

#[test]
fn words_are_those_of_the_pages_language() {
    let links = "en:https://example.org/a/ fr:https://example.org/fr/a/";
    let sorted = |page: &str| {
        let mut words: Vec<&str> = page.split_whitespace().collect();
        words.sort_unstable();
        words.join(" ")
    };
    assert_eq!(sorted(&shown(SITE, "a/index.html")), format!("Hello Salut {links}"));
    assert_eq!(sorted(&shown(SITE, "fr/a/index.html")), format!("Salut Salut {links}"));
}

#[test]
fn a_word_that_is_missing_is_told_with_the_nearest() {
    let files = format!(
        "{SITE}=== templates/section.html\n{{{{ trans(key=\"helo\") }}}}\n=== content/s/_index.md\n+++\n+++\n"
    );
    insta::assert_snapshot!(trouble(&files), @"error templates/section.html:1:4: content/s/_index.md could not be made: There is no text for the key `helo` in the language `en` | Did you mean `hello`?");
}

/// Functions knew no page once, so they took the site's own language where they were told none.
#[test]
fn old_templates_ask_in_the_sites_own_language() {
    let template = "{{ get_url(path=\"@/a.md\") }} {{ trans(key=\"hi\") }} {{ trans(key=\"hi\", lang=lang) }} {% set p = get_page(path=\"a.md\") %}{{ p.title }} {{ get_taxonomy_url(kind=\"tags\", name=\"sea\") }}";
    let files = format!(
        "=== config.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{{name = \"tags\"}}]\n[translations]\nhi = \"Hello\"\n\
         [languages.fr]\ntaxonomies = [{{name = \"tags\"}}]\n[languages.fr.translations]\nhi = \"Salut\"\n\
         === content/a.md\n+++\ntitle = \"A\"\ntaxonomies.tags = [\"sea\"]\n+++\n=== content/a.fr.md\n+++\ntitle = \"AF\"\n+++\n\
         === content/_index.fr.md\n+++\n+++\n=== templates/index.html\n{template}\n"
    );
    let told = shown_anyway(&files, "fr/index.html");
    let sea = "https://example.org/tags/sea/";
    assert_eq!(told, format!("https://example.org/a/ Hello Salut A {sea}"));
    let new = files
        .replace("=== config.toml", "=== zola.toml")
        .replace("name=\"sea\"", "term=\"sea\", lang=\"en\"");
    assert_eq!(
        shown_anyway(&new, "fr/index.html"),
        format!("https://example.org/fr/a/ Salut Salut AF {sea}")
    );
}

#[test]
fn the_languages_of_the_config_are_the_others() {
    let template = "=== templates/index.html\n{% for code, l in config.languages %}{{ code }} {{ l.title }};{% endfor %}{{ config.title }}\n";
    let files = format!("{}{template}", SITE.split("=== templates/index.html").next().expect("has a start"));
    assert_eq!(shown(&files, "index.html"), "ar Port;fr ;Harbour");
    assert_eq!(shown_anyway(&files, "fr/index.html"), "ar Port;en Harbour;Harbour");
    let one = "=== templates/index.html\n{{ config.languages | length }}\n";
    assert_eq!(shown(one, "index.html"), "0");
}

#[test]
fn a_dot_in_a_name_is_no_language_where_there_is_one() {
    let files = "=== content/node.js.md\n+++\ntitle = \"N\"\n+++\n[x](@/2020-01-02-v1.rc.md)\n=== content/2020-01-02-v1.rc.md\n+++\n+++\n\
        === content/_index.en.md\n+++\ntitle = \"Left out\"\n+++\n=== content/_index.md\n+++\ntitle = \"Home\"\n+++\n\
        === templates/page.html\n{{ page.slug }} {{ lang }} {{ page.date | default(value=\"\") }} {{ page.content | safe }}\n=== templates/index.html\n{{ section.title }}\n";
    assert_eq!(
        trouble(files),
        "warning content/_index.en.md: content/_index.en.md is left out: it is named for the language `en`, and the site has only one | Take `.en` out of the name\n"
    );
    assert_eq!(
        shown_anyway(files, "node-js/index.html"),
        "node-js en  <p><a href=\"https://example.org/v1-rc/\">x</a></p>"
    );
    assert_eq!(shown_anyway(files, "v1-rc/index.html"), "v1-rc en 2020-01-02");
    assert_eq!(shown_anyway(files, "index.html"), "Home");
}
