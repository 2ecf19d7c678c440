//! Messages that are always the same.

use super::Wording;

/// Messages, or their beginnings, with what to say instead and what to do; `{}` stands for the rest of the message.
const PLAIN: [(&str, &str, &str); 34] = [
    (
        "Too long a chain",
        "it starts a chain of more than 64 templates that include or extend each other",
        "Put some of them together",
    ),
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

/// Words a message that is always the same, or always begins so.
pub(super) fn fixed(message: &str) -> Option<Wording> {
    let (_, plain, hint) = PLAIN.iter().find(|(start, _, _)| message.starts_with(start))?;
    Some(Wording::new(*plain, *hint))
}
