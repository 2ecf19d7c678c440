//! A browser's side of HTTP, as plain as it gets: nothing between the test and the bytes.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// What a server answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Splits `http://127.0.0.1:1234/path` into the server and the path.
pub(super) fn parts(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").expect("a loopback address");
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

/// Asks for an address.
pub(super) fn get(url: &str) -> Answer {
    let (server, path) = parts(url);
    ask(server, path, server)
}

/// Asks a server for a path, byte for byte as given, under the name of a host.
pub(super) fn ask(server: &str, path: &str, host: &str) -> Answer {
    let mut stream = TcpStream::connect(server).expect("connects");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sends");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("receives");
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}
