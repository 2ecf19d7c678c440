//! What is opened outside the app.

use studio::Request;
use studio::protocol::{Nothing, OpenInBrowser, OpenLink, PageId};
use tests::author::Author;

#[test]
fn only_web_and_mail_addresses_are_opened() {
    let author = Author::new();
    for url in ["https://example.org/a?b#c", "http://example.org", "mailto:a@example.org"] {
        author.ask::<Nothing>(Request::OpenLink(OpenLink { url: url.into() }));
    }
    assert_eq!(
        author.host.opened(),
        ["https://example.org/a?b#c", "http://example.org", "mailto:a@example.org"]
    );
    for url in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ssh://host",
        "//example.org",
        "/etc/passwd",
        "",
        " https://example.org",
        "https://example.org\n--help",
        "vscode://x",
        "JaVaScRiPt:x",
        "-https://x",
    ] {
        let failure = author.fail(Request::OpenLink(OpenLink { url: url.into() }));
        assert!(failure.hint.contains("web and mail"), "{failure:?}");
    }
    assert_eq!(author.host.opened().len(), 3);
}

#[test]
fn a_page_is_opened_at_its_place_on_this_machine() {
    let author = Author::with_small_site();
    author.ask::<Nothing>(Request::OpenInBrowser(OpenInBrowser { page: None }));
    let page = Some(PageId("content/posts/first.md".into()));
    author.ask::<Nothing>(Request::OpenInBrowser(OpenInBrowser { page }));
    let opened = author.host.opened();
    assert!(opened[0].starts_with("http://127.0.0.1:") && opened[0].ends_with('/'), "{opened:?}");
    assert_eq!(opened[1], format!("{}posts/first/", opened[0]));
    author.fail(Request::OpenInBrowser(OpenInBrowser { page: Some(PageId("content/none.md".into())) }));
}
