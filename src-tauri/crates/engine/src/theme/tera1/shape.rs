//! What an expression is like, as far as its translation depends on that.

use super::expression::{Call, Expression, Link, Operator, Path};
use super::names;

/// Gives the name in `["name"]`.
pub(super) fn field_in<'a>(index: &Expression<'a>) -> Option<&'a str> {
    let Expression::Text { text, .. } = index else { return None };
    let name = &text[1..text.len() - 1];
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty())
        .then_some(name)
}

/// Says whether a key is written out.
pub(super) fn is_constant(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::Text { .. } | Expression::Literal { .. })
}

/// Says whether `and` or `or` gives something else than true or false.
pub(super) fn is_choice(expression: &Expression<'_>) -> bool {
    let both = both_sides(expression);
    both.is_some_and(|(left, right)| !is_truth(left) || !is_truth(right))
}

/// Gives the sides of `and` and `or`.
pub(super) fn both_sides<'e, 'a>(
    expression: &'e Expression<'a>,
) -> Option<(&'e Expression<'a>, &'e Expression<'a>)> {
    let Expression::Pair { operator: Operator::And | Operator::Or, left, right } = expression.bare() else {
        return None;
    };
    Some((left, right))
}

/// Says whether a value is true or false and nothing else.
pub(super) fn is_truth(expression: &Expression<'_>) -> bool {
    if let Some((left, right)) = both_sides(expression) {
        return is_truth(left) && is_truth(right);
    }
    match expression.bare() {
        Expression::Not { .. } | Expression::Test { .. } => true,
        Expression::Literal { text, .. } => matches!(*text, "true" | "false" | "True" | "False"),
        Expression::Pair { operator, .. } => !operator.is_arithmetic(),
        Expression::Text { .. }
        | Expression::Path(_)
        | Expression::List { .. }
        | Expression::Minus { .. }
        | Expression::Joined(_)
        | Expression::Call(_)
        | Expression::Macro { .. }
        | Expression::Filtered { .. }
        | Expression::Group { .. } => false,
    }
}

/// Gives the path and the filters of a path with filters, the first of which is not `default`.
pub(super) fn filtered_path<'e, 'a>(
    expression: &'e Expression<'a>,
) -> Option<(&'e Path<'a>, &'e [Call<'a>])> {
    let Expression::Filtered { inner, filters } = expression else { return None };
    let Expression::Path(path) = inner.bare() else { return None };
    filters.first().is_some_and(|filter| filter.name.text != "default").then_some((path, filters))
}

/// Says whether a path leads to what themes have lists of: Tera 1 showed a list otherwise.
pub(super) fn leads_to_list(path: &Path<'_>) -> bool {
    const LISTS: [&str; 5] = ["authors", "categories", "keywords", "tags", "toc"];
    let mut fields =
        path.links.iter().rev().map(|link| if let Link::Field(word) = link { word.text } else { "" });
    fields.next().is_some_and(|last| LISTS.contains(&last)) || fields.next() == Some("taxonomies")
}

/// Gives the call that makes a picture where nothing else happens to what it gives.
pub(super) fn picture<'e, 'a>(expression: &'e Expression<'a>) -> Option<&'e Call<'a>> {
    if let Expression::Filtered { inner, filters } = expression.bare() {
        return if filters.iter().all(|filter| filter.name.text == "safe") { picture(inner) } else { None };
    }
    let Expression::Call(call) = expression.bare() else { return None };
    (call.name.text == "resize_image").then_some(call)
}

/// Says whether a value comes from a file of data.
pub(super) fn is_data(expression: &Expression<'_>) -> bool {
    matches!(expression.bare(), Expression::Call(call) if call.name.text == "load_data")
}

/// Says whether a sum may come out with a point behind which is nothing.
pub(super) fn is_broken(operator: Operator, left: &Expression<'_>, right: &Expression<'_>) -> bool {
    let mut found = operator == Operator::Divide;
    for side in [left, right] {
        side.visit(&mut |inner| {
            found |= matches!(inner, Expression::Pair { operator: Operator::Divide, .. })
                || matches!(inner, Expression::Literal { text, .. } if text.contains('.'));
        });
    }
    found
}

/// Says whether a value costs nothing and cannot fail.
pub(super) fn is_simple(value: &Expression<'_>) -> bool {
    match value.bare() {
        Expression::Literal { .. }
        | Expression::Text { .. }
        | Expression::Path(_)
        | Expression::Test { .. } => true,
        Expression::List { items, .. } | Expression::Joined(items) => items.iter().all(is_simple),
        Expression::Not { inner, .. } => is_simple(inner),
        Expression::Filtered { inner, filters } => {
            matches!(inner.bare(), Expression::Path(_))
                && filters.iter().all(|filter| {
                    filter.name.text == "default"
                        && filter.arguments.iter().all(|(_, value)| is_simple(value))
                })
        }
        Expression::Pair { operator: Operator::And | Operator::Or, left, right } => {
            is_simple(left) && is_simple(right)
        }
        Expression::Pair { .. }
        | Expression::Minus { .. }
        | Expression::Call(_)
        | Expression::Macro { .. }
        | Expression::Group { .. } => false,
    }
}

/// Says whether a filter sorts by something that is a list, of which the length counted.
pub(super) fn sorts_by_list(filter: &Call<'_>) -> bool {
    let is_list = |text: &str| text[1..text.len() - 1].rsplit('.').next() == Some("pages");
    filter.arguments.iter().any(|(name, value)| {
        name.text == "attribute" && matches!(value, Expression::Text { text, .. } if is_list(text))
    })
}

/// Says whether a filter is given only texts that nothing in would be escaped.
pub(super) fn is_plain(filter: &Call<'_>) -> bool {
    let plain = |text: &str| !text[1..text.len() - 1].contains(['&', '<', '>', '"', '\'']);
    filter.arguments.iter().all(|(_, value)| matches!(value, Expression::Text { text, .. } if plain(text)))
}

/// Says whether both languages read a date's format alike.
pub(super) fn is_simple_date(filter: &Call<'_>) -> bool {
    filter.arguments.iter().all(|(name, value)| match (name.text, value) {
        ("format", Expression::Text { text, .. }) => {
            let letters =
                text.split('%').skip(1).filter_map(|part| part.trim_start_matches('-').chars().next());
            letters.into_iter().all(|letter| "YmdBbhAaeHMSIpjyF".contains(letter))
        }
        ("timezone", _) => true,
        _ => false,
    })
}

/// Says whether texts put together go out without being escaped.
pub(super) fn goes_out_as_is(items: &[Expression<'_>]) -> bool {
    let call = |item: &Expression<'_>| matches!(item, Expression::Call(_));
    let last_call = items.iter().rev().find(|item| call(item));
    items.iter().any(|item| !matches!(item, Expression::Text { .. }))
        && last_call.is_none_or(
            |item| matches!(item, Expression::Call(call) if names::SAFE_FUNCTIONS.contains(&call.name.text)),
        )
}
