//! One content file, read: its header, its text, and what its name says.

use std::sync::Arc;

use crate::date::Date;
use crate::front_matter::{PageHeader, SectionHeader};
use crate::output::ContentHash;
use crate::path::SourcePath;

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
    pub body: Arc<str>,
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
