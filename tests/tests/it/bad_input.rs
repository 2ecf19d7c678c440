//! Folders that are no site, broken files among good ones, odd names and large numbers.

use studio::protocol::{Nothing, PageId, PageKind, ProblemSeverity, SiteView};
use studio::{BuildOrder, Request};
use tests::author::{Author, SMALL_SITE};

fn site_view(author: &Author) -> SiteView {
    author.ask(Request::ShowSite(Nothing {}))
}

/// The problem that names a file, wherever it is told.
fn problem(author: &Author, file: &str) -> (Option<u32>, ProblemSeverity, String) {
    let problems = site_view(author).problems;
    let found = problems.iter().find(|problem| problem.file.as_deref() == Some(file));
    let found = found.unwrap_or_else(|| panic!("{file} in {problems:?}"));
    (found.line, found.severity, found.message.clone())
}

#[test]
fn a_folder_that_is_no_site_is_refused_and_the_open_site_stays() {
    let author = Author::with_small_site();
    let empty = author.folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    for folder in [empty, author.folder.path().join("nowhere"), author.site().join("zola.toml")] {
        author.host.will_choose(&folder);
        let failure = author.fail(Request::OpenFolder(Nothing {}));
        assert!(failure.message.contains(&*folder.file_name().unwrap().to_string_lossy()), "{failure:?}");
        assert!(!failure.hint.is_empty());
    }
    assert_eq!(site_view(&author).title, "Small");
    let none: Option<SiteView> = author.ask(Request::OpenFolder(Nothing {}));
    assert_eq!(none, None);
}

#[test]
fn a_broken_config_opens_with_its_line_named() {
    let author = Author::with_small_site();
    author.write("zola.toml", "base_url = \"https://small.example.org\"\ntitle = \"Small\n");
    author.open_site();
    let (line, severity, _) = problem(&author, "zola.toml");
    assert_eq!((line, severity), (Some(2), ProblemSeverity::Error));
    assert!(author.list(PageKind::Page).len() >= 2, "the pages are there to be written");
}

#[test]
fn a_missing_theme_is_named() {
    let author = Author::with_small_site();
    let config = author.read("zola.toml");
    author.write("zola.toml", &format!("theme = \"gone\"\n{config}"));
    author.open_site();
    let problems = site_view(&author).problems;
    assert!(problems.iter().any(|problem| problem.message.contains("gone")), "{problems:?}");
    assert!(author.open("content/about.md").text.contains("About us."));
}

#[test]
fn a_template_error_is_named_with_file_and_line() {
    let author = Author::with_small_site();
    author.write("templates/page.html", "<main>\n\n{% if %}\n</main>");
    author.open_site();
    let (line, severity, message) = problem(&author, "templates/page.html");
    assert_eq!((line, severity), (Some(3), ProblemSeverity::Error), "{message}");
}

#[test]
fn a_file_that_is_no_text_is_named_and_the_others_open() {
    let author = Author::with_small_site();
    std::fs::write(author.site().join("content/bytes.md"), [b'+', b'+', 0xff, 0xfe, 0x00]).unwrap();
    author.open_site();
    let failure = author.fail(Request::OpenPage(PageId("content/bytes.md".into())));
    assert!(failure.message.contains("content/bytes.md"), "{failure:?}");
    assert!(author.open("content/about.md").text.contains("About us."));
    assert_eq!(std::fs::read(author.site().join("content/bytes.md")).unwrap().len(), 5);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_does_not_close_the_site() {
    let author = Author::with_small_site();
    // Nobody can read these, root included: links to nowhere, in a circle and to a folder above, and a pipe.
    let link =
        |target: &str, name: &str| std::os::unix::fs::symlink(target, author.site().join(name)).unwrap();
    link("nowhere.md", "content/broken.md");
    link("circle.md", "content/circle.md");
    link("..", "content/up");
    link("/dev/zero", "static/zero");
    let pipe = author.site().join("content/pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    author.open_site();
    assert!(author.open("content/about.md").text.contains("About us."));
    assert_eq!(author.list(PageKind::Page).len(), 3);
}

#[test]
fn names_of_all_kinds_are_listed_opened_and_saved() {
    let author = Author::with_small_site();
    let long = "x".repeat(200);
    let names = [
        "Über uns",
        "東京",
        "emoji 😀",
        "it's #1 100% [a](b)",
        "a&b=c?d",
        "-dash",
        "e\u{301}",
        &long,
        "dots.in.name",
    ];
    for name in names {
        author.write(&format!("content/{name}.md"), "+++\ntitle = \"T\"\n+++\nText.\n");
    }
    author.open_site();
    for name in names {
        let page = format!("content/{name}.md");
        let view = author.open(&page);
        assert!(view.address.starts_with('/'), "{name}");
        author.type_text(&page, 0, "Typed.\n");
        author.saved(&page);
        assert!(author.read(&page).ends_with("+++\nTyped.\n"), "{name}");
        assert!(author.site_has(&page), "{name}");
    }
    let report = studio::build(
        &author.site(),
        &author.folder.path().join("out"),
        &BuildOrder::default(),
        &author.places(),
        &|_| {},
    );
    assert!(!report.unwrap().has_errors());
}

#[test]
fn a_title_of_any_length_and_kind_becomes_a_file() {
    let author = Author::with_small_site();
    for title in
        ["x".repeat(5000), "../../etc/passwd".into(), "C:\\con.txt".into(), "\u{0}\u{7}".into(), "?".into()]
    {
        let row = author.new_post(&title);
        assert!(row.page.0.starts_with("content/posts/") && row.page.0.len() < 120, "{:?}", row.page);
        assert!(author.site().join(&row.page.0).is_file());
        author.open(&row.page.0);
    }
}

#[test]
fn three_thousand_files_open() {
    let author = Author::new();
    for (path, text) in SMALL_SITE {
        author.write(path, text);
    }
    for number in 0..3000 {
        let text = format!("+++\ntitle = \"Post {number}\"\ndate = 2026-01-01\n+++\nText.\n");
        author.write(&format!("content/posts/p{number}.md"), &text);
    }
    author.open_site();
    assert_eq!(site_view(&author).posts, 3002);
    author.open("content/posts/p1234.md");
    author.edit("content/posts/p1234.md", 0, &[(0, 0, "x")]);
    author.saved("content/posts/p1234.md");
    assert!(author.read("content/posts/p1234.md").ends_with("xText.\n"));
}

#[test]
fn a_page_as_large_as_a_book_is_shown_and_saved() {
    let author = Author::with_small_site();
    let text = "A sentence of a long book. ".repeat(20_000);
    author.open("content/about.md");
    assert_eq!(author.type_text("content/about.md", 0, &text).words, 120_000);
    author.saved("content/about.md");
    assert!(author.read("content/about.md").ends_with(&text));
}
