//! What an author writes behind the backticks that open a block: ```` ```rust,linenos,hl_lines=2-3 ````.

use std::ops::RangeInclusive;

/// How many ranges of lines an annotation may name.
const MAX_RANGES: usize = 1_000;

/// What a fence says about its block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fence<'i> {
    /// The author's word for the language; empty where there is none.
    pub(super) language: &'i str,
    /// Says whether lines are numbered.
    pub(super) has_line_numbers: bool,
    /// The number of the first line.
    pub(super) first_number: usize,
    /// Lines that stand out, counted from 1.
    pub(super) marked: Vec<RangeInclusive<usize>>,
    /// Lines that are left out, counted from 1.
    pub(super) hidden: Vec<RangeInclusive<usize>>,
    /// What else is said, as names and values of data attributes.
    pub(super) data: Vec<(String, &'i str)>,
}

impl<'i> Fence<'i> {
    /// Reads what stands behind the backticks. What cannot be understood says nothing.
    pub(super) fn read(info: &'i str) -> Self {
        let mut fence = Self { first_number: 1, ..Self::default() };
        let first = info.split([',', ' ', '\t']).next().unwrap_or_default();
        let rest = if first.contains('=') || is_annotation(first) { info } else { &info[first.len()..] };
        fence.language = &info[..info.len() - rest.len()];
        for (name, value) in annotations(rest) {
            fence.take(name, value);
        }
        fence
    }

    fn take(&mut self, name: &'i str, value: Option<&'i str>) {
        match (name, value) {
            ("linenos", _) => self.has_line_numbers = value != Some("false"),
            ("linenostart", Some(value)) => self.first_number = value.trim().parse().unwrap_or(1),
            ("hl_lines", Some(value)) => self.marked.extend(ranges(value)),
            ("hide_lines", Some(value)) => self.hidden.extend(ranges(value)),
            ("copy", None) => self.data.push(("copy".into(), "true")),
            (name, Some(value)) if is_attribute(name) => self.data.push((name.to_lowercase(), value)),
            _ => {}
        }
    }
}

/// Says whether a line is among some.
pub(super) fn contains(ranges: &[RangeInclusive<usize>], line: usize) -> bool {
    ranges.iter().any(|range| range.contains(&line))
}

fn is_annotation(word: &str) -> bool {
    matches!(word, "linenos" | "copy")
}

fn is_attribute(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}

/// Cuts `a, b=1 2-3, c` into its parts. Numbers after a space belong to the annotation before them.
fn annotations(text: &str) -> Vec<(&str, Option<&str>)> {
    text.split(',')
        .flat_map(|part| {
            let part = part.trim();
            let Some((name, value)) = part.split_once('=') else {
                return part.split_whitespace().map(|name| (name, None)).collect::<Vec<_>>();
            };
            // Fences of old sites put spaces where newer ones put commas: `rust linenos hl_lines=3`.
            let mut before: Vec<_> = name.split_whitespace().map(|name| (name, None)).collect();
            if let Some(last) = before.last_mut() {
                last.1 = Some(value.trim().trim_matches('"'));
            }
            before
        })
        .collect()
}

/// Reads `1-3 5`; the order within a range does not matter.
fn ranges(text: &str) -> impl Iterator<Item = RangeInclusive<usize>> {
    text.split_whitespace().take(MAX_RANGES).filter_map(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last) = (first.parse::<usize>().ok()?, last.parse::<usize>().ok()?);
        Some(first.min(last)..=first.max(last))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(info: &str) -> Fence<'_> {
        Fence::read(info)
    }

    #[test]
    fn every_annotation_is_read() {
        let fence = read("rust, linenos, linenostart=10, hl_lines=3-2 5, hide_lines=1, name=mod.rs, copy");
        assert_eq!(fence.language, "rust");
        assert!(fence.has_line_numbers);
        assert_eq!(fence.first_number, 10);
        assert_eq!((&fence.marked, &fence.hidden), (&vec![2..=3, 5..=5], &vec![1..=1]));
        assert_eq!(fence.data, [("name".to_owned(), "mod.rs"), ("copy".to_owned(), "true")]);
    }

    #[test]
    fn a_fence_may_name_no_language_or_nothing_at_all() {
        assert_eq!(read(""), Fence { first_number: 1, ..Fence::default() });
        assert!(read("linenos").has_line_numbers && read("linenos").language.is_empty());
        assert_eq!(read("hl_lines=2").marked, [2..=2]);
        assert_eq!((read("c++").language, read("rust ignore").language), ("c++", "rust"));
    }

    #[test]
    fn what_cannot_be_understood_says_nothing() {
        let fence = read("js,hl_lines=a-3 x 4,linenostart=-1,{.wide},onclick<=1,why=");
        assert_eq!((fence.marked, fence.first_number), (vec![4..=4], 1));
        assert_eq!(fence.data, [("why".to_owned(), "")]);
        let many = format!("js,hl_lines={}", "1 ".repeat(5_000));
        assert_eq!(read(&many).marked.len(), MAX_RANGES);
    }
}
