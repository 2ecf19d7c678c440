//! The whole path of somebody who has never seen Galley: the sample, a post written, a setting changed, the site online.

use std::collections::BTreeMap;
use std::path::Path;

use fantoccini::Locator;
use publish::conformance::sshd::{Sshd, left_out_because, say};
use serde_json::{Value, json};
use studio::{BuildOrder, Places};
use tests::author::tree;

use crate::driver::{Home, Window, is_wanted};

const PREVIEW_SAYS: &str = "return document.querySelector('iframe')?.contentDocument?.body?.textContent?.includes(arguments[0]) ?? false";
const WINDOW_SAYS: &str = "return document.body.innerText.includes(arguments[0])";

impl Window {
    /// Opens a page from the list that is shown.
    async fn open_row(&self, title: &str) {
        let script = "const rows = [...document.querySelectorAll('main a, main button')];
            const row = rows.find((one) => one.textContent.includes(arguments[0]));
            row?.click(); return row !== undefined;";
        self.wait(title, script, vec![title.into()]).await;
        let editor = "return document.querySelector('.cm-content') !== null";
        self.wait("the editor", editor, vec![]).await;
    }

    /// Types at the end of the text, as on a keyboard.
    async fn type_at_the_end(&self, text: &str) {
        let editor = self.client.find(Locator::Css(".cm-content")).await.expect("an editor");
        editor.click().await.expect("clicks");
        // Control+End goes to the end of the text; \u{e007} is the Enter key.
        editor.send_keys("\u{e009}\u{e010}\u{e000}").await.expect("presses");
        editor.send_keys(text).await.expect("types");
    }

    async fn says(&self, words: &str) {
        self.wait(words, WINDOW_SAYS, vec![words.into()]).await;
    }

    async fn publish_changes(&self) {
        self.press("Publish now").await;
        self.wait(
            "the end",
            "return document.querySelector('dialog[open]')?.innerText.includes('Live ·')",
            vec![],
        )
        .await;
    }
}

/// What a build from the command line writes for the same files.
fn build(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().expect("a scratch folder");
    let places = Places { data: output.path().join("data"), sites: output.path().join("sites") };
    let to = output.path().join("out");
    let report =
        studio::build(&home.sample(), &to, &BuildOrder::default(), &places, &|_| {}).expect("builds");
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    tree(&to)
}

/// What visitors get from a place, without Galley's own records there.
fn published(place: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(place).into_iter().filter(|(path, _)| !path.starts_with(".galley/")).collect()
}

fn assert_same_files(found: &BTreeMap<String, Vec<u8>>, wanted: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    for (path, bytes) in wanted {
        assert!(found[path] == *bytes, "{path} differs from the build");
    }
}

fn assert_nothing_private(place: &Path) {
    for (path, bytes) in tree(place) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!path.ends_with(".md") && !path.ends_with(".toml"), "a source went out: {path}");
        for private in
            ["Notes for the anniversary book", "two hundred years old today", "correct horse", "PRIVATE KEY"]
        {
            assert!(!text.contains(private), "{private} went out in {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_sample_to_a_published_site() {
    if !is_wanted() {
        return;
    }
    let window = Window::open(Home::new(), &[], 1280, 820).await;
    window.says("New site").await;
    window.picture("start").await;
    window.press("Try the sample").await;
    window.says("Opening hours in winter").await;
    window.picture("posts").await;

    write_a_post(&window).await;
    change_the_title(&window).await;

    let folder = tempfile::tempdir().expect("a folder to publish to");
    let place = folder.path().join("www");
    std::fs::create_dir(&place).expect("a folder");
    std::fs::write(place.join("theirs.txt"), "not ours").expect("a foreign file");
    publish_to_a_folder(&window, &place).await;
    let mut wanted = build(&window.home);
    assert!(
        wanted["index.html"].windows(15).any(|piece| piece == b"Quayside Museum"),
        "the new title is on the home page"
    );
    let lanterns =
        wanted.values().any(|bytes| String::from_utf8_lossy(bytes).contains("The lanterns are out"));
    assert!(lanterns, "the new post is in the build");
    wanted.insert("theirs.txt".to_owned(), b"not ours".to_vec());
    assert_same_files(&published(&place), &wanted);
    assert_nothing_private(&place);

    if let Some(why) = left_out_because() {
        say(&format!("left out: publishing to a server, {why}"));
    } else {
        publish_to_a_server(&window).await;
    }
    window.close().await;
}

async fn write_a_post(window: &Window) {
    window.press("New post").await;
    window.wait("the editor", "return document.querySelector('.cm-content') !== null", vec![]).await;
    let title_has_focus = "return document.activeElement.matches('input, textarea')";
    window.wait("a new post begins with its title", title_has_focus, vec![]).await;
    let title = window.client.active_element().await.expect("a focus");
    title.send_keys("Lantern evening").await.expect("types");
    window.wait("the title in the preview", PREVIEW_SAYS, vec!["Lantern evening".into()]).await;
    window.type_at_the_end("The lanterns are out").await;
    window.wait("the words in the preview", PREVIEW_SAYS, vec!["The lanterns are out".into()]).await;
    window.type_at_the_end(", **all** of them.").await;
    let bold = "return [...(document.querySelector('iframe')?.contentDocument?.querySelectorAll('strong') ?? [])].some((one) => one.textContent === 'all')";
    window.wait("the bold word in the preview", bold, vec![]).await;
    window.says("Saved").await;
    window.picture("editor").await;
    // Ready to go: no draft any more.
    let answer = page_by_title(window, "Lantern evening").await;
    let page = answer["page"].clone();
    window
        .call("change_field", json!({ "page": page, "field": { "kind": "draft", "value": false } }))
        .await
        .expect("changes");
    window.call("save_page", page.clone()).await.expect("saves");
    let text = std::fs::read_to_string(window.home.sample().join(page.as_str().expect("a handle")))
        .expect("the file");
    assert!(
        text.contains("title = \"Lantern evening\"")
            && text.contains("The lanterns are out, **all** of them."),
        "{text}"
    );
    assert!(!text.contains("draft = true"), "{text}");
}

async fn page_by_title(window: &Window, title: &str) -> Value {
    let rows = window.call("list_pages", json!({ "kind": "post" })).await.expect("lists");
    let rows = rows.as_array().expect("a list").clone();
    rows.into_iter().find(|row| row["title"] == json!(title)).expect("the post is in the list")
}

async fn change_the_title(window: &Window) {
    window.press("Settings").await;
    window.fill("Title", "Quayside Museum").await;
    window.wait("the new name in the sidebar", WINDOW_SAYS, vec!["Quayside Museum".into()]).await;
    window.picture("settings").await;
    let config = std::fs::read_to_string(window.home.sample().join("zola.toml")).expect("the config");
    assert!(config.contains("title = \"Quayside Museum\""), "{config}");
}

async fn publish_to_a_folder(window: &Window, place: &Path) {
    window.press("Publish").await;
    window.press("A folder").await;
    window.fill("Folder", &place.to_string_lossy()).await;
    window.press("Go on").await;
    let ready = "return [...document.querySelectorAll('dialog[open] button')].some((one) => one.textContent.trim() === 'Publish now')";
    window.wait("the plan", ready, vec![]).await;
    window.says("/posts/lantern-evening/").await;
    window.picture("publish-plan").await;
    window.publish_changes().await;
    // The words fade in.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    window.picture("publish-done").await;
    window.press("Close").await;
}

async fn publish_to_a_server(window: &Window) {
    let server = Sshd::start().expect("sshd starts");
    let settings = server.settings(&server.www());
    let place = json!({
        "kind": "sftp", "host": settings.host, "port": settings.port, "user": settings.user,
        "folder": settings.folder, "sign_in": { "kind": "keyFile", "file": server.key_file() },
    });
    let target = json!({ "id": null, "settings": { "name": "Our server", "place": place } });
    let target = window.call("save_target", target).await.expect("saves");
    let plan = json!({ "target": target["id"], "secret": null, "replace": false });
    let failure = window.call("plan_publish", plan.clone()).await.expect_err("the key is unknown");
    assert_eq!(failure["remedy"]["kind"], json!("acceptHostKey"), "{failure}");
    let accept = json!({ "target": target["id"], "fingerprint": failure["remedy"]["fingerprint"] });
    window.call("accept_host_key", accept).await.expect("accepts");

    window.press("Everything is live").await;
    window.press("Another place…").await;
    window.press("Our server").await;
    window.publish_changes().await;
    let root = server.www();
    assert_same_files(&published(&root), &build(&window.home));
    assert_nothing_private(&root);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_window_loses_at_most_a_second_of_typing() {
    if !is_wanted() {
        return;
    }
    let window = Window::open(Home::new(), &["--sample"], 1280, 820).await;
    window.open_row("Opening hours in winter").await;
    window.type_at_the_end("\u{e007}\u{e007}").await;
    let mut typed = String::new();
    let begun = std::time::Instant::now();
    let mut old_enough = 0;
    let editor = window.client.find(Locator::Css(".cm-content")).await.expect("an editor");
    let mut marks = Vec::new();
    // A steady typist, who never pauses: each word is followed at once by the next.
    for number in 0..60 {
        let word = format!("word{number} ");
        editor.send_keys(&word).await.expect("types");
        typed.push_str(&word);
        marks.push((begun.elapsed(), typed.len()));
    }
    let killed_at = begun.elapsed();
    let home = window.kill();
    for (at, length) in marks {
        if killed_at.saturating_sub(at).as_millis() >= 1000 {
            old_enough = length;
        }
    }
    assert!(old_enough > 0, "the typing took longer than a second");

    let window = Window::open(home, &["--sample"], 1280, 820).await;
    window.says("was not saved").await;
    let page = page_by_title(&window, "Opening hours in winter").await["page"].clone();
    let view = window.call("open_page", page).await.expect("opens");
    let text = view["text"].as_str().expect("a text");
    assert!(
        text.contains(typed[..old_enough].trim_end()),
        "what was typed is back: …{}",
        &text[text.len().saturating_sub(200)..]
    );
    window.picture("recovered").await;
    window.close().await;
}
