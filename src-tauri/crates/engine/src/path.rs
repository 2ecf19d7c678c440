//! The only place where text becomes a path. A path of one kind cannot be used as another, so that a name from
//! a stranger's file can never reach the disk or a server unchecked.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Says why a text is no path inside a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing is left of the path.
    #[error("the path is empty")]
    Empty,
    /// The path starts at the root of a disk.
    #[error("the path is absolute")]
    Absolute,
    /// A part is `.`, `..` or empty.
    #[error("the path has a part that is empty or leads elsewhere")]
    Part,
    /// A character that no system can keep in a name.
    #[error("the path has a character that is not allowed in names")]
    Character,
    /// A part is a name that some system keeps for itself or cannot keep as it is.
    #[error("the path has a name that not every system can keep")]
    Name,
    /// A part is longer than 255 bytes, or the whole longer than 1,024.
    #[error("the path is too long")]
    Length,
}

const MAX_PART_BYTES: usize = 255;
const MAX_PATH_BYTES: usize = 1024;

fn check(text: &str) -> Result<(), PathError> {
    if text.is_empty() {
        return Err(PathError::Empty);
    }
    if text.starts_with('/') {
        return Err(PathError::Absolute);
    }
    if text.contains(|c: char| c == '\\' || c == '\0' || c.is_control()) {
        return Err(PathError::Character);
    }
    if text.len() > MAX_PATH_BYTES || text.split('/').any(|part| part.len() > MAX_PART_BYTES) {
        return Err(PathError::Length);
    }
    if text.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(PathError::Part);
    }
    Ok(())
}

/// Names that Windows gives to devices, whatever follows the first dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A drive letter makes a path absolute on Windows, where a path is joined to a folder.
fn check_drive(text: &str) -> Result<(), PathError> {
    let has_drive = matches!(text.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if has_drive { Err(PathError::Absolute) } else { Ok(()) }
}

/// A finished site is written on any system and kept on any host, so its names are those that all can keep.
fn check_portable(text: &str) -> Result<(), PathError> {
    check_drive(text)?;
    let is_odd = |c: char| matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.contains(is_odd) {
        return Err(PathError::Character);
    }
    let is_kept = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
        let numbered = ["com", "lpt"].iter().find_map(|device| stem.strip_prefix(device));
        let is_port = numbered.is_some_and(|rest| {
            rest.chars().count() == 1 && rest.contains(|c: char| c.is_ascii_digit() || "¹²³".contains(c))
        });
        part.ends_with(['.', ' ']) || DEVICES.contains(&&*stem) || is_port
    };
    if text.split('/').any(is_kept) { Err(PathError::Name) } else { Ok(()) }
}

macro_rules! path_type {
    ($(#[$doc:meta])* $name:ident, $further:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks a text: relative, `/` between parts, no part that leads elsewhere, no control character.
            pub fn new(text: impl AsRef<str>) -> Result<Self, PathError> {
                check(text.as_ref()).and_then(|()| $further(text.as_ref())).map(|()| Self(text.as_ref().into()))
            }

            /// Borrows the text, parts separated by `/`.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Borrows the last part.
            pub fn file_name(&self) -> &str {
                self.0.rsplit('/').next().unwrap_or(&self.0)
            }

            /// Borrows everything before the last part, without the slash; empty at the top.
            pub fn folder(&self) -> &str {
                self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
            }

            /// Borrows what follows the last dot of the file name; empty where there is none.
            pub fn extension(&self) -> &str {
                self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = PathError;
            fn try_from(text: String) -> Result<Self, PathError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(path: $name) -> String {
                path.0.to_string()
            }
        }
    };
}

path_type! {
    /// A file of the site's folder, for example `content/posts/hello.md`.
    SourcePath, check_drive
}
path_type! {
    /// A file of the finished site, for example `posts/hello/index.html`.
    OutputPath, check_portable
}

/// Gives a path without its detours, as a file system reads it: templates put paths together from pieces, which gives
/// `.//posts/one/cover.jpg` and `posts/one/../cover.jpg`. One that leads further up than it starts has none.
pub(crate) fn straight(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        let cases = [
            ("", PathError::Empty),
            ("/etc/passwd", PathError::Absolute),
            ("a/../b", PathError::Part),
            ("./a", PathError::Part),
            ("a//b", PathError::Part),
            ("a\\b", PathError::Character),
            ("a\0b", PathError::Character),
        ];
        for (text, wanted) in cases {
            assert_eq!(SourcePath::new(text), Err(wanted), "{text:?}");
        }
        assert_eq!(OutputPath::new("x".repeat(256)), Err(PathError::Length));
        assert_eq!(SourcePath::new("c:/windows"), Err(PathError::Absolute));
    }

    #[test]
    fn a_finished_site_has_names_that_every_system_can_keep() {
        let names = [
            "a:b",
            "con",
            "x/AUX.txt",
            "com1",
            "LPT\u{b9}.x",
            "a.",
            "a /b",
            "a?",
            "nul .txt",
            "\u{202e}gpj.exe",
        ];
        for name in names {
            OutputPath::new(name).expect_err(name);
        }
        for name in ["console", "com10", "a.b", ".well-known/x", "com", "größe", "ａ／b"] {
            OutputPath::new(name).expect(name);
        }
        SourcePath::new("content/a: b?.md").expect("an author may have it");
    }

    #[test]
    fn parts_of_a_path() {
        let path = SourcePath::new("content/posts/winter.hours.md").expect("is a path");
        assert_eq!(
            (path.folder(), path.file_name(), path.extension()),
            ("content/posts", "winter.hours.md", "md")
        );
    }

    #[test]
    fn detours_are_taken_out_of_paths() {
        let check = |path: &str, wanted: Option<&str>| {
            assert_eq!(straight(path).as_deref(), wanted, "{path}");
        };
        check(".//a/b.jpg", Some("a/b.jpg"));
        check("/a/../b.jpg", Some("b.jpg"));
        check("static/../sass/x.scss", Some("sass/x.scss"));
        check("a/../../b", None);
        check("/", Some(""));
    }
}
