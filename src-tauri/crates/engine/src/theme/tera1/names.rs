//! What filters, tests and functions of Tera 1 are called here.
//!
//! Those that Tera 2 no longer has are registered under their old names for everyone. Those that do something else
//! in Tera 2 have a name of their own, `tera1_…`, that only translated templates use.

/// How backslashes in an argument are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslashes {
    /// Each is a backslash.
    Literal,
    /// `\n` and `\t` are a line break and a tab.
    LineBreaks,
}

/// Gives the name of a filter. `default` is treated where it is written.
pub(super) fn filter(name: &str) -> &str {
    match name {
        "filesizeformat" => "tera1_filesizeformat",
        "float" => "tera1_float",
        "group_by" => "tera1_group_by",
        "indent" => "tera1_indent",
        "int" => "tera1_int",
        "round" => "tera1_round",
        "title" => "tera1_title",
        "unique" => "tera1_unique",
        other => other,
    }
}

/// Says how backslashes in an argument of a filter are read.
pub(super) fn backslashes(filter: &str, argument: &str) -> Backslashes {
    match (filter, argument) {
        ("join", "sep") | ("split" | "trim_end_matches" | "trim_start_matches", "pat") => {
            Backslashes::LineBreaks
        }
        _ => Backslashes::Literal,
    }
}

/// Gives the name of a test and of what it is given.
pub(super) fn test(name: &str) -> (&str, &'static str) {
    match name {
        "divisibleby" => ("divisible_by", "divisor"),
        "object" => ("map", ""),
        "iterable" => ("tera1_iterable", ""),
        other => (other, "pat"),
    }
}

/// Says whether there is a filter of a name.
pub(super) fn is_filter(name: &str) -> bool {
    crate::render::FILTER_NAMES.contains(&name)
}

/// Says whether there is a test of a name, in Tera 1 or Tera 2.
pub(super) fn is_test(name: &str) -> bool {
    matches!(name, "divisibleby" | "object") || crate::render::TEST_NAMES.contains(&name)
}

/// Says whether there is a function of a name.
pub(super) fn is_function(name: &str) -> bool {
    matches!(name, "get_env" | "get_file_hash") || crate::render::FUNCTION_NAMES.contains(&name)
}

/// Says whether a function is told a language.
pub(super) fn takes_language(name: &str) -> bool {
    let of_content = ["get_page", "get_section", "get_taxonomy", "get_taxonomy_term", "get_taxonomy_url"];
    of_content.contains(&name) || matches!(name, "get_url" | "trans")
}

/// Gives the name of a function.
pub(super) fn function(name: &str) -> &str {
    match name {
        "get_file_hash" => "get_hash",
        other => other,
    }
}

/// Gives the name of what a function is given.
pub(super) fn argument<'a>(function: &str, name: &'a str) -> &'a str {
    match (function, name) {
        ("get_taxonomy_url", "name") => "term",
        _ => name,
    }
}

/// Variables whose names mean something in Tera 2, and what they are called instead. In Tera 1 any name would do.
pub(super) const TAKEN: [(&str, &str); 6] = [
    ("break", "break_"),
    ("continue", "continue_"),
    ("none", "none_"),
    ("None", "none_"),
    ("null", "null_"),
    ("self", "self_"),
];

/// What an argument `body` is called now: components keep that name for what stands between their tags.
pub(super) const RENAMED_BODY: &str = "body_text";

/// What a loop is called in a template that is included in it, and a variable `loop` that is no loop.
pub(crate) const OUTER_LOOP: &str = "outer_loop";

/// Writes the way to a value inside of another without the dots that Tera 1 passed over, quotes around it or not.
pub(super) fn attribute(way: &str) -> String {
    let inner = way.trim_matches(['"', '\'', '`']);
    let parts: Vec<&str> = inner.split('.').filter(|part| !part.is_empty()).collect();
    way.replacen(inner, &parts.join("."), 1)
}

/// Functions whose answer goes out as it is.
pub(super) const SAFE_FUNCTIONS: [&str; 3] = ["get_url", "get_taxonomy_url", "get_hash"];

/// What templates are for, which many of them hide behind a variable of that name. A macro found the page all the same.
pub(super) const OFTEN_HIDDEN: [&str; 2] = ["page", "section"];

/// What stands before these names where no variable hides them.
pub(crate) const AROUND: &str = "tera1_";

/// What every template, and so every macro, finds around itself.
pub(super) const SURROUNDINGS: [&str; 17] = [
    "config",
    "current_path",
    "current_url",
    "feed_url",
    "lang",
    "last_build_date",
    "last_updated",
    "page",
    "pages",
    "paginator",
    "section",
    "taxonomy",
    "term",
    "terms",
    "zola_version",
    "sitemaps",
    "entries",
];
