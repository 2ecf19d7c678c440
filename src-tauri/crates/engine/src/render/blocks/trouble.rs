//! What is told about the blocks of a text.

use super::is_within;
use std::ops::Range;

use crate::blocks::{Scan, StrayKind, Syntax, Use};
use crate::diagnostic::{Diagnostic, Place, Position, Severity};
use crate::theme::{Trouble, rendering};

use super::{MAX_CALLS, MAX_DEPTH, Task};

/// So many pieces of trouble are told about one text; the author who mends them sees the others.
const MAX_TOLD: usize = 100;

/// The trouble with the blocks of a text.
pub(super) struct Troubles<'a> {
    task: &'a Task<'a>,
    told: Vec<Diagnostic>,
    are_too_many: bool,
    is_too_deep: bool,
    is_too_large: bool,
}

impl<'a> Troubles<'a> {
    pub(super) fn new(task: &'a Task<'a>) -> Self {
        Self { task, told: Vec::new(), are_too_many: false, is_too_deep: false, is_too_large: false }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.told
    }

    /// Names what looks like a call and is none: calls of blocks that do not exist, and calls that cannot be read.
    pub(super) fn strays(&mut self, found: &Scan, in_code: &dyn Fn() -> Vec<Range<usize>>) {
        let blocks = &self.task.theme.blocks;
        let unknown = found.uses.iter().filter(|call| !blocks.has(&call.name, call.syntax));
        let unknown = unknown.map(|call| (call.span.start, call.name.as_str(), call.syntax, None));
        let strays = found.strays.iter();
        let strays = strays.map(|stray| (stray.at, stray.name.as_str(), stray.syntax, Some(stray.kind)));
        let mut all: Vec<_> = unknown.chain(strays).collect();
        all.sort_by_key(|(at, ..)| *at);
        let code = if all.is_empty() { Vec::new() } else { in_code() };
        for (at, name, syntax, kind) in all.into_iter().take(MAX_TOLD) {
            if !is_within(&code, at) {
                self.stray(at, name, syntax, kind);
            }
        }
        if found.gave_up {
            let message =
                "the text has so many beginnings of blocks without an end that only the first are looked at";
            self.tell(Severity::Warning, None, message.into(), "Take them out");
        }
    }

    fn stray(&mut self, at: usize, name: &str, syntax: Syntax, kind: Option<StrayKind>) {
        let blocks = &self.task.theme.blocks;
        let file = self.task.file;
        let is_known = blocks.has(name, syntax);
        match kind {
            // What nobody knows and nobody can read is just text.
            Some(StrayKind::Unreadable) if !is_known => {}
            Some(StrayKind::Unreadable) => {
                let message = format!("{file} uses the block `{name}`, and what it is told cannot be read");
                self.tell(Severity::Warning, Some(at), message, "Write it as `name=\"value\"`");
            }
            Some(StrayKind::Unclosed) if is_known => {
                let end = match syntax {
                    Syntax::Component => format!("{{% </{name}> %}}"),
                    Syntax::Shortcode => "{% end %}".to_owned(),
                };
                let message = format!("{file} starts the block `{name}` and does not end it");
                self.tell(Severity::Warning, Some(at), message, &format!("Write `{end}` where it ends"));
            }
            Some(StrayKind::Unclosed) | None => {
                let otherwise = match syntax {
                    Syntax::Component => {
                        "Add a component of that name to the templates, or take the call out"
                    }
                    Syntax::Shortcode => "To show a call as it is written, put it between `{{/*` and `*/}}`",
                };
                let hint = blocks.suggestion(name, syntax, otherwise);
                let message = format!("{file} uses the block `{name}`, and there is none of that name");
                self.tell(Severity::Warning, Some(at), message, &hint);
            }
        }
    }

    pub(super) fn too_deep(&mut self, call: &Use) {
        if !self.is_too_deep {
            self.is_too_deep = true;
            let message = format!(
                "blocks are nested more than {MAX_DEPTH} deep, so the inner ones are shown as they are written"
            );
            self.tell(Severity::Warning, Some(call.span.start), message, "Use fewer levels");
        }
    }

    pub(super) fn too_many(&mut self, call: &Use) {
        if !self.are_too_many {
            self.are_too_many = true;
            let message = format!(
                "a text can have {MAX_CALLS} blocks, so those from here on are shown as they are written"
            );
            self.tell(Severity::Warning, Some(call.span.start), message, "Make two pages of it");
        }
    }

    pub(super) fn no_mark(&mut self) {
        let message =
            format!("{} has characters that stand for nothing, so its blocks are not shown", self.task.file);
        self.tell(Severity::Warning, None, message, "Take out the characters from U+FDD0 to U+FDEF");
    }

    pub(super) fn too_large(&mut self) {
        if !self.is_too_large {
            self.is_too_large = true;
            let message =
                format!("{} grows larger than any page may be, because of its blocks", self.task.file);
            self.tell(
                Severity::Error,
                None,
                message,
                "Correct the block that shows its text many times over",
            );
        }
    }

    pub(super) fn broken(&mut self, call: &Use, template: &str) {
        let file = self.task.theme.files.get(template).map_or(template, |file| file.as_str());
        let message = format!(
            "{} could not be shown: its template {file} cannot be used",
            Self::named(self.task, call)
        );
        self.tell(Severity::Error, Some(call.span.start), message, "Correct the template first");
    }

    pub(super) fn failed(&mut self, call: &Use, error: &tera::Error) {
        if self.told.len() >= MAX_TOLD {
            return;
        }
        let theme = self.task.theme;
        let trouble = Trouble::of(error).into_iter().next();
        let file = trouble.as_ref().and_then(|trouble| theme.files.get(trouble.template.as_ref()?));
        let inside = match (file, trouble.as_ref().and_then(|trouble| trouble.position)) {
            (Some(file), Some(at)) => format!(" ({file}, line {})", at.line),
            (Some(file), None) => format!(" ({file})"),
            (None, _) => String::new(),
        };
        let told = rendering(theme, "", "", error);
        let hint = told.hint;
        let hint = if file.is_none() && !hint.starts_with("Did you mean") {
            "Correct the call".to_owned()
        } else {
            hint
        };
        let what = told.message;
        let message = format!("{} could not be shown: {what}{inside}", Self::named(self.task, call));
        self.tell(Severity::Error, Some(call.span.start), message, &hint);
    }

    fn named(task: &Task<'_>, call: &Use) -> String {
        format!("The block `{}` in {}", call.name, task.file)
    }

    fn tell(&mut self, severity: Severity, at: Option<usize>, message: String, hint: &str) {
        if self.told.len() >= MAX_TOLD {
            return;
        }
        let position = at.map(|at| {
            let at = Position::of(self.task.text, at);
            Position { line: at.line + self.task.first_line - 1, column: at.column }
        });
        let place = Some(Place { file: self.task.file.clone(), position });
        self.told.push(Diagnostic { severity, ..Diagnostic::note(place, message, hint) });
    }
}
