//! The engine is a pure function: it names nothing that could tell it more than its arguments.

use super::assert_none;
use super::source::{self, Source};

/// Ways to the disk, the network, the clock, the environment, other programs and chance.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "fs::read",
    "fs::write",
    "File::open",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "thread::sleep",
    "RandomState",
    "async fn",
];

#[test]
fn the_engine_is_pure() {
    let engine =
        source::rust().into_iter().filter(|file| file.path.starts_with("src-tauri/crates/engine/src/"));
    assert_none(engine.flat_map(|file| impure(&file)).collect());
}

fn impure(file: &Source) -> Vec<String> {
    let lines = file.code_lines();
    lines
        .filter_map(|(number, line)| Some((number, IMPURE.iter().find(|name| line.contains(*name))?)))
        .map(|(number, name)| {
            format!(
                "{}:{number}: the engine is pure, so `{name}` cannot be in it; take it as an argument",
                file.path
            )
        })
        .collect()
}

#[test]
fn the_rule_sees_what_it_is_for() {
    let text = "//! Reads std::fs in words only.\nuse std::fs;\nlet now = Instant::now();\n";
    let file = Source { path: "src-tauri/crates/engine/src/clock.rs".into(), text: text.into() };
    assert_eq!(impure(&file).len(), 2);
}
