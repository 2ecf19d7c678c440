//! Templates that could be of either language are taken for what the site around them says.

use crate::fixture::{build, listed, site, text};

/// A template as both languages have it. Only in Tera 1 it may ask for what leads nowhere.
const PLAIN: &str = "=== templates/index.html\n[{% if config.extra.seo.image %}image{% endif %}]\n";

/// Gives the home page and the trouble.
fn home(files: &str) -> (String, String) {
    let built = build(&site(files).value);
    (text(&built.value, "index.html").trim().to_owned(), listed(&built.diagnostics))
}

#[test]
fn a_site_with_the_former_name_of_the_settings_is_of_tera_1() {
    let former = format!("=== config.toml\nbase_url = \"https://example.org\"\n[extra]\nx = 1\n{PLAIN}");
    let (page, trouble) = home(&former);
    assert_eq!(page, "[]");
    assert!(!trouble.contains("error"), "{trouble}");
}

#[test]
fn a_site_with_todays_name_or_with_anything_of_tera_2_is_not() {
    let settings = "base_url = \"https://example.org\"\n[extra]\nx = 1\n";
    let component = "=== templates/parts.html\n{% component a() %}a{% endcomponent %}\n";
    let release = "=== theme.toml\nname = \"x\"\nmin_version = \"0.23.0\"\n";
    let themed = "=== themes/dune/theme.toml\nname = \"Dune\"\n=== themes/dune/templates/parts.html\n{% component a() %}a{% endcomponent %}\n";
    for (name, theme, more) in [
        ("zola.toml", "", ""),
        ("config.toml", "", component),
        ("config.toml", "", release),
        ("config.toml", "theme = \"dune\"\n", themed),
    ] {
        let (_, trouble) = home(&format!("=== {name}\n{theme}{settings}{PLAIN}{more}"));
        assert!(trouble.contains("there is no `seo` in this value"), "{name} {more}: {trouble}");
    }
}
