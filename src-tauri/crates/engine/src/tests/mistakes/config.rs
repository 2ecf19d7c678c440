use super::{PAGE, told};

fn config(title: &str, text: &str) -> String {
    told(title, &format!("=== zola.toml\n{text}\n{PAGE}"))
}

#[test]
fn the_sites_own_settings() {
    let base = "base_url = \"https://example.org\"\n";
    let told = [
        config("quotes missing", "base_url = https://example.org"),
        config("bracket not closed", &format!("{base}[extra\ncolour = \"red\"")),
        config("key twice", &format!("{base}title = \"A\"\ntitle = \"B\"")),
        config("no address", "title = \"A\""),
        config("an address without https", "base_url = \"example.org\""),
        config("wrong kind", &format!("{base}generate_feeds = \"yes\"")),
        config("unknown key, nearly right", &format!("{base}titel = \"A\"")),
        config("unknown key", &format!("{base}mood = \"good\"")),
        config("a taxonomy without a name", &format!("{base}taxonomies = [{{feed = true}}]")),
        config("a pattern that is none", &format!("{base}ignored_content = [\"a[\"]")),
        config("a theme that is not there", &format!("{base}theme = \"ghost\"")),
        told(
            "galley.toml",
            &format!("{PAGE}=== galley.toml\nhold_scheduled_post = true\ncontent_templating = \"no\"\n"),
        ),
        told(
            "theme.toml",
            &format!("=== zola.toml\n{base}theme = \"t\"\n=== themes/t/theme.toml\n[extra\n{PAGE}"),
        ),
        told("data that is broken", &format!("{PAGE}=== zola.toml\n{base}[extra]\nx = 1979-99-99\n")),
    ];
    insta::assert_snapshot!(told.concat());
}
