//! Keys that configs had in earlier versions. They are understood, with a note that says how they are written now.

use std::collections::BTreeMap;

use super::{DataAttributes, HighlightStyle, HighlightTheme, Highlighting};
use crate::diagnostic::Severity;
use crate::slug::SlugStrategy;
use crate::tree::{Data, Entry, Keys, Node, Table, as_text};

/// Words for `trans`, by key.
type Words = BTreeMap<String, String>;

/// How code was coloured before `[markdown.highlighting]`.
#[derive(Default)]
pub(super) struct FormerHighlighting {
    /// Says whether any of it is there.
    pub(super) is_there: bool,
    is_on: bool,
    theme: Option<String>,
    extra_grammars: Vec<String>,
    /// Folders with grammars and themes.
    both: Vec<String>,
    /// Themes, each with the style sheet to make of it.
    style_sheets: Vec<(String, String)>,
}

const FORMER_THEME: &str = "base16-ocean-dark";

/// Reads `generate_feeds`, once `generate_feed`, before that `generate_rss`.
pub(super) fn generate_feeds(keys: &mut Keys<'_, '_>) -> bool {
    let rss =
        is_there(keys, "generate_rss", "Write `generate_feeds` instead") && keys.flag("generate_rss", false);
    let feed = is_there(keys, "generate_feed", "Write `generate_feeds` instead")
        && keys.flag("generate_feed", false);
    keys.flag("generate_feeds", feed || rss)
}

/// Reads `feed_filenames`, once the one `feed_filename`. Before that, what `generate_rss` made was `rss.xml`.
pub(super) fn feed_filenames(keys: &mut Keys<'_, '_>) -> Vec<String> {
    let hint = "Write `feed_filenames` with a list instead";
    let one = if is_there(keys, "feed_filename", hint) { keys.text("feed_filename") } else { None };
    let names = keys.texts("feed_filenames").or_else(|| one.map(|name| vec![name]));
    let otherwise = if keys.contains("generate_rss") { "rss.xml" } else { "atom.xml" };
    names.unwrap_or_else(|| vec![otherwise.into()])
}

/// Reads `feed_limit`, once `rss_limit`.
pub(super) fn feed_limit(keys: &mut Keys<'_, '_>) -> Option<usize> {
    let rss = if is_there(keys, "rss_limit", "Write `feed_limit` instead") {
        keys.count("rss_limit")
    } else {
        None
    };
    keys.count("feed_limit").or(rss)
}

/// Reads `slugify_paths`, which was true or false before there was `[slugify]`.
pub(super) fn slugify_paths(keys: &mut Keys<'_, '_>) -> SlugStrategy {
    let hint = "Write `paths` below [slugify] instead";
    let is_on = !is_there(keys, "slugify_paths", hint) || keys.flag("slugify_paths", true);
    if is_on { SlugStrategy::On } else { SlugStrategy::Off }
}

/// Reads a language's `generate_feeds`; it was `rss`, and then `feed`, while languages were a list.
pub(super) fn language_feeds(keys: &mut Keys<'_, '_>) -> bool {
    let mut former = |name| is_there(keys, name, "Write `generate_feeds` instead") && keys.flag(name, false);
    let (rss, feed) = (former("rss"), former("feed"));
    generate_feeds(keys) || rss || feed
}

/// Reads a taxonomy's `feed`, once `rss`.
pub(super) fn taxonomy_feed(keys: &mut Keys<'_, '_>) -> bool {
    let rss = is_there(keys, "rss", "Write `feed` instead") && keys.flag("rss", false);
    keys.flag("feed", rss)
}

/// Reads the words of the default language. Those of others stood beside them once, in tables by language.
pub(super) fn translations(keys: &mut Keys<'_, '_>) -> (Words, BTreeMap<String, Words>) {
    let Some(table) = keys.table("translations") else { return Default::default() };
    let (nested, own) =
        table.entries.into_iter().partition(|entry| matches!(entry.value.data, Data::Table(_)));
    let own = keys.words_of(Table { entries: own });
    let mut others = BTreeMap::new();
    for entry in nested as Vec<Entry> {
        let message =
            format!("words for `{}` stand where an earlier version had them; they are read", entry.key);
        let hint = format!("Write them below [languages.{}.translations] instead", entry.key);
        keys.report(Severity::Note, entry.key_span.start, message, hint);
        if let Data::Table(table) = entry.value.data {
            others.insert(entry.key, keys.words_of(table));
        }
    }
    (own, others)
}

/// Reads a language's `build_search_index`; `search = true` is what it was before `search` became a table.
pub(super) fn search_index(keys: &mut Keys<'_, '_>) -> bool {
    let is_flag = keys.peek("search").is_some_and(crate::tree::is_flag);
    let former = is_flag
        && is_there(keys, "search", "Write `build_search_index` instead")
        && keys.flag("search", false);
    keys.flag("build_search_index", former)
}

/// Reads `highlight_code` and what belonged to it.
pub(super) fn highlighting(keys: &mut Keys<'_, '_>) -> FormerHighlighting {
    let hint = "Colours of code are set under [markdown.highlighting]";
    let names = ["highlight_code", "highlight_theme", "highlight_themes_css"];
    let is_any_there = names.iter().any(|name| keys.offset(name).is_some());
    let is_on = is_there(keys, "highlight_code", hint) && keys.flag("highlight_code", false);
    let theme = if is_there(keys, "highlight_theme", hint) { keys.text("highlight_theme") } else { None };
    let style_sheets =
        if is_there(keys, "highlight_themes_css", hint) { style_sheets(keys) } else { Vec::new() };
    let extra_grammars =
        if is_there(keys, "extra_syntaxes", hint) { keys.texts("extra_syntaxes") } else { None }
            .unwrap_or_default();
    let both = if is_there(keys, "extra_syntaxes_and_themes", hint) {
        keys.texts("extra_syntaxes_and_themes")
    } else {
        None
    };
    FormerHighlighting {
        is_there: is_any_there,
        is_on,
        theme,
        extra_grammars,
        both: both.unwrap_or_default(),
        style_sheets,
    }
}

/// Reads `highlight_themes_css = [{theme = "…", filename = "…"}]`.
fn style_sheets(keys: &mut Keys<'_, '_>) -> Vec<(String, String)> {
    let Some(entry) = keys.take("highlight_themes_css") else { return Vec::new() };
    let Data::List(items) = &entry.value.data else {
        keys.wrong(&entry, "a list such as [{theme = \"nord\", filename = \"code.css\"}]");
        return Vec::new();
    };
    let style_sheet = |item: &Node| {
        let Data::Table(table) = &item.data else { return None };
        let text = |name| table.get(name).and_then(|entry| as_text(&entry.value));
        Some((text("theme")?, text("filename")?))
    };
    items.iter().filter_map(style_sheet).collect()
}

impl FormerHighlighting {
    pub(super) fn into_highlighting(self) -> Option<Highlighting> {
        let (style, theme) = match self.theme.as_deref() {
            Some("css") => (HighlightStyle::Class, HighlightTheme::Classes(self.style_sheets)),
            named => (HighlightStyle::Inline, HighlightTheme::Single(named.unwrap_or(FORMER_THEME).into())),
        };
        self.is_on.then(|| Highlighting {
            error_on_missing_language: false,
            style,
            theme,
            extra_grammars: [self.extra_grammars, self.both.clone()].concat(),
            extra_themes: self.both,
            data_attr_position: DataAttributes::default(),
        })
    }
}

/// Says whether a former key is there, and notes it.
fn is_there(keys: &mut Keys<'_, '_>, name: &str, hint: &str) -> bool {
    let Some(offset) = keys.offset(name) else { return false };
    let message = format!("`{name}` is a name from an earlier version; it is understood all the same");
    keys.report(Severity::Note, offset, message, hint);
    true
}
