//! What the template engine says about trouble, as a value with a place.

use tera::{Error, ErrorKind, ReportError};

use crate::diagnostic::{Diagnostic, Place, Position, Severity};
use crate::output::SourcePath;

use super::Theme;
use super::spelling::nearest;
use super::tera1::Original;

/// One piece of trouble with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The template's name inside the template engine, where it is known.
    pub(crate) template: Option<String>,
    /// The line and column, where they are known.
    pub(crate) position: Option<Position>,
    /// What happened.
    pub(crate) message: String,
    /// The line of the template, where it is known.
    pub(crate) excerpt: Option<String>,
}

impl Trouble {
    /// Reads what the template engine reports; several pieces where it reports several.
    pub(crate) fn of(error: &Error) -> Vec<Self> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![Self::of_report(report, &error.to_string())]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![Self::whole(
                    current,
                    format!("it extends `{parent}`, which does not exist or cannot be read"),
                )]
            }
            ErrorKind::CircularExtend { tpl, .. } => {
                vec![Self::whole(tpl, "it extends itself, directly or through others".into())]
            }
            ErrorKind::CircularInclude { tpl, .. } => {
                vec![Self::whole(tpl, "it includes itself, directly or through others".into())]
            }
            ErrorKind::Io(_) => vec![Self::nowhere("the page is larger than any page may be".into())],
            // The kind is open to additions; whatever it says is worth saying.
            ErrorKind::Msg(_) | ErrorKind::Utf8Conversion | _ => reports(&error.to_string()),
        }
    }

    /// Says the same of the template that the author wrote, where it was translated.
    pub(super) fn in_original(mut self, original: &Original) -> Self {
        self.position = self.position.map(|now| original.position(now));
        if let Some(at) = self.position {
            self.excerpt = original.line(at.line).map(str::to_owned);
        }
        self
    }

    fn of_report(report: &ReportError, shown: &str) -> Self {
        let span = report.span();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            template: Some(report.filename().to_owned()),
            position: Some(Position { line: number(span.start_line), column: number(span.start_col + 1) }),
            message: tidy(report.message()),
            excerpt: excerpt(shown),
        }
    }

    fn whole(template: &str, message: String) -> Self {
        Self { template: Some(template.to_owned()), position: None, message, excerpt: None }
    }

    fn nowhere(message: String) -> Self {
        Self { template: None, position: None, message, excerpt: None }
    }
}

/// Reads a text with several reports, each `error: what`, then `--> name:line:column`, then the line itself.
/// The template engine gives what it finds while loading in this form only.
fn reports(text: &str) -> Vec<Trouble> {
    let found: Vec<Trouble> = text.split("\n\n").filter_map(report).collect();
    if found.is_empty() { vec![Trouble::nowhere(tidy(text))] } else { found }
}

fn report(text: &str) -> Option<Trouble> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some(Trouble {
        template: Some(name.to_owned()),
        position: Some(Position { line: line.parse().ok()?, column: column.parse().ok()? }),
        message: tidy(message),
        excerpt: excerpt(text),
    })
}

/// Takes the line of the template out of a report: the one after the line number and the bar.
fn excerpt(report: &str) -> Option<String> {
    let numbered = |line: &str| {
        let (number, code) = line.split_once(" | ")?;
        number.trim().parse::<u32>().is_ok().then(|| code.trim().to_owned())
    };
    report.lines().find_map(numbered).filter(|code| !code.is_empty())
}

/// Only the first sentence matters: what follows lists every variable there is.
fn tidy(message: &str) -> String {
    let first = [". Available variables:", ". Available fields:"]
        .iter()
        .find_map(|listing| message.split_once(listing))
        .map_or(message, |(first, _)| first);
    first.trim_end_matches('.').to_owned()
}

/// Turns trouble met while a page was rendered into a diagnostic.
pub(crate) fn rendering(theme: &Theme, page: &str, error: &Error) -> Diagnostic {
    let shown = full_text(error);
    let trouble = Trouble::of(error).into_iter().next();
    let trouble = trouble.unwrap_or_else(|| Trouble::nowhere(tidy(&error.to_string())));
    let original = trouble.template.as_ref().and_then(|name| theme.originals.get(name));
    let trouble = original.map_or_else(|| trouble.clone(), |original| trouble.clone().in_original(original));
    let file = trouble.template.as_ref().and_then(|name| theme.files.get(name));
    let place = file.map(|file| Place { file: file.clone(), position: trouble.position });
    let inside = match (&place, &trouble.template) {
        (None, Some(name)) => format!(" (in the template `{name}`)"),
        _ => String::new(),
    };
    let hint = match (misspelt(&trouble.message, &shown), &trouble.excerpt) {
        (Some(name), _) => format!("Did you mean `{name}`?"),
        (None, Some(code)) => format!("Look at this line of the template: {code}"),
        (None, None) => "Look at the template that makes this page".into(),
    };
    Diagnostic {
        severity: Severity::Error,
        place,
        message: format!("{page} could not be made: {}{inside}", trouble.message),
        hint,
    }
}

fn full_text(error: &Error) -> String {
    if let ErrorKind::RenderingError(report) = error.kind() {
        report.message().to_owned()
    } else {
        error.to_string()
    }
}

/// Finds the variable or field that was meant, among those the template engine lists.
fn misspelt(message: &str, shown: &str) -> Option<String> {
    let word = message.split('`').nth(1)?;
    let list =
        shown.split_once("Available fields: ").or_else(|| shown.split_once("Available variables: "))?.1;
    let list = list.lines().next().unwrap_or(list).trim_end_matches('.');
    nearest(word, list.split(", ")).map(str::to_owned)
}

/// Turns trouble met while a template was read into a diagnostic.
pub(super) fn loading(file: Option<&SourcePath>, trouble: &Trouble, hint: String) -> Diagnostic {
    let name = file.map_or_else(|| trouble.template.clone().unwrap_or_default(), ToString::to_string);
    let place = file.map(|file| Place { file: file.clone(), position: trouble.position });
    let message = if name.is_empty() {
        format!("A template cannot be used: {}", trouble.message)
    } else {
        format!("The template {name} cannot be used: {}", trouble.message)
    };
    Diagnostic { severity: Severity::Error, place, message, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_reports_in_one_text_are_told_apart() {
        let mut tera = tera::Tera::default();
        let templates = [("a.html", "<p>\n{{ 1 | shine }}</p>"), ("b.html", "{% include \"gone.html\" %}")];
        let error = tera.add_raw_templates(templates).expect_err("both are wrong");
        let found: Vec<(String, u32, u32)> = Trouble::of(&error)
            .into_iter()
            .map(|trouble| {
                let at = trouble.position.expect("has a place");
                (format!("{}: {}", trouble.template.unwrap_or_default(), trouble.message), at.line, at.column)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("a.html: Unknown filter `shine`".to_owned(), 2, 8),
                ("b.html: Unknown template `gone.html`".to_owned(), 1, 12)
            ]
        );
    }
}
