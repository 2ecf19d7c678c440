//! A theme of colours, and what it says of a piece of code.
//!
//! A theme has rules: names of kinds of text, each with a colour or a kind of letter. As in VS Code, what a name inside
//! says counts over what a name around it says, and the longest name wins.

use serde::Deserialize;

use super::grammar::Scope;

/// What grammars of Sublime Text call otherwise than those of VS Code, whose names most themes know.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("variable.function", "entity.name.function"),
    ("support.macro", "entity.name.function"),
    ("markup.heading.1", "heading.1"),
    ("markup.heading.2", "heading.2"),
    ("markup.heading.3", "heading.3"),
    ("markup.heading.4", "heading.4"),
    ("markup.heading.5", "heading.5"),
    ("markup.heading.6", "heading.6"),
];

/// How many rules of a theme are read.
const MAX_RULES: usize = 20_000;

/// A theme, ready to be asked.
#[derive(Debug)]
pub(super) struct Theme {
    /// The colour of what has none of its own.
    pub(super) foreground: String,
    /// The colour behind a block.
    pub(super) background: String,
    /// The colour behind a line that stands out.
    pub(super) marked: String,
    /// Every colour that a rule gives, each once, in the order of the rules.
    pub(super) colors: Vec<String>,
    rules: Vec<ThemeRule>,
    /// The names that it knows by another one only.
    renamed: Vec<(&'static str, &'static str)>,
}

/// How a piece of code looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// The place of its colour among those of the theme; none for the theme's own.
    pub(super) color: Option<usize>,
    /// How its letters look.
    pub(super) letters: Letters,
}

/// How letters look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Letters {
    /// Says whether they are heavy.
    pub(super) bold: bool,
    /// Says whether they lean.
    pub(super) italic: bool,
    /// Says whether there is a line below them.
    pub(super) underline: bool,
}

#[derive(Debug)]
struct ThemeRule {
    /// The name that the innermost name must begin with.
    leaf: String,
    /// Names that names around it must begin with, outermost first.
    parents: Vec<String>,
    /// Names that may not be around it.
    excluded: Vec<String>,
    color: Option<usize>,
    letters: Option<Letters>,
}

/// A colour theme as VS Code has it, as far as it concerns code.
#[derive(Debug, Deserialize)]
pub(super) struct ThemeFile {
    #[serde(default)]
    pub(super) colors: ThemeColors,
    #[serde(default, rename = "type")]
    pub(super) kind: Option<String>,
    #[serde(default, rename = "tokenColors", alias = "settings")]
    pub(super) rules: Vec<FileRule>,
}

/// The colours around the code.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ThemeColors {
    #[serde(default, rename = "editor.background")]
    pub(super) background: Option<String>,
    #[serde(default, rename = "editor.foreground")]
    pub(super) foreground: Option<String>,
    #[serde(default, rename = "editor.lineHighlightBackground")]
    pub(super) marked: Option<String>,
}

/// A rule as a file has it.
#[derive(Debug, Deserialize)]
pub(super) struct FileRule {
    #[serde(default)]
    pub(super) scope: Scopes,
    #[serde(default)]
    pub(super) settings: RuleSettings,
}

/// Names: several texts, or one with commas.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Scopes {
    One(String),
    Many(Vec<String>),
}

/// What a rule says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct RuleSettings {
    #[serde(default)]
    pub(super) foreground: Option<String>,
    #[serde(default)]
    pub(super) background: Option<String>,
    #[serde(default, rename = "lineHighlight")]
    pub(super) line_highlight: Option<String>,
    #[serde(default, rename = "fontStyle")]
    pub(super) font_style: Option<String>,
}

impl Default for Scopes {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Theme {
    /// Takes a theme as a file has it.
    pub(super) fn new(file: &ThemeFile) -> Self {
        // A rule without names says how everything looks.
        let general = file.rules.iter().find(|rule| rule.scope.texts().next().is_none());
        let general = general.map(|rule| &rule.settings);
        let color = |own: &Option<String>, other: Option<&Option<String>>| {
            own.as_deref().or_else(|| other?.as_deref()).and_then(color)
        };
        let is_light = file.kind.as_deref() == Some("light");
        let background = color(&file.colors.background, general.map(|settings| &settings.background))
            .unwrap_or_else(|| if is_light { "#FFFFFF" } else { "#1E1E1E" }.into());
        let is_dark = lightness(&background) < 128;
        let foreground = color(&file.colors.foreground, general.map(|settings| &settings.foreground))
            .unwrap_or_else(|| if is_dark { "#D4D4D4" } else { "#24292E" }.into());
        let marked = color(&file.colors.marked, general.map(|settings| &settings.line_highlight))
            .filter(|marked| *marked != background)
            .unwrap_or_else(|| if is_dark { "#FFFFFF1A" } else { "#0000001A" }.into());
        let mut theme = Self {
            foreground,
            background,
            marked,
            colors: Vec::new(),
            rules: Vec::new(),
            renamed: Vec::new(),
        };
        for rule in &file.rules {
            theme.add(rule);
        }
        // Remarks of that colour could not be read in a marked line: it shines through, as such themes meant it.
        let remarks = theme.style(&["comment".into()]).color;
        let is_same = remarks.is_some_and(|color| theme.colors[color] == theme.marked);
        if is_same && theme.marked.len() == "#RRGGBB".len() {
            theme.marked.push_str("30");
        }
        let is_renamed = |(from, to): &(&str, &str)| {
            let mut leaves = theme.rules.iter().map(|rule| &*rule.leaf);
            leaves.clone().any(|leaf| begins_with(to, leaf) || begins_with(leaf, to))
                && !leaves.any(|leaf| begins_with(leaf, from))
        };
        theme.renamed = OTHER_NAMES.into_iter().filter(is_renamed).collect();
        theme
    }

    fn add(&mut self, rule: &FileRule) {
        let color =
            rule.settings.foreground.as_deref().and_then(color).filter(|color| *color != self.foreground);
        let is_plain = rule.settings.foreground.is_some() && color.is_none();
        let letters = rule.settings.font_style.as_deref().map(Letters::read);
        let color = color.map(|color| {
            let known = self.colors.iter().position(|other| *other == color);
            known.unwrap_or_else(|| {
                self.colors.push(color);
                self.colors.len() - 1
            })
        });
        // A rule that gives the theme's own colour takes another colour away.
        let color = if is_plain { Some(usize::MAX) } else { color };
        for selector in rule.scope.texts() {
            if self.rules.len() < MAX_RULES && (color.is_some() || letters.is_some()) {
                self.rules.extend(ThemeRule::read(selector, color, letters));
            }
        }
    }

    /// Lists the names that look different by themselves, wherever they stand, shortest first.
    pub(super) fn names(&self) -> Vec<(&str, Style)> {
        let plain =
            |name: &str| name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.+".contains(letter));
        let alone = self.rules.iter().filter(|rule| rule.parents.is_empty() && rule.excluded.is_empty());
        let mut names: Vec<&str> = alone.map(|rule| &*rule.leaf).filter(|name| plain(name)).collect();
        names.sort_by_key(|name| (name.len(), *name));
        names.dedup();
        let styled = names.into_iter().map(|name| (name, self.style(&[name.into()])));
        styled.filter(|(_, style)| *style != Style::default()).collect()
    }

    /// Says how a piece of code looks that has these names, outermost first.
    pub(super) fn style(&self, scopes: &[Scope]) -> Style {
        let scopes: Vec<Scope> = scopes.iter().map(|scope| self.known_name(scope)).collect();
        let mut style = Style::default();
        for depth in 0..scopes.len() {
            let (mut color, mut letters) = ((0, 0), (0, 0));
            for rule in &self.rules {
                let Some(rank) = rule.rank(&scopes[..=depth]) else { continue };
                if let Some(found) = rule.color.filter(|_| rank >= color) {
                    (color, style.color) = (rank, Some(found).filter(|&found| found != usize::MAX));
                }
                if let Some(found) = rule.letters.filter(|_| rank >= letters) {
                    (letters, style.letters) = (rank, found);
                }
            }
        }
        style
    }

    /// Gives the name that the theme knows for this one.
    fn known_name(&self, scope: &Scope) -> Scope {
        let renamed = self.renamed.iter().find(|(from, _)| begins_with(scope, from));
        renamed.map_or_else(|| scope.clone(), |(from, to)| format!("{to}{}", &scope[from.len()..]).into())
    }
}

impl ThemeRule {
    fn read(selector: &str, color: Option<usize>, letters: Option<Letters>) -> Option<Self> {
        let mut parts = selector.split(" -");
        let mut path: Vec<String> = words(parts.next()?);
        let leaf = path.pop()?;
        Some(Self { leaf, parents: path, excluded: parts.flat_map(words).collect(), color, letters })
    }

    /// Says how well the rule fits the innermost of some names: how long its own name is, then how long those around it.
    fn rank(&self, scopes: &[Scope]) -> Option<(usize, usize)> {
        let (leaf, around) = scopes.split_last()?;
        if !begins_with(leaf, &self.leaf)
            || self.excluded.iter().any(|name| scopes.iter().any(|scope| begins_with(scope, name)))
        {
            return None;
        }
        let mut around = around.iter();
        let fits = self.parents.iter().all(|parent| around.any(|scope| begins_with(scope, parent)));
        fits.then(|| (self.leaf.len(), self.parents.iter().map(String::len).sum()))
    }
}

impl Letters {
    fn read(text: &str) -> Self {
        let has = |word| text.split_whitespace().any(|each| each == word);
        Self { bold: has("bold"), italic: has("italic"), underline: has("underline") }
    }
}

impl Scopes {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        };
        texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|text| !text.is_empty())
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|word| *word != ">").map(Into::into).collect()
}

/// Says whether a name is another one or stands below it: `comment.line` below `comment`.
fn begins_with(scope: &str, name: &str) -> bool {
    scope.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Reads `#abc` or `#aabbcc`, with or without how much shines through. Nothing else is let into a style sheet.
fn color(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('#')?;
    let is_color =
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let doubled = if digits.len() < 6 { 2 } else { 1 };
    let digits = digits.chars().flat_map(|digit| std::iter::repeat_n(digit.to_ascii_uppercase(), doubled));
    is_color.then(|| std::iter::once('#').chain(digits).collect())
}

/// Says how light a colour is, from 0 to 255.
fn lightness(color: &str) -> u32 {
    let digits: Vec<u32> = color.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let channel =
        |at: usize| digits.get(2 * at).zip(digits.get(2 * at + 1)).map_or(0, |(high, low)| high * 16 + low);
    (channel(0) * 30 + channel(1) * 59 + channel(2) * 11) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(rules: &str) -> Theme {
        let file = format!(
            r##"{{"colors": {{"editor.background": "#000", "editor.foreground": "#fff"}}, "tokenColors": [{rules}]}}"##
        );
        Theme::new(&serde_json::from_str(&file).expect("is a theme"))
    }

    fn color_of(theme: &Theme, scopes: &str) -> String {
        let style = theme.style(&super::super::grammar::split_scopes(scopes));
        style.color.map_or("own".into(), |color| theme.colors[color].clone())
    }

    #[test]
    fn the_longest_name_wins_and_an_inner_one_over_an_outer_one() {
        let theme = theme(
            r##"{"scope": "comment, string", "settings": {"foreground": "#111111"}},
            {"scope": ["string.quoted"], "settings": {"foreground": "#222222"}},
            {"scope": "meta.tag string.quoted", "settings": {"foreground": "#333333"}},
            {"scope": "string.quoted - source.x", "settings": {"foreground": "#444444", "fontStyle": "italic bold"}},
            {"scope": "constant", "settings": {"foreground": "#ffffff"}}"##,
        );
        assert_eq!(color_of(&theme, "source.rust comment.line"), "#111111");
        assert_eq!(color_of(&theme, "source.x string.quoted.double"), "#222222");
        assert_eq!(color_of(&theme, "source.y string.quoted.double"), "#444444");
        assert_eq!(color_of(&theme, "meta.tag.a string.quoted.double"), "#333333");
        assert_eq!(color_of(&theme, "string.quoted constant.other"), "own");
        assert_eq!(color_of(&theme, "strings commentary"), "own");
        let letters = theme.style(&super::super::grammar::split_scopes("string.quoted")).letters;
        assert!(letters.bold && letters.italic && !letters.underline);
    }

    #[test]
    fn a_name_is_looked_up_as_the_theme_has_it() {
        let of_code = r##"{"scope": "entity.name", "settings": {"foreground": "#111111"}}, {"scope": "variable", "settings": {"foreground": "#222222"}}"##;
        let theme_of_code = theme(of_code);
        assert_eq!(color_of(&theme_of_code, "source.rust variable.function.rust"), "#111111");
        assert_eq!(color_of(&theme_of_code, "source.rust variable.functional"), "#222222");
        assert_eq!(color_of(&theme_of_code, "markup.heading.2.markdown"), "own");
        let knows = theme(&format!(
            r##"{of_code}, {{"scope": "variable.function", "settings": {{"foreground": "#333333"}}}}, {{"scope": "heading.2.markdown", "settings": {{"foreground": "#444444"}}}}"##
        ));
        assert_eq!(color_of(&knows, "source.rust variable.function.rust"), "#333333");
        assert_eq!(color_of(&knows, "markup.heading.2.markdown"), "#444444");
    }

    #[test]
    fn only_colours_get_into_a_style_sheet() {
        let theme = theme(r##"{"scope": "a", "settings": {"foreground": "red;} body{display:none"}}"##);
        assert_eq!(theme.colors, [""; 0]);
        assert_eq!((color(" #a1B2c3 "), color("#a1f")), (Some("#A1B2C3".into()), Some("#AA11FF".into())));
        assert_eq!((color("#12345"), color("#12345g"), color("url(x)")), (None, None, None));
        assert_eq!((lightness("#FFFFFF"), lightness("#000000")), (255, 0));
    }
}
