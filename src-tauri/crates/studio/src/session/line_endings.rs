//! Line endings. Editors know one kind; files keep the kinds they have. Lines nobody touched keep theirs byte for byte.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// Two texts are compared this long at the most; lines that were not matched by then get the usual ending.
const LONGEST_COMPARISON: Duration = Duration::from_millis(50);

/// Turns every kind of line ending into a line feed.
pub(crate) fn to_editor(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// Gives an edited text the line endings of the text it came from: lines that are still there keep theirs, the others
/// get the kind the first line of the original has.
pub(crate) fn from_editor(original: &str, edited: &str) -> String {
    if !original.contains('\r') {
        return edited.to_owned();
    }
    let old = lines(original);
    let usual = old.first().map_or("\n", |line| if line.ending.is_empty() { "\n" } else { line.ending });
    let new: Vec<&str> = edited.split('\n').collect();
    let is_mixed = old.iter().any(|line| !line.ending.is_empty() && line.ending != usual);
    let kept = if is_mixed { kept_endings(&old, &new) } else { Vec::new() };
    let mut out = String::with_capacity(edited.len() + new.len());
    for (index, text) in new.iter().enumerate() {
        out.push_str(text);
        if index + 1 < new.len() {
            let ending = kept.get(index).copied().flatten().unwrap_or(usual);
            if ending == "\n" {
                keep_apart(&mut out);
            }
            out.push_str(ending);
        }
    }
    out
}

/// Ends of lines that came to stand before a line feed would read as one with it.
fn keep_apart(out: &mut String) {
    let kept = out.trim_end_matches('\r').len();
    let ends = out.len() - kept;
    out.truncate(kept);
    out.extend(std::iter::repeat_n('\n', ends));
}

/// Finds, for each line of the new text, the ending it had in the old one.
fn kept_endings<'a>(old: &[Line<'a>], new: &[&str]) -> Vec<Option<&'a str>> {
    let texts: Vec<&str> = old.iter().map(|line| line.text).collect();
    let deadline = Instant::now() + LONGEST_COMPARISON;
    let mut kept = vec![None; new.len()];
    for part in capture_diff_slices_deadline(Algorithm::Patience, &texts, new, Some(deadline)) {
        if let DiffOp::Equal { old_index, new_index, len } = part {
            for step in 0..len {
                kept[new_index + step] =
                    Some(old[old_index + step].ending).filter(|ending| !ending.is_empty());
            }
        }
    }
    kept
}

struct Line<'a> {
    text: &'a str,
    ending: &'a str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        let length = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        lines.push(Line { text: &rest[..at], ending: &rest[at..at + length] });
        rest = &rest[at + length..];
    }
    lines.push(Line { text: rest, ending: "" });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untouched_text_comes_back_byte_for_byte() {
        for text in ["", "a", "a\r\nb\r\n", "a\nb\r\nc\rd", "\r\n\r\n", "a\r", "no end\r\nof line"] {
            assert_eq!(from_editor(text, &to_editor(text)), text, "{text:?}");
        }
    }

    #[test]
    fn only_the_edited_line_changes() {
        let original = "one\r\ntwo\nthree\r\nfour";
        assert_eq!(from_editor(original, "one\ntwo!\nthree\nfour"), "one\r\ntwo!\r\nthree\r\nfour");
        assert_eq!(from_editor(original, "one\ntwo\nnew\nthree\nfour"), "one\r\ntwo\nnew\r\nthree\r\nfour");
        assert_eq!(from_editor("a\r\n", "a\nb\n"), "a\r\nb\r\n");
    }

    #[test]
    fn two_ends_of_lines_do_not_become_one() {
        let edited = " aaaa\n\n";
        assert_eq!(to_editor(&from_editor("\raaaa\n\n", edited)), edited);
    }

    #[test]
    fn lines_between_two_edits_keep_their_endings() {
        let original = "one\r\ntwo\nthree\rfour\nfive";
        assert_eq!(
            from_editor(original, "one!\ntwo\nthree\nfour!\nfive"),
            "one!\r\ntwo\nthree\rfour!\r\nfive"
        );
    }
}
