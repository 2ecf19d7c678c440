//! The templates' texts as their authors wrote them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Place, Position, Step, Use};
use crate::output::SourcePath;

use super::BUILTIN_PREFIX;
use super::wording::Names;

/// The text of one template.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// Its file; nothing for a template that is built in.
    pub(super) file: Option<SourcePath>,
    author: String,
}

/// All texts, by the name the template engine has for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    by_name: BTreeMap<String, Text>,
    theme: Option<String>,
}

impl Text {
    /// Takes the text of a file, or of a template that is built in.
    pub(super) fn new(file: Option<SourcePath>, author: String) -> Self {
        Self { file, author }
    }

    /// Borrows the text as its author wrote it.
    pub(super) fn author(&self) -> &str {
        &self.author
    }

    /// Finds the place in the author's text that stands for one in what the template engine reads.
    pub(super) fn authored(&self, at: Position) -> Position {
        at
    }

    /// Gives what stands in a line before a position.
    pub(super) fn before(&self, at: Position) -> &str {
        let number = usize::try_from(at.line).unwrap_or(usize::MAX);
        let line = self.author.lines().nth(number.saturating_sub(1)).unwrap_or_default();
        let column = usize::try_from(at.column).unwrap_or(usize::MAX).saturating_sub(1);
        let end = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        line[..end].trim_end_matches(['"', '\'', '`'])
    }

    /// Finds the tag that trouble with the template as a whole is about.
    pub(super) fn keyword(&self, message: &str) -> Option<Position> {
        let word = match message {
            "Circular include" => "include",
            "Circular extend" => "extends",
            message if message.starts_with("Unknown parent") => "extends",
            _ => return None,
        };
        self.tags(word).next().map(|(at, _)| Position::of(&self.author, at))
    }

    /// Lists what follows a keyword at the start of a tag: where, and the name.
    fn tags(&self, word: &'static str) -> impl Iterator<Item = (usize, &str)> {
        self.author.match_indices("{%").filter_map(move |(at, start)| {
            let inside = &self.author[at + start.len()..];
            let inside = inside.strip_prefix('-').unwrap_or(inside).trim_start();
            let name = inside.strip_prefix(word)?;
            let name = name.strip_prefix(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'))?;
            let name = name.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
            let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | '%' | '-');
            let is_path = matches!(word, "extends" | "include");
            let end = if is_path { name.find(['"', '\'', '`', '\n']) } else { name.find(ends) };
            Some((self.author.len() - inside.len(), &name[..end.unwrap_or(name.len())]))
        })
    }
}

impl Texts {
    /// Makes a collection for a theme.
    pub(super) fn new(theme: Option<&str>) -> Self {
        Self { by_name: BTreeMap::new(), theme: theme.map(str::to_owned) }
    }

    /// Adds a text; one of the same name gives way.
    pub(super) fn insert(&mut self, name: String, text: Text) {
        self.by_name.insert(name, text);
    }

    /// Borrows a text.
    pub(crate) fn get(&self, name: &str) -> Option<&Text> {
        self.by_name.get(name)
    }

    /// Lists all texts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.by_name.iter().map(|(name, text)| (name.as_str(), text))
    }

    /// Lists every name that a template may use of another.
    pub(crate) fn known(&self) -> Names<'_> {
        Names { templates: self.names(), components: self.named("component"), blocks: self.named("block") }
    }

    /// Lists the templates by the names their authors have for them, without what only Galley uses.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        let bare = |name: &'_ str| -> Option<usize> {
            if name.starts_with(BUILTIN_PREFIX) {
                return None;
            }
            let themed = self.theme.as_ref().map(|theme| format!("{theme}/templates/"));
            Some(themed.filter(|prefix| name.starts_with(prefix.as_str())).map_or(0, |prefix| prefix.len()))
        };
        self.by_name.keys().filter_map(|name| bare(name).map(|from| &name[from..])).collect()
    }

    /// Lists what a keyword gives names to, in all templates: components, blocks.
    pub(super) fn named(&self, word: &'static str) -> BTreeSet<&str> {
        self.by_name.values().flat_map(|text| text.tags(word)).map(|(_, name)| name).collect()
    }

    /// Gives the name that the template engine has for what a page asks for.
    pub(super) fn full_name(&self, name: &str) -> Option<String> {
        self.resolve(name).map(|(name, _)| name.to_owned())
    }

    /// Follows `extends` from the template that makes a page up to the file where trouble is: each step below it.
    pub(super) fn extended(&self, template: &str, to: &SourcePath) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = self.resolve(template);
        while let Some((_, text)) = at.filter(|(name, _)| seen.insert(*name)) {
            if text.file.as_ref() == Some(to) {
                steps.reverse();
                return steps;
            }
            let Some((offset, parent)) = text.tags("extends").next() else { break };
            if let Some(file) = &text.file {
                let place = Place::at(file, &text.author, offset);
                steps.push(Step { by: Use::Extends, place });
            }
            at = self.resolve(parent);
        }
        Vec::new()
    }

    /// Finds a template as the template engine does: the site's, the theme's, the built-in one.
    fn resolve(&self, name: &str) -> Option<(&str, &Text)> {
        let themed = self.theme.as_ref().map(|theme| format!("{theme}/templates/{name}"));
        let candidates = [Some(name.to_owned()), themed, Some(format!("{BUILTIN_PREFIX}{name}"))];
        candidates
            .into_iter()
            .flatten()
            .find_map(|name| self.by_name.get_key_value(&name))
            .map(|(name, text)| (name.as_str(), text))
    }
}
