//! Every key of the config: read, shown to templates, and acted on or told about.

use crate::fixture::{build, site, text};

use super::{outputs, shown, trouble};

#[test]
fn every_setting_is_shown_to_templates() {
    let settings = [
        ("title", "\"T\"", "T"),
        ("description", "\"D\"", "D"),
        ("author", "\"A\"", "A"),
        ("default_language", "\"de\"", "de"),
        ("taxonomy_root", "\"by\"", "by"),
        ("generate_feeds", "true", "true"),
        ("feed_limit", "3", "3"),
        ("generate_sitemap", "false", "false"),
        ("generate_robots_txt", "false", "false"),
        ("exclude_paginated_pages_in_sitemap", "\"all\"", "all"),
        ("compile_sass", "true", "true"),
        ("minify_html", "true", "true"),
    ];
    let config: String = settings.iter().map(|(key, value, _)| format!("{key} = {value}\n")).collect();
    let template: String = settings.iter().map(|(key, _, _)| format!("{{{{ config.{key} }}}} ")).collect();
    let files = format!(
        "=== zola.toml\nbase_url = \"https://example.org\"\n{config}=== templates/index.html\n{template}{{{{ config.mode }}}}\n"
    );
    let wanted: Vec<&str> = settings.iter().map(|(_, _, shown)| *shown).chain(["build"]).collect();
    assert_eq!(shown(&files, "index.html"), wanted.join(" "));
}

#[test]
fn settings_that_change_nothing_here_are_told_and_shown_all_the_same() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\noutput_dir = \"docs\"\nhard_link_static = true\npreserve_dotfiles_in_output = true\n[link_checker]\nexternal_level = \"warn\"\n\
        === templates/index.html\n{{ config.output_dir }} {{ config.hard_link_static }} {{ config.preserve_dotfiles_in_output }}\n";
    assert_eq!(text(&build(&site(files).value).value, "index.html").trim(), "docs true true");
    insta::assert_snapshot!(trouble(files), @"
    note zola.toml:2:1: `output_dir` changes nothing in Galley | A build goes to the folder that you choose for it
    note zola.toml:3:1: `hard_link_static` changes nothing in Galley | Galley copies static files, and only those that changed
    note zola.toml:4:1: `preserve_dotfiles_in_output` changes nothing in Galley | Galley deletes nothing that it did not write, so they are kept anyway
    note zola.toml:6:1: `external_level` is about links that leave the site, and Galley does not try those | Links inside the site are always checked
    ");
}

/// The reference gives templates a map with a key of its own instead.
#[test]
fn dates_in_values_of_the_sites_own_are_texts() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"t\"\n[extra]\nsince = 2020-01-02\nmoments = [{when = 2020-01-02T03:04:05+01:00}]\n\
        === themes/t/theme.toml\n[extra]\nmade = 1999-12-31\n=== content/a.md\n+++\ntitle = \"A\"\n[extra]\nwhen = 2021-01-01\n+++\n\
        === templates/page.html\n{{ config.extra.since }} {{ config.extra.since | date(format=\"%d.%m.%Y\") }} {{ config.extra.moments[0].when }} {{ config.extra.made }} {{ page.extra.when is string }}\n";
    assert_eq!(
        shown(files, "a/index.html"),
        "2020-01-02 02.01.2020 2020-01-02T03:04:05+01:00 1999-12-31 true"
    );
}

#[test]
fn files_that_match_a_pattern_are_left_out() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\nignored_content = [\"*.{psd,xlsx}\", \"drafts/**\", \"content/one.md\"]\nignored_static = [\"**/*.map\", \"raw/*\"]\n\
        === content/one.md\n+++\n+++\n=== content/two/index.md\n+++\ntitle = \"T\"\n+++\n=== content/two/a.psd\nx\n=== content/two/a.png\nx\n\
        === content/drafts/three.md\n+++\n+++\n=== static/app.js\nx\n=== static/deep/app.js.map\nx\n=== static/raw/a.txt\nx\n=== static/.well-known/b\nx\n";
    assert_eq!(outputs(files), [".well-known/b", "app.js", "two/a.png", "two/index.html"]);
}

#[test]
fn a_pattern_that_cannot_be_read_is_told() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\nignored_content = [\"a[\"]\nignored_static = [\"{\"]\n";
    insta::assert_snapshot!(trouble(files), @"
    error: The pattern `a[` in `ignored_content` cannot be read: unclosed character class; missing ']' | Write it like `*.psd` or `**/raw/**`
    error: The pattern `{` in `ignored_static` cannot be read: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?) | Write it like `*.psd` or `**/raw/**`
    ");
}

#[test]
fn a_taxonomy_without_pages_of_its_own_has_none() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"tags\", render = false}, {name = \"eras\", paginate_by = 1, paginate_path = \"part\"}]\n\
        === content/a.md\n+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"x\"]\neras = [\"now\"]\n+++\n=== content/b.md\n+++\ntitle = \"B\"\n[taxonomies]\neras = [\"now\"]\n+++\n\
        === templates/eras/single.html\n{{ taxonomy.name }}/{{ term.name }} {{ paginator.current_index }}\n=== templates/taxonomy_list.html\n{{ taxonomy.paginate_by }} {{ taxonomy.paginate_path }} {{ taxonomy.feed }}\n=== templates/taxonomy_single.html\n";
    let wanted = [
        "a/index.html",
        "b/index.html",
        "eras/index.html",
        "eras/now/index.html",
        "eras/now/part/1/index.html",
        "eras/now/part/2/index.html",
    ];
    assert_eq!(outputs(files), wanted);
    assert_eq!(shown(files, "eras/now/part/2/index.html"), "eras/now 2");
    assert_eq!(shown(files, "eras/index.html"), "1 part false");
}
