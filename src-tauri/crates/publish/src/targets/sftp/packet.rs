//! The messages of SFTP version 3 (draft-ietf-secsh-filexfer-02) that a publish needs, as bytes.
//!
//! Handles are kept as the bytes the server sent. They are no text: OpenSSH counts them in four bytes, and from the 129th
//! on they are not UTF-8 any more.

/// The largest message that is taken from a server; OpenSSH itself never goes beyond this.
pub(super) const MAX_PACKET_BYTES: usize = 256 * 1024 + 1024;

/// The most names that are taken in one message.
const MAX_NAMES: u32 = 100_000;

/// The numbers of the messages we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Open = 3,
    Close = 4,
    Read = 5,
    Write = 6,
    Lstat = 7,
    Fstat = 8,
    Opendir = 11,
    Readdir = 12,
    Remove = 13,
    Mkdir = 14,
    Rmdir = 15,
    Stat = 17,
    Rename = 18,
    Extended = 200,
}

pub(super) const OPEN_READ: u32 = 0x01;
pub(super) const OPEN_WRITE: u32 = 0x02;
pub(super) const OPEN_CREATE: u32 = 0x08;
pub(super) const OPEN_TRUNCATE: u32 = 0x10;
pub(super) const OPEN_EXCLUSIVE: u32 = 0x20;

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    Status { code: u32, message: String },
    Handle(Vec<u8>),
    Data(Vec<u8>),
    Names(Vec<(Vec<u8>, Attributes)>),
    Attributes(Attributes),
    Extended(Vec<u8>),
}

/// What a server says about a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) size: u64,
    pub(super) mode: Option<u32>,
    pub(super) modified: u32,
}

/// What a server can do beyond the draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extensions {
    pub(super) posix_rename: bool,
    pub(super) statvfs: bool,
    pub(super) fsync: bool,
}

/// A message on its way out.
pub(super) struct Request(Vec<u8>);

const LENGTH_BYTES: usize = 4;
const INIT: u8 = 1;
const VERSION: u8 = 2;
const OUR_VERSION: u32 = 3;

impl Request {
    /// Begins a message.
    pub(super) fn new(ask: Ask, id: u32) -> Self {
        let mut request = Self(vec![0; LENGTH_BYTES]);
        request.0.push(ask as u8);
        request.number(id)
    }

    /// Makes the first message of all.
    pub(super) fn init() -> Vec<u8> {
        let mut request = Self(vec![0; LENGTH_BYTES]);
        request.0.push(INIT);
        request.number(OUR_VERSION).into_bytes()
    }

    /// Adds a number.
    pub(super) fn number(mut self, value: u32) -> Self {
        self.0.extend(value.to_be_bytes());
        self
    }

    /// Adds a large number.
    pub(super) fn large_number(mut self, value: u64) -> Self {
        self.0.extend(value.to_be_bytes());
        self
    }

    /// Adds bytes with their length.
    pub(super) fn bytes(self, bytes: &[u8]) -> Self {
        let length = u32::try_from(bytes.len()).expect("chunks and paths are far smaller than 4 GiB");
        let mut request = self.number(length);
        request.0.extend(bytes);
        request
    }

    /// Ends the message.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        let length = u32::try_from(self.0.len() - LENGTH_BYTES).expect("a message is far smaller than 4 GiB");
        self.0[..LENGTH_BYTES].copy_from_slice(&length.to_be_bytes());
        self.0
    }
}

/// Cuts the next whole message off the front of what has arrived; nothing where it is not whole yet, an error where it
/// is larger than any honest one.
pub(super) fn next_packet(arrived: &mut Vec<u8>) -> Result<Option<Vec<u8>>, TooLarge> {
    let Some(length) = arrived.first_chunk::<LENGTH_BYTES>() else { return Ok(None) };
    let length = u32::from_be_bytes(*length) as usize;
    if length > MAX_PACKET_BYTES {
        return Err(TooLarge);
    }
    let end = LENGTH_BYTES + length;
    if arrived.len() < end {
        return Ok(None);
    }
    let rest = arrived.split_off(end);
    let packet = std::mem::replace(arrived, rest);
    Ok(Some(packet[LENGTH_BYTES..].to_vec()))
}

/// Says that a server announced a message that is too large.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Reads the server's first message.
pub(super) fn parse_version(packet: &[u8]) -> Option<Extensions> {
    let mut body = Body(packet);
    if body.byte()? != VERSION || body.number()? < OUR_VERSION {
        return None;
    }
    let mut extensions = Extensions::default();
    while let (Some(name), Some(version)) = (body.bytes(), body.bytes()) {
        match (name, version) {
            (b"posix-rename@openssh.com", b"1") => extensions.posix_rename = true,
            (b"statvfs@openssh.com", b"2") => extensions.statvfs = true,
            (b"fsync@openssh.com", b"1") => extensions.fsync = true,
            _ => {}
        }
    }
    Some(extensions)
}

/// Reads an answer and the number of the request it belongs to.
pub(super) fn parse_reply(packet: &[u8]) -> Option<(u32, Reply)> {
    let mut body = Body(packet);
    let kind = body.byte()?;
    let id = body.number()?;
    let reply = match kind {
        101 => {
            let code = body.number()?;
            // Version 3 has the message; some servers leave it out.
            let message = body.bytes().map(String::from_utf8_lossy).unwrap_or_default();
            Reply::Status { code, message: printable(&message) }
        }
        102 => Reply::Handle(body.bytes()?.to_vec()),
        103 => Reply::Data(body.bytes()?.to_vec()),
        104 => Reply::Names(body.names()?),
        105 => Reply::Attributes(body.attributes()?),
        201 => Reply::Extended(body.0.to_vec()),
        _ => return None,
    };
    Some((id, reply))
}

/// Reads the numbers of a `statvfs@openssh.com` answer.
pub(super) fn parse_large_numbers<const N: usize>(body: &[u8]) -> Option<[u64; N]> {
    let mut body = Body(body);
    let mut numbers = [0; N];
    for number in &mut numbers {
        *number = body.large_number()?;
    }
    Some(numbers)
}

const MAX_MESSAGE_CHARS: usize = 200;

/// Makes a server's words harmless: short, and without characters that steer a terminal.
fn printable(message: &str) -> String {
    message.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE_CHARS).collect()
}

/// What is left to read of a message.
struct Body<'a>(&'a [u8]);

impl<'a> Body<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    fn large_number(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_be_bytes)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length as usize)
    }

    fn names(&mut self) -> Option<Vec<(Vec<u8>, Attributes)>> {
        let count = self.number().filter(|count| *count <= MAX_NAMES)?;
        let mut names = Vec::new();
        for _ in 0..count {
            let name = self.bytes()?.to_vec();
            let _long_name = self.bytes()?;
            names.push((name, self.attributes()?));
        }
        Some(names)
    }

    fn attributes(&mut self) -> Option<Attributes> {
        let flags = self.number()?;
        let has = |flag: u32| flags & flag != 0;
        let mut attributes = Attributes::default();
        if has(0x1) {
            attributes.size = self.large_number()?;
        }
        if has(0x2) {
            self.take(8)?;
        }
        if has(0x4) {
            attributes.mode = Some(self.number()?);
        }
        if has(0x8) {
            let _accessed = self.number()?;
            attributes.modified = self.number()?;
        }
        if has(0x8000_0000) {
            for _ in 0..self.number()? {
                let (_name, _value) = (self.bytes()?, self.bytes()?);
            }
        }
        Some(attributes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_request_carries_its_length() {
        let bytes = Request::new(Ask::Lstat, 7).bytes(b"ab").into_bytes();
        assert_eq!(bytes, [0, 0, 0, 11, 7, 0, 0, 0, 7, 0, 0, 0, 2, b'a', b'b']);
        assert_eq!(Request::init(), [0, 0, 0, 5, 1, 0, 0, 0, 3]);
    }

    #[test]
    fn handles_that_are_no_text_stay_as_they_are() {
        let packet = [&[102, 0, 0, 0, 1, 0, 0, 0, 4][..], &[0, 0, 0, 0x80]].concat();
        assert_eq!(parse_reply(&packet), Some((1, Reply::Handle(vec![0, 0, 0, 0x80]))));
    }

    #[test]
    fn packets_are_cut_where_they_end() {
        let mut arrived = vec![0, 0, 0, 2, 9];
        assert_eq!(next_packet(&mut arrived), Ok(None));
        arrived.extend([8, 0, 0]);
        assert_eq!(next_packet(&mut arrived), Ok(Some(vec![9, 8])));
        assert_eq!(arrived, [0, 0]);
        assert_eq!(next_packet(&mut vec![0xff; 8]), Err(TooLarge));
    }

    #[test]
    fn a_server_cannot_steer_the_terminal_or_flood_it() {
        let text = format!("\x1b[31m{}", "x".repeat(5000));
        let body = Request::new(Ask::Open, 1).number(4).bytes(text.as_bytes()).into_bytes();
        let mut packet = body[LENGTH_BYTES..].to_vec();
        packet[0] = 101;
        let Some((1, Reply::Status { code: 4, message })) = parse_reply(&packet) else {
            panic!("is a status")
        };
        assert!(!message.contains('\x1b') && message.chars().count() <= MAX_MESSAGE_CHARS);
    }

    proptest! {
        #[test]
        fn no_answer_makes_reading_panic(mut packet in proptest::collection::vec(any::<u8>(), 0..300), kind in 100..106_u8) {
            let _ = parse_version(&packet);
            if let Some(first) = packet.first_mut() {
                *first = kind;
            }
            let _ = (parse_reply(&packet), next_packet(&mut packet));
        }
    }
}
