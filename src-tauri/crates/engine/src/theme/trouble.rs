//! What the template engine says about trouble, as a value with a place.

use tera::{Error, ErrorKind, ReportError};

use crate::diagnostic::{Diagnostic, Excerpt, Place, Position, Step, Use};

use super::Theme;
use super::reports::{Note, reports};
use super::texts::Texts;
use super::wording::{Names, Wording};

/// One piece of trouble with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The template's name inside the template engine, where it is known.
    pub(crate) template: Option<String>,
    /// The line and column, where they are known.
    pub(crate) position: Option<Position>,
    /// How many characters are meant there.
    pub(crate) width: usize,
    /// What happened, in the words of the template engine.
    pub(crate) message: String,
    /// Other places that have to do with it: calls that led there, innermost first, and what a tag belongs to.
    pub(crate) notes: Vec<Note>,
}

impl Trouble {
    /// Reads what the template engine reports; several pieces where it reports several.
    pub(crate) fn of(error: &Error) -> Vec<Self> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![Self::of_report(report, &error.to_string())]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![Self::whole(current, format!("Unknown parent `{parent}`"))]
            }
            ErrorKind::CircularExtend { tpl, .. } => vec![Self::whole(tpl, "Circular extend".into())],
            ErrorKind::CircularInclude { tpl, .. } => vec![Self::whole(tpl, "Circular include".into())],
            ErrorKind::Io(_) => vec![Self::nowhere("Too large".into())],
            // The kind is open to additions; whatever it says is worth saying.
            ErrorKind::Msg(_) | ErrorKind::Utf8Conversion | _ => reports(&error.to_string()),
        }
    }

    fn of_report(report: &ReportError, shown: &str) -> Self {
        let span = report.span();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let notes = reports(shown).into_iter().next().map(|read| read.notes);
        Self {
            template: Some(report.filename().to_owned()),
            position: Some(Position { line: number(span.start_line), column: number(span.start_col + 1) }),
            width: if span.end_line == span.start_line {
                span.end_col.saturating_sub(span.start_col)
            } else {
                1
            },
            message: report.message().to_owned(),
            notes: notes.unwrap_or_default(),
        }
    }

    fn whole(template: &str, message: String) -> Self {
        Self { template: Some(template.to_owned()), ..Self::nowhere(message) }
    }

    /// Makes trouble that has no place.
    pub(super) fn nowhere(message: String) -> Self {
        Self { template: None, position: None, width: 1, message, notes: Vec::new() }
    }
}

/// Turns trouble met while a page was rendered into a diagnostic.
pub(crate) fn rendering(theme: &Theme, template: &str, page: &str, error: &Error) -> Diagnostic {
    let trouble = Trouble::of(error).into_iter().next();
    let mut trouble = trouble.unwrap_or_else(|| Trouble::nowhere(error.to_string()));
    // Without a place of its own it stands somewhere below the template that makes the page.
    trouble.template = trouble.template.or_else(|| theme.texts.full_name(template));
    let mut diagnostic = told(&theme.texts, &trouble, &theme.texts.known());
    let outermost = diagnostic.trail.last().map(|step| &step.place).or(diagnostic.place.as_ref());
    let below = outermost.map(|outermost| theme.texts.extended(template, &outermost.file));
    diagnostic.trail = diagnostic.trail.into_iter().chain(below.unwrap_or_default()).collect();
    diagnostic.spoils(page)
}

/// The name that the template engine has for a text that is no template of the site.
const ONE_OFF: &str = "__tera_one_off";

/// Turns trouble with a template into a diagnostic.
pub(crate) fn told(texts: &Texts, trouble: &Trouble, names: &Names<'_>) -> Diagnostic {
    let Wording { message, hint } = Wording::of(&trouble.message, names);
    let text = trouble.template.as_ref().and_then(|name| texts.get(name));
    let told = |at| text.map_or((at, trouble.width), |text| text.authored(at, trouble.width));
    let whole = text.and_then(|text| Some((text.keyword(&trouble.message)?, 1)));
    let (position, width) = trouble.position.map(told).or(whole).unzip();
    let file = text.and_then(|text| text.file.as_ref());
    let place = file.map(|file| Place { file: file.clone(), position });
    let mut message = message;
    for note in trouble.notes.iter().filter(|note| !note.is_call()) {
        message.push_str(&note.told());
    }
    let is_named = |name: &&String| !name.is_empty() && *name != ONE_OFF;
    if let (None, Some(name)) = (&place, trouble.template.as_ref().filter(is_named)) {
        let own = name.strip_prefix(super::BUILTIN_PREFIX);
        let whose =
            own.map_or_else(|| format!("`{name}`"), |own| format!("`{own}`, which comes with Galley"));
        message = format!("{message} (in the template {whose})");
    }
    let mut diagnostic = Diagnostic::error(place, message, hint);
    diagnostic.excerpt = text
        .zip(position)
        .and_then(|(text, at)| Excerpt::of(text.in_file(), at, width.unwrap_or(1)))
        .map(Box::new);
    diagnostic.trail =
        trouble.notes.iter().filter(|note| note.is_call()).filter_map(|note| step(texts, note)).collect();
    diagnostic
}

fn step(texts: &Texts, note: &Note) -> Option<Step> {
    let text = texts.get(&note.template)?;
    let (at, _) = text.authored(note.position, 1);
    let by = if text.before(at).trim_end().ends_with("include") { Use::Include } else { Use::Component };
    Some(Step { by, place: Place { file: text.file.clone()?, position: Some(at) } })
}
