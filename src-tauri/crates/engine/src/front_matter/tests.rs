use std::fmt::Write;
use std::time::{Duration, Instant};

use insta::assert_snapshot;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

fn file() -> SourcePath {
    SourcePath::new("content/a.md").expect("is a path")
}

fn page(text: &str) -> (PageHeader, Vec<Diagnostic>) {
    page_header(&file(), text, &split(text))
}

fn good_page(text: &str) -> PageHeader {
    let (header, diagnostics) = page(text);
    assert_eq!(shown(&diagnostics), "", "{text}");
    header
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|found| {
            let position = found.place.as_ref().and_then(|place| place.position).expect("has a position");
            format!("{:?} {}:{} {}", found.severity, position.line, position.column, found.message)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_key_of_a_page_in_both_formats() {
    let toml = good_page(
        "+++\ntitle = \"Full\"\ndescription = \"All\"\ndate = 2021-03-04T05:06:07Z\nupdated = 2022-11-30\nweight = 7\ndraft = true\nrender = false\nslug = \"s\"\npath = \"/p/q\"\naliases = [\"old\"]\nauthors = [\"Ines\"]\nin_search_index = false\ntemplate = \"t.html\"\n[taxonomies]\ntags = [\"a\", \"b\"]\n[extra]\ngrade = 3\nnested = { a = [1, 2.5], when = 2020-01-02 }\n+++\n",
    );
    let yaml = good_page(
        "---\ntitle: Full\ndescription: All\ndate: 2021-03-04T05:06:07Z\nupdated: \"2022-11-30\"\nweight: 7\ndraft: true\nrender: false\nslug: s\npath: p/q\naliases:\n  - old\nauthors: [Ines]\nin_search_index: false\ntemplate: t.html\ntaxonomies:\n  tags: [a, b]\nextra:\n  grade: 3\n  nested: {a: [1, 2.5], when: 2020-01-02}\n---\n",
    );
    assert_eq!(toml, yaml);
    assert_eq!(toml.date.as_ref().map(ToString::to_string).as_deref(), Some("2021-03-04T05:06:07Z"));
    assert_eq!(toml.path.as_deref(), Some("p/q"));
    assert_eq!(toml.taxonomies["tags"], ["a", "b"]);
    let extra = tera::Value::from(toml.extra);
    assert_eq!(
        extra.get_from_path("nested").map(ToString::to_string).as_deref(),
        Some("{\"a\": [1, 2.5], \"when\": \"2020-01-02\"}")
    );
}

#[test]
fn every_key_of_a_section() {
    let text = "+++\ntitle = \"S\"\ndescription = \"D\"\nweight = 2\ndraft = true\nrender = false\nsort_by = \"update_date\"\npaginate_by = 5\npaginate_path = \"part\"\npaginate_reversed = true\ninsert_anchor_links = \"right\"\nin_search_index = false\ntransparent = true\ntemplate = \"s.html\"\npage_template = \"p.html\"\nredirect_to = \"x\"\naliases = [\"o\"]\ngenerate_feeds = true\n[extra]\na = 1\n+++\n";
    let (header, diagnostics) = section_header(&file(), text, &split(text));
    assert_eq!(diagnostics, []);
    assert_eq!(
        (header.sort_by, header.paginate_by, header.paginate_path.as_str()),
        (SortBy::UpdateDate, Some(5), "part")
    );
    assert_eq!((header.page_template.as_deref(), header.redirect_to.as_deref()), (Some("p.html"), Some("x")));
    let none = "+++\npaginate_by = 0\n+++\n";
    assert_eq!(section_header(&file(), none, &split(none)).0, SectionHeader::default());
}

#[test]
fn trouble_has_its_place_and_the_rest_counts() {
    let (header, diagnostics) =
        page("+++\ndate = \"yesterday\"\ntitle = 3\nweigth = 4\nslug = \"kept\"\npath = \"../x\"\n+++\n");
    assert_snapshot!(shown(&diagnostics), @r"
    Error 3:9 `title` cannot be used: it is `3`, not a text in quotes
    Error 2:8 `date` cannot be used: it is `yesterday`, not a date like `2024-03-01` or `2024-03-01T18:30:00Z`
    Error 6:8 `path` cannot be used: it is `../x`, not an address inside the site, such as `about/team`
    Warning 4:1 `weigth` is not a key that a page knows, so it changes nothing
    ");
    assert_eq!(header.slug.as_deref(), Some("kept"));
    let (header, diagnostics) = page("---\r\ntitle: kept\r\nžluť: 1\r\ndraft: maybe\r\n---\r\n");
    assert_snapshot!(shown(&diagnostics), @r"
    Error 4:8 `draft` cannot be used: it is `maybe`, not true or false
    Warning 3:1 `žluť` is not a key that a page knows, so it changes nothing
    ");
    assert_eq!(header.title.as_deref(), Some("kept"));
}

#[test]
fn a_broken_header_is_read_as_far_as_it_goes() {
    let (header, diagnostics) = page("+++\ntitle = \"unclosed\nslug = \"kept\"\n+++\n");
    assert!(shown(&diagnostics).starts_with("Error 2:"), "{diagnostics:?}");
    assert_eq!(header.slug.as_deref(), Some("kept"));
    let (header, diagnostics) = page("---\ntitle: kept\nslug: \"open\n---\n");
    assert!(shown(&diagnostics).starts_with("Error "), "{diagnostics:?}");
    assert_eq!(header.title.as_deref(), Some("kept"));
    let (_, diagnostics) = page("---\n- a\n- b\n---\n");
    assert_snapshot!(shown(&diagnostics), @"
        Error 2:1 the front matter cannot be read: a list stands where `key: value` lines are wanted
        ");
    let (_, diagnostics) = page("---\ntitle: a\ntitle: b\n---\n");
    assert_snapshot!(shown(&diagnostics), @"Error 3:1 the front matter cannot be read: `title` is there a second time");
}

#[test]
fn a_missing_header_is_said() {
    assert_snapshot!(shown(&page("Just text.\n").1), @"Warning 1:1 no front matter was found, so this text has no title, date or settings");
    assert_snapshot!(shown(&page("\n+++\ntitle = \"x\"\n").1), @"Error 2:1 the front matter starts with `+++` but no second `+++` ends it");
}

#[test]
fn lists_of_older_sites_count_as_taxonomies() {
    let (header, diagnostics) = page("---\ntags: [a]\ncategories:\n---\n");
    assert_snapshot!(shown(&diagnostics), @"Note 2:1 `tags` stands outside of `taxonomies`; it is read all the same");
    assert_eq!(header.taxonomies["tags"], ["a"]);
}

#[test]
fn yaml_scalars_have_the_types_of_the_core_schema() {
    let header = good_page(
        "---\nextra: {a: yes, b: 0x1F, c: 1e3, d: ~, e: '3', f: !!str 4, g: 1.2.3, h: -.inf, i: 12:30, j: 007}\n---\n",
    );
    assert_snapshot!(tera::Value::from(header.extra), @r#"{"a": "yes", "b": 31, "c": 1000.0, "d": , "e": "3", "f": "4", "g": "1.2.3", "h": -inf, "i": "12:30", "j": 7}"#);
}

#[test]
fn a_header_at_the_limit_is_read_and_one_beyond_is_not() {
    let text =
        |length: usize| format!("+++\ntitle = \"{}\"\n+++\n", "x".repeat(length - "title = \"\"\n".len()));
    assert!(good_page(&text(MAX_HEADER_BYTES)).title.is_some());
    let (header, diagnostics) = page(&text(MAX_HEADER_BYTES + 1));
    assert_eq!(header, PageHeader::default());
    assert_snapshot!(shown(&diagnostics), @"Error 2:1 the front matter was not read: it is longer than 64 KiB");
}

#[test]
fn bombs_do_not_go_off() {
    let mut aliases = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let names = vec![format!("*a{}", level - 1); 9].join(", ");
        // Writing into a string cannot fail.
        let _ = writeln!(aliases, "a{level}: &a{level} [{names}]");
    }
    aliases.push_str("---\n");
    let deep_yaml = format!("---\na: {}\n---\n", "[".repeat(60_000));
    let deep_block = format!("---\n{}\n---\n", "- ".repeat(30_000));
    let deep_toml = format!("+++\na = {}\n+++\n", "[".repeat(60_000));
    let dotted = format!("+++\n{} = 1\n+++\n", vec!["a"; 30_000].join("."));
    let flat = format!("---\na: [{}]\n---\n", "é, ".repeat(15_000));
    for text in [aliases, deep_yaml, deep_block, deep_toml, dotted, flat] {
        let start = Instant::now();
        let (_, diagnostics) = page(&text);
        assert!(!diagnostics.is_empty(), "{}", &text[..40]);
        assert!(start.elapsed() < Duration::from_secs(5), "{} took {:?}", &text[..40], start.elapsed());
    }
}

#[test]
fn the_fields_of_a_form() {
    let found = fields(
        &file(),
        "+++\ntitle = \"T\"\ndate = \"soon\"\nodd = 1\n[taxonomies]\ntags = [\"a\"]\n[extra]\nimage = \"a.jpg\"\nn = 2\ndeep = { x = 1 }\n+++\n",
    );
    assert_eq!(
        (found.title.as_deref(), found.date.as_deref(), found.tags()),
        (Some("T"), Some("soon"), ["a".to_owned()].as_slice())
    );
    assert_eq!(found.extra.keys().collect::<Vec<_>>(), ["image", "n"]);
    assert!(found.is_editable);
    assert_snapshot!(shown(&found.diagnostics), @"Error 3:8 `date` cannot be used: it is `soon`, not a date like `2024-03-01` or `2024-03-01T18:30:00Z`");
    let broken = fields(&file(), "+++\ntitle = \"T\n+++\n");
    assert!(!broken.is_editable && !broken.diagnostics.is_empty());
    let none = fields(&file(), "Just text.\n");
    assert!(none.is_editable && none.diagnostics.is_empty());
}
