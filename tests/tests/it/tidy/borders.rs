//! What only one place may do: talk to Tauri, write to the disk, import upwards.

use super::assert_none;
use super::source::{self, Source};

/// The folders of `ui/src`, lowest first. A file imports from its own level and from those before it.
const LEVELS: &[&[&str]] = &[&["host"], &["api"], &["state"], &["editor", "parts"], &["panes"]];

/// The types that Rust declares. They are no code, and every level speaks them.
const SPOKEN_EVERYWHERE: &str = "api/protocol";

/// What creates or fills a file.
const WRITES: &[&str] = &["fs::write(", "File::create", "OpenOptions", "fs::rename(", "fs::copy("];

#[test]
fn only_the_window_and_its_host_know_tauri() {
    let rust = source::rust().into_iter().filter(|file| !file.path.starts_with("src-tauri/src/"));
    let rust = rust.filter(|file| file.path != "src-tauri/build.rs");
    let interface = source::interface().into_iter().filter(|file| file.path.starts_with("ui/src/"));
    let interface = interface.filter(|file| !file.path.starts_with("ui/src/host/"));
    assert_none(rust.chain(interface).flat_map(|file| names_tauri(&file)).collect());
}

#[test]
fn only_the_disk_writes_an_authors_files() {
    let studio =
        source::rust().into_iter().filter(|file| file.path.starts_with("src-tauri/crates/studio/src/"));
    let others = studio.filter(|file| !file.path.starts_with("src-tauri/crates/studio/src/disk"));
    assert_none(others.flat_map(|file| writes(&file)).collect());
}

#[test]
fn publish_sees_only_the_engines_output() {
    let publish =
        source::rust().into_iter().filter(|file| file.path.starts_with("src-tauri/crates/publish/src/"));
    assert_none(publish.flat_map(|file| sees_the_engine(&file)).collect());
}

#[test]
fn the_interface_imports_downwards() {
    assert_none(source::interface().iter().flat_map(imports_upwards).collect());
}

fn names_tauri(file: &Source) -> Vec<String> {
    let marks = ["use tauri", "tauri::", "@tauri-apps"];
    let told = "only src-tauri/src and ui/src/host know Tauri; go through studio::protocol or the host";
    complaints(file, |line| marks.iter().any(|mark| line.contains(mark)), told)
}

fn writes(file: &Source) -> Vec<String> {
    let told = "write through studio::disk, which never leaves half a file behind";
    complaints(file, |line| WRITES.iter().any(|mark| line.contains(mark)), told)
}

fn sees_the_engine(file: &Source) -> Vec<String> {
    let told =
        "publish knows the engine's output types and nothing else of it; take what you need as an argument";
    complaints(file, |line| line.contains("engine::") && !line.contains("engine::output"), told)
}

fn complaints(file: &Source, is_wrong: impl Fn(&str) -> bool, told: &str) -> Vec<String> {
    let lines = file.code_lines().filter(|(_, line)| is_wrong(line));
    lines.map(|(number, _)| format!("{}:{number}: {told}", file.path)).collect()
}

fn imports_upwards(file: &Source) -> Vec<String> {
    let Some(own) = file.path.strip_prefix("ui/src/").and_then(level) else { return Vec::new() };
    let lines = file.text.lines().enumerate();
    lines
        .filter(|(_, line)| imported(line).and_then(level).is_some_and(|other| other > own))
        .map(|(index, line)| {
            format!("{}:{}: turn this import round, it goes up: {}", file.path, index + 1, line.trim())
        })
        .collect()
}

/// How high a path below `ui/src` lies, if it lies in one of the folders.
fn level(path: &str) -> Option<usize> {
    let (folder, _) = path.split_once('/')?;
    LEVELS.iter().position(|level| level.contains(&folder))
}

/// The path below `ui/src` that a line imports from, if it leaves its own folder.
fn imported(line: &str) -> Option<&str> {
    let quoted = line.split_once(" from \"").or_else(|| line.split_once("import(\""))?.1;
    let path = quoted.split_once('"')?.0;
    let path = path.strip_prefix("../")?.trim_start_matches("../");
    (path != SPOKEN_EVERYWHERE).then_some(path)
}

#[test]
fn the_rules_see_what_they_are_for() {
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let window = "use tauri::Manager;\nimport { invoke } from \"@tauri-apps/api/core\";\n";
    assert_eq!(names_tauri(&file("src-tauri/crates/studio/src/open.rs", window)).len(), 2);
    let disk = "    // fs::write(a, b) is wrong here\n    fs::write(a, b)?;\n";
    assert_eq!(writes(&file("src-tauri/crates/studio/src/open.rs", disk)).len(), 1);
    let engine = "use engine::output::Entry;\nuse engine::document::Document;\n";
    assert_eq!(sees_the_engine(&file("src-tauri/crates/publish/src/plan.rs", engine)).len(), 1);
    let up =
        "import { site } from \"../state/site.svelte\";\nimport Pane from \"../../panes/Pane.svelte\";\n";
    assert_eq!(imports_upwards(&file("ui/src/parts/list/List.svelte", up)).len(), 1);
}
