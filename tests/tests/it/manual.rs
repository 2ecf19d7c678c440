//! What Galley ships builds without a complaint, and the manual speaks of what is really on the screen.

use std::fs;
use std::path::Path;

use studio::{BuildOrder, Places};
use tempfile::TempDir;

use crate::tidy::root;

/// Files that hold what an author reads on the screen.
const SPOKEN: [&str; 8] = [
    "src-tauri/crates/engine/src/graph/shown.rs",
    "ui/src/parts/words.ts",
    "ui/src/parts/editorWords.ts",
    "src-tauri/crates/studio/src/failure.rs",
    "src-tauri/crates/studio/src/trouble.rs",
    "src-tauri/crates/studio/src/commands/start.rs",
    "src-tauri/crates/studio/src/settings/site.rs",
    "content/themes/neatline/theme.schema.json",
];

#[test]
fn the_manual_and_the_starters_build_without_a_complaint() {
    for site in ["content/manual", "content/starters/museum", "content/starters/blank"] {
        let built = build(site);
        assert!(built.complaints.is_empty(), "{site}:\n{}", built.complaints.join("\n"));
    }
}

#[test]
fn every_picture_of_the_manual_is_there_and_shown() {
    let pages: String = texts().into_iter().map(|(_, text)| text).collect();
    let shown = pages.split("](/").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    let mut shown: Vec<_> = shown.filter(|path| path.starts_with("pictures/")).collect();
    shown.sort_unstable();
    shown.dedup();
    let mut there: Vec<_> = fs::read_dir(root().join("content/manual/static/pictures"))
        .unwrap()
        .map(|entry| format!("pictures/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    there.sort_unstable();
    assert_eq!(shown, there);
}

#[test]
fn what_the_manual_prints_bold_is_on_the_screen() {
    let spoken = spoken();
    let mut silent = Vec::new();
    for (page, text) in texts() {
        let unsaid = bold(&text).into_iter().filter(|words| !begins_a_text(words, &spoken));
        silent.extend(unsaid.map(|words| format!("{page}: nothing on the screen says “{words}”")));
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn the_messages_that_the_manual_explains_are_said() {
    let spoken = spoken();
    let trouble = fs::read_to_string(root().join("content/manual/content/trouble.md")).unwrap();
    let messages: Vec<_> = trouble.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert!(messages.len() > 20);
    let parts = messages.iter().flat_map(|message| constant_parts(message));
    let unsaid: Vec<_> = parts.filter(|part| !spoken.contains(part)).collect();
    assert!(unsaid.is_empty(), "no message says {unsaid:#?}");
}

#[test]
fn bold_words_are_found_and_looked_up() {
    let text = "Choose **Details**, then **Keep as a draft**.\nIt writes `**words**`, **Bold**.";
    assert_eq!(bold(text), ["Details", "Keep as a draft", "Bold"]);
    assert_eq!(constant_parts("Could not save …, because it is full"), ["save", "it is full"]);
    assert!(begins_a_text("Live", "live: \"Live, edited\""));
    assert!(!begins_a_text("Live", "alive: \"Lively\"") && !begins_a_text("edited", "\"Live, edited\""));
}

/// What a build led to.
struct Built {
    complaints: Vec<String>,
}

/// Builds a shipped site with its theme, as a site made from it is: its own folder first, then the theme's.
fn build(site: &str) -> Built {
    let scratch = TempDir::new().unwrap();
    let place = scratch.path().join("site");
    copy(&root().join(site), &place);
    copy(&root().join("content/themes/neatline"), &place.join("themes/neatline"));
    let places = Places { data: scratch.path().join("data"), sites: scratch.path().join("sites") };
    let output = scratch.path().join("out");
    let report = studio::build(&place, &output, &BuildOrder::default(), &places, &|_| {}).unwrap();
    assert!(output.join("index.html").is_file(), "{site} has a home page");
    Built { complaints: report.diagnostics.iter().map(|found| format!("{found:?}")).collect() }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// The manual's pages, each with its name.
fn texts() -> Vec<(String, String)> {
    let files = fs::read_dir(root().join("content/manual/content")).unwrap().map(Result::unwrap);
    files
        .map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap()))
        .collect()
}

/// The files behind the screen, with line breaks and the joints of divided texts taken out.
fn spoken() -> String {
    let files = SPOKEN.map(|file| fs::read_to_string(root().join(file)).unwrap());
    files.concat().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says whether a text of the interface begins with these words. A text stands between quotes or backticks.
fn begins_a_text(words: &str, spoken: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(char::is_alphanumeric);
    ['"', '`'].iter().any(|quote| {
        let start = format!("{quote}{words}");
        spoken.match_indices(&start).any(|(at, _)| !goes_on(&spoken[at + start.len()..]))
    })
}

/// The parts of a message that stand in the program as they are; the rest is put in between.
fn constant_parts(message: &str) -> Vec<&str> {
    let parts = message
        .split('…')
        .flat_map(|part| part.split(", because "))
        .flat_map(|part| part.split("Could not "));
    parts.map(|part| part.trim_matches([' ', ',', ':'])).filter(|part| !part.is_empty()).collect()
}

/// The bold words of a text, those inside code left out.
fn bold(text: &str) -> Vec<&str> {
    let prose = text.lines().flat_map(|line| line.split('`').step_by(2));
    prose.flat_map(|part| part.split("**").skip(1).step_by(2)).collect()
}
