//! The config as templates see it, under Zola's documented names.

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::{
    Config, DARK_SHEET, HighlightStyle, HighlightTheme, Highlighting, LIGHT_SHEET, Language, LinkChecker,
    Markdown, ONE_SHEET, Search, Taxonomy,
};
use crate::slug::{Slugify, slugify};

impl Config {
    /// Writes the config for templates. Names that older themes read are there too.
    pub fn to_value(&self) -> Value {
        let first_feed = self.feed_filenames.first().map_or("atom.xml", String::as_str);
        table([
            ("base_url", self.base_url.as_str().into()),
            ("mode", "build".into()),
            ("title", optional(&self.title)),
            ("description", optional(&self.description)),
            ("author", optional(&self.author)),
            ("theme", optional(&self.theme)),
            ("default_language", self.default_language.as_str().into()),
            ("languages", self.languages_value()),
            ("translations", words(&self.translations)),
            ("taxonomies", list(&self.taxonomies, |taxonomy| taxonomy.to_value(self.slugify))),
            ("taxonomy_root", optional(&self.taxonomy_root)),
            ("generate_feeds", self.generate_feeds.into()),
            ("generate_feed", self.generate_feeds.into()),
            (
                "generate_rss",
                (self.generate_feeds && self.feed_filenames.iter().any(|name| name == "rss.xml")).into(),
            ),
            ("feed_limit", number(self.feed_limit)),
            ("feed_filenames", texts(&self.feed_filenames)),
            ("feed_filename", first_feed.into()),
            ("generate_sitemap", self.generate_sitemap.into()),
            ("generate_robots_txt", self.generate_robots_txt.into()),
            ("exclude_paginated_pages_in_sitemap", self.exclude_paginated_pages_in_sitemap.word().into()),
            ("build_search_index", self.build_search_index.into()),
            ("search", self.search.to_value()),
            ("compile_sass", self.compile_sass.into()),
            ("minify_html", self.minify_html.into()),
            ("ignored_content", texts(&self.ignored_content)),
            ("ignored_static", texts(&self.ignored_static)),
            ("skip_content_templating", texts(&self.skip_content_templating)),
            ("output_dir", self.output_dir.as_str().into()),
            ("preserve_dotfiles_in_output", self.preserve_dotfiles_in_output.into()),
            ("hard_link_static", self.hard_link_static.into()),
            ("slugify", self.slugify.to_value()),
            ("highlight_code", self.markdown.highlighting.is_some().into()),
            (
                "highlight_theme",
                self.markdown.highlighting.as_ref().map_or_else(Value::none, Highlighting::former_theme),
            ),
            ("markdown", self.markdown.to_value()),
            ("link_checker", self.link_checker.to_value()),
            ("extra", self.extra.clone().into()),
        ])
    }

    fn languages_value(&self) -> Value {
        let Some(codes) = &self.listed_languages else {
            return by_name(&self.languages, |language| language.to_value(self.slugify));
        };
        let former = |code: &String| {
            let language = self.languages.get(code)?;
            Some(table([
                ("code", code.as_str().into()),
                ("feed", language.generate_feeds.into()),
                ("rss", language.generate_feeds.into()),
                ("search", language.build_search_index.into()),
            ]))
        };
        Value::from(codes.iter().filter_map(former).collect::<Vec<_>>())
    }
}

fn table<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    Value::from(entries.into_iter().map(|(name, value)| (name.into(), value)).collect::<Map>())
}

fn optional(text: &Option<String>) -> Value {
    text.as_deref().map_or_else(Value::none, Value::from)
}

fn number(count: Option<usize>) -> Value {
    count.map_or_else(Value::none, Value::from)
}

fn texts(texts: &[String]) -> Value {
    list(texts, |text| Value::from(text.as_str()))
}

fn list<T>(items: &[T], to_value: impl Fn(&T) -> Value) -> Value {
    Value::from(items.iter().map(to_value).collect::<Vec<_>>())
}

fn words(words: &BTreeMap<String, String>) -> Value {
    by_name(words, |word| Value::from(word.as_str()))
}

fn by_name<T>(entries: &BTreeMap<String, T>, to_value: impl Fn(&T) -> Value) -> Value {
    Value::from(entries.iter().map(|(name, entry)| (name.clone().into(), to_value(entry))).collect::<Map>())
}

impl Taxonomy {
    /// Writes the taxonomy for templates.
    fn to_value(&self, addresses: Slugify) -> Value {
        table([
            ("name", self.name.as_str().into()),
            ("slug", slugify(&self.name, addresses.taxonomies).into()),
            ("paginate_by", number(self.paginate_by)),
            ("paginate_path", optional(&self.paginate_path)),
            ("render", self.render.into()),
            ("feed", self.feed.into()),
        ])
    }
}

impl Language {
    fn to_value(&self, addresses: Slugify) -> Value {
        table([
            ("title", optional(&self.title)),
            ("description", optional(&self.description)),
            ("generate_feeds", self.generate_feeds.into()),
            ("generate_feed", self.generate_feeds.into()),
            ("feed_filenames", texts(&self.feed_filenames)),
            ("taxonomies", list(&self.taxonomies, |taxonomy| taxonomy.to_value(addresses))),
            ("build_search_index", self.build_search_index.into()),
            ("search", self.search.to_value()),
            ("translations", words(&self.translations)),
        ])
    }
}

impl Search {
    fn to_value(&self) -> Value {
        table([
            ("include_title", self.include_title.into()),
            ("include_description", self.include_description.into()),
            ("include_date", self.include_date.into()),
            ("include_path", self.include_path.into()),
            ("include_content", self.include_content.into()),
            ("truncate_content_length", number(self.truncate_content_length)),
            ("index_format", self.index_format.word().into()),
        ])
    }
}

impl Slugify {
    fn to_value(self) -> Value {
        table([
            ("paths", self.paths.word().into()),
            ("taxonomies", self.taxonomies.word().into()),
            ("anchors", self.anchors.word().into()),
            ("paths_keep_dates", self.paths_keep_dates.into()),
        ])
    }
}

impl Markdown {
    fn to_value(&self) -> Value {
        let highlighting = self.highlighting.as_ref().map_or_else(Value::none, Highlighting::to_value);
        table([
            ("render_emoji", self.render_emoji.into()),
            ("external_links_class", optional(&self.external_links_class)),
            ("external_links_target_blank", self.external_links_target_blank.into()),
            ("external_links_no_follow", self.external_links_no_follow.into()),
            ("external_links_no_referrer", self.external_links_no_referrer.into()),
            ("external_links_external", self.external_links_external.into()),
            ("smart_punctuation", self.smart_punctuation.into()),
            ("definition_list", self.definition_list.into()),
            ("lazy_async_image", self.lazy_async_image.into()),
            ("bottom_footnotes", self.bottom_footnotes.into()),
            ("github_alerts", self.github_alerts.into()),
            ("insert_anchor_links", self.insert_anchor_links.word().into()),
            ("highlight_code", self.highlighting.is_some().into()),
            (
                "highlight_theme",
                self.highlighting.as_ref().map_or_else(Value::none, Highlighting::former_theme),
            ),
            (
                "highlight_themes_css",
                self.highlighting.as_ref().map_or_else(|| texts(&[]), Highlighting::former_style_sheets),
            ),
            ("highlighting", highlighting),
        ])
    }
}

impl Highlighting {
    /// Gives `highlight_theme` as it was before `[markdown.highlighting]`, when classes were a theme too.
    fn former_theme(&self) -> Value {
        match (self.style, &self.theme) {
            (HighlightStyle::Class, _) | (HighlightStyle::Inline, HighlightTheme::Classes(_)) => {
                Value::from("css")
            }
            (
                HighlightStyle::Inline,
                HighlightTheme::Single(name) | HighlightTheme::Dual { light: name, .. },
            ) => Value::from(name.as_str()),
        }
    }

    /// Gives `highlight_themes_css` as it was then: the style sheets, each with its theme.
    fn former_style_sheets(&self) -> Value {
        let sheet = |theme: &str, name: &str| table([("theme", theme.into()), ("filename", name.into())]);
        let sheets = match (self.style, &self.theme) {
            (_, HighlightTheme::Classes(sheets)) => {
                sheets.iter().map(|(theme, name)| sheet(theme, name)).collect()
            }
            (HighlightStyle::Inline, _) => Vec::new(),
            (HighlightStyle::Class, HighlightTheme::Single(theme)) => vec![sheet(theme, ONE_SHEET)],
            (HighlightStyle::Class, HighlightTheme::Dual { light, dark }) => {
                vec![sheet(light, LIGHT_SHEET), sheet(dark, DARK_SHEET)]
            }
        };
        sheets.into()
    }

    fn to_value(&self) -> Value {
        let (one, light, dark) = match &self.theme {
            HighlightTheme::Single(name) => (Value::from(name.as_str()), Value::none(), Value::none()),
            HighlightTheme::Classes(_) => (Value::from("css"), Value::none(), Value::none()),
            HighlightTheme::Dual { light, dark } => {
                (Value::none(), Value::from(light.as_str()), Value::from(dark.as_str()))
            }
        };
        table([
            ("error_on_missing_language", self.error_on_missing_language.into()),
            ("style", self.style.word().into()),
            ("theme", one),
            ("light_theme", light),
            ("dark_theme", dark),
            ("extra_grammars", texts(&self.extra_grammars)),
            ("extra_themes", texts(&self.extra_themes)),
            ("data_attr_position", self.data_attr_position.word().into()),
        ])
    }
}

impl LinkChecker {
    fn to_value(&self) -> Value {
        table([
            ("skip_prefixes", texts(&self.skip_prefixes)),
            ("skip_anchor_prefixes", texts(&self.skip_anchor_prefixes)),
            ("internal_level", self.internal_level.word().into()),
            ("external_level", self.external_level.word().into()),
        ])
    }
}
