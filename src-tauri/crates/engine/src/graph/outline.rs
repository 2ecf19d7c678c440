//! Everything about a site that follows from the headers of its files.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use crate::config::{Config, SiteOptions};
use crate::data::Data;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, FileName, Header};
use crate::front_matter::SortBy;
use crate::highlight::Highlighter;
use crate::output::{ContentHash, OutputFile, SourcePath};
use crate::source::Files;
use crate::styles::Styles;

use super::address::{FilePlace, address, index_file};
use super::assets::AssetFiles;
use super::globs::Globs;
use super::node::{Node, NodeId, Role, Standing};
use super::taxonomies::{LinkedTaxonomy, taxonomies};
use super::tree::join;

/// Everything about a site that follows from the headers of its files.
#[derive(Debug)]
pub(crate) struct Outline {
    /// The site's settings.
    pub(crate) config: Arc<Config>,
    /// What templates loaded.
    pub(crate) data: Arc<Data>,
    /// What colours code; none for plain code.
    pub(crate) highlighter: Option<Arc<Highlighter>>,
    /// The style sheets.
    pub(crate) styles: Arc<Styles>,
    /// When the site is built.
    pub(crate) now: Timestamp,
    /// All pages and sections, sorted by file.
    pub(crate) nodes: Vec<Node>,
    /// The taxonomies of all languages.
    pub(crate) taxonomies: Vec<LinkedTaxonomy>,
    by_path: HashMap<String, NodeId>,
}

/// What an outline is made from.
pub(crate) struct OutlineInput<'a> {
    /// The site's settings.
    pub(crate) config: &'a Arc<Config>,
    /// The switches that only Galley knows.
    pub(crate) switches: &'a SiteOptions,
    /// The site's files.
    pub(crate) files: &'a Files,
    /// What colours code; none for plain code.
    pub(crate) highlighter: &'a Option<Arc<Highlighter>>,
    /// The style sheets.
    pub(crate) styles: &'a Arc<Styles>,
    /// Which files below `content/` are left out.
    pub(crate) ignored: &'a Globs,
    /// The content files.
    pub(crate) documents: &'a BTreeMap<SourcePath, Arc<Document>>,
    /// Says whether drafts and scheduled pages are shown.
    pub(crate) drafts: bool,
    /// When the site is built.
    pub(crate) now: Timestamp,
    /// What templates loaded from the same files before.
    pub(crate) data: Arc<Data>,
}

impl Outline {
    /// Links the headers of a site's files.
    pub(crate) fn new(input: &OutlineInput<'_>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut documents = input.documents.clone();
        for language in languages(input.config) {
            add_home(input.config, language, &mut documents);
        }
        let assets = AssetFiles { files: input.files, ignored: input.ignored };
        let mut nodes = Vec::with_capacity(documents.len());
        let has_one_language = languages(input.config).count() == 1;
        for document in documents.into_values() {
            let document = if has_one_language {
                of_one_language(&input.config.default_language, document, diagnostics)
            } else {
                Some(document)
            };
            nodes.extend(document.and_then(|document| node(input, &assets, document, diagnostics)));
        }
        two_kinds_in_a_folder(&nodes, diagnostics);
        join(&mut nodes, !input.config.languages.is_empty());
        unplaced(&nodes, diagnostics);
        let ids = || (0..u32::try_from(nodes.len()).unwrap_or(u32::MAX)).map(NodeId);
        let taxonomies = taxonomies(input.config, &nodes, ids(), diagnostics);
        let by_path = ids().map(|id| (nodes[id.index()].content_path.clone(), id)).collect();
        let (config, data) = (input.config.clone(), input.data.clone());
        let (highlighter, styles) = (input.highlighter.clone(), input.styles.clone());
        Self { config, data, highlighter, styles, now: input.now, nodes, taxonomies, by_path }
    }

    /// Lists the numbers of all nodes.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// Borrows a node.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Finds a content file, given without `content/`.
    pub(crate) fn find(&self, content_path: &str) -> Option<NodeId> {
        self.by_path.get(content_path).copied()
    }

    /// Finds a content file in a language, given by its path without language: `posts/hello.md`.
    pub(crate) fn find_in(&self, content_path: &str, language: &str) -> Option<NodeId> {
        if language == self.config.default_language {
            return self.find(content_path);
        }
        let stem = content_path.strip_suffix(".md")?;
        self.find(&format!("{stem}.{language}.md"))
    }

    /// Lists the codes of the site's languages, the default one first.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        languages(&self.config)
    }

    /// Lists the style sheets with the colours of code, by name.
    pub(crate) fn style_sheets(&self) -> impl Iterator<Item = &(String, OutputFile)> {
        self.highlighter.iter().flat_map(|highlighter| highlighter.style_sheets())
    }

    /// Gives the order that a page has its neighbours by: that of the topmost section which lists it.
    pub(crate) fn order_of(&self, page: NodeId) -> SortBy {
        let section = |id: NodeId| self.node(id).section();
        let above = |&id: &NodeId| {
            let is_open = section(id).is_some_and(|section| section.transparent);
            is_open.then(|| self.node(id).parent).flatten()
        };
        let topmost = std::iter::successors(self.node(page).parent, above).last();
        topmost.and_then(section).map_or(SortBy::None, |section| section.sort_by)
    }

    /// Gives the template that the sections above a page choose for it.
    pub(crate) fn page_template(&self, node: &Node) -> Option<&str> {
        let sections = std::iter::successors(node.parent, |&section| self.node(section).parent);
        sections
            .filter_map(|section| self.node(section).section())
            .find_map(|section| section.page_template.as_deref())
    }
}

fn languages(config: &Config) -> impl Iterator<Item = &str> {
    let others = config.languages.keys().map(String::as_str).filter(|code| *code != config.default_language);
    [config.default_language.as_str()].into_iter().chain(others)
}

/// A language without an `_index.md` at the top has an empty home section all the same.
fn add_home(config: &Config, language: &str, documents: &mut BTreeMap<SourcePath, Arc<Document>>) {
    let is_default = language == config.default_language;
    let name =
        if is_default { "content/_index.md".to_owned() } else { format!("content/_index.{language}.md") };
    let Ok(file) = SourcePath::new(name) else { return };
    documents.entry(file.clone()).or_insert_with(|| {
        Arc::new(Document {
            file,
            name: FileName {
                stem: "_index".into(),
                dated_stem: "_index".into(),
                date: None,
                language: (!is_default).then(|| language.to_owned()),
            },
            header: Header::Section(Box::default()),
            body: "".into(),
            body_line: 1,
            hash: ContentHash::of(b""),
        })
    });
}

/// Where a site has one language, no name tells of another: `node.js.md` is the page `node-js`. What stands for a
/// folder cannot have a longer name, and is left out.
fn of_one_language(
    language: &str,
    document: Arc<Document>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Document>> {
    let Some(code) = &document.name.language else { return Some(document) };
    if document.file.file_name().trim_start_matches('_').starts_with("index.") {
        diagnostics.push(Diagnostic::warning(
            Place::file(&document.file),
            format!(
                "{} is left out: it is named for the language `{code}`, and the site has only one",
                document.file
            ),
            if code == language {
                format!("Take `.{code}` out of the name")
            } else {
                format!("Add `[languages.{code}]` to the site's config, or take `.{code}` out of the name")
            },
        ));
        return None;
    }
    let whole = |stem: &str| format!("{stem}.{code}");
    let name = FileName {
        stem: whole(&document.name.stem),
        dated_stem: whole(&document.name.dated_stem),
        date: document.name.date.clone(),
        language: None,
    };
    Some(Arc::new(Document { name, ..(*document).clone() }))
}

fn node(
    input: &OutlineInput<'_>,
    assets: &AssetFiles<'_>,
    document: Arc<Document>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let content_path = document.file.as_str().strip_prefix("content/")?.to_owned();
    let language = document.name.language.clone().unwrap_or_else(|| input.config.default_language.clone());
    if language != input.config.default_language && !input.config.languages.contains_key(&language) {
        diagnostics.push(unknown_language(&document, &language));
        return None;
    }
    let place = FilePlace::of(&content_path);
    let folder = place.folder.to_owned();
    let address = address(input.config, &document, &content_path, &language);
    let output = match index_file(&address.path) {
        Ok(output) => Some(output),
        Err(error) => {
            diagnostics.push(Diagnostic::error(
                Place::file(&document.file),
                format!("{} cannot have the web address `{}`: {error}", document.file, address.path),
                "Choose a shorter address of plain letters, digits and hyphens",
            ));
            None
        }
    };
    let (assets, role) = match &document.header {
        Header::Section(_) => (assets.of_section(&folder), Role::empty_section()),
        Header::Page(_) if place.is_bundle && !folder.is_empty() => {
            (assets.of_page(&folder), Role::lone_page())
        }
        Header::Page(_) => (Vec::new(), Role::lone_page()),
    };
    Some(Node {
        standing: standing(input, &document),
        document,
        content_path,
        folder,
        language,
        slug: address.slug,
        path: address.path,
        permalink: address.permalink,
        output,
        assets,
        parent: None,
        ancestors: Vec::new(),
        translations: Vec::new(),
        is_unplaced: false,
        role,
    })
}

/// Says which pages their sections cannot place, and why.
fn unplaced(nodes: &[Node], diagnostics: &mut Vec<Diagnostic>) {
    for node in nodes.iter().filter(|node| node.is_unplaced && node.is_rendered()) {
        let Some(section) = node.parent.map(|parent| &nodes[parent.index()]) else { continue };
        let missing = match section.section().map(|header| header.sort_by) {
            Some(SortBy::Date | SortBy::UpdateDate) => "date",
            Some(SortBy::Title | SortBy::TitleBytes) => "title",
            Some(SortBy::Weight) => "weight",
            Some(SortBy::Slug | SortBy::Permalink | SortBy::None) | None => continue,
        };
        diagnostics.push(Diagnostic::warning(
            Place::file(node.file()),
            format!(
                "{} is left out: it has no {missing}, and {} is sorted by {missing}",
                node.file(),
                section.file()
            ),
            format!("Give the page a {missing}"),
        ));
    }
}

impl Role {
    fn empty_section() -> Self {
        Self::Section { pages: Vec::new(), subsections: Vec::new() }
    }

    fn lone_page() -> Self {
        Self::Page { lower: None, higher: None }
    }
}

fn unknown_language(document: &Document, language: &str) -> Diagnostic {
    let is_section = matches!(document.header, Header::Section(_));
    let told = if is_section { Diagnostic::warning } else { Diagnostic::error };
    told(
        Place::file(&document.file),
        format!("{} is in the language `{language}`, which the site does not have", document.file),
        format!("Add `[languages.{language}]` to the site's config, or take `.{language}` out of the name"),
    )
}

fn standing(input: &OutlineInput<'_>, document: &Document) -> Standing {
    if input.drafts {
        return Standing::Live;
    }
    match &document.header {
        Header::Section(header) if header.draft => Standing::Draft,
        Header::Section(_) => Standing::Live,
        Header::Page(header) if header.draft => Standing::Draft,
        Header::Page(header) => match header.date.as_ref().or(document.name.date.as_ref()) {
            Some(date) if input.switches.hold_scheduled_posts && date.instant() > input.now => {
                Standing::Scheduled
            }
            Some(_) | None => Standing::Live,
        },
    }
}

fn two_kinds_in_a_folder(nodes: &[Node], diagnostics: &mut Vec<Diagnostic>) {
    let sections: HashMap<(&str, &str), &Node> = nodes
        .iter()
        .filter(|node| node.section().is_some())
        .map(|node| ((node.language.as_str(), node.folder.as_str()), node))
        .collect();
    for page in nodes.iter().filter(|node| node.page().is_some()) {
        if !FilePlace::of(&page.content_path).is_bundle {
            continue;
        }
        if let Some(section) = sections.get(&(page.language.as_str(), page.folder.as_str()))
            && !(page.folder.is_empty() && section.document.body.is_empty())
        {
            diagnostics.push(Diagnostic::error(
                Place::file(page.file()),
                format!("{} and {} stand in the same folder", page.file(), section.file()),
                "A folder is either one page (`index.md`) or a section (`_index.md`): remove or rename one",
            ));
        }
    }
}
