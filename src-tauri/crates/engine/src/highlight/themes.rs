//! Every theme there is: those of the site, then those that Galley carries.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::packed::Pack;
use super::theme::{Theme, ThemeFile};
use crate::diagnostic::Diagnostic;
use crate::theme::suggestion;

/// Every theme there is, by name.
pub(super) struct ThemeShelf {
    pack: Pack<About>,
    own: BTreeMap<String, ThemeFile>,
}

#[derive(Deserialize)]
struct About {
    name: String,
}

/// What kind of page a theme is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Dark letters on a light page.
    Light,
    /// Light letters on a dark page.
    Dark,
}

/// Names that themes had in earlier versions, and what is nearest to them now.
const FORMER: [(&str, &str); 34] = [
    ("OneHalfDark", "one-half-dark"),
    ("OneHalfLight", "one-half-light"),
    ("Tomorrow", "min-light"),
    ("agola-dark", "github-dark"),
    ("ascetic-white", "min-light"),
    ("axar", "github-dark-dimmed"),
    ("base16-atelierdune-light", "base16-ocean-light"),
    ("base16-aterlierdune-light", "base16-ocean-light"),
    ("bbedit", "light-plus"),
    ("boron", "base16-ocean-dark"),
    ("charcoal", "slack-dark"),
    ("cheerfully-light", "snazzy-light"),
    ("classic-modified", "light-plus"),
    ("demain", "base16-eighties-dark"),
    ("dimmed-fluid", "github-dark-dimmed"),
    ("github", "github-light"),
    ("gray-matter-dark", "min-dark"),
    ("green", "base16-ocean-dark"),
    ("gruvbox", "gruvbox-dark"),
    ("idle", "light-plus"),
    ("ir-white", "light-plus"),
    ("kronuz", "monokai"),
    ("material", "material-theme"),
    ("material-dark", "material-theme-darker"),
    ("material-light", "material-theme-lighter"),
    ("nyx-bold", "monokai"),
    ("one-dark", "one-dark-pro"),
    ("onehalf-dark", "one-half-dark"),
    ("onehalf-light", "one-half-light"),
    ("railsbase16-green-screen-dark", "base16-ocean-dark"),
    ("subway-madrid", "solarized-light"),
    ("subway-moscow", "solarized-light"),
    ("visual-studio-dark", "dark-plus"),
    ("visual-studio-light", "light-plus"),
];

impl ThemeShelf {
    /// Takes the site's own themes.
    pub(super) fn new(own: BTreeMap<String, ThemeFile>) -> Self {
        Self { pack: Pack::new(include_bytes!("../../assets/themes.bin")), own }
    }

    /// Takes a theme down. For one that is not there the diagnostics name the nearest, and a plain one comes instead.
    pub(super) fn theme(&self, name: &str, side: Side, trouble: &mut Vec<Diagnostic>) -> Theme {
        if let Some(theme) = self.find(name) {
            return theme;
        }
        if let Some((_, now)) = FORMER.iter().find(|(former, _)| *former == name)
            && let Some(theme) = self.find(now)
        {
            if !is_same(name, now) {
                let message = format!(
                    "the colours `{name}` for code are no longer there, so code has those of `{now}`"
                );
                let hint = format!("Write \"{now}\", or choose others");
                trouble.push(Diagnostic::note(None, message, hint));
            }
            return theme;
        }
        let is_light = side == Side::Light || name.contains("light");
        let instead = if is_light { "github-light" } else { "github-dark" };
        let message = format!("there are no colours `{name}` for code, so code has those of `{instead}`");
        let names =
            self.own.keys().map(String::as_str).chain(self.pack.index.iter().map(|part| &*part.about.name));
        let hint = suggestion(name, names, "Choose others, or name a file with them in `extra_themes`");
        trouble.push(Diagnostic::error(None, message, hint));
        self.find(instead).expect("a test takes down every theme that Galley carries")
    }

    fn find(&self, name: &str) -> Option<Theme> {
        if let Some(own) = self.own.get(name) {
            return Some(Theme::new(own));
        }
        let number = self.pack.index.iter().position(|part| part.about.name == name)?;
        Some(Theme::new(&self.pack.unpack(number)))
    }
}

/// Says whether two names mean the same theme, by another spelling.
fn is_same(former: &str, now: &str) -> bool {
    matches!(
        (former, now),
        ("github" | "gruvbox" | "material" | "material-dark" | "material-light" | "one-dark", _)
            | ("OneHalfDark" | "OneHalfLight" | "onehalf-dark" | "onehalf-light", _)
            | ("visual-studio-dark" | "visual-studio-light", _)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_that_galley_carries_can_be_taken_down() {
        let shelf = ThemeShelf::new(BTreeMap::new());
        assert!(shelf.pack.index.len() > 75);
        for part in &shelf.pack.index {
            let theme = shelf.find(&part.about.name).expect("is there");
            assert!(theme.colors.len() > 2, "{} has few colours", part.about.name);
            let remarks = theme.style(&["comment".into()]).color.map(|color| &theme.colors[color]);
            assert!(remarks != Some(&theme.marked), "{} hides remarks", part.about.name);
        }
    }

    #[test]
    fn every_name_of_an_earlier_version_leads_to_a_theme() {
        let shelf = ThemeShelf::new(BTreeMap::new());
        for (former, now) in FORMER {
            assert!(shelf.find(former).is_none() && shelf.find(now).is_some(), "{former} {now}");
        }
        let mut trouble = Vec::new();
        shelf.theme("one-dark", Side::Dark, &mut trouble);
        assert_eq!(trouble, []);
        shelf.theme("kronuz", Side::Dark, &mut trouble);
        assert_eq!(trouble[0].severity, crate::diagnostic::Severity::Note);
        let ocean = shelf.find("base16-ocean-dark").expect("is there");
        assert_eq!(ocean.marked, "#65737E30", "comments have this colour, without the shine");
    }
}
