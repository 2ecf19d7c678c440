//! The template engine's messages in plain words. This is the one place that reads its text.

mod plain;
mod syntax;

use std::collections::BTreeSet;

use super::AROUND;
use super::spelling::suggestion;

/// The names that a misspelt one may have been meant to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names<'a> {
    /// The templates.
    pub(crate) templates: BTreeSet<&'a str>,
    /// The components that templates define.
    pub(crate) components: BTreeSet<&'a str>,
    /// The blocks that templates have.
    pub(crate) blocks: BTreeSet<&'a str>,
}

/// A message and a hint in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording {
    /// What happened.
    pub(super) message: String,
    /// What to do next.
    pub(super) hint: String,
}

/// The most names that a hint lists.
const MAX_LISTED: usize = 16;

/// Where the template engine begins to list what there is.
const LISTINGS: [&str; 3] = ["Available variables: ", "Available fields: ", "Possible argument(s) are: "];

/// A beginning of a message with the word for what is not known, and what to do.
const UNKNOWN: [(&str, &str, &str); 7] = [
    ("Unknown filter", "there is no filter", "Correct the name after the `|`"),
    ("Unknown test", "there is no test", "Correct the name after `is`"),
    ("Unknown function", "there is no function", "Correct the name before the bracket"),
    ("Unknown component", "there is no component", "Correct the name, or write a component of that name"),
    (
        "Unknown template",
        "there is no template",
        "Correct the name, or add a file of that name to `templates`",
    ),
    (
        "Unknown parent",
        "there is no usable template",
        "Correct the name after `extends`, or mend that template first",
    ),
    ("Block `", "no template that this one extends has a block", "Correct the name, or take the block out"),
];

impl Wording {
    /// Words a message.
    pub(super) fn of(message: &str, names: &Names<'_>) -> Self {
        let (message, listed) = listing(message);
        let bare = message.trim_end_matches('.');
        unknown(bare, names)
            .or_else(|| missing(bare, &listed))
            .or_else(|| wrong_kind(bare))
            .or_else(|| syntax::syntax(bare))
            .or_else(|| plain::fixed(bare))
            .unwrap_or_else(|| our_own(bare))
    }

    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// Parts a message from the list of what there is.
fn listing(message: &str) -> (&str, Vec<&str>) {
    let found = LISTINGS.iter().find_map(|listing| message.split_once(listing));
    let Some((message, list)) = found else { return (message, Vec::new()) };
    let list = list.trim_end_matches('.').split(", ").map(|name| name.trim_matches('`'));
    (message.trim_end(), list.filter(|name| !name.starts_with(AROUND)).collect())
}

fn word(message: &str) -> &str {
    message.split('`').nth(1).unwrap_or_default()
}

fn unknown(message: &str, names: &Names<'_>) -> Option<Wording> {
    let (start, what, otherwise) = UNKNOWN.iter().find(|(start, _, _)| message.starts_with(start))?;
    let name = word(message);
    if matches!(*start, "Unknown template" | "Unknown parent") && names.templates.contains(name) {
        return Some(Wording::new(
            format!("the template `{name}` cannot be used"),
            "Mend that template first",
        ));
    }
    let near = |names: &mut dyn Iterator<Item = &str>| {
        let names: BTreeSet<String> = names.map(str::to_owned).collect();
        suggestion(name, names.iter().map(String::as_str), otherwise)
    };
    let hint = match *start {
        "Unknown filter" => near(&mut crate::render::FILTER_NAMES.into_iter()),
        "Unknown test" => near(&mut crate::render::TEST_NAMES.into_iter()),
        "Unknown function" => near(&mut crate::render::FUNCTION_NAMES.into_iter()),
        "Unknown component" => near(&mut names.components.iter().copied()),
        "Block `" => near(&mut names.blocks.iter().copied()),
        _ => near(&mut names.templates.iter().copied()),
    };
    Some(Wording::new(format!("{what} `{name}`"), hint))
}

/// A value or an argument that is not there.
fn missing(message: &str, listed: &[&str]) -> Option<Wording> {
    let name = word(message);
    let optional =
        format!("Correct the name, or ask first whether it is there: `{{% if {name} is defined %}}`");
    let near = |otherwise: &str| match listed.len() {
        1..=MAX_LISTED => {
            suggestion(name, listed.iter().copied(), &format!("There are: {}", listed.join(", ")))
        }
        _ => suggestion(name, listed.iter().copied(), otherwise),
    };
    if message.starts_with("Variable `") && message.ends_with("is not defined") {
        return Some(Wording::new(format!("there is no `{name}` here"), near(&optional)));
    }
    if message.starts_with("Variable `") {
        return Some(Wording::new(format!("`{name}` has no value here"), "Give it a value first"));
    }
    if message.starts_with("Field `") {
        let hint = near("Correct the name, or write `| default(value=\"\")` after it if it may be missing");
        return Some(Wording::new(format!("there is no `{name}` in this value"), hint));
    }
    if message.starts_with("Unknown argument(s)") {
        return Some(Wording::new(format!("the component takes no `{name}`"), near("Take it out")));
    }
    let argument = message.starts_with("Missing keyword argument") || message.starts_with("Argument `");
    let implicit = message.starts_with("Implicit argument");
    (argument || implicit).then(|| {
        Wording::new(
            format!("`{name}` is missing in this call"),
            format!("Write `{name}=` and a value into its brackets"),
        )
    })
}

/// A value of the wrong kind.
fn wrong_kind(message: &str) -> Option<Wording> {
    let mut words = message.split('`').skip(1).step_by(2);
    if message.starts_with("Invalid type for the value") {
        let (wanted, got) = (kind(words.next()?), kind(words.next()?));
        return Some(Wording::new(
            format!("a value here has to be {wanted} and is {got}"),
            format!("Give it {wanted}, or take it out"),
        ));
    }
    if message.starts_with("Math operations") || message.starts_with("Only numbers can be") {
        let got = kind(words.next()?);
        return Some(Wording::new(
            format!("only numbers can be counted with, and this is {got}"),
            "Use a number; to join texts, write `~`",
        ));
    }
    if message.starts_with("`+` requires") {
        let (_, left, right) = (words.next()?, kind(words.next()?), kind(words.next()?));
        return Some(Wording::new(
            format!("`+` adds numbers, and here are {left} and {right}"),
            "To join texts, write `~` instead of `+`",
        ));
    }
    if message.starts_with("Iteration not possible") {
        let hint = "Correct the name after `in`";
        return Some(match words.next()? {
            "undefined" => Wording::new("`for` needs a list, and there is nothing of this name", hint),
            got => Wording::new(
                format!("`for` needs a list, and this is {}", kind(got)),
                "Use a list after `in`",
            ),
        });
    }
    if message.starts_with("Key/value iteration") {
        let got = kind(words.next()?);
        return Some(Wording::new(
            format!("`for` with two names needs a group of values, and this is {got}"),
            "Use one name before `in`",
        ));
    }
    if message.starts_with("Cannot compare") {
        let (left, right) = (kind(words.next()?), kind(words.next()?));
        return Some(Wording::new(
            format!("{left} and {right} cannot be compared by size"),
            "Compare two numbers or two texts",
        ));
    }
    if message.starts_with("`in` cannot be used") {
        let got = kind(words.nth(1)?);
        return Some(Wording::new(
            format!("`in` looks into a list, a text or a group of values, and this is {got}"),
            "Use one of these after `in`",
        ));
    }
    if message.starts_with("Component argument") {
        let (name, got, wanted) = (words.next()?, kind(words.next()?), kind(words.next()?));
        return Some(Wording::new(
            format!("`{name}` has to be {wanted} and is {got}"),
            format!("Give `{name}` {wanted}"),
        ));
    }
    let length = message.strip_prefix("Value of type ")?.strip_suffix(" has no length")?;
    Some(Wording::new(
        format!("`length` counts a list or a text, and this is {}", kind(length)),
        "Use it on a list or a text",
    ))
}

/// Says what kind of value it is as people do.
fn kind(name: &str) -> String {
    let plain = match name.trim_matches('`') {
        "string" | "&str" | "String" | "str" => "a text",
        "array" | "Vec<Value>" | "&[Value]" => "a list",
        "map" | "map/struct" | "Map" | "&Map" | "struct" => "a group of values",
        "bool" => "true or false",
        "undefined" | "none" => "nothing",
        "i64" | "u64" | "i128" | "u128" | "integer" | "usize" | "i32" | "u32" | "u8" => "a whole number",
        "f64" | "float" | "number" => "a number",
        "bytes" => "bytes",
        other => return format!("`{other}`"),
    };
    plain.to_owned()
}

/// Our functions, and `throw` in a template, give what happened and what to do in one text, as two sentences.
fn our_own(message: &str) -> Wording {
    let (what, hint) = message.rsplit_once(". ").unwrap_or((message, "Look at the place that is marked"));
    Wording::new(what, hint)
}
