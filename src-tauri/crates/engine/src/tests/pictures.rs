//! Pictures that templates and texts ask for.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::fixture::{build, listed, options, source, text};
use crate::output::{Bundle, ContentHash, Contents, OutputPath, SourcePath};
use crate::pictures::{PictureCache, samples};
use crate::source::{ReadFile, Source, SourceFile, Unreadable};
use crate::{Cancelled, Options, Progress, Site, Work, open};

/// A disk that counts how often it is read.
#[derive(Default)]
pub(super) struct Disk {
    pub(super) files: Mutex<BTreeMap<SourcePath, Vec<u8>>>,
    reads: AtomicUsize,
}

impl ReadFile for Disk {
    fn read(&self, file: &SourcePath, limit: u64) -> Result<Arc<[u8]>, Unreadable> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let files = self.files.lock().expect("nobody panics");
        let bytes = files.get(file).ok_or_else(|| Unreadable("it is no longer there".into()))?;
        Ok(bytes[..bytes.len().min(usize::try_from(limit).expect("is small"))].into())
    }
}

/// A site with pictures that are on a disk and not loaded.
pub(super) fn with_pictures(site: &str, pictures: &[(&str, Vec<u8>)]) -> (Source, Arc<Disk>) {
    let site = source(site);
    let (mut files, disk) = (site.files().clone(), Disk::default());
    for (path, bytes) in pictures {
        let path = SourcePath::new(path).expect("is a path");
        files.insert(path.clone(), SourceFile { bytes: None, ..SourceFile::loaded(bytes.as_slice()) });
        disk.files.lock().expect("nobody panics").insert(path, bytes.clone());
    }
    let disk = Arc::new(disk);
    (site.with_files(files).with_reader(disk.clone()), disk)
}

fn opened(source: &Source) -> Site {
    open(source, &options()).value
}

fn pictures(bundle: &Bundle) -> Vec<&OutputPath> {
    bundle.files.keys().filter(|path| path.as_str().starts_with("processed_images/")).collect()
}

fn bytes<'a>(bundle: &'a Bundle, path: &OutputPath) -> &'a [u8] {
    match &bundle.files[path].contents {
        Contents::Made(bytes) => bytes,
        Contents::Copied(from) => panic!("{path} is a copy of {from}"),
    }
}

/// Asks for every operation in every format.
const EVERYTHING: &str = r#"
=== templates/index.html
{% for format in ["auto", "jpg", "png", "webp", "avif"] %}{% for op in ["scale", "fit_width", "fit_height", "fit", "fill"] %}
{% set i = resize_image(path="sea.png", width=14, height=10, op=op, format=format, speed=10) %}{{ op }} {{ format }} {{ i.width }}x{{ i.height }} of {{ i.orig_width }}x{{ i.orig_height }} {{ i.static_path }}
{%- endfor %}{% endfor %}
"#;

#[test]
fn every_operation_and_format_makes_the_picture_it_promises() {
    let (source, _) = with_pictures(EVERYTHING, &[("static/sea.png", samples::png(60, 40))]);
    let built = build(&opened(&source));
    assert_eq!(listed(&built.diagnostics), "");
    let page = text(&built.value, "index.html");
    let sizes =
        [("scale", 14, 10), ("fit_width", 14, 9), ("fit_height", 15, 10), ("fit", 14, 9), ("fill", 14, 10)];
    for format in ["auto", "jpg", "png", "webp", "avif"] {
        for (op, width, height) in sizes {
            let start = format!("{op} {format} {width}x{height} of 60x40 static/");
            let line = page.lines().find_map(|line| line.strip_prefix(&start));
            let path = OutputPath::new(line.expect(&start)).expect("is a path");
            let made = bytes(&built.value, &path);
            let ending = if format == "auto" { "png" } else { format };
            assert_eq!(path.extension(), ending);
            if ending != "avif" {
                let image = image::load_from_memory(made).expect("can be read");
                assert_eq!((image.width(), image.height()), (width, height), "{op} {format}");
            }
        }
    }
    // `auto` is PNG here; `fit_width` and `fit` are the same thing in three sizes of their own, so one picture.
    assert_eq!(pictures(&built.value).len(), 4 * 4);
}

#[test]
fn the_same_site_gives_the_same_pictures_on_any_number_of_threads() {
    let on_threads = |count| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("threads can be had");
        let (source, _) = with_pictures(EVERYTHING, &[("static/sea.png", samples::png(60, 40))]);
        pool.install(|| build(&opened(&source)))
    };
    let alone = on_threads(1);
    assert_eq!(alone, on_threads(1));
    assert_eq!(alone, on_threads(4));
}

#[test]
fn an_old_template_shows_the_address_of_a_picture() {
    let files = "=== config.toml\nbase_url = \"https://example.org\"\n=== templates/index.html\n\
        {% macro m() %}{% endmacro %}<img src=\"{{ resize_image(path=\"sea.png\", width=6, height=6) }}\">\n";
    let (source, _) = with_pictures(files, &[("static/sea.png", samples::png(60, 40))]);
    let built = build(&opened(&source));
    let html = text(&built.value, "index.html");
    let address =
        html.trim().trim_start_matches("<img src=\"https://example.org/").trim_end_matches("\">").to_owned();
    assert_eq!(pictures(&built.value), [&OutputPath::new(&address).expect("is a path")], "{html}");
}

const GALLERY: &str = r#"
=== galley.toml
content_templating = true
=== zola.toml
base_url = "https://example.org/sub"
theme = "dune"
=== templates/index.html
{{ section.content | safe }}
=== templates/page.html
{{ page.content | safe }}{% for asset in page.assets %}{% set i = resize_image(path=asset, width=5, height=5) %}{{ i.url }}
{% endfor %}
=== themes/dune/templates/x.html
=== content/trip/index.md
+++
title = "Trip"
slug = "elsewhere"
+++
{% set i = resize_image(path="@/trip/boat.jpg", width=8, op="fit_width") %}{{ i.url }}
{% set i = resize_image(path="/trip/boat.jpg", width=8.4, height=0, op="fit_width") %}{{ i.url }}
=== content/secret/index.md
+++
title = "Secret"
draft = true
+++
{% set i = resize_image(path="secret/plan.png", width=4, op="fit_width") %}{{ i.url }}
=== content/_index.md
+++
+++
{% set i = resize_image(path="logo.png", width=9, op="fit_width") %}{{ i.width }}
{% set i = resize_image(path="only.png", width=9, op="fit_width") %}{{ i.width }}
"#;

fn gallery() -> Source {
    let pictures = [
        ("content/trip/boat.jpg", samples::jpeg(32, 16)),
        ("content/secret/plan.png", samples::png(8, 8)),
        ("static/logo.png", samples::png(10, 10)),
        ("themes/dune/static/logo.png", samples::png(99, 10)),
        ("themes/dune/static/only.png", samples::png(12, 12)),
    ];
    with_pictures(GALLERY, &pictures).0
}

#[test]
fn pictures_are_found_beside_pages_in_static_and_in_the_theme() {
    let built = build(&opened(&gallery()));
    assert_eq!(listed(&built.diagnostics), "");
    let stems =
        pictures(&built.value).into_iter().map(|path| path.file_name().split('.').next().expect("one"));
    assert_eq!(stems.collect::<Vec<_>>(), ["boat", "boat", "logo", "only"]);
    let page = text(&built.value, "elsewhere/index.html");
    assert_eq!(page.matches("https://example.org/sub/processed_images/boat.").count(), 3, "{page}");
}

#[test]
fn a_drafts_pictures_do_not_go_out_and_are_in_its_preview() {
    let site = opened(&gallery());
    let built = build(&site).value;
    assert!(!pictures(&built).iter().any(|path| path.as_str().contains("plan")));
    let draft = SourcePath::new("content/secret/index.md").expect("is a path");
    let preview = site.preview(&draft).expect("is a page").value;
    let start = preview.html.find("processed_images/plan").expect("is shown");
    let path = preview.html[start..].split('<').next().expect("one").trim();
    let picture = site.render(&OutputPath::new(path).expect("is a path")).expect("was asked for");
    assert!(picture.value.is_some());
    let with_drafts = build(&open(&gallery(), &Options { drafts: true, ..options() }).value).value;
    assert!(pictures(&with_drafts).iter().any(|path| path.as_str().contains("plan")));
}

#[test]
fn a_picture_on_demand_is_the_picture_of_the_build() {
    let built = build(&opened(&gallery())).value;
    let shown = opened(&gallery());
    let unknown = OutputPath::new("processed_images/boat.0123456789abcdef.jpg").expect("is a path");
    assert_eq!(shown.render(&unknown), None);
    let pages: Vec<_> = shown.pages().map(|page| page.file.clone()).collect();
    for file in pages {
        shown.preview(&file).expect("is a page");
    }
    for path in pictures(&built) {
        let made = shown.render(path).expect("was asked for").value;
        assert_eq!(made.as_ref(), built.files.get(path), "{path}");
    }
}

/// A cache that counts what it is given.
#[derive(Default)]
struct Cache {
    kept: Mutex<BTreeMap<ContentHash, Arc<[u8]>>>,
}

impl PictureCache for Cache {
    fn get(&self, key: ContentHash) -> Option<Arc<[u8]>> {
        self.kept.lock().expect("nobody panics").get(&key).cloned()
    }

    fn put(&self, key: ContentHash, bytes: &Arc<[u8]>) {
        let before = self.kept.lock().expect("nobody panics").insert(key, bytes.clone());
        assert_eq!(before, None, "no picture is made twice");
    }
}

#[test]
fn what_the_cache_holds_is_not_made_again() {
    let cache = Arc::new(Cache::default());
    let site = |picture: Vec<u8>| {
        let (source, disk) = with_pictures(EVERYTHING, &[("static/sea.png", picture)]);
        (source.with_picture_cache(cache.clone()), disk)
    };
    let (source, disk) = site(samples::png(60, 40));
    let first = build(&opened(&source));
    let made = pictures(&first.value).len();
    assert_eq!((disk.reads.load(Ordering::Relaxed), cache.kept.lock().expect("fine").len()), (2, made));
    // Its head is read again by a new session, its pixels are not.
    let (source, disk) = site(samples::png(60, 40));
    assert_eq!(build(&opened(&source)), first);
    assert_eq!((disk.reads.load(Ordering::Relaxed), cache.kept.lock().expect("fine").len()), (1, made));
    // A snapshot of the same session knows the measures too.
    assert_eq!(build(&opened(&source.with_files(source.files().clone()))), first);
    assert_eq!(disk.reads.load(Ordering::Relaxed), 1);
    let (source, _) = site(samples::png(30, 20));
    assert_ne!(pictures(&build(&opened(&source)).value), pictures(&first.value));
    assert!(cache.kept.lock().expect("fine").len() > made);
}

#[test]
fn pictures_are_counted_and_a_build_stops_between_them() {
    let (source, _) = with_pictures(EVERYTHING, &[("static/sea.png", samples::png(60, 40))]);
    let site = opened(&source);
    let seen = Mutex::new(Vec::new());
    let count = |progress: Progress| {
        if progress.work == Work::Pictures {
            seen.lock().expect("nobody panics").push((progress.done, progress.total));
        }
        ControlFlow::Continue(())
    };
    site.build(&count).expect("nobody stops it");
    let mut seen = seen.into_inner().expect("nobody panics");
    seen.sort_unstable();
    assert_eq!(seen, (1..=16).map(|done| (done, 16)).collect::<Vec<_>>());
    let after = AtomicUsize::new(0);
    let stop = |progress: Progress| match progress.work {
        Work::Files => ControlFlow::Continue(()),
        Work::Pictures => {
            after.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Break(())
        }
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be had");
    assert_eq!(pool.install(|| site.build(&stop)), Err(Cancelled));
    assert_eq!(after.into_inner(), 1);
}

#[test]
fn many_pages_with_one_wish_have_one_picture() {
    let mut site =
        "=== templates/page.html\n{% set i = resize_image(path=\"sea.png\", width=6, height=6) %}{{ i.url }}\n".to_owned();
    for number in 0..20 {
        site.push_str(&format!("=== content/{number}.md\n+++\ntitle = \"{number}\"\n+++\n"));
    }
    let (source, disk) = with_pictures(&site, &[("static/sea.png", samples::png(60, 40))]);
    let built = build(&opened(&source)).value;
    assert_eq!((pictures(&built).len(), disk.reads.load(Ordering::Relaxed)), (1, 2));
}

#[test]
fn metadata_is_given_for_found_and_made_pictures() {
    let site = r#"
=== templates/index.html
{% set i = resize_image(path="sea.png", width=6, op="fit_width", format="webp") %}
{% for path in ["sea.png", "photo.jpg", "a.svg", i.static_path] %}{% set m = get_image_metadata(path=path) %}{{ m.width }}x{{ m.height }} {{ m.format }} {{ m.mime }}
{% endfor %}{{ get_image_metadata(path="none.png", allow_missing=true) is none }}
=== static/a.svg
<svg viewBox="0 0 40 30"/>
"#;
    let pictures = [("static/sea.png", samples::png(60, 40)), ("static/photo.jpg", samples::photo(8, 4, 8))];
    let built = build(&opened(&with_pictures(site, &pictures).0));
    assert_eq!(listed(&built.diagnostics), "");
    let wanted =
        "60x40 png image/png\n4x8 jpg image/jpeg\n40x30 svg image/svg+xml\n6x4 webp image/webp\ntrue";
    assert_eq!(text(&built.value, "index.html").trim(), wanted);
}
