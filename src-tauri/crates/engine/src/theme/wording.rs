//! The template engine's messages in plain words. This is the one place that reads its text.

use std::collections::BTreeSet;

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

/// Messages, or their beginnings, with what to say instead and what to do; `{}` stands for the rest of the message.
const PLAIN: [(&str, &str, &str); 33] = [
    (
        "Too many choices",
        "one `{% if %}` has more than 100 `{% elif %}`",
        "Close it with `{% endif %}` and begin another one, or look the value up in a list",
    ),
    (
        "Too many joined",
        "too many texts are joined with `~` in one pair of brackets",
        "Join some of them in a value of its own with `{% set %}`",
    ),
    (
        "Too large",
        "the page is larger than any page may be",
        "Look for a loop in the template that repeats too much",
    ),
    (
        "Circular extend",
        "the template extends itself, directly or through others",
        "Take one of the `extends` out",
    ),
    (
        "Circular include",
        "the template includes itself, directly or through others",
        "Take one of the `include` out",
    ),
    (
        "Unexpected end of input",
        "the template ends before a tag is closed",
        "Close every tag: `{% if %}` with `{% endif %}`, `{% for %}` with `{% endfor %}`, `{% block %}` with `{% endblock %}`",
    ),
    ("Unknown tag", "there is no tag of this name", "Correct the word after `{%`"),
    (
        "unexpected end of raw block",
        "`{% raw %}` is not closed",
        "Write `{% endraw %}` where the text that stays as it is ends",
    ),
    (
        "Tried to render a variable that is undefined",
        "there is nothing to show here: the value does not exist",
        "Correct the name, or write `| default(value=\"\")` after it",
    ),
    (
        "Maximum render recursion depth for components exceeded",
        "a component calls itself too often",
        "A component may stand in others up to 20 deep: let it end earlier",
    ),
    (
        "The expression is too complex",
        "there is too much in one pair of brackets",
        "Put parts of it into values of their own with `{% set %}`",
    ),
    (
        "The template nesting is too deep",
        "too many tags stand inside each other",
        "Put the inner ones into a template of their own and include that",
    ),
    (
        "Identifiers can only have up to",
        "too many square brackets stand inside each other",
        "Put the inner value into one of its own with `{% set %}`",
    ),
    (
        "Arrays can have a maximum of",
        "too many lists stand inside each other",
        "A list may hold lists, but those hold no further ones",
    ),
    (
        "Tried to use super() in the top level block",
        "`super()` has no block of the same name to show",
        "Take it out, or write that block into the template that this one extends",
    ),
    (
        "super() called outside of a block",
        "`super()` stands outside of a block",
        "Move it between `{% block %}` and `{% endblock %}`",
    ),
    ("Cannot divide by 0", "a number is divided by 0", "Ask first whether the number is 0, with `{% if %}`"),
    (
        "Cannot index into an undefined value",
        "the value before the square bracket does not exist",
        "Correct the name before the bracket",
    ),
    (
        "Index expression is undefined",
        "the value in the square brackets does not exist",
        "Correct the name in the brackets",
    ),
    (
        "`extends` needs to be the first tag of the template",
        "`extends` does not stand first",
        "Move `{% extends %}` to the top of the template",
    ),
    (
        "`extends` cannot be nested in other tags",
        "`extends` stands inside another tag",
        "Move `{% extends %}` to the top of the template",
    ),
    (
        "This content would be ignored: only `extends`, `block` and `component` are allowed at the top level of a child template",
        "this would not be shown: a template that extends another shows only what is in its blocks",
        "Move it into a `{% block %}`",
    ),
    (
        "Component definitions cannot be written in another tag",
        "a component is written inside another tag",
        "Move it out of that tag",
    ),
    (
        "Components with body content must use tag syntax: {% <component()> %}...{% </component> %}",
        "a component that is not closed needs other brackets",
        "End it with `/>`, or write `{% <name> %}` before and `{% </name> %}` after its text",
    ),
    (
        "Components with body content",
        "a component that is not closed needs other brackets",
        "End it with `/>`, or write `{% <name> %}` before and `{% </name> %}` after its text",
    ),
    ("unexpected end of string", "a text in quotes is not closed", "Close the quotes"),
    (
        "unexpected escape character",
        "a backslash stands before a letter that it cannot stand before",
        "Write `\\\\` for a backslash in quotes",
    ),
    (
        "Template inheritance",
        "`extends` cannot stand in the text of a page",
        "Choose a template at the top of the file with `template = \"…\"`",
    ),
    (
        "Blocks not supported in render_str",
        "`block` cannot stand in the text of a page",
        "Take the tag out; blocks belong into templates",
    ),
    (
        "List comprehensions support only a single",
        "a list in square brackets has more than one `for`",
        "Use one `for`, and `{% for %}` around it for the other",
    ),
    (
        "Slicing step cannot be 0",
        "a list cannot be cut in steps of 0",
        "Write another number after the second `:`",
    ),
    ("Invalid syntax for `set`", "`set` needs a name, `=` and a value", "Write `{% set name = value %}`"),
    ("Tried to escape an undefined value", "the value before the `|` does not exist", "Correct the name"),
];

impl Wording {
    /// Words a message.
    pub(super) fn of(message: &str, names: &Names<'_>) -> Self {
        let (message, listed) = listing(message);
        let bare = message.trim_end_matches('.');
        unknown(bare, names)
            .or_else(|| missing(bare, &listed))
            .or_else(|| wrong_kind(bare))
            .or_else(|| expected(bare))
            .or_else(|| fixed(bare))
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
    (message.trim_end(), list.collect())
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

/// Something else stands where the template engine expects something.
fn expected(message: &str) -> Option<Wording> {
    if message.starts_with("String opened with") {
        return Some(Wording::new(
            "a text in quotes is not closed",
            format!("Write {} where the text ends", word(message)),
        ));
    }
    if message.starts_with("Closing comment tag") {
        return Some(Wording::new("a remark is not closed", "Write `#}` where the remark ends"));
    }
    if let Some(rest) = message.strip_prefix("Closing tag '") {
        let (closed, rest) = rest.split_once('\'')?;
        let opened = rest.split('\'').nth(1)?;
        return Some(Wording::new(
            format!("`{opened}` is open, and `{closed}` is closed"),
            format!("Write `{{% </{opened}> %}}`"),
        ));
    }
    if let Some(rest) = message.strip_prefix("Unclosed component '") {
        let name = rest.trim_end_matches('\'');
        return Some(Wording::new(
            format!("the component `{name}` is not closed"),
            format!("Write `{{% </{name}> %}}` where it ends, or `/>` at its end"),
        ));
    }
    if message.contains("was named `") {
        let mut names = message.split('`').skip(1).step_by(2);
        let (opened, closed) = (names.next()?, names.next()?);
        return Some(Wording::new(
            format!("`{opened}` is open, and `{closed}` is closed"),
            format!("Write the name `{opened}` at the end too, or none"),
        ));
    }
    if let Some((name, _)) = message.split_once(" is a reserved keyword of Tera") {
        return Some(Wording::new(
            format!("`{name}` means something in templates and cannot be a name"),
            "Use another name",
        ));
    }
    if let Some((what, _)) = message.split_once(" is defined more than once") {
        return Some(Wording::new(format!("`{}` stands here twice", word(what)), "Take one of them out"));
    }
    if let Some(rest) = message.strip_prefix("Template already contains a ") {
        return Some(Wording::new(
            format!("the template has the {} twice", rest.replacen(" named", "", 1)),
            "Give one of them another name",
        ));
    }
    if let Some(name) = message.strip_prefix("Template is already extending ") {
        return Some(Wording::new(format!("the template extends {name} already"), "Take one `extends` out"));
    }
    if message.starts_with("Blocks cannot be written inside") || message.contains("cannot be used inside") {
        let what = if message.starts_with("Blocks") { "block" } else { word(message) };
        return Some(Wording::new(format!("`{what}` cannot stand here"), "Move it out of what it stands in"));
    }
    if let Some((word, _)) = message.split_once(" can only be used in a for loop") {
        return Some(Wording::new(
            format!("`{word}` stands outside of a loop"),
            "Move it between `{% for %}` and `{% endfor %}`",
        ));
    }
    if message.starts_with("Found invalid field of `loop`") {
        let hint = "There are: index, index0, first, last, length";
        return Some(Wording::new("`loop` has nothing of this name", hint));
    }
    if message.starts_with("Component `") && message.contains("is defined in both") {
        let mut names = message.split('`').skip(1).step_by(2);
        let (name, first, second) = (names.next()?, names.next()?, names.next()?);
        let told = format!("the component `{name}` is there twice, in `{first}` and in `{second}`");
        return Some(Wording::new(told, "Give one of them another name"));
    }
    if let Some((text, _)) = message
        .strip_prefix("The string ")
        .and_then(|rest| rest.split_once(" cannot be parsed as a valid date"))
    {
        return Some(Wording::new(format!("`{text}` is no date"), "Write it like `2024-03-01`"));
    }
    let (found, wanted) = message.strip_prefix("Found ")?.split_once(" but ")?;
    let wanted = ["expected one of: ", "expected ", "was expecting "]
        .iter()
        .find_map(|start| wanted.strip_prefix(start))?;
    let in_call = found == "string" && wanted == "identifier";
    let found = match found {
        "identifier" => "another word",
        "string" => "a text in quotes",
        "integer" | "float" => "a number",
        "bool" => "`true` or `false`",
        found => found,
    };
    if in_call {
        let hint = "In a call each value has a name before it, such as `path=\"…\"`";
        return Some(Wording::new("here stands a text in quotes where a name belongs", hint));
    }
    let wanted = match wanted {
        "identifier" | "ident" => "a name",
        "attribute name" => "a name",
        "string" => "a text in quotes",
        wanted if wanted.starts_with("integer, float") => "a value",
        wanted if wanted.starts_with("identifier after it") => "the name of a component",
        wanted if wanted.starts_with("`...`, a string") => "a key in quotes",
        wanted => {
            return Some(Wording::new(
                format!("here stands {found} where {} belongs", quoted(wanted)),
                look(),
            ));
        }
    };
    Some(Wording::new(format!("here stands {found} where {wanted} belongs"), look()))
}

fn look() -> String {
    "Look at what stands before the mark: something is missing there, or one sign too many".into()
}

fn quoted(wanted: &str) -> String {
    if wanted.contains('`') || wanted.contains(' ') { wanted.to_owned() } else { format!("`{wanted}`") }
}

fn fixed(message: &str) -> Option<Wording> {
    let (_, plain, hint) = PLAIN.iter().find(|(start, _, _)| message.starts_with(start))?;
    Some(Wording::new(*plain, *hint))
}

/// Our functions, and `throw` in a template, give what happened and what to do in one text, as two sentences.
fn our_own(message: &str) -> Wording {
    let (what, hint) = message.rsplit_once(". ").unwrap_or((message, "Look at the place that is marked"));
    Wording::new(what, hint)
}
