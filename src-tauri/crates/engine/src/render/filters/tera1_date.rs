//! `date` as Tera 1 had it: the format is that of `strftime` also where a language is asked for.

use tera::{Kwargs, State, TeraResult, Value};

/// Signs of a format that are words of a language, with what they are called in patterns of Unicode.
const WORDS: [(char, &str); 6] =
    [('A', "EEEE"), ('a', "EEE"), ('B', "MMMM"), ('b', "MMM"), ('h', "MMM"), ('p', "a")];

/// Signs of a format that stand for several others.
const SHORT_FORMS: [(char, &str); 7] = [
    ('+', "%Y-%m-%dT%H:%M:%S%:z"),
    ('c', "%a %b %e %H:%M:%S %Y"),
    ('D', "%m/%d/%y"),
    ('r', "%I:%M:%S %p"),
    ('v', "%e-%b-%Y"),
    ('x', "%m/%d/%y"),
    ('X', "%H:%M:%S"),
];

/// Writes a date out.
pub(super) fn date(value: &Value, kwargs: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let format = spelt_out(kwargs.get::<&str>("format")?.unwrap_or("%Y-%m-%d"));
    let timezone = kwargs.get::<&str>("timezone")?;
    let locale = kwargs.get::<&str>("locale")?.filter(|locale| !matches!(*locale, "" | "POSIX" | "C"));
    let part = |format: &str, locale: Option<&str>| -> TeraResult<String> {
        let given = [("format", Some(format)), ("timezone", timezone), ("locale", locale)];
        let given = given.into_iter().filter_map(|(name, value)| Some((name.into(), Value::from(value?))));
        tera_contrib::dates::date(value, Kwargs::new(std::sync::Arc::new(given.collect())), state)
    };
    let Some(locale) = locale else { return part(&format, None) };
    let mut written = String::new();
    let mut plain = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        let sign = if letter == '%' { letters.next() } else { None };
        let word = WORDS.iter().find(|(sign_of_word, _)| Some(*sign_of_word) == sign);
        match (word, sign) {
            (Some((_, pattern)), _) => {
                if !plain.is_empty() {
                    written += &part(&plain, None)?;
                    plain.clear();
                }
                written += &part(pattern, Some(locale))?;
            }
            (None, Some(sign)) => plain.extend(['%', sign]),
            (None, None) => plain.push(letter),
        }
    }
    if !plain.is_empty() {
        written += &part(&plain, None)?;
    }
    Ok(written)
}

/// Writes short forms out.
fn spelt_out(format: &str) -> String {
    let mut out = String::with_capacity(format.len());
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        let sign = if letter == '%' { letters.next() } else { None };
        match (SHORT_FORMS.iter().find(|(short, _)| Some(*short) == sign), sign) {
            (Some((_, long)), _) => out.push_str(long),
            (None, Some(sign)) => out.extend(['%', sign]),
            (None, None) => out.push(letter),
        }
    }
    out
}
