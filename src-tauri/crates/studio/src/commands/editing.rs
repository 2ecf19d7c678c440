//! Writing a page: opening it, typing, changing its details, saving.

use std::time::Instant;

use engine::diagnostic::Diagnostic;
use engine::output::SourcePath;

use crate::Studio;
use crate::protocol::{
    ChangeField, EditAnswer, EditPage, Field, FieldAnswer, Keep, Nothing, PageId, PageView, PreviewChange,
    Problem, ResolveConflict, SaveState,
};
use crate::session::{Document, FieldTrouble};
use crate::shared::Shared;
use crate::site::{OpenSite, fact};
use crate::trouble::Trouble;
use crate::{disk, preview};

impl Studio {
    pub(crate) fn open_page(&self, page: PageId) -> Result<PageView, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        // A page whose file is gone can be opened as long as it has text here.
        let file = open_document(site, &page).map(|document| document.file.clone());
        let file = file.or_else(|_| site.file(&page))?;
        if !site.documents.contains_key(&file) {
            let bytes = disk::read(&site.folder.join(file.as_str()))?;
            let document = Document::open(file.clone(), &bytes, self.shared.now())?;
            site.documents.insert(file.clone(), document);
        }
        view(site, &file)
    }

    pub(crate) fn edit_page(&self, edit: EditPage) -> Result<EditAnswer, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let now = Instant::now();
        let document = open_document(site, &edit.page)?;
        document.edit(edit.base, edit.revision, &edit.changes, now)?;
        answer(&self.shared, site, &edit.page, now)
    }

    pub(crate) fn change_field(&self, change: ChangeField) -> Result<FieldAnswer, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let now = Instant::now();
        let follows = super::naming::address_to_follow(site, &change);
        let document = open_document(site, &change.page)?;
        let refused = match document.change_field(&change.field, now) {
            Ok(()) => None,
            Err(FieldTrouble::Refused(why)) => Some(why.to_owned()),
            Err(FieldTrouble::Head(trouble)) => return Err(trouble),
        };
        if let (None, Some(address)) = (&refused, follows) {
            // A title without a letter gives no address; the one from the file name stays.
            let _followed = document.change_field(&Field::Slug(address), now);
        }
        let file = document.file.clone();
        let fields = document.fields().ok_or(Trouble::Header(file.clone()))?;
        let text = document.text();
        let edited = answer(&self.shared, site, &change.page, now)?;
        let with_it = site.site.with_page(&file, &text).value;
        let address = fact(&with_it, &file).map(|info| info.address);
        Ok(FieldAnswer { fields, refused, address: address.unwrap_or_default(), edit: edited })
    }

    pub(crate) fn save_page(&self, page: PageId) -> Result<SaveState, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let file = open_document(site, &page)?.file.clone();
        let events = self.shared.save(site, &file, Instant::now());
        let state = open_document(site, &page)?.save.clone();
        desk.proof = None;
        drop(desk);
        self.shared.emit_all(events);
        Ok(state)
    }

    pub(crate) fn close_page(&self, page: PageId) -> Result<Nothing, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let Ok(document) = open_document(site, &page) else { return Ok(Nothing {}) };
        let file = document.file.clone();
        let mut events = self.shared.save(site, &file, Instant::now());
        // Text that could not be saved stays open, so that the keeper tries again.
        if site.documents.get(&file).is_some_and(|document| !document.is_unsaved()) {
            site.documents.remove(&file);
            super::naming::name_file(site, &file)?;
            events.push(crate::Event::SiteChanged {});
        }
        drop(desk);
        self.shared.emit_all(events);
        Ok(Nothing {})
    }

    pub(crate) fn resolve_conflict(&self, choice: ResolveConflict) -> Result<PageView, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let folder = site.folder.clone();
        let document = open_document(site, &choice.page)?;
        let file = document.file.clone();
        let is_gone = disk::read_if_there(&folder.join(file.as_str()))?.is_none();
        match choice.keep {
            Keep::Theirs if is_gone => {
                site.documents.remove(&file);
            }
            Keep::Both if is_gone => document.save_over(&folder)?,
            Keep::Mine => document.save_over(&folder)?,
            Keep::Theirs => document.take_theirs(&folder)?,
            Keep::Both => {
                let mine = document.text();
                document.take_theirs(&folder)?;
                super::pages::keep_copy(site, &file, &mine)?;
            }
        }
        self.shared.records.forget_unsaved(&folder, file.as_str())?;
        site.look_at_everything()?;
        let mut events = site.take_news();
        events.push(crate::Event::SiteChanged {});
        let view = view(site, &file);
        desk.proof = None;
        drop(desk);
        self.shared.emit_all(events);
        view
    }
}

/// Finds a page that is open for writing.
pub(crate) fn open_document<'a>(site: &'a mut OpenSite, page: &PageId) -> Result<&'a mut Document, Trouble> {
    let file = SourcePath::new(&page.0).map_err(|_| Trouble::NoPage(page.0.clone()))?;
    site.documents.get_mut(&file).ok_or_else(|| Trouble::NoPage(page.0.clone()))
}

/// Keeps what was typed safe, then answers with the new preview.
fn answer(shared: &Shared, site: &mut OpenSite, page: &PageId, now: Instant) -> Result<EditAnswer, Trouble> {
    let folder = site.folder.clone();
    let document = open_document(site, page)?;
    if let Some(unsaved) = document.journal_entry(now) {
        shared.records.keep_unsaved(&folder, &unsaved)?;
    }
    let (file, text, head_lines) = (document.file.clone(), document.text(), document.head_lines());
    let shown = document.shown.take();
    let (revision, save) = (document.revision, document.save.clone());

    let checked = site.site.with_page(&file, &text);
    let info = fact(&checked.value, &file).ok_or_else(|| Trouble::NoPage(page.0.clone()))?;
    let mut diagnostics = checked.diagnostics;
    let mut change = PreviewChange::Unable { message: "This page has no preview.".to_owned() };
    let mut next = shown.clone();
    let mut elsewhere = Vec::new();
    if let Some(previewed) = checked.value.preview(&file) {
        elsewhere = trouble_elsewhere(site, &file, &previewed.diagnostics);
        diagnostics.extend(previewed.diagnostics);
        let addresses = shared.addresses(site, &info.address);
        change = preview::change(shown.as_ref(), &previewed.value, head_lines, &addresses);
        next = Some(previewed.value);
    }
    let mut problems = site.problems(Some(&file), &diagnostics);
    problems.extend(elsewhere);
    let status = site.status(&info);
    open_document(site, page)?.shown = next;
    Ok(EditAnswer {
        revision,
        words: info.words,
        minutes: info.minutes,
        status,
        save,
        problems,
        preview: change,
    })
}

/// Trouble that keeps the page from being made and stands in another file: a template of the theme, for example. It has
/// no line in the editor.
fn trouble_elsewhere(site: &OpenSite, file: &SourcePath, diagnostics: &[Diagnostic]) -> Vec<Problem> {
    let is_elsewhere =
        |diagnostic: &&Diagnostic| diagnostic.place.as_ref().is_none_or(|place| place.file != *file);
    let problems = diagnostics.iter().filter(is_elsewhere).map(|diagnostic| {
        let place = diagnostic.place.as_ref();
        let named = place.and_then(|place| Some(format!("{}, line {}", place.file, place.position?.line)));
        Problem { page: None, line: None, column: None, file: named, ..site.problem(diagnostic) }
    });
    problems.collect()
}

/// Shows an open page as the editor opens it.
fn view(site: &mut OpenSite, file: &SourcePath) -> Result<PageView, Trouble> {
    let page = PageId(file.to_string());
    let text = open_document(site, &page)?.text();
    let checked = site.site.with_page(file, &text);
    let info = fact(&checked.value, file).ok_or_else(|| Trouble::NoPage(page.0.clone()))?;
    let (kind, status) = (site.kind(&info), site.status(&info));
    let problems = site.problems(Some(file), &checked.diagnostics);
    let document = open_document(site, &page)?;
    Ok(PageView {
        kind,
        fields: document.fields(),
        text: document.body().to_owned(),
        revision: document.revision,
        status,
        address: info.address,
        permalink: info.permalink,
        save: document.save.clone(),
        words: info.words,
        minutes: info.minutes,
        problems,
        recovered: document.recovered,
        page,
    })
}
