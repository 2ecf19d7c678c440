//! Trouble in the author's content, as a value: what happened, where, and what to do next.

mod excerpt;
mod group;
mod text;

use std::fmt;

use crate::path::SourcePath;

pub use excerpt::Excerpt;
pub(crate) use excerpt::add_excerpts;
pub(crate) use group::{grouped, without_repeats};

/// Says how bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something the author may want to know; the output is as asked for.
    Note,
    /// Something was left out or understood differently.
    Warning,
    /// A part of the site could not be made.
    Error,
}

/// A place in a source file. Lines and columns count from 1; columns count Unicode characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: SourcePath,
    /// The line and column, where they are known.
    pub position: Option<Position>,
}

/// A line and a column, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in Unicode characters.
    pub column: u32,
}

/// One piece of trouble.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is, if it is in one place.
    pub place: Option<Place>,
    /// What happened, to which thing: no full stop, no blame.
    pub message: String,
    /// What to do next; empty where the message says it all.
    pub hint: String,
    /// The line that is meant, where it is known.
    pub excerpt: Option<Box<Excerpt>>,
    /// The way from the place to the template that makes the page, innermost first; empty where it is that template.
    pub trail: Box<[Step]>,
    /// What could not be made because of it, if it is a page or another file.
    pub spoilt: Option<Box<Spoilt>>,
}

/// One step of the way between templates: here the one before is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// How the template before is used here.
    pub by: Use,
    /// Where.
    pub place: Place,
}

/// How a template uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// By `{% include %}`.
    Include,
    /// By `{% extends %}`.
    Extends,
    /// By a call of a component that is defined in it.
    Component,
}

/// What one fault keeps from being made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spoilt {
    /// The first page or file, as its author knows it.
    pub first: String,
    /// How many others there are.
    pub others: usize,
}

/// A value together with the trouble met on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The value, as good as it could be made.
    pub value: T,
    /// The trouble, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Diagnostic {
    /// Makes a note at a place.
    pub fn note(
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, place, message, hint)
    }

    /// Makes an error at a place.
    pub fn error(
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, place, message, hint)
    }

    /// Makes a warning at a place.
    pub fn warning(
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, place, message, hint)
    }

    fn new(
        severity: Severity,
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            place: place.into(),
            message: message.into(),
            hint: hint.into(),
            excerpt: None,
            trail: Box::default(),
            spoilt: None,
        }
    }

    /// Says what could not be made because of it.
    pub(crate) fn spoils(self, what: impl Into<String>) -> Self {
        Self { spoilt: Some(Box::new(Spoilt { first: what.into(), others: 0 })), ..self }
    }

    /// Says in one sentence what happened to which thing, for places that show nothing else.
    pub fn sentence(&self) -> String {
        match &self.spoilt {
            Some(spoilt) => {
                let what = spoilt.to_string();
                let what = what.strip_prefix("the ").map_or(what.clone(), |rest| format!("The {rest}"));
                format!("{what} could not be made: {}", self.message)
            }
            None => self.message.clone(),
        }
    }
}

impl fmt::Display for Spoilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.others {
            0 => write!(f, "{}", self.first),
            1 => write!(f, "{} and 1 other page", self.first),
            others => write!(f, "{} and {others} other pages", self.first),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(at) => write!(f, "{}:{}:{}", self.file, at.line, at.column),
            None => write!(f, "{}", self.file),
        }
    }
}

impl Place {
    /// Names a whole file.
    pub fn file(file: &SourcePath) -> Self {
        Self { file: file.clone(), position: None }
    }

    /// Finds the line and column of a byte offset in the file's text.
    pub fn at(file: &SourcePath, text: &str, offset: usize) -> Self {
        Self { file: file.clone(), position: Some(Position::of(text, offset)) }
    }
}

impl Position {
    /// Counts lines and characters up to a byte offset; an offset inside a character counts as its start.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        Self {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

impl<T> Checked<T> {
    /// Pairs a value with trouble, which it sorts.
    pub fn new(value: T, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
        diagnostics.dedup();
        Self { value, diagnostics }
    }

    /// Says whether a part of the site could not be made.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
