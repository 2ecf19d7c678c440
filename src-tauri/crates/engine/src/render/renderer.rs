//! Makes one file of the finished site.

use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::diagnostic::{Diagnostic, Place};
use crate::graph::{Graph, Node, NodeId};
use crate::output::{OutputFile, SourcePath};
use crate::theme::{Lookup, Theme, rendering, suggestion};

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
                let name = format!("the feed {}", wanted.path);
                self.fill(&name, &[&wanted.file_name], &feed::context(graph, wanted), None)
            }
            Job::Sitemap => self.sitemap(),
            Job::SitemapPart(part) => {
                let mut context = self.bare();
                context.insert_value("entries", sitemap::value(graph, Some(*part)));
                self.fill("the sitemap", &["sitemap.xml"], &context, None)
            }
            Job::Robots => self.fill("robots.txt", &["robots.txt"], &self.bare(), None),
            Job::NotFound => self.fill("404.html", &["404.html"], &self.bare(), None),
            Job::Redirect(to) => {
                let mut context = Context::new();
                context.insert_value("url", Value::from(&**to));
                let builtin = format!("{}redirect.html", crate::theme::BUILTIN_PREFIX);
                self.write("a redirect", &builtin, &context)
            }
            Job::Copy(file) => self.copy(file).map(|_| Vec::new()),
        }
    }

    fn bare(&self) -> Context {
        context::bare(&self.graph, &self.graph.outline.config.default_language)
    }

    fn copy(&self, file: &SourcePath) -> Result<OutputFile, Failed> {
        let found = self.graph.outline.files.get(file);
        found.map(|source| OutputFile::copied(file, source.entry)).ok_or_else(|| {
            let message = format!("{file} is no longer there");
            Diagnostic::error(Place::file(file), message, "Open the site again")
        })
    }

    fn page(&self, id: NodeId) -> Result<Vec<u8>, Failed> {
        let node = self.graph.node(id);
        let own = node.page().and_then(|page| page.template.as_deref());
        let template = own.or_else(|| self.graph.outline.page_template(node)).unwrap_or("page.html");
        self.fill(node.file().as_str(), &[template], &self.page_context(id), Some(node))
    }

    fn page_context(&self, id: NodeId) -> Context {
        let node = self.graph.node(id);
        let mut context = context::at(&self.graph, &node.language, &node.path, &node.permalink);
        context.insert_value("page", values::page_with_neighbours(&self.graph, id));
        context
    }

    fn section(&self, id: NodeId, index: usize) -> Result<Vec<u8>, Failed> {
        let node = self.graph.node(id);
        let own = node.section().and_then(|section| section.template.as_deref());
        let template = own.unwrap_or(if node.is_home() { "index.html" } else { "section.html" });
        self.fill(node.file().as_str(), &[template], &self.section_context(id, index), Some(node))
    }

    fn section_context(&self, id: NodeId, index: usize) -> Context {
        let graph = &*self.graph;
        let node = graph.node(id);
        let pager = section_pager(&graph.outline, node);
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
        let own = format!("{}/list.html", taxonomy.settings.name);
        let name = format!("the list of the taxonomy `{}`", taxonomy.settings.name);
        self.fill(&name, &[&own, "taxonomy_list.html"], &context, None)
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
        let own = format!("{}/single.html", taxonomy.settings.name);
        let name = format!("`{}` of the taxonomy `{}`", term.name, taxonomy.settings.name);
        self.fill(&name, &[&own, "taxonomy_single.html"], &context, None)
    }

    fn sitemap(&self) -> Result<Vec<u8>, Failed> {
        let mut context = self.bare();
        let parts = sitemap::parts(&self.graph);
        if parts.len() > 1 {
            let parts: Vec<Value> = parts.into_iter().map(Value::from).collect();
            context.insert_value("sitemaps", Value::from(parts));
            return self.fill("the sitemap", &["split_sitemap_index.xml"], &context, None);
        }
        context.insert_value("entries", sitemap::value(&self.graph, None));
        self.fill("the sitemap", &["sitemap.xml"], &context, None)
    }

    /// Fills in the first of the templates that exists.
    fn fill(
        &self,
        page: &str,
        templates: &[&str],
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
        let wanted = templates.last().copied().unwrap_or_default();
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
