//! The open site: its snapshot, the pages that are open for writing, and what is known of its last release.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::diagnostic::{Diagnostic, Severity};
use engine::output::{ContentHash, OutputPath, SourcePath};
use engine::source::{Source, SourceFile};
use engine::{Fetch, Options, PageInfo, Site};
use jiff::Timestamp;

use crate::folder;
use crate::host::Places;
use crate::picture_store::PictureStore;
use crate::protocol::{Event, PageId, PageKind, PageRow, Problem, ProblemSeverity, Status};
use crate::records::Release;
use crate::session::{Document, Outside};
use crate::trouble::Trouble;

/// What is known of one page or section.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageFacts {
    pub(crate) file: SourcePath,
    pub(crate) is_section: bool,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) draft: bool,
    pub(crate) scheduled: bool,
    pub(crate) tags: Vec<String>,
    /// Its web address below the site's, such as `/posts/winter/`.
    pub(crate) address: String,
    pub(crate) permalink: String,
    pub(crate) output: Option<OutputPath>,
    pub(crate) words: u32,
    pub(crate) minutes: u32,
    pub(crate) image: Option<String>,
    /// Says whether it is an item of a list sorted by date, or such a list itself.
    pub(crate) dated: bool,
}

/// Lists the facts of all pages of a site.
pub(crate) fn facts(site: &Site) -> impl Iterator<Item = PageFacts> {
    site.pages().map(|info| facts_of(site, &info))
}

/// The facts of one page.
pub(crate) fn fact(site: &Site, file: &SourcePath) -> Option<PageFacts> {
    site.page(file).map(|info| facts_of(site, &info))
}

fn facts_of(site: &Site, info: &PageInfo<'_>) -> PageFacts {
    let base = site.config().base_url.trim_end_matches('/');
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    PageFacts {
        file: info.file.clone(),
        is_section: info.kind == engine::PageKind::Section,
        title: info.title.map(str::to_owned),
        date: info.date.map(ToString::to_string),
        draft: info.draft,
        scheduled: info.scheduled,
        tags: info.terms_of("tags").map(str::to_owned).collect(),
        address: info.permalink.strip_prefix(base).unwrap_or(info.permalink).to_owned(),
        permalink: info.permalink.to_owned(),
        output: info.output.cloned(),
        words: small(info.word_count),
        minutes: small(info.reading_time),
        image: info.image.map(str::to_owned),
        dated: info.dated,
    }
}

/// The open site.
pub(crate) struct OpenSite {
    pub(crate) folder: PathBuf,
    pub(crate) source: Source,
    pub(crate) site: Site,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) documents: BTreeMap<SourcePath, Document>,
    pub(crate) release: Option<Release>,
    pub(crate) notice: Option<String>,
    fetch: Arc<dyn Fetch>,
    /// What happened to the site since somebody was last told.
    news: Vec<Event>,
}

impl OpenSite {
    /// Reads a site's folder.
    pub(crate) fn open(folder: &Path, places: &Places, fetch: Arc<dyn Fetch>) -> Result<Self, Trouble> {
        let source = folder::read(folder)?.with_picture_cache(PictureStore::of(places));
        let checked = engine::open(&source, &as_published(&fetch));
        Ok(Self {
            folder: folder.to_owned(),
            source,
            site: checked.value,
            diagnostics: checked.diagnostics,
            documents: BTreeMap::new(),
            release: None,
            notice: None,
            fetch,
            news: Vec::new(),
        })
    }

    /// Looks again at files that may have changed. Says which parts of the site really did.
    pub(crate) fn look_again(
        &mut self,
        paths: &BTreeSet<SourcePath>,
    ) -> Result<BTreeSet<SourcePath>, Trouble> {
        let mut files = self.source.files().clone();
        let mut changed = BTreeSet::new();
        for path in paths {
            let found = folder::read_file(&self.folder, path)?;
            if found.as_ref().map(|file| file.entry) == files.get(path).map(|file| file.entry) {
                continue;
            }
            changed.insert(path.clone());
            match found {
                Some(file) => files.insert(path.clone(), file),
                None => files.remove(path),
            };
        }
        if changed.is_empty() {
            return Ok(changed);
        }
        let only_text =
            changed.iter().all(|path| is_page_text(path) && both_have(&self.source, &files, path));
        self.source = self.source.with_files(files);
        self.link(only_text.then_some(&changed));
        self.meet(&changed);
        Ok(changed)
    }

    /// Reads the whole folder again, for when too much happened to be told apart.
    pub(crate) fn look_at_everything(&mut self) -> Result<BTreeSet<SourcePath>, Trouble> {
        let read = folder::read(&self.folder)?;
        let source = self.source.with_files(read.files().clone()).with_left_out(read.left_out().clone());
        let all: BTreeSet<_> = source.files().keys().chain(self.source.files().keys()).cloned().collect();
        let changed: BTreeSet<_> = all
            .into_iter()
            .filter(|path| {
                source.files().get(path).map(|f| f.entry) != self.source.files().get(path).map(|f| f.entry)
            })
            .collect();
        self.source = source;
        self.link(None);
        self.meet(&changed);
        Ok(changed)
    }

    /// Lets open pages meet what is in their files now: clean ones show it, ones with unsaved text keep both.
    fn meet(&mut self, changed: &BTreeSet<SourcePath>) {
        for file in changed {
            let bytes = self.source.files().get(file).and_then(|file| file.bytes.clone());
            let Some(document) = self.documents.get_mut(file) else { continue };
            let page = PageId(file.to_string());
            match document.meet_outside(bytes.as_deref()) {
                // A page whose file is gone stays open: what is typed into it now is kept all the same.
                Outside::Same | Outside::Vanished => {}
                Outside::Taken => self.news.push(Event::PageReloaded { page }),
                Outside::Kept => {
                    let saved = self.saved_event(file);
                    self.news.extend(saved);
                }
            }
        }
        if !changed.is_empty() {
            self.news.push(Event::SiteChanged {});
        }
    }

    /// Says whether an open page's file holds what the editor holds.
    pub(crate) fn saved_event(&self, file: &SourcePath) -> Option<Event> {
        let save = self.documents.get(file)?.save.clone();
        let page = PageId(file.to_string());
        // A page whose file is gone is only here, as a draft is.
        let status = self.info(&page).map_or(Status::Draft, |info| self.status(&info));
        Some(Event::PageSaved { page, save, status })
    }

    /// Takes what happened since somebody was last told.
    pub(crate) fn take_news(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.news)
    }

    fn link(&mut self, only_text: Option<&BTreeSet<SourcePath>>) {
        let Some(changed) = only_text else {
            let checked = self.site.with_source(&self.source, &as_published(&self.fetch));
            (self.site, self.diagnostics) = (checked.value, checked.diagnostics);
            return;
        };
        for path in changed {
            let Some(text) = self.text_on_disk(path) else { continue };
            let checked = self.site.with_page(path, &text);
            (self.site, self.diagnostics) = (checked.value, checked.diagnostics);
        }
    }

    fn text_on_disk(&self, path: &SourcePath) -> Option<String> {
        let bytes = self.source.files().get(path)?.bytes.as_deref()?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// Finds a page of the site by its handle.
    pub(crate) fn info(&self, page: &PageId) -> Result<PageFacts, Trouble> {
        let file = SourcePath::new(&page.0).ok();
        file.and_then(|file| fact(&self.site, &file)).ok_or_else(|| Trouble::NoPage(page.0.clone()))
    }

    /// Names the file of a page.
    pub(crate) fn file(&self, page: &PageId) -> Result<SourcePath, Trouble> {
        self.info(page).map(|info| info.file)
    }

    /// Tells posts from pages: a post has a date, or stands in a section that is sorted by date.
    pub(crate) fn kind(&self, info: &PageFacts) -> PageKind {
        let is_post = !info.is_section && (info.date.is_some() || info.dated);
        if is_post { PageKind::Post } else { PageKind::Page }
    }

    /// Derives a page's status from the page and from what was last published.
    pub(crate) fn status(&self, info: &PageFacts) -> Status {
        let released = self.release.as_ref().and_then(|release| release.pages.get(info.file.as_str()));
        let since = |page: &crate::records::ReleasedPage| page.since.clone();
        match released {
            Some(page) if info.draft => Status::Withdrawn { since: since(page) },
            None if info.draft => Status::Draft,
            None if info.scheduled => Status::Scheduled { date: info.date.clone().unwrap_or_default() },
            None => Status::New,
            Some(page) if Some(page.hash) == self.hash(&info.file) => Status::Live { since: since(page) },
            Some(page) => Status::Edited { since: since(page) },
        }
    }

    /// The hash of a source file as it is on disk.
    pub(crate) fn hash(&self, file: &SourcePath) -> Option<ContentHash> {
        self.source.files().get(file).map(|file| file.entry.hash)
    }

    /// The hash over everything that is no page, as it is now.
    pub(crate) fn rest_hash(&self) -> String {
        rest_hash(&self.source)
    }

    /// Counts what the next publish would change, as an author counts: each page once, everything else once.
    pub(crate) fn waiting(&self) -> u32 {
        let mut there: BTreeSet<String> = BTreeSet::new();
        let mut count = 0;
        for info in facts(&self.site) {
            count += match self.status(&info) {
                Status::New | Status::Edited { .. } | Status::Withdrawn { .. } => 1,
                Status::Draft | Status::Scheduled { .. } | Status::Live { .. } => 0,
            };
            there.insert(info.file.to_string());
        }
        if let Some(release) = &self.release {
            count += release.pages.keys().filter(|page| !there.contains(*page)).count();
            count += usize::from(release.rest != self.rest_hash());
        }
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Makes a page's row.
    pub(crate) fn row(&self, info: &PageFacts, local_url: &str) -> PageRow {
        let document = self.documents.get(&info.file);
        PageRow {
            page: PageId(info.file.to_string()),
            kind: self.kind(info),
            title: title_of(info),
            status: self.status(info),
            date: info.date.clone(),
            tags: info.tags.clone(),
            address: info.address.clone(),
            picture: info.image.as_deref().and_then(|image| self.picture(info, image, local_url)),
            unsaved: document.is_some_and(Document::is_unsaved),
            trouble: self.diagnostics.iter().any(|diagnostic| {
                diagnostic.severity > Severity::Note
                    && diagnostic.place.as_ref().is_some_and(|place| place.file == info.file)
            }),
        }
    }

    /// The address on this machine of a picture named in a page's head: beside the page, or in `static/`.
    fn picture(&self, info: &PageFacts, image: &str, local_url: &str) -> Option<String> {
        if image.contains("://") {
            return None;
        }
        let name = image.trim_start_matches('/');
        let beside = SourcePath::new(format!("{}/{name}", info.file.folder())).ok();
        let is_there = |path: &SourcePath| self.source.files().contains_key(path);
        if beside.is_some_and(|path| is_there(&path)) && info.file.file_name().starts_with("index.") {
            return Some(format!("{local_url}{}{name}", info.address));
        }
        Some(format!("{local_url}/{name}"))
    }

    /// Turns a diagnostic into what the window shows.
    pub(crate) fn problem(&self, diagnostic: &Diagnostic) -> Problem {
        let place = diagnostic.place.as_ref();
        let page = place.and_then(|place| {
            let page = PageId(place.file.to_string());
            self.info(&page).is_ok().then_some(page)
        });
        let head = place.and_then(|place| self.documents.get(&place.file)).map_or(0, Document::head_lines);
        let position = place.and_then(|place| place.position);
        Problem {
            severity: match diagnostic.severity {
                Severity::Note => ProblemSeverity::Note,
                Severity::Warning => ProblemSeverity::Warning,
                Severity::Error => ProblemSeverity::Error,
            },
            page,
            file: place.map(|place| place.file.to_string()),
            line: position.map(|position| position.line.saturating_sub(head).max(1)),
            column: position.map(|position| position.column),
            message: diagnostic.sentence(),
            hint: diagnostic.hint.clone(),
        }
    }

    /// The problems of one page, or those of no page that can be opened.
    pub(crate) fn problems(&self, file: Option<&SourcePath>, diagnostics: &[Diagnostic]) -> Vec<Problem> {
        diagnostics
            .iter()
            .map(|diagnostic| self.problem(diagnostic))
            .filter(|problem| {
                problem.page.as_ref().map(|page| page.0.as_str()) == file.map(SourcePath::as_str)
            })
            .collect()
    }
}

/// The hash over everything that is no page: settings, theme, pictures.
pub(crate) fn rest_hash(source: &Source) -> String {
    let mut text = String::new();
    for (path, file) in source.files() {
        if !is_page_text(path) && path.as_str() != "galley.toml" {
            text.push_str(&format!("{path} {}\n", file.entry.hash));
        }
    }
    ContentHash::of(text.as_bytes()).to_string()
}

/// The title a list shows.
pub(crate) fn title_of(info: &PageFacts) -> String {
    let title = info.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    title.map_or_else(
        || {
            let name = info.file.file_name().trim_end_matches(".md");
            if matches!(name, "index" | "_index") {
                info.file.folder().rsplit('/').next().unwrap_or(name).to_owned()
            } else {
                name.to_owned()
            }
        },
        str::to_owned,
    )
}

/// The site as visitors will get it.
pub(crate) fn as_published(fetch: &Arc<dyn Fetch>) -> Options {
    Options { base_url: None, drafts: false, now: Timestamp::now(), fetch: Some(Arc::clone(fetch)) }
}

/// Says whether a file is the text of a page or section.
pub(crate) fn is_page_text(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/") && path.extension() == "md"
}

fn both_have(old: &Source, new: &BTreeMap<SourcePath, SourceFile>, path: &SourcePath) -> bool {
    old.files().contains_key(path) && new.contains_key(path)
}
