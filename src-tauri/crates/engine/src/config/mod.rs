//! The site's own settings: `zola.toml` (or `config.toml`), the theme's defaults, and `galley.toml`.

use std::collections::BTreeMap;

use tera::Map;

use crate::slug::Slugify;

mod former;
mod read;
mod site_options;
mod template_value;
mod words;

pub use site_options::SiteOptions;

/// What the site's config says, with the documented default for everything it does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The address of the finished site as its author wrote it: templates may rely on the slash at its end.
    pub base_url: String,
    /// The site's title.
    pub title: Option<String>,
    /// The site's description.
    pub description: Option<String>,
    /// The author of pages that name none.
    pub author: Option<String>,
    /// The theme's name: a folder below `themes/`.
    pub theme: Option<String>,
    /// The code of the language of files that name none.
    pub default_language: String,
    /// The other languages, by code.
    pub languages: BTreeMap<String, Language>,
    /// Their codes in the order of the author, where they are a list as they were before they were tables: templates of
    /// that time go through such a list.
    pub listed_languages: Option<Vec<String>>,
    /// The words of the default language for `trans`, by key.
    pub translations: BTreeMap<String, String>,
    /// The taxonomies of the default language.
    pub taxonomies: Vec<Taxonomy>,
    /// A folder that all taxonomies are put into.
    pub taxonomy_root: Option<String>,
    /// Says whether the site has feeds.
    pub generate_feeds: bool,
    /// How many pages a feed holds; none for all.
    pub feed_limit: Option<usize>,
    /// The feeds' file names, which name their templates too.
    pub feed_filenames: Vec<String>,
    /// Says whether `sitemap.xml` is made.
    pub generate_sitemap: bool,
    /// Says whether `robots.txt` is made.
    pub generate_robots_txt: bool,
    /// Which paginated pages the sitemap leaves out.
    pub exclude_paginated_pages_in_sitemap: ExcludePaginated,
    /// Says whether a search index is made for the default language.
    pub build_search_index: bool,
    /// What the search index holds.
    pub search: Search,
    /// Says whether `sass/` is compiled.
    pub compile_sass: bool,
    /// Says whether HTML is made smaller.
    pub minify_html: bool,
    /// Globs of files below `content/` that are left out.
    pub ignored_content: Vec<String>,
    /// Globs of files below `static/` that are left out.
    pub ignored_static: Vec<String>,
    /// Globs of content files whose text is never a template.
    pub skip_content_templating: Vec<String>,
    /// The folder that the command line writes to unless told otherwise.
    pub output_dir: String,
    /// Says whether dot files of the output folder are kept.
    pub preserve_dotfiles_in_output: bool,
    /// Says whether static files may be hard-linked into the output.
    pub hard_link_static: bool,
    /// How names become parts of addresses.
    pub slugify: Slugify,
    /// How Markdown is read and written.
    pub markdown: Markdown,
    /// How links are checked.
    pub link_checker: LinkChecker,
    /// The site's own values, with the theme's defaults below them.
    pub extra: Map,
}

/// A taxonomy, such as tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// Its name, as pages write it.
    pub name: String,
    /// How many pages one page of a term lists; none for all.
    pub paginate_by: Option<usize>,
    /// The part of the address before the page number; none for `page`.
    pub paginate_path: Option<String>,
    /// Says whether its pages are made.
    pub render: bool,
    /// Says whether each term has a feed.
    pub feed: bool,
}

/// What a language other than the default one has of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    /// The site's title in this language.
    pub title: Option<String>,
    /// The site's description in this language.
    pub description: Option<String>,
    /// Says whether the language has feeds.
    pub generate_feeds: bool,
    /// The feeds' file names.
    pub feed_filenames: Vec<String>,
    /// The taxonomies of the language.
    pub taxonomies: Vec<Taxonomy>,
    /// Says whether a search index is made for the language.
    pub build_search_index: bool,
    /// What its search index holds.
    pub search: Search,
    /// The words of the language for `trans`, by key.
    pub translations: BTreeMap<String, String>,
}

/// What a search index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Says whether titles are in it.
    pub include_title: bool,
    /// Says whether descriptions are in it.
    pub include_description: bool,
    /// Says whether dates are in it.
    pub include_date: bool,
    /// Says whether paths are in it.
    pub include_path: bool,
    /// Says whether the text is in it.
    pub include_content: bool,
    /// How many characters of the text are in it; none for all.
    pub truncate_content_length: Option<usize>,
    /// Its kind of file.
    pub index_format: IndexFormat,
}

/// A kind of search index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IndexFormat {
    /// A script for elasticlunr.
    #[default]
    ElasticlunrJavascript,
    /// JSON for elasticlunr.
    ElasticlunrJson,
    /// A script for Fuse.
    FuseJavascript,
    /// JSON for Fuse.
    FuseJson,
}

/// Which paginated pages a sitemap leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExcludePaginated {
    /// None is left out.
    #[default]
    None,
    /// All are left out.
    All,
}

/// How Markdown is read and written.
#[derive(Debug, Clone, PartialEq)]
pub struct Markdown {
    /// Says whether blocks of code name their language on both elements, and as a class: scripts and style sheets look
    /// for that where the settings are those of an earlier version.
    pub names_languages: bool,
    /// Says whether `:smile:` becomes a picture character.
    pub render_emoji: bool,
    /// The class of links that leave the site.
    pub external_links_class: Option<String>,
    /// Says whether links that leave the site open in a new tab.
    pub external_links_target_blank: bool,
    /// Says whether links that leave the site get `nofollow`.
    pub external_links_no_follow: bool,
    /// Says whether links that leave the site get `noreferrer`.
    pub external_links_no_referrer: bool,
    /// Says whether links that leave the site get `external`.
    pub external_links_external: bool,
    /// Says whether quotes, dashes and dots become typographic.
    pub smart_punctuation: bool,
    /// Says whether definition lists are read.
    pub definition_list: bool,
    /// Says whether images load late.
    pub lazy_async_image: bool,
    /// Says whether footnotes stand at the end, with links back.
    pub bottom_footnotes: bool,
    /// Says whether `> [!NOTE]` makes an alert.
    pub github_alerts: bool,
    /// Where headings get a link to themselves.
    pub insert_anchor_links: AnchorLinks,
    /// How code is coloured; none for not at all.
    pub highlighting: Option<Highlighting>,
}

/// Where a heading's link to itself goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnchorLinks {
    /// Nowhere.
    #[default]
    None,
    /// Before the heading's text.
    Left,
    /// After the heading's text.
    Right,
    /// Around the heading's text.
    Heading,
}

/// How code is coloured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlighting {
    /// Says whether an unknown language is an error.
    pub error_on_missing_language: bool,
    /// Colours in the HTML, or classes.
    pub style: HighlightStyle,
    /// The one theme, or the two for light and dark.
    pub theme: HighlightTheme,
    /// Files with further grammars.
    pub extra_grammars: Vec<String>,
    /// Files with further themes.
    pub extra_themes: Vec<String>,
    /// Which element of a code block carries its data attributes.
    pub data_attr_position: DataAttributes,
}

/// The style sheet of a site whose code has the same colours in light and dark.
pub(crate) const ONE_SHEET: &str = "giallo.css";
/// The style sheet for light pages, where there are two.
pub(crate) const LIGHT_SHEET: &str = "giallo-light.css";
/// The style sheet for dark pages.
pub(crate) const DARK_SHEET: &str = "giallo-dark.css";

/// How colours are written into the HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HighlightStyle {
    /// As style attributes.
    #[default]
    Inline,
    /// As classes.
    Class,
}

/// The colours of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HighlightTheme {
    /// The same colours in light and dark.
    Single(String),
    /// Colours for light and colours for dark.
    Dual {
        /// For light pages.
        light: String,
        /// For dark pages.
        dark: String,
    },
    /// No colours: classes say what a piece of code is, and style sheets of the site give them their looks, as
    /// `highlight_theme = "css"` had it. Each of these is a theme and the style sheet to make of it.
    Classes(Vec<(String, String)>),
}

/// Which element of a code block carries its data attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataAttributes {
    /// The `code` element.
    #[default]
    Code,
    /// The `pre` element.
    Pre,
    /// Both.
    Both,
    /// Neither.
    None,
}

/// How links are checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkChecker {
    /// Addresses that start with one of these are not tried.
    pub skip_prefixes: Vec<String>,
    /// Anchors of addresses that start with one of these are not looked for.
    pub skip_anchor_prefixes: Vec<String>,
    /// How bad a broken link inside the site is.
    pub internal_level: LinkLevel,
    /// How bad a broken link to elsewhere is.
    pub external_level: LinkLevel,
}

/// How bad a broken link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkLevel {
    /// An error.
    #[default]
    Error,
    /// A warning.
    Warn,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            title: None,
            description: None,
            author: None,
            theme: None,
            default_language: "en".into(),
            languages: BTreeMap::new(),
            listed_languages: None,
            translations: BTreeMap::new(),
            taxonomies: Vec::new(),
            taxonomy_root: None,
            generate_feeds: false,
            feed_limit: None,
            feed_filenames: vec!["atom.xml".into()],
            generate_sitemap: true,
            generate_robots_txt: true,
            exclude_paginated_pages_in_sitemap: ExcludePaginated::None,
            build_search_index: false,
            search: Search::default(),
            compile_sass: false,
            minify_html: false,
            ignored_content: Vec::new(),
            ignored_static: Vec::new(),
            skip_content_templating: Vec::new(),
            output_dir: "public".into(),
            preserve_dotfiles_in_output: false,
            hard_link_static: false,
            slugify: Slugify::default(),
            markdown: Markdown::default(),
            link_checker: LinkChecker::default(),
            extra: Map::new(),
        }
    }
}

impl Default for Language {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            generate_feeds: false,
            feed_filenames: vec!["atom.xml".into()],
            taxonomies: Vec::new(),
            build_search_index: false,
            search: Search::default(),
            translations: BTreeMap::new(),
        }
    }
}

impl Default for Search {
    fn default() -> Self {
        Self {
            include_title: true,
            include_description: false,
            include_date: false,
            include_path: false,
            include_content: true,
            truncate_content_length: None,
            index_format: IndexFormat::default(),
        }
    }
}

impl Default for Markdown {
    fn default() -> Self {
        Self {
            names_languages: false,
            render_emoji: false,
            external_links_class: None,
            external_links_target_blank: false,
            external_links_no_follow: false,
            external_links_no_referrer: false,
            external_links_external: true,
            smart_punctuation: false,
            definition_list: false,
            lazy_async_image: false,
            bottom_footnotes: false,
            github_alerts: false,
            insert_anchor_links: AnchorLinks::None,
            highlighting: None,
        }
    }
}

#[cfg(test)]
mod tests;
