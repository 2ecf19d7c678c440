//! Macros become components. A macro was known by its file, a component has a name of its own in the whole site.

use std::collections::{BTreeMap, BTreeSet};

use super::UntoldLanguage;
use super::blocks;
use super::names::{OFTEN_HIDDEN, OUTER_LOOP, RENAMED_BODY, SURROUNDINGS, TAKEN};
use super::reading::{Reading, Uses};
use crate::theme::reading::components as components_of;

/// All templates that are translated, and how they name each other.
pub(super) struct Library<'r, 'a> {
    readings: &'r BTreeMap<&'a str, Reading<'a>>,
    /// All templates there are, also those that need no translation and those built in.
    known: BTreeSet<&'a str>,
    /// What stands before the names of the theme's templates, and before those built in.
    prefixes: Vec<String>,
    /// What the names of each file's components begin with.
    families: BTreeMap<&'a str, String>,
    /// The templates that shortcodes import or include.
    for_shortcodes: BTreeSet<&'a str>,
    /// What some template hides behind a variable, so that a macro has to look behind that.
    pub(super) hidden: BTreeSet<&'static str>,
    /// What the variables are called now whose names mean something else.
    renamed: BTreeMap<&'static str, &'static str>,
    /// The components of templates in Tera 2, by their file and the last part of their name.
    components: BTreeMap<(&'a str, String), Component>,
    /// The language that functions took where a template named none.
    pub(super) language: UntoldLanguage<'r>,
}

/// A component that was a macro.
#[derive(Clone)]
pub(super) struct Component {
    /// Its name.
    pub(super) name: String,
    /// What it takes, as the macro named it.
    arguments: Vec<String>,
    /// Says whether it shows the body of a shortcode, which it is not given.
    pub(super) shows_body: bool,
}

impl Component {
    /// Says whether it takes an argument.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.arguments.iter().any(|argument| argument == name)
    }
}

impl<'r, 'a> Library<'r, 'a> {
    /// Makes a library of the templates that are translated and those that are not.
    pub(super) fn new(
        readings: &'r BTreeMap<&'a str, Reading<'a>>,
        new: impl Iterator<Item = (&'a str, &'a str)>,
        prefixes: Vec<String>,
        language: UntoldLanguage<'r>,
    ) -> Self {
        let mut families: BTreeMap<&str, String> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (file, _) in readings.iter().filter(|(_, reading)| !reading.macros.is_empty()) {
            let whole = file.replace("/templates/", "/");
            let whole = whole.rsplit_once('.').map_or(whole.as_str(), |(stem, _)| stem);
            let short = whole.rsplit('/').next().unwrap_or(whole);
            let mut name = identifier(short);
            if taken.contains(&name) {
                name = identifier(whole);
            }
            while taken.contains(&name) {
                name.push('_');
            }
            taken.insert(name.clone());
            families.insert(file, name);
        }
        let mut known: BTreeSet<&str> = readings.keys().copied().collect();
        let mut components = BTreeMap::new();
        for (file, text) in new {
            known.insert(file);
            for (name, arguments) in components_of(text) {
                let last = name.rsplit('.').next().unwrap_or_default().to_owned();
                components.insert((file, last), Component { name, arguments, shows_body: false });
            }
        }
        let is_named = |name: &str| {
            let mut of_macros = readings.values().flat_map(|reading| reading.macros.values());
            readings.values().any(|reading| reading.uses.bound.contains(name))
                || of_macros.any(|defined| defined.arguments.contains(&name))
        };
        let renamed = TAKEN.into_iter().filter(|(name, _)| is_named(name)).collect();
        let for_shortcodes = BTreeSet::new();
        let is_hidden = |name: &str| readings.values().any(|reading| reading.uses.bound.contains(name));
        let hidden = OFTEN_HIDDEN.into_iter().filter(|name| is_hidden(name)).collect();
        let mut library = Self {
            readings,
            known,
            prefixes,
            families,
            for_shortcodes,
            hidden,
            renamed,
            components,
            language,
        };
        library.for_shortcodes = library.reached_by_shortcodes();
        library
    }

    fn reached_by_shortcodes(&self) -> BTreeSet<&'a str> {
        let mut waiting: Vec<&'a str> =
            self.readings.keys().copied().filter(|name| name.contains("shortcodes/")).collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            let Some(reading) = self.readings.get(name).filter(|_| reached.insert(name)) else { continue };
            let next = reading.imports.values().copied().chain(reading.uses.includes.iter().copied());
            waiting.extend(next.filter_map(|file| self.find(file)));
        }
        reached
    }

    /// Names the component that a template becomes which includes itself, directly or through others: Tera 2 has
    /// no such templates. One with macros or blocks cannot become one.
    pub(super) fn component_of_circle(&self, name: &str) -> Option<String> {
        let file = self.find(name)?;
        let reading = self.readings.get(file)?;
        if reading.extends.is_some() || !reading.macros.is_empty() || !reading.blocks.is_empty() {
            return None;
        }
        let included =
            |file: &str| self.readings.get(file).into_iter().flat_map(|reading| &reading.uses.includes);
        let mut waiting: Vec<&'a str> = included(file).filter_map(|name| self.find(name)).collect();
        let mut seen = BTreeSet::new();
        while let Some(other) = waiting.pop() {
            if other == file {
                return Some(format!("included.{}", identifier(file)));
            }
            if seen.insert(other) {
                waiting.extend(included(other).filter_map(|name| self.find(name)));
            }
        }
        None
    }

    /// Finds the template that a name means.
    pub(super) fn find(&self, name: &str) -> Option<&'a str> {
        find(&self.known, &self.prefixes, name)
    }

    /// Says whether a template asks for the loop that it is included in.
    pub(super) fn asks_for_outer_loop(&self, name: &str) -> bool {
        let reading = self.find(name).and_then(|name| self.readings.get(name));
        reading.is_some_and(|reading| reading.asks_for_outer_loop)
    }

    /// Gathers the blocks that a template may fill; nothing if that is not known.
    pub(super) fn blocks_above(&self, name: &str) -> Option<BTreeSet<&'a str>> {
        blocks::above(self.readings, name, |parent| self.find(parent))
    }

    /// Names a component by the file and name of its macro.
    pub(super) fn component_name(&self, file: &str, name: &str) -> String {
        format!("{}.{name}", self.families.get(file).map_or("macros", String::as_str))
    }

    /// Gives the name of a variable.
    pub(super) fn variable<'n>(&self, name: &'n str) -> &'n str {
        if name == "loop" { OUTER_LOOP } else { self.renamed.get(name).copied().unwrap_or(name) }
    }

    /// Gives the name of an argument of a macro.
    pub(super) fn argument<'n>(&self, name: &'n str) -> &'n str {
        if name == "body" { RENAMED_BODY } else { self.variable(name) }
    }

    /// Finds the component that a macro has become. A template may use what it imports, what its parents import,
    /// and, when it is used by others, what those import.
    pub(super) fn component(&self, from: &str, file: &str, name: &str) -> Option<Component> {
        let importing = |(&template, reading): (&&'a str, &Reading<'a>)| {
            Some((template, self.direct(reading, file, name)?))
        };
        let elsewhere = || {
            let mut all = self.readings.iter().filter_map(importing);
            let using = all.clone().find(|(template, _)| self.uses(template, from));
            using.or_else(|| all.next()).map(|(_, place)| place)
        };
        let place = self.imported(from, file, name).or_else(elsewhere)?;
        if let Some(component) = self.components.get(&(place, name.to_owned())) {
            return Some(component.clone());
        }
        let defined = self.readings.get(place)?.macros.get(name)?;
        let shows_body = self.surroundings(place, name).contains("body");
        let arguments = defined.arguments.iter().map(|&argument| argument.to_owned()).collect();
        Some(Component { name: self.component_name(place, name), arguments, shows_body })
    }

    /// Says whether a variable of a template holds what `resize_image` gave.
    pub(super) fn holds_picture(&self, file: &str, name: &str) -> bool {
        self.readings.get(file).is_some_and(|reading| reading.pictures.contains(name))
    }

    /// Says whether a template imports, extends or includes another, directly or through others.
    fn uses(&self, template: &'a str, other: &str) -> bool {
        let mut waiting = vec![template];
        let mut seen = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            let Some(reading) = self.readings.get(name).filter(|_| seen.insert(name)) else { continue };
            let next = reading.imports.values().chain(&reading.extends).chain(&reading.uses.includes);
            waiting.extend(next.filter_map(|file| self.find(file)));
        }
        seen.contains(other)
    }

    /// Finds the file of a macro in what a template imports and extends, and in what these do.
    fn imported(&self, from: &str, file: &str, name: &str) -> Option<&'a str> {
        let mut waiting = vec![self.readings.get_key_value(from)?.0];
        let mut seen = BTreeSet::new();
        while let Some(template) = waiting.pop() {
            let Some(reading) = self.readings.get(template).filter(|_| seen.insert(*template)) else {
                continue;
            };
            if file == "self" && reading.macros.contains_key(name) {
                return Some(template);
            }
            if let Some(place) = self.direct(reading, file, name) {
                return Some(place);
            }
            let others = reading.extends.into_iter().chain(reading.imports.values().rev().copied());
            waiting
                .extend(others.filter_map(|other| Some(self.readings.get_key_value(self.find(other)?)?.0)));
        }
        None
    }

    /// Finds the file that a template itself imports a macro from.
    fn direct(&self, reading: &Reading<'a>, file: &str, name: &str) -> Option<&'a str> {
        let place = self.find(reading.imports.get(file)?)?;
        let has_macro = self.readings.get(place).is_some_and(|reading| reading.macros.contains_key(name));
        (has_macro || self.components.contains_key(&(place, name.to_owned()))).then_some(place)
    }

    /// Lists what a macro finds around itself and uses, also in what it includes.
    pub(super) fn surroundings(&self, file: &str, name: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        if let Some(defined) = self.readings.get(file).and_then(|reading| reading.macros.get(name)) {
            self.gather(&defined.uses, &mut found);
            // What a shortcode was given is around a macro; what a template has set is not.
            let is_given =
                |name: &str| self.for_shortcodes.contains(file) && !defined.uses.bound.contains(name);
            found.retain(|name| {
                !defined.arguments.contains(name) && (SURROUNDINGS.contains(name) || is_given(name))
            });
        }
        found
    }

    fn gather(&self, uses: &Uses<'a>, found: &mut BTreeSet<&'a str>) {
        found.extend(uses.free());
        let mut waiting: Vec<&'a str> = uses.includes.iter().filter_map(|file| self.find(file)).collect();
        let mut seen = BTreeSet::new();
        while let Some(file) = waiting.pop() {
            let Some(reading) = self.readings.get(file).filter(|_| seen.insert(file)) else { continue };
            found.extend(reading.uses.free());
            waiting.extend(reading.uses.includes.iter().filter_map(|file| self.find(file)));
        }
    }
}

/// Finds the template that a name means: one of the site, of the theme, or one that is built in.
pub(super) fn find<'a>(known: &BTreeSet<&'a str>, prefixes: &[String], name: &str) -> Option<&'a str> {
    let prefixed = |prefix: &String| known.get(format!("{prefix}{name}").as_str()).copied();
    known.get(name).copied().or_else(|| prefixes.iter().find_map(prefixed))
}

fn identifier(text: &str) -> String {
    let kept = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    let name: String = kept.collect();
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if is_word && !matches!(name.as_str(), "true" | "false" | "True" | "False") {
        name
    } else {
        format!("_{name}")
    }
}
