//! `load_data` in whole sites.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::pictures::with_pictures;
use crate::fixture::{build, listed, options, site, source, text};
use crate::output::OutputPath;
use crate::{Fetch, Method, NotFetched, Options, Request, open};

/// Builds a site with this home template, and gives the home page.
fn home(template: &str, files: &str) -> String {
    super::shown(&format!("=== templates/index.html\n{template}\n{files}"), "index.html")
}

/// Builds a site with this home template, and gives the trouble.
fn trouble(template: &str, files: &str) -> String {
    let built = build(&site(&format!("=== templates/index.html\n{template}\n{files}")).value);
    built.diagnostics.first().map(|one| format!("{}. {}", one.message, one.hint)).unwrap_or_default()
}

#[test]
fn a_file_is_looked_for_from_the_top_then_in_static_content_and_the_theme() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"dune\"\n=== a.txt\ntop\n=== static/a.txt\nstatic\n=== content/a.txt\ncontent\n=== content/b.txt\nb\n=== static/c.txt\nc\n=== themes/dune/static/d.txt\nd\n";
    let template = r#"{{ load_data(path="a.txt") }}{{ load_data(path="static/a.txt") }}{{ load_data(path="@/a.txt") }}{{ load_data(path="/b.txt") }}{{ load_data(path="c.txt") }}{{ load_data(path="d.txt") }}"#;
    assert_eq!(home(template, files), "top\nstatic\ncontent\nb\nc\nd");
}

#[test]
fn a_text_that_is_only_copied_as_a_rule_is_read_when_a_template_asks_for_it() {
    let template = "=== templates/index.html\n{{ load_data(path=\"a.py\", format=\"plain\") }}\n";
    let (source, _) = with_pictures(template, &[("content/a.py", b"x = 1".to_vec())]);
    let built = build(&open(&source, &options()).value);
    assert_eq!(listed(&built.diagnostics), "");
    assert_eq!(text(&built.value, "index.html").trim(), "x = 1");
    let (source, disk) = with_pictures(template, &[("content/a.py", b"x = 1".to_vec())]);
    disk.files.lock().expect("nobody panics").clear();
    let built = build(&open(&source, &options()).value);
    assert!(listed(&built.diagnostics).contains("is of a kind that Galley copies and does not read"));
}

#[test]
fn the_format_is_guessed_from_the_ending_or_given() {
    let files = "=== data/a.json\n{\"k\": 1}\n=== data/b.list\n- x\n=== data/c.YML\nk: 2\n";
    let template = r#"{% set a = load_data(path="data/a.json") %}{{ a.k }} {{ load_data(path="data/a.json", format="plain") | trim | safe }} {% set b = load_data(path="data/b.list", format="YAML") %}{{ b[0] }} {% set c = load_data(path="data/c.YML") %}{{ c.k }}"#;
    assert_eq!(home(template, files), r#"1 {"k": 1} x 2"#);
}

#[test]
fn a_missing_file_is_named_with_the_nearest_one_or_is_nothing_where_that_is_wanted() {
    let template =
        r#"{% if load_data(path="data/gone.json", required=false) %}there{% else %}nothing{% endif %}"#;
    assert_eq!(home(template, ""), "nothing");
    insta::assert_snapshot!(trouble(r#"{{ load_data(path="data/baots.json") }}"#, "=== data/boats.json\n[]\n"),
        @"There is no data file `data/baots.json` in the site, in `static/` or in `content/`. Did you mean `data/boats.json`?");
    insta::assert_snapshot!(trouble(r#"{{ load_data(path="../../etc/passwd") }}"#, ""),
        @"There is no data file `../../etc/passwd` in the site, in `static/` or in `content/`. Add the file, or write `required=false`");
}

#[test]
fn a_fault_in_a_file_is_named_with_its_file_and_line_also_where_the_file_is_not_required() {
    insta::assert_snapshot!(trouble(r#"{{ load_data(path="data/a.json", required=false) }}"#, "=== data/a.json\n{\n\"a\": 1,\n}\n"),
        @"`data/a.json`, line 3 cannot be read as JSON: trailing comma. Look at the place that is marked");
    insta::assert_snapshot!(trouble(r#"{{ load_data(literal="a = ", format="toml") }}"#, ""), @"the text `literal`, line 1 cannot be read as TOML: string values must be quoted, expected literal string. Look at the place that is marked");
}

#[test]
fn wrong_arguments_are_plain_words() {
    let said = |call: &str| trouble(&format!("{{{{ load_data({call}) }}}}"), "=== data/a.png\nx\n");
    insta::assert_snapshot!(said(""), @"`load_data` needs `path`, `url` or `literal`. Look at the place that is marked");
    insta::assert_snapshot!(said(r#"path="a", literal="b""#), @"`load_data` takes one of `path`, `url` and `literal`, not several. Look at the place that is marked");
    insta::assert_snapshot!(said(r#"literal="b", format="jsn""#), @"`load_data` knows no format `jsn`. Did you mean `json`?");
    insta::assert_snapshot!(said(r#"url="file:///etc/passwd""#), @"`file:///etc/passwd` is no address that data can be loaded from. Start it with `https://`");
    insta::assert_snapshot!(said(r#"url="https://e.org", headers=["accept"]"#), @r#"`accept` is no header that can be sent. Write it like `"accept=application/json"`"#);
    insta::assert_snapshot!(said(r#"url="https://e.org", method="PUT""#), @"`method` is `GET` or `POST`, and not `PUT`. Look at the place that is marked");
    insta::assert_snapshot!(said(r#"url="https://e.org", body="x""#), @r#"A `body` is only sent with `method="POST"`. Look at the place that is marked"#);
}

#[test]
fn the_network_is_reached_only_where_the_author_switched_it_on() {
    insta::assert_snapshot!(trouble(r#"{{ load_data(url="https://e.org/a.json") }}"#, ""), @"`https://e.org/a.json` was not loaded, since this site may not load data from the network. If you trust its theme with that, write `load_remote_data = true` into `galley.toml`");
    insta::assert_snapshot!(trouble(r#"{{ load_data(url="https://e.org/a.json") }}"#, "=== galley.toml\nload_remote_data = true\n"), @"`https://e.org/a.json` was not loaded, since there is no way to the network here. Look at the place that is marked");
}

#[test]
fn what_a_template_can_do_without_is_left_out_and_named() {
    let page =
        "{% if load_data(url=\"https://e.org/a.json\", required=false) %}x{% else %}nothing{% endif %}";
    let built = build(
        &site(&format!(
            "=== templates/index.html\n{page}\n=== templates/page.html\n{page}\n=== content/a.md\n+++\n+++\n"
        ))
        .value,
    );
    assert_eq!(text(&built.value, "index.html").trim(), "nothing");
    insta::assert_snapshot!(listed(&built.diagnostics), @"warning: `https://e.org/a.json` was left out, since this site may not load data from the network | If you trust its theme with that, write `load_remote_data = true` into `galley.toml`");
}

/// A network that notes what it is asked.
#[derive(Debug, Default)]
struct Network {
    asked: Mutex<Vec<Request>>,
    count: AtomicUsize,
}

impl Fetch for Network {
    fn fetch(&self, request: &Request) -> Result<Arc<[u8]>, NotFetched> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.asked.lock().expect("nobody panicked").push(request.clone());
        match request.url.as_str() {
            "https://e.org/a.json" => Ok(b"{\"k\": [1]}".as_slice().into()),
            _ => Err(NotFetched { message: "there is nothing at this address (404)".into() }),
        }
    }
}

fn online(network: &Arc<Network>, template: &str) -> (String, String) {
    let site = source(&format!(
        "=== galley.toml\nload_remote_data = true\n=== templates/index.html\n{template}\n=== templates/page.html\n{template}\n=== content/a.md\n+++\n+++\n=== content/b.md\n+++\n+++\n"
    ));
    let opened = open(&site, &Options { fetch: Some(network.clone()), ..options() }).value;
    let built = build(&opened);
    (text(&built.value, "index.html").trim().to_owned(), listed(&built.diagnostics))
}

#[test]
fn an_address_is_asked_once_for_all_pages() {
    let network = Arc::new(Network::default());
    let call =
        r#"load_data(url="https://e.org/a.json", format="json", headers=["accept = application/json"])"#;
    let (home, trouble) = online(
        &network,
        &format!("{{% set a = {call} %}}{{{{ a.k[0] }}}}{{% set b = {call} %}}{{{{ b.k[0] }}}}"),
    );
    assert_eq!((home.as_str(), trouble.as_str()), ("11", ""));
    assert_eq!(network.count.load(Ordering::Relaxed), 1);
    let asked = network.asked.lock().expect("nobody panicked");
    assert_eq!(asked[0].headers, [("accept".to_owned(), "application/json".to_owned())]);
    assert_eq!(asked[0].method, Method::Get);
}

#[test]
fn something_can_be_sent_to_an_address() {
    let network = Arc::new(Network::default());
    let (home, _) = online(
        &network,
        r#"{{ load_data(url="https://e.org/a.json", method="post", body="a=b", content_type="text/csv") }}"#,
    );
    assert_eq!(home, r#"{"k": [1]}"#.replace('"', "&quot;"));
    let asked = network.asked.lock().expect("nobody panicked");
    assert_eq!(asked[0].method, Method::Post { body: "a=b".into() });
    assert_eq!(asked[0].headers, [("content-type".to_owned(), "text/csv".to_owned())]);
}

#[test]
fn an_address_without_an_answer_is_named_or_is_nothing_where_that_is_wanted() {
    let network = Arc::new(Network::default());
    let (home, trouble) = online(
        &network,
        r#"{% if load_data(url="https://e.org/b", required=false) %}x{% else %}nothing{% endif %}"#,
    );
    assert_eq!((home.as_str(), trouble.as_str()), ("nothing", ""));
    let (_, trouble) = online(&network, r#"{{ load_data(url="https://e.org/b") }}"#);
    insta::assert_snapshot!(trouble, @"
    error templates/index.html:1:4: content/_index.md could not be made: `https://e.org/b` could not be loaded: there is nothing at this address (404) | Look at the place that is marked
    error templates/page.html:1:4: content/a.md and 1 other page could not be made: `https://e.org/b` could not be loaded: there is nothing at this address (404) | Look at the place that is marked
    ");
}

#[test]
fn a_site_asks_for_so_many_addresses_and_no_more() {
    let network = Arc::new(Network::default());
    let template = r#"{% for n in range(end=205) %}{% set d = load_data(url="https://e.org/" ~ n, required=false) %}{% endfor %}"#;
    let (_, trouble) = online(&network, template);
    assert!(trouble.contains("the site loads data from too many addresses already"), "{trouble}");
    assert_eq!(network.count.load(Ordering::Relaxed), 200);
}

#[test]
fn data_is_read_again_where_its_file_changed() {
    let files = |data: &str| {
        format!(
            "=== templates/index.html\n{{{{ load_data(path=\"data/a.json\") | json_encode | safe }}}}\n=== data/a.json\n{data}\n"
        )
    };
    let home = |site: &crate::Site| text(&build(site).value, "index.html").trim().to_owned();
    let before = site(&files("[1]")).value;
    assert_eq!(home(&before), "[1]");
    let after = before.with_source(&source(&files("[2]")), &options()).value;
    assert_eq!(home(&after), "[2]");
}

#[test]
fn no_text_can_show_the_hash_of_the_search_index() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\nbuild_search_index = true\n=== templates/parts.html\n\
        {% component c() %}{{ get_hash(path=\"search_index.en.js\") }}{% endcomponent c %}\n=== content/a.md\n+++\n+++\n{{<c />}}\n";
    assert!(listed(&build(&site(files).value).diagnostics).contains("none of them can show its hash"));
}

#[test]
fn what_is_made_before_all_pages_can_be_loaded_and_hashed() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ncompile_sass = true\nbuild_search_index = true\n[markdown.highlighting]\ntheme = \"github-dark\"\nstyle = \"class\"\n\
        === sass/main.scss\n$c: red;\nbody { color: $c; }\n=== templates/index.html\n\
        {{ load_data(path=\"main.css\") | trim }}|{{ load_data(path=\"public/main.css\") | trim }}|{{ load_data(path=\"giallo.css\") | length > 99 }}|{{ get_hash(path=\"elasticlunr.min.js\", sha_type=256, base64=false) }}|\
        {{ get_url(path=\"elasticlunr.min.js\", cachebust=true) | split(pat=\"?h=\") | length }}|{{ get_url(path=\"search_index.en.js\", cachebust=true) | split(pat=\"?h=\") | length }}|{{ get_hash(path=\"/search_index.en.js\", sha_type=256, base64=false) }}\n";
    let built = build(&site(files).value);
    assert_eq!(listed(&built.diagnostics), "");
    let script = &built.value.files[&OutputPath::new("elasticlunr.min.js").expect("is a path")];
    let sha = script.entry.hash;
    let index = built.value.files[&OutputPath::new("search_index.en.js").expect("is a path")].entry.hash;
    let css = "body{color:red}";
    assert_eq!(text(&built.value, "index.html").trim(), format!("{css}|{css}|true|{sha}|2|2|{index}"));
}

#[test]
fn any_file_has_a_hash() {
    let template = "=== templates/index.html\n{{ get_hash(path=\"a.png\", sha_type=256, base64=false) }}|{{ get_hash(path=\"a.png\", sha_type=512) | length }}|{{ get_hash(path=\"a.png\") }}\n";
    let picture = b"not even a picture".to_vec();
    let (source, _) = with_pictures(template, &[("static/a.png", picture.clone())]);
    let built = build(&open(&source, &options()).value);
    assert_eq!(listed(&built.diagnostics), "");
    let hash = crate::output::ContentHash::of(&picture);
    let shown = text(&built.value, "index.html");
    assert!(shown.starts_with(&format!("{hash}|88|")), "{shown}");
    // One that changes on the disk meanwhile has none that could be told.
    let (source, disk) = with_pictures(template, &[("static/a.png", picture)]);
    disk.files.lock().expect("nobody panics").values_mut().for_each(|bytes| bytes.push(0));
    let told = listed(&build(&open(&source, &options()).value).diagnostics);
    assert!(told.contains("`a.png` has no hash: it cannot be read"), "{told}");
}

#[test]
fn a_path_may_lead_up_from_static_as_long_as_it_stays_in_the_site() {
    let files = "=== data.txt\nhere\n";
    assert_eq!(home(r#"{{ load_data(path="../data.txt") }}"#, files), "here");
    assert!(trouble(r#"{{ load_data(path="../../data.txt") }}"#, files).contains("There is no data file"));
}
