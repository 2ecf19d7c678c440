//! Line endings. Editors know one kind; files keep the kinds they have. Lines nobody touched keep theirs byte for byte.

/// Turns every kind of line ending into a line feed.
pub(super) fn to_editor(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// Gives an edited text the line endings of the text it came from: untouched lines at both ends keep theirs, the
/// others get the kind the first line of the original has.
pub(super) fn from_editor(original: &str, edited: &str) -> String {
    if !original.contains('\r') {
        return edited.to_owned();
    }
    let old: Vec<Line<'_>> = lines(original);
    let new: Vec<&str> = edited.split('\n').collect();
    let shorter = old.len().min(new.len());
    let start = (0..shorter).take_while(|&i| old[i].text == new[i]).count();
    let end = (1..=shorter - start).take_while(|&i| old[old.len() - i].text == new[new.len() - i]).count();
    let usual = old.first().map_or("\n", |line| if line.ending.is_empty() { "\n" } else { line.ending });
    let mut out = String::with_capacity(edited.len() + new.len());
    for (index, text) in new.iter().enumerate() {
        out.push_str(text);
        let last = index + 1 == new.len();
        let from_end = new.len() - index;
        out.push_str(match index {
            _ if last => "",
            index if index < start && !old[index].ending.is_empty() => old[index].ending,
            _ if from_end <= end && !old[old.len() - from_end].ending.is_empty() => {
                old[old.len() - from_end].ending
            }
            _ => usual,
        });
    }
    out
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
}
