//! Makes one file of the finished site.

use std::borrow::Cow;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::diagnostic::{Diagnostic, Place};
use crate::graph::{Graph, Node, NodeId};
use crate::output::{OutputFile, SourcePath};
use crate::pictures::Pictures;
use crate::theme::{Lookup, Reading, Theme, rendering, suggestion};

use super::jobs::{Job, TermId};
use super::limit::{Limited, MAX_PAGE_BYTES};
use super::plan::{section_pager, term_pager};
use super::values;
use super::{context, feed, sitemap};

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
        if let Job::Copy(file) = job { self.copy(file) } else { self.text(job).map(OutputFile::made) }
    }

    /// Makes the text of a file that is not merely copied.
    pub(crate) fn text(&self, job: &Job) -> Result<Vec<u8>, Failed> {
        let graph = &*self.graph;
        match job {
            Job::Page(id) => self.page(*id),
            Job::Section(id) => self.section(*id, 0),
            Job::SectionPage(id, index) => self.section(*id, *index),
            Job::Terms(taxonomy) => self.terms(*taxonomy),
            Job::Term(id, index) => self.term(*id, *index),
            Job::Feed(wanted) => {
                let name = format!("The feed {}", wanted.path);
                self.fill(&name, &self.templates(job), &feed::context(graph, wanted), None)
            }
            Job::Sitemap => self.sitemap(),
            Job::SitemapPart(part) => {
                let mut context = self.bare();
                context.insert_value("entries", sitemap::value(graph, Some(*part)));
                self.fill("The sitemap", &self.templates(job), &context, None)
            }
            Job::Robots => self.fill("robots.txt", &self.templates(job), &self.bare(), None),
            Job::NotFound => self.fill("404.html", &self.templates(job), &self.bare(), None),
            Job::Redirect(to) => {
                let mut context = Context::new();
                context.insert_value("url", Value::from(&**to));
                let builtin = format!("{}redirect.html", crate::theme::BUILTIN_PREFIX);
                self.write("A redirect", &builtin, &context)
            }
            Job::Copy(file) => self.copy(file).map(|_| Vec::new()),
        }
    }

    /// Lists the templates a file may be made with: the first that exists is taken.
    fn templates(&self, job: &Job) -> Vec<Cow<'_, str>> {
        let outline = &self.graph.outline;
        let taxonomy = |at: usize, own: &str, any: &'static str| {
            vec![format!("{}/{own}", outline.taxonomies[at].settings.name).into(), any.into()]
        };
        match job {
            Job::Page(id) => {
                let node = outline.node(*id);
                let own = node.page().and_then(|page| page.template.as_deref());
                vec![own.or_else(|| outline.page_template(node)).unwrap_or("page.html").into()]
            }
            Job::Section(id) | Job::SectionPage(id, _) => {
                let node = outline.node(*id);
                let own = node.section().and_then(|section| section.template.as_deref());
                vec![own.unwrap_or(if node.is_home() { "index.html" } else { "section.html" }).into()]
            }
            Job::Terms(at) => taxonomy(*at, "list.html", "taxonomy_list.html"),
            Job::Term(id, _) => taxonomy(id.taxonomy, "single.html", "taxonomy_single.html"),
            Job::Feed(feed) => vec![feed.file_name.clone().into()],
            Job::Sitemap if sitemap::is_split(outline) => vec!["split_sitemap_index.xml".into()],
            Job::Sitemap | Job::SitemapPart(_) => vec!["sitemap.xml".into()],
            Job::Robots => vec!["robots.txt".into()],
            Job::NotFound => vec!["404.html".into()],
            Job::Redirect(_) => vec![format!("{}redirect.html", crate::theme::BUILTIN_PREFIX).into()],
            Job::Copy(_) => Vec::new(),
        }
    }

    /// Says what the template of a file reads of pages other than the file's own.
    pub(crate) fn reading(&self, job: &Job) -> Arc<Reading> {
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

    fn page(&self, id: NodeId) -> Result<Vec<u8>, Failed> {
        let node = self.graph.node(id);
        self.fill(node.file().as_str(), &self.templates(&Job::Page(id)), &self.page_context(id), Some(node))
    }

    fn page_context(&self, id: NodeId) -> Context {
        let node = self.graph.node(id);
        let mut context = context::at(&self.graph, &node.language, &node.path, &node.permalink);
        context.insert_value("page", values::page_with_neighbours(&self.graph, id));
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
        context.insert_value("section", values::section(graph, id));
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
        let name = format!("The list of the taxonomy `{}`", taxonomy.settings.name);
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
        self.fill("The sitemap", &self.templates(&Job::Sitemap), &context, None)
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
                    let message = format!("{page} could not be made: its template {file} cannot be used");
                    return Err(Diagnostic::error(Place::file(file), message, "Correct the template first"));
                }
                Lookup::Missing => {}
            }
        }
        let wanted = templates.last().map_or("", |name| &**name);
        let place = node.map(|node| Place::file(node.file()));
        let message = format!("{page} asks for the template `{wanted}`, and there is none of that name");
        let hint = suggestion(wanted, self.theme.names(), "Choose another template, or add this one");
        Err(Diagnostic::error(place, message, hint))
    }

    fn write(&self, page: &str, template: &str, context: &Context) -> Result<Vec<u8>, Failed> {
        let mut written = Limited::new(MAX_PAGE_BYTES);
        match self.tera.render_to(template, context, &mut written) {
            Ok(()) => Ok(written.into_bytes()),
            Err(error) => Err(rendering(&self.theme, page, &error)),
        }
    }
}
