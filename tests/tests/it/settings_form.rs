//! The settings form: what the files say is what it shows, and what it changes is one line.

use std::collections::BTreeMap;

use studio::Request;
use studio::protocol::{
    ChangeSetting, Nothing, Setting, SettingGroup, SettingInput, SettingKey, SettingLink, SettingScope,
    SettingValue, Settings, SiteView,
};
use tests::author::{Author, SMALL_SITE};

const CONFIG: &str = "# our site\nbase_url = \"https://small.example.org\"   # the address\ntitle = 'Small'\ntheme = \"plain\"\n\n[markdown]\nsmart_punctuation = true # yes\n\n[extra]\n# the colour\naccent = \"sea\"\nmystery = { deep = 1 }\ncount = \"many\"\nmenu = [\n  { label = \"A\", url = \"/a/\" }, # first\n]\n";

const SCHEMA: &str = r#"{"groups":[{"label":"Look","help":"How it looks.","fields":[
  {"key":"accent","label":"Accent","help":"A colour.","type":"select","default":"rust","choices":[{"value":"sea","label":"Sea"},{"value":"rust","label":"Rust"}]},
  {"key":"count","label":"Posts","type":"number","default":6,"min":1,"max":20},
  {"key":"footer","label":"Footer","type":"textarea","default":""},
  {"key":"mystery","label":"Mystery","type":"hologram","default":{"deep":0}},
  {"key":"dark","label":"Dark","type":"switch","default":true},
  {"key":"menu","label":"Menu","type":"links","default":[]}
]}]}"#;

fn themed(schema: Option<&str>) -> Author {
    let author = Author::new();
    for (path, text) in SMALL_SITE {
        author.write(path, text);
    }
    author.write("zola.toml", CONFIG);
    author.write(
        "themes/plain/theme.toml",
        "name = \"Plain\"\n[extra]\naccent = \"rust\"\nper_page = 5\ndark_mode = true\nlist = [1]\n",
    );
    if let Some(schema) = schema {
        author.write("themes/plain/theme.schema.json", schema);
    }
    author.open_site();
    author
}

fn settings(author: &Author) -> Settings {
    author.ask(Request::ShowSettings(Nothing {}))
}

fn all(groups: &[SettingGroup]) -> BTreeMap<&str, &Setting> {
    groups
        .iter()
        .flat_map(|group| &group.settings)
        .map(|setting| (setting.key.name.as_str(), setting))
        .collect()
}

fn text(text: &str) -> Option<SettingValue> {
    Some(SettingValue::Text(text.into()))
}

fn request(scope: SettingScope, name: &str, value: Option<SettingValue>) -> Request {
    Request::ChangeSetting(ChangeSetting { key: SettingKey { scope, name: name.into() }, value })
}

/// Changes a setting and gives what it is afterwards.
fn change(author: &Author, scope: SettingScope, name: &str, value: Option<SettingValue>) -> Setting {
    let settings: Settings = author.ask(request(scope, name, value));
    let groups = match scope {
        SettingScope::Site => &settings.site,
        SettingScope::Theme => &settings.theme,
    };
    (*all(groups)[name]).clone()
}

#[test]
fn the_shipped_theme_is_described_whole() {
    let author = Author::with_sample();
    let shown = settings(&author);
    assert!(!shown.theme_name.is_empty() && shown.theme.len() >= 2 && shown.site.len() >= 2);
    let theme = std::fs::read_to_string(author.sample().join("themes/neatline/theme.toml")).unwrap();
    let theme: toml::Table = theme.parse().unwrap();
    let extra = theme["extra"].as_table().unwrap();
    let described = all(&shown.theme);
    for (name, value) in extra {
        let setting = described.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in the schema"));
        match (&setting.default, value) {
            (SettingValue::Text(found), toml::Value::String(wanted)) => assert_eq!(found, wanted, "{name}"),
            (SettingValue::Switch(found), toml::Value::Boolean(wanted)) => {
                assert_eq!(found, wanted, "{name}")
            }
            (SettingValue::Number(found), toml::Value::Integer(wanted)) => {
                assert_eq!(found.to_string(), wanted.to_string(), "{name}");
            }
            (SettingValue::Links(found), toml::Value::Array(wanted)) => {
                assert_eq!(found.len(), wanted.len(), "{name}")
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    for setting in described.values() {
        assert!(!setting.label.is_empty() && setting.problem.is_none(), "{setting:?}");
        assert_ne!(setting.input, SettingInput::Unknown, "{setting:?}");
    }
}

#[test]
fn the_form_shows_what_the_files_say() {
    let author = themed(Some(SCHEMA));
    let shown = settings(&author);
    let (site, theme) = (all(&shown.site), all(&shown.theme));
    assert_eq!(
        (shown.theme_name.as_str(), shown.theme[0].label.as_str(), shown.theme[0].help.as_str()),
        ("Plain", "Look", "How it looks.")
    );
    assert_eq!(site["title"].value, SettingValue::Text("Small".into()));
    assert_eq!(site["smart_punctuation"].value, SettingValue::Switch(true));
    assert_eq!((&site["author"].value, site["author"].chosen), (&SettingValue::Text(String::new()), false));
    assert_eq!((&theme["accent"].value, theme["accent"].chosen), (&SettingValue::Text("sea".into()), true));
    assert_eq!((&theme["dark"].value, theme["dark"].chosen), (&SettingValue::Switch(true), false));
    let link = SettingLink { label: "A".into(), url: "/a/".into() };
    assert_eq!(theme["menu"].value, SettingValue::Links(vec![link]));
}

#[test]
fn one_setting_is_one_line() {
    let author = themed(Some(SCHEMA));
    let (site, theme) = (SettingScope::Site, SettingScope::Theme);
    for (scope, name, value, old, new) in [
        (site, "title", text("New “name”"), "title = 'Small'", "title = \"New “name”\""),
        (
            site,
            "base_url",
            text("https://b.org"),
            "base_url = \"https://small.example.org\"   # the",
            "base_url = \"https://b.org\"   # the",
        ),
        (
            site,
            "smart_punctuation",
            Some(SettingValue::Switch(false)),
            "smart_punctuation = true # yes\n",
            "",
        ),
        (site, "author", text("Ann"), "\ntheme = \"plain\"\n", "\ntheme = \"plain\"\nauthor = \"Ann\"\n"),
        (theme, "footer", text("One\ntwo"), "# first\n]\n", "# first\n]\nfooter = \"\"\"\nOne\ntwo\"\"\"\n"),
        (theme, "dark", Some(SettingValue::Switch(false)), "# first\n]\n", "# first\n]\ndark = false\n"),
        (theme, "accent", None, "# the colour\naccent = \"sea\"\n", ""),
    ] {
        author.write("zola.toml", CONFIG);
        author.open_site();
        let after = change(&author, scope, name, value.clone());
        assert_eq!(after.problem, None);
        assert_eq!(after.value, value.unwrap_or_else(|| after.default.clone()), "{name}");
        let wanted = CONFIG.replacen(old, new, 1);
        assert_ne!(wanted, CONFIG, "{name}");
        assert_eq!(author.read("zola.toml"), wanted, "{name}");
    }
}

#[test]
fn a_change_reaches_the_site_and_can_be_taken_back() {
    let author = themed(Some(SCHEMA));
    change(&author, SettingScope::Site, "title", text("Other"));
    assert_eq!(author.ask::<SiteView>(Request::ShowSite(Nothing {})).title, "Other");
    change(&author, SettingScope::Theme, "dark", Some(SettingValue::Switch(false)));
    let back = change(&author, SettingScope::Theme, "dark", None);
    assert_eq!((back.value, back.chosen), (SettingValue::Switch(true), false));
    assert_eq!(author.read("zola.toml"), CONFIG.replace("'Small'", "\"Other\""));
}

#[test]
fn galleys_own_settings_go_to_its_own_file() {
    let author = themed(None);
    change(&author, SettingScope::Site, "hold_scheduled_posts", Some(SettingValue::Switch(true)));
    // A site without a galley.toml comes from Zola, where texts are templates: they stay so.
    let galley = author.read("galley.toml");
    assert_eq!(
        galley.lines().collect::<Vec<_>>(),
        ["content_templating = true", "hold_scheduled_posts = true"]
    );
    assert_eq!(author.read("zola.toml"), CONFIG);
}

#[test]
fn what_does_not_fit_is_said_and_not_written() {
    let author = themed(Some(SCHEMA));
    let (site, theme) = (SettingScope::Site, SettingScope::Theme);
    let links =
        |url: &str| Some(SettingValue::Links(vec![SettingLink { label: "X".into(), url: url.into() }]));
    for (scope, name, value) in [
        (site, "title", text("  ")),
        (site, "base_url", text("example.org")),
        (site, "base_url", text("javascript:alert(1)")),
        (site, "default_language", text("klingon")),
        (site, "smart_punctuation", text("yes")),
        (theme, "accent", text("pink")),
        (theme, "footer", Some(SettingValue::Number(4.0))),
        (theme, "footer", text(&"x".repeat(10_001))),
        (theme, "menu", links("javascript:alert(1)")),
        (theme, "menu", links(" ")),
    ] {
        let after = change(&author, scope, name, value.clone());
        assert!(after.problem.as_ref().is_some_and(|words| words.ends_with('.')), "{name}: {after:?}");
        assert_eq!(Some(after.value), value, "{name}: what was typed is still in the field");
    }
    assert_eq!(author.read("zola.toml"), CONFIG);
    assert!(!author.site().join("galley.toml").exists());
}

#[test]
fn what_is_not_understood_is_shown_and_never_changed() {
    let author = themed(Some(SCHEMA));
    let theme = SettingScope::Theme;
    let shown = settings(&author);
    let before = all(&shown.theme);
    // A kind of field that does not exist, and a value of another kind than its field.
    for name in ["mystery", "count"] {
        assert_eq!(before[name].input, SettingInput::Unknown, "{name}");
        for value in [text("x"), Some(SettingValue::Number(3.0)), None] {
            assert!(change(&author, theme, name, value).problem.is_some(), "{name}");
        }
    }
    author.ask::<Settings>(request(theme, "no_such_setting", text("x")));
    assert_eq!(author.read("zola.toml"), CONFIG);
}

#[test]
fn links_that_say_more_are_not_made_less() {
    let author = themed(Some(SCHEMA));
    let more = CONFIG.replace("url = \"/a/\" }", "url = \"/a/\", icon = \"star\" }");
    author.write("zola.toml", &more);
    author.open_site();
    let after = change(&author, SettingScope::Theme, "menu", Some(SettingValue::Links(Vec::new())));
    assert!(after.input == SettingInput::Unknown && after.problem.is_some());
    assert_eq!(author.read("zola.toml"), more);
}

#[test]
fn a_theme_without_a_schema_gets_a_form_from_its_defaults() {
    let author = themed(None);
    let shown = settings(&author);
    let theme = all(&shown.theme);
    assert_eq!(theme.keys().copied().collect::<Vec<_>>(), ["accent", "dark_mode", "per_page"]);
    assert_eq!(theme["dark_mode"].label, "Dark mode");
    assert_eq!(theme["per_page"].default, SettingValue::Number(5.0));
    change(&author, SettingScope::Theme, "per_page", Some(SettingValue::Number(7.0)));
    assert_eq!(author.read("zola.toml"), format!("{CONFIG}per_page = 7\n"));
}

#[test]
fn a_broken_file_is_named_with_its_line_and_left_alone() {
    let author = themed(Some(SCHEMA));
    let broken = CONFIG.replace("[markdown]", "[markdown");
    author.write("zola.toml", &broken);
    author.open_site();
    for failure in [
        author.fail(Request::ShowSettings(Nothing {})),
        author.fail(request(SettingScope::Site, "title", text("X"))),
    ] {
        assert!(failure.message.contains("zola.toml") && failure.message.contains("line 6"), "{failure:?}");
    }
    assert_eq!(author.read("zola.toml"), broken);
    let site: SiteView = author.ask(Request::ShowSite(Nothing {}));
    let problem = site.problems.iter().find(|problem| problem.file.as_deref() == Some("zola.toml"));
    assert_eq!(problem.and_then(|problem| problem.line), Some(6), "{:?}", site.problems);
}
