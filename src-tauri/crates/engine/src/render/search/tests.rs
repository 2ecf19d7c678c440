//! What is in an index, and how it is written.

use std::cell::RefCell;

use proptest::prelude::*;
use serde_json::Value;

use super::words::{Speech, Words, split};
use super::{Entry, elasticlunr, fuse, plain};
use crate::config::Search;
use crate::diagnostic::Severity;
use crate::fixture::{build, listed, site, text, tried};
use crate::output::OutputPath;

const CONFIG: &str = "=== zola.toml\nbase_url = \"https://example.org\"\nbuild_search_index = true\n";

/// Builds a site with these search settings, and gives one of its files.
fn file(search: &str, name: &str, files: &str) -> String {
    let built = build(&site(&format!("{CONFIG}{search}\n{files}")).value);
    assert_eq!(listed(&built.diagnostics), "");
    text(&built.value, name)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn page(name: &str, header: &str, body: &str) -> String {
    format!("=== content/{name}\n+++\n{header}\n+++\n{body}\n")
}

/// Lists the addresses in an index, without the site's.
fn addresses(files: &str) -> Vec<String> {
    let index = json(&file("[search]\nindex_format = \"fuse_json\"", "search_index.en.json", files));
    let urls = index.as_array().expect("a list").iter().map(|entry| entry["url"].as_str().expect("a text"));
    urls.map(|url| url.replace("https://example.org", "")).collect()
}

#[test]
fn the_text_of_a_page_has_no_mark_up() {
    for (html, expected) in [
        ("<h1 id=\"a\">A</h1>\n<p>b <em>c</em>d</p>\n", "A\nb cd"),
        (
            "<p>x &amp; y &lt;z&gt; &quot;q&quot; &#39;s&#x27; a > b</p>",
            "x &amp; y &lt;z&gt; \"q\" 's' a &gt; b",
        ),
        (
            "a &copy; b &#233; c &mdash; &lt; &notathing; & d &;",
            "a © b é c — &lt; &amp;notathing; &amp; d &amp;;",
        ),
        ("a\u{a0}b&nbsp;c", "a&nbsp;b&nbsp;c"),
        ("<pre><code>gone</code></pre><script>if (a</b) {}</script><STYLE>x</STYLE>end", "end"),
        ("<p>a <code>b</code></p><!-- c > d -->", "a b"),
        ("<table><tr><td>a</td><td>b</td></tr></table><p>c<br>d</p><p>e</p>", "a b c d e"),
        ("<a title=\"x > y\" href='z'>a</a> 1 < 2", "a 1 &lt; 2"),
        ("<prefix>kept</prefix> <img alt=\"no\">", "kept"),
        ("open <pre>never closed", "open"),
        ("open <p class=\"never", "open"),
    ] {
        assert_eq!(plain::text(html), expected, "{html}");
    }
}

#[test]
fn words_lose_punctuation_and_endings_and_frequent_ones_are_left_out() {
    let words = |language: &str, text: &str| {
        let mut words = Words::new(language);
        let numbers: Vec<u32> = split("body", text).filter_map(|word| words.number(word)).collect();
        let list = words.into_list();
        numbers.iter().map(|&number| list[number as usize].clone()).collect::<Vec<_>>()
    };
    assert_eq!(words("en", "The well-known Keepers, keeper!"), ["well", "known", "keeper", "keeper"]);
    assert_eq!(words("fr", "Les bateaux rentrent"), ["bateau", "rentrent"]);
    assert_eq!(words("nl", "de schepen"), ["schep"]);
    assert_eq!(words("pt-BR", "navegando"), ["naveg"]);
    assert_eq!(words("pl", "(Statki) płyną."), ["statki", "płyną"]);
    assert_eq!(words("en", &"x".repeat(201)), Vec::<String>::new());
}

#[test]
fn every_language_without_a_dictionary_is_known() {
    let others = ["nb", "nn", "de-AT", "pt_BR"];
    for code in LANGUAGES.into_iter().filter(|code| *code != "pl").chain(others) {
        assert!(matches!(Speech::of(code), Speech::Known(_)), "{code}");
    }
}

const LANGUAGES: [&str; 18] = [
    "ar", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv",
    "tr",
];

/// The crate that knows the endings works on bytes, and a text may hold any characters.
#[test]
fn any_text_has_words_in_every_language() {
    let words: Vec<RefCell<Words>> = LANGUAGES.iter().map(|code| RefCell::new(Words::new(code))).collect();
    let beginning = "(\\PC|[a-zäöüñçşığéèàêß'’]){0,40}";
    let ending = "(ed|ing|ção|ement|lik|ость|ies|er|sses|y)?";
    proptest!(tried(64), |(beginning in beginning, ending in ending)| {
        for words in &words {
            words.borrow_mut().number(&format!("{beginning}{ending}"));
        }
    });
    assert!(
        words.into_iter().all(|words| words.into_inner().into_list().iter().all(|word| !word.is_empty()))
    );
}

proptest! {
    #[test]
    fn any_html_has_a_text_without_tags(html in "(<|>|&|;|</|pre|script|<!--|-->|\"|'| |amp|#38|[a-zé]|\u{a0}){0,60}") {
        let text = plain::text(&html);
        prop_assert!(!text.contains(['<', '>', '\u{a0}']), "{}", text);
        prop_assert_eq!(text.trim(), text.as_str());
    }
}

#[test]
fn drafts_unrendered_and_opted_out_pages_are_left_out_and_so_are_the_pages_of_such_sections() {
    let files = [
        page("a.md", "", "a"),
        page("draft.md", "draft = true", "b"),
        page("raw.md", "render = false", "c"),
        page("out.md", "in_search_index = false", "d"),
        page("s/_index.md", "in_search_index = false", ""),
        page("s/p.md", "", "e"),
        page("s/deep/_index.md", "title = \"Deep\"", ""),
        page("r/_index.md", "redirect_to = \"a\"", ""),
        page("r/p.md", "", "f"),
        page("orphans/p.md", "", "g"),
    ];
    assert_eq!(addresses(&files.concat()), ["/a/", "/orphans/p/", "/r/p/", "/s/deep/"]);
}

#[test]
fn fuse_holds_what_is_wanted() {
    let files = page("a.md", "title = \"A\"\ndate = 2020-01-02", "Some *long* text")
        + &page("b.md", "description = \"about\"", "");
    let all = "[search]\nindex_format = \"fuse_json\"\ninclude_date = true\ninclude_path = true\ninclude_description = true\ntruncate_content_length = 6";
    let expected = r#"[{"body":"Some l","date":"2020-01-02T00:00:00Z","description":"","path":"/a/","title":"A","url":"https://example.org/a/"},{"body":"","description":"about","path":"/b/","title":"","url":"https://example.org/b/"}]"#;
    assert_eq!(json(&file(all, "search_index.en.json", &files)), json(expected));
    let script = file(
        "[search]\nindex_format = \"fuse_javascript\"\ninclude_content = false",
        "search_index.en.js",
        &files,
    );
    let list = script.strip_prefix("window.searchIndex = ").expect("it is a script");
    assert_eq!(json(list)[0], json(r#"{"title": "A", "url": "https://example.org/a/"}"#));
}

#[test]
fn elasticlunr_leads_from_every_word_to_its_pages() {
    let files = page("a.md", "title = \"Sea\"", "The sea, the SEA and a seal")
        + &page("b.md", "title = \"\\\"B\\\"\"", "sealed «sea»");
    let index = json(&file("[search]\nindex_format = \"elasticlunr_json\"", "search_index.en.json", &files));
    let root = &index["index"]["body"]["root"];
    let (sea, seal) = (&root["s"]["e"]["a"], &root["s"]["e"]["a"]["l"]);
    let (a, b) = ("https://example.org/a/", "https://example.org/b/");
    assert_eq!(sea["df"], 2);
    assert!((sea["docs"][a]["tf"].as_f64().expect("a number") - 3_f64.sqrt()).abs() < 1e-12);
    assert_eq!(sea["docs"][b]["tf"], 1.0);
    assert_eq!((&seal["df"], &seal["docs"][b]["tf"]), (&Value::from(2), &Value::from(1.0)));
    assert_eq!(root["s"]["docs"], json("{}"));
    assert_eq!(index["documentStore"]["docInfo"][a], json(r#"{"title": 1, "body": 3}"#));
    assert_eq!(index["documentStore"]["docs"][b]["title"], "\"B\"");
    assert_eq!(index["pipeline"], json(r#"["trimmer", "stopWordFilter", "stemmer"]"#));
}

/// The words of many pages are read in several runs, and no page may end up under a word of another run.
#[test]
fn an_index_of_many_pages_is_that_of_the_reference_crate() {
    let bodies: Vec<String> = (0..700)
        .map(|n| {
            format!(
                "Tide {n} rises, boats-{} fall; naïve \"quotes\" \\ and {} words repeated words",
                n % 7,
                n * 31
            )
        })
        .collect();
    let pages = bodies.iter().enumerate();
    let files: String =
        pages.clone().map(|(n, body)| page(&format!("p{n:03}.md"), "title = \"\"", body)).collect();
    let ours = json(&file(
        "[search]\nindex_format = \"elasticlunr_json\"\ninclude_title = false",
        "search_index.en.json",
        &files,
    ));
    let mut theirs = ::elasticlunr::Index::new(&["body"]);
    for (n, _) in pages {
        let text = plain::text(&file_text(&bodies[n]));
        theirs.add_doc(&format!("https://example.org/p{n:03}/"), [text]);
    }
    assert!(ours == json(&theirs.to_json()));
}

/// Gives the HTML that a line of text becomes.
fn file_text(body: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(body));
    html
}

#[test]
fn the_same_pages_give_the_same_bytes_on_any_number_of_threads() {
    let files: String =
        (0..600).map(|n| page(&format!("p{n}.md"), "", &format!("word{n} shared{}", n % 9))).collect();
    let made = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| file("", "search_index.en.js", &files))
    };
    let one = made(1);
    assert!(one.len() > 1_000);
    assert!(one == made(4));
}

#[test]
fn each_language_has_an_index_of_its_own_as_the_site_has_unless_it_says_otherwise() {
    let config = "[search]\nindex_format = \"fuse_json\"\ninclude_path = true\n[languages.fr]\nbuild_search_index = true\n[languages.de]\nbuild_search_index = true\n[languages.de.search]\nindex_format = \"elasticlunr_javascript\"\n[languages.it]\n";
    let files =
        page("a.md", "", "english") + &page("a.fr.md", "", "français") + &page("a.de.md", "", "deutsch");
    let built = build(&site(&format!("{CONFIG}{config}{files}")).value).value;
    assert_eq!(json(&text(&built, "search_index.fr.json"))[0]["body"], "français");
    assert_eq!(json(&text(&built, "search_index.en.json"))[0]["path"], "/a/");
    assert!(text(&built, "search_index.de.js").contains("\"lang\":\"German\""));
    assert!(text(&built, "elasticlunr.min.js").contains("MIT Licensed"));
    assert_eq!(text(&built, "search_index.it.json"), "(nothing)");
}

#[test]
fn an_index_of_fuse_brings_no_script() {
    let built = build(&site(&format!("{CONFIG}[search]\nindex_format = \"fuse_json\"\n")).value).value;
    assert!(!built.files.contains_key(&OutputPath::new("elasticlunr.min.js").expect("is a path")));
    assert_eq!(text(&built, "search_index.en.json"), "[]");
}

#[test]
fn what_an_index_cannot_find_is_said() {
    let trouble = |language: &str, search: &str| {
        let config = format!(
            "=== zola.toml\nbase_url = \"https://example.org\"\nbuild_search_index = true\ndefault_language = \"{language}\"\n{search}"
        );
        build(&site(&config).value).diagnostics
    };
    insta::assert_snapshot!(listed(&trouble("zh", "")), @r#"warning: The search index for the language `zh` finds whole sentences only, since its words are not written apart | Write `index_format = "fuse_json"` into `[search]` and search with Fuse, which finds any part of a text"#);
    insta::assert_snapshot!(listed(&trouble("pl", "")), @r#"note: The search index for the language `pl` finds words only in the form they are written in | Write `index_format = "fuse_json"` into `[search]` and search with Fuse, which finds any part of a text"#);
    assert_eq!(trouble("pl", "")[0].severity, Severity::Note);
    assert_eq!(trouble("zh", "[search]\nindex_format = \"fuse_json\"\n"), []);
}

#[test]
fn an_index_is_at_most_so_large() {
    let search = Search { include_date: true, ..Search::default() };
    let words: String = (0..500).map(|n| format!("<p>word{n} and {n}th</p>")).collect();
    let entry =
        || Entry { url: "https://e.org/", title: "T", description: "", date: None, path: "/", html: &words };
    let entries = [entry(), entry()];
    let elasticlunr = |most: usize| elasticlunr::write(&search, "en", &entries, Vec::new(), most);
    let fuse = |most: usize| fuse::write(&search, &entries, Vec::new(), most);
    let (one, other) = (elasticlunr(usize::MAX).expect("has room"), fuse(usize::MAX).expect("has room"));
    assert!(elasticlunr(one.len()).is_some() && fuse(other.len()).is_some());
    for most in [0, 100, one.len() / 4, one.len() / 2, one.len() - 1] {
        assert_eq!(elasticlunr(most), None, "{most}");
    }
    assert_eq!(fuse(other.len() - 1), None);
}

#[test]
fn the_place_of_an_index_is_taken() {
    let files =
        page("a.md", "aliases = [\"search_index.en.js.html\"]", "") + "=== static/search_index.en.js\nmine\n";
    assert_eq!(file("", "search_index.en.js", &files), "(copy of static/search_index.en.js)");
}
