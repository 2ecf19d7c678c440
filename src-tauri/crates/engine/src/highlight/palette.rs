//! The colours of a site's code in its pages: as styles or as classes, of one theme or of a light and a dark one.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, PoisonError, RwLock};

use super::grammar::Scope;
use super::theme::{Letters, Style, Theme};
use crate::config::{DARK_SHEET, HighlightStyle, LIGHT_SHEET, ONE_SHEET};

/// How many combinations of names are remembered with the element they get.
const MAX_REMEMBERED: usize = 20_000;

/// The themes, and how their colours are written.
pub(super) struct Palette {
    themes: Themes,
    how: HighlightStyle,
    /// What opens the element of a piece with such names: `<span …>`, or nothing where it looks like the block.
    remembered: RwLock<HashMap<Box<[Scope]>, Arc<str>>>,
}

/// One theme, or one for light and one for dark pages.
pub(super) enum Themes {
    /// The same colours in light and dark.
    One(Theme),
    /// Colours for light pages, and colours for dark ones.
    Two(Theme, Theme),
    /// Classes that say what a piece is, whatever its colours; and style sheets to make, each of a theme.
    Named(Vec<(Theme, String)>),
}

/// What the documented classes need to look right whatever the colours are.
const STRUCTURE: &str = "\
.giallo-l { display: inline-block; min-height: 1lh; width: 100%; }
.giallo-ln { display: inline-block; user-select: none; margin-right: 0.4em; padding: 0.4em; min-width: 3ch; text-align: right; opacity: 0.8; }
";
const LETTERS: &str = "\
.z-bold { font-weight: bold; }
.z-italic { font-style: italic; }
.z-underline { text-decoration: underline; }
";

impl Palette {
    pub(super) fn new(themes: Themes, how: HighlightStyle) -> Self {
        Self { themes, how, remembered: RwLock::default() }
    }

    /// Writes the attributes of a block's `pre`.
    pub(super) fn push_block(&self, html: &mut String, class: &str) {
        match (self.how, &self.themes) {
            (HighlightStyle::Class, _) | (_, Themes::Named(_)) => {
                push(html, format_args!(" class=\"{class}giallo z-code\""));
            }
            (HighlightStyle::Inline, Themes::One(theme)) => {
                let Theme { foreground, background, .. } = theme;
                push(
                    html,
                    format_args!(
                        " class=\"{class}giallo\" style=\"color: {foreground}; background-color: {background};\""
                    ),
                );
            }
            (HighlightStyle::Inline, Themes::Two(light, dark)) => push(
                html,
                format_args!(
                    " class=\"{class}giallo\" style=\"color-scheme: light dark; color: light-dark({}, {}); background-color: light-dark({}, {});\"",
                    light.foreground, dark.foreground, light.background, dark.background
                ),
            ),
        }
    }

    /// Opens the element of a line.
    pub(super) fn push_line(&self, html: &mut String, is_marked: bool) {
        match (is_marked, self.how, &self.themes) {
            (false, _, _) => html.push_str("<span class=\"giallo-l\">"),
            (true, HighlightStyle::Class, _) | (true, _, Themes::Named(_)) => {
                html.push_str("<span class=\"giallo-l z-hl\">");
            }
            (true, HighlightStyle::Inline, Themes::One(theme)) => {
                push(
                    html,
                    format_args!("<span class=\"giallo-l\" style=\"background-color: {};\">", theme.marked),
                );
            }
            (true, HighlightStyle::Inline, Themes::Two(light, dark)) => push(
                html,
                format_args!(
                    "<span class=\"giallo-l\" style=\"background-color: light-dark({}, {});\">",
                    light.marked, dark.marked
                ),
            ),
        }
    }

    /// Gives what opens the element of a piece with such names; nothing where it looks like the block.
    pub(super) fn opening(&self, scopes: &[Scope]) -> Arc<str> {
        let known = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(scopes).cloned();
        known.unwrap_or_else(|| {
            let opening: Arc<str> = self.span(scopes).into();
            let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() < MAX_REMEMBERED {
                remembered.insert(scopes.into(), opening.clone());
            }
            opening
        })
    }

    fn span(&self, scopes: &[Scope]) -> String {
        let mut inner = String::new();
        match (self.how, &self.themes) {
            (HighlightStyle::Class, Themes::One(theme)) => {
                push_classes(&mut inner, theme.style(scopes), "z-")
            }
            (HighlightStyle::Class, Themes::Two(light, dark)) => {
                push_classes(&mut inner, light.style(scopes), "z-l");
                push_classes(&mut inner, dark.style(scopes), "z-d");
            }
            (_, Themes::Named(_)) => push_names(&mut inner, scopes),
            (HighlightStyle::Inline, Themes::One(theme)) => {
                let style = theme.style(scopes);
                if let Some(color) = style.color {
                    push(&mut inner, format_args!("color: {};", theme.colors[color]));
                }
                push_letters(&mut inner, style.letters);
            }
            (HighlightStyle::Inline, Themes::Two(light, dark)) => {
                let styles = (light.style(scopes), dark.style(scopes));
                if styles.0.color.is_some() || styles.1.color.is_some() {
                    let (light, dark) = (color(light, styles.0), color(dark, styles.1));
                    push(&mut inner, format_args!("color: light-dark({light}, {dark});"));
                }
                // Only colours can differ between light and dark in a style, so letters follow the light theme.
                push_letters(&mut inner, styles.0.letters);
            }
        }
        match (inner.trim(), self.how) {
            ("", _) => String::new(),
            (classes, HighlightStyle::Class) => format!("<span class=\"{classes}\">"),
            (style, HighlightStyle::Inline) => format!("<span style=\"{style}\">"),
        }
    }

    /// Lists the style sheets that a site with classes has, by name.
    pub(super) fn style_sheets(&self) -> Vec<(String, String)> {
        match (self.how, &self.themes) {
            (_, Themes::Named(sheets)) => {
                sheets.iter().map(|(theme, name)| (name.clone(), named_style_sheet(theme))).collect()
            }
            (HighlightStyle::Inline, _) => Vec::new(),
            (HighlightStyle::Class, Themes::One(theme)) => {
                vec![(ONE_SHEET.into(), style_sheet(theme, "z-"))]
            }
            (HighlightStyle::Class, Themes::Two(light, dark)) => vec![
                (LIGHT_SHEET.into(), style_sheet(light, "z-l")),
                (DARK_SHEET.into(), style_sheet(dark, "z-d")),
            ],
        }
    }
}

fn color(theme: &Theme, style: Style) -> &str {
    style.color.map_or(&theme.foreground, |color| &theme.colors[color])
}

fn push_classes(classes: &mut String, style: Style, prefix: &str) {
    if let Some(color) = style.color {
        push(classes, format_args!(" {prefix}{}", color + 1));
    }
    let Letters { bold, italic, underline } = style.letters;
    for (is_on, class) in [(bold, "bold"), (italic, "italic"), (underline, "underline")] {
        if is_on {
            push(classes, format_args!(" {prefix}{class}"));
        }
    }
}

/// Writes what a piece is as classes, each word once. What it is a part of says nothing about its looks.
fn push_names(classes: &mut String, scopes: &[Scope]) {
    let mut written = Vec::new();
    for scope in scopes {
        let mut words = scope.split('.').peekable();
        if words.peek().is_none_or(|first| matches!(*first, "meta" | "source" | "text" | "embedding")) {
            continue;
        }
        for word in
            words.filter(|word| word.chars().all(|letter| letter.is_alphanumeric() || "-_+".contains(letter)))
        {
            if !written.contains(&word) {
                written.push(word);
                push(classes, format_args!(" z-{word}"));
            }
        }
    }
}

fn push_letters(style: &mut String, letters: Letters) {
    let Letters { bold, italic, underline } = letters;
    style.push_str(if bold { " font-weight: bold;" } else { "" });
    style.push_str(if italic { " font-style: italic;" } else { "" });
    style.push_str(if underline { " text-decoration: underline;" } else { "" });
}

fn style_sheet(theme: &Theme, prefix: &str) -> String {
    let mut css = general(theme);
    for (number, color) in theme.colors.iter().enumerate() {
        push(&mut css, format_args!(".{prefix}{} {{ color: {color}; }}\n", number + 1));
    }
    css.push_str(&LETTERS.replace(".z-", &format!(".{prefix}")));
    css
}

fn named_style_sheet(theme: &Theme) -> String {
    let mut css = general(theme);
    for (name, style) in theme.names() {
        let classes: String = name.split('.').map(|word| format!(".z-{word}")).collect();
        let mut looks =
            style.color.map(|color| format!(" color: {};", theme.colors[color])).unwrap_or_default();
        push_letters(&mut looks, style.letters);
        push(&mut css, format_args!("{classes} {{{looks} }}\n"));
    }
    css
}

/// Writes what every style sheet has.
fn general(theme: &Theme) -> String {
    let Theme { foreground, background, marked, .. } = theme;
    format!(
        "/* Made by Galley from the colours that the site's settings name. */\n{STRUCTURE}.z-code {{ color: {foreground}; background-color: {background}; }}\n.z-hl {{ background-color: {marked}; }}\n"
    )
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = text.write_fmt(what);
}
