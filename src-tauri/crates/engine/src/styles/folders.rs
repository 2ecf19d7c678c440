//! The files that a sheet can load: those in `sass/` folders of the site and its themes, and no other.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use grass_compiler::Fs;

use crate::diagnostic::{Diagnostic, Place};
use crate::output::{ContentHash, SourcePath};

use super::budget::{self, Limits};
use super::marks::{Marked, mark};
use super::{Files, verify};

/// The files of the site as the compiler sees them.
pub(super) struct Folders<'a> {
    files: &'a Files,
    limits: Limits,
    loads: Cell<usize>,
    looked_at: RefCell<BTreeMap<SourcePath, Option<ContentHash>>>,
    marked: RefCell<BTreeMap<SourcePath, Marked>>,
    refused: RefCell<Option<Diagnostic>>,
}

impl fmt::Debug for Folders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Folders").field("loads", &self.loads).finish_non_exhaustive()
    }
}

impl<'a> Folders<'a> {
    pub(super) fn new(files: &'a Files, limits: Limits) -> Self {
        Self {
            files,
            limits,
            loads: Cell::new(0),
            looked_at: RefCell::default(),
            marked: RefCell::default(),
            refused: RefCell::default(),
        }
    }

    /// Gives every file that was looked for, with what was there.
    pub(super) fn looked_at(&self) -> BTreeMap<SourcePath, Option<ContentHash>> {
        self.looked_at.borrow().clone()
    }

    /// Gives the first reason for which a file was kept from the compiler.
    pub(super) fn refused(&self) -> Option<Diagnostic> {
        self.refused.borrow().clone()
    }

    /// Finds the place in a file for a place in what the compiler was given for it.
    pub(super) fn place(&self, name: &str, line: usize, column: usize) -> Option<(Place, String)> {
        let file = SourcePath::new(name).ok()?;
        let marked = self.marked.borrow();
        let (position, line) = marked.get(&file)?.original(self.text(&file)?, line, column)?;
        Some((Place { file, position: Some(position) }, line))
    }

    fn text(&self, file: &SourcePath) -> Option<&str> {
        std::str::from_utf8(self.files.get(file)?.bytes.as_deref()?).ok()
    }

    fn refuse(&self, diagnostic: Diagnostic) {
        self.refused.borrow_mut().get_or_insert(diagnostic);
    }

    /// Reads a file and makes it safe to run.
    fn open(&self, file: &SourcePath) -> Result<Marked, Diagnostic> {
        let whole = || Place::file(file);
        let too_large = || {
            let kib = self.limits.file_bytes / 1024;
            let message =
                format!("{file} is larger than {kib} KiB, which is more than any style sheet may be");
            Diagnostic::error(whole(), message, "Take it apart into several files")
        };
        let bytes = self.files.get(file).and_then(|file| file.bytes.as_deref());
        // What the engine cannot read was too large for whoever read the folder.
        let bytes = bytes.ok_or_else(too_large)?;
        if bytes.len() > self.limits.file_bytes {
            return Err(too_large());
        }
        let text = std::str::from_utf8(bytes).map_err(|_| {
            Diagnostic::error(whole(), format!("{file} holds bytes that are no text"), "Save it as UTF-8")
        })?;
        let marked = mark(file.extension(), text).map_err(|unfit| {
            let place = Place::at(file, text, unfit.offset);
            Diagnostic::error(place, format!("{file} cannot be compiled: {}", unfit.message), unfit.hint)
        })?;
        match verify::unmarked(file, &marked.text) {
            None => Ok(marked),
            Some(what) => {
                let message =
                    format!("{file} cannot be compiled: {what} is written in a way that cannot be limited");
                Err(Diagnostic::error(
                    whole(),
                    message,
                    "Write it plainly, with its body in `{ }` of its own",
                ))
            }
        }
    }
}

impl Fs for Folders<'_> {
    /// Says whether a folder is there that can be loaded as a whole, by a file that stands for it.
    fn is_dir(&self, path: &Path) -> bool {
        let names = ["_index.scss", "_index.sass", "index.scss", "index.sass"];
        // All are asked for, so that each counts as looked at.
        names.iter().filter(|name| self.is_file(&path.join(name))).count() > 0
    }

    fn is_file(&self, path: &Path) -> bool {
        let Some(file) = inside(path) else { return false };
        if budget::is_deep() || self.loads.get() > self.limits.loads {
            let message = format!("{file} is loaded too often, or by files that load each other");
            self.refuse(Diagnostic::error(Place::file(&file), message, "Load each file once, at the top"));
            return false;
        }
        let found = self.files.get(&file).map(|file| file.entry.hash);
        self.looked_at.borrow_mut().insert(file, found);
        found.is_some()
    }

    /// Gives the text of a file. The compiler breaks down where a file cannot be read, so it always can.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let Some(file) = inside(path) else { return Ok(Vec::new()) };
        self.looked_at.borrow_mut().insert(file.clone(), self.files.get(&file).map(|file| file.entry.hash));
        match self.open(&file) {
            Ok(marked) => {
                let text = marked.text.clone().into_bytes();
                self.marked.borrow_mut().insert(file, marked);
                Ok(text)
            }
            Err(diagnostic) => {
                self.refuse(diagnostic);
                Ok(Vec::new())
            }
        }
    }

    /// Gives the one path of a file. The compiler asks each time it loads something.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.loads.set(self.loads.get() + 1);
        let file = inside(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(PathBuf::from(file.as_str()))
    }
}

/// Gives the file of the site that a path means, if it is in a `sass/` folder.
fn inside(path: &Path) -> Option<SourcePath> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => drop(parts.pop()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    let is_style = matches!(parts.as_slice(), ["sass", _, ..] | ["themes", _, "sass", _, ..]);
    SourcePath::new(parts.join("/")).ok().filter(|_| is_style)
}
