//! A page's details: each change is one line of its file.

use studio::protocol::{Field, Status};
use tests::author::Author;

use super::changed_lines;

const PAGE: &str = "content/posts/odd.md";
const TOML: &str = "+++\n# a note\ntitle = 'Odd'   # in single quotes\ndate = 2026-01-02\ndescription = \"Old\"\nslug = \"odd-one\"\ndraft = true\n\n[taxonomies]\ntags = [ \"one\" ]\n\n[extra]\nkey = { deep = [1, 2] }\n+++\n\nText.\n";
const YAML: &str = "---\n# a note\ntitle: Odd   # bare\ndate: 2026-01-02\ndescription: 'Old'\nslug: odd-one\ndraft: true\ntaxonomies:\n  tags: [one]\nextra:\n  key: >\n    folded\n    text\n---\n\nText.\n";

/// What a change does to the lines of a file that has all details already.
fn check(field: Field, toml: [&str; 2], yaml: [&str; 2]) {
    for (text, wanted) in [(TOML, toml), (YAML, yaml)] {
        let author = Author::with_small_site_and(&[(PAGE, text)]);
        author.open(PAGE);
        let answer = author.change(PAGE, field.clone());
        assert_eq!(answer.refused, None);
        author.saved(PAGE);
        let wanted: Vec<_> = wanted.into_iter().filter(|line| !line.is_empty()).collect();
        assert_eq!(changed_lines(text, &author.read(PAGE)), wanted, "{field:?}");
    }
}

#[test]
fn a_title_is_one_line() {
    check(
        Field::Title("Say \"hello\"".into()),
        ["-title = 'Odd'   # in single quotes", "+title = 'Say \"hello\"'   # in single quotes"],
        ["-title: Odd   # bare", "+title: \"Say \\\"hello\\\"\"   # bare"],
    );
}

#[test]
fn a_date_is_one_line() {
    check(
        Field::Date("2026-05-03".into()),
        ["-date = 2026-01-02", "+date = 2026-05-03"],
        ["-date: 2026-01-02", "+date: 2026-05-03"],
    );
    check(Field::Date("  ".into()), ["-date = 2026-01-02", ""], ["-date: 2026-01-02", ""]);
}

#[test]
fn tags_are_one_line() {
    check(
        Field::Tags(vec!["one".into(), " two ".into(), String::new()]),
        ["-tags = [ \"one\" ]", "+tags = [\"one\", \"two\"]"],
        ["-  tags: [one]", "+  tags: [one, two]"],
    );
}

#[test]
fn a_description_is_one_line() {
    check(
        Field::Description("New\nand longer".into()),
        ["-description = \"Old\"", "+description = \"New and longer\""],
        ["-description: 'Old'", "+description: 'New and longer'"],
    );
}

#[test]
fn a_draft_is_one_line() {
    check(Field::Draft(false), ["-draft = true", ""], ["-draft: true", ""]);
}

#[test]
fn a_web_address_is_one_line() {
    check(
        Field::Slug("Another Öne!".into()),
        ["-slug = \"odd-one\"", "+slug = \"another-one\""],
        ["-slug: odd-one", "+slug: another-one"],
    );
    check(Field::Slug(String::new()), ["-slug = \"odd-one\"", ""], ["-slug: odd-one", ""]);
}

#[test]
fn a_value_that_does_not_fit_is_said_and_not_taken() {
    let author = Author::with_small_site_and(&[(PAGE, TOML)]);
    author.open(PAGE);
    for (field, word) in [
        (Field::Date("tomorrow".into()), "date"),
        (Field::Date("2026-13-40".into()), "date"),
        (Field::Slug("!?".into()), "letter"),
    ] {
        let answer = author.change(PAGE, field.clone());
        assert!(answer.refused.as_deref().is_some_and(|words| words.contains(word)), "{field:?}: {answer:?}");
        assert_eq!(answer.fields.date, "2026-01-02");
        assert_eq!(answer.address, "/posts/odd-one/");
    }
    author.save(PAGE);
    assert_eq!(author.read(PAGE), TOML);
}

#[test]
fn the_address_and_the_status_follow_a_change() {
    let author = Author::with_small_site_and(&[(PAGE, TOML)]);
    assert_eq!(author.open(PAGE).status, Status::Draft);
    let answer = author.change(PAGE, Field::Slug("elsewhere".into()));
    assert_eq!((answer.address.as_str(), answer.fields.slug.as_str()), ("/posts/elsewhere/", "elsewhere"));
    assert_eq!(author.change(PAGE, Field::Draft(false)).edit.status, Status::New);
}

#[test]
fn typing_and_details_do_not_get_in_each_others_way() {
    let author = Author::with_small_site_and(&[(PAGE, TOML)]);
    author.open(PAGE);
    author.edit(PAGE, 0, &[(1, 5, "Other")]);
    author.change(PAGE, Field::Draft(false));
    author.edit(PAGE, 1, &[(6, 6, " words")]);
    author.saved(PAGE);
    assert_eq!(author.read(PAGE), TOML.replace("draft = true\n", "").replace("Text.", "Other words."));
}

#[test]
fn a_page_without_a_head_gets_one_above_its_text() {
    let author = Author::with_small_site_and(&[("content/bare.md", "Just text.\n")]);
    assert_eq!(author.open("content/bare.md").text, "Just text.\n");
    author.change("content/bare.md", Field::Title("Bare".into()));
    assert_eq!(author.open("content/bare.md").text, "Just text.\n");
    author.saved("content/bare.md");
    let text = author.read("content/bare.md");
    assert!(text.starts_with("+++\ntitle = \"Bare\"\n+++\n") && text.ends_with("Just text.\n"), "{text:?}");
}
