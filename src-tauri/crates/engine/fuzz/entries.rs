//! What the fuzzer and the replay of its corpora call: any bytes in, nothing out, and a panic where a promise is
//! broken.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use engine::blocks::{self, Literal};
use engine::config::{AnchorLinks, Config};
use engine::diagnostic::Diagnostic;
use engine::document;
use engine::front_matter::{Field, FieldChange, FieldValue, edit, fields, split};
use engine::markdown::{self, MarkdownInput};
use engine::output::{Contents, SourcePath};
use engine::slug::SlugStrategy;
use engine::source::{Source, SourceFile};
use engine::{Circumstances, Options, convert_templates, open};

/// The most bytes that a byte of Markdown may become: an empty heading with its anchor is the worst.
const MAX_GROWTH: usize = 400;

/// Reads a content file, and gives it another title.
pub(crate) fn front_matter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for name in ["content/a.md", "content/_index.md"] {
        let file = path(name);
        places_are_in(&document::parse(&file, &(&*text).into()).diagnostics, &text);
        fields(&file, &text);
    }
    split(&text);
    let title = FieldValue::Text("Another \"title\"".into());
    let change = FieldChange { field: Field::Title, value: Some(title) };
    if let Ok(edited) = edit(&text, std::slice::from_ref(&change)) {
        let again = edit(&edited, &[change]).expect("what was written can be changed");
        assert_eq!(again, edited, "the same change changes nothing");
    }
}

/// Turns Markdown into HTML.
pub(crate) fn markdown(data: &[u8]) {
    struct Nowhere;
    impl markdown::Site for Nowhere {
        fn permalink(&self, content_path: &str) -> Option<Arc<str>> {
            (content_path == "a.md").then(|| "https://example.org/a/".into())
        }
    }
    let text = String::from_utf8_lossy(data);
    let config = Config::default();
    let file = path("content/a.md");
    let rendered = markdown::render(&MarkdownInput {
        body: &text,
        file: &file,
        first_line: 1,
        permalink: "https://example.org/a/",
        language: "en",
        options: &config.markdown,
        anchors: SlugStrategy::On,
        anchor_links: AnchorLinks::Left,
        highlighter: None,
        site: &Nowhere,
    });
    assert!(rendered.html.len() <= 10_000 + text.len() * MAX_GROWTH, "{} bytes", rendered.html.len());
    for block in &rendered.blocks {
        assert!(rendered.html.get(block.html.clone()).is_some(), "a block is a part of the page");
    }
}

/// Reads the settings of a site, a theme and Galley, and opens the site.
pub(crate) fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = Config::read(&path("zola.toml"), &text);
    places_are_in(&read.diagnostics, &text);
    let themed = read.value.with_theme_defaults(&path("themes/t/theme.toml"), &text);
    places_are_in(&themed.diagnostics, &text);
    site(&[
        ("zola.toml", data),
        ("galley.toml", data),
        ("content/a.md", b"+++\n[taxonomies]\ntags = [\"x\"]\n+++\n"),
    ]);
}

/// Makes a page, and the text of another one, with a template.
pub(crate) fn template(data: &[u8]) {
    let page = b"+++\ntitle = \"A\"\ndate = 2024-01-01\n+++\nText.\n".as_slice();
    let text = [b"+++\n+++\n".as_slice(), data].concat();
    site(&[
        ("zola.toml", b"base_url = \"https://example.org\"\n"),
        ("content/a.md", page),
        ("content/b.md", &text),
        ("templates/page.html", data),
        (
            "templates/base.html",
            b"{% block main %}{% endblock %}{% component c(a=1) %}{{ a }}{% endcomponent c %}",
        ),
    ]);
}

/// Finds the calls of blocks in a text, and gives each another argument.
pub(crate) fn blocks(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let uses = blocks::uses(&text);
    let value = Literal::Text("another \"value\"".into());
    for (at, call) in uses.iter().enumerate() {
        let arguments = call.arguments.iter().flat_map(|one| [&one.span, &one.value_span]);
        for span in [&call.span, &call.head].into_iter().chain(&call.body).chain(arguments) {
            assert!(text.get(span.clone()).is_some(), "{span:?} is a part of the text");
        }
        let Ok(Some(change)) = blocks::set_argument(&text, call, "width", &value) else { continue };
        let changed = blocks::uses(&change.apply(&text));
        assert_eq!(changed.len(), uses.len(), "no call comes or goes");
        assert_eq!(changed[at].argument("width").map(|one| &one.value), Some(&value));
    }
}

/// Translates a template of Tera 1 that others extend, include and import, and opens a site that has it.
pub(crate) fn conversion(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let files = [
        ("page.html", &*text),
        ("parts.html", "{% macro tip(kind=1) %}{{ kind }}{{ caller }}{% endmacro tip %}"),
        ("child.html", "{% extends \"page.html\" %}{% block main %}{{ super() }}{% endblock main %}"),
        ("index.html", "{% import \"page.html\" as own %}{% include \"page.html\" %}{{ own::tip(kind=2) }}"),
    ];
    let templates = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let circumstances = Circumstances { site_is_old: true, ..Circumstances::default() };
    let converted = convert_templates(&templates, circumstances);
    let again = convert_templates(&templates, circumstances);
    assert_eq!(converted.texts, again.texts, "a translation is the same each time");
    for left in &converted.untranslated {
        let lines = templates[&left.template].split('\n').count();
        let line = usize::try_from(left.position.line).expect("lines are few");
        assert!(line >= 1 && line <= lines, "{left:?} is in the template");
    }
    let settings = b"base_url = \"https://example.org\"\ngenerate_feed = false\n".as_slice();
    let folder = files.map(|(name, text)| (format!("templates/{name}"), text.as_bytes()));
    let folder = folder.iter().map(|(name, bytes)| (name.as_str(), *bytes));
    let others = [("zola.toml", settings), ("content/a.md", b"+++\ntitle = \"A\"\n+++\nText.\n")];
    site(&folder.chain(others).collect::<Vec<_>>());
}

fn site(files: &[(&str, &[u8])]) {
    let files: BTreeMap<SourcePath, SourceFile> =
        files.iter().map(|(name, bytes)| (path(name), SourceFile::loaded(*bytes))).collect();
    let options = Options {
        base_url: None,
        drafts: false,
        now: jiff::Timestamp::from_second(1_750_000_000).expect("is a time"),
        fetch: None,
    };
    let opened = open(&Source::new(files), &options).value;
    let built = opened.build(&|_| ControlFlow::Continue(())).expect("nobody stops it");
    for file in built.value.files.values() {
        match &file.contents {
            Contents::Made(bytes) => assert!(bytes.len() <= 64 * 1024 * 1024, "a page has a limit"),
            Contents::Copied(_) => {}
        }
    }
    for diagnostic in &built.diagnostics {
        assert!(!diagnostic.message.is_empty() && !diagnostic.to_string().is_empty());
    }
}

fn places_are_in(diagnostics: &[Diagnostic], text: &str) {
    let lines = u32::try_from(text.split('\n').count()).expect("texts are short");
    for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.place.as_ref()) {
        assert!(
            place.position.is_none_or(|at| at.line >= 1 && at.line <= lines && at.column >= 1),
            "{place:?}"
        );
    }
}

fn path(name: &str) -> SourcePath {
    SourcePath::new(name).expect("is a path")
}
