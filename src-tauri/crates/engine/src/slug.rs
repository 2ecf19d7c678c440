//! Names into parts of addresses.

/// How names become parts of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slugify {
    /// For file names of pages.
    pub paths: SlugStrategy,
    /// For terms of taxonomies.
    pub taxonomies: SlugStrategy,
    /// For headings.
    pub anchors: SlugStrategy,
    /// Says whether the date stays in the address of a page whose file name starts with one.
    pub paths_keep_dates: bool,
}

/// How much of a name is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SlugStrategy {
    /// Everything becomes lower-case ASCII letters, digits and hyphens.
    #[default]
    On,
    /// Only what a file system cannot keep is taken out.
    Safe,
    /// Nothing is changed.
    Off,
}

/// Makes a file name or a term part of an address.
pub fn slugify(text: &str, strategy: SlugStrategy) -> String {
    match strategy {
        SlugStrategy::On => slug::slugify(text),
        SlugStrategy::Safe => {
            let kept = |c: &char| {
                !c.is_control() && !matches!(c, '<' | '>' | ':' | '"' | '/' | '|' | '?' | '*' | '\\')
            };
            let text: String = text.chars().filter(kept).collect();
            text.trim_start().trim_end_matches([' ', '.']).into()
        }
        SlugStrategy::Off => text.into(),
    }
}

/// Makes a heading's text its anchor. An anchor is no file, so only white space has to go.
pub fn slugify_anchor(text: &str, strategy: SlugStrategy) -> String {
    match strategy {
        SlugStrategy::On => slug::slugify(text),
        SlugStrategy::Safe | SlugStrategy::Off => text.replace(char::is_whitespace, "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, on: &str, safe: &str, anchor: &str) {
        assert_eq!(slugify(text, SlugStrategy::On), on);
        assert_eq!(slugify(text, SlugStrategy::Safe), safe);
        assert_eq!(slugify(text, SlugStrategy::Off), text);
        assert_eq!(slugify_anchor(text, SlugStrategy::On), on);
        assert_eq!(slugify_anchor(text, SlugStrategy::Safe), anchor);
    }

    #[test]
    fn names_by_strategy() {
        check("Žlutý kůň", "zluty-kun", "Žlutý kůň", "Žlutý_kůň");
        check("dots. and (parens)", "dots-and-parens", "dots. and (parens)", "dots._and_(parens)");
        check("why? <not>: this...", "why-not-this", "why not this", "why?_<not>:_this...");
        check("日本茶", "ri-ben-cha", "日本茶", "日本茶");
        check("a\\b/c", "a-b-c", "abc", "a\\b/c");
    }
}
