//! Our own source files, as the rules look at them.

use std::fs;
use std::path::Path;

use super::root;

/// Folders that hold nothing written by us.
const NOT_OURS: &[&str] =
    &["target", "node_modules", "dist", "gen", "coverage", "test-results", "playwright-report", ".git"];

/// One file of source code.
pub(super) struct Source {
    /// Its path from the top of the checkout, with `/` on every system.
    pub(super) path: String,
    /// All of its text.
    pub(super) text: String,
}

impl Source {
    /// True when nothing of the file is shipped.
    pub(super) fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.ends_with("/tests.rs")
            || self.path.contains("/tests/")
            || self.path.contains("/e2e/")
            || [".test.ts", ".spec.ts", "test-setup.ts"].iter().any(|end| self.path.ends_with(end))
    }

    /// The lines above the tests at the end of the file, each with its number.
    pub(super) fn shipped_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let tests =
            lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod "));
        let shipped = if self.is_test() { 0 } else { tests.unwrap_or(lines.len()) };
        lines.into_iter().take(shipped).enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The shipped lines without those that are only a comment.
    pub(super) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.shipped_lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// All Rust files.
pub(super) fn rust() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join("src-tauri"), &[".rs"], &mut found);
    collect(&root().join("tests"), &[".rs"], &mut found);
    assert!(found.len() > 20, "the Rust files were not found");
    found
}

/// All files of the interface that hold code.
pub(super) fn interface() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join("ui"), &[".ts", ".svelte", ".js"], &mut found);
    assert!(found.len() > 5, "the interface's files were not found");
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            collect(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

#[test]
fn tests_at_the_end_of_a_file_are_not_shipped() {
    let text = "//! Words.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n".to_owned();
    let source = Source { path: "src-tauri/crates/engine/src/word.rs".into(), text };
    assert_eq!(source.shipped_lines().count(), 3);
    assert_eq!(source.code_lines().next(), Some((2, "fn a() {}")));
}
