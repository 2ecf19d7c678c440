//! Runs every text that the fuzzer is given or has found through the functions that it calls.

#[path = "../fuzz/entries.rs"]
mod entries;

use std::fs;
use std::path::Path;

/// No text that is kept is larger.
const MAX_KEPT_BYTES: usize = 4 * 1024;

fn check(target: &str, entry: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for file in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let place = file.expect("can be listed").path();
        let bytes = fs::read(&place).expect("can be read");
        assert!(bytes.len() <= MAX_KEPT_BYTES, "{} is too large to keep", place.display());
        entry(&bytes);
        count += 1;
    }
    assert!(count > 5, "{target} has a corpus");
}

#[test]
fn front_matter() {
    check("front_matter", entries::front_matter);
}

#[test]
fn markdown() {
    check("markdown", entries::markdown);
}

#[test]
fn config() {
    check("config", entries::config);
}

#[test]
fn template() {
    check("template", entries::template);
}

#[test]
fn blocks() {
    check("blocks", entries::blocks);
}

#[test]
fn conversion() {
    check("conversion", entries::conversion);
}
