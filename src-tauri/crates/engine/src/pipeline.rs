//! From a snapshot of a folder to a finished site, stage by stage.
//!
//! Each stage takes values and gives a new one; nothing waits to be filled in later. A [`Site`] is a snapshot:
//! it is cheap to copy, never changes, and a changed text gives a new one that shares what did not change.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use crate::blocks::BlockInfo;
use crate::build::{self, Change, Sink};
use crate::config::{Config, SiteOptions};
use crate::data::{Data, Fetch};
use crate::diagnostic::{Checked, Diagnostic, add_excerpts, without_repeats};
use crate::document::Document;
use crate::graph::{Globs, Graph, NodeId, Outline, OutlineInput, SearchIndexes};
use crate::highlight::{self, Highlighter};
use crate::output::{Bundle, OutputFile, OutputPath, SourcePath};
use crate::page_info::PageInfo;
use crate::pictures::{self, Pictures};
use crate::preview::{self, Preview};
use crate::read::{self, Parsed};
use crate::record::Record;
use crate::render::{Before, Bodies, Plan, Renderer, Templating, bind, shows_toc_of_others};
use crate::source::{Files, Source, SourceFile};
use crate::styles::Styles;
use crate::theme::{self, Theme};

/// What a site is built for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address of the finished site, instead of the one in the config.
    pub base_url: Option<String>,
    /// Says whether drafts and scheduled pages are shown as if they were live.
    pub drafts: bool,
    /// The time of the build.
    pub now: Timestamp,
    /// The way to the network, for sites that switched it on.
    pub fetch: Option<Arc<dyn Fetch>>,
}

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub work: Work,
    /// How many of them are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// What a build is doing. It makes the files first, and then the pictures that they ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Pages and all other files.
    Files,
    /// Pictures in other sizes and formats.
    Pictures,
}

/// The build was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the build was stopped")]
pub struct Cancelled;

/// A linked site: a snapshot that can be asked for its pages, its files, and the whole.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

struct Inner {
    options: Options,
    config: Arc<Config>,
    switches: SiteOptions,
    ignored: Globs,
    documents: Documents,
    /// Trouble with the config and the theme as a whole.
    fixed_trouble: Arc<Vec<Diagnostic>>,
    /// Trouble with the templates.
    template_trouble: Arc<Vec<Diagnostic>>,
    /// Trouble with what colours code.
    code_trouble: Arc<Vec<Diagnostic>>,
    /// Trouble with addresses, taxonomies and places in the finished site.
    link_trouble: Arc<Vec<Diagnostic>>,
    /// Trouble in the texts and with the links between them.
    text_trouble: Arc<Vec<Diagnostic>>,
    bodies: Arc<Bodies>,
    plan: Arc<Plan>,
    renderer: Renderer,
}

/// The content files as they were when the site was linked, and those whose text changed since.
#[derive(Clone)]
struct Documents {
    linked: Arc<BTreeMap<SourcePath, Parsed>>,
    changed: BTreeMap<SourcePath, Parsed>,
}

impl Documents {
    fn new(linked: BTreeMap<SourcePath, Parsed>) -> Self {
        Self { linked: Arc::new(linked), changed: BTreeMap::new() }
    }

    fn get(&self, file: &SourcePath) -> Option<&Parsed> {
        self.changed.get(file).or_else(|| self.linked.get(file))
    }

    /// Puts the changed files among the others.
    fn merged(self) -> Self {
        let mut linked = (*self.linked).clone();
        linked.extend(self.changed);
        Self::new(linked)
    }

    fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let linked = self.linked.iter().filter(|(file, _)| !self.changed.contains_key(*file));
        linked.chain(&self.changed).flat_map(|(_, parsed)| &parsed.diagnostics)
    }
}

/// Reads and links a site. Trouble in it never stops that: what cannot be understood is left out and named.
pub fn open(source: &Source, options: &Options) -> Checked<Site> {
    Base::read(source, options, None).link(None).checked()
}

/// Everything that is known before linking.
struct Base {
    options: Options,
    config: Arc<Config>,
    switches: SiteOptions,
    files: Arc<Files>,
    highlighter: Option<Arc<Highlighter>>,
    styles: Arc<Styles>,
    ignored: Globs,
    documents: Documents,
    fixed_trouble: Arc<Vec<Diagnostic>>,
    template_trouble: Arc<Vec<Diagnostic>>,
    code_trouble: Arc<Vec<Diagnostic>>,
    theme: Arc<Theme>,
    pictures: Arc<Pictures>,
    data: Arc<Data>,
}

impl Base {
    /// Reads a site's files. What is in the files as it was before is not read again.
    fn read(source: &Source, options: &Options, before: Option<&Inner>) -> Self {
        let files = source.shared();
        let mut trouble = Vec::new();
        trouble.extend(read::left_out(source));
        let settings = read::settings(&files, options, &mut trouble);
        let ignored = Globs::new(&settings.config.ignored_content, "ignored_content", &mut trouble);
        let styles_before = before.map(|before| &*before.renderer.graph.outline.styles);
        let styles = Arc::new(Styles::new(&files, &settings.config, styles_before, &mut trouble));
        let known = before.filter(|before| before.config.theme == settings.config.theme);
        let known = known.filter(|before| {
            theme::same_templates(&before.renderer.graph.files, &files, before.config.theme.as_deref())
        });
        let (theme, template_trouble) = match known {
            Some(before) => (before.renderer.theme.clone(), before.template_trouble.clone()),
            None => {
                let (theme, trouble) = theme::load(&files, settings.config.theme.as_deref());
                (Arc::new(theme), Arc::new(trouble))
            }
        };
        let same_config = before.filter(|before| *before.config == settings.config);
        let config = same_config.map_or_else(|| Arc::new(settings.config), |before| before.config.clone());
        let coloured = config.markdown.highlighting.as_ref();
        let known = same_config.filter(|before| {
            coloured.is_none_or(|wanted| highlight::same_files(wanted, &before.renderer.graph.files, &files))
        });
        let (highlighter, code_trouble) = match known {
            Some(before) => (before.renderer.graph.outline.highlighter.clone(), before.code_trouble.clone()),
            None => {
                let mut trouble = Vec::new();
                let made = coloured.map(|wanted| {
                    let made = Highlighter::new(wanted, &files, &mut trouble);
                    Arc::new(made.naming_languages(config.markdown.names_languages))
                });
                (made, Arc::new(trouble))
            }
        };
        let same_data =
            before.filter(|before| before.switches.load_remote_data == settings.switches.load_remote_data);
        let data = same_data.map_or_else(
            || {
                let reader = source.pictures().reader();
                Arc::new(Data::new(settings.switches.load_remote_data, options.fetch.as_ref(), reader))
            },
            |before| before.renderer.graph.outline.data.clone(),
        );
        let known = |file: &SourcePath| before?.documents.get(file).cloned();
        let documents = Documents::new(read::documents(&files, &ignored, &known));
        Self {
            options: options.clone(),
            config,
            switches: settings.switches,
            files,
            ignored,
            documents,
            fixed_trouble: Arc::new(trouble),
            template_trouble,
            code_trouble,
            highlighter,
            styles,
            theme,
            pictures: Arc::clone(source.pictures()),
            data,
        }
    }

    fn link(self, before: Option<Before<'_>>) -> Site {
        let mut trouble = Vec::new();
        let documents: BTreeMap<_, _> =
            self.documents.linked.iter().map(|(file, parsed)| (file.clone(), parsed.value.clone())).collect();
        let input = OutlineInput {
            data: self.data.clone(),
            config: &self.config,
            switches: &self.switches,
            files: &self.files,
            highlighter: &self.highlighter,
            styles: &self.styles,
            ignored: &self.ignored,
            documents: &documents,
            drafts: self.options.drafts,
            now: self.options.now,
        };
        let outline = Arc::new(Outline::new(&input, &mut trouble));
        let templating = if self.switches.content_templating {
            let skipped = &self.config.skip_content_templating;
            Templating::Except(Globs::new(skipped, "skip_content_templating", &mut trouble))
        } else {
            Templating::Off
        };
        let bodies = Bodies::new(&self.theme, &outline, &self.files, templating, &self.pictures);
        let mut graph = Graph::new(outline.clone(), self.files.clone(), bodies.all(before.as_ref()));
        graph.lists_show_toc = shows_toc_of_others(&outline, &self.theme);
        graph.search_indexes = Some(SearchIndexes::default());
        if let Some(before) = before {
            graph.take_over(before.graph);
        }
        let graph = Arc::new(graph);
        let ignored = Globs::new(&self.config.ignored_static, "ignored_static", &mut trouble);
        let statics = theme::statics(&self.files, self.config.theme.as_deref(), &ignored, &mut trouble);
        let plan = Arc::new(Plan::new(&outline, statics, &mut trouble));
        let tera = bind(&self.theme, &graph, &self.pictures);
        let text_trouble = Arc::new(graph.diagnostics(&plan.jobs));
        let renderer = Renderer { graph, theme: self.theme, tera, pictures: self.pictures };
        trouble.extend(renderer.plain_lists());
        Site {
            inner: Arc::new(Inner {
                options: self.options,
                config: self.config,
                switches: self.switches,
                ignored: self.ignored,
                documents: self.documents,
                fixed_trouble: self.fixed_trouble,
                template_trouble: self.template_trouble,
                code_trouble: self.code_trouble,
                link_trouble: Arc::new(trouble),
                text_trouble,
                bodies: Arc::new(bodies),
                plan,
                renderer,
            }),
        }
    }
}

impl Site {
    /// Borrows the site's settings.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Borrows the switches that only Galley knows.
    pub fn switches(&self) -> &SiteOptions {
        &self.inner.switches
    }

    /// Lists every page and section, drafts and scheduled pages among them, sorted by file.
    pub fn pages(&self) -> impl Iterator<Item = PageInfo<'_>> {
        let graph = self.graph();
        graph
            .outline
            .ids()
            .filter(|&id| graph.files.contains_key(graph.node(id).file()))
            .map(|id| PageInfo::of(graph, id))
    }

    /// Gives what is known of one page or section.
    pub fn page(&self, file: &SourcePath) -> Option<PageInfo<'_>> {
        self.find(file).map(|id| PageInfo::of(self.graph(), id))
    }

    /// Lists the blocks that texts may use, sorted by name.
    pub fn blocks(&self) -> Vec<BlockInfo> {
        self.inner.renderer.theme.blocks.infos()
    }

    /// Lists the blocks that a text used, sorted: a shortcode by the name of its template, a component between `<`
    /// and `>`.
    pub fn blocks_used(&self, file: &SourcePath) -> &[String] {
        self.find(file).map_or(&[], |id| &self.graph().bodies[id.index()].blocks_used)
    }

    /// Gives the site as it is with another text in one content file. Only what the text changes is made anew.
    pub fn with_page(&self, file: &SourcePath, text: &str) -> Checked<Self> {
        let inner = &*self.inner;
        let parsed = read::document(file, &text.into());
        let new = &parsed.value;
        let old = inner.documents.get(file).map(|old| &old.value);
        let same_header = old.is_some_and(|old| old.header == new.header && old.name == new.name);
        let mut documents = inner.documents.clone();
        let known = self.find(file).filter(|_| same_header);
        let new = new.clone();
        documents.changed.insert(file.clone(), Arc::new(parsed));
        match known {
            Some(id) => self.with_body(id, &new, documents).checked(),
            None => {
                let mut base = self.base(documents.merged());
                if !base.files.contains_key(file) {
                    let added = SourceFile::loaded(text.as_bytes());
                    Arc::make_mut(&mut base.files).insert(file.clone(), added);
                }
                base.link(Some(self.before())).checked()
            }
        }
    }

    /// Gives the site as it is with other files: what [`open`] gives, without reading again what is known.
    pub fn with_source(&self, source: &Source, options: &Options) -> Checked<Self> {
        Base::read(source, options, Some(&self.inner)).link(Some(self.before())).checked()
    }

    /// Lists every file that a build writes, sorted, but for the pictures that templates ask for while they render.
    pub fn outputs(&self) -> Vec<OutputPath> {
        self.inner.plan.jobs.keys().cloned().collect()
    }

    /// Makes one file of the finished site, with the same bytes as the build. Nothing where there is no such
    /// file; a file that could not be made is missing in the answer, which says why. A picture that a page asks for
    /// is known from when that page was made or previewed.
    pub fn render(&self, path: &OutputPath) -> Option<Checked<Option<OutputFile>>> {
        let Some(job) = self.inner.plan.jobs.get(path) else {
            return pictures::one(&self.inner.renderer.pictures, path);
        };
        Some(match self.inner.renderer.render(job) {
            Ok(file) => Checked::new(Some(file), Vec::new()),
            Err(trouble) => Checked::new(None, vec![trouble]),
        })
    }

    /// Makes the whole site, in parallel. What can be made is in the bundle, also where there is trouble.
    ///
    /// # Errors
    /// Ends early when `progress` says so.
    pub fn build(
        &self,
        progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Result<Checked<Bundle>, Cancelled> {
        let files = Mutex::new(BTreeMap::new());
        let take = |change: Change<'_>| {
            if let Change::Write(path, file) = change {
                let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
                files.insert(path.clone(), file.clone());
            }
            ControlFlow::Continue(())
        };
        let mut record = Record::default();
        let diagnostics = self.update_build(&mut record, &take, progress)?.diagnostics;
        let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Checked { value: Bundle { files, spoilt: record.spoilt().collect() }, diagnostics })
    }

    /// Makes those files of the site, in parallel, that come out otherwise than the record says, hands each to the
    /// sink, and brings the record up to date. Together with what was there before they are, byte for byte, the
    /// whole site. A file that cannot be made stays as it was.
    ///
    /// # Errors
    /// Ends early when `progress` or the sink says so. The record then knows what was done and what was not.
    pub fn update_build(
        &self,
        record: &mut Record,
        sink: &Sink<'_>,
        progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Result<Checked<()>, Cancelled> {
        let inner = &*self.inner;
        let mut trouble = build::update(&inner.plan, &inner.renderer, &inner.config, record, sink, progress)?;
        trouble.extend(self.trouble());
        trouble.extend(self.graph().outline.data.warnings());
        let mut trouble = without_repeats(trouble);
        add_excerpts(&mut trouble, &self.graph().files);
        Ok(Checked::new((), trouble))
    }

    /// Makes one page for the eyes of its author: the bytes that the build writes, and where its blocks stand in
    /// them. A draft or scheduled page is shown as it will be once it is live.
    pub fn preview(&self, file: &SourcePath) -> Option<Checked<Preview>> {
        preview::preview(&self.inner.plan, &self.inner.renderer, self.find(file)?)
    }

    fn with_body(&self, id: NodeId, document: &Document, documents: Documents) -> Self {
        let inner = &*self.inner;
        let renderer = &inner.renderer;
        let body = inner.bodies.one(id, document);
        let graph = Arc::new(renderer.graph.with_body(id, body));
        let text_trouble =
            Arc::new(graph.diagnostics_after(&renderer.graph, id, &inner.text_trouble, &inner.plan.jobs));
        let (pictures, theme) = (renderer.pictures.clone(), renderer.theme.clone());
        let tera = bind(&theme, &graph, &pictures);
        Self {
            inner: Arc::new(Inner {
                options: inner.options.clone(),
                config: inner.config.clone(),
                switches: inner.switches.clone(),
                ignored: inner.ignored.clone(),
                documents,
                fixed_trouble: inner.fixed_trouble.clone(),
                template_trouble: inner.template_trouble.clone(),
                code_trouble: inner.code_trouble.clone(),
                link_trouble: inner.link_trouble.clone(),
                text_trouble,
                bodies: inner.bodies.clone(),
                plan: inner.plan.clone(),
                renderer: Renderer { graph, theme, tera, pictures },
            }),
        }
    }

    /// Borrows the linked site, for tests of what is inside.
    #[cfg(test)]
    pub(crate) fn graph_for_tests(&self) -> &Graph {
        self.graph()
    }

    fn graph(&self) -> &Graph {
        &self.inner.renderer.graph
    }

    fn before(&self) -> Before<'_> {
        Before { graph: self.graph(), bodies: &self.inner.bodies }
    }

    fn find(&self, file: &SourcePath) -> Option<NodeId> {
        self.graph().outline.find(file.as_str().strip_prefix("content/")?)
    }

    fn base(&self, documents: Documents) -> Base {
        let inner = &*self.inner;
        Base {
            options: inner.options.clone(),
            config: inner.config.clone(),
            switches: inner.switches.clone(),
            files: self.graph().files.clone(),
            highlighter: self.graph().outline.highlighter.clone(),
            styles: self.graph().outline.styles.clone(),
            ignored: inner.ignored.clone(),
            documents,
            fixed_trouble: inner.fixed_trouble.clone(),
            template_trouble: inner.template_trouble.clone(),
            code_trouble: inner.code_trouble.clone(),
            theme: inner.renderer.theme.clone(),
            pictures: inner.renderer.pictures.clone(),
            data: self.graph().outline.data.clone(),
        }
    }

    /// All trouble that is known without making any file.
    fn trouble(&self) -> Vec<Diagnostic> {
        let inner = &*self.inner;
        let fixed = [&inner.fixed_trouble, &inner.template_trouble, &inner.code_trouble];
        let known = fixed.into_iter().chain([&inner.link_trouble, &inner.text_trouble]);
        known.flat_map(|list| list.iter()).chain(inner.documents.diagnostics()).cloned().collect()
    }

    fn checked(self) -> Checked<Self> {
        let trouble = self.trouble();
        Checked::new(self, trouble)
    }
}
