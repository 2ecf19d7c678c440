//! One open page. The editor's text and the file's text are two views of the same bytes: opening and saving
//! without an edit leaves the file as it is.

use std::path::Path;
use std::time::{Duration, Instant};

use engine::Preview;
use engine::front_matter;
use engine::output::{ContentHash, SourcePath};
use jiff::Timestamp;

use super::{line_endings, text};
use crate::disk;
use crate::head::{self, FieldChange};
use crate::protocol::{Field, Fields, SaveState, TextChanges};
use crate::records::Unsaved;
use crate::trouble::Trouble;

/// A page is written to its file when nobody typed for this long …
const QUIET: Duration = Duration::from_millis(1000);
/// … and at the latest this long after the first unsaved key, for somebody who never pauses.
const LONGEST_WAIT: Duration = Duration::from_millis(5000);
/// Unsaved text is in the records at the latest this long after it was typed.
const JOURNAL_WAIT: Duration = Duration::from_millis(250);
const BYTE_ORDER_MARK: char = '\u{feff}';

/// An open page.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: SourcePath,
    /// The hash of the file's bytes as they were last read or written here.
    disk: ContentHash,
    /// Everything above the editor's text, byte for byte.
    head: String,
    /// The body as it was when the page was opened, for its line endings: a line that comes back gets its own.
    original_body: String,
    /// The editor's text.
    body: String,
    pub(crate) revision: u32,
    pub(crate) save: SaveState,
    pub(crate) shown: Option<Preview>,
    /// Says whether a crash left text unsaved that is in here now.
    pub(crate) recovered: bool,
    /// The revision that somebody else's text got when it was taken over, until the editor has seen it.
    taken_at: Option<u32>,
    unsaved_since: Option<Instant>,
    touched: Instant,
    journaled: Option<Instant>,
    journal_behind: bool,
}

/// What a save led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SaveResult {
    /// Nothing was unsaved.
    Nothing,
    /// The file holds the text now.
    Written,
    /// It could not be written; the state says why.
    NotWritten,
}

impl Document {
    /// Opens a page from its file's bytes.
    pub(crate) fn open(file: SourcePath, bytes: &[u8], saved_at: Timestamp) -> Result<Self, Trouble> {
        let whole = std::str::from_utf8(bytes).map_err(|_| Trouble::NotText(file.clone()))?;
        let mut document = Self {
            file,
            disk: ContentHash::of(bytes),
            head: String::new(),
            original_body: String::new(),
            body: String::new(),
            revision: 0,
            save: SaveState::Saved { at: saved_at.to_string() },
            shown: None,
            recovered: false,
            taken_at: None,
            unsaved_since: None,
            touched: Instant::now(),
            journaled: None,
            journal_behind: false,
        };
        document.take(whole);
        Ok(document)
    }

    fn take(&mut self, whole: &str) {
        let at = body_start(&self.file, whole);
        whole[..at].clone_into(&mut self.head);
        whole[at..].clone_into(&mut self.original_body);
        self.body = line_endings::to_editor(&whole[at..]);
    }

    /// Brings back text that a crash left unsaved. It counts as typed just now.
    pub(crate) fn recover(&mut self, unsaved: &Unsaved, now: Instant) -> bool {
        if unsaved.text == self.text() {
            return false;
        }
        // The file may have been changed since by somebody else; then saving meets the difference and keeps both.
        if let Ok(base) = ContentHash::try_from(unsaved.base.clone()) {
            self.disk = base;
        }
        self.take(&unsaved.text);
        self.recovered = true;
        self.touch(now);
        true
    }

    /// The editor's text.
    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    /// The whole text as it goes to the file.
    pub(crate) fn text(&self) -> String {
        let body = line_endings::from_editor(&self.original_body, &self.body);
        format!("{}{}{body}", self.head, self.gap())
    }

    /// A head that ends with the file gets an end of line as soon as text follows it.
    fn gap(&self) -> &'static str {
        let is_open = !self.head.trim_start_matches(BYTE_ORDER_MARK).is_empty() && !self.head.ends_with('\n');
        match is_open && !self.body.is_empty() {
            true if self.head.contains("\r\n") => "\r\n",
            true => "\n",
            false => "",
        }
    }

    /// The number of lines above the editor's text.
    pub(crate) fn head_lines(&self) -> u32 {
        let ends = self.head.matches('\n').count() + usize::from(!self.gap().is_empty());
        u32::try_from(ends).unwrap_or(u32::MAX)
    }

    /// The details shown as fields; nothing when the head cannot be read.
    pub(crate) fn fields(&self) -> Option<Fields> {
        if self.head_is_broken() {
            return None;
        }
        let fields = head::fields(&self.file, &self.head);
        Some(Fields {
            tags: fields.tags().to_vec(),
            title: fields.title.unwrap_or_default(),
            date: fields.date.unwrap_or_default(),
            draft: fields.draft,
            description: fields.description.unwrap_or_default(),
            slug: fields.slug.unwrap_or_default(),
        })
    }

    fn head_is_broken(&self) -> bool {
        // Where nothing stands above the text, the text may still begin as a head does, with a mistake in it.
        let has_head = !self.head.trim_start_matches(BYTE_ORDER_MARK).is_empty();
        let read = if has_head { head::fields(&self.file, &self.head) } else { self.fields_of_body() };
        !read.is_editable || !has_head && starts_like_a_head(&self.body)
    }

    fn fields_of_body(&self) -> front_matter::Fields {
        head::fields(&self.file, &self.body)
    }

    /// Takes over what was typed.
    pub(crate) fn edit(
        &mut self,
        base: u32,
        revision: u32,
        changes: &TextChanges,
        now: Instant,
    ) -> Result<(), Trouble> {
        let out_of_step = Trouble::OutOfStep { found: base, wanted: self.revision };
        // Typed on top of a text that is not in the file any more: both are kept.
        let unseen = self.taken_at.filter(|revision| base < *revision).map(|_| self.text());
        let body = match changes {
            TextChanges::Whole { text } => line_endings::to_editor(text),
            TextChanges::Pieces { .. } if base != self.revision => return Err(out_of_step),
            TextChanges::Pieces { pieces } => text::apply(&self.body, pieces).map_err(|_| out_of_step)?,
        };
        self.revision = revision;
        self.taken_at = None;
        if body != self.body {
            self.body = body;
            self.touch(now);
            if let Some(outside) = unseen {
                self.save = SaveState::Conflict { outside };
                self.disk = ContentHash::of(self.text().as_bytes());
            }
        }
        Ok(())
    }

    /// Changes one detail.
    pub(crate) fn change_field(&mut self, field: &Field, now: Instant) -> Result<(), FieldTrouble> {
        let change = field_change(field).map_err(FieldTrouble::Refused)?;
        if self.head_is_broken() {
            return Err(FieldTrouble::Head(Trouble::Header(self.file.clone())));
        }
        let text = self.text();
        let changed = head::edit(&text, &[change])
            .map_err(|_| FieldTrouble::Head(Trouble::Header(self.file.clone())))?;
        if changed != text {
            let body = self.body.clone();
            self.take(&changed);
            // The text below a new head is the text that was there: the editor's revision stays good.
            debug_assert!(self.body.ends_with(body.trim_start_matches('\n')), "the body moved");
            self.body = body;
            self.touch(now);
        }
        Ok(())
    }

    fn touch(&mut self, now: Instant) {
        self.unsaved_since.get_or_insert(now);
        self.touched = now;
        self.journal_behind = true;
        if matches!(self.save, SaveState::Saved { .. } | SaveState::Failed { .. }) {
            self.save = SaveState::Waiting;
        }
    }

    /// Says whether text is unsaved.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.unsaved_since.is_some()
    }

    /// Says whether it is time to write the file.
    pub(crate) fn save_is_due(&self, now: Instant) -> bool {
        let waits = matches!(self.save, SaveState::Waiting);
        waits
            && self.unsaved_since.is_some_and(|since| {
                now.duration_since(self.touched) >= QUIET || now.duration_since(since) >= LONGEST_WAIT
            })
    }

    /// Says whether a save that failed is worth another try.
    pub(crate) fn retry_is_due(&self, now: Instant) -> bool {
        matches!(self.save, SaveState::Failed { .. }) && now.duration_since(self.touched) >= LONGEST_WAIT
    }

    /// Gives the unsaved text to the records when they are behind; at once for the first key after a pause, and
    /// every quarter of a second for a steady typist.
    pub(crate) fn journal_entry(&mut self, now: Instant) -> Option<Unsaved> {
        let due = self.journaled.is_none_or(|last| now.duration_since(last) >= JOURNAL_WAIT);
        if !self.journal_behind || !due {
            return None;
        }
        self.journal_behind = false;
        self.journaled = Some(now);
        self.unsaved()
    }

    /// The unsaved text, for the records.
    pub(crate) fn unsaved(&self) -> Option<Unsaved> {
        let unsaved =
            || Unsaved { page: self.file.to_string(), base: self.disk.to_string(), text: self.text() };
        self.is_unsaved().then(unsaved)
    }

    /// Writes the text to its file, unless somebody else changed the file since it was read here.
    pub(crate) fn save(&mut self, folder: &Path, now: Instant) -> Result<SaveResult, Trouble> {
        if !self.is_unsaved() {
            return Ok(SaveResult::Nothing);
        }
        self.touched = now;
        let place = folder.join(self.file.as_str());
        let text = self.text();
        match disk::read_if_there(&place)? {
            None => self.save = SaveState::Gone,
            Some(bytes) if bytes == text.as_bytes() => self.note_saved(&text),
            Some(bytes) if ContentHash::of(&bytes) == self.disk => {
                disk::write(&place, text.as_bytes())?;
                self.note_saved(&text);
            }
            Some(bytes) => {
                let outside = String::from_utf8_lossy(&bytes).into_owned();
                self.save = SaveState::Conflict { outside };
            }
        }
        Ok(if self.is_unsaved() { SaveResult::NotWritten } else { SaveResult::Written })
    }

    /// Writes the text whatever the file holds now: the author chose so.
    pub(crate) fn save_over(&mut self, folder: &Path) -> Result<(), Trouble> {
        let place = folder.join(self.file.as_str());
        let text = self.text();
        disk::create_folder(place.parent().unwrap_or(folder))?;
        disk::write(&place, text.as_bytes())?;
        self.note_saved(&text);
        Ok(())
    }

    fn note_saved(&mut self, text: &str) {
        self.disk = ContentHash::of(text.as_bytes());
        self.unsaved_since = None;
        self.journal_behind = false;
        self.save = SaveState::Saved { at: Timestamp::now().to_string() };
    }

    /// Meets bytes that somebody else put into the file. Says whether they were taken over.
    pub(crate) fn meet_outside(&mut self, bytes: Option<&[u8]>) -> Outside {
        let Some(bytes) = bytes else {
            if self.is_unsaved() {
                self.save = SaveState::Gone;
            }
            return if self.is_unsaved() { Outside::Kept } else { Outside::Vanished };
        };
        let hash = ContentHash::of(bytes);
        if hash == self.disk {
            // Whoever changed or removed the file has put it back.
            if matches!(self.save, SaveState::Conflict { .. } | SaveState::Gone) {
                self.save = SaveState::Waiting;
            }
            return Outside::Same;
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return Outside::Same };
        if self.is_unsaved() && text == self.text() {
            self.note_saved(text);
            return Outside::Kept;
        }
        if self.is_unsaved() {
            self.save = SaveState::Conflict { outside: text.to_owned() };
            return Outside::Kept;
        }
        self.take(text);
        self.disk = hash;
        self.revision += 1;
        self.taken_at = Some(self.revision);
        self.shown = None;
        self.save = SaveState::Saved { at: Timestamp::now().to_string() };
        Outside::Taken
    }

    /// Drops the unsaved text and takes the file's.
    pub(crate) fn take_theirs(&mut self, folder: &Path) -> Result<(), Trouble> {
        let bytes = disk::read(&folder.join(self.file.as_str()))?;
        self.unsaved_since = None;
        self.journal_behind = false;
        self.meet_outside(Some(&bytes));
        self.disk = ContentHash::of(&bytes);
        self.save = SaveState::Saved { at: Timestamp::now().to_string() };
        Ok(())
    }
}

/// What became of bytes that somebody else put into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outside {
    /// They are the bytes that were known here.
    Same,
    /// The page shows them now.
    Taken,
    /// Text is unsaved here: both are kept.
    Kept,
    /// The file is gone and nothing was unsaved.
    Vanished,
}

/// Why a detail was not changed.
#[derive(Debug)]
pub(crate) enum FieldTrouble {
    /// The value does not fit: said beside the field.
    Refused(&'static str),
    /// The head cannot be changed.
    Head(Trouble),
}

/// Where the editor's text starts: below a head that can be read, at the very start otherwise.
fn body_start(file: &SourcePath, whole: &str) -> usize {
    let split = front_matter::split(whole);
    let readable = head::fields(file, whole).is_editable;
    match whole.starts_with(BYTE_ORDER_MARK) {
        _ if readable && split.body.start > 0 => split.body.start,
        true => BYTE_ORDER_MARK.len_utf8(),
        false => 0,
    }
}

/// An opening line is a head's, also where nothing readable follows it.
fn starts_like_a_head(text: &str) -> bool {
    let first = text.lines().next().map_or("", str::trim_end);
    matches!(first, "+++" | "---")
}

fn field_change(field: &Field) -> Result<FieldChange, &'static str> {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(match field {
        Field::Title(text) => FieldChange::Title(Some(text.replace(['\r', '\n'], " "))),
        Field::Date(text) => {
            let date = filled(text);
            if let Some(date) = &date
                && engine::date::Date::parse(date).is_none()
            {
                return Err("This is not a date. Write it as year-month-day, for example 2026-05-03.");
            }
            FieldChange::Date(date)
        }
        Field::Tags(tags) => {
            let tags = tags.iter().filter_map(|tag| filled(tag)).collect();
            FieldChange::Tags(tags)
        }
        Field::Draft(draft) => FieldChange::Draft(*draft),
        Field::Description(text) => FieldChange::Description(filled(&text.replace(['\r', '\n'], " "))),
        Field::Slug(text) => {
            let slug = filled(text);
            if slug.as_deref().is_some_and(|slug| slug::slugify(slug).is_empty()) {
                return Err("A web address needs at least one letter or digit.");
            }
            FieldChange::Slug(slug.map(slug::slugify))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Document {
        let file = SourcePath::new("content/a.md").expect("a path");
        Document::open(file, text.as_bytes(), Timestamp::UNIX_EPOCH).expect("text")
    }

    fn typed(document: &mut Document, text: &str, now: Instant) {
        let changes = TextChanges::Whole { text: text.to_owned() };
        document.edit(document.revision, document.revision + 1, &changes, now).expect("is taken");
    }

    #[test]
    fn a_pause_saves_and_so_does_a_long_time_without_one() {
        let (mut document, start) = (opened("text"), Instant::now());
        let after = |ms: u64| start + Duration::from_millis(ms);
        assert!(!document.save_is_due(after(60_000)), "nothing is unsaved");
        typed(&mut document, "a", start);
        assert!(!document.save_is_due(after(999)) && document.save_is_due(after(1000)));
        for step in 1..25 {
            typed(&mut document, &"a".repeat(step), after(200 * step as u64));
            assert!(!document.save_is_due(after(200 * step as u64)), "{step}");
        }
        assert!(document.save_is_due(after(5000)), "a typist who never pauses");
    }

    #[test]
    fn the_first_key_is_kept_at_once_and_the_next_ones_soon() {
        let (mut document, start) = (opened("text"), Instant::now());
        let after = |ms: u64| start + Duration::from_millis(ms);
        typed(&mut document, "a", start);
        assert_eq!(document.journal_entry(start).map(|unsaved| unsaved.text), Some("a".into()));
        typed(&mut document, "ab", after(10));
        assert_eq!(document.journal_entry(after(20)), None);
        assert_eq!(document.journal_entry(after(250)).map(|unsaved| unsaved.text), Some("ab".into()));
        assert_eq!(document.journal_entry(after(900)), None, "nothing new");
    }

    #[test]
    fn text_below_a_head_without_an_end_starts_on_its_own_line() {
        for end in ["\n", "\r\n"] {
            let head = format!("+++{end}title = \"T\"{end}+++");
            let mut document = opened(&head);
            assert_eq!((document.text(), document.head_lines()), (head.clone(), 2));
            typed(&mut document, "Hello", Instant::now());
            assert_eq!((document.text(), document.head_lines()), (format!("{head}{end}Hello"), 3));
            typed(&mut document, "", Instant::now());
            assert_eq!(document.text(), head);
        }
    }
}
