//! Small sites for tests, each written as one text.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use proptest::prelude::ProptestConfig;

use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::output::{Bundle, Contents, OutputPath, SourcePath};
use crate::source::{Source, SourceFile};
use crate::{Options, Site, open};

/// A site's files: a line `=== path`, then the file, and so on. `zola.toml` with an address is there unless settings
/// are given.
pub(crate) fn source(text: &str) -> Source {
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: &str| {
        let path = SourcePath::new(path).expect("the fixture names a path");
        files.insert(path, SourceFile::loaded(text.as_bytes()));
    };
    if !text.contains("=== config.toml\n") {
        add("zola.toml", "base_url = \"https://example.org\"\n");
    }
    for part in text.trim_start().split("=== ").filter(|part| !part.is_empty()) {
        let (path, text) = part.split_once('\n').expect("a path stands in a line of its own");
        add(path.trim(), text);
    }
    Source::new(files)
}

/// Options at a fixed time: the first of June 2025.
pub(crate) fn options() -> Options {
    let now = "2025-06-01T12:00:00Z".parse().expect("is a time");
    Options { base_url: None, drafts: false, now, fetch: None }
}

/// How often a law is tried: so many times where `PROPTEST_CASES` is 256, and with it more or less often.
pub(crate) fn tried(times: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = (times * default.cases / 256).max(1);
    ProptestConfig { cases, failure_persistence: None, ..default }
}

/// Opens a site.
pub(crate) fn site(text: &str) -> Checked<Site> {
    open(&source(text), &options())
}

/// Builds a site to the end.
pub(crate) fn build(site: &Site) -> Checked<Bundle> {
    site.build(&|_| ControlFlow::Continue(())).expect("nobody stops it")
}

/// Gives a made file as text.
pub(crate) fn text(bundle: &Bundle, path: &str) -> String {
    let path = OutputPath::new(path).expect("is a path");
    match bundle.files.get(&path).map(|file| &file.contents) {
        Some(Contents::Made(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Some(Contents::Copied(from)) => format!("(copy of {from})"),
        None => "(nothing)".into(),
    }
}

/// Writes trouble out, one piece a line, as a host would.
pub(crate) fn listed(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(line).collect()
}

fn line(diagnostic: &Diagnostic) -> String {
    let kind = match diagnostic.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = diagnostic.place.as_ref().map_or(String::new(), |place| match place.position {
        Some(at) => format!(" {}:{}:{}", place.file, at.line, at.column),
        None => format!(" {}", place.file),
    });
    format!("{kind}{place}: {} | {}\n", diagnostic.sentence(), diagnostic.hint)
}
