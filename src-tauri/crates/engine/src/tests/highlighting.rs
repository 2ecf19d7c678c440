use crate::fixture::{build, listed, site, text};
use crate::output::SourcePath;

const BODY: &str = "- item\n\n  ```sh\n  echo \"a\"\n\n    indented\n  ```\n\n> ~~~toml,hl_lines=1\n> a = 1\n> ~~~\n\nWord[^n] and `code`.\n\n[^n]: A note\n\n    ```rust\n    let x = 1; // :smile:\n    ```\n\n    indented\n";

fn page(settings: &str, body: &str) -> String {
    format!(
        "=== zola.toml\nbase_url = \"https://example.org\"\n{settings}\n=== content/a.md\n+++\ntitle = \"A\"\n+++\n{body}\n=== templates/page.html\n{{{{ page.content | safe }}}}\n=== templates/index.html\n{{{{ \"```css\\na {{}}\\n```\" | markdown | safe }}}}\n"
    )
}

fn html(settings: &str, body: &str) -> String {
    let built = build(&site(&page(settings, body)).value);
    assert_eq!(listed(&built.diagnostics), "");
    text(&built.value, "a/index.html")
}

fn names(settings: &str) -> Vec<String> {
    let built = build(&site(&page(settings, "")).value);
    let names = built.value.files.keys().map(|path| path.as_str().to_owned());
    names.filter(|name| name.ends_with(".css")).collect()
}

const CLASS: &str = "[markdown.highlighting]\ntheme = \"github-dark\"\nstyle = \"class\"";
const DUAL: &str = "[markdown.highlighting]\nlight_theme = \"github-light\"\ndark_theme = \"github-dark\"";

#[test]
fn without_the_setting_code_is_plain() {
    let plain = html("", BODY);
    assert!(
        plain.contains("<pre><code data-lang=\"sh\">echo \"a\"\n\n  indented\n</code></pre>\n"),
        "{plain}"
    );
    assert!(!plain.contains("giallo"));
    assert_eq!(names(""), [""; 0]);
}

#[test]
fn code_has_colours_in_lists_quotes_and_notes() {
    for settings in
        [CLASS.to_owned(), format!("{CLASS}\n[markdown]\nbottom_footnotes = true\nrender_emoji = true")]
    {
        let html = html(&settings, BODY);
        assert_eq!(html.matches("<pre class=\"giallo z-code\">").count(), 3, "{html}");
        assert_eq!(html.matches("</code></pre>").count(), 3);
        assert!(html.contains("<span class=\"giallo-l\"></span>\n<span class=\"giallo-l\">  <span class=\"z-3\">indented</span></span></code></pre>\n</li>"), "{html}");
        assert!(html.contains("<span class=\"giallo-l z-hl\">") && html.contains("<code>code</code>"));
        assert!(html.contains(":smile:"), "code is no place for emoji");
    }
}

#[test]
fn style_sheets_go_out_where_classes_are_asked_for() {
    assert_eq!(names(CLASS), ["giallo.css"]);
    assert_eq!(names(DUAL), [""; 0]);
    assert_eq!(names(&format!("{DUAL}\nstyle = \"class\"")), ["giallo-dark.css", "giallo-light.css"]);
    let own = page(CLASS, "") + "=== static/giallo.css\n/* mine */\n";
    assert_eq!(text(&build(&site(&own).value).value, "giallo.css"), "(copy of static/giallo.css)");
}

#[test]
fn markdown_in_a_template_has_colours_too() {
    let built = build(&site(&page(CLASS, "")).value);
    let home = text(&built.value, "index.html");
    assert!(home.starts_with("<pre class=\"giallo z-code\"><code data-lang=\"css\">"), "{home}");
}

#[test]
fn keys_of_earlier_versions_give_colours() {
    for settings in [
        "highlight_code = true\nhighlight_theme = \"base16-ocean-dark\"",
        "[markdown]\nhighlight_code = true\nhighlight_theme = \"dracula\"",
        "[markdown]\nhighlight_code = true",
    ] {
        let built = build(&site(&page(settings, "```rs\nfn a() {}\n```")).value);
        let html = text(&built.value, "a/index.html");
        assert!(html.contains("<span style=\"color: #"), "{html}");
        assert!(!built.has_errors(), "{}", listed(&built.diagnostics));
    }
    assert!(html("[markdown]", "```rs\nfn a() {}\n```").starts_with("<pre><code data-lang=\"rs\">fn a()"));
    let off = build(&site(&page("[markdown]\nhighlight_code = false", "```rs\nx\n```")).value);
    assert_eq!(
        text(&off.value, "a/index.html"),
        "<pre class=\"language-rs\" data-lang=\"rs\"><code class=\"language-rs\" data-lang=\"rs\">x\n</code></pre>\n\n"
    );
}

#[test]
fn style_sheets_of_earlier_versions_go_out() {
    let settings = "[markdown]\nhighlight_code = true\nhighlight_theme = \"css\"\nhighlight_themes_css = [{theme = \"nord\", filename = \"syntax-dark.css\"}]";
    assert_eq!(names(settings), ["syntax-dark.css"]);
    let html = text(&build(&site(&page(settings, "```rs\nfn a() {}\n```")).value).value, "a/index.html");
    assert!(html.contains("z-storage z-type z-function"), "{html}");
    let linked = |settings: &str| {
        let files = page(settings, "").replace(
            "=== templates/page.html\n",
            "=== templates/page.html\n{% for sheet in config.markdown.highlight_themes_css %}{{ sheet.theme }}:{{ sheet.filename }} {% endfor %}",
        );
        let page = text(&build(&site(&files).value).value, "a/index.html");
        page.lines().next().unwrap_or_default().trim_end().to_owned()
    };
    assert_eq!(linked(settings), "nord:syntax-dark.css");
    let two = "[markdown.highlighting]\nstyle = \"class\"\nlight_theme = \"nord\"\ndark_theme = \"dracula\"";
    assert_eq!(linked(two), "nord:giallo-light.css dracula:giallo-dark.css");
    assert_eq!(linked("[markdown]\nhighlight_code = true\nhighlight_theme = \"nord\""), "");
}

#[test]
fn an_unknown_language_is_an_error_where_that_is_asked_for() {
    let body = "Text.\n\n> ```pyhton\n> x\n> ```\n\n```klingonese,linenos\nx\n```\n\n```text\nx\n```\n";
    assert!(html(CLASS, body).contains("data-lang=\"klingonese\""));
    let strict = format!("{CLASS}\nerror_on_missing_language = true");
    insta::assert_snapshot!(listed(&build(&site(&page(&strict, body)).value).diagnostics), @r#"
error content/a.md:6:3: a block of code is in `pyhton`, and no such language is known | Did you mean `python`?
error content/a.md:10:1: a block of code is in `klingonese`, and no such language is known | Name another language, or none
"#);
}

#[test]
fn a_site_brings_its_own_files() {
    let files = page(
        "[markdown.highlighting]\ntheme = \"mine\"\nextra_themes = [\"mine.json\"]\nextra_grammars = [\"syntaxes/x.sublime-syntax\"]",
        "```exx\nnow then\n```",
    ) + "=== mine.json\n{\"tokenColors\": [{\"scope\": \"keyword\", \"settings\": {\"foreground\": \"#123456\"}}]}\n=== syntaxes/x.sublime-syntax\nname: Exx\nscope: source.x\ncontexts:\n  main:\n    - match: now\n      scope: keyword.x\n";
    let built = build(&site(&files).value);
    assert_eq!(listed(&built.diagnostics), "");
    let html = text(&built.value, "a/index.html");
    assert!(html.contains("<span style=\"color: #123456;\">now</span> then"), "{html}");
    for path in ["mine.json", "syntaxes/x.sublime-syntax", "a.tmTheme", "syntaxes/a.tmLanguage"] {
        assert!(crate::source::Source::is_read(&SourcePath::new(path).expect("is a path")));
    }
}

#[test]
fn threads_and_previews_change_nothing() {
    let body = "```rust\n/* a\n*/ fn x() -> &'static str { \"é\" }\n```\n\n```js\nlet a = `${1}`;\n```\n\n"
        .repeat(5);
    let files: String =
        (0..12).map(|n| format!("=== content/p{n}.md\n+++\n+++\n{body}\n```py\nn = {n}\n```\n")).collect();
    let files = page(DUAL, "") + &files;
    let on_threads = |count| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("threads can be had");
        pool.install(|| build(&site(&files).value).value)
    };
    let bundle = on_threads(1);
    assert_eq!(bundle, on_threads(4));
    let site = site(&files).value;
    let file = SourcePath::new("content/p3.md").expect("is a path");
    let edited = site.with_page(&file, &format!("+++\n+++\n{body}\n```py\nn = 3\n```\n")).value;
    let preview = edited.preview(&file).expect("has a page").value;
    assert_eq!(*preview.html, *text(&bundle, "p3/index.html"));
}
