//! One content file, read: its header, its text, and what its name says.

use crate::date::Date;
use crate::diagnostic::{Checked, Position};
use crate::front_matter::{self, PageHeader, SectionHeader};
use crate::output::ContentHash;
use crate::path::SourcePath;
use crate::text::Text;

/// One content file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file.
    pub file: SourcePath,
    /// What the file's name says.
    pub name: FileName,
    /// What the header says.
    pub header: Header,
    /// The Markdown below the header.
    pub body: Text,
    /// The line of the file that the body starts in, counted from 1.
    pub body_line: u32,
    /// The hash of the whole text.
    pub hash: ContentHash,
}

/// The header of a page or of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Header {
    /// Of a page.
    Page(Box<PageHeader>),
    /// Of a section: the file is an `_index.md`.
    Section(Box<SectionHeader>),
}

/// What the name of a content file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The name without date, language and ending: `hello` for `2024-03-01-hello.fr.md`.
    pub stem: String,
    /// The name without language and ending, with its date: `2024-03-01-hello`.
    pub dated_stem: String,
    /// The date the name starts with.
    pub date: Option<Date>,
    /// The code of the language; none for the site's default.
    pub language: Option<String>,
}

/// Reads a content file. Trouble in it is reported; what can be understood counts all the same.
pub fn parse(file: &SourcePath, text: &Text) -> Checked<Document> {
    let name = FileName::of(file);
    let split = front_matter::split(text);
    let (header, diagnostics) = if file.file_name().starts_with("_index.") {
        let (header, diagnostics) = front_matter::section_header(file, text, &split);
        (Header::Section(Box::new(header)), diagnostics)
    } else {
        let (header, diagnostics) = front_matter::page_header(file, text, &split);
        (Header::Page(Box::new(header)), diagnostics)
    };
    let body_line = Position::of(text, split.body.start).line;
    let body = text.part(split.body);
    let document = Document {
        file: file.clone(),
        name,
        header,
        body,
        body_line,
        hash: ContentHash::of(text.as_bytes()),
    };
    Checked::new(document, diagnostics)
}

impl FileName {
    /// Takes the name of a content file apart. A page in a folder of its own has the folder's name.
    pub fn of(file: &SourcePath) -> Self {
        let stem = file.file_name().strip_suffix(".md").unwrap_or(file.file_name());
        let (stem, language) = split_language(stem);
        let folder = file.folder().rsplit('/').next().unwrap_or_default();
        let is_top = !file.folder().contains('/');
        let dated_stem = if stem == "index" && !is_top { folder } else { stem };
        let (date, stem) = split_date(dated_stem);
        Self { stem: stem.into(), dated_stem: dated_stem.into(), date, language: language.map(Into::into) }
    }
}

/// A language is two or three small letters, perhaps with a region: `fr`, `pt-BR`.
fn split_language(stem: &str) -> (&str, Option<&str>) {
    match stem.rsplit_once('.') {
        Some((name, code)) if !name.is_empty() && is_language(code) => (name, Some(code)),
        Some(_) | None => (stem, None),
    }
}

fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    matches!(first.len(), 2 | 3)
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && (first.len() == 2 || code.len() > 3)
        && parts
            .all(|part| matches!(part.len(), 2..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The date a name starts with, and what follows it; a name that is nothing but a date stays whole.
fn split_date(stem: &str) -> (Option<Date>, &str) {
    let found =
        [stem.len(), 10].into_iter().chain(stem.match_indices(['-', '_']).map(|(at, _)| at)).find_map(|at| {
            let rest = stem.get(at..)?;
            let follows = rest.is_empty() || rest.starts_with(['-', '_', ' ']);
            let date = (at >= 10 && follows).then(|| Date::parse(stem.get(..at)?)).flatten()?;
            Some((date, rest))
        });
    match found {
        None => (None, stem),
        Some((date, rest)) => {
            let name = rest.trim_start_matches(['-', '_', ' ']);
            (Some(date), if name.is_empty() { stem } else { name })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str) -> (String, String, Option<String>, Option<String>) {
        let name = FileName::of(&SourcePath::new(path).expect("is a path"));
        (name.stem, name.dated_stem, name.date.map(|date| date.to_string()), name.language)
    }

    fn check(path: &str, stem: &str, dated: &str, date: Option<&str>, language: Option<&str>) {
        assert_eq!(
            name(path),
            (stem.into(), dated.into(), date.map(Into::into), language.map(Into::into)),
            "{path}"
        );
    }

    #[test]
    fn a_name_may_hold_a_date_and_a_language() {
        check("content/hello.md", "hello", "hello", None, None);
        check(
            "content/a/2018-10-10-hello-mole.md",
            "hello-mole",
            "2018-10-10-hello-mole",
            Some("2018-10-10"),
            None,
        );
        check("content/2018-10-11_under.fr.md", "under", "2018-10-11_under", Some("2018-10-11"), Some("fr"));
        check(
            "content/2018-10-16 - spaced name.md",
            "spaced name",
            "2018-10-16 - spaced name",
            Some("2018-10-16"),
            None,
        );
        check("content/2018-10-12.md", "2018-10-12", "2018-10-12", Some("2018-10-12"), None);
        check("content/2018-13-40-no-date.md", "2018-13-40-no-date", "2018-13-40-no-date", None, None);
        check("content/x2018-10-10-later.md", "x2018-10-10-later", "x2018-10-10-later", None, None);
        check("content/2018-10-10later.md", "2018-10-10later", "2018-10-10later", None, None);
        check(
            "content/2018-10-10T10:20:30Z-timed.md",
            "timed",
            "2018-10-10T10:20:30Z-timed",
            Some("2018-10-10T10:20:30Z"),
            None,
        );
    }

    #[test]
    fn a_page_in_its_own_folder_has_the_folders_name() {
        check("content/2018-10-17-dir/index.md", "dir", "2018-10-17-dir", Some("2018-10-17"), None);
        check("content/dir/index.pt-BR.md", "dir", "dir", None, Some("pt-BR"));
        check("content/index.md", "index", "index", None, None);
        check("content/dir/_index.de.md", "_index", "_index", None, Some("de"));
    }

    #[test]
    fn a_dot_in_a_name_is_no_language() {
        check("content/dots. and (parens).md", "dots. and (parens)", "dots. and (parens)", None, None);
        check("content/v1.2.md", "v1.2", "v1.2", None, None);
        check("content/.hidden.md", ".hidden", ".hidden", None, None);
        check("content/notes.old.md", "notes.old", "notes.old", None, None);
    }

    #[test]
    fn the_body_knows_its_line() {
        let file = SourcePath::new("content/a.md").expect("is a path");
        let document = parse(&file, &"\u{feff}+++\r\ntitle = \"A\"\r\n+++\r\n\r\nBody.\r\n".into());
        assert_eq!(document.diagnostics, []);
        assert_eq!((document.value.body_line, &*document.value.body), (4, "\r\nBody.\r\n"));
        assert!(
            matches!(document.value.header, Header::Page(header) if header.title.as_deref() == Some("A"))
        );
    }

    #[test]
    fn an_index_file_is_a_section() {
        let file = SourcePath::new("content/news/_index.fr.md").expect("is a path");
        let document = parse(&file, &"+++\nsort_by = \"date\"\n+++\n".into()).value;
        assert_eq!(document.name.language.as_deref(), Some("fr"));
        assert!(matches!(document.header, Header::Section(_)));
    }
}
