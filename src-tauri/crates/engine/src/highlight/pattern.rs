//! Regular expressions of grammars, compiled when they are first needed.
//!
//! Most expressions of a grammar match nothing in most lines. What a match must start with and must hold is known from
//! the expression itself, so a line that lacks it is not searched, and an expression that no line calls for is never
//! compiled. Where a line is ASCII, an ASCII version does, which is many times smaller.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use fancy_regex::{ByteSet, BytesMode, Input, Regex, RegexInput, RegexOptionsBuilder};
use serde::Deserialize;

/// How often one search may go back on its steps.
const MAX_BACKTRACKING: usize = 50_000;
/// How large one compiled expression may be.
const MAX_PATTERN_BYTES: usize = 4 * 1024 * 1024;
/// How many steps the program of one expression may have.
const MAX_STEPS: usize = 50_000;

/// A regular expression in Oniguruma's dialect.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern {
    source: String,
    needs: OnceLock<Needs>,
    ascii: OnceLock<Option<Regex>>,
    unicode: OnceLock<Option<Regex>>,
}

/// What a line must have for an expression to match in it.
#[derive(Debug)]
struct Needs {
    /// The bytes a match can start with; nothing where that can be any, or none.
    first: Option<ByteSet>,
    /// Bytes that are in every match.
    all: ByteSet,
}

/// A line to search in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'l> {
    /// The line, with its end.
    pub(super) text: &'l str,
    is_ascii: bool,
    bytes: ByteSet,
}

/// Where an expression matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// There.
    At(Range<usize>),
    /// Not before that place; what is behind it was not searched.
    NotBefore(usize),
    /// Nowhere in the rest of the line.
    Nowhere,
}

/// Where each group of a match stands, the whole match first.
pub(super) type Groups = Vec<Option<Range<usize>>>;

/// A search went back on its steps too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GivenUp;

impl From<String> for Pattern {
    fn from(source: String) -> Self {
        let (needs, ascii, unicode) = Default::default();
        Self { source, needs, ascii, unicode }
    }
}

impl Found {
    /// Gives the place, if there is one.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::At(range) => Some(range.clone()),
            Self::NotBefore(_) | Self::Nowhere => None,
        }
    }
}

impl<'l> Line<'l> {
    pub(super) fn new(text: &'l str) -> Self {
        let mut bytes = ByteSet::default();
        text.bytes().for_each(|byte| bytes.insert(byte));
        Self { text, is_ascii: text.is_ascii(), bytes }
    }
}

impl Pattern {
    /// Takes an expression of a file. `$` is the end of a line there, whatever follows.
    pub(super) fn written(source: &str) -> Self {
        let mut lines = String::with_capacity(source.len());
        let (mut is_escaped, mut classes) = (false, 0_usize);
        for letter in source.chars() {
            match letter {
                '[' if !is_escaped => classes += 1,
                ']' if !is_escaped => classes = classes.saturating_sub(1),
                '$' if !is_escaped && classes == 0 => {
                    lines.push_str("(?m:$)");
                    continue;
                }
                _ => {}
            }
            is_escaped = letter == '\\' && !is_escaped;
            lines.push(letter);
        }
        Self::from(lines)
    }

    /// Borrows the expression as it was written.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Says whether the expression can be understood. To read it is quick; only what cannot be read is compiled to be sure.
    pub(super) fn is_understood(&self) -> bool {
        options().start_bytes(&self.source).is_ok() || self.regex(false).is_some()
    }

    /// Finds the first match that starts at or after one place and before another. An expression that cannot be
    /// understood matches nothing.
    pub(super) fn find(&self, line: &Line<'_>, from: usize, before: usize) -> Result<Found, GivenUp> {
        let needs = self.needs.get_or_init(|| Needs::of(&self.source));
        if !needs.all.is_subset(&line.bytes) {
            return Ok(Found::Nowhere);
        }
        let bytes = line.text.as_bytes();
        let Some(first) = &needs.first else {
            let found = self.search(line, from, false)?;
            return Ok(found.map_or(Found::Nowhere, Found::At));
        };
        let end = before.min(bytes.len());
        for place in (from..end).filter(|&place| first.contains(bytes[place])) {
            if let Some(range) = self.search(line, place, true)? {
                return Ok(Found::At(range));
            }
        }
        Ok(if end < bytes.len() { Found::NotBefore(end) } else { Found::Nowhere })
    }

    /// Finds the groups of the match that starts at a place.
    pub(super) fn groups(&self, line: &Line<'_>, from: usize) -> Result<Groups, GivenUp> {
        let Some(regex) = self.regex(line.is_ascii) else { return Ok(Vec::new()) };
        if line.is_ascii {
            let found = regex.captures_from_pos(line.text.as_bytes(), from).map_err(|_| GivenUp)?;
            let groups = found.iter().flat_map(|groups| groups.iter());
            return Ok(groups.map(|group| group.map(|group| group.range())).collect());
        }
        let found = regex.captures_from_pos(line.text, from).map_err(|_| GivenUp)?;
        let groups = found.iter().flat_map(|groups| groups.iter());
        Ok(groups.map(|group| group.map(|group| group.range())).collect())
    }

    fn search(&self, line: &Line<'_>, from: usize, is_there: bool) -> Result<Option<Range<usize>>, GivenUp> {
        let Some(regex) = self.regex(line.is_ascii) else { return Ok(None) };
        if line.is_ascii {
            let found = regex.find_input(input(line.text.as_bytes(), from, is_there));
            return Ok(found.map_err(|_| GivenUp)?.map(|found| found.range()));
        }
        let found = regex.find_input(input(line.text, from, is_there));
        Ok(found.map_err(|_| GivenUp)?.map(|found| found.range()))
    }

    fn regex(&self, is_ascii: bool) -> Option<&Regex> {
        let unicode = || self.unicode.get_or_init(|| compile(&self.source, BytesMode::Unicode)).as_ref();
        if !is_ascii {
            return unicode();
        }
        let small = || compile(&without_unicode(&self.source)?, BytesMode::Ascii);
        self.ascii.get_or_init(small).as_ref().or_else(unicode)
    }
}

fn input<S: Input + ?Sized>(text: &S, from: usize, is_there: bool) -> RegexInput<'_, S> {
    RegexInput::new(text).from_pos(from).anchored(is_there)
}

impl Needs {
    fn of(source: &str) -> Self {
        let options = options();
        let first = options.start_bytes(source).ok().flatten();
        Self { first, all: options.required_bytes(source).unwrap_or_default() }
    }
}

fn options() -> RegexOptionsBuilder {
    let mut options = RegexOptionsBuilder::new();
    options
        .oniguruma_mode(true)
        .backtrack_limit(MAX_BACKTRACKING)
        .delegate_size_limit(MAX_PATTERN_BYTES)
        .max_prog_size(MAX_STEPS);
    options
}

fn compile(source: &str, mode: BytesMode) -> Option<Regex> {
    options().bytes_mode(mode).build(source.to_owned()).ok()
}

/// Puts the ASCII letters of a kind in the place of its name, such as `\p{L}`, since only Unicode knows the names.
/// Nothing where that cannot be done.
fn without_unicode(source: &str) -> Option<Cow<'_, str>> {
    if !source.contains("\\p{") && !source.contains("\\x{") {
        return Some(source.into());
    }
    let (mut plain, mut rest) = (String::with_capacity(source.len()), source);
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let braced = |kind: &str| after.strip_prefix(kind).and_then(|name| name.split_once('}'));
        if let Some((name, after)) = braced("p{") {
            plain.push_str(ascii_of(name)?);
            rest = after;
        } else if let Some((number, after)) = braced("x{") {
            let is_range = plain.ends_with('-') || after.starts_with('-');
            let is_beyond = u32::from_str_radix(number, 16).is_ok_and(|number| number > 0x7F);
            if is_range || !is_beyond {
                return None;
            }
            plain.push_str(NOTHING);
            rest = after;
        } else {
            let length = after.chars().next().map_or(0, char::len_utf8);
            plain.push('\\');
            plain.push_str(&after[..length]);
            rest = &after[length..];
        }
    }
    plain.push_str(rest);
    Some(plain.into())
}

/// Matches nothing that is in an ASCII line, alone and as a part of other classes.
const NOTHING: &str = r"[^\x00-\x7F]";

fn ascii_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "L" | "Letter" | "Alpha" | "Alphabetic" | "XID_Start" | "ID_Start" => "[a-zA-Z]",
        "Lu" | "Upper" | "Uppercase" => "[A-Z]",
        "Ll" | "Lower" | "Lowercase" => "[a-z]",
        "N" | "Nd" | "Digit" => "[0-9]",
        "Alnum" => "[a-zA-Z0-9]",
        "XID_Continue" | "ID_Continue" | "Word" => "[a-zA-Z0-9_]",
        "Pc" => "_",
        "M" | "Mn" | "Mc" | "Me" | "Nl" | "No" | "Lo" | "Lt" | "Lm" | "Cf" => NOTHING,
        _ => return None,
    })
}

/// Puts what an earlier match captured in the place of `\1` and so on.
pub(super) fn with_references(source: &str, captured: &[Option<String>]) -> Pattern {
    let mut filled = String::with_capacity(source.len());
    let mut is_escaped = false;
    for letter in source.chars() {
        match (is_escaped, letter.to_digit(10)) {
            (true, Some(group)) => {
                let text = captured.get(group as usize).and_then(Option::as_deref);
                filled.push_str(&fancy_regex::escape(text.unwrap_or_default()));
            }
            (true, None) => filled.extend(['\\', letter]),
            (false, _) if letter == '\\' => {}
            (false, _) => filled.push(letter),
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    Pattern::from(filled)
}
