//! What the parsers of TOML and YAML say, in plain words. This is the one place that reads their text.

/// A part of what a parser says, what happened in plain words, and what to do.
const PLAIN: [(&str, &str, &str); 20] = [
    ("string values must be quoted", "a text has to stand in quotes", "Put quotes around it: \"…\""),
    (
        "invalid basic string",
        "a text in quotes is not closed, or has a sign that cannot stand in quotes",
        "Write \" at its end, and `\\\\` for a backslash",
    ),
    ("invalid literal string", "a text in quotes is not closed", "Write ' at its end"),
    ("invalid multi-line", "a text in three quotes is not closed", "Write the three quotes at its end too"),
    ("duplicate key", "this name is there a second time", "Take one of the two lines out"),
    ("unclosed table", "a square bracket is not closed", "Write `]` at its end"),
    ("unclosed array", "a list is not closed", "Write `]` at its end"),
    ("unclosed inline table", "a curly bracket is not closed", "Write `}` at its end"),
    ("invalid date", "this is no date of the calendar", "Write it like `2024-03-01`"),
    ("invalid time", "this is no time of the day", "Write it like `18:30:00`"),
    ("invalid offset", "this is no time zone", "Write it like `+01:00`"),
    ("key with no value", "this name has no value", "Write `=` and a value after it"),
    ("missing value", "a value is missing", "Write a value after the `=`"),
    ("extra `", "there is one sign too many", "Take it out"),
    ("recursion", "too many brackets stand inside each other", "Write it with fewer"),
    ("found a tab", "a tab stands where only spaces may", "Put spaces in its place"),
    (
        "mapping values are not allowed",
        "a colon stands inside a text without quotes",
        "Put quotes around the text after the first colon",
    ),
    (
        "flow sequence",
        "a list is not closed, or a comma is missing in it",
        "Write `]` at its end and commas between",
    ),
    (
        "flow mapping",
        "a curly bracket is not closed, or a comma is missing in it",
        "Write `}` at its end and commas between",
    ),
    ("quoted scalar", "a text in quotes is not closed", "Close the quotes"),
];

/// What to do where nothing better is known.
const OTHERWISE: &str =
    "Check this line and the one above: texts stand in quotes, lists in [ ], and both must be closed";

/// Words what a parser says: what happened, and what to do.
pub(super) fn plain(message: &str) -> (String, &'static str) {
    PLAIN
        .iter()
        .find(|(part, _, _)| message.contains(part))
        .map_or_else(|| (message.to_owned(), OTHERWISE), |(_, plain, hint)| ((*plain).to_owned(), *hint))
}
