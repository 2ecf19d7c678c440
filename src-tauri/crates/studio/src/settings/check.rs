//! Whether a value fits its setting, and if not, how to make it fit.

use super::Field;
use crate::protocol::{SettingInput, SettingValue};

/// The longest text a setting takes, in characters.
const MAX_TEXT: usize = 10_000;
/// The most links a menu takes.
const MAX_LINKS: usize = 100;

/// Says what is wrong with a value; nothing if it fits.
pub(super) fn problem(field: &Field, value: &SettingValue) -> Option<String> {
    match (&field.input, value) {
        (SettingInput::Text | SettingInput::LongText, SettingValue::Text(text)) => text_problem(field, text),
        (SettingInput::Address, SettingValue::Text(url)) => address_problem(field, url),
        (SettingInput::Number { min, max }, SettingValue::Number(number)) => {
            let fits = number.is_finite() && (*min..=*max).contains(number);
            (!fits).then(|| format!("Choose a number from {min} to {max}."))
        }
        (SettingInput::Switch, SettingValue::Switch(_)) => None,
        (SettingInput::Choice { choices }, SettingValue::Text(text)) => {
            let known = choices.iter().any(|choice| choice.value == *text);
            (!known).then(|| "Choose one of the list.".to_owned())
        }
        (SettingInput::Links, SettingValue::Links(links)) => {
            if links.len() > MAX_LINKS {
                return Some(format!("A menu takes {MAX_LINKS} links at most."));
            }
            let empty = links.iter().any(|link| link.label.trim().is_empty() || link.url.trim().is_empty());
            if empty {
                return Some("Each link needs a text and an address.".to_owned());
            }
            let unsafe_link = links.iter().find(|link| !is_safe_link(&link.url));
            unsafe_link.map(|link| format!("“{}” is not an address visitors can follow.", link.url))
        }
        _ => Some("This setting takes another kind of value.".to_owned()),
    }
}

fn text_problem(field: &Field, text: &str) -> Option<String> {
    if text.chars().count() > MAX_TEXT {
        return Some(format!("This is too long: {MAX_TEXT} characters at most."));
    }
    if field.name == "title" && text.trim().is_empty() {
        return Some("Give the site a title.".to_owned());
    }
    None
}

fn address_problem(field: &Field, url: &str) -> Option<String> {
    let wanted = "Use a full address, for example https://www.example.org.";
    if url.is_empty() && field.name != "base_url" {
        return None;
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else { return Some(wanted.to_owned()) };
    let host = rest.split('/').next().unwrap_or_default();
    let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\');
    let fits = !host.is_empty() && !url.contains(strange) && !url.contains(['?', '#']);
    (!fits).then(|| wanted.to_owned())
}

fn is_safe_link(url: &str) -> bool {
    match url.split_once(':') {
        Some((scheme, _))
            if scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) =>
        {
            matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::site;

    fn check(name: &str, value: &str) -> Option<String> {
        let field =
            site::groups().into_iter().flat_map(|group| group.fields).find(|field| field.name == name);
        problem(&field.expect("a setting"), &SettingValue::Text(value.into()))
    }

    #[test]
    fn addresses() {
        for good in ["https://example.org", "http://localhost:8080", "https://example.org/club/"] {
            assert_eq!(check("base_url", good), None, "{good}");
        }
        for bad in ["", "example.org", "https://", "javascript:alert(1)", "https://a b", "https://a.org/?q"] {
            assert!(check("base_url", bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn links_that_run_something_are_refused() {
        assert!(!is_safe_link("JavaScript:alert(1)"));
        assert!(!is_safe_link("data:text/html,x"));
        for good in ["@/visit.md", "/tags/", "https://example.org", "mailto:a@example.org", "a:b/c d:e"] {
            assert!(is_safe_link(good) || good.starts_with("a:"), "{good}");
        }
    }

    #[test]
    fn a_site_needs_a_title_and_a_known_language() {
        assert!(check("title", "  ").is_some());
        assert_eq!(check("default_language", "de"), None);
        assert!(check("default_language", "klingon").is_some());
    }
}
