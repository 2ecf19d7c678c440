//! What each format becomes, and what is said about a file that cannot be read.

use proptest::prelude::*;
use tera::{Context, Tera, Value};

use crate::fixture::tried;

use super::{Format, MAX_BYTES, MAX_DEPTH, parse};

/// Writes a value as a template would.
fn shown(value: Value) -> String {
    let mut context = Context::new();
    context.insert_value("d", value);
    let mut tera = Tera::default();
    crate::render::register(&mut tera);
    tera.render_str("{{ d | json_encode | safe }}", &context, false).expect("a value can be written")
}

fn check(format: Format, text: &str, expected: &str) {
    let value = parse(format, text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    assert_eq!(shown(value), expected, "{text}");
}

fn fault(format: Format, text: &str) -> String {
    let fault = parse(format, text.as_bytes()).expect_err("it has a fault");
    format!("{}: {}", fault.line.map_or("-".into(), |line| line.to_string()), fault.message)
}

proptest! {
    #![proptest_config(tried(64))]
    #[test]
    fn any_text_is_read_or_refused_with_a_line_that_it_has(
        text in "(@|book|string|=|#|\\{|\\}|\\(|\\)|\\[|\\]|\"|'|,|:|-|\\?|&a|\\*a|<a|</a>|>|<!|x|é|1|\n| ){0,60}"
    ) {
        for (name, format) in Format::WORDS {
            let fault = parse(format, text.as_bytes()).err();
            if let Some(line) = fault.and_then(|fault| fault.line) {
                prop_assert!((1..=text.matches('\n').count() + 2).contains(&line), "{}: line {}", name, line);
            }
        }
    }
}

#[test]
fn formats_are_told_by_the_ending() {
    for (path, format) in [
        ("a/b.YML", Format::Yaml),
        ("b.yaml", Format::Yaml),
        ("x.bib", Format::Bibtex),
        ("x.tar.json", Format::Json),
        ("v1.2/noext", Format::Plain),
        ("x.md", Format::Plain),
    ] {
        assert_eq!(Format::of_file(path), format, "{path}");
    }
}

#[test]
fn empty_files() {
    check(Format::Toml, "", "{}");
    check(Format::Yaml, "", "null");
    check(Format::Yaml, "# nothing\n", "null");
    check(Format::Csv, "", r#"{"headers":[],"records":[]}"#);
    check(Format::Bibtex, " \n", r#"{"preambles":[],"comments":[],"variables":{},"bibliographies":[]}"#);
    check(Format::Plain, "", r#""""#);
    assert_eq!(fault(Format::Json, " \n"), "1: it is empty: write `{}` for a group without values");
    assert_eq!(fault(Format::Xml, ""), "1: the document does not have a root node");
}

#[test]
fn json_keeps_the_order_of_keys_and_names_the_line_of_a_fault() {
    check(
        Format::Json,
        r#"{"z": [1, -2.5, null, true, "ä"], "a": {}}"#,
        r#"{"z":[1,-2.5,null,true,"ä"],"a":{}}"#,
    );
    check(Format::Json, "\u{feff}[18446744073709551615]", "[18446744073709551615]");
    assert_eq!(fault(Format::Json, "{\n\"a\": 1,\n}"), "3: trailing comma");
    assert_eq!(fault(Format::Json, "{}\n{}"), "2: trailing characters");
}

#[test]
fn toml_dates_are_text() {
    check(
        Format::Toml,
        "d = 2020-01-02\nt = 2020-01-02T03:04:05Z",
        r#"{"d":"2020-01-02","t":"2020-01-02T03:04:05Z"}"#,
    );
    assert!(fault(Format::Toml, "a = 1\nb = = 2\n").starts_with("2: "));
}

#[test]
fn odd_csv() {
    let text = "name,\"said\"\r\n\"a \"\"b\"\"\",\"two\nlines, one cell\"\r\n\r\nlast,\n";
    let expected =
        r#"{"headers":["name","said"],"records":[["a \"b\"","two\nlines, one cell"],["last",""]]}"#;
    check(Format::Csv, text, expected);
    check(Format::Csv, "only\n", r#"{"headers":["only"],"records":[]}"#);
    let wrong = fault(Format::Csv, "a,b\n1,2\n3\n");
    assert!(wrong.starts_with("3: this line has 1 columns and those above have 2: "), "{wrong}");
    let wide = vec!["x"; 1_001].join(",");
    assert_eq!(fault(Format::Csv, &wide), "1: it has 1001 columns, 1000 at most");
}

#[test]
fn yaml_anchors_share_a_value() {
    let text = "base: &b {x: 1}\nsame: *b\nlist: [*b, yes, 0x10, ~]\n1: one\n";
    let expected = r#"{"base":{"x":1},"same":{"x":1},"list":[{"x":1},"yes",16,null],"1":"one"}"#;
    check(Format::Yaml, text, expected);
    assert_eq!(fault(Format::Yaml, "a: 1\nb: *gone\n").split(": ").next(), Some("2"));
    assert_eq!(fault(Format::Yaml, "a: 1\na: 2\n"), "2: `a` is there a second time");
    let two = fault(Format::Yaml, "a: 1\n---\nb: 2\n");
    assert!(two.starts_with("2: a second document starts here"), "{two}");
    assert!(fault(Format::Yaml, "? [a]\n: 1\n").contains("where the name of a value is wanted"));
}

#[test]
fn bibtex_with_macros_braces_and_comments() {
    let text = r#"@preamble{"A preamble" # " this is."}
@Comment{ Here is a {comment}. }
Another comment, by me@example.org!
@string(name = "Ines Aall")
@STRING{press = {North # Press}}
@Misc{ key:1 ,
  Author = NAME # " and " # {Bo Bee},
  title  = "On {\"U}ber {"quoted"} tides
            and more",
  month = jan # "~1", year=1999,
  publisher = press,
}
@book(other, note = unknown)
"#;
    let expected = concat!(
        r#"{"preambles":["A preamble this is."],"#,
        r#""comments":["Here is a {comment}.","Another comment, by me@example.org!"],"#,
        r#""variables":{"name":"Ines Aall","press":"North # Press"},"#,
        r#""bibliographies":[{"entry_type":"misc","citation_key":"key:1","tags":{"#,
        r#""author":"Ines Aall and Bo Bee","title":"On {\\\"U}ber {\"quoted\"} tides and more","#,
        r#""month":"January~1","year":"1999","publisher":"North # Press"}},"#,
        r#"{"entry_type":"book","citation_key":"other","tags":{"note":"unknown"}}]}"#
    );
    check(Format::Bibtex, text, expected);
    assert_eq!(
        fault(Format::Bibtex, "\n@book{a, title = {open\n"),
        "2: the entry that starts here is not closed"
    );
    assert_eq!(
        fault(Format::Bibtex, "@book{a,\n title {x}\n}"),
        "2: `name = value` is wanted here, and there is no `=` after `title`"
    );
    assert_eq!(
        fault(Format::Bibtex, "@book{a,\n title = \"x\n}"),
        "2: the quote that opens here is not closed"
    );
    assert_eq!(fault(Format::Bibtex, "@book{a,\n title = ,\n}"), "2: a value is missing here");
}

#[test]
fn xml_with_namespaces_and_cdata() {
    let text = r#"<?xml version="1.0"?><!DOCTYPE feed>
<f:feed xmlns:f="urn:f" xmlns:x="urn:x" x:lang="en">
  <!-- nothing -->
  <title><![CDATA[a < b]]> &amp; c</title>
  <x:entry n="1">one</x:entry><f:entry>007</f:entry><entry>true</entry>
  <n>4</n><v>1.10</v><f>2.5</f><empty/> tail
</f:feed>"#;
    let expected = concat!(
        r##"{"feed":{"@lang":"en","#text":"tail","title":"a < b & c","entry":[{"@n":1,"#text":"one"},"007",true],"##,
        r#""n":4,"v":"1.10","f":2.5,"empty":{}}}"#
    );
    check(Format::Xml, text, expected);
    assert_eq!(fault(Format::Xml, "<a>\n<b></a>").split(": ").next(), Some("2"));
}

#[test]
fn bytes_that_are_no_text_are_named_with_their_line() {
    let fault = parse(Format::Csv, b"a\nb\xff\n").expect_err("no text");
    assert_eq!(fault.line, Some(2));
    assert_eq!(fault.message, "it holds bytes that are no text in UTF-8: save the file as UTF-8");
}

#[test]
fn a_file_is_at_most_so_large() {
    assert!(parse(Format::Plain, &vec![b'a'; MAX_BYTES]).is_ok());
    let fault = parse(Format::Plain, &vec![b'a'; MAX_BYTES + 1]).expect_err("too large");
    assert_eq!(fault.message, "it is larger than 16 MiB, the most that a template may load");
}

#[test]
fn values_are_nested_at_most_so_deep() {
    let lists = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let elements = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    for depth in [MAX_DEPTH + 1, 100_000] {
        let too_deep = "1: values are nested more than 64 deep here";
        assert_eq!(fault(Format::Json, &lists(depth)), too_deep);
        assert_eq!(fault(Format::Xml, &elements(depth)), too_deep);
    }
    assert_eq!(fault(Format::Yaml, &lists(MAX_DEPTH + 1)), "1: values are nested more than 64 deep here");
    assert!(parse(Format::Yaml, lists(100_000).as_bytes()).is_err());
    assert!(parse(Format::Toml, format!("a = {}", lists(100_000)).as_bytes()).is_err());
    for (format, text) in [
        (Format::Json, lists(MAX_DEPTH)),
        (Format::Yaml, lists(MAX_DEPTH)),
        (Format::Xml, elements(MAX_DEPTH)),
    ] {
        assert!(parse(format, text.as_bytes()).is_ok(), "{}", format.name());
    }
}

#[test]
fn what_stands_for_more_than_it_is_has_an_end() {
    let doubling = |line: &dyn Fn(usize) -> String| (1..40).map(line).collect::<String>();
    let yaml = format!("a0: &a0 x\n{}", doubling(&|n| format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1)));
    assert!(fault(Format::Yaml, &yaml).contains("more than 1000000 values"));
    let bibtex = format!(
        "@string{{a0=\"{}\"}}\n{}",
        "x".repeat(99),
        doubling(&|n| format!("@string{{a{n}=a{0}#a{0}}}\n", n - 1))
    );
    assert!(fault(Format::Bibtex, &bibtex).contains("abbreviations stand for more text"));
    let xml = "<!DOCTYPE a [\n<!ENTITY x \"xx\">]><a>&x;</a>";
    assert!(fault(Format::Xml, xml).starts_with("2: it declares entities of its own"));
}

#[test]
fn a_file_holds_at_most_so_many_values() {
    let many = format!("[{}1]", "1,".repeat(1_000_000));
    assert!(
        fault(Format::Json, &many).ends_with("more than 1000000 values, the most that a template may load")
    );
}

#[test]
fn what_takes_a_parser_far_longer_than_its_length_is_refused_before() {
    let attributes = |count: usize| {
        let all: String = (0..count).map(|n| format!(" a{n} = '>'")).collect();
        format!("<r>\n<a{all}>= = =</a></r>")
    };
    assert!(parse(Format::Xml, attributes(1_000).as_bytes()).is_ok());
    assert_eq!(fault(Format::Xml, &attributes(1_001)), "2: it has an element with more than 1000 attributes");
    let namespaces = |count: usize| format!("<r>{}</r>", "<a xmlns='u'/>".repeat(count));
    assert!(parse(Format::Xml, namespaces(5_000).as_bytes()).is_ok());
    assert_eq!(fault(Format::Xml, &namespaces(5_001)), "1: it declares namespaces more than 5000 times");
    assert!(parse(Format::Toml, format!("{}a = 1", "a.".repeat(100_000)).as_bytes()).is_err());
}
