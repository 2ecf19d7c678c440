//! The name that a misspelt one was probably meant to be.

/// Longer words are no misspelt names.
const MAX_LETTERS: usize = 200;

/// Finds the name nearest to a misspelt one, if one is near enough.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let far = match length {
        0..=3 => 1,
        4..=8 => 2,
        9..=MAX_LETTERS => 3,
        _ => return None,
    };
    names
        .into_iter()
        // Most names are ruled out by their length alone, which costs next to nothing.
        .filter(|name| *name != word && name.chars().count().abs_diff(length) <= far)
        .map(|name| (distance(word, name), name))
        .filter(|(distance, _)| *distance <= far)
        .min()
        .map(|(_, name)| name)
}

/// Words the nearest name as a question, or gives another hint.
pub(crate) fn suggestion<'a>(
    word: &str,
    names: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    nearest(word, names).map_or_else(|| otherwise.to_owned(), |name| format!("Did you mean `{name}`?"))
}

/// Counts the letters that must be changed, added or taken away (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let names = ["lower", "upper", "title", "striptags"];
        assert_eq!(nearest("stripttags", names), Some("striptags"));
        assert_eq!(nearest("uper", names), Some("upper"));
        assert_eq!(nearest("shine", names), None);
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, ["aa", &*format!("{long}a")]), None);
    }
}
