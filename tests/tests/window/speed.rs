//! How fast the real window is. Prints what it measures; fails only where somebody writing would feel it.

use std::time::Instant;

use fantoccini::Locator;
use publish::conformance::sshd::say;
use serde_json::json;

use crate::driver::{Home, Window, is_wanted};

/// Slower than this and the preview lags behind the hand, on any machine the tests run on.
const UNBEARABLE_MS: f64 = 500.0;

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_keeps_up_with_typing() {
    if !is_wanted() {
        return;
    }
    let begun = Instant::now();
    let window = Window::open(Home::new(), &["--sample"], 1280, 820).await;
    window
        .wait("the list", "return document.body.innerText.includes('Opening hours in winter')", vec![])
        .await;
    say(&format!("start to a usable window: {} ms", begun.elapsed().as_millis()));
    for words in [500, 5000] {
        measure(&window, words).await;
    }
    window.close().await;
}

async fn measure(window: &Window, words: usize) {
    let text = text_of(words);
    let title = format!("Speed {words}");
    let row = window.call("create_page", json!({ "kind": "post", "title": title })).await.expect("makes");
    let page = row["page"].clone();
    window.call("open_page", page.clone()).await.expect("opens");
    let edit =
        json!({ "page": page, "base": 0, "revision": 1, "changes": { "kind": "whole", "text": text } });
    window.call("edit_page", edit).await.expect("fills");
    window.call("save_page", page.clone()).await.expect("saves");
    window.call("close_page", page).await.expect("closes");
    window.press("Posts").await;
    let open = "const rows = [...document.querySelectorAll('main a, main button')];
        const row = rows.find((one) => one.textContent.includes(arguments[0])); row?.click(); return row !== undefined;";
    window.wait(&title, open, vec![title.clone().into()]).await;
    let shown = "return (document.querySelector('iframe')?.contentDocument?.body?.textContent ?? '').includes('the last word')";
    window.wait("the whole text in the preview", shown, vec![]).await;
    let editor = window.client.find(Locator::Css(".cm-content")).await.expect("an editor");
    editor.click().await.expect("clicks");
    window.run("performance.clearMeasures()", vec![]).await;
    for _ in 0..60 {
        editor.send_keys("a").await.expect("types");
        // The hand of a fast typist: some 130 words a minute.
        tokio::time::sleep(std::time::Duration::from_millis(90)).await;
    }
    let read = "return performance.getEntriesByName('galley:key-to-preview').map((one) => one.duration)";
    let done = "return performance.getEntriesByName('galley:key-to-preview').length > 30";
    window.wait("the preview follows", done, vec![]).await;
    let times = window.run(read, vec![]).await;
    let mut times: Vec<f64> =
        times.as_array().expect("a list").iter().filter_map(serde_json::Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    let count = times.len();
    say(&format!("key to preview, {words} words: p50 {:.0} ms, p95 {:.0} ms, {count} keys", at(50), at(95)));
    assert!(at(50) < UNBEARABLE_MS, "the preview lags: {times:?}");
}

fn text_of(words: usize) -> String {
    let mut text = String::new();
    for word in 0..words {
        text.push_str(match word % 100 {
            0 => "\n\n## A heading\n\n",
            25 | 50 | 75 => "\n\n",
            _ => "",
        });
        text.push_str(
            ["harbour ", "light ", "**tide** ", "rope ", "[chart](https://example.org) "][word % 5],
        );
    }
    text.push_str("\n\nthe last word\n");
    text
}
