use super::trouble;

fn page(template: &str) -> String {
    trouble(&format!("=== content/a.md\n+++\ntitle = \"A\"\n+++\n=== templates/page.html\n{template}\n"))
}

const TOO_MUCH: &str = "the templates take too much work for one page";

#[test]
fn work_that_multiplies_is_ended() {
    let cases = [
        // Loops in loops, whatever they go through.
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
        "{% set r = range(end=100000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
        "{% set r = range(end=100000) %}{% set x = [[b for b in r] for a in r] %}",
        "{% set s = \"x\" | indent(width=1000, first=true) %}{% set s = s ~ s ~ s ~ s ~ s ~ s %}{% for a in s %}{% for b in s %}{% endfor %}{% endfor %}",
        "{% for a in range(end=100000) %}{% if range(end=100000) | length %}{% endif %}{% endfor %}",
        // Components that call each other, two to the power of twenty times.
        "{% component c(n) %}{% if n > 0 %}{{ <c n={n - 1} /> }}{{ <c n={n - 1} /> }}{{ <c n={n - 1} /> }}{% endif %}{% endcomponent c %}{{ <c n={19} /> }}",
        // A list joined to itself.
        "{% set_global r = range(end=100000) %}{% for i in range(end=100) %}{% set_global r = [...r, ...r] %}{% endfor %}",
    ];
    for case in cases {
        let told = page(case);
        let is_told = told.contains(TOO_MUCH) || told.contains("more than a million values");
        assert!(is_told && told.lines().count() == 1, "{case}: {told}");
    }
}

#[test]
fn includes_that_multiply_are_ended() {
    let mut files =
        "=== content/a.md\n+++\n+++\n=== templates/page.html\n{% include \"t0.html\" %}\n".to_owned();
    for n in 0..20 {
        let next = n + 1;
        files.push_str(&format!(
            "=== templates/t{n}.html\n{{% include \"t{next}.html\" %}}{{% include \"t{next}.html\" %}}\n"
        ));
    }
    files.push_str("=== templates/t20.html\n\n");
    let told = trouble(&files);
    assert!(told.contains(TOO_MUCH), "{told}");
}

#[test]
fn texts_that_double_are_ended() {
    let cases = [
        "{% set_global s = \"0123456789\" %}{% for i in range(end=1000) %}{% set_global s = s ~ s %}{% endfor %}",
        "{% set_global s = \"0123456789\" %}{% for i in range(end=1000) %}{% set_global s %}{{ s }}{{ s }}{% endset %}{% endfor %}",
    ];
    for case in cases {
        let told = page(case);
        assert!(told.contains("a text that the template makes is larger than"), "{told}");
    }
    let growing = [
        "{% set s = \"ab\" | indent(width=1000, first=true) %}{% for i in range(end=9) %}{% set_global s = s ~ s %}{% endfor %}{{ s | replace(from=\"\", to=s) }}",
        "{% set s = \"ab\" | indent(width=1000, first=true) %}{{ range(end=50000) | join(sep=s) }}",
        "{% set s = \"a\n\" | replace(from=\"a\", to=\"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\") %}{% for i in range(end=12) %}{% set_global s = s ~ s %}{% endfor %}{% set s = s | indent(width=1000, blank=true) %}",
        "{% set s = \"ab\" | indent(width=1000, first=true) %}{% set s = s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s ~ s %}{{ s | regex_replace(pattern=\" \", rep=s) }}",
    ];
    for case in growing {
        let told = page(case);
        assert!(told.contains("would make a text larger than 16 MiB"), "{case}: {told}");
    }
    let many = format!("{{{{ 1{} }}}}", " ~ 1".repeat(200));
    assert!(page(&many).contains("too many texts are joined"), "{}", page(&many));
}

#[test]
fn a_page_that_never_ends_is_cut_and_named() {
    let told = page(&format!("{{% for i in range(end=100000) %}}{}{{% endfor %}}", "x".repeat(1000)));
    assert!(told.contains("larger than any page may be"), "{told}");
}

#[test]
fn a_text_that_is_a_template_has_the_same_budget() {
    let told = trouble(
        "=== content/a.md\n+++\n+++\n{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}\n",
    );
    assert!(told.contains(TOO_MUCH), "{told}");
}

#[test]
fn ordinary_work_is_not_counted_against_a_page() {
    let pages: String =
        (0..200).map(|n| format!("=== content/p{n}.md\n+++\ntitle = \"P{n}\"\n+++\n")).collect();
    let told = trouble(&format!(
        "{pages}=== templates/index.html\n{{% for a in section.pages %}}{{% for b in section.pages %}}{{% set x = a.title ~ b.title %}}{{% endfor %}}{{% endfor %}}\n"
    ));
    assert_eq!(told, "");
}
