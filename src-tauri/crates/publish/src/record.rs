//! The three records that Galley keeps at a target, as text: `head` (whose site, which release), `manifest` (the files
//! that are ours, and what they were when we put them) and `pending` (the files a publish is about to touch).
//!
//! They come back from a place that others can write to, so reading them believes nothing: sizes are capped, paths
//! are checked by their type, and a record that does not end with its last line is not a record.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use engine::output::{ContentHash, Entry, OutputPath};

use crate::identity::{ReleaseId, SiteId};

/// The folder at the target that holds the records and the files on their way.
pub const FOLDER: &str = ".galley";

/// The largest record that is read: room for about 500,000 files.
pub const MAX_RECORD_BYTES: u64 = 64 * 1024 * 1024;

const FIRST_LINE: &str = "galley 1";
const LAST_LINE: &str = "end";

/// Names one of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// Whose site and which release is there.
    Head,
    /// The files that are ours.
    Manifest,
    /// The files that a publish is about to touch.
    Pending,
}

/// Whose site and which release is at a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The site.
    pub site: SiteId,
    /// The release that is there.
    pub release: ReleaseId,
    /// The hash of the manifest's bytes.
    pub listing: ContentHash,
}

/// One file as we put it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Size and hash of the bytes.
    pub entry: Entry,
    /// When the target says it was last written, in the target's own measure.
    pub modified: u64,
}

/// The files of a target that are ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files by path.
    pub files: BTreeMap<OutputPath, Listed>,
}

/// The files that a publish is about to touch, each with everything that may rightly stand there until it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The site being published.
    pub site: SiteId,
    /// The release being published.
    pub release: ReleaseId,
    /// The files by path.
    pub touched: BTreeMap<OutputPath, Vec<Listed>>,
}

/// Says that a text is no record of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the record cannot be read")]
pub struct Unreadable {
    /// The line, counted from 1.
    pub line: usize,
}

impl Record {
    /// Gives the name of its file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Manifest => "manifest",
            Self::Pending => "pending",
        }
    }
}

/// Says whether bytes are a record that was written to its end.
pub fn is_complete(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\nend\n")
}

/// Says whether a path lies in the folder of the records, on a disk that tells capitals apart or not.
pub fn is_reserved(path: &OutputPath) -> bool {
    path.as_str().split('/').next().is_some_and(|top| top.eq_ignore_ascii_case(FOLDER))
}

impl Head {
    /// Writes the record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { site, release, listing } = self;
        format!("{FIRST_LINE}\nsite {site}\nrelease {release}\nmanifest {listing}\n{LAST_LINE}\n")
            .into_bytes()
    }

    /// Reads the record.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut lines = Lines::open(bytes)?;
        let head = Self {
            site: lines.value("site ", SiteId::new)?,
            release: lines.value("release ", ReleaseId::parse)?,
            listing: lines.value("manifest ", parse_hash)?,
        };
        lines.close().map(|()| head)
    }
}

impl Listing {
    /// Writes the record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{FIRST_LINE}\n");
        for (path, listed) in &self.files {
            write_file(&mut text, path, listed);
        }
        finish(text)
    }

    /// Reads the record.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut lines = Lines::open(bytes)?;
        let mut files = BTreeMap::new();
        while let Some(line) = lines.next_file() {
            let (path, listed) = parse_file(line).ok_or(lines.unreadable())?;
            if files.insert(path, listed).is_some() {
                return Err(lines.unreadable());
            }
        }
        lines.close().map(|()| Self { files })
    }
}

impl Pending {
    /// Writes the record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{FIRST_LINE}\nsite {}\nrelease {}\n", self.site, self.release);
        for (path, contents) in &self.touched {
            for listed in contents {
                write_file(&mut text, path, listed);
            }
        }
        finish(text)
    }

    /// Reads the record.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut lines = Lines::open(bytes)?;
        let site = lines.value("site ", SiteId::new)?;
        let release = lines.value("release ", ReleaseId::parse)?;
        let mut touched = BTreeMap::<_, Vec<_>>::new();
        while let Some(line) = lines.next_file() {
            let (path, listed) = parse_file(line).ok_or(lines.unreadable())?;
            touched.entry(path).or_default().push(listed);
        }
        lines.close().map(|()| Self { site, release, touched })
    }
}

fn write_file(text: &mut String, path: &OutputPath, listed: &Listed) {
    let Listed { entry: Entry { size, hash }, modified } = listed;
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{hash} {size} {modified} {path}");
}

fn finish(mut text: String) -> Vec<u8> {
    text.push_str(LAST_LINE);
    text.push('\n');
    text.into_bytes()
}

fn parse_file(line: &str) -> Option<(OutputPath, Listed)> {
    let mut parts = line.splitn(4, ' ');
    let hash = parse_hash(parts.next()?)?;
    let size = parse_number(parts.next()?)?;
    let modified = parse_number(parts.next()?)?;
    let path = OutputPath::new(parts.next()?).ok().filter(|path| !is_reserved(path))?;
    Some((path, Listed { entry: Entry { size, hash }, modified }))
}

fn parse_hash(text: &str) -> Option<ContentHash> {
    ContentHash::try_from(text.to_owned()).ok()
}

fn parse_number(text: &str) -> Option<u64> {
    // `parse` alone would take a plus sign as well.
    if text.bytes().all(|c| c.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Reads a record line by line between its first and its last.
struct Lines<'a> {
    lines: std::iter::Peekable<std::str::Lines<'a>>,
    line: usize,
}

impl<'a> Lines<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let start = Unreadable { line: 1 };
        let text = std::str::from_utf8(bytes).map_err(|_| start.clone())?;
        let mut lines = text.lines().peekable();
        if lines.next() != Some(FIRST_LINE) || !is_complete(bytes) {
            return Err(start);
        }
        Ok(Self { lines, line: 1 })
    }

    fn unreadable(&self) -> Unreadable {
        Unreadable { line: self.line }
    }

    fn value<T>(&mut self, name: &str, read: impl Fn(&'a str) -> Option<T>) -> Result<T, Unreadable> {
        self.line += 1;
        let text = self.lines.next().and_then(|line| line.strip_prefix(name));
        text.and_then(read).ok_or(self.unreadable())
    }

    fn next_file(&mut self) -> Option<&'a str> {
        self.line += 1;
        self.lines.next_if(|line| *line != LAST_LINE)
    }

    fn close(mut self) -> Result<(), Unreadable> {
        let ended = self.lines.next() == Some(LAST_LINE) && self.lines.next().is_none();
        if ended { Ok(()) } else { Err(self.unreadable()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).unwrap()
    }

    fn listed(bytes: &[u8], modified: u64) -> Listed {
        Listed { entry: Entry::of(bytes), modified }
    }

    fn sample() -> Listing {
        let files = [("index.html", listed(b"a", 7)), ("Grüße und so/ x .txt", listed(b"", u64::MAX))];
        Listing { files: files.map(|(name, listed)| (path(name), listed)).into() }
    }

    #[test]
    fn records_are_read_back_as_written() {
        let site = SiteId::new("site-1").unwrap();
        let release = ReleaseId::generate();
        let head = Head { site: site.clone(), release, listing: ContentHash::of(b"x") };
        assert_eq!(Head::parse(&head.to_bytes()), Ok(head));
        assert_eq!(Listing::parse(&sample().to_bytes()), Ok(sample()));
        let touched = BTreeMap::from([(path("a"), vec![listed(b"old", 1), listed(b"new", 2)])]);
        let pending = Pending { site, release, touched };
        assert_eq!(Pending::parse(&pending.to_bytes()), Ok(pending));
    }

    #[test]
    fn a_record_cut_anywhere_is_no_record() {
        let whole = sample().to_bytes();
        for length in 0..whole.len() {
            assert!(Listing::parse(&whole[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn lines_that_lead_elsewhere_are_refused() {
        let hash = ContentHash::of(b"");
        for name in ["../x", "/etc/passwd", "a//b", ".galley/head", ".GALLEY/head", ".galley", ""] {
            let text = format!("galley 1\n{hash} 0 0 {name}\nend\n");
            assert_eq!(Listing::parse(text.as_bytes()), Err(Unreadable { line: 2 }), "{name}");
        }
        let twice = format!("galley 1\n{hash} 0 0 a\n{hash} 0 0 a\nend\n");
        assert_eq!(Listing::parse(twice.as_bytes()), Err(Unreadable { line: 3 }));
        let more = format!("galley 1\n{hash} 0 0 a\nend\nend\n");
        assert!(Listing::parse(more.as_bytes()).is_err());
        let signed = format!("galley 1\n{hash} +1 0 a\nend\n");
        assert!(Listing::parse(signed.as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut framed = b"galley 1\n".to_vec();
            framed.extend(&bytes);
            framed.extend(b"\nend\n");
            for text in [&bytes, &framed] {
                let _ = (Head::parse(text).is_ok(), Listing::parse(text).is_ok(), Pending::parse(text).is_ok());
            }
        }
    }
}
