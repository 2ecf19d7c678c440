//! The blocks that a site and its theme define.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

use crate::blocks::{self, BlockBody, BlockInfo, Syntax};
use crate::output::SourcePath;
use crate::source::SourceFile;

use super::builtin::BUILTIN;
use super::{BUILTIN_PREFIX, suggestion};

/// The blocks of a site, by name.
pub(crate) struct Blocks {
    shortcodes: BTreeMap<String, Shortcode>,
    components: BTreeMap<String, BlockInfo>,
    /// Says whether shortcodes or macros, and no component, show that the site is older than Zola 0.23.
    pub(super) are_old: bool,
}

/// A block that is a file in `templates/shortcodes/`.
pub(crate) struct Shortcode {
    /// The name that the template engine has for the template.
    pub(crate) template: String,
    /// Says whether its result is Markdown, to be read with the text around it.
    pub(crate) is_markdown: bool,
    /// Says whether it turns Markdown into HTML by itself.
    pub(crate) writes_markdown: bool,
    /// Says whether the template cannot be used.
    pub(crate) is_broken: bool,
    info: BlockInfo,
}

/// Where templates are.
pub(super) struct Templates<'a> {
    /// The template engine with all that can be used.
    pub(super) tera: &'a Tera,
    /// The files, by the name the template engine has for them.
    pub(super) places: &'a BTreeMap<String, SourcePath>,
    /// The site's files.
    pub(super) files: &'a BTreeMap<SourcePath, SourceFile>,
    /// The name of the theme.
    pub(super) theme: Option<&'a str>,
}

impl Templates<'_> {
    fn text(&self, file: &SourcePath) -> &str {
        let bytes = self.files.get(file).and_then(|file| file.bytes.as_deref());
        bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Lists all texts of templates.
    fn texts(&self) -> impl Iterator<Item = (&SourcePath, &str)> {
        self.places.values().map(|file| (file, self.text(file)))
    }
}

impl Blocks {
    /// Finds the blocks in the templates of a site.
    pub(super) fn new(templates: &Templates<'_>) -> Self {
        let shortcodes = shortcodes(templates);
        let components = components(templates);
        // Components that are hidden were macros, and make no block of what writers wrote in braces.
        let has_components = components.values().any(|info| !info.is_hidden);
        let has_macros = || {
            let mut texts = templates.texts();
            texts.any(|(_, text)| ["macro", "import", "component"].iter().any(|tag| has_tag(text, tag)))
        };
        let has_own = shortcodes.values().any(|one| one.info.file.is_some());
        let are_old = !has_components && (has_own || has_macros());
        Self { shortcodes, components, are_old }
    }

    /// Lists what can be inserted, sorted by name.
    pub(crate) fn infos(&self) -> Vec<BlockInfo> {
        let shortcodes = self.shortcodes.values().filter(|one| !one.is_broken).map(|one| &one.info);
        let mut infos: Vec<BlockInfo> =
            self.components.values().chain(shortcodes).filter(|info| !info.is_hidden).cloned().collect();
        infos.sort_by(|a, b| (&a.name, a.syntax).cmp(&(&b.name, b.syntax)));
        infos
    }

    /// Finds a shortcode.
    pub(crate) fn shortcode(&self, name: &str) -> Option<&Shortcode> {
        self.shortcodes.get(name)
    }

    /// Says whether the site or its theme has a shortcode of a name.
    pub(crate) fn has_own_shortcode(&self, name: &str) -> bool {
        self.shortcodes.get(name).is_some_and(|one| one.info.file.is_some())
    }

    /// Finds a component.
    pub(crate) fn component(&self, name: &str) -> Option<&BlockInfo> {
        self.components.get(name)
    }

    /// Says whether there is a block of a name.
    pub(crate) fn has(&self, name: &str, syntax: Syntax) -> bool {
        match syntax {
            Syntax::Component => self.components.contains_key(name),
            Syntax::Shortcode => self.shortcodes.contains_key(name),
        }
    }

    /// Words the name that was probably meant as a question, or gives another hint.
    pub(crate) fn suggestion(&self, name: &str, syntax: Syntax, otherwise: &str) -> String {
        match syntax {
            Syntax::Component => suggestion(name, self.components.keys().map(String::as_str), otherwise),
            Syntax::Shortcode => suggestion(name, self.shortcodes.keys().map(String::as_str), otherwise),
        }
    }
}

/// Says whether a template has a tag of a kind.
fn has_tag(text: &str, tag: &str) -> bool {
    tags(text, tag).next().is_some()
}

/// Finds the tags of a kind; gives the text behind the word.
fn tags<'t>(text: &'t str, tag: &str) -> impl Iterator<Item = &'t str> {
    text.match_indices("{%").filter_map(move |(at, _)| {
        let inside = text[at + 2..].trim_start_matches('-').trim_start();
        inside.strip_prefix(tag).filter(|rest| rest.starts_with([' ', '\t', '\n', '\r']))
    })
}

/// Says whether a template defines a component that writers insert; a hidden one serves the template itself.
fn defines_blocks(text: &str) -> bool {
    tags(text, "component").any(|rest| {
        let head = rest.split("%}").next().unwrap_or_default();
        !head.contains("\"hidden\": true")
    })
}

fn shortcodes(templates: &Templates<'_>) -> BTreeMap<String, Shortcode> {
    let mut found = BTreeMap::new();
    let themed = templates.theme.map(|theme| format!("{theme}/templates/"));
    // The site's own win over the theme's, and those over the ones built in; HTML wins over Markdown.
    for prefix in [Some(String::new()), themed].into_iter().flatten() {
        for ending in [".html", ".md"] {
            for (template, file) in templates.places {
                let text = templates.text(file);
                let name = template.strip_prefix(&prefix).and_then(|name| name.strip_prefix(FOLDER));
                let Some(name) = name.and_then(|name| name.strip_suffix(ending)).filter(|name| is_name(name))
                else {
                    continue;
                };
                if !defines_blocks(text) && !found.contains_key(name) {
                    found
                        .insert(name.to_owned(), shortcode(templates.tera, name, template, Some(file), text));
                }
            }
        }
    }
    for (path, text) in BUILTIN {
        let name = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".html"));
        if let Some(name) = name.filter(|name| !found.contains_key(*name)) {
            let template = format!("{BUILTIN_PREFIX}{path}");
            found.insert(name.to_owned(), shortcode(templates.tera, name, &template, None, text));
        }
    }
    found
}

/// The folder of shortcodes among the templates.
const FOLDER: &str = "shortcodes/";

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn shortcode(tera: &Tera, name: &str, template: &str, file: Option<&SourcePath>, text: &str) -> Shortcode {
    let variables = tera.get_template_variables(template);
    let variables: BTreeSet<&str> = variables.iter().flatten().copied().collect();
    Shortcode {
        template: template.to_owned(),
        is_markdown: template.ends_with(".md"),
        writes_markdown: text.contains("markdown"),
        is_broken: !tera.contains_template(template),
        info: blocks::shortcode(name, file, text, &variables),
    }
}

fn components(templates: &Templates<'_>) -> BTreeMap<String, BlockInfo> {
    let described = templates.tera.get_component_names().filter_map(|name| {
        let mut info = blocks::component(&templates.tera.get_component_definition(name)?);
        if let Some((file, inside)) =
            templates.texts().find_map(|(file, text)| Some((file, definition(text, name)?)))
        {
            info.file = Some(file.clone());
            if !inside.contains("body") {
                info.body = BlockBody::None;
            }
            // The template engine knows them by name only; a form asks in the order of the definition.
            let words: Vec<&str> = inside.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
            info.arguments.sort_by_key(|argument| words.iter().position(|word| *word == argument.name));
        }
        Some((name.to_owned(), info))
    });
    described.collect()
}

/// Finds the inside of a component's definition.
fn definition<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.match_indices("component").find_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start().strip_prefix(name)?.trim_start().strip_prefix('(')?;
        rest.split("endcomponent").next()
    })
}
