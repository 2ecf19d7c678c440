use super::trouble_on_a_small_stack as told;

/// Deeper than any person goes.
const DEEP: usize = 20_000;

fn page(text: &str) -> String {
    told(format!("=== galley.toml\n=== content/a.md\n+++\n+++\n{text}\n"))
}

#[test]
fn deep_markdown_does_not_exhaust_the_stack() {
    let numbered: String = (0..2_000).map(|n| format!("{}- x\n", "  ".repeat(n))).collect();
    for text in [
        ">".repeat(DEEP),
        "- ".repeat(DEEP),
        "1. ".repeat(DEEP),
        numbered,
        "[".repeat(DEEP),
        "*a ".repeat(DEEP),
    ] {
        page(&text);
        page(&format!("{text}x"));
    }
    page(&format!("{}x{}", "<div>\n\n".repeat(DEEP), "</div>\n\n".repeat(DEEP)));
    page(&format!("{}x{}", "**".repeat(DEEP), "**".repeat(DEEP)));
    page(&format!("{}x{}", "![a".repeat(DEEP), "](b)".repeat(DEEP)));
}

#[test]
fn deep_settings_do_not_exhaust_the_stack() {
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(DEEP), close.repeat(DEEP));
    let keys = vec!["a"; DEEP].join(".");
    for value in [
        format!("x = {}", nested("[", "]")),
        format!("x = {}", nested("{a=", "}")),
        format!("{keys} = 1"),
        format!("[{keys}]"),
    ] {
        told(format!("=== content/a.md\n+++\n[extra]\n{value}\n+++\n"));
        told(format!("=== zola.toml\nbase_url = \"https://example.org\"\n[extra]\n{value}\n"));
        told(format!("=== galley.toml\n{value}\n"));
    }
    for value in [
        format!("x: {}", nested("[", "]")),
        format!("x: {}", nested("{a: ", "}")),
        "- ".repeat(DEEP),
        "? ".repeat(DEEP),
    ] {
        told(format!("=== content/a.md\n---\n{value}\n---\n"));
    }
}

#[test]
fn deep_templates_do_not_exhaust_the_stack() {
    let mut cases: Vec<String> = [
        ("(", ")"),
        ("[", "]"),
        ("{\"a\":", "}"),
        ("-", ""),
        ("not ", ""),
        ("a[", "]"),
        ("a if b else ", ""),
        ("2 ** ", ""),
    ]
    .iter()
    .map(|(open, close)| format!("{{{{ {}1{} }}}}", open.repeat(DEEP), close.repeat(DEEP)))
    .collect();
    cases.push(format!("{}{}", "{% if 1 %}".repeat(DEEP), "{% endif %}".repeat(DEEP)));
    cases.push(format!("{{% if 1 %}}{}{{% endif %}}", "{% elif 1 %}".repeat(DEEP)));
    cases.push(format!("{}{}", "{% for a in [1] %}".repeat(DEEP), "{% endfor %}".repeat(DEEP)));
    cases.push(format!("{}{}", "{% set a %}".repeat(DEEP), "{% endset %}".repeat(DEEP)));
    cases.push(format!("{{{{ 1{} }}}}", " | abs".repeat(DEEP)));
    cases.push(format!("{{{{ a{} }}}}", ".b".repeat(DEEP)));
    cases.push(format!("{{{{ 1{} }}}}", " + 1".repeat(DEEP)));
    cases.push(format!("{{% if 1 %}}{}{{% endif %}}{{{{ gone }}}}", "{% elif 1 %}".repeat(100)));
    cases.push("{{".repeat(DEEP));
    cases.push("{%".repeat(DEEP));
    cases.push("{#".repeat(DEEP));
    for case in cases {
        let shown: String = case.chars().take(40).collect();
        let found = told(format!("=== content/a.md\n+++\n+++\n=== templates/page.html\n{case}\n"));
        assert!(found.contains("templates/page.html"), "{shown}: {found}");
    }
}

#[test]
fn chains_of_templates_do_not_exhaust_the_stack() {
    let mut files =
        "=== content/a.md\n+++\n+++\n=== templates/page.html\n{% include \"t0.html\" %}\n".to_owned();
    for n in 0..3000 {
        files.push_str(&format!("=== templates/t{n}.html\n{{% include \"t{}.html\" %}}\n", n + 1));
    }
    files.push_str("=== templates/t3000.html\nx\n");
    for files in [files.clone(), files.replace("include", "extends")] {
        let found = told(files);
        assert!(found.contains("a chain of more than 64 templates"), "{found}");
    }
}
