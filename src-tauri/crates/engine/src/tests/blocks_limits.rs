//! How much of blocks one text can have, and how long hostile ones take.

use std::time::{Duration, Instant};

use super::blocks::PARTS;
use super::blocks_old::OLD;
use super::blocks_trouble::built;

#[test]
fn blocks_are_nested_only_so_deep() {
    let nested = |depth: usize| format!("{}x{}", "{% <mark> %}".repeat(depth), "{% </mark> %}".repeat(depth));
    let (html, said) = built(PARTS, &nested(16));
    assert_eq!((html.matches("<mark>").count(), said.as_str()), (16, ""));
    let (html, said) = built(PARTS, &nested(17));
    assert_eq!(html.matches("<mark>").count(), 16);
    insta::assert_snapshot!(said, @"
        warning content/p.md:3:193: blocks are nested more than 16 deep, so the inner ones are shown as they are written | Use fewer levels
        ");
    let (html, _) = built(PARTS, &nested(5_000));
    assert_eq!(html.matches("<mark>").count(), 16);
}

#[test]
fn a_text_has_only_so_many_blocks() {
    let files = format!("{OLD}=== templates/shortcodes/x.html\nx\n");
    let (html, said) = built(&files, &"{{ x() }} ".repeat(10_000));
    assert_eq!((html.matches('x').count(), said.as_str()), (10_000, ""));
    let (html, said) = built(&files, &"{{ x() }} ".repeat(10_001));
    assert_eq!((html.matches('x').count(), html.matches("{{").count()), (10_001, 1));
    insta::assert_snapshot!(said, @"
        warning content/p.md:3:100001: a text can have 10000 blocks, so those from here on are shown as they are written | Make two pages of it
        ");
}

#[test]
fn a_result_is_only_so_large() {
    let files = format!(
        "{OLD}=== templates/shortcodes/big.html\n{{% for i in range(end=100000) %}}{}{{% endfor %}}\n",
        "x".repeat(800)
    );
    let (html, said) = built(&files, "A {{ big() }} b");
    assert_eq!(html, "<p>A {{ big() }} b</p>");
    insta::assert_snapshot!(said, @"
        error content/p.md:3:3: The block `big` in content/p.md could not be shown: the page is larger than any page may be | Correct the call
        ");
}

#[test]
fn a_body_that_is_shown_many_times_over_is_not_shown_for_ever() {
    let files = format!(
        "{PARTS}=== templates/more.html\n{{% component many() %}}<b>{}</b>{{% endcomponent many %}}\n",
        "{{ body }}".repeat(8)
    );
    let body = format!("{}{}{}", "{% <many> %}".repeat(10), "xyz", "{% </many> %}".repeat(10));
    let (_, said) = built(&files, &body);
    insta::assert_snapshot!(said, @"
        warning content/p.md:3:97: a text can have 10000 blocks, so those from here on are shown as they are written | Make two pages of it
        ");
}

#[test]
fn what_a_result_contains_is_no_call() {
    let files = format!(
        "{OLD}=== templates/shortcodes/a.html\n{{% raw %}}{{{{ a() }}}} {{{{ note() }}}}{{% endraw %}}\n=== templates/shortcodes/m.md\n{{% raw %}}{{{{ m() }}}}{{% endraw %}}\n=== templates/shortcodes/again.html\n<i>{{{{ \"{{{{ again() }}}}\" | markdown(inline=true) | safe }}}}</i>\n"
    );
    let (html, said) = built(&files, "{{ a() }} {{ m() }} {{ again() }}");
    assert_eq!(
        (html.as_str(), said.as_str()),
        ("<p>{{ a() }} {{ note() }} {{ m() }} <i><i>{{ again() }}</i></i></p>", "")
    );
}

#[test]
fn hostile_texts_take_no_longer_than_long_ones() {
    let units = [
        "{{ ",
        "{% ",
        "{{",
        "{{<",
        "{{/*",
        "{%/*",
        "{{ f(",
        "{{ f(a=\"",
        "{{ f(a=[",
        "{{ f(a=['",
        "{{<f a={",
        "{{<f a={\"",
        "{% <a> %}",
        "{% a() %}",
        "{% end %}",
        "{% </a> %}",
        "{% <a> %}{% a() %}",
        "{{ img() }}",
        "<!-- {{ img() }}",
        "`{{",
        "    {{ img() }}\n",
        "> {% box() %}\n",
        "{{/* img() */}}",
        "\u{FDD0}{{ note() }}",
        "- {{ note() }}\n",
        "{% <note> %}\n\n",
        "{{ f(a=\"b\", ",
        "|{{ note() }}",
        "{{{{{{{{",
        "{% box() %}{% end %}",
    ];
    for unit in units {
        for files in [OLD, PARTS] {
            let count = 40_000 / unit.len();
            let started = Instant::now();
            built(files, &unit.repeat(count));
            let took = started.elapsed();
            assert!(took < Duration::from_secs(4), "{unit:?} took {took:?}");
        }
    }
}

#[test]
fn marks_of_authors_are_their_own() {
    let taken: String = ('\u{FDD0}'..='\u{FDEE}').collect();
    let (html, said) = built(OLD, &format!("{taken}0{taken} {{{{ note() }}}}"));
    assert_eq!(
        (html.as_str(), said.as_str()),
        (format!("<p>{taken}0{taken} <sup id=\"n1\">1</sup></p>").as_str(), "")
    );
    let (html, said) = built(OLD, &format!("{taken}\u{FDEF} {{{{ note() }}}}"));
    assert_eq!(html, format!("<p>{taken}\u{FDEF} {{{{ note() }}}}</p>"));
    insta::assert_snapshot!(said, @"
        warning content/p.md: content/p.md has characters that stand for nothing, so its blocks are not shown | Take out the characters from U+FDD0 to U+FDEF
        ");
}
