use insta::assert_snapshot;

use super::*;
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;

fn zola_toml() -> SourcePath {
    SourcePath::new("zola.toml").expect("is a path")
}

fn read(text: &str) -> Config {
    let mut checked = Config::read(&zola_toml(), text);
    checked.diagnostics.retain(|found| found.severity != Severity::Note);
    assert_eq!(shown(&checked.diagnostics), "", "{text}");
    checked.value
}

fn troubles(text: &str) -> String {
    shown(&Config::read(&zola_toml(), text).diagnostics)
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|found| {
            let position = found.place.as_ref().and_then(|place| place.position).expect("has a position");
            format!(
                "{:?} {}:{} {} | {}",
                found.severity, position.line, position.column, found.message, found.hint
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn at(config: &Config, path: &str) -> String {
    config.to_value().get_from_path(path).map(ToString::to_string).expect(path)
}

#[test]
fn a_config_may_be_nothing_but_an_address() {
    let config = read("base_url = \"https://example.org/\"\n");
    assert_eq!(config, Config { base_url: "https://example.org/".into(), ..Config::default() });
}

#[test]
fn every_documented_key_is_read() {
    let config = read(
        r#"
base_url = "https://example.org/deep/site/"
title = "Postal museum"
description = "Stamps"
author = "Curator"
theme = "dune"
default_language = "cs"
output_dir = "docs"
preserve_dotfiles_in_output = true
compile_sass = true
minify_html = true
ignored_content = ["*.bak"]
ignored_static = ["**/*.map"]
generate_feeds = true
feed_filenames = ["rss.xml"]
feed_limit = 20
hard_link_static = true
taxonomies = [{name = "eras", paginate_by = 3, paginate_path = "part", feed = true}, {name = "lands", render = false}]
taxonomy_root = "by"
build_search_index = true
generate_sitemap = false
generate_robots_txt = false
exclude_paginated_pages_in_sitemap = "all"
skip_content_templating = ["literal/**"]
[markdown]
render_emoji = true
external_links_class = "out"
external_links_target_blank = true
external_links_no_follow = true
external_links_no_referrer = true
external_links_external = false
smart_punctuation = true
definition_list = true
lazy_async_image = true
bottom_footnotes = true
github_alerts = true
insert_anchor_links = "heading"
[markdown.highlighting]
light_theme = "github-light"
dark_theme = "github-dark"
style = "class"
error_on_missing_language = true
extra_grammars = ["a.json"]
extra_themes = ["b.json"]
data_attr_position = "both"
[link_checker]
skip_prefixes = ["http://x"]
skip_anchor_prefixes = ["https://y"]
internal_level = "warn"
external_level = "warn"
[slugify]
paths = "safe"
taxonomies = "off"
anchors = "safe"
paths_keep_dates = true
[search]
include_title = false
include_description = true
include_date = true
include_path = true
include_content = false
truncate_content_length = 12
index_format = "fuse_json"
[translations]
hi = "Ahoj"
[languages.fr]
title = "Musée"
generate_feeds = true
taxonomies = [{name = "epoques"}]
[languages.fr.translations]
hi = "Salut"
[extra]
founded = 1899
[extra.address]
street = "Quay 4"
"#,
    );
    let values =
        ["base_url", "taxonomies", "markdown", "link_checker", "slugify", "search", "languages", "extra"];
    let shown: Vec<String> = values.iter().map(|name| format!("{name}: {}", at(&config, name))).collect();
    assert_snapshot!(shown.join("\n"));
    assert_eq!((config.feed_limit, config.output_dir.as_str()), (Some(20), "docs"));
    assert_eq!(config.taxonomy_root.as_deref(), Some("by"));
    assert_eq!(config.exclude_paginated_pages_in_sitemap, ExcludePaginated::All);
}

#[test]
fn an_address_is_needed() {
    assert_snapshot!(troubles("title = \"x\""), @"Error 1:1 `base_url` is not set, so no link can be made | Write the address of the finished site, such as base_url = \"https://example.org\"");
    assert_snapshot!(troubles("base_url = \"\""), @"Error 1:12 `base_url` cannot be used: it is ``, not an address that starts with https:// or http:// | Write an address that starts with https:// or http:// there, or take the line out");
}

#[test]
fn an_address_that_is_none_is_used_all_the_same() {
    assert_snapshot!(troubles("base_url = \"//example.org/\""), @"Warning 1:12 `base_url` is `//example.org/`, which is not an address that starts with https:// or http:// | Links are made with it all the same, but feeds and the sitemap need whole addresses");
    let taken = Config::read(&zola_toml(), "base_url = \"//example.org/\"\n").value;
    assert_eq!(taken.base_url, "//example.org/");
    assert_eq!(read("base_url = \"/\"\n").base_url, "/");
}

#[test]
fn an_unknown_key_is_only_a_warning() {
    assert_snapshot!(troubles("base_url = \"https://e.org\"\ntitel = \"x\"\n[markdown]\nzebra = 1\n"), @r"
    Warning 2:1 `titel` is not a key that the site's config knows, so it changes nothing | Perhaps `title` is meant
    Warning 4:1 `zebra` is not a key that [markdown] knows, so it changes nothing | Values of your own belong under [extra]
    ");
}

#[test]
fn a_wrong_value_leaves_the_others() {
    let checked = Config::read(
        &zola_toml(),
        "\u{feff}base_url = \"https://e.org\"\r\ntitle = 3\r\nminify_html = true\r\n",
    );
    assert_eq!(
        shown(&checked.diagnostics).lines().next(),
        Some(
            "Error 2:9 `title` cannot be used: it is `3`, not a text in quotes | Write a text in quotes there, or take the line out"
        )
    );
    assert!(checked.value.minify_html);
}

#[test]
fn a_broken_config_still_gives_a_site() {
    let checked = Config::read(
        &zola_toml(),
        "base_url = \"https://e.org\"\ntitle = \"unclosed\n\n[markdown]\nsmart_punctuation = true\n",
    );
    assert_eq!(checked.diagnostics[0].severity, Severity::Error);
    let position =
        checked.diagnostics[0].place.as_ref().and_then(|place| place.position).expect("has a position");
    assert_eq!(position.line, 2);
    assert_eq!(checked.value.base_url, "https://e.org");
    assert!(checked.value.markdown.smart_punctuation);
}

#[test]
fn former_keys_are_understood_with_a_note() {
    let text = "base_url = \"https://e.org\"\nhighlight_code = true\nhighlight_theme = \"nord\"\ngenerate_rss = true\nfeed_filename = \"rss.xml\"\ntaxonomies = [{name = \"tags\", rss = true}]\n";
    let checked = Config::read(&zola_toml(), text);
    assert!(checked.diagnostics.iter().all(|found| found.severity == Severity::Note));
    assert_eq!(checked.diagnostics.len(), 5);
    let config = checked.value;
    assert!(config.generate_feeds && config.taxonomies[0].feed);
    assert_eq!(config.feed_filenames, ["rss.xml"]);
    let theme = config.markdown.highlighting.as_ref().map(|found| found.theme.clone());
    assert_eq!(theme, Some(HighlightTheme::Single("nord".into())));
    assert_eq!(
        (at(&config, "generate_feed"), at(&config, "feed_filename")),
        ("true".into(), "rss.xml".into())
    );
    assert_eq!(at(&config, "markdown.highlight_code"), "true");
}

#[test]
fn a_feed_of_old_is_called_rss_unless_it_has_a_name() {
    let names = |text: &str| read(&format!("base_url = \"https://e.org\"\n{text}\n")).feed_filenames;
    assert_eq!(names("generate_rss = true"), ["rss.xml"]);
    assert_eq!(names("generate_rss = true\nfeed_filename = \"feed.xml\""), ["feed.xml"]);
    assert_eq!(names("generate_feed = true"), ["atom.xml"]);
}

#[test]
fn the_default_language_may_be_written_like_the_others() {
    let config = read(
        r#"
base_url = "https://e.org"
default_language = "cs"
description = "Top"
taxonomies = [{name = "tags"}]
[translations]
more = "Top"
[languages.cs]
title = "Muzeum"
description = "Below"
generate_feeds = true
feed_filenames = ["rss.xml"]
build_search_index = true
taxonomies = [{name = "tags", feed = true}, {name = "roky"}]
[languages.cs.translations]
more = "Below"
less = "Below"
"#,
    );
    assert_eq!((config.title.as_deref(), config.description.as_deref()), (Some("Muzeum"), Some("Top")));
    assert!(config.generate_feeds && config.build_search_index);
    assert_eq!(config.feed_filenames, ["rss.xml"]);
    let taxonomies: Vec<_> = config.taxonomies.iter().map(|each| (each.name.as_str(), each.feed)).collect();
    assert_eq!(taxonomies, [("roky", false), ("tags", false)]);
    assert_eq!(
        (config.translations["more"].as_str(), config.translations["less"].as_str()),
        ("Top", "Below")
    );
}

#[test]
fn former_languages_are_understood() {
    let text = "base_url = \"https://e.org\"\nlanguages = [{code = \"fr\", search = true, rss = true}]\ntaxonomies = [{name = \"auteurs\", lang = \"fr\"}, {name = \"tags\"}]\n";
    let config = Config::read(&zola_toml(), text).value;
    let french = &config.languages["fr"];
    assert!(french.build_search_index && french.generate_feeds);
    assert_eq!((french.taxonomies[0].name.as_str(), config.taxonomies[0].name.as_str()), ("auteurs", "tags"));
}

#[test]
fn the_themes_values_stand_below_the_sites() {
    let site = read(
        "base_url = \"https://e.org\"\n[extra]\nsand = \"white\"\nlist = [9]\n[extra.menu]\nsecond = \"SITE\"\n",
    );
    let theme = SourcePath::new("themes/dune/theme.toml").expect("is a path");
    let text = "name = \"dune\"\n[extra]\nsand = \"yellow\"\nwind = 3\nlist = [1, 2]\n[extra.menu]\nfirst = \"one\"\nsecond = \"two\"\n";
    let merged = site.clone().with_theme_defaults(&theme, text);
    assert_eq!(merged.diagnostics, []);
    assert_eq!(at(&merged.value, "extra.sand"), "white");
    assert_eq!(at(&merged.value, "extra.wind"), "3");
    assert_eq!(at(&merged.value, "extra.list"), "[9]");
    assert_eq!(
        (at(&merged.value, "extra.menu.first"), at(&merged.value, "extra.menu.second")),
        ("one".into(), "SITE".into())
    );
    let broken = site.clone().with_theme_defaults(&theme, "[extra");
    assert!(broken.has_errors());
    assert_eq!(broken.value, site);
}

#[test]
fn galleys_own_switches() {
    let file = SourcePath::new("galley.toml").expect("is a path");
    let checked = SiteOptions::read(&file, "hold_scheduled_posts = true\n[targets.web]\nkind = \"folder\"\n");
    assert_eq!(checked.diagnostics, []);
    assert_eq!(checked.value, SiteOptions { hold_scheduled_posts: true, ..SiteOptions::default() });
    assert!(SiteOptions::read(&file, "hold_scheduled_posts = 1").has_errors());
}
