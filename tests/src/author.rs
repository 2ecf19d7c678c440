//! An author at work: a studio on scratch folders, with a host that answers dialogs and keeps what it is told.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use publish::conformance::fixture::quick_folder;
use serde::de::DeserializeOwned;
use studio::protocol::{
    ChangeField, CreatePage, EditAnswer, EditPage, Field, FieldAnswer, ListPages, Nothing, PageId, PageKind,
    PageRow, PageView, PublishEnd, SaveState, SiteView, TextChanges, TextPiece,
};
use studio::{Event, Failure, Host, Places, Request, Studio};
use tempfile::TempDir;

use crate::memory_keychain::MemoryKeychain;

/// How long an author waits for something that happens by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// A site of a few pages with templates of its own, for tests that need nothing more.
pub const SMALL_SITE: &[(&str, &str)] = &[
    (
        "zola.toml",
        "# our site\nbase_url = \"https://small.example.org\"\ntitle = \"Small\"\ntaxonomies = [{ name = \"tags\" }]\n",
    ),
    ("templates/index.html", "<title>{{ section.title }}</title><main>{{ section.content | safe }}</main>"),
    (
        "templates/section.html",
        "<title>{{ section.title }}</title><main>{{ section.content | safe }}</main>{% for page in section.pages %}<a href=\"{{ page.permalink | safe }}\">{{ page.title }}</a>{% endfor %}",
    ),
    ("templates/page.html", "<title>{{ page.title }}</title><main>{{ page.content | safe }}</main>"),
    ("templates/taxonomy_list.html", "{{ terms | length }}"),
    ("templates/taxonomy_single.html", "{{ term.name }}"),
    ("templates/404.html", "<h1>Not here</h1>"),
    ("static/style.css", "body { color: black }"),
    ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n"),
    ("content/posts/_index.md", "+++\ntitle = \"Posts\"\nsort_by = \"date\"\n+++\n"),
    ("content/posts/first.md", "+++\ntitle = \"First\"\ndate = 2026-01-02\n+++\n\nOne.\n\nTwo.\n"),
    (
        "content/posts/second.md",
        "+++\ntitle = \"Second\"\ndate = 2026-01-03\n+++\n\nSee [the first](@/posts/first.md).\n",
    ),
    ("content/about.md", "+++\ntitle = \"About\"\n+++\n\nAbout us.\n"),
];

/// A studio with everything around it. Dropping it ends the studio as quitting does.
pub struct Author {
    /// The studio.
    pub studio: Studio,
    /// What the studio asked and told.
    pub host: Arc<Desk>,
    /// The keychain.
    pub keychain: Arc<MemoryKeychain>,
    /// The folder all of it is in.
    pub folder: Arc<TempDir>,
}

/// A host that answers dialogs with what the test said before.
#[derive(Default)]
pub struct Desk {
    told: Mutex<Vec<Event>>,
    news: Condvar,
    choices: Mutex<VecDeque<PathBuf>>,
    opened: Mutex<Vec<String>>,
}

impl Host for Desk {
    fn emit(&self, event: Event) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(event);
        self.news.notify_all();
    }

    fn choose_folder(&self, _title: &str) -> Option<PathBuf> {
        self.choices.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn choose_picture(&self, title: &str) -> Option<PathBuf> {
        self.choose_folder(title)
    }

    fn open_link(&self, url: &str) -> std::io::Result<()> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_owned());
        Ok(())
    }
}

impl Desk {
    /// Answers the next dialog.
    pub fn will_choose(&self, path: impl Into<PathBuf>) {
        self.choices.lock().unwrap_or_else(PoisonError::into_inner).push_back(path.into());
    }

    /// The addresses that were opened outside.
    pub fn opened(&self) -> Vec<String> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for an event and forgets those before it.
    ///
    /// # Panics
    /// When none comes.
    pub fn wait_for<T>(&self, what: &str, wanted: impl Fn(&Event) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(at) = told.iter().position(|event| wanted(event).is_some()) {
                let found = wanted(&told[at]).expect("just found");
                told.drain(..=at);
                return found;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no event: {what}; there were {told:?}");
            told = self.news.wait_timeout(told, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until a page says how its file and its text stand to each other, and that it is as wanted.
    pub fn wait_for_save(&self, page: &str, wanted: impl Fn(&SaveState) -> bool) -> SaveState {
        self.wait_for("a page was saved, or not", |event| {
            let Event::PageSaved { page: found, save, .. } = event else { return None };
            (found.0 == page && wanted(save)).then(|| save.clone())
        })
    }

    /// Waits until a publish ends.
    pub fn wait_for_end(&self) -> PublishEnd {
        self.wait_for("the publish ends", |event| {
            let Event::PublishEnded { end } = event else { return None };
            Some(end.clone())
        })
    }

    /// Waits for an event and gives all that came up to it.
    ///
    /// # Panics
    /// When none comes.
    pub fn wait_for_all(&self, wanted: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut all = Vec::new();
        loop {
            let event = self.wait_for("any event", |event| Some(event.clone()));
            let is_last = wanted(&event);
            all.push(event);
            if is_last {
                return all;
            }
        }
    }
}

impl Author {
    /// Starts a studio on fresh folders.
    pub fn new() -> Self {
        Self::in_folder(Arc::new(quick_folder()))
    }

    /// Starts a studio on folders that an earlier one used.
    pub fn in_folder(folder: Arc<TempDir>) -> Self {
        let host = Arc::new(Desk::default());
        let keychain = Arc::new(MemoryKeychain::default());
        let places = Places { data: folder.path().join("data"), sites: folder.path().join("sites") };
        let studio = Studio::start(host.clone(), keychain.clone(), places).expect("the studio starts");
        Self { studio, host, keychain, folder }
    }

    /// Starts a studio and opens a site made of these files.
    pub fn with_site(files: &[(&str, &str)]) -> Self {
        let author = Self::new();
        for (path, text) in files {
            author.write(path, text);
        }
        author.studio.open_site(&author.site()).expect("the site opens");
        author
    }

    /// Starts a studio with the small site open.
    pub fn with_small_site() -> Self {
        Self::with_site(SMALL_SITE)
    }

    /// Starts a studio with the small site open, and with further files in it.
    pub fn with_small_site_and(files: &[(&str, &str)]) -> Self {
        let all: Vec<_> = SMALL_SITE.iter().chain(files).copied().collect();
        Self::with_site(&all)
    }

    /// Starts a studio with the sample site open.
    pub fn with_sample() -> Self {
        let author = Self::new();
        author.ask::<SiteView>(Request::OpenSample(Nothing {}));
        author
    }

    /// The folder of the sample site.
    pub fn sample(&self) -> PathBuf {
        PathBuf::from(self.ask::<SiteView>(Request::ShowSite(Nothing {})).folder)
    }

    /// Opens the site made by [`Author::with_site`], and gives what the person is told about it.
    pub fn open_site(&self) -> Option<String> {
        self.studio.open_site(&self.site()).expect("the site opens");
        self.ask::<SiteView>(Request::ShowSite(Nothing {})).notice
    }

    /// Where the studio keeps its things.
    pub fn places(&self) -> Places {
        Places { data: self.folder.path().join("data"), sites: self.folder.path().join("sites") }
    }

    /// The folder of the site made by [`Author::with_site`].
    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Writes a file of that site, as another program would.
    pub fn write(&self, path: &str, text: &str) {
        let place = self.site().join(path);
        std::fs::create_dir_all(place.parent().expect("in a folder")).expect("folders");
        std::fs::write(place, text).expect("writes");
    }

    /// Reads a file of that site.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.site().join(path)).expect("reads")
    }

    /// Carries out a command that succeeds.
    pub fn ask<T: DeserializeOwned>(&self, request: Request) -> T {
        let asked = format!("{request:?}");
        let answer = self.studio.call(request).unwrap_or_else(|failure| panic!("{asked}: {failure:?}"));
        serde_json::from_value(answer).expect("a command answers with its own type")
    }

    /// Carries out a command that fails.
    pub fn fail(&self, request: Request) -> Failure {
        let asked = format!("{request:?}");
        match self.studio.call(request) {
            Ok(answer) => panic!("{asked} should fail but answers {answer}"),
            Err(failure) => failure,
        }
    }

    /// Opens a page.
    pub fn open(&self, page: &str) -> PageView {
        self.ask(Request::OpenPage(PageId(page.into())))
    }

    /// Types a whole new text.
    pub fn type_text(&self, page: &str, base: u32, text: &str) -> EditAnswer {
        self.ask(Request::EditPage(EditPage {
            page: PageId(page.into()),
            base,
            revision: base + 1,
            changes: TextChanges::Whole { text: text.into() },
        }))
    }

    /// Replaces pieces of the text, as the editor does.
    pub fn edit(&self, page: &str, base: u32, pieces: &[(u32, u32, &str)]) -> EditAnswer {
        self.ask(Request::EditPage(pieces_of(page, base, pieces)))
    }

    /// Changes one detail of a page.
    pub fn change(&self, page: &str, field: Field) -> FieldAnswer {
        self.ask(Request::ChangeField(ChangeField { page: PageId(page.into()), field }))
    }

    /// Saves a page.
    pub fn save(&self, page: &str) -> SaveState {
        self.ask(Request::SavePage(PageId(page.into())))
    }

    /// Saves a page and makes sure that its file holds it.
    pub fn saved(&self, page: &str) {
        let save = self.save(page);
        assert!(matches!(save, SaveState::Saved { .. }), "{page}: {save:?}");
    }

    /// Says whether the site has a page.
    pub fn site_has(&self, page: &str) -> bool {
        let kinds = [PageKind::Post, PageKind::Page];
        kinds.into_iter().any(|kind| self.list(kind).iter().any(|row| row.page.0 == page))
    }

    /// Makes a new post.
    pub fn new_post(&self, title: &str) -> PageRow {
        self.ask(Request::CreatePage(CreatePage { kind: PageKind::Post, title: title.into() }))
    }

    /// Lists posts or pages.
    pub fn list(&self, kind: PageKind) -> Vec<PageRow> {
        self.ask(Request::ListPages(ListPages { kind }))
    }
}

impl Default for Author {
    fn default() -> Self {
        Self::new()
    }
}

/// An edit by pieces, each with where it starts, where it ends, and what stands there then.
pub fn pieces_of(page: &str, base: u32, pieces: &[(u32, u32, &str)]) -> EditPage {
    let pieces =
        pieces.iter().map(|(from, to, insert)| TextPiece { from: *from, to: *to, insert: (*insert).into() });
    EditPage {
        page: PageId(page.into()),
        base,
        revision: base + 1,
        changes: TextChanges::Pieces { pieces: pieces.collect() },
    }
}

/// Lists the files below a folder with their bytes.
pub fn tree(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(&current).expect("lists").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).expect("reads"));
            }
        }
    }
    files
}
