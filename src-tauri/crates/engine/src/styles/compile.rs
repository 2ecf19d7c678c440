//! From one sheet to CSS.

use std::path::Path;
use std::thread;

use grass_compiler::{Error, ErrorKind, Logger, Options, OutputStyle, from_path};

use crate::diagnostic::{Diagnostic, Place};
use crate::output::{OutputFile, SourcePath};

use super::budget::{self, Limits, STACK_BYTES, STEP};
use super::folders::Folders;
use super::{Files, Made};

/// What a sheet says to whoever is at the terminal stays unheard.
#[derive(Debug)]
struct Silence;

impl Logger for Silence {
    fn debug(&self, _: grass_compiler::codemap::SpanLoc, _: &str) {}
    fn warn(&self, _: grass_compiler::codemap::SpanLoc, _: &str) {}
}

/// Compiles a sheet on a thread of its own, whose stack is large enough for all that the limits let through.
pub(super) fn compile(files: &Files, roots: &[String], file: &SourcePath, limits: Limits) -> Made {
    let gave_up = |why: &str, hint: &str| {
        let message = format!("{file} cannot be compiled: {why}");
        let css = Err(Diagnostic::error(Place::file(file), message, hint));
        let looked_at = files
            .iter()
            .filter(|(path, _)| path.as_str().contains("sass/"))
            .map(|(path, file)| (path.clone(), Some(file.entry.hash)))
            .collect();
        Made { css, looked_at }
    };
    thread::scope(|scope| {
        let builder = thread::Builder::new().name(format!("sass {file}")).stack_size(STACK_BYTES);
        let started = builder.spawn_scoped(scope, || on_this_thread(files, roots, file, limits));
        let Ok(running) = started else {
            return gave_up(
                "there is not enough memory to begin with it",
                "Close other programs and try again",
            );
        };
        // The compiler is not perfect: where it breaks down, the sheet is at fault and the others are not.
        running.join().unwrap_or_else(|_| {
            gave_up(
                "the compiler does not know what to make of it",
                "Write what is unusual in it in a simpler way",
            )
        })
    })
}

fn on_this_thread(files: &Files, roots: &[String], file: &SourcePath, limits: Limits) -> Made {
    budget::start(limits);
    let folders = Folders::new(files, limits);
    let options = Options::default()
        .fs(&folders)
        .logger(&Silence)
        .style(OutputStyle::Compressed)
        .load_paths(roots)
        .add_custom_fn(STEP, budget::builtin());
    let compiled = from_path(Path::new(file.as_str()), &options);
    let css = match (folders.refused(), compiled) {
        (Some(refused), _) => Err(refused),
        (None, Ok(css)) if css.len() > limits.css_bytes => {
            let most = limits.css_bytes / 1024;
            let message = format!("{file} becomes more than {most} KiB of CSS, which no browser should load");
            Err(Diagnostic::error(Place::file(file), message, "Look for a loop that writes too much"))
        }
        (None, Ok(css)) => Ok(OutputFile::made(css.into_bytes())),
        (None, Err(error)) => Err(told(&folders, file, *error)),
    };
    Made { css, looked_at: folders.looked_at() }
}

fn told(folders: &Folders<'_>, file: &SourcePath, error: Error) -> Diagnostic {
    let shown = error.to_string();
    let ErrorKind::ParseError { message, loc, .. } = error.kind() else {
        let message = format!("{file} cannot be compiled: {shown}");
        return Diagnostic::error(Place::file(file), message, "Open the style sheet and correct it");
    };
    let message = message.trim_end_matches('.');
    let found = folders.place(loc.file.name(), loc.begin.line, loc.begin.column);
    let (place, line) = found.unwrap_or_else(|| (Place::file(file), String::new()));
    let through = if place.file == *file { String::new() } else { format!(" (in {})", place.file) };
    let hint = match line.trim() {
        "" => "Open the style sheet and correct it".to_owned(),
        line => format!("Look at this line: {line}"),
    };
    Diagnostic::error(place, format!("{file} cannot be compiled: {message}{through}"), hint)
}
