//! The style sheets in `sass/`, which become CSS.
//!
//! Every `.scss` and `.sass` file of the site and of its theme becomes a `.css` file of the same path, but for
//! partials, whose names start with `_`. A sheet may load files from `sass/` folders and from nowhere else. It is
//! compiled when it is first asked for, and kept for as long as no file that it looked at changes.
//!
//! A sheet is a program, and the compiler cannot be interrupted. [`marks`] therefore writes a call into every loop,
//! mixin and function before the compiler sees it, [`verify`] makes sure that none was missed, and [`budget`] ends
//! the sheet when those calls become too many or too deep. What remains is a text or list that doubles in size with
//! each turn of a loop: that ends with the memory.

mod budget;
mod compile;
mod folders;
mod indented;
mod marks;
#[cfg(test)]
mod tests;
mod verify;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::output::{ContentHash, OutputFile, OutputPath, SourcePath};
use crate::source::Files;

use budget::Limits;

/// The style sheets of a site by the file they become.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    files: Arc<Files>,
    sheets: BTreeMap<OutputPath, Sheet>,
    /// The folders that sheets may load files from without saying where they are, the site's own first.
    roots: Vec<String>,
}

/// A sheet that becomes a file of its own.
#[derive(Debug)]
struct Sheet {
    file: SourcePath,
    made: Arc<OnceLock<Made>>,
}

/// What became of a sheet.
#[derive(Debug, Clone)]
struct Made {
    css: Result<OutputFile, Diagnostic>,
    /// Every file it looked at, with what was there.
    looked_at: BTreeMap<SourcePath, Option<ContentHash>>,
}

impl Styles {
    /// Lists the style sheets of a site. What is known of them from `before` is kept where it still holds.
    pub(crate) fn new(
        files: &Arc<Files>,
        config: &Config,
        before: Option<&Self>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let own = config.compile_sass.then(|| "sass/".to_owned());
        // A theme is made to be used as it is, so its styles are always compiled.
        let themed = config.theme.as_deref().map(|theme| format!("themes/{theme}/sass/"));
        let roots: Vec<String> = own.into_iter().chain(themed).collect();
        let mut sheets = BTreeMap::new();
        for root in &roots {
            let mut found: BTreeMap<OutputPath, SourcePath> = BTreeMap::new();
            for path in files.keys() {
                let Some(output) = css_of(root, path) else { continue };
                match found.get(&output) {
                    Some(first) => diagnostics.push(twice(first, path, &output)),
                    None => drop(found.insert(output, path.clone())),
                }
            }
            for (output, file) in found {
                // The site's own sheet stands in for the theme's of the same name.
                sheets.entry(output).or_insert_with(|| Sheet { file, made: Arc::default() });
            }
        }
        let mut styles = Self { files: files.clone(), sheets, roots };
        if let Some(before) = before.filter(|before| before.roots == styles.roots) {
            styles.take_over(before);
        }
        styles
    }

    /// Lists the files that sheets become, with the sheets.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = (&OutputPath, &SourcePath)> {
        self.sheets.iter().map(|(output, sheet)| (output, &sheet.file))
    }

    /// Gives the CSS of a sheet, or says why there is none. Nothing where no sheet becomes that file.
    pub(crate) fn css(&self, output: &OutputPath) -> Option<Result<OutputFile, Diagnostic>> {
        let sheet = self.sheets.get(output)?;
        let make = || compile::compile(&self.files, &self.roots, &sheet.file, Limits::default());
        Some(sheet.made.get_or_init(make).css.clone())
    }

    /// Says whether a sheet was compiled already.
    #[cfg(test)]
    fn is_made(&self, output: &str) -> bool {
        let sheet = OutputPath::new(output).ok().and_then(|output| self.sheets.get(&output));
        sheet.is_some_and(|sheet| sheet.made.get().is_some())
    }

    fn take_over(&mut self, before: &Self) {
        for (output, sheet) in &mut self.sheets {
            let Some(old) = before.sheets.get(output).filter(|old| old.file == sheet.file) else { continue };
            let there = |path: &SourcePath| self.files.get(path).map(|file| file.entry.hash);
            let still_holds = old
                .made
                .get()
                .is_some_and(|made| made.looked_at.iter().all(|(path, hash)| there(path) == *hash));
            if still_holds {
                sheet.made.clone_from(&old.made);
            }
        }
    }
}

/// Gives the file that a sheet becomes; nothing for a partial and for what is no sheet.
fn css_of(root: &str, path: &SourcePath) -> Option<OutputPath> {
    let below = path.as_str().strip_prefix(root)?;
    let is_sheet = matches!(path.extension(), "scss" | "sass") && !path.file_name().starts_with(['_', '.']);
    let stem = below.rsplit_once('.').filter(|_| is_sheet)?.0;
    OutputPath::new(format!("{stem}.css")).ok()
}

fn twice(first: &SourcePath, second: &SourcePath, output: &OutputPath) -> Diagnostic {
    Diagnostic::error(
        Place::file(second),
        format!("{first} and {second} would both become `{output}`; the first is used"),
        "Rename one of them, or put `_` before its name if it is only a part of others",
    )
}
