//! Time grows with length and no faster. Work is counted in what is written where that can be, and otherwise by
//! the ratio of two runs, with much room for a busy machine.

use std::time::{Duration, Instant};

use crate::fixture::{build, site, source, text};

use super::trouble;

/// Builds a page.
fn page(body: &str) -> Duration {
    let files = format!("=== galley.toml\n=== content/a.md\n+++\n+++\n{body}\n");
    let start = Instant::now();
    let built = build(&site(&files).value);
    assert!(!built.value.files.is_empty());
    start.elapsed()
}

/// Twice as much takes about twice as long: never eight times, where that is long enough to be measured.
fn check(what: &str, make: impl Fn(usize) -> String, count: usize) {
    let least = |count| (0..3).map(|_| page(&make(count))).min().unwrap_or_default();
    let (once, twice) = (least(count), least(2 * count));
    let allowed = once.max(Duration::from_millis(20)) * 8;
    assert!(twice < allowed, "{what}: {once:?} for {count}, {twice:?} for twice as many");
}

#[test]
fn pathological_markdown_takes_no_longer_than_its_length() {
    const COUNT: usize = 3_000;
    let repeated: [(&str, &str); 22] = [
        ("brackets", "["),
        ("pictures", "!["),
        ("stars", "*a "),
        ("underlines", "_a "),
        ("stars and underlines", "*_"),
        ("strong", "**a *"),
        ("backticks", "` "),
        ("links", "[a](b"),
        ("closed links", "[a](b)"),
        ("references", "[a][b]"),
        ("footnotes", "[^a]"),
        ("quotes", "> "),
        ("angle brackets", "<"),
        ("entities", "&"),
        ("comments", "<!--"),
        ("processing", "<?"),
        ("declarations", "<!A"),
        ("cells", "|"),
        ("strikes", "~~a "),
        ("colons", ":a"),
        ("braces", "{{"),
        ("escapes", "\\"),
    ];
    for (what, piece) in repeated {
        check(what, |count| piece.repeat(count), COUNT);
    }
    check(
        "growing backticks",
        |count| (1..count / 20).map(|n| format!("e{}", "`".repeat(n))).collect(),
        COUNT,
    );
    check(
        "footnotes with notes",
        |count| (0..count / 5).map(|n| format!("[^{n}]\n\n[^{n}]: note\n\n")).collect(),
        COUNT,
    );
    check("link definitions", |count| (0..count).map(|n| format!("[a{n}]: /b\n")).collect(), COUNT);
    check("rows", |count| format!("|a|b|\n|-|-|\n{}", "|x|y|\n".repeat(count)), COUNT);
    check("equal headings", |count| "# same\n\n".repeat(count), 2_000);
    check("headings", |count| (0..count).map(|n| format!("# h{n}\n\n")).collect(), 2_000);
}

#[test]
fn a_table_of_many_columns_does_not_multiply() {
    // One heading row of many columns makes each of many short rows as wide.
    check(
        "wide table",
        |count| format!("{}\n{}\n{}", "|a".repeat(count), "|-".repeat(count), "|x\n".repeat(20)),
        1_000,
    );
}

#[test]
fn one_line_of_ten_megabytes_is_a_page() {
    let body = "word ".repeat(2_000_000);
    let files = format!("=== galley.toml\n=== content/a.md\n+++\n+++\n{body}\n");
    assert!(text(&build(&site(&files).value).value, "a/index.html").len() > 9_000_000);
}

#[test]
fn ten_thousand_headings_are_a_page() {
    let body: String = (0..10_000).map(|n| format!("## Heading {}\n\n", n % 7)).collect();
    let files = format!("=== galley.toml\n=== content/a.md\n+++\n+++\n{body}\n");
    let site = site(&files).value;
    let made = text(&build(&site).value, "a/index.html");
    assert!(made.contains("id=\"heading-3-1428\""), "{}", made.len());
}

#[test]
fn a_hundred_thousand_tags_are_tags() {
    let tags: Vec<String> = (0..100_000).map(|n| format!("\"t{n}\"")).collect();
    let pages: String = tags
        .chunks(1_000)
        .enumerate()
        .map(|(n, tags)| {
            format!("=== content/p{n}.md\n+++\n[taxonomies]\ntags = [{}]\n+++\n", tags.join(","))
        })
        .collect();
    let files = format!(
        "=== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{{name = \"tags\", render = false}}]\n{pages}"
    );
    let opened = crate::open(&source(&files), &crate::fixture::options());
    assert_eq!(opened.diagnostics, []);
}

#[test]
fn aliases_of_yaml_do_not_multiply() {
    let mut lines = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let last = n - 1;
        lines
            .push_str(&format!("a{n}: &a{n} [*a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}]\n"));
    }
    let told = trouble(&format!("=== content/a.md\n---\nextra:\n  x: 1\n{lines}---\n"));
    assert!(told.contains("cannot be read"), "{told}");
}
