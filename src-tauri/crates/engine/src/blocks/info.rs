//! What a site's blocks are called and want to be told, for the form that inserts them.
//!
//! A component says it in the map after its arguments, a file in `templates/shortcodes/` in a comment at its top, as
//! TOML. Both have the same keys, and none of them is needed:
//! ```text
//! {% component note(kind: string = "tip") {"label": "Note", "help": "Set apart from the text",
//!     "body": "markdown", "arguments": {"kind": {"label": "Kind", "choices": ["tip", "warning"]}}} %}
//!
//! {#
//! [block]
//! label = "Video"
//! body = "none"
//! [arguments.id]
//! label = "Number of the video"
//! required = true
//! #}
//! ```
//! `body` is `markdown`, `text` (the block gets what the author wrote, and puts it where it likes) or `none`; a
//! shortcode's argument may say its `type`, a component's has one already. `hidden = true` keeps a block out of the
//! list. What nothing is said about is understood from the template.

use std::collections::BTreeSet;

use tera::{ComponentArgType, ComponentInfo, Map, Value};

use crate::output::SourcePath;

use super::{Literal, Syntax};

/// A block that a site or its theme defines.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockInfo {
    /// Its name, as calls write it.
    pub name: String,
    /// How it is called.
    pub syntax: Syntax,
    /// Its name, as authors read it.
    pub label: String,
    /// What it is for; empty where its author does not say.
    pub help: String,
    /// What may stand in it.
    pub body: BlockBody,
    /// What it wants to be told.
    pub arguments: Vec<ArgumentInfo>,
    /// Says whether it is kept out of the list of what can be inserted.
    pub is_hidden: bool,
    /// The template it is defined in, where that is one file of its own.
    pub file: Option<SourcePath>,
}

/// What may stand between the two tags of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockBody {
    /// Nothing: it has one tag.
    None,
    /// Text with everything that texts have.
    Markdown,
    /// Characters that the block shows in its own way.
    Text,
}

/// Something a block wants to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct ArgumentInfo {
    /// Its name, as calls write it.
    pub name: String,
    /// Its name, as authors read it.
    pub label: String,
    /// What it is for; empty where its author does not say.
    pub help: String,
    /// What it can be.
    pub kind: ArgumentKind,
    /// What it is where the call does not say.
    pub default: Option<Literal>,
    /// Says whether each call has to say it.
    pub is_required: bool,
    /// What it can be, where that is one of a few.
    pub choices: Vec<Literal>,
}

/// What an argument can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Flag,
    /// Several values.
    List,
    /// Values with names.
    Map,
    /// Anything: nothing is said about it.
    Any,
}

/// What an author of templates says about a block.
struct Said<'v> {
    block: Option<&'v Map>,
    arguments: Option<&'v Map>,
}

/// Describes a component.
pub(crate) fn component(component: &ComponentInfo) -> BlockInfo {
    let metadata = component.metadata().iter();
    let metadata =
        Value::from(metadata.map(|(key, value)| (key.clone().into(), value.clone())).collect::<Map>());
    let said = Said { block: metadata.as_map(), arguments: entry(metadata.as_map(), "arguments") };
    let arguments = component.args().iter().filter(|one| !one.is_implicit()).map(|one| {
        let kind = one.arg_type().map_or(ArgumentKind::Any, kind_of);
        let default = one.default().and_then(Literal::of_value);
        said.argument(one.name(), kind, default, one.is_required())
    });
    let arguments = arguments.collect();
    said.block(component.name(), Syntax::Component, BlockBody::Markdown, arguments, None)
}

/// Describes a shortcode by its template: the text of it, and the variables it reads.
pub(crate) fn shortcode(
    name: &str,
    file: Option<&SourcePath>,
    text: &str,
    variables: &BTreeSet<&str>,
) -> BlockInfo {
    let metadata = declared(text).map(|table| Value::from_serializable(&table));
    let metadata = metadata.as_ref().and_then(Value::as_map);
    let said = Said { block: entry(metadata, "block"), arguments: entry(metadata, "arguments") };
    let named =
        said.arguments.into_iter().flat_map(|arguments| arguments.keys().filter_map(|key| key.as_str()));
    let named: Vec<&str> = named.collect();
    let others = variables.iter().copied().filter(|name| !GIVEN.contains(name) && !named.contains(name));
    let arguments = named.iter().copied().chain(others);
    let arguments = arguments.map(|name| said.argument(name, ArgumentKind::Any, None, false)).collect();
    let body = if variables.contains("body") { BlockBody::Markdown } else { BlockBody::None };
    said.block(name, Syntax::Shortcode, body, arguments, file.cloned())
}

/// What a shortcode's template finds without being told.
const GIVEN: [&str; 10] = [
    "body",
    "colocated_path",
    "config",
    "current_path",
    "current_url",
    "lang",
    "nth",
    "page",
    "section",
    "zola_version",
];

/// Reads the comment at the top of a template, if it is a table that says something about a block.
fn declared(text: &str) -> Option<toml::Table> {
    let rest = text.trim_start().strip_prefix("{#")?;
    let comment = rest.split_once("#}")?.0;
    let comment = comment.strip_prefix('-').unwrap_or(comment);
    let table: toml::Table = comment.strip_suffix('-').unwrap_or(comment).parse().ok()?;
    (table.contains_key("block") || table.contains_key("arguments")).then_some(table)
}

fn get<'v>(map: &'v Map, key: &str) -> Option<&'v Value> {
    map.iter().find(|(name, _)| name.as_str() == Some(key)).map(|(_, value)| value)
}

fn entry<'v>(map: Option<&'v Map>, key: &str) -> Option<&'v Map> {
    get(map?, key)?.as_map()
}

fn text(map: Option<&Map>, key: &str) -> Option<String> {
    Some(get(map?, key)?.as_str()?.to_owned())
}

fn flag(map: Option<&Map>, key: &str) -> Option<bool> {
    get(map?, key)?.as_bool()
}

impl Said<'_> {
    fn block(
        &self,
        name: &str,
        syntax: Syntax,
        body: BlockBody,
        arguments: Vec<ArgumentInfo>,
        file: Option<SourcePath>,
    ) -> BlockInfo {
        let body = match text(self.block, "body").as_deref() {
            Some("none") => BlockBody::None,
            Some("text") => BlockBody::Text,
            Some("markdown") => BlockBody::Markdown,
            // Whatever else it says is no kind of body.
            Some(_) | None => body,
        };
        BlockInfo {
            name: name.to_owned(),
            syntax,
            label: text(self.block, "label").unwrap_or_else(|| label(name)),
            help: text(self.block, "help").unwrap_or_default(),
            body,
            arguments,
            is_hidden: flag(self.block, "hidden").unwrap_or(false),
            file,
        }
    }

    fn argument(
        &self,
        name: &str,
        kind: ArgumentKind,
        default: Option<Literal>,
        is_required: bool,
    ) -> ArgumentInfo {
        let said = entry(self.arguments, name);
        let choices = said.and_then(|said| get(said, "choices")?.as_array());
        let default = default.or_else(|| said.and_then(|said| Literal::of_value(get(said, "default")?)));
        ArgumentInfo {
            name: name.to_owned(),
            label: text(said, "label").unwrap_or_else(|| label(name)),
            help: text(said, "help").unwrap_or_default(),
            kind: text(said, "type").and_then(|word| kind_named(&word)).unwrap_or(kind),
            is_required: flag(said, "required").unwrap_or(is_required) && default.is_none(),
            default,
            choices: choices.into_iter().flatten().filter_map(Literal::of_value).collect(),
        }
    }
}

/// Makes words of a name: `image_gallery` is "Image gallery".
fn label(name: &str) -> String {
    let words = name.rsplit('.').next().unwrap_or(name).replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn kind_of(kind: ComponentArgType) -> ArgumentKind {
    kind_named(kind.as_str()).unwrap_or(ArgumentKind::Any)
}

fn kind_named(word: &str) -> Option<ArgumentKind> {
    Some(match word {
        "string" => ArgumentKind::Text,
        "integer" => ArgumentKind::Integer,
        "float" | "number" => ArgumentKind::Number,
        "bool" => ArgumentKind::Flag,
        "array" => ArgumentKind::List,
        "map" => ArgumentKind::Map,
        "any" => ArgumentKind::Any,
        _ => return None,
    })
}
