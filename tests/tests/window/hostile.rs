//! A stranger's page in the preview: nothing in it runs, nothing in it asks for anything, and nothing in it takes the
//! window elsewhere. The attacks are those that worked in a trial, and their relatives.

use serde_json::json;

use crate::driver::{Home, Window, is_wanted};

/// Each attack marks the window if it works: `window.galleyWasHere`, a command, or another page at the top.
const PAGE: &str = r#"+++
title = "Hostile <script>parent.galleyWasHere = 1</script>"
+++
First, plain words.

<script>parent.galleyWasHere = 1; top.galleyWasHere = 1</script>

<script src="data:text/javascript,parent.galleyWasHere=1"></script>

<img src="nothing.png" onerror="parent.galleyWasHere = 1">

<svg onload="parent.galleyWasHere = 1"><script>parent.galleyWasHere = 1</script><a href="javascript:parent.galleyWasHere=1"><text y="20">svg link</text></a></svg>

<a id="js" href="javascript:parent.galleyWasHere=1">javascript</a>
<a id="js2" href="JaVaScRiPt&colon;parent.galleyWasHere=1">javascript again</a>
<a id="top" target="_top" href="http://127.0.0.1:9/top">to the top</a>
<a id="self" href="http://127.0.0.1:9/self">away</a>
<a id="blank" target="_blank" href="http://127.0.0.1:9/blank">a new window</a>
<a id="app" target="_top" href="tauri://localhost/index.html">the app itself</a>
<a id="data" target="_top" href="data:text/html,<script>alert(1)</script>">data</a>

<iframe id="inner" srcdoc="<script>top.galleyWasHere=1</script>"></iframe>
<iframe src="tauri://localhost/index.html"></iframe>
<object data="tauri://localhost/index.html"></object>
<embed src="tauri://localhost/index.html">

<form id="form" action="http://127.0.0.1:9/form" target="_top"><button id="send">send</button></form>

<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/refresh">
<base href="http://127.0.0.1:9/base/" target="_top">
<link rel="stylesheet" href="http://127.0.0.1:9/style.css">
<style>@import url("http://127.0.0.1:9/import.css"); body { background: url("javascript:parent.galleyWasHere=1") }</style>
<details open ontoggle="parent.galleyWasHere = 1"><summary>more</summary></details>
<video autoplay onloadstart="parent.galleyWasHere = 1"><source src="x" onerror="parent.galleyWasHere = 1"></video>
<input autofocus onfocus="parent.galleyWasHere = 1">
<div style="animation: x 1s" onanimationstart="parent.galleyWasHere = 1"></div>
<template><script>parent.galleyWasHere = 1</script></template>
<noscript><p title="</noscript><img src=x onerror=parent.galleyWasHere=1>"></noscript>
<math><mtext><table><mglyph><style><img src=x onerror="parent.galleyWasHere=1"></style></mglyph></table></mtext></math>

The last words.
"#;

const CONFIG: &str = "base_url = \"https://example.org\"\ntitle = \"Hostile\"\n[markdown]\n";

/// A theme that a stranger made: it, too, is data.
const TEMPLATE: &str = r#"<!doctype html><html><head><meta charset="utf-8"><title>{{ page.title }}</title>
<script>parent.galleyWasHere = 1; window.webkit?.messageHandlers?.ipc?.postMessage("{}")</script>
<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"></head>
<body onload="parent.galleyWasHere = 1">{{ page.content | safe }}</body></html>"#;

fn site(home: &Home) -> String {
    let folder = home.path().join("hostile");
    for (path, text) in [
        ("zola.toml", CONFIG),
        ("content/page.md", PAGE),
        ("templates/page.html", TEMPLATE),
        ("templates/index.html", "<p>home</p>"),
    ] {
        let place = folder.join(path);
        std::fs::create_dir_all(place.parent().expect("in a folder")).expect("folders");
        std::fs::write(place, text).expect("writes");
    }
    folder.to_string_lossy().into_owned()
}

const STILL_OURS: &str =
    "return location.href.startsWith('tauri://localhost') && window.galleyWasHere === undefined";

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_page_runs_nothing_and_leads_nowhere() {
    if !is_wanted() {
        return;
    }
    let home = Home::new();
    let folder = site(&home);
    let window = Window::open(home, &[&folder], 1280, 820).await;
    window.press("Pages").await;
    window.wait("the page in the list", "return document.body.innerText.includes('Hostile')", vec![]).await;
    let open = "const row = [...document.querySelectorAll('main a, main button')].find((one) => one.textContent.includes('Hostile'));
        row?.click(); return row !== undefined;";
    window.wait("the page opens", open, vec![]).await;
    let shown = "const page = document.querySelector('iframe')?.contentDocument?.body?.textContent ?? '';
        return page.includes('The last words');";
    window.wait("the page's own words in the preview", shown, vec![]).await;
    window.picture("hostile").await;

    // The frame's rights are the walls; everything below tries the walls.
    let sandbox = window.run("return document.querySelector('iframe').getAttribute('sandbox')", vec![]).await;
    assert_eq!(sandbox, json!("allow-same-origin"));
    assert_eq!(window.run(STILL_OURS, vec![]).await, json!(true));

    // A person clicks everything there is to click, in the frame itself.
    let click_all = "const page = document.querySelector('iframe').contentDocument;
        for (const one of page.querySelectorAll('a, button, summary, input'))
            one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, view: page.defaultView }));
        for (const one of page.querySelectorAll('form')) { try { one.requestSubmit() } catch {} }
        return page.querySelectorAll('a').length;";
    let links = window.run(click_all, vec![]).await;
    assert!(links.as_u64().is_some_and(|count| count >= 5), "the links are shown: {links}");
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    assert_eq!(window.run(STILL_OURS, vec![]).await, json!(true));
    window.wait("the page is still shown", shown, vec![]).await;
    let windows = window.client.windows().await.expect("lists");
    assert_eq!(windows.len(), 1, "no window was opened");

    // No script reached the frame, and none can be put there that runs.
    let planted = "const page = document.querySelector('iframe').contentDocument;
        page.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"parent.galleyWasHere = 2\"><svg onload=\"parent.galleyWasHere = 2\">');
        return page.querySelectorAll('script, object, embed, base:not([target=_blank]), meta[http-equiv=refresh]').length;";
    assert_eq!(window.run(planted, vec![]).await, json!(0));
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(window.run(STILL_OURS, vec![]).await, json!(true));

    // The window itself cannot be led away either, not even by its own script.
    window.run("setTimeout(() => { location.href = 'http://127.0.0.1:9/' }, 0)", vec![]).await;
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    let answer = window.call("show_site", json!({})).await.expect("the studio still answers");
    assert_eq!(answer["title"], json!("Hostile"));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_may_ask_our_two_commands_and_nothing_else() {
    if !is_wanted() {
        return;
    }
    let window = Window::open(Home::new(), &[], 1000, 700).await;
    let ask = "const [name, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(name, { path: '/etc/passwd', event: 'x', target: { kind: 'Any' }, handler: 1 })
            .then(() => done('allowed'), (why) => done(String(why?.message ?? why)));";
    for name in [
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:event|listen",
        "plugin:webview|create_webview_window",
        "plugin:window|close",
        "plugin:path|resolve_directory",
        "plugin:fs|read_file",
        "plugin:shell|execute",
    ] {
        let answer = window.client.execute_async(ask, vec![name.into()]).await.expect("runs");
        assert_ne!(answer, json!("allowed"), "{name}");
    }
    let failure =
        window.call("read_file", json!({ "path": "/etc/passwd" })).await.expect_err("no such command");
    assert!(failure["message"].as_str().is_some_and(|text| text.contains("does not know")), "{failure}");
    for url in ["file:///etc/passwd", "javascript:alert(1)", "tauri://localhost/", "ssh://example.org"] {
        window.call("open_link", json!({ "url": url })).await.expect_err(url);
    }
    window.close().await;
}
