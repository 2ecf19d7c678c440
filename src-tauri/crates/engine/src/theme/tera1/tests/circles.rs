//! Templates of Tera 1 that include themselves, as trees of comments and menus do.

use crate::fixture::{build, listed, site, text};

fn home(files: &str) -> (String, String) {
    let settings = "=== config.toml\nbase_url = \"https://example.org\"\n[extra]\n\
                    menu = [{ name = \"a\", sub = [{ name = \"b\", sub = [{ name = \"c\" }] }] }, { name = \"d\" }]\n";
    let built = build(&site(&format!("{settings}{files}")).value);
    let trouble: String =
        listed(&built.diagnostics).lines().filter(|line| !line.starts_with("note")).collect();
    (text(&built.value, "index.html").trim().to_owned(), trouble)
}

#[test]
fn a_template_may_include_itself() {
    let loops = "=== templates/index.html\n{% for item in config.extra.menu %}{% include \"parts/item.html\" %}{% endfor %}\n\
                 === templates/parts/item.html\n({{ item.name }}{% for item in item.sub | default(value=[]) %}{% include \"parts/item.html\" %}{% endfor %}{% if nowhere is defined %}x{% endif %})";
    assert_eq!(home(loops), ("(a(b(c)))(d)".to_owned(), String::new()));
    let set = "=== templates/index.html\n{% set items = config.extra.menu %}{% include \"list.html\" %}\n\
               === templates/list.html\n[{% for item in items %}{{ item.name }}{{ loop.index }}{% if item.sub %}{% set items = item.sub %}{% include \"between.html\" %}{% endif %}{% endfor %}]\
               === templates/between.html\n{% include \"list.html\" %}";
    assert_eq!(home(set), ("[a1[b1[c1]]d2]".to_owned(), String::new()));
}

#[test]
fn a_template_that_includes_itself_for_ever_is_told() {
    let files = "=== templates/index.html\n{% include \"again.html\" %}\n=== templates/again.html\nx{% include \"again.html\" %}";
    let (page, trouble) = home(files);
    assert_eq!(page, "(nothing)");
    assert!(trouble.starts_with("error templates/"), "{trouble}");
}
