//! Grammars and themes among the files of a site.

use std::collections::BTreeMap;

use serde_json::Value;

use super::grammar::ContextId;
use super::library::{Added, Library};
use super::theme::ThemeFile;
use super::{plist, sublime, textmate};
use crate::diagnostic::{Diagnostic, Place};
use crate::path::SourcePath;
use crate::source::SourceFile;

/// No file with a grammar or a theme is larger.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// How many files with grammars and how many with themes a site may have.
const MAX_FILES: usize = 200;

type Files = BTreeMap<SourcePath, SourceFile>;

/// A grammar file that was understood, before it knows the others.
pub(super) enum RawGrammar {
    /// A `.sublime-syntax`.
    Sublime(sublime::Raw),
    /// A TextMate grammar, as JSON or as property list.
    TextMate(Value),
}

/// What a grammar asks for that stands in another one.
pub(super) type FindScope<'a> = &'a dyn Fn(&str) -> Option<ContextId>;

/// Adds the site's grammars to the others.
pub(super) fn add_grammars(
    library: &mut Library,
    names: &[String],
    files: &Files,
    trouble: &mut Vec<Diagnostic>,
) {
    let mut raw = Vec::new();
    for (file, text) in named(names, files, "extra_grammars", is_grammar, trouble) {
        match read_grammar(&file, text) {
            Ok(grammar) => raw.push((file, grammar)),
            Err(why) => trouble.push(unreadable(&file, "grammar", &why)),
        }
    }
    let first = library.next_number();
    let numbers: BTreeMap<String, u32> =
        raw.iter().zip(first..).map(|((_, grammar), number)| (grammar.scope(), number)).collect();
    for ((file, grammar), number) in raw.into_iter().zip(first..) {
        let find = |scope: &str| {
            let own = numbers.get(scope).map(|&grammar| ContextId { grammar, context: 1 });
            own.or_else(|| library.find_scope(scope))
        };
        let (added, unknown) = match &grammar {
            RawGrammar::Sublime(raw) => sublime::grammar(raw, number, &find),
            RawGrammar::TextMate(json) => textmate::grammar(json, number, &find),
        };
        if let Some(first) = unknown.first() {
            let count = unknown.len();
            let message = format!(
                "{file} has patterns that cannot be understood, {count} in all, so they match nothing; the first is `{first}`"
            );
            trouble.push(Diagnostic::warning(
                Place::file(&file),
                message,
                "Correct the pattern, or leave it",
            ));
        }
        library.add(added);
    }
}

/// Reads the site's themes, by name.
pub(super) fn themes(
    names: &[String],
    files: &Files,
    trouble: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ThemeFile> {
    let mut themes = BTreeMap::new();
    for (file, text) in named(names, files, "extra_themes", is_theme, trouble) {
        match read_theme(&file, text) {
            Ok((name, theme)) => drop(themes.insert(name, theme)),
            Err(why) => trouble.push(unreadable(&file, "theme", &why)),
        }
    }
    themes
}

/// Finds the files that the settings name: each one a file, or a folder with such files.
fn named<'f>(
    names: &[String],
    files: &'f Files,
    key: &str,
    is_kind: fn(&str) -> bool,
    trouble: &mut Vec<Diagnostic>,
) -> Vec<(SourcePath, &'f str)> {
    let mut found = Vec::new();
    for name in names {
        let trimmed = name.trim_start_matches("./").trim_end_matches('/');
        let folder = format!("{trimmed}/");
        let is_it = |path: &SourcePath| {
            path.as_str() == trimmed || (path.as_str().starts_with(&folder) && is_kind(path.as_str()))
        };
        let before = found.len();
        for (path, file) in files.iter().filter(|(path, _)| is_it(path)) {
            let text = file.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
            match text.filter(|text| text.len() <= MAX_BYTES) {
                Some(text) if found.len() < MAX_FILES => found.push((path.clone(), text)),
                Some(_) => trouble.push(unreadable(
                    path,
                    "file",
                    &format!("there are more than {MAX_FILES} of them"),
                )),
                None => trouble.push(unreadable(path, "file", "it is no text of at most 2 MB")),
            }
        }
        let is_folder = files.keys().any(|path| path.as_str().starts_with(&folder));
        if found.len() == before && !is_folder && !files.keys().any(is_it) {
            let message = format!("the settings name `{name}` in `{key}`, and there is no such file");
            let hint = "Name a file of the site, such as syntaxes/my.sublime-syntax";
            // A folder may be empty, which nobody sees here.
            let is_file = trimmed.rsplit('/').next().is_some_and(|last| last.contains('.'));
            let told = if is_file { Diagnostic::error } else { Diagnostic::warning };
            trouble.push(told(None, message, hint));
        }
    }
    found
}

fn is_grammar(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".sublime-syntax")
        || lower.ends_with(".tmlanguage")
        || lower.ends_with(".tmlanguage.json")
}

fn is_theme(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".tmtheme") || (lower.ends_with(".json") && !is_grammar(path))
}

fn read_grammar(file: &SourcePath, text: &str) -> Result<RawGrammar, String> {
    let lower = file.as_str().to_ascii_lowercase();
    if lower.ends_with(".sublime-syntax") {
        return sublime::read(text).map(RawGrammar::Sublime);
    }
    let json = if lower.ends_with(".json") { json(text)? } else { plist::read(text)? };
    textmate::check(&json)?;
    Ok(RawGrammar::TextMate(json))
}

fn read_theme(file: &SourcePath, text: &str) -> Result<(String, ThemeFile), String> {
    let is_list = file.as_str().to_ascii_lowercase().ends_with(".tmtheme");
    let json = if is_list { plist::read(text)? } else { json(text)? };
    let stem = file.as_str().rsplit('/').next().unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default();
    // A property list has a title for people; its file name is what settings call it, as it always was.
    let name = if is_list { None } else { json["name"].as_str() }.unwrap_or(stem).to_owned();
    let theme: ThemeFile = serde_json::from_value(json).map_err(|error| error.to_string())?;
    if theme.rules.is_empty() {
        return Err("it gives no colours".into());
    }
    Ok((name, theme))
}

impl RawGrammar {
    fn scope(&self) -> String {
        match self {
            Self::Sublime(raw) => raw.scope.clone(),
            Self::TextMate(json) => json["scopeName"].as_str().unwrap_or_default().to_owned(),
        }
    }
}

/// Reads JSON that may have comments and commas at the ends of lists, as files of VS Code do.
fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(&without_comments(text)).map_err(|error| format!("it is not JSON: {error}"))
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    let (mut is_text, mut comma) = (false, None);
    while let Some(letter) = letters.next() {
        match letter {
            '"' => is_text = !is_text,
            '\\' if is_text => {
                plain.push(letter);
                plain.extend(letters.next());
                continue;
            }
            '/' if !is_text && letters.peek() == Some(&'/') => {
                letters.by_ref().find(|&letter| letter == '\n');
                plain.push('\n');
                continue;
            }
            '/' if !is_text && letters.peek() == Some(&'*') => {
                let mut before = ' ';
                letters
                    .by_ref()
                    .find(|&letter| std::mem::replace(&mut before, letter) == '*' && letter == '/');
                continue;
            }
            ']' | '}' if !is_text => {
                if let Some(at) = comma.take() {
                    plain.replace_range(at..=at, " ");
                }
            }
            _ => {}
        }
        comma = match letter {
            ',' if !is_text => Some(plain.len()),
            _ if letter.is_whitespace() => comma,
            _ => None,
        };
        plain.push(letter);
    }
    plain
}

fn unreadable(file: &SourcePath, what: &str, why: &str) -> Diagnostic {
    let message = format!("the {what} {file} cannot be read: {why}");
    let hint = "Grammars are .sublime-syntax or .tmLanguage.json files, themes .json or .tmTheme files";
    Diagnostic::error(Place::file(file), message, hint)
}

/// Makes the language that a grammar is for.
pub(super) fn added(
    name: &str,
    scope: &str,
    tokens: Vec<String>,
    contexts: Vec<super::grammar::Context>,
) -> Added {
    let grammar = super::grammar::Grammar { contexts };
    Added { name: name.into(), scope: scope.into(), tokens, grammar }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_may_have_comments_and_commas_too_many() {
        let text = "{ // say \"what\"\n \"a\": [1, 2, /* no */ ], \"b\": \"// no, ]\\\"\", }";
        assert_eq!(json(text), Ok(serde_json::json!({"a": [1, 2], "b": "// no, ]\""})));
        assert!(json("{\"a\": ").is_err());
    }
}
