//! Colours for code: `[markdown.highlighting]`.
//!
//! Grammars are Sublime Text's, themes are VS Code's; files of the site add to both. A [`Highlighter`] belongs to one site:
//! what it has unpacked, compiled and made once serves every build and preview of that site, and goes with it. It takes no
//! time and next to no memory until a block needs it, and no block can keep it busy without end: lines, blocks and searches
//! have limits, and what is beyond them keeps one colour.

mod block;
mod fence;
mod files;
mod grammar;
mod library;
mod memo;
mod packed;
mod palette;
mod parser;
mod pattern;
mod plist;
mod sublime;
mod textmate;
mod theme;
mod themes;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::config::{HighlightTheme, Highlighting};
use crate::diagnostic::Diagnostic;
use crate::output::{Entry, OutputFile};
use crate::path::SourcePath;
use crate::source::{Files, SourceFile};
use crate::theme::suggestion;

use block::Blocks;
use library::Library;
use palette::{Palette, Themes};
use themes::ThemeShelf;

pub use block::{CodeBlock, Lack};

/// Says whether the grammars and themes that a site brings are the same files as before.
pub(crate) fn same_files(settings: &Highlighting, before: &Files, now: &Files) -> bool {
    let named = |file: &SourcePath| {
        let mut names = settings.extra_grammars.iter().chain(&settings.extra_themes);
        names.any(|name| file.as_str().starts_with(name.trim_matches('/')))
    };
    let among = |files: &Files| -> Vec<(SourcePath, Entry)> {
        let found = files.iter().filter(|(file, _)| named(file));
        found.map(|(file, found)| (file.clone(), found.entry)).collect()
    };
    among(before) == among(now)
}

/// Colours the code of a site.
pub struct Highlighter {
    /// Says whether an unknown language is an error.
    pub is_strict: bool,
    blocks: Blocks,
    style_sheets: Vec<(String, OutputFile)>,
}

impl std::fmt::Debug for Highlighter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Highlighter").field("is_strict", &self.is_strict).finish_non_exhaustive()
    }
}

impl Highlighter {
    /// Makes ready to colour a site's code, with the grammars and themes among its files.
    pub fn new(
        settings: &Highlighting,
        files: &BTreeMap<SourcePath, SourceFile>,
        trouble: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut library = Library::new();
        files::add_grammars(&mut library, &settings.extra_grammars, files, trouble);
        let shelf = ThemeShelf::new(files::themes(&settings.extra_themes, files, trouble));
        let themes = match &settings.theme {
            HighlightTheme::Single(name) => Themes::One(shelf.theme(name, themes::Side::Dark, trouble)),
            HighlightTheme::Classes(sheets) => {
                let mut sheet = |(theme, name): &(String, String)| {
                    (shelf.theme(theme, themes::Side::Dark, trouble), name.clone())
                };
                Themes::Named(sheets.iter().map(&mut sheet).collect())
            }
            HighlightTheme::Dual { light, dark } => Themes::Two(
                shelf.theme(light, themes::Side::Light, trouble),
                shelf.theme(dark, themes::Side::Dark, trouble),
            ),
        };
        let palette = Palette::new(themes, settings.style);
        let style_sheets = palette.style_sheets().into_iter();
        Self {
            is_strict: settings.error_on_missing_language,
            style_sheets: style_sheets
                .map(|(name, css)| (name, OutputFile::made(css.into_bytes())))
                .collect(),
            blocks: Blocks::new(library, palette, settings.data_attr_position),
        }
    }

    /// Makes it name the language of each block on both elements, and as a class, as earlier versions did.
    #[must_use]
    pub fn naming_languages(mut self, names_languages: bool) -> Self {
        self.blocks.names_languages = names_languages;
        self
    }

    /// Writes a block of code, given what stands behind the backticks that open it.
    pub fn block(&self, info: &str, code: &str) -> CodeBlock {
        self.blocks.block(info, code)
    }

    /// Lists the style sheets that go out with the site, by name.
    pub fn style_sheets(&self) -> &[(String, OutputFile)] {
        &self.style_sheets
    }

    /// Words the name of the known language that is nearest to an unknown one, or another hint.
    pub fn suggestion(&self, language: &str) -> String {
        let words: Vec<String> = self.blocks.library.words().map(str::to_lowercase).collect();
        suggestion(
            &language.to_lowercase(),
            words.iter().map(String::as_str),
            "Name another language, or none",
        )
    }
}
