//! How a file looks: it says what it is for, it is short, and nothing in it waits for later.

use super::assert_none;
use super::source::{self, Source};

/// The most lines a file has, its tests left out (house rule 11).
const MOST_LINES: usize = 600;

/// Files made by a program.
const MADE: &[&str] = &["ui/src/api/protocol.ts"];

#[test]
fn every_rust_file_says_what_it_is_for() {
    assert_none(source::rust().iter().filter_map(undocumented).collect());
}

#[test]
fn no_file_is_long() {
    let files = source::rust().into_iter().chain(source::interface());
    assert_none(
        files.filter(|file| !MADE.contains(&file.path.as_str())).filter_map(|file| long(&file)).collect(),
    );
}

#[test]
fn nothing_waits_for_later() {
    let files = source::rust().into_iter().chain(source::interface());
    assert_none(files.flat_map(|file| unfinished(&file)).collect());
}

#[test]
fn no_test_is_left_out() {
    assert_none(source::rust().iter().flat_map(ignored).collect());
}

fn undocumented(file: &Source) -> Option<String> {
    // A crate's own tests stand beside what they test; their names say it.
    let documented = file.text.starts_with("//! ") || file.path.starts_with("src-tauri/") && file.is_test();
    (!documented)
        .then(|| format!("{}: begin the file with a line `//! …` that says what it is for", file.path))
}

fn long(file: &Source) -> Option<String> {
    let lines = if file.is_test() { file.text.lines().count() } else { file.shipped_lines().count() };
    (lines > MOST_LINES)
        .then(|| format!("{}: {lines} lines are more than {MOST_LINES}; split it by concept", file.path))
}

fn unfinished(file: &Source) -> Vec<String> {
    // Put together here, so that this file does not find itself.
    let marks =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimple", "mented!(")];
    let lines = file.text.lines().enumerate();
    lines
        .filter_map(|(index, line)| Some((index + 1, marks.iter().find(|mark| line.contains(*mark))?)))
        .map(|(line, mark)| {
            format!("{}:{line}: finish it now or file an issue; `{mark}` stays for ever", file.path)
        })
        .collect()
}

fn ignored(file: &Source) -> Vec<String> {
    let mark = concat!("#[ig", "nore");
    let lines = file.text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with(mark));
    lines
        .map(|(index, _)| {
            format!(
                "{}:{}: assert today's answer and say why it is wrong, instead of ignoring it",
                file.path,
                index + 1
            )
        })
        .collect()
}

#[test]
fn the_rules_see_what_they_are_for() {
    let waiting = concat!("fn a() {}\n// TO", "DO: more\n#[ig", "nore]\n");
    let file = Source { path: "src-tauri/src/late.rs".into(), text: waiting.repeat(MOST_LINES) };
    assert!(undocumented(&file).is_some());
    assert!(long(&file).is_some());
    assert_eq!(unfinished(&file).len(), MOST_LINES);
    assert_eq!(ignored(&file).len(), MOST_LINES);
}
