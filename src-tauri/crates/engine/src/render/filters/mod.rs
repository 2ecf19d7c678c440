//! The filters and tests that templates use beside those of the template engine itself.

mod former;
mod markdown;
mod number;
mod tera1;
mod tera1_date;

use std::sync::{Arc, OnceLock};

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::graph::Graph;
use crate::theme::Theme;

/// Every filter a template may use, for suggestions.
pub(crate) const FILTER_NAMES: [&str; 65] = [
    "abs",
    "addslashes",
    "as_str",
    "b64_decode",
    "b64_encode",
    "base64_decode",
    "base64_encode",
    "capitalize",
    "concat",
    "date",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "filesizeformat",
    "filter",
    "first",
    "float",
    "format",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json_encode",
    "keys",
    "last",
    "length",
    "linebreaksbr",
    "lower",
    "map",
    "markdown",
    "newlines_to_br",
    "nth",
    "num_format",
    "pairs",
    "pluralize",
    "regex_replace",
    "replace",
    "reverse",
    "round",
    "safe",
    "slice",
    "slugify",
    "sort",
    "spaceless",
    "split",
    "str",
    "striptags",
    "title",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_start",
    "trim_start_matches",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "urlencode_strict",
    "values",
    "wordcount",
    "after",
    "before",
    "matching",
];

/// Every test a template may use, for suggestions.
pub(crate) const TEST_NAMES: [&str; 20] = [
    "after",
    "array",
    "before",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "matching",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Makes the filters and tests known.
pub(super) fn register(tera: &mut Tera) {
    former::register(tera);
    tera1::register(tera);
    tera.register_filter("b64_encode", tera_contrib::base64::b64_encode);
    tera.register_filter("b64_decode", tera_contrib::base64::b64_decode);
    tera.register_filter("base64_encode", tera_contrib::base64::b64_encode);
    tera.register_filter("base64_decode", tera_contrib::base64::b64_decode);
    tera.register_filter("date", tera_contrib::dates::date);
    tera.register_filter("filesizeformat", tera_contrib::filesize_format::filesize_format);
    tera.register_filter("format", tera_contrib::format::format);
    tera.register_filter("json_encode", tera_contrib::json::json_encode);
    tera.register_filter("num_format", number::num_format);
    tera.register_filter("regex_replace", tera_contrib::regex::RegexReplace::default());
    tera.register_filter("slugify", tera_contrib::slug::slug);
    tera.register_filter("spaceless", tera_contrib::regex::spaceless);
    tera.register_filter("striptags", tera_contrib::regex::striptags);
    tera.register_filter("urlencode", tera_contrib::urlencode::urlencode);
    tera.register_filter("urlencode_strict", tera_contrib::urlencode::urlencode_strict);
    tera.register_test("after", tera_contrib::dates::is_after);
    tera.register_test("before", tera_contrib::dates::is_before);
    tera.register_test("matching", tera_contrib::regex::Matching::default());
    tera.register_filter("markdown", |_: &str, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Err(Error::message("`markdown` cannot be used here"))
    });
}

/// Gives the filters that look at the site a site to look at.
pub(super) fn bind(tera: &mut Tera, graph: &Arc<Graph>) {
    let graph = Arc::clone(graph);
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, state: &State<'_>| {
        markdown::markdown(&graph, text, &kwargs, state)
    });
}

/// Gives the texts of templates the blocks that they may have, and the templates to carry those out with.
pub(super) fn bind_blocks(
    tera: &mut Tera,
    theme: &Arc<Theme>,
    graph: &Arc<Graph>,
    templates: impl Fn() -> Tera + Send + Sync + 'static,
) {
    let (theme, graph) = (Arc::clone(theme), Arc::clone(graph));
    // Few texts in templates have any blocks.
    let made = OnceLock::new();
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, state: &State<'_>| {
        let tera = || made.get_or_init(&templates);
        let around = markdown::Around { graph: &graph, theme: &theme, tera: &tera };
        markdown::with_blocks(&around, text, &kwargs, state)
    });
}
