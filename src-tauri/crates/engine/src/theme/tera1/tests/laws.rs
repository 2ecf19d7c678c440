//! What holds for every translation.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::fixture::tried;

use super::super::{Circumstances, Translated, translate};

fn alone(text: &str, site_is_old: bool) -> Translated {
    let files = BTreeMap::from([("page.html".to_owned(), text.to_owned())]);
    translate(&files, Circumstances { site_is_old, ..Circumstances::default() })
}

/// Pieces that templates are made of, and a few that break them.
const PIECES: &str = r##"{{ }} {% %} {# #} - if endif for in endfor macro f( a=1 ) endmacro import "m.html" as m m::f( self::f( page . title [ ] 'x' "\d" ` | default(value= ~ + / is defined not and or set x = include raw endraw block endblock extends filter endfilter 0 1.5 é < > /> ?. component super() ( , elif else"##;

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(PIECES.split(' ').collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => Just("\n ".to_owned()),
        1 => "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(tried(512))]

    #[test]
    fn nothing_makes_it_panic(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        alone(&text, true);
        alone(&pieces.join(" "), true);
    }

    #[test]
    fn a_translated_template_has_the_same_lines(pieces in prop::collection::vec(piece(), 0..30)) {
        let text = format!("a\n{{% if a.b.c\n or x %}}\n{}\n", pieces.join(" "));
        for translation in alone(&text, true).texts.values() {
            prop_assert_eq!(translation.matches('\n').count(), text.matches('\n').count());
        }
    }

    #[test]
    fn plain_text_stays(text in "[^{]{0,200}") {
        prop_assert!(alone(&text, true).texts.is_empty());
    }

    #[test]
    fn what_is_tera_2_stays(inner in "[a-z<>/ ]{0,20}") {
        let text = format!("{{% component a.b(x: string, y=1) %}}{{{{ x?.y }}}}{{% endcomponent %}}\n{{{{ <a.b x=\"1\" /> }}}}{inner}");
        let translated = alone(&text, false);
        prop_assert!(translated.texts.is_empty() && translated.left.is_empty());
    }
}

#[test]
fn deep_expressions_are_refused_and_not_followed() {
    for (open, close) in [("(", ")"), ("[", "]"), ("not (", ")"), ("a[", "]"), ("f(x=", ")"), ("- -", "")] {
        let text = format!("{{{{ {}1{} }}}}", open.repeat(5000), close.repeat(5000));
        assert_eq!(alone(&text, true).left.len(), 1, "{open}");
    }
    let chain = format!("{{{{ 1{} }}}}", " | upper".repeat(20_000));
    assert_eq!(alone(&chain, true).left.len(), 0);
    let sum = format!("{{{{ 1{} }}}}", " + 1".repeat(20_000));
    assert_eq!(alone(&sum, true).left.len(), 1);
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let translated =
        alone("<p>\n{{ a }}\n  {{ a.b( }}\n{% frobnicate x %}\n{{ m::gone(a=1) }}\n{{ never", true);
    let found: Vec<String> = translated
        .left
        .iter()
        .map(|left| {
            let at = left.position;
            format!("{} {}:{} {} | {}", left.severity, at.line, at.column, left.message, left.hint)
        })
        .collect();
    assert_eq!(
        found,
        [
            "error 3:9 a tag cannot be read: the end of the tag should stand here, and not `(` | Write this tag as Tera 2 has it",
            "error 4:4 a tag cannot be read: there is no tag `frobnicate` in Tera 1 | Write this tag as Tera 2 has it",
            "warning 5:4 it calls `m::gone`, and there is no such macro | Correct the name, or import the file that has the macro",
            "error 6:1 a tag begins here and never ends | Write this tag as Tera 2 has it",
        ]
    );
}

#[test]
fn tags_that_mean_the_same_are_not_touched() {
    let text = "{% macro f() %}{% endmacro %}{{page.title}}{%if  x%}{{ x|safe }}{%endif%}{%for a in b%}{{a | date( format='%Y' ) }}{%- endfor -%}";
    let translated = alone(text, false);
    let expected = text
        .replace("macro f() ", "component page.f() {\"hidden\": true} ")
        .replace("endmacro", "endcomponent");
    assert_eq!(translated.texts["page.html"], expected);
}

#[test]
fn long_templates_take_time_in_proportion() {
    for piece in ["{% raw %}", "{{ a.b | upper }}", "{{ \"x", "{% if a.b.c %}x{% endif %}", "{{<", "{#"] {
        let text = piece.repeat(300_000 / piece.len());
        // One that takes the square of this would still be at it tomorrow.
        alone(&text, true);
    }
}

#[test]
fn templates_that_import_and_include_each_other_come_to_an_end() {
    let count = 60;
    let everything: String = (0..count)
        .map(|at| format!("{{% import \"{at}.html\" as n{at} %}}"))
        .chain(["{% macro f(a) %}{{ nowhere::f(a=1) }}{% include \"1.html\" %}{% endmacro %}".to_owned()])
        .collect();
    let files = (0..count).map(|at| (format!("{at}.html"), everything.clone())).collect();
    let circumstances = Circumstances { site_is_old: true, ..Circumstances::default() };
    assert_eq!(translate(&files, circumstances).left.len(), count);
}

#[test]
fn a_template_that_nobody_wrote_by_hand_is_left_alone() {
    let tag = "{{ list.0 }}";
    let enough = format!("{tag}{}", " ".repeat(super::super::MAX_TEMPLATE_BYTES - tag.len()));
    assert_eq!(alone(&enough, true).texts.len(), 1);
    assert_eq!(alone(&format!("{enough} "), true).texts.len(), 0);
}
