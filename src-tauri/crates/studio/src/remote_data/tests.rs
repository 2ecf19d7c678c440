//! Against servers on this machine, which only tests may ask.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, SystemTime};

use engine::output::{OutputPath, SourcePath};
use engine::source::{Source, SourceFile};
use engine::{Fetch, Method, Options, Request};
use jiff::Timestamp;

use super::addresses::is_public;
use super::answers::Answers;
use super::{LIMITS, Limits, RemoteData};

const HASTY: Limits = Limits {
    time: Duration::from_millis(1_500),
    bytes: 1024,
    redirects: 2,
    fresh: Duration::ZERO,
    rest: Duration::ZERO,
};

/// A server that gives the same answer to all, and passes on what it was asked.
fn server(answer: impl Fn(u16) -> String + Send + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("has one").port();
    let (sender, asked) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            let question = read_question(&mut stream);
            let end = question.is_empty() || sender.send(question).is_err();
            let _gone = stream.write_all(answer(port).as_bytes());
            if end {
                break;
            }
        }
    });
    (format!("http://127.0.0.1:{port}"), asked)
}

/// Reads the head and as much of a body as it announces.
fn read_question(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while let Ok(count) = stream.read(&mut buffer) {
        text.push_str(&String::from_utf8_lossy(&buffer[..count]));
        let length = text.lines().find_map(|line| {
            line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok()
        });
        let is_whole = text.split_once("\r\n\r\n").is_some_and(|(_, body)| body.len() >= length.unwrap_or(0));
        if count == 0 || is_whole {
            break;
        }
    }
    text
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}", body.len())
}

fn get(url: &str) -> Request {
    Request { url: url.into(), method: Method::Get, headers: vec![("x-key".into(), "k".into())] }
}

/// What a site on this machine would be told.
fn fetched(remote: &RemoteData, url: &str) -> Result<String, String> {
    let bytes = remote.fetch(&get(url)).map_err(|error| error.message)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn only_this_machine(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::LOCALHOST)
}

fn remote(folder: &tempfile::TempDir, limits: Limits) -> RemoteData {
    RemoteData::new(folder.path().join("remote"), limits, only_this_machine)
}

#[test]
fn a_question_goes_out_with_its_headers_and_body() {
    let folder = tempfile::tempdir().expect("folder");
    let remote = remote(&folder, HASTY);
    let (url, asked) = server(|_| answer("200 OK", "", "data"));
    assert_eq!(fetched(&remote, &format!("{url}/a?b=c")), Ok("data".into()));
    let question = asked.recv().expect("was asked").to_ascii_lowercase();
    assert!(question.starts_with("get /a?b=c ") && question.contains("x-key: k"), "{question}");
    assert!(question.contains("user-agent: galley/"), "{question}");
    let post = Request { method: Method::Post { body: "sent".into() }, ..get(&url) };
    assert_eq!(&*remote.fetch(&post).expect("is answered"), b"data");
    let question = asked.recv().expect("was asked");
    assert!(question.starts_with("POST / ") && question.ends_with("sent"), "{question}");
}

#[test]
fn a_theme_cannot_look_at_this_machine_or_a_private_network() {
    let folder = tempfile::tempdir().expect("folder");
    let remote = RemoteData::new(folder.path().join("remote"), HASTY, is_public);
    let (url, asked) = server(|_| answer("200 OK", "", "secret"));
    let port = url.rsplit(':').next().expect("has one");
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0",
        "10.0.0.1",
        "169.254.169.254",
    ] {
        let said = fetched(&remote, &format!("http://{host}:{port}/")).expect_err(host);
        assert!(
            said == "it leads to this machine or to a private network, where a theme may not look"
                || said.starts_with("no server of that name"),
            "{host}: {said}"
        );
    }
    assert!(asked.try_recv().is_err(), "nobody was asked");
}

#[test]
fn a_redirect_is_checked_like_the_first_address() {
    let folder = tempfile::tempdir().expect("folder");
    let remote = remote(&folder, HASTY);
    let (url, _asked) =
        server(|port| answer("302 Found", &format!("location: http://127.0.0.2:{port}/\r\n"), ""));
    let said = fetched(&remote, &url).expect_err("leads elsewhere");
    assert!(said.starts_with("it leads to this machine or to a private network"), "{said}");
    let (url, _asked) = server(|_| answer("302 Found", "location: file:///etc/passwd\r\n", ""));
    assert!(fetched(&remote, &url).is_err());
}

#[test]
fn redirects_size_and_time_have_an_end() {
    let folder = tempfile::tempdir().expect("folder");
    let remote = remote(&folder, HASTY);
    let (url, _asked) =
        server(|port| answer("302 Found", &format!("location: http://127.0.0.1:{port}/\r\n"), ""));
    assert_eq!(fetched(&remote, &url), Err("it leads on to other addresses more than 2 times".into()));
    let (url, _asked) = server(|_| answer("200 OK", "", &"x".repeat(1024)));
    assert_eq!(fetched(&remote, &url).map(|text| text.len()), Ok(1024));
    let (url, _asked) = server(|_| answer("200 OK", "", &"x".repeat(1025)));
    assert_eq!(fetched(&remote, &url), Err("the answer is larger than 0 MiB".into()));
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let hasty = RemoteData {
        limits: Limits { time: Duration::from_millis(100), ..HASTY },
        ..self::remote(&folder, HASTY)
    };
    let said = fetched(&hasty, &format!("http://{}", silent.local_addr().expect("has one")));
    assert_eq!(said, Err("no answer came within 0.1 seconds".into()));
}

#[test]
fn answers_that_are_none_are_plain_words() {
    let folder = tempfile::tempdir().expect("folder");
    let remote = remote(&folder, HASTY);
    for (status, expected) in [
        ("404 Not Found", "there is nothing at this address (404)"),
        ("403 Forbidden", "the server does not let us in (403)"),
        ("503 Busy", "the server has trouble of its own (503)"),
        ("418 Teapot", "the server did not give an answer (418)"),
    ] {
        let (url, _asked) = server(move |_| answer(status, "", ""));
        assert_eq!(fetched(&remote, &url), Err(expected.into()));
    }
}

#[test]
fn a_fresh_answer_is_not_asked_for_again_and_an_old_one_serves_without_a_network() {
    let folder = tempfile::tempdir().expect("folder");
    let (url, asked) = server(|_| answer("200 OK", "", "kept"));
    let (fresh, old) = (remote(&folder, LIMITS), remote(&folder, HASTY));
    assert_eq!(fetched(&fresh, &url), Ok("kept".into()));
    assert_eq!(fetched(&fresh, &url), Ok("kept".into()));
    assert_eq!(asked.try_iter().count(), 1);
    assert_eq!(fetched(&old, &url), Ok("kept".into()));
    assert_eq!(asked.try_iter().count(), 1);
    // An empty question ends the server.
    drop(TcpStream::connect(url.trim_start_matches("http://")));
    while TcpStream::connect(url.trim_start_matches("http://")).is_ok() {}
    assert_eq!(fetched(&old, &url), Ok("kept".into()));
    let other = Request { headers: Vec::new(), ..get(&url) };
    assert!(old.fetch(&other).is_err(), "another question has an answer of its own");
}

#[test]
fn a_server_without_an_answer_is_left_alone_for_a_while_and_then_the_whole_network() {
    let folder = tempfile::tempdir().expect("folder");
    let remote = remote(&folder, Limits { rest: Duration::from_secs(600), ..HASTY });
    let (good, _asked) = server(|_| answer("200 OK", "", "data"));
    let tired = "the server, or the whole network, gave no answer a moment ago";
    for count in 1..=5 {
        assert_eq!(fetched(&remote, &good), Ok("data".into()), "after {count}");
        let (url, asked) = server(|_| answer("503 Busy", "", ""));
        assert_eq!(fetched(&remote, &url), Err("the server has trouble of its own (503)".into()));
        assert_eq!(fetched(&remote, &url), Err(tired.into()));
        assert_eq!(asked.try_iter().count(), 1);
    }
    assert_eq!(fetched(&remote, &format!("{good}/new")), Err(tired.into()));
    assert_eq!(fetched(&remote, &good), Ok("data".into()), "what was kept still serves");
}

#[test]
fn a_whole_site_shows_what_a_server_has() {
    let folder = tempfile::tempdir().expect("folder");
    let (url, asked) = server(|_| answer("200 OK", "", "[{\"name\": \"Ann\"}]"));
    let template = format!(
        "{{% for boat in load_data(url=\"{url}/boats\", format=\"json\") %}}{{{{ boat.name }}}}{{% endfor %}}"
    );
    let files = [
        ("zola.toml", "base_url = \"https://example.org\""),
        ("galley.toml", "load_remote_data = true"),
        ("templates/index.html", &template),
        ("templates/page.html", &template),
        ("content/a.md", "+++\n+++\n"),
    ];
    let files = files
        .map(|(path, text)| (SourcePath::new(path).expect("is a path"), SourceFile::loaded(text.as_bytes())));
    let options = Options {
        base_url: None,
        drafts: false,
        now: Timestamp::UNIX_EPOCH,
        fetch: Some(Arc::new(remote(&folder, HASTY))),
    };
    let site = engine::open(&Source::new(files.into_iter().collect()), &options).value;
    for path in ["index.html", "a/index.html"] {
        let made = site.render(&OutputPath::new(path).expect("is a path")).expect("is planned");
        let file = made.value.unwrap_or_else(|| panic!("{:?}", made.diagnostics));
        assert_eq!(file.entry.size, 3, "{path} holds the name");
    }
    assert_eq!(asked.try_iter().count(), 1);
}

#[test]
fn the_oldest_answers_give_way() {
    let folder = tempfile::tempdir().expect("folder");
    let answers = Answers::new(folder.path().to_owned());
    let ask = |n: usize| get(&format!("https://example.org/{n}"));
    let kept = || (0..6).filter(|&n| answers.find(&ask(n)).is_some()).collect::<Vec<_>>();
    for n in 0..6 {
        answers.keep(&ask(n), &[0; 100]).expect("is kept");
        let file = File::options().write(true).open(answers.place(&ask(n))).expect("is there");
        let age = Duration::from_secs(1_000 - n as u64);
        file.set_modified(SystemTime::now() - age).expect("has a time");
    }
    answers.thin_out(4, 1_000).expect("is thinned out");
    assert_eq!(kept(), [2, 3, 4, 5]);
    answers.thin_out(4, 250).expect("is thinned out");
    assert_eq!(kept(), [4, 5]);
}
