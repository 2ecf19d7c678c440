//! Makes one file of the finished site.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::diagnostic::{Diagnostic, Place};
use crate::graph::{Facets, Graph, Node, NodeId, Outline};
use crate::minify::minify;
use crate::output::{OutputFile, OutputPath, SourcePath};
use crate::pictures::Pictures;
use crate::theme::{Lookup, Reach, Reading, Role, Theme, rendering, suggestion};

use super::jobs::{Job, TermId};
use super::limit::{Limited, MAX_PAGE_BYTES};
use super::plan::{section_pager, term_pager};
use super::values;
use super::{chance, context, feed, search, sitemap};

/// Makes the files of a site.
pub(crate) struct Renderer {
    /// The linked site.
    pub(crate) graph: Arc<Graph>,
    /// The templates.
    pub(crate) theme: Arc<Theme>,
    /// The templates, bound to the linked site.
    pub(crate) tera: Tera,
    /// What works with the pictures that templates ask for.
    pub(crate) pictures: Arc<Pictures>,
}

/// A file that could not be made.
pub(crate) type Failed = Diagnostic;

impl Renderer {
    /// Makes a file, or says why not.
    pub(crate) fn render(&self, job: &Job) -> Result<OutputFile, Failed> {
        match job {
            Job::Copy(file) => self.copy(file),
            Job::Style(output) => self.style(output),
            Job::CodeColours(name) => self.code_colours(name),
            Job::SearchScript => Ok(search::SCRIPT.clone()),
            Job::SearchIndex(language) if let Some(made) = search::known(&self.graph, language) => made,
            Job::Page(_)
            | Job::Section(_)
            | Job::SectionPage(..)
            | Job::Terms(_)
            | Job::Term(..)
            | Job::Feed(_)
            | Job::Sitemap
            | Job::SitemapPart(_)
            | Job::Robots
            | Job::NotFound
            | Job::SearchIndex(_)
            | Job::Redirect(_) => self.text(job).map(OutputFile::made),
        }
    }

    /// Makes what pages may ask for and what takes the whole machine, before any page is made.
    pub(crate) fn prepare(&self) {
        // Others name the index only for the visitor's browser.
        if self.theme.texts.any(|text| text.contains("search_index") && text.contains("get_hash")) {
            search::make_all(&self.graph);
        }
    }

    /// Makes the text of a file that is not merely copied.
    pub(crate) fn text(&self, job: &Job) -> Result<Vec<u8>, Failed> {
        let made = self.as_written(job)?;
        Ok(if self.makes_smaller(job) { smaller(made) } else { made })
    }

    /// Says whether what the templates write is made smaller before it goes out.
    pub(crate) fn makes_smaller(&self, job: &Job) -> bool {
        self.graph.outline.config.minify_html && job.is_html()
    }

    /// Makes the same as the templates write it.
    pub(crate) fn as_written(&self, job: &Job) -> Result<Vec<u8>, Failed> {
        let graph = &*self.graph;
        chance::begin(job.own().map_or("", |id| &graph.node(id).permalink));
        match job {
            Job::Page(id) => self.page(*id),
            Job::Section(id) => self.section(*id, 0),
            Job::SectionPage(id, index) => self.section(*id, *index),
            Job::Terms(taxonomy) => self.terms(*taxonomy),
            Job::Term(id, index) => self.term(*id, *index),
            Job::Feed(wanted) => {
                let name = format!("the feed {}", wanted.path);
                self.fill(&name, &self.templates(job), &feed::context(graph, wanted), None)
            }
            Job::Sitemap => self.sitemap(),
            Job::SitemapPart(part) => {
                let mut context = self.bare();
                context.insert_value("entries", sitemap::value(graph, Some(*part)));
                self.fill("the sitemap", &self.templates(job), &context, None)
            }
            Job::Robots => self.fill("robots.txt", &self.templates(job), &self.bare(), None),
            Job::SearchIndex(language) => search::index(graph, language),
            Job::NotFound => self.fill("404.html", &self.templates(job), &self.bare(), None),
            Job::Redirect(to) => {
                let mut context = Context::new();
                context.insert_value("url", Value::from(&**to));
                self.fill("a redirect", &self.templates(job), &context, None)
            }
            Job::Copy(file) => self.copy(file).map(|_| Vec::new()),
            Job::Style(_) | Job::CodeColours(_) | Job::SearchScript => Ok(Vec::new()),
        }
    }

    /// Lists the templates a file may be made with: the first that exists is taken.
    pub(super) fn templates(&self, job: &Job) -> Vec<Cow<'_, str>> {
        let outline = &self.graph.outline;
        let taxonomy = |at: usize, (own, any, _): (&str, &'static str, Role)| {
            vec![format!("{}/{own}", outline.taxonomies[at].settings.name).into(), any.into()]
        };
        match job {
            Job::Page(id) => vec![page_template(outline, outline.node(*id)).into()],
            Job::Section(id) | Job::SectionPage(id, _) => vec![section_template(outline.node(*id)).into()],
            Job::Terms(at) => taxonomy(*at, TAXONOMY_TEMPLATES[0]),
            Job::Term(id, _) => taxonomy(id.taxonomy, TAXONOMY_TEMPLATES[1]),
            Job::Feed(feed) => vec![feed.file_name.clone().into()],
            Job::Sitemap if sitemap::is_split(outline) => vec!["split_sitemap_index.xml".into()],
            Job::Sitemap | Job::SitemapPart(_) => vec!["sitemap.xml".into()],
            Job::Robots => vec!["robots.txt".into()],
            Job::NotFound => vec!["404.html".into()],
            Job::Redirect(_) => vec!["internal/alias.html".into()],
            Job::CodeColours(_) | Job::SearchIndex(_) | Job::SearchScript | Job::Style(_) | Job::Copy(_) => {
                Vec::new()
            }
        }
    }

    /// Says what the template of a file reads of pages other than the file's own.
    pub(crate) fn reading(&self, job: &Job) -> Arc<Reading> {
        if let Job::SearchIndex(_) = job {
            return Arc::new(Reading { ways: [(Reach::Feed, search::FACETS)].into(), hash: 0 });
        }
        let templates = self.templates(job);
        let found = templates.iter().find(|name| self.theme.look_up(name) != Lookup::Missing);
        let name = found.or(templates.last()).map_or("", |name| &**name);
        self.theme.readings.of(name, job.role())
    }

    fn bare(&self) -> Context {
        context::bare(&self.graph, &self.graph.outline.config.default_language)
    }

    fn copy(&self, file: &SourcePath) -> Result<OutputFile, Failed> {
        let found = self.graph.files.get(file);
        found.map(|source| OutputFile::copied(file, source.entry)).ok_or_else(|| {
            let message = format!("{file} is no longer there");
            Diagnostic::error(Place::file(file), message, "Open the site again")
        })
    }

    fn style(&self, output: &OutputPath) -> Result<OutputFile, Failed> {
        self.graph.outline.styles.css(output).unwrap_or_else(|| {
            let message = format!("The style sheet of `{output}` is no longer there");
            Err(Diagnostic::error(None, message, "Open the site again"))
        })
    }

    fn code_colours(&self, name: &str) -> Result<OutputFile, Failed> {
        let found = self.graph.outline.style_sheets().find(|(each, _)| each == name);
        found.map(|(_, file)| file.clone()).ok_or_else(|| {
            let message = format!("The colours of `{name}` are no longer there");
            Diagnostic::error(None, message, "Open the site again")
        })
    }

    fn page(&self, id: NodeId) -> Result<Vec<u8>, Failed> {
        let node = self.graph.node(id);
        self.fill(node.file().as_str(), &self.templates(&Job::Page(id)), &self.page_context(id), Some(node))
    }

    fn page_context(&self, id: NodeId) -> Context {
        let node = self.graph.node(id);
        let mut context = context::at(&self.graph, &node.language, &node.path, &node.permalink);
        context::insert_own(&mut context, "page", values::page_with_neighbours(&self.graph, id));
        context
    }

    fn section(&self, id: NodeId, index: usize) -> Result<Vec<u8>, Failed> {
        let node = self.graph.node(id);
        let templates = self.templates(&Job::Section(id));
        self.fill(node.file().as_str(), &templates, &self.section_context(id, index), Some(node))
    }

    fn section_context(&self, id: NodeId, index: usize) -> Context {
        let graph = &*self.graph;
        let node = graph.node(id);
        let pager = section_pager(node);
        let path = pager.as_ref().map_or_else(|| node.path.clone(), |pager| pager.address(&node.path, index));
        let url = crate::graph::permalink(&graph.outline.config, &path);
        let mut context = context::at(graph, &node.language, &path, &url);
        context::insert_own(&mut context, "section", values::section(graph, id));
        if let Some(pager) = pager {
            context.insert_value("paginator", pager.value(graph, &node.permalink, index));
        }
        context
    }

    /// Makes a page or section with the built-in template, so that an author sees the text although the site's
    /// own template cannot be used.
    pub(crate) fn plain(&self, id: NodeId) -> Result<Vec<u8>, Failed> {
        let node = self.graph.node(id);
        let (template, context) = match node.page() {
            Some(_) => ("page.html", self.page_context(id)),
            None => ("section.html", self.section_context(id, 0)),
        };
        self.write(node.file().as_str(), &format!("{}{template}", crate::theme::BUILTIN_PREFIX), &context)
    }

    fn terms(&self, at: usize) -> Result<Vec<u8>, Failed> {
        let graph = &*self.graph;
        let taxonomy = &graph.outline.taxonomies[at];
        let mut context = context::at(graph, &taxonomy.language, &taxonomy.path, &taxonomy.permalink);
        context.insert_value("taxonomy", values::taxonomy_settings(taxonomy));
        context.insert_value("terms", values::terms(graph, at));
        let name = format!("the list of the taxonomy `{}`", taxonomy.settings.name);
        self.fill(&name, &self.templates(&Job::Terms(at)), &context, None)
    }

    fn term(&self, id: TermId, index: usize) -> Result<Vec<u8>, Failed> {
        let graph = &*self.graph;
        let taxonomy = &graph.outline.taxonomies[id.taxonomy];
        let term = &taxonomy.terms[id.term];
        let pager = term_pager(&graph.outline, taxonomy, id.term);
        let path = pager.as_ref().map_or_else(|| term.path.clone(), |pager| pager.address(&term.path, index));
        let url = crate::graph::permalink(&graph.outline.config, &path);
        let mut context = context::at(graph, &taxonomy.language, &path, &url);
        context.insert_value("taxonomy", values::taxonomy_settings(taxonomy));
        context.insert_value("term", values::term(graph, id.taxonomy, id.term));
        if let Some(pager) = pager {
            context.insert_value("paginator", pager.value(graph, &term.permalink, index));
        }
        let name = format!("`{}` of the taxonomy `{}`", term.name, taxonomy.settings.name);
        self.fill(&name, &self.templates(&Job::Term(id, index)), &context, None)
    }

    fn sitemap(&self) -> Result<Vec<u8>, Failed> {
        let mut context = self.bare();
        if sitemap::is_split(&self.graph.outline) {
            let parts: Vec<Value> = sitemap::parts(&self.graph).into_iter().map(Value::from).collect();
            context.insert_value("sitemaps", Value::from(parts));
        } else {
            context.insert_value("entries", sitemap::value(&self.graph, None));
        }
        self.fill("the sitemap", &self.templates(&Job::Sitemap), &context, None)
    }

    /// Fills in the first of the templates that exists.
    fn fill(
        &self,
        page: &str,
        templates: &[Cow<'_, str>],
        context: &Context,
        node: Option<&Node>,
    ) -> Result<Vec<u8>, Failed> {
        for template in templates {
            match self.theme.look_up(template) {
                Lookup::Found | Lookup::Builtin => return self.write(page, template, context),
                Lookup::Broken(file) => {
                    let told = self.theme.faults.get(file).cloned();
                    let fault = told.unwrap_or_else(|| {
                        let hint = "Correct the template first";
                        Diagnostic::error(Place::file(file), "The template cannot be used", hint)
                    });
                    return Err(fault.spoils(page));
                }
                Lookup::Missing => {}
            }
        }
        let wanted = templates.last().map_or("", |name| &**name);
        let place = node.map(|node| Place::file(node.file()));
        let message = format!("The template `{wanted}` is asked for, and there is none of that name");
        let otherwise = match node {
            Some(_) => "Choose another template, or add a file of this name to `templates`",
            None => "Add a file of this name to `templates`",
        };
        let hint = suggestion(wanted, self.theme.names(), otherwise);
        Err(Diagnostic::error(place, message, hint).spoils(page))
    }

    fn write(&self, page: &str, template: &str, context: &Context) -> Result<Vec<u8>, Failed> {
        let mut written = Limited::new(MAX_PAGE_BYTES);
        let _meter = self.theme.budget.start();
        match self.tera.render_to(template, context, &mut written) {
            Ok(()) => Ok(written.into_bytes()),
            Err(error) => Err(rendering(&self.theme, template, page, &error)),
        }
    }
}

/// Says whether any template that makes a file of the site, or will once a page is no draft any more, may look at the
/// table of contents of a page other than the file's own.
pub(crate) fn shows_toc_of_others(outline: &Outline, theme: &Theme) -> bool {
    let mut used: BTreeSet<(String, Role)> = BTreeSet::new();
    let mut pages: BTreeSet<&str> = BTreeSet::new();
    for node in &outline.nodes {
        if node.page().is_some() {
            pages.insert(page_template(outline, node));
        } else {
            used.insert((section_template(node).to_owned(), Role::Section));
        }
    }
    used.extend(pages.into_iter().map(|name| (name.to_owned(), Role::Page)));
    for taxonomy in &outline.taxonomies {
        for (own, any, role) in TAXONOMY_TEMPLATES {
            used.insert((format!("{}/{own}", taxonomy.settings.name), role));
            used.insert((any.to_owned(), role));
        }
    }
    let config = &outline.config;
    let feeds = config.languages.values().flat_map(|language| &language.feed_filenames);
    used.extend(config.feed_filenames.iter().chain(feeds).map(|name| (name.clone(), Role::Feed)));
    used.extend(["404.html", "robots.txt", "sitemap.xml"].map(|name| (name.to_owned(), Role::Bare)));
    let looks = |(name, role): &(String, Role)| {
        theme.readings.of(name, *role).ways.values().any(|facets| facets.meets(Facets::TOC))
    };
    used.iter().any(looks)
}

/// The templates of a taxonomy's files: its own, and those for any taxonomy.
const TAXONOMY_TEMPLATES: [(&str, &str, Role); 2] =
    [("list.html", "taxonomy_list.html", Role::Terms), ("single.html", "taxonomy_single.html", Role::Term)];

fn page_template<'a>(outline: &'a Outline, node: &'a Node) -> &'a str {
    let own = node.page().and_then(|page| page.template.as_deref());
    own.or_else(|| outline.page_template(node)).unwrap_or("page.html")
}

fn section_template(node: &Node) -> &str {
    let own = node.section().and_then(|section| section.template.as_deref());
    own.unwrap_or(if node.is_home() { "index.html" } else { "section.html" })
}

fn smaller(made: Vec<u8>) -> Vec<u8> {
    match std::str::from_utf8(&made) {
        Ok(html) => minify(html).html.into_bytes(),
        Err(_) => made,
    }
}
