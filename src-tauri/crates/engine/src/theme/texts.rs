//! The templates' texts as their authors wrote them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Place, Position, Step, Use};
use crate::output::SourcePath;

use super::BUILTIN_PREFIX;
use super::budget::{Marks, endless_choice, rewrite};
use super::tera1::{Original, Translated};
use super::trouble::Trouble;
use super::wording::Names;

/// The most templates that use each other in a row.
const MAX_CHAIN: usize = 64;

/// The text of one template.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// Its file; nothing for a template that is built in.
    pub(super) file: Option<SourcePath>,
    author: String,
    /// What it was before it was translated from Tera 1.
    original: Option<Original>,
    marks: Marks,
}

/// All texts, by the name the template engine has for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    by_name: BTreeMap<String, Text>,
    theme: Option<String>,
}

impl Text {
    /// Takes the text of a file, or of a template that is built in. Nothing is put into it yet.
    pub(crate) fn new(file: Option<SourcePath>, author: String) -> Self {
        Self { file, author, original: None, marks: Marks::default() }
    }

    /// Puts the checks into it that count its work; names what is too much to be even read.
    pub(crate) fn counted(self) -> Result<Self, Trouble> {
        self.readable()?;
        let marks = rewrite(&self.author).map_err(|at| self.too_much("Too many joined", &at))?;
        Ok(Self { marks, ..self })
    }

    /// Says whether the template engine may read it.
    fn readable(&self) -> Result<(), Trouble> {
        endless_choice(&self.author).map_or(Ok(()), |at| Err(self.too_much("Too many choices", &at)))
    }

    fn too_much(&self, what: &str, at: &Range<usize>) -> Trouble {
        let position = Some(Position::of(&self.author, at.start));
        Trouble { position, ..Trouble::nowhere(what.into()) }
    }

    /// Gives what the template engine reads.
    pub(crate) fn whole(&self) -> String {
        self.marks.put_into(&self.author)
    }

    /// Borrows the text as its author wrote it, or as it was translated.
    pub(super) fn author(&self) -> &str {
        &self.author
    }

    /// Borrows the text as it stands in the file.
    pub(super) fn in_file(&self) -> &str {
        self.original.as_ref().map_or(&self.author, Original::text)
    }

    /// Finds the place in the author's text that stands for one in what the template engine reads, and how many
    /// characters are meant there.
    pub(crate) fn authored(&self, at: Position, width: usize) -> (Position, usize) {
        let (at, width) = self.uncounted(at, width);
        self.original.as_ref().map_or((at, width), |original| (original.position(at), 1))
    }

    fn uncounted(&self, at: Position, width: usize) -> (Position, usize) {
        if self.marks == Marks::default() {
            return (at, width);
        }
        let whole = self.whole();
        let line = usize::try_from(at.line).unwrap_or(usize::MAX).saturating_sub(1);
        let start: usize = whole.split_inclusive('\n').take(line).map(str::len).sum();
        let column = usize::try_from(at.column).unwrap_or(usize::MAX).saturating_sub(1);
        let offset =
            |column| whole[start..].char_indices().nth(column).map_or(whole.len(), |(at, _)| start + at);
        let meant = self.marks.authored(offset(column));
        let end = self.marks.authored(offset(column + width)).start.max(meant.end);
        let text = self.author.get(meant.start..end).unwrap_or_default();
        let width = text.lines().next().unwrap_or_default().chars().count();
        (Position::of(&self.author, meant.start), width.max(1))
    }

    /// Gives what stands in a line before a position.
    pub(super) fn before(&self, at: Position) -> &str {
        let number = usize::try_from(at.line).unwrap_or(usize::MAX);
        let line = self.in_file().lines().nth(number.saturating_sub(1)).unwrap_or_default();
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
        let (at, _) = self.tags(word).next()?;
        let at = Position::of(&self.author, at);
        Some(self.original.as_ref().map_or(at, |original| original.position(at)))
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
    /// Says whether any of them is as asked for.
    pub(crate) fn any(&self, is_it: impl Fn(&str) -> bool) -> bool {
        self.by_name.values().any(|text| is_it(&text.author))
    }

    /// Makes a collection for a theme.
    pub(super) fn new(theme: Option<&str>) -> Self {
        Self { by_name: BTreeMap::new(), theme: theme.map(str::to_owned) }
    }

    /// Adds a text; one of the same name gives way.
    pub(super) fn insert(&mut self, name: String, text: Text) {
        self.by_name.insert(name, text);
    }

    /// Gives those texts as their authors wrote them that may be read at all.
    pub(super) fn authored(&self) -> BTreeMap<String, String> {
        let readable = self.by_name.iter().filter(|(_, text)| text.readable().is_ok());
        readable.map(|(name, text)| (name.clone(), text.author.clone())).collect()
    }

    /// Puts translations in the place of what was translated.
    pub(super) fn take(&mut self, translated: Translated) {
        let mut originals = translated.originals;
        for (name, author) in translated.texts {
            if let Some(text) = self.by_name.get_mut(&name) {
                text.author = author;
                text.original = originals.remove(&name);
            }
        }
    }

    /// Names the texts that start too long a chain: the template engine follows each chain from each of its links.
    pub(super) fn chained(&self) -> Vec<Trouble> {
        let long = self.chains().into_iter().filter(|(_, length)| *length > MAX_CHAIN);
        let told = |(name, _): (&str, usize)| Trouble {
            template: Some(name.to_owned()),
            ..Trouble::nowhere("Too long a chain".into())
        };
        long.map(told).collect()
    }

    /// Measures the longest chain of includes and parents from each text; where it leads back it is not followed.
    fn chains(&self) -> BTreeMap<&str, usize> {
        let mut lengths = BTreeMap::new();
        for start in self.by_name.keys().map(String::as_str) {
            if lengths.contains_key(start) {
                continue;
            }
            let mut open = BTreeSet::from([start]);
            let mut path = vec![(start, self.used_by(start), 0)];
            while let Some((name, waiting, longest)) = path.last_mut() {
                let Some(next) = waiting.pop() else {
                    let length = *longest + 1;
                    open.remove(*name);
                    lengths.insert(*name, length);
                    path.pop();
                    if let Some((_, _, above)) = path.last_mut() {
                        *above = length.max(*above);
                    }
                    continue;
                };
                match lengths.get(next) {
                    Some(length) => *longest = (*longest).max(*length),
                    None if open.insert(next) => path.push((next, self.used_by(next), 0)),
                    None => {}
                }
            }
        }
        lengths
    }

    fn used_by(&self, name: &str) -> Vec<&str> {
        let Some(text) = self.get(name) else { return Vec::new() };
        let named = text.tags("include").chain(text.tags("extends"));
        named.filter_map(|(_, used)| self.resolve(used)).map(|(name, _)| name).collect()
    }

    /// Names the texts that the template engine must not even read.
    pub(super) fn unreadable(&self) -> Vec<Trouble> {
        let trouble = |(name, text): (&String, &Text)| {
            let trouble = text.readable().err()?;
            Some(Trouble { template: Some(name.clone()), ..trouble })
        };
        self.by_name.iter().filter_map(trouble).collect()
    }

    /// Puts the checks that count work into all texts but some; names those where that cannot be done.
    pub(super) fn count(&mut self, but: &BTreeSet<String>) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        for (name, text) in self.by_name.iter_mut().filter(|(name, _)| !but.contains(*name)) {
            match text.clone().counted() {
                Ok(counted) => *text = counted,
                Err(trouble) => troubles.push(Trouble { template: Some(name.clone()), ..trouble }),
            }
        }
        troubles
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
                let at = Position::of(&text.author, offset);
                let at = text.original.as_ref().map_or(at, |original| original.position(at));
                let place = Place { file: file.clone(), position: Some(at) };
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
