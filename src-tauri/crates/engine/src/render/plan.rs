//! Which files the finished site has, and what each is made from. Two that want the same place are found here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::graph::{LinkedTaxonomy, Node, NodeId, Outline, index_file, permalink, site_path};
use crate::output::{OutputPath, SourcePath};

use super::jobs::{Feed, FeedOf, Job, TermId};
use super::pager::Pager;
use super::search;
use super::sitemap::{self, MAX_ENTRIES};

/// Which files the finished site has.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What each file is made from.
    pub(crate) jobs: BTreeMap<OutputPath, Job>,
}

impl Plan {
    /// Plans the files of a site.
    pub(crate) fn new(
        outline: &Outline,
        statics: BTreeMap<OutputPath, SourcePath>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut claims = Claims { outline, taken: BTreeMap::new(), diagnostics };
        for id in outline.ids().filter(|&id| outline.node(id).is_made()) {
            claims.node(id);
        }
        for (at, taxonomy) in outline.taxonomies.iter().enumerate() {
            if taxonomy.settings.render && !taxonomy.terms.is_empty() {
                claims.taxonomy(at, taxonomy);
            }
        }
        claims.site_feeds();
        claims.site_files();
        claims.styles();
        for id in outline.ids().filter(|&id| outline.node(id).is_made()) {
            claims.aliases(id);
        }
        for id in outline.ids().filter(|&id| outline.node(id).is_made()) {
            claims.assets(id);
        }
        let mut jobs: BTreeMap<_, _> =
            claims.taken.into_iter().map(|(path, claim)| (path, claim.job)).collect();
        // The author put static files where they are on purpose: they win over anything made.
        jobs.extend(statics.into_iter().map(|(path, file)| (path, Job::Copy(file))));
        same_but_for_capitals(&jobs, diagnostics);
        Self { jobs }
    }
}

/// Windows and macOS keep one file where two names differ in capitals only.
fn same_but_for_capitals(jobs: &BTreeMap<OutputPath, Job>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &OutputPath> = HashMap::with_capacity(jobs.len());
    for path in jobs.keys() {
        let folded = path.as_str().to_lowercase();
        match seen.get(&folded) {
            Some(other) => diagnostics.push(Diagnostic::warning(
                None,
                format!("`{other}` and `{path}` of the finished site differ in capital letters only"),
                "Windows and macOS keep only one of the two: give one of them another name",
            )),
            None => {
                seen.insert(folded, path);
            }
        }
    }
}

/// Cuts a section's list, if it asks for that.
pub(crate) fn section_pager(node: &Node) -> Option<Pager<'_>> {
    let header = node.section()?;
    let by = header.paginate_by.filter(|&by| by > 0)?;
    Some(Pager::of_section(node.pages(), by, &header.paginate_path, header.paginate_reversed))
}

/// Cuts a term's list, if its taxonomy asks for that.
pub(crate) fn term_pager<'a>(
    outline: &Outline,
    taxonomy: &'a LinkedTaxonomy,
    term: usize,
) -> Option<Pager<'a>> {
    let by = taxonomy.settings.paginate_by.filter(|&by| by > 0)?;
    let part = taxonomy.settings.paginate_path.as_deref().unwrap_or("page");
    Some(Pager::of_term(outline, &taxonomy.terms[term].pages, by, part))
}

/// Who wants a place.
struct Claim {
    job: Job,
    /// The file whose wish it is, if it is a file's.
    file: Option<SourcePath>,
    /// The same in words.
    name: String,
}

struct Claims<'a> {
    outline: &'a Outline,
    taken: BTreeMap<OutputPath, Claim>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Claims<'_> {
    fn config(&self) -> &Config {
        &self.outline.config
    }

    fn node(&mut self, id: NodeId) {
        let outline = self.outline;
        let node = outline.node(id);
        let Some(output) = node.output.clone() else { return };
        let Some(header) = node.section() else {
            self.claim(output, claim_of(node, Job::Page(id)));
            return;
        };
        if let Some(to) = &header.redirect_to {
            let to = redirect_target(outline, to);
            self.claim(output, claim_of(node, Job::Redirect(to)));
            return;
        }
        self.claim(output, claim_of(node, Job::Section(id)));
        if let Some(pager) = section_pager(node) {
            self.pager(&pager, &node.path, |index| claim_of(node, Job::SectionPage(id, index)));
        }
        // The feed of the whole site stands in the same place as that of its home, and says more.
        if header.generate_feeds && !(node.is_home() && self.has_feed(&node.language)) {
            self.feeds(FeedOf::Section(id), &node.language, &node.path, &|job| claim_of(node, job));
        }
    }

    fn pager(&mut self, pager: &Pager<'_>, path: &str, claim: impl Fn(usize) -> Claim) {
        let first = pager.numbered(path, 0);
        let to = permalink(self.config(), path);
        let named = claim(0);
        self.claim_path(&first, Claim { job: Job::Redirect(to), ..named });
        for index in 1..pager.count() {
            self.claim_path(&pager.numbered(path, index), claim(index));
        }
    }

    fn taxonomy(&mut self, at: usize, taxonomy: &LinkedTaxonomy) {
        let outline = self.outline;
        let name = format!("the taxonomy `{}`", taxonomy.settings.name);
        let claim = |job| Claim { job, file: None, name: name.clone() };
        self.claim_path(&taxonomy.path, claim(Job::Terms(at)));
        for (number, term) in taxonomy.terms.iter().enumerate() {
            let id = TermId { taxonomy: at, term: number };
            let name = format!("`{}` of the taxonomy `{}`", term.name, taxonomy.settings.name);
            let claim = |job| Claim { job, file: None, name: name.clone() };
            self.claim_path(&term.path, claim(Job::Term(id, 0)));
            if let Some(pager) = term_pager(outline, taxonomy, number) {
                self.pager(&pager, &term.path, |index| claim(Job::Term(id, index)));
            }
            if taxonomy.settings.feed {
                self.feeds(FeedOf::Term(id), &taxonomy.language, &term.path, &claim);
            }
        }
    }

    fn site_feeds(&mut self) {
        let outline = self.outline;
        for language in outline.languages() {
            if self.has_feed(language) {
                let is_default = language == outline.config.default_language;
                let path = site_path(&[if is_default { "" } else { language }]);
                let claim = |job| Claim { job, file: None, name: "the site's feed".into() };
                self.feeds(FeedOf::Site, language, &path, &claim);
            }
        }
    }

    /// Says whether all pages of a language have a feed.
    fn has_feed(&self, language: &str) -> bool {
        let config = self.config();
        if language == config.default_language {
            config.generate_feeds
        } else {
            config.languages.get(language).is_some_and(|language| language.generate_feeds)
        }
    }

    fn feeds(&mut self, of: FeedOf, language: &str, folder: &str, claim: &dyn Fn(Job) -> Claim) {
        let config = &self.outline.config;
        let names = match config.languages.get(language) {
            Some(other) if language != config.default_language => &other.feed_filenames,
            Some(_) | None => &config.feed_filenames,
        };
        for file_name in names {
            let path = format!("{folder}{file_name}");
            match OutputPath::new(path.trim_start_matches('/')) {
                Ok(output) => {
                    let (file_name, language) = (file_name.clone(), language.to_owned());
                    self.claim(output, claim(Job::Feed(Feed { of, file_name, language, path })));
                }
                Err(error) => self.diagnostics.push(Diagnostic::error(
                    None,
                    format!("A feed cannot be called `{file_name}`: {error}"),
                    "Name it in `feed_filenames` like `atom.xml`",
                )),
            }
        }
    }

    fn site_files(&mut self) {
        let mut files = vec![("404.html".to_owned(), Job::NotFound)];
        for (name, _) in self.outline.style_sheets() {
            files.push((name.clone(), Job::CodeColours(name.clone())));
        }
        if self.config().generate_robots_txt {
            files.push(("robots.txt".into(), Job::Robots));
        }
        if self.config().generate_sitemap {
            files.push(("sitemap.xml".into(), Job::Sitemap));
            let count = sitemap::entries(self.outline).len();
            if count > MAX_ENTRIES {
                let parts = 0..count.div_ceil(MAX_ENTRIES);
                files.extend(parts.map(|part| (sitemap::part_name(part), Job::SitemapPart(part))));
            }
        }
        files.extend(self.search_files());
        for (name, job) in files {
            if let Ok(output) = OutputPath::new(&name) {
                self.claim(
                    output,
                    Claim { job, file: None, name: format!("`{name}`, which the site itself has") },
                );
            }
        }
    }

    fn search_files(&mut self) -> Vec<(String, Job)> {
        let mut files = Vec::new();
        for language in self.outline.languages() {
            let Some(settings) = search::settings(self.config(), language) else { continue };
            files.push((search::file_name(settings, language), Job::SearchIndex(language.to_owned())));
            if search::is_elasticlunr(settings) {
                files.push((search::ELASTICLUNR_NAME.into(), Job::SearchScript));
            }
            self.diagnostics.extend(search::warning(settings, language));
        }
        files
    }

    fn styles(&mut self) {
        let outline = self.outline;
        for (output, file) in outline.styles.outputs() {
            let (file, name) = (Some(file.clone()), file.to_string());
            self.claim(output.clone(), Claim { job: Job::Style(output.clone()), file, name });
        }
    }

    fn aliases(&mut self, id: NodeId) {
        let outline = self.outline;
        let node = outline.node(id);
        for alias in node.aliases() {
            let is_file = alias.ends_with(".html") || alias.ends_with(".htm");
            let trimmed = alias.trim().trim_matches('/');
            let output = if is_file { OutputPath::new(trimmed) } else { index_file(trimmed) };
            match output {
                Ok(output) if node.output.as_ref() == Some(&output) => {
                    self.diagnostics.push(Diagnostic::warning(
                        Place::file(node.file()),
                        format!("{} has the address `{alias}` now, and says it had it earlier", node.file()),
                        "Take it out of `aliases`",
                    ));
                }
                Ok(output) => self.claim(output, claim_of(node, Job::Redirect(node.permalink.clone()))),
                Err(error) => self.diagnostics.push(Diagnostic::error(
                    Place::file(node.file()),
                    format!("{} cannot have the earlier address `{alias}`: {error}", node.file()),
                    "Write it like `old/address`",
                )),
            }
        }
    }

    fn assets(&mut self, id: NodeId) {
        let node = self.outline.node(id);
        if node.section().is_some_and(|header| header.redirect_to.is_some()) {
            return;
        }
        for asset in &node.assets {
            let path = format!("{}{}", node.path, asset.name);
            match OutputPath::new(path.trim_start_matches('/')) {
                Ok(output) => {
                    let name = asset.file.to_string();
                    let job = Job::Copy(asset.file.clone());
                    self.claim(output, Claim { job, file: Some(asset.file.clone()), name });
                }
                Err(error) => self.diagnostics.push(Diagnostic::error(
                    Place::file(&asset.file),
                    format!("{} cannot go out with its page: {error}", asset.file),
                    "Give the file a shorter name",
                )),
            }
        }
    }

    fn claim_path(&mut self, path: &str, claim: Claim) {
        // What the path is made from was checked already, except for its length.
        match index_file(path) {
            Ok(output) => self.claim(output, claim),
            Err(error) => {
                let message = format!("{} cannot have the web address `{path}`: {error}", claim.name);
                self.diagnostics.push(Diagnostic::error(
                    claim.file.as_ref().map(Place::file),
                    message,
                    "Choose a shorter name",
                ));
            }
        }
    }

    /// The first to ask gets the place; the order of asking is the same in every build.
    fn claim(&mut self, output: OutputPath, claim: Claim) {
        let Some(first) = self.taken.get(&output) else {
            self.taken.insert(output, claim);
            return;
        };
        if first.job == claim.job {
            return;
        }
        let address = match output.as_str().strip_suffix("index.html") {
            Some(folder) => format!("/{folder}"),
            None => format!("/{output}"),
        };
        let place = claim.file.as_ref().or(first.file.as_ref()).map(Place::file);
        let message = format!("{} and {} both want the web address `{address}`", first.name, claim.name);
        // A site may have a section for its tags, or a page for each author: Zola makes their lists there, and so do we.
        let is_of_content = matches!(first.job, Job::Page(_) | Job::Section(_) | Job::SectionPage(..));
        if is_of_content && matches!(claim.job, Job::Terms(_) | Job::Term(..)) {
            let hint = "The list stands there. To have both, give the page another address";
            self.diagnostics.push(Diagnostic::warning(place, message, hint));
            self.taken.insert(output, claim);
        } else {
            self.diagnostics.push(Diagnostic::error(place, message, "Give one of them another address"));
        }
    }
}

fn claim_of(node: &Node, job: Job) -> Claim {
    Claim { job, file: Some(node.file().clone()), name: node.file().to_string() }
}

/// Gives the whole address that `redirect_to` means.
fn redirect_target(outline: &Outline, to: &str) -> Arc<str> {
    if to.contains("://") || to.starts_with("//") {
        return to.into();
    }
    let found = to.strip_prefix("@/").and_then(|path| outline.find(path));
    if let Some(id) = found {
        return outline.node(id).permalink.clone();
    }
    let ends = to.ends_with('/') || to.contains('#') || to.contains('?') || to.is_empty();
    let path = format!("/{}{}", to.trim_start_matches('/'), if ends { "" } else { "/" });
    permalink(&outline.config, &path)
}
