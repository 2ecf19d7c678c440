//! The program for terminals, run inside the test: what it writes where, and how it ends.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use studio::Places;
use tempfile::TempDir;
use tests::author::{SMALL_SITE, tree};

/// A terminal with folders of its own.
struct Terminal {
    folder: TempDir,
}

/// What a command left behind.
#[derive(Debug)]
struct Ended {
    status: u8,
    out: String,
    err: String,
}

impl Terminal {
    fn new() -> Self {
        let terminal = Self { folder: publish::conformance::fixture::quick_folder() };
        for (path, text) in SMALL_SITE {
            terminal.write(path, text);
        }
        terminal
            .write("content/posts/draft.md", "+++\ntitle = \"D\"\ndate = 2026-01-04\ndraft = true\n+++\n");
        terminal
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn write(&self, path: &str, text: &str) {
        let place = self.site().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn run(&self, words: &[&str]) -> Ended {
        let (data, sites) = (self.folder.path().join("data"), self.folder.path().join("sites"));
        let line = ["galley-cli"].iter().chain(words).map(OsString::from);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = cli::run(line, &Places { data, sites }, &mut out, &mut err);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { status, out: text(out), err: text(err) }
    }

    fn build(&self, further: &[&str]) -> Ended {
        let (site, output) = (self.site(), self.output());
        let words = ["build", shown(&site), "--output", shown(&output)];
        self.run(&[&words[..], further].concat())
    }
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_build_says_one_line_and_ends_with_0() {
    let terminal = Terminal::new();
    let ended = terminal.build(&[]);
    let count = tree(&terminal.output()).len();
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    assert_eq!(ended.out, format!("{count} files, {count} written\n"));
    assert!(terminal.output().join("posts/first/index.html").exists());
    assert!(!terminal.output().join("posts/draft").exists());
    assert_eq!(terminal.build(&[]).out, format!("{count} files, 0 written\n"));
}

#[test]
fn content_with_errors_is_told_on_standard_error_and_the_rest_is_built() {
    let terminal = Terminal::new();
    terminal.write("content/bad.md", "+++\ntitle = \"Bad\n+++\nText.\n");
    let ended = terminal.build(&[]);
    assert_eq!(ended.status, 1, "{ended:?}");
    assert!(ended.err.contains("--> content/bad.md:2:"), "{ended:?}");
    assert_eq!(ended.out.lines().count(), 1, "{ended:?}");
    assert!(terminal.output().join("posts/first/index.html").exists());
    let site = terminal.site();
    let checked = terminal.run(&["check", shown(&site)]);
    assert_eq!((checked.status, checked.err), (1, ended.err));
}

#[test]
fn json_is_one_object_on_standard_output() {
    let terminal = Terminal::new();
    terminal.write("content/bad.md", "+++\ntitle = \"Bad\n+++\nText.\n");
    let ended = terminal.build(&["--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(ended.status, 1);
    assert_eq!(answer["files"], answer["written"]);
    let found = &answer["diagnostics"][0];
    assert_eq!(
        (&found["severity"], &found["file"], &found["line"]),
        (&"error".into(), &"content/bad.md".into(), &2.into())
    );
    assert_eq!(found["excerpt"]["text"], "title = \"Bad");
    assert_eq!(found["trail"], serde_json::json!([]));
    assert!(ended.err.contains("content/bad.md"), "people read standard error all the same");
}

#[test]
fn a_check_writes_nothing() {
    let terminal = Terminal::new();
    let site = terminal.site();
    let before = tree(terminal.folder.path());
    let ended = terminal.run(&["check", shown(&site)]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    assert!(ended.out.ends_with("files would be built\n"), "{ended:?}");
    assert_eq!(tree(terminal.folder.path()), before);
}

#[test]
fn only_files_of_an_earlier_build_are_removed() {
    let terminal = Terminal::new();
    terminal.build(&[]);
    let output = terminal.output();
    fs::write(output.join("about/theirs.txt"), "theirs").unwrap();
    fs::write(output.join("posts/second/index.html"), "edited by hand").unwrap();
    for page in ["about.md", "posts/first.md", "posts/second.md"] {
        fs::remove_file(terminal.site().join("content").join(page)).unwrap();
    }
    let ended = terminal.build(&[]);
    assert!(ended.out.contains(", 2 removed"), "{ended:?}");
    assert!(!output.join("posts/first").exists(), "its empty folder goes too");
    assert!(output.join("about/theirs.txt").exists() && !output.join("about/index.html").exists());
    assert_eq!(fs::read_to_string(output.join("posts/second/index.html")).unwrap(), "edited by hand");
}

#[test]
fn another_address_and_drafts_are_built_when_asked_for() {
    let terminal = Terminal::new();
    assert_eq!(terminal.build(&["--base-url", "https://other.example.org/sub", "--drafts"]).status, 0);
    let list = fs::read_to_string(terminal.output().join("posts/index.html")).unwrap();
    assert!(list.contains("https://other.example.org/sub/posts/draft/"), "{list}");
    assert!(!list.contains("small.example.org"));
    assert!(terminal.output().join("posts/draft/index.html").exists());
    assert_eq!(terminal.build(&["--base-url", "other.example.org"]).status, 2);
}

#[test]
fn a_new_site_builds_and_a_full_folder_is_refused() {
    let terminal = Terminal::new();
    let new = terminal.folder.path().join("new");
    let ended = terminal.run(&["new", shown(&new), "--title", "Bees \"& more\""]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let config: toml::Table = fs::read_to_string(new.join("zola.toml")).unwrap().parse().unwrap();
    assert_eq!(config["title"].as_str(), Some("Bees \"& more\""));
    let out = terminal.output();
    assert_eq!(terminal.run(&["build", shown(&new), "--output", shown(&out)]).status, 0);
    let before = tree(&new);
    let again = terminal.run(&["new", shown(&new)]);
    assert_eq!((again.status, again.out.as_str()), (1, ""));
    assert!(again.err.starts_with("error: “new” is there already\n"), "{again:?}");
    assert_eq!(tree(&new), before);
}

#[test]
fn wrong_use_ends_with_2_and_says_how() {
    let terminal = Terminal::new();
    let (site, output) = (terminal.site(), terminal.output());
    let empty = terminal.folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for words in [
        &[][..],
        &["deploy"],
        &["build", shown(&site)],
        &["build", shown(&site), "--output", shown(&output), "--format", "xml"],
        &["build", shown(&empty), "--output", shown(&output)],
        &["check", shown(&empty)],
        &["check", "/no/such/folder"],
        &["serve", shown(&empty)],
        &["publish", shown(&empty)],
        &["publish", shown(&site)],
    ] {
        let ended = terminal.run(words);
        assert_eq!((ended.status, ended.out.as_str()), (2, ""), "{words:?}: {ended:?}");
        assert!(!ended.err.is_empty(), "{words:?}");
    }
    assert!(!output.exists());
    let help = terminal.run(&["--help"]);
    assert!(help.status == 0 && help.err.is_empty() && help.out.contains("publish"), "{help:?}");
}

#[test]
fn a_site_is_published_to_its_target() {
    let terminal = Terminal::new();
    let web = terminal.folder.path().join("web");
    fs::create_dir(&web).unwrap();
    let target = |name: &str| {
        format!(
            "[[targets]]\nid = \"{name}\"\nname = \"{name}\"\nkind = \"folder\"\nfolder = \"{}\"\n",
            shown(&web)
        )
    };
    terminal.write("galley.toml", &target("web"));
    let site = terminal.site();
    let dry = terminal.run(&["publish", shown(&site), "--dry-run"]);
    assert_eq!((dry.status, tree(&web).len()), (0, 0), "{dry:?}");
    let ended = terminal.run(&["publish", shown(&site), "--target", "web"]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""), "{ended:?}");
    terminal.build(&[]);
    assert_eq!(publish::conformance::fixture::tree(&web), tree(&terminal.output()));
    terminal.write("galley.toml", &format!("{}{}", target("web"), target("other")));
    let unclear = terminal.run(&["publish", shown(&site)]);
    assert_eq!(unclear.status, 2);
    assert!(unclear.err.contains("web, other"), "{unclear:?}");
}

/// A theme of a stranger may say what is loaded, so neither this machine nor the network is asked unless the author
/// wants it, and this machine not even then.
#[test]
fn a_template_reaches_no_address_that_the_author_did_not_allow() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/secret", listener.local_addr().unwrap());
    let terminal = Terminal::new();
    terminal.write("templates/index.html", &format!("{{{{ load_data(url=\"{url}\") }}}}"));
    for (switch, expected) in [
        ("", "write `load_remote_data = true` into `galley.toml`"),
        (
            "load_remote_data = true\n",
            "it leads to this machine or to a private network, where a theme may not look",
        ),
    ] {
        terminal.write("galley.toml", switch);
        for ended in [terminal.build(&[]), terminal.run(&["check", shown(&terminal.site())])] {
            assert_eq!(ended.status, 1, "{}", ended.err);
            assert!(ended.err.contains(expected), "{}", ended.err);
        }
    }
    assert!(listener.accept().is_err(), "nobody was asked");
}

#[test]
fn old_templates_are_translated_into_another_folder() {
    let terminal = Terminal::new();
    let old =
        "{% import \"m.html\" as m %}\n{{ m::hi(name=page.title) }}{% if page.extra.a.b %}x{% endif %}\n";
    terminal.write("templates/page.html", old);
    terminal.write("templates/m.html", "{% macro hi(name) %}Hi {{ name }}{% endmacro %}\n");
    // A build leaves this out, too.
    terminal.write("templates/page.html~", "{{ a b }}\n");
    let (site, output) = (terminal.site(), terminal.output());
    let listed = terminal.run(&["theme", "convert", shown(&site)]);
    assert_eq!((listed.status, listed.err.as_str()), (0, ""));
    assert!(!output.exists(), "nothing is written unless a folder is named");
    let ended = terminal.run(&["theme", "convert", shown(&site), "--output", shown(&output)]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""));
    let new = fs::read_to_string(output.join("templates/page.html")).unwrap();
    assert_eq!(
        new,
        "{#- import \"m.html\" as m -#}\n{{ <m.hi name={page?.title} /> }}{% if page?.extra?.a?.b %}x{% endif %}\n"
    );
    assert_eq!(fs::read_to_string(site.join("templates/page.html")).unwrap(), old, "the original stays");
    fs::write(output.join("templates/page.html"), "mine").unwrap();
    let refused = terminal.run(&["theme", "convert", shown(&site), "--output", shown(&output)]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("page.html"), "{}", refused.err);
    assert_eq!(
        fs::read_to_string(output.join("templates/page.html")).unwrap(),
        "mine",
        "nothing is written over"
    );
    let replaced = terminal.run(&["theme", "convert", shown(&site), "--replace"]);
    assert_eq!((replaced.status, replaced.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(site.join("templates/page.html")).unwrap(), new);
    let again = terminal.run(&["theme", "convert", shown(&site)]);
    assert!(again.out.starts_with("0 of "), "{}", again.out);
    terminal.write("templates/page.html", "{{ gone::f(a=1) }}\n{{ a b }}\n");
    let ended = terminal.run(&["theme", "convert", shown(&site), "--format", "json"]);
    assert_eq!(ended.status, 1);
    assert!(ended.err.starts_with("warning: templates/page.html:1:4: it calls `gone::f`"), "{}", ended.err);
    assert!(ended.err.contains("error: templates/page.html:2:6:"), "{}", ended.err);
    assert!(ended.out.contains("\"untranslated\":[{\"column\":4"), "{}", ended.out);
    let ended = terminal.run(&["theme", "convert", shown(&output.join("nowhere"))]);
    assert_eq!(ended.status, 2);
}

#[test]
fn translated_templates_of_a_site_go_on_asking_in_its_own_language() {
    let terminal = Terminal::new();
    terminal
        .write("zola.toml", "base_url = \"https://a.example\"\ndefault_language = \"sv\"\n[languages.fr]\n");
    terminal.write("templates/page.html", "{{ trans(key=\"a\") | as_str }}\n");
    let convert = || {
        terminal.run(&["theme", "convert", shown(&terminal.site()), "--output", shown(&terminal.output())]);
        let written = terminal.output().join("templates/page.html");
        let text = fs::read_to_string(&written).unwrap();
        fs::remove_file(written).unwrap();
        text
    };
    assert_eq!(convert(), "{{ trans(key=\"a\", lang=\"sv\") | as_str }}\n");
    // A theme is for sites in other languages too.
    terminal.write("theme.toml", "name = \"t\"\nmin_version = \"0.20\"\n");
    let of_theme = "{{ trans(key=\"a\", lang=config.default_language) | as_str }}\n";
    assert_eq!(convert(), of_theme);
    terminal.write("templates/page.html", "{% macro m() %}{{ trans(key=\"a\") }}{% endmacro %}\n");
    assert!(convert().contains("@config=none"), "the config is around what was a macro");
    terminal.write("templates/page.html", "{{ trans(key=\"a\") | as_str }}\n");
    terminal.write("zola.toml", "base_url = \"https://a.example\"\n");
    assert!(!convert().contains("lang"), "nothing to tell apart");
}
