//! The server on this machine: who gets what from it.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use studio::Request;
use studio::protocol::{Nothing, OpenInBrowser};
use tests::author::Author;

use super::web::{ask, get, parts};
use super::whole;

const WALK: &[(&str, &str)] = &[
    (
        "content/posts/walk/index.md",
        "+++\ntitle = \"Walk\"\ndate = 2026-01-04\ndraft = true\n+++\n\n![](map.svg)\n",
    ),
    ("content/posts/walk/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    (
        "content/posts/über.md",
        "+++\ntitle = \"Über\"\ndate = 2026-01-05\npath = \"posts/über\"\n+++\nUmlaut.\n",
    ),
    ("content/posts/über/pic.png", "png"),
    ("static/fonts/a.woff2", "font"),
    ("static/a/b.JPG", "jpg"),
];

/// The addresses of a site's preview and of its proof.
fn served() -> (Author, String, String) {
    let author = Author::with_small_site_and(WALK);
    author.open("content/about.md");
    let preview = whole(&author, "content/about.md").local_url;
    author.ask::<Nothing>(Request::OpenInBrowser(OpenInBrowser { page: None }));
    let proof = author.host.opened()[0].trim_end_matches('/').to_owned();
    (author, preview, proof)
}

#[test]
fn files_come_with_their_kinds_and_stay_in_no_cache() {
    let (_author, preview, proof) = served();
    for base in [&preview, &proof] {
        for (path, kind, body) in [
            ("style.css", "text/css; charset=utf-8", "body { color: black }"),
            ("fonts/a.woff2", "font/woff2", "font"),
            ("a/b.JPG", "image/jpeg", "jpg"),
            ("posts/walk/map.svg", "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ] {
            let answer = get(&format!("{base}/{path}"));
            assert_eq!((answer.status, answer.text().as_str()), (200, body), "{path}");
            assert_eq!(answer.header("content-type"), Some(kind), "{path}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        }
    }
}

#[test]
fn the_proof_is_the_whole_site_with_addresses_of_this_machine() {
    let (_author, _, proof) = served();
    let home = get(&format!("{proof}/"));
    assert_eq!((home.status, home.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let list = get(&format!("{proof}/posts/")).text();
    assert!(list.contains(&format!("{proof}/posts/first/")), "{list}");
    assert!(!list.contains("small.example.org"), "{list}");
    assert!(get(&format!("{proof}/posts/walk/")).text().contains("map.svg"), "drafts are in it");
    let missing = get(&format!("{proof}/no/such/page/"));
    assert_eq!((missing.status, missing.text().as_str()), (404, "<h1>Not here</h1>"));
}

#[test]
fn a_folder_without_its_last_slash_is_asked_for_again() {
    let (_author, preview, proof) = served();
    for (asked, wanted) in
        [("", "/"), ("/posts/first", "/posts/first/"), ("/posts/%C3%BCber", "/posts/%C3%BCber/")]
    {
        let answer = get(&format!("{proof}{asked}"));
        let to = answer.header("location").map(str::to_owned);
        assert_eq!((answer.status, to), (307, Some(format!("{}{wanted}", parts(&proof).1))), "{asked}");
    }
    let umlaut = get(&format!("{proof}/posts/%C3%BCber/"));
    assert!(umlaut.status == 200 && umlaut.text().contains("Umlaut."), "{umlaut:?}");
    assert_eq!(get(&preview).status, 404, "the preview's server has no pages");
    assert_eq!(get(&format!("{preview}/posts/first/")).status, 404);
    assert_eq!(get(&format!("{preview}/posts/first/index.html")).status, 404);
}

#[test]
fn without_the_token_there_is_nothing() {
    let (_author, preview, proof) = served();
    let (server, _) = parts(&preview);
    assert_ne!(parts(&preview).1, parts(&proof).1);
    let guessed = "0".repeat(32);
    for path in ["/", "/style.css", "//style.css", "/%2Fexample.org", "/x", &format!("/{guessed}/style.css")]
    {
        let answer = ask(server, path, server);
        assert_eq!((answer.status, answer.header("location")), (404, None), "{path}");
    }
    assert!(parts(&preview).1.len() > 32);
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let (_author, preview, _) = served();
    let (server, token) = parts(&preview);
    let port = server.rsplit(':').next().unwrap();
    for host in [
        "evil.example",
        "localhost",
        &format!("localhost:{port}"),
        "127.0.0.1",
        "",
        &format!("evil.example:{port}"),
    ] {
        for path in [format!("{token}/style.css"), token.to_owned()] {
            let answer = ask(server, &path, host);
            assert!(matches!(answer.status, 400 | 403), "{host}: {answer:?}");
            assert!(!answer.text().contains("color"));
        }
    }
}

#[test]
fn only_this_machine_can_ask() {
    let (_author, preview, _) = served();
    let server: SocketAddr = parts(&preview).0.parse().unwrap();
    assert!(server.ip().is_loopback());
    // Another address of the same machine stands for another machine.
    let other = SocketAddr::new([127, 0, 0, 2].into(), server.port());
    assert!(TcpStream::connect_timeout(&other, Duration::from_secs(1)).is_err());
}

#[test]
fn nothing_outside_the_site_is_found() {
    let (author, preview, proof) = served();
    std::fs::write(author.folder.path().join("secret.txt"), "secret").unwrap();
    author.write("static/inside.txt", "inside");
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        author.folder.path().join("secret.txt"),
        author.site().join("static/link.txt"),
    )
    .unwrap();
    author.open_site();
    author.open("content/about.md");
    for base in [preview, proof] {
        let (server, token) = parts(&base);
        let absolute = author.folder.path().join("secret.txt");
        for path in [
            "../secret.txt",
            "..%2fsecret.txt",
            "%2e%2e/secret.txt",
            "%2e%2e%2fsecret.txt",
            "posts/../../secret.txt",
            "posts/walk/../../../../secret.txt",
            "..\\secret.txt",
            "..%5csecret.txt",
            "link.txt",
            "zola.toml",
            "content/about.md",
            "about.md",
            "posts/walk/index.md",
            "templates/page.html",
            "//etc/passwd",
            "/etc/passwd",
            "%2Fetc%2Fpasswd",
            "style.css%00",
            "posts/walk/%2e%2e/walk/index.md",
            &absolute.to_string_lossy(),
        ] {
            let answer = ask(server, &format!("{token}/{path}"), server);
            assert!(answer.status == 404 || answer.status == 400, "{path}: {answer:?}");
            let text = answer.text();
            assert!(
                !text.contains("secret") && !text.contains("+++") && !text.contains("root:"),
                "{path}: {text}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_put_there_later_is_not_followed() {
    let (author, preview, proof) = served();
    std::fs::write(author.folder.path().join("secret.txt"), "secret").unwrap();
    assert_eq!(get(&format!("{preview}/fonts/a.woff2")).text(), "font");
    let place = author.site().join("static/fonts/a.woff2");
    std::fs::remove_file(&place).unwrap();
    std::os::unix::fs::symlink(author.folder.path().join("secret.txt"), place).unwrap();
    for base in [preview, proof] {
        assert!(!get(&format!("{base}/fonts/a.woff2")).text().contains("secret"));
    }
}

#[test]
fn a_closed_site_is_served_no_more() {
    let (author, preview, proof) = served();
    author.ask::<Nothing>(Request::CloseSite(Nothing {}));
    for base in [preview, proof] {
        assert_eq!(get(&format!("{base}/style.css")).status, 404);
    }
}
