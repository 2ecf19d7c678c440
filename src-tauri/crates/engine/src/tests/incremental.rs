//! The law of incremental builds: whatever is edited, what they leave is byte for byte what a clean build gives.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;

use proptest::prelude::*;

use crate::fixture::{build, listed, options, source, tried};
use crate::output::{Contents, OutputFile, OutputPath, SourcePath};
use crate::source::{Source, SourceFile};
use crate::{Change, Record, Site, open};

/// A site whose templates look at other pages in every way there is.
const WATCHFUL: &str = r#"
=== zola.toml
base_url = "https://example.org"
title = "Harbour"
theme = "dune"
generate_feeds = true
build_search_index = true
feed_limit = 3
taxonomies = [{name = "tags", paginate_by = 2, feed = true}, {name = "people"}]
[languages.fr]
=== content/_index.md
+++
sort_by = "date"
paginate_by = 2
+++
=== content/news/_index.md
+++
title = "News"
sort_by = "date"
transparent = true
generate_feeds = true
+++
{% set essays = get_section(path="essays/_index.md") %}{{ essays.pages | length }} essays
=== content/essays/_index.md
+++
title = "Essays"
sort_by = "title"
page_template = "essay.html"
+++
=== content/about.fr.md
+++
title = "À propos"
+++
=== content/news/a.md
+++
title = "A"
date = 2020-01-01
[taxonomies]
tags = ["sea"]
+++
Text of a. [b](@/news/b.md)
=== content/news/b.md
+++
title = "B"
date = 2020-02-01
[taxonomies]
tags = ["sea", "rope"]
+++
Summary of b.

<!-- more -->

Rest.
=== content/essays/c.md
+++
title = "C"
date = 2020-03-01
[extra]
colour = "red"
+++
Text of c.
=== static/a.css
body { color: black }
=== templates/index.html
{% extends "base.html" %}{% block main %}{% for p in paginator?.pages or section.pages %}{{ p.title }}{{ p.summary | default(value="") }}{% endfor %}{{ paginator?.number_pagers | default(value=0) }}{% endblock main %}
=== templates/essay.html
{% extends "base.html" %}{% block main %}{% set news = get_section(path="news/_index.md") %}{% for year, list in news.pages | group_by(attribute="year") %}{{ year }}{% for p in list %}{{ p.word_count }}{% endfor %}{% endfor %}{{ page.content | safe }}{% endblock main %}
=== themes/dune/templates/base.html
{% block main %}{% endblock main %}{% include "side.html" %}<link href="{{ get_url(path="a.css", cachebust=true) }}">{{ now(timestamp=true) }}
=== themes/dune/templates/side.html
{% set latest = get_section(path="_index.md") %}{% for p in latest.pages[:2] %}{{<card page={p} />}}{% endfor %}{% set tags = get_taxonomy(kind="tags", lang="en") %}{% for t in tags.items %}{{ t.name }}{{ t.page_count }}{% endfor %}
=== themes/dune/templates/cards.html
{% component card(page) %}<a href="{{ page.permalink }}">{{ page.title }}</a>{% endcomponent card %}
=== themes/dune/templates/section.html
{% extends "base.html" %}{% block main %}{{ section.content | safe }}{% for p in section.pages %}{{ p.title }}{{ p.content | safe }}{% endfor %}{% endblock main %}
=== themes/dune/templates/page.html
{% extends "base.html" %}{% block main %}{{ page.title }}{{ page.content | safe }}{% if page.lower %}{{ page.lower.title }}{% endif %}{% for b in page.backlinks %}{{ b.title }}{% endfor %}{% for t in page.translations %}{{ t.title }}{% endfor %}{% for tag in page.taxonomies.tags | default(value=[]) %}{{ get_taxonomy_url(kind="tags", term=tag) }}{% endfor %}{{ "[about](@/essays/_index.md)" | markdown | safe }}{% endblock main %}
=== themes/dune/templates/taxonomy_list.html
{% for t in terms %}{{ t.name }} {{ t.page_count }}{% endfor %}
=== themes/dune/templates/taxonomy_single.html
{{ term.name }}: {% for p in paginator?.pages or term.pages %}{{ p.title }} {% endfor %}
=== templates/404.html
{% set a = get_page(path="news/a.md", allow_missing=true) %}{% if a %}{{ a.content }}{% endif %}{{ get_hash(path="search_index.en.js") }}{{ get_url(path="search_index.en.js", cachebust=true) }}
"#;

type Files = BTreeMap<String, String>;

fn files() -> Files {
    files_of(WATCHFUL)
}

fn files_of(site: &str) -> Files {
    let source = source(site);
    let text =
        |file: &SourceFile| String::from_utf8_lossy(file.bytes.as_deref().unwrap_or_default()).into_owned();
    source.files().iter().map(|(path, file)| (path.to_string(), text(file))).collect()
}

fn source_of(files: &Files) -> Source {
    let file = |(path, text): (&String, &String)| {
        (SourcePath::new(path).expect("is a path"), SourceFile::loaded(text.as_bytes()))
    };
    Source::new(files.iter().map(file).collect())
}

/// A place that incremental builds write to.
#[derive(Default)]
struct Place {
    record: Record,
    files: BTreeMap<OutputPath, OutputFile>,
    /// How many files the last build wrote.
    written: usize,
}

impl Place {
    /// Builds into the place, and gives the trouble in words.
    fn build(&mut self, site: &Site) -> String {
        let files = Mutex::new((std::mem::take(&mut self.files), 0));
        let take = |change: Change<'_>| {
            let mut files = files.lock().expect("nobody panics");
            match change {
                Change::Write(path, file) => {
                    files.0.insert(path.clone(), file.clone());
                    files.1 += 1;
                }
                Change::Remove(path) => assert!(files.0.remove(path).is_some(), "{path} was never there"),
            }
            ControlFlow::Continue(())
        };
        let checked = site
            .update_build(&mut self.record, &take, &|_| ControlFlow::Continue(()))
            .expect("nobody stops it");
        (self.files, self.written) = files.into_inner().expect("nobody panics");
        listed(&checked.diagnostics)
    }

    /// Compares with a clean build of the same files.
    fn check(&mut self, site: &Site, files: &Files) {
        let trouble = self.build(site);
        let clean = open(&source_of(files), &options()).value;
        let bundle = build(&clean);
        assert_eq!(trouble, listed(&bundle.diagnostics));
        for (path, file) in &bundle.value.files {
            assert_eq!(self.files.get(path).map(shown), Some(shown(file)), "{path}");
        }
        let failed = |path: &OutputPath| self.record.made[path].trouble.is_some();
        let kept: Vec<_> = self.files.keys().filter(|path| !bundle.value.files.contains_key(*path)).collect();
        assert!(kept.iter().all(|path| failed(path)), "{kept:?} should be gone");
    }
}

fn shown(file: &OutputFile) -> String {
    match &file.contents {
        Contents::Made(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Contents::Copied(from) => format!("copy of {from} {:?}", file.entry),
    }
}

/// Something an author does to the files.
#[derive(Debug, Clone)]
enum Edit {
    Write(&'static str, String),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    /// Puts something else into a file.
    Replace(&'static str, &'static str, &'static str),
}

const PAGES: [&str; 7] = [
    "content/news/a.md",
    "content/news/b.md",
    "content/essays/c.md",
    "content/news/d.md",
    "content/about.md",
    "content/essays/e/index.md",
    // Where the list of a tag stands.
    "content/tags/sea.md",
];

fn edit() -> impl Strategy<Value = Edit> {
    let page = prop::sample::select(&PAGES[..]);
    let written = (page.clone(), 0..4u8, 1..5u8, 0..6u8, any::<bool>());
    let written = written.prop_map(|(page, title, month, text, draft)| {
        let body = [
            "Short.",
            "Another text with [b](@/news/b.md).",
            "Cut\n\n<!-- more -->\n\nhere. [gone](@/gone.md)",
            "# Head\n\n{% set news = get_section(path=\"news/_index.md\") %}{{ news.pages | length }}",
            "{{ broken(",
            "",
        ][usize::from(text)];
        let tags = ["", "\"sea\"", "\"rope\", \"tar\"", "\"sea\", \"tar\""][usize::from(title)];
        let header = format!(
            "+++\ntitle = \"T{title}\"\ndate = 2020-0{month}-15\ndraft = {draft}\n[taxonomies]\ntags = [{tags}]\n+++\n"
        );
        Edit::Write(page, format!("{header}{body}"))
    });
    let replaced = prop::sample::select(vec![
        ("themes/dune/templates/page.html", "page.lower.title", "page.lower.summary"),
        ("themes/dune/templates/side.html", "[:2]", "[:1]"),
        ("themes/dune/templates/cards.html", "page.title", "page.word_count"),
        ("themes/dune/templates/base.html", "{% include \"side.html\" %}", "{{ nothing }}"),
        ("templates/index.html", "p.summary", "p.content"),
        ("themes/dune/templates/section.html", "{{ p.title }}", "{{ p.toc }}"),
        ("zola.toml", "feed_limit = 3", "feed_limit = 1"),
        ("zola.toml", "paginate_by = 2", "paginate_by = 1"),
        ("content/_index.md", "paginate_by = 2", "paginate_by = 3"),
        ("content/essays/_index.md", "sort_by = \"title\"", "sort_by = \"date\""),
        ("content/news/_index.md", "transparent = true", "transparent = false"),
        ("static/a.css", "black", "white"),
    ]);
    prop_oneof![
        4 => written,
        1 => page.clone().prop_map(Edit::Remove),
        1 => (page.clone(), page).prop_map(|(from, to)| Edit::Rename(from, to)),
        3 => replaced.prop_map(|(file, from, to)| Edit::Replace(file, from, to)),
        1 => prop::sample::select(vec!["templates/404.html", "static/a.css", "templates/essay.html"])
            .prop_map(Edit::Remove),
        1 => Just(Edit::Write("templates/page.html", "{{ page.title }}!".into())),
    ]
}

fn carry_out(edit: &Edit, files: &mut Files) {
    match edit {
        Edit::Write(file, text) => drop(files.insert((*file).into(), text.clone())),
        Edit::Remove(file) => drop(files.remove(*file)),
        Edit::Rename(from, to) => {
            if let Some(text) = files.remove(*from) {
                files.insert((*to).into(), text);
            }
        }
        Edit::Replace(file, from, to) => {
            if let Some(text) = files.get_mut(*file) {
                // The second time it is put back.
                *text = if text.contains(from) { text.replace(from, to) } else { text.replace(to, from) };
            }
        }
    }
}

proptest! {
    #![proptest_config(tried(24))]

    #[test]
    fn any_edits_give_what_a_clean_build_gives(edits in prop::collection::vec((edit(), any::<bool>()), 1..8)) {
        let mut files = files();
        let mut site = open(&source_of(&files), &options()).value;
        let mut place = Place::default();
        place.check(&site, &files);
        for (edit, as_typed) in edits {
            carry_out(&edit, &mut files);
            site = if let (Edit::Write(file, text), true) = (&edit, as_typed)
                && file.ends_with(".md")
            {
                site.with_page(&SourcePath::new(*file).expect("is a path"), text).value
            } else {
                site.with_source(&source_of(&files), &options()).value
            };
            place.check(&site, &files);
        }
    }
}

fn after(edits: &[Edit]) -> (Place, Site, Files) {
    let mut files = files();
    let site = open(&source_of(&files), &options()).value;
    let mut place = Place::default();
    place.check(&site, &files);
    edits.iter().for_each(|edit| carry_out(edit, &mut files));
    let site = site.with_source(&source_of(&files), &options()).value;
    place.check(&site, &files);
    (place, site, files)
}

/// Counts what is written again after an edit.
fn written_after(file: &'static str, from: &'static str, to: &'static str) -> usize {
    after(&[Edit::Replace(file, from, to)]).0.written
}

#[test]
fn only_what_depends_on_an_edit_is_made_again() {
    assert_eq!(written_after("content/news/a.md", "nothing", "like that"), 0);
    // Its page, its section's page, the site's, the section's and the tag's feed, the search index and 404 that
    // shows its hash, and the essays' page that counts its words.
    assert_eq!(written_after("content/news/a.md", "Text of a.", "Another text of a."), 8);
    // A change after the summary leaves the home page and the feeds alone, and the same number of words the essay.
    assert_eq!(written_after("content/news/b.md", "Rest.", "More."), 4);
    // A template that only essays use.
    assert_eq!(written_after("templates/essay.html", "{{ page.content | safe }}", "{{ page.title }}"), 1);
    // The title stands in the feeds alone.
    assert_eq!(written_after("zola.toml", "Harbour", "Port"), 4);
}

#[test]
fn what_shows_the_hash_of_the_search_index_follows_all_texts() {
    let text = |body: &str| format!("+++\ntitle = \"A\"\n+++\n{body}\n");
    for shows in [
        "{{ get_hash(path=\"search_index.en.js\") }}",
        "{{ get_url(path=\"search_index.en.js\", cachebust=true) }}",
    ] {
        let files = files_of(&format!(
            "=== zola.toml\nbase_url = \"https://example.org\"\nbuild_search_index = true\n=== content/a.md\n{}=== content/b.md\n{}=== templates/page.html\n{shows}\n",
            text("one"),
            text("two")
        ));
        let site = open(&source_of(&files), &options()).value;
        let mut place = Place::default();
        place.build(&site);
        let page = SourcePath::new("content/a.md").expect("is a path");
        let site = site.with_page(&page, &text("another")).value;
        place.build(&site);
        let clean = build(&site).value.files;
        assert!(place.files == clean, "{shows}");
        // The preview has the same hash.
        let other = SourcePath::new("content/b.md").expect("is a path");
        let preview = site.preview(&other).expect("has a place").value.html;
        assert_eq!(*preview, *shown(&place.files[&OutputPath::new("b/index.html").expect("is a path")]));
    }
}

#[test]
fn a_file_that_cannot_be_made_again_stays_as_it_was() {
    let path = OutputPath::new("essays/c/index.html").expect("is a path");
    let (mut place, site, mut files) = after(&[Edit::Write("templates/essay.html", "{{ wrong.x }}".into())]);
    let kept = shown(&place.files[&path]);
    assert!(kept.contains("Text of c."), "{kept}");
    assert!(place.record.manifest().entries.contains_key(&path));
    // It is tried again each time, and told each time.
    assert!(place.build(&site).contains("essays/c.md"));
    carry_out(&Edit::Write("templates/essay.html", "{{ page.title }}".into()), &mut files);
    place.check(&site.with_source(&source_of(&files), &options()).value, &files);
    assert_eq!(shown(&place.files[&path]), "C");
}

#[test]
fn a_build_that_was_stopped_is_finished_by_the_next() {
    let files = files();
    let site = open(&source_of(&files), &options()).value;
    let mut place = Place::default();
    let one = |change: Change<'_>| match change {
        Change::Write(path, _) if path.as_str().starts_with("news/") => ControlFlow::Continue(()),
        Change::Write(..) | Change::Remove(_) => ControlFlow::Break(()),
    };
    site.update_build(&mut place.record, &one, &|_| ControlFlow::Continue(())).expect_err("is stopped");
    let taken: Vec<_> = place.record.manifest().entries.into_keys().collect();
    assert!(taken.iter().all(|path| path.as_str().starts_with("news/")), "{taken:?}");
    let mut place = Place { record: place.record, ..Place::default() };
    place.build(&site);
    assert_eq!(place.written + taken.len(), site.outputs().len());
}

/// A site whose blocks look at other pages: in texts, and in texts of templates.
const BLOCKS: &str = r#"
=== galley.toml
=== content/_index.md
+++
sort_by = "title"
+++
=== content/a.md
+++
title = "A"
+++
{{ <titles /> }} {{ count() }} `{{ count() }}`
=== content/b.md
+++
title = "B"
description = "{{ count() }}"
+++
=== content/c.md
+++
title = "C"
+++
=== templates/page.html
{{ page.title }}{{ page.content | safe }}{{ page.description | default(value="") | markdown | safe }}
=== templates/parts.html
{% component titles() %}{% set home = get_section(path="_index.md") %}{% for p in home.pages %}<i>{{ p.title }}</i>{% endfor %}{% endcomponent titles %}
=== templates/shortcodes/count.html
{% set home = get_section(path="_index.md") %}<b>{% for p in home.pages %}{{ p.title }}{{ p.word_count }}{% endfor %}</b>
"#;

#[test]
fn what_blocks_show_follows_the_site() {
    let mut files = files_of(BLOCKS);
    let mut site = open(&source_of(&files), &options()).value;
    let mut place = Place::default();
    place.check(&site, &files);
    for edit in [
        Edit::Replace("content/c.md", "\"C\"", "\"D\""),
        Edit::Write("content/c.md", "+++\ntitle = \"D\"\n+++\nSome words.".into()),
        Edit::Replace("templates/parts.html", "<i>", "<em>"),
        Edit::Replace("templates/shortcodes/count.html", "<b>", "<strong>"),
        Edit::Remove("galley.toml"),
        Edit::Write("galley.toml", String::new()),
        Edit::Remove("templates/shortcodes/count.html"),
        Edit::Write("templates/shortcodes/count.md", "*new*".into()),
    ] {
        carry_out(&edit, &mut files);
        site = match &edit {
            Edit::Write(file, text) if file.starts_with("content/") => {
                site.with_page(&SourcePath::new(*file).expect("is a path"), text).value
            }
            Edit::Write(..) | Edit::Remove(_) | Edit::Rename(..) | Edit::Replace(..) => {
                site.with_source(&source_of(&files), &options()).value
            }
        };
        place.check(&site, &files);
    }
}
