//! The config out of text.

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::former::{self, FormerHighlighting};
use super::{
    AnchorLinks, Config, DataAttributes, ExcludePaginated, HighlightStyle, HighlightTheme, Highlighting,
    IndexFormat, Language, LinkChecker, LinkLevel, Markdown, Search, Taxonomy,
};
use crate::diagnostic::{Checked, Severity};
use crate::path::SourcePath;
use crate::slug::{SlugStrategy, Slugify};
use crate::tree::{Data, Entry, Keys, Reader, Table, parse_toml};

impl Config {
    /// Reads the site's config. What cannot be understood is reported and keeps its default.
    pub fn read(file: &SourcePath, text: &str) -> Checked<Self> {
        let plain = text.trim_start_matches('\u{feff}');
        let parsed = parse_toml(plain);
        let mut reader = Reader::new(file, text, text.len() - plain.len());
        reader.report_syntax("the site's settings", &parsed.troubles);
        let config = config(&mut reader, parsed.table);
        Checked::new(config, reader.diagnostics)
    }

    /// Puts the `[extra]` of the theme's `theme.toml` below the site's own: what the site says counts.
    #[must_use]
    pub fn with_theme_defaults(self, file: &SourcePath, text: &str) -> Checked<Self> {
        let plain = text.trim_start_matches('\u{feff}');
        let parsed = parse_toml(plain);
        let mut reader = Reader::new(file, text, text.len() - plain.len());
        reader.report_syntax("the theme's settings", &parsed.troubles);
        let defaults = reader.keys(parsed.table).table("extra").unwrap_or_default().to_map();
        let extra = merge(defaults, self.extra);
        Checked::new(Self { extra, ..self }, reader.diagnostics)
    }
}

fn merge(defaults: Map, own: Map) -> Map {
    let mut merged = defaults;
    for (key, value) in own {
        let below = merged.get(&key).cloned().and_then(Value::into_map);
        let value = match (below, value.as_map()) {
            (Some(below), Some(own)) => Value::from(merge(below, own.clone())),
            (Some(_) | None, _) => value,
        };
        merged.insert(key, value);
    }
    merged
}

fn config(reader: &mut Reader<'_>, table: Table) -> Config {
    let mut keys = reader.keys(table);
    let defaults = Config::default();
    let base_url = base_url(&mut keys);
    let top_highlighting = former::highlighting(&mut keys);
    let (translations, former_translations) = former::translations(&mut keys);
    without_effect(&mut keys);
    let mut config = Config {
        base_url,
        title: keys.text("title"),
        description: keys.text("description"),
        author: keys.text("author"),
        theme: keys.text("theme").filter(|name| !name.is_empty()),
        default_language: keys.text("default_language").unwrap_or(defaults.default_language),
        languages: BTreeMap::new(),
        listed_languages: None,
        translations,
        taxonomies: Vec::new(),
        taxonomy_root: keys.text("taxonomy_root").filter(|root| !root.is_empty()),
        // The names come first: they look whether `generate_rss` is there, which is gone once it is read.
        feed_filenames: former::feed_filenames(&mut keys),
        generate_feeds: former::generate_feeds(&mut keys),
        feed_limit: former::feed_limit(&mut keys),
        generate_sitemap: keys.flag("generate_sitemap", true),
        generate_robots_txt: keys.flag("generate_robots_txt", true),
        exclude_paginated_pages_in_sitemap: keys
            .choice("exclude_paginated_pages_in_sitemap", ExcludePaginated::WORDS)
            .unwrap_or_default(),
        build_search_index: keys.flag("build_search_index", false),
        search: search(&mut keys, &Search::default()),
        compile_sass: keys.flag("compile_sass", false),
        minify_html: keys.flag("minify_html", false),
        ignored_content: keys.texts("ignored_content").unwrap_or_default(),
        ignored_static: keys.texts("ignored_static").unwrap_or_default(),
        skip_content_templating: keys.texts("skip_content_templating").unwrap_or_default(),
        output_dir: keys.text("output_dir").unwrap_or(defaults.output_dir),
        preserve_dotfiles_in_output: keys.flag("preserve_dotfiles_in_output", false),
        hard_link_static: keys.flag("hard_link_static", false),
        slugify: slugify(&mut keys),
        markdown: markdown(&mut keys, top_highlighting),
        link_checker: link_checker(&mut keys),
        extra: keys.table("extra").unwrap_or_default().to_map(),
    };
    languages(&mut keys, &mut config);
    for (code, words) in former_translations {
        let is_default = code == config.default_language;
        let known = config.languages.get_mut(&code).map(|language| &mut language.translations);
        if let Some(known) = if is_default { Some(&mut config.translations) } else { known } {
            for (key, word) in words {
                known.entry(key).or_insert(word);
            }
        }
    }
    for (language, taxonomy) in taxonomies(&mut keys) {
        match language.filter(|code| *code != config.default_language) {
            None => {
                config.taxonomies.retain(|under_language| under_language.name != taxonomy.name);
                config.taxonomies.push(taxonomy);
            }
            Some(code) => config.languages.entry(code).or_default().taxonomies.push(taxonomy),
        }
    }
    keys.finish("the site's config");
    config
}

/// Tells of keys that say how the output folder is written, which Galley does in a way of its own.
fn without_effect(keys: &mut Keys<'_, '_>) {
    let told = [
        ("output_dir", "A build goes to the folder that you choose for it"),
        (
            "preserve_dotfiles_in_output",
            "Galley deletes nothing that it did not write, so they are kept anyway",
        ),
        ("hard_link_static", "Galley copies static files, and only those that changed"),
    ];
    for (name, instead) in told {
        if let Some(offset) = keys.offset(name) {
            keys.report(Severity::Note, offset, format!("`{name}` changes nothing in Galley"), instead);
        }
    }
}

/// Checks the one key that must be there.
fn base_url(keys: &mut Keys<'_, '_>) -> String {
    let hint = "Write the address of the finished site, such as base_url = \"https://example.org\"";
    if !keys.contains("base_url") {
        keys.report(Severity::Error, 0, "`base_url` is not set, so no link can be made".into(), hint);
        return String::new();
    }
    let wanted = "an address that starts with https:// or http://";
    let Some(entry) = keys.take("base_url") else { return String::new() };
    match &entry.value.data {
        Data::Text(text) if !text.is_empty() && !text.contains(char::is_whitespace) => {
            if !is_address(text) {
                let message = format!("`base_url` is `{text}`, which is not {wanted}");
                let hint =
                    "Links are made with it all the same, but feeds and the sitemap need whole addresses";
                keys.report(Severity::Warning, entry.value.span.start, message, hint);
            }
            text.clone()
        }
        Data::Text(_)
        | Data::Null
        | Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Date(_)
        | Data::List(_)
        | Data::Table(_) => {
            keys.wrong(&entry, wanted);
            String::new()
        }
    }
}

/// Says whether a base leads somewhere: a whole address, or the top of wherever the site will be.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    text == "/" || host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
}

fn taxonomies(keys: &mut Keys<'_, '_>) -> Vec<(Option<String>, Taxonomy)> {
    let Some(entry) = keys.take("taxonomies") else { return Vec::new() };
    let Data::List(items) = entry.value.data else {
        keys.wrong(&entry, "a list such as [{name = \"tags\"}]");
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items {
        match item.data {
            Data::Table(table) => found.extend(taxonomy(keys, table, item.span.start)),
            Data::Text(name) => found.push((None, Taxonomy::named(name))),
            Data::Null
            | Data::Bool(_)
            | Data::Integer(_)
            | Data::Float(_)
            | Data::Date(_)
            | Data::List(_) => {
                let message =
                    format!("a taxonomy cannot be used: it is {}, not {{name = \"…\"}}", item.kind());
                keys.report(Severity::Error, item.span.start, message, "Write it as {name = \"tags\"}");
            }
        }
    }
    found
}

fn taxonomy(keys: &mut Keys<'_, '_>, table: Table, offset: usize) -> Option<(Option<String>, Taxonomy)> {
    let mut inner = keys.inner(table);
    let Some(name) = inner.text("name") else {
        inner.report(
            Severity::Error,
            offset,
            "a taxonomy has no name".into(),
            "Write it as {name = \"tags\"}",
        );
        return None;
    };
    let taxonomy = Taxonomy {
        name,
        paginate_by: inner.count("paginate_by").filter(|&count| count > 0),
        paginate_path: inner.text("paginate_path"),
        render: inner.flag("render", true),
        feed: former::taxonomy_feed(&mut inner),
    };
    let language = if inner.contains("lang") { inner.text("lang") } else { None };
    inner.finish("a taxonomy");
    Some((language, taxonomy))
}

impl Taxonomy {
    fn named(name: String) -> Self {
        Self { name, paginate_by: None, paginate_path: None, render: true, feed: false }
    }
}

fn languages(keys: &mut Keys<'_, '_>, config: &mut Config) {
    let Some(entry) = keys.take("languages") else { return };
    let is_list = matches!(entry.value.data, Data::List(_));
    let tables = language_tables(keys, entry);
    config.listed_languages = is_list.then(|| tables.iter().map(|(code, _)| code.clone()).collect());
    for (code, table) in tables {
        let mut inner = keys.inner(table);
        let language = Language {
            title: inner.text("title"),
            description: inner.text("description"),
            feed_filenames: former::feed_filenames(&mut inner),
            generate_feeds: former::language_feeds(&mut inner),
            taxonomies: taxonomies(&mut inner).into_iter().map(|(_, taxonomy)| taxonomy).collect(),
            build_search_index: former::search_index(&mut inner),
            search: search(&mut inner, &config.search),
            translations: inner.words("translations"),
        };
        inner.finish("a language");
        if code == config.default_language {
            config.take_own_language(&language);
        }
        config.languages.insert(code, language);
    }
}

impl Config {
    /// Takes what the site says of its default language under that language: it counts as if it stood at the top,
    /// where what is said already stays.
    fn take_own_language(&mut self, own: &Language) {
        self.title = self.title.take().or_else(|| own.title.clone());
        self.description = self.description.take().or_else(|| own.description.clone());
        self.generate_feeds |= own.generate_feeds;
        if self.feed_filenames == Self::default().feed_filenames {
            self.feed_filenames.clone_from(&own.feed_filenames);
        }
        self.taxonomies.clone_from(&own.taxonomies);
        self.build_search_index |= own.build_search_index;
        self.search = own.search.clone();
        for (key, word) in &own.translations {
            self.translations.entry(key.clone()).or_insert_with(|| word.clone());
        }
    }
}

/// Languages are tables by code; long ago they were a list of tables with a `code` each.
fn language_tables(keys: &mut Keys<'_, '_>, entry: Entry) -> Vec<(String, Table)> {
    let as_pair = |table: Table| {
        let code = table.get("code").and_then(|entry| crate::tree::as_text(&entry.value))?;
        let entries = table.entries.into_iter().filter(|entry| entry.key != "code").collect();
        Some((code, Table { entries }))
    };
    match entry.value.data {
        Data::Table(table) => {
            let mut tables = Vec::new();
            for entry in table.entries {
                match entry.value.data {
                    Data::Table(table) => tables.push((entry.key, table)),
                    Data::Null
                    | Data::Bool(_)
                    | Data::Integer(_)
                    | Data::Float(_)
                    | Data::Text(_)
                    | Data::Date(_)
                    | Data::List(_) => keys.wrong(&entry, "a group of values, such as [languages.fr]"),
                }
            }
            tables
        }
        Data::List(items) => items
            .into_iter()
            .filter_map(|item| if let Data::Table(table) = item.data { as_pair(table) } else { None })
            .collect(),
        Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::Text(_) | Data::Date(_) => {
            keys.wrong(&entry, "a group of values, such as [languages.fr]");
            Vec::new()
        }
    }
}

/// Reads what a search index holds. What a language does not say is as in the site's own.
fn search(keys: &mut Keys<'_, '_>, otherwise: &Search) -> Search {
    let table = keys.table("search").unwrap_or_default();
    let mut inner = keys.inner(table);
    let search = Search {
        include_title: inner.flag("include_title", otherwise.include_title),
        include_description: inner.flag("include_description", otherwise.include_description),
        include_date: inner.flag("include_date", otherwise.include_date),
        include_path: inner.flag("include_path", otherwise.include_path),
        include_content: inner.flag("include_content", otherwise.include_content),
        truncate_content_length: inner.count("truncate_content_length").or(otherwise.truncate_content_length),
        index_format: inner.choice("index_format", IndexFormat::WORDS).unwrap_or(otherwise.index_format),
    };
    inner.finish("[search]");
    search
}

fn slugify(keys: &mut Keys<'_, '_>) -> Slugify {
    let former = former::slugify_paths(keys);
    let table = keys.table("slugify").unwrap_or_default();
    let mut inner = keys.inner(table);
    let slugify = Slugify {
        paths: inner.choice("paths", SlugStrategy::WORDS).unwrap_or(former),
        taxonomies: inner.choice("taxonomies", SlugStrategy::WORDS).unwrap_or_default(),
        anchors: inner.choice("anchors", SlugStrategy::WORDS).unwrap_or_default(),
        paths_keep_dates: inner.flag("paths_keep_dates", false),
    };
    inner.finish("[slugify]");
    slugify
}

fn link_checker(keys: &mut Keys<'_, '_>) -> LinkChecker {
    let table = keys.table("link_checker").unwrap_or_default();
    let mut inner = keys.inner(table);
    for name in ["skip_prefixes", "skip_anchor_prefixes", "external_level"] {
        if let Some(offset) = inner.offset(name) {
            let message =
                format!("`{name}` is about links that leave the site, and Galley does not try those");
            inner.report(Severity::Note, offset, message, "Links inside the site are always checked");
        }
    }
    let checker = LinkChecker {
        skip_prefixes: inner.texts("skip_prefixes").unwrap_or_default(),
        skip_anchor_prefixes: inner.texts("skip_anchor_prefixes").unwrap_or_default(),
        internal_level: inner.choice("internal_level", LinkLevel::WORDS).unwrap_or_default(),
        external_level: inner.choice("external_level", LinkLevel::WORDS).unwrap_or_default(),
    };
    inner.finish("[link_checker]");
    checker
}

fn markdown(keys: &mut Keys<'_, '_>, top: FormerHighlighting) -> Markdown {
    let table = keys.table("markdown").unwrap_or_default();
    let mut inner = keys.inner(table);
    let former = former::highlighting(&mut inner);
    let is_former = former.is_there || top.is_there;
    let highlighting = highlighting(&mut inner);
    let markdown = Markdown {
        names_languages: is_former && highlighting.is_none(),
        render_emoji: inner.flag("render_emoji", false),
        external_links_class: inner.text("external_links_class").filter(|class| !class.is_empty()),
        external_links_target_blank: inner.flag("external_links_target_blank", false),
        external_links_no_follow: inner.flag("external_links_no_follow", false),
        external_links_no_referrer: inner.flag("external_links_no_referrer", false),
        external_links_external: inner.flag("external_links_external", true),
        smart_punctuation: inner.flag("smart_punctuation", false),
        definition_list: inner.flag("definition_list", false),
        lazy_async_image: inner.flag("lazy_async_image", false),
        bottom_footnotes: inner.flag("bottom_footnotes", false),
        github_alerts: inner.flag("github_alerts", false),
        insert_anchor_links: inner.choice("insert_anchor_links", AnchorLinks::WORDS).unwrap_or_default(),
        highlighting: highlighting.or_else(|| former.into_highlighting()).or_else(|| top.into_highlighting()),
    };
    inner.finish("[markdown]");
    markdown
}

fn highlighting(keys: &mut Keys<'_, '_>) -> Option<Highlighting> {
    let entry = keys.take("highlighting")?;
    let offset = entry.key_span.start;
    let Data::Table(table) = entry.value.data else {
        keys.wrong(&entry, "a group of values");
        return None;
    };
    let mut inner = keys.inner(table);
    let one = inner.text("theme");
    let theme = match (one, inner.text("light_theme"), inner.text("dark_theme")) {
        (_, Some(light), Some(dark)) => Some(HighlightTheme::Dual { light, dark }),
        (Some(name), None, _)
        | (Some(name), _, None)
        | (None, Some(name), None)
        | (None, None, Some(name)) => Some(HighlightTheme::Single(name)),
        (None, None, None) => None,
    };
    if theme.is_none() {
        let hint = "Write theme = \"github-dark\", or light_theme and dark_theme";
        inner.report(
            Severity::Error,
            offset,
            "the colours of code have no theme, so code stays plain".into(),
            hint,
        );
    }
    let error_on_missing_language = inner.flag("error_on_missing_language", false);
    let style = inner.choice("style", HighlightStyle::WORDS).unwrap_or_default();
    let extra_grammars = inner.texts("extra_grammars").unwrap_or_default();
    let extra_themes = inner.texts("extra_themes").unwrap_or_default();
    let data_attr_position = inner.choice("data_attr_position", DataAttributes::WORDS).unwrap_or_default();
    inner.finish("[markdown.highlighting]");
    let theme = theme?;
    Some(Highlighting {
        error_on_missing_language,
        style,
        theme,
        extra_grammars,
        extra_themes,
        data_attr_position,
    })
}
