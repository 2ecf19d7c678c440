//! The typed headers of pages and sections.

use std::collections::BTreeMap;

use tera::Map;

use crate::config::AnchorLinks;
use crate::date::Date;

/// What the header of a page says, with the documented default for everything it does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct PageHeader {
    /// The title.
    pub title: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// When the page was first published.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Its place among its neighbours: heavier comes later.
    pub weight: Option<i64>,
    /// Says whether the page is kept back.
    pub draft: bool,
    /// Says whether the page has a file of its own.
    pub render: bool,
    /// The last part of the address, instead of the file name.
    pub slug: Option<String>,
    /// The whole address, instead of the place of the file; without a slash at the start.
    pub path: Option<String>,
    /// Earlier addresses, which lead here.
    pub aliases: Vec<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The terms, by taxonomy.
    pub taxonomies: BTreeMap<String, Vec<String>>,
    /// Says whether the page is in the search index.
    pub in_search_index: bool,
    /// The template, instead of the section's choice or `page.html`.
    pub template: Option<String>,
    /// The page's own values.
    pub extra: Map,
}

/// What the header of a section says, with the documented default for everything it does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionHeader {
    /// The title.
    pub title: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Its place among its neighbours: heavier comes later.
    pub weight: i64,
    /// Says whether the section is kept back.
    pub draft: bool,
    /// Says whether the section has a page of its own.
    pub render: bool,
    /// The order of its pages.
    pub sort_by: SortBy,
    /// How many pages one page of it lists; none for all.
    pub paginate_by: Option<usize>,
    /// The part of the address before the page number.
    pub paginate_path: String,
    /// Says whether its last page comes first.
    pub paginate_reversed: bool,
    /// Where headings get a link to themselves; none for the site's choice.
    pub insert_anchor_links: Option<AnchorLinks>,
    /// Says whether its pages are in the search index.
    pub in_search_index: bool,
    /// Says whether its pages count as the parent's.
    pub transparent: bool,
    /// The template, instead of `section.html` or `index.html`.
    pub template: Option<String>,
    /// The template of the pages below that choose none.
    pub page_template: Option<String>,
    /// Where a visitor is sent instead.
    pub redirect_to: Option<String>,
    /// Earlier addresses, which lead here.
    pub aliases: Vec<String>,
    /// Says whether the section has feeds of its own.
    pub generate_feeds: bool,
    /// The section's own values.
    pub extra: Map,
}

/// The order of a section's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// Newest first, by date.
    Date,
    /// Newest first, by the date of the last change, or the date where there is none.
    UpdateDate,
    /// By title, as people sort.
    Title,
    /// By the bytes of the title.
    TitleBytes,
    /// Lightest first.
    Weight,
    /// By the last part of the address.
    Slug,
    /// By address.
    Permalink,
    /// No order asked for.
    #[default]
    None,
}

impl SectionHeader {
    /// Says whether the section's pages are sorted by date.
    pub fn is_dated(&self) -> bool {
        matches!(self.sort_by, SortBy::Date | SortBy::UpdateDate)
    }
}

impl Default for PageHeader {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            date: None,
            updated: None,
            weight: None,
            draft: false,
            render: true,
            slug: None,
            path: None,
            aliases: Vec::new(),
            authors: Vec::new(),
            taxonomies: BTreeMap::new(),
            in_search_index: true,
            template: None,
            extra: Map::new(),
        }
    }
}

impl Default for SectionHeader {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            weight: 0,
            draft: false,
            render: true,
            sort_by: SortBy::None,
            paginate_by: None,
            paginate_path: "page".into(),
            paginate_reversed: false,
            insert_anchor_links: None,
            in_search_index: true,
            transparent: false,
            template: None,
            page_template: None,
            redirect_to: None,
            aliases: Vec::new(),
            generate_feeds: false,
            extra: Map::new(),
        }
    }
}
