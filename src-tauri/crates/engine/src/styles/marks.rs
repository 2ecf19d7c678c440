//! Writes a call that counts into every loop, mixin and function of a sheet, and refuses what is too deep to parse.
//!
//! This reads no more of the language than brackets, texts and comments. Where it misreads a sheet written to
//! mislead it, [`super::verify`] finds a body without its call, and the sheet is refused.

use crate::diagnostic::Position;

use super::budget::{STEP, VARIABLE};
use super::indented;

/// How deep brackets may be inside one another.
pub(super) const MAX_DEPTH: usize = 150;
/// How many operators and gaps may stand between two commas, semicolons or braces.
pub(super) const MAX_JOINTS: usize = 4_000;
/// How many selectors the rules of one file may stand for.
pub(super) const MAX_SELECTORS: usize = 300_000;

/// A sheet with its calls.
#[derive(Debug)]
pub(super) struct Marked {
    pub(super) text: String,
    /// Where something was put in, and how long it is.
    inserted: Vec<(usize, usize)>,
}

/// Why a sheet is not given to the compiler.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unfit {
    pub(super) offset: usize,
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

impl Unfit {
    pub(super) fn too_deep(offset: usize) -> Self {
        let message = "its brackets are too deep inside one another";
        Self { offset, message, hint: "Take the innermost parts out, into mixins or variables of their own" }
    }

    pub(super) fn too_long(offset: usize) -> Self {
        let message = "this value is longer than any value may be";
        Self { offset, message, hint: "Take it apart with variables" }
    }

    pub(super) fn too_many_selectors(offset: usize) -> Self {
        let message = "its rules inside one another stand for too many selectors";
        Self { offset, message, hint: "Put fewer lists of selectors inside one another" }
    }

    pub(super) fn open_comment(offset: usize) -> Self {
        let message = "a comment begins here and never ends";
        Self { offset, message, hint: "Write `*/` where it ends" }
    }

    fn own_name(offset: usize) -> Self {
        let message = "it uses a name that belongs to Galley";
        Self { offset, message, hint: "Choose another name" }
    }
}

/// Makes a sheet ready for the compiler, by the ending of its file.
pub(super) fn mark(extension: &str, text: &str) -> Result<Marked, Unfit> {
    if let Some(at) = text.find(STEP) {
        return Err(Unfit::own_name(at));
    }
    match extension {
        "sass" => {
            let mut marked = Marked::new(text, &indented::calls(text)?);
            marked.text.push_str(indented::LAST_LINE);
            Ok(marked)
        }
        "scss" => Ok(Marked::new(text, &calls(text)?)),
        // In plain CSS nothing runs.
        _ => calls(text).map(|_| Marked::new(text, &[])),
    }
}

/// A call that counts, for a body of so many bytes.
pub(super) fn call(bytes: usize) -> String {
    format!("${VARIABLE}:{STEP}({bytes},&)")
}

impl Marked {
    /// Puts texts in, given by where they go, sorted.
    fn new(text: &str, calls: &[(usize, String)]) -> Self {
        let mut marked = String::with_capacity(text.len() + calls.len() * 32);
        let mut done = 0;
        for (at, call) in calls {
            marked.push_str(&text[done..*at]);
            marked.push_str(call);
            done = *at;
        }
        marked.push_str(&text[done..]);
        Self { text: marked, inserted: calls.iter().map(|(at, call)| (*at, call.len())).collect() }
    }

    /// Finds the place in the original for a line and column of the marked sheet, both from 0, and the line there.
    pub(super) fn original(&self, text: &str, line: usize, column: usize) -> Option<(Position, String)> {
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let columns = self.text[start..].char_indices().map(|(at, _)| at);
        let mut offset = start + columns.take(column + 1).last().unwrap_or(0);
        let mut shift = 0;
        for &(at, length) in &self.inserted {
            if offset < at + shift {
                break;
            }
            // A place inside a call is the place where it was put in.
            offset = offset.max(at + shift + length);
            shift += length;
        }
        let offset = offset.checked_sub(shift)?;
        let position = Position::of(text, offset);
        Some((position, text.lines().nth(position.line as usize - 1).unwrap_or_default().to_owned()))
    }
}

/// Lists the calls to put into a sheet with braces.
fn calls(text: &str) -> Result<Vec<(usize, String)>, Unfit> {
    let mut scan = Scan { bytes: text.as_bytes(), ..Scan::default() };
    while scan.at < scan.bytes.len() {
        scan.next()?;
    }
    let end = text.len();
    scan.open.drain(..).for_each(|open| scan.bodies.extend(open.body.map(|start| (start, end))));
    scan.bodies.sort_unstable();
    Ok(scan.bodies.into_iter().map(|(start, end)| (start, format!("{};", call(end - start)))).collect())
}

/// What a bracket was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `{` of a body.
    Body,
    /// `(` or `[`.
    Bracket,
    /// `#{` in code.
    Insertion,
    /// `#{` in a text that ends with this quote.
    InText(u8),
}

/// An open bracket.
#[derive(Debug)]
struct Open {
    kind: Kind,
    /// Where the body starts that gets a call.
    body: Option<usize>,
    /// How many selectors the body is inside of.
    selectors: usize,
}

#[derive(Debug, Default)]
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    /// Bodies that get a call: start and end.
    bodies: Vec<(usize, usize)>,
    /// Commas since the statement began, outside of brackets.
    commas: usize,
    joints: usize,
    is_at_rule: bool,
    /// Says whether the next body belongs to a loop, mixin or function.
    is_counted: bool,
    selectors: usize,
}

impl Scan<'_> {
    fn next(&mut self) -> Result<(), Unfit> {
        let rest = &self.bytes[self.at..];
        match rest {
            [b'/', b'*', ..] => self.at += 2 + find(&rest[2..], b"*/").map_or(rest.len() - 2, |end| end + 2),
            [b'/', b'/', ..] => self.at += find(rest, b"\n").unwrap_or(rest.len()),
            [b'\\', _, ..] => self.at += 2,
            [quote @ (b'"' | b'\''), ..] => {
                self.at += 1;
                self.text(*quote)?;
            }
            [b'#', b'{', ..] => self.push(Kind::Insertion, 2)?,
            [b'(', ..] if self.is_plain_url() => {
                self.at += find(rest, b")").map_or(rest.len(), |end| end + 1)
            }
            [b'(' | b'[', ..] => self.push(Kind::Bracket, 1)?,
            [b')' | b']', ..] => {
                self.at += 1;
                if self.top() == Some(Kind::Bracket) {
                    self.open.pop();
                }
            }
            [b'{', ..] => self.body()?,
            [b'}', ..] => self.close()?,
            [b'@', name @ ..] => self.at_rule(name),
            [other, ..] => self.plain(*other)?,
            [] => {}
        }
        Ok(())
    }

    fn top(&self) -> Option<Kind> {
        self.open.last().map(|open| open.kind)
    }

    fn push(&mut self, kind: Kind, length: usize) -> Result<(), Unfit> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Unfit::too_deep(self.at));
        }
        let selectors = self.open.last().map_or(1, |open| open.selectors);
        self.open.push(Open { kind, body: None, selectors });
        self.at += length;
        Ok(())
    }

    /// Reads a text up to its end, or up to an insertion in it.
    fn text(&mut self, quote: u8) -> Result<(), Unfit> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'#' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    return self.push(Kind::InText(quote), 2);
                }
                _ => {
                    self.at += 1;
                    // A text ends with its line too: whatever follows is no text for the compiler either.
                    if byte == quote || byte == b'\n' {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    fn body(&mut self) -> Result<(), Unfit> {
        let start = self.at;
        let factor = if self.is_at_rule { 1 } else { self.commas + 1 };
        self.push(Kind::Body, 1)?;
        let is_counted = std::mem::take(&mut self.is_counted);
        if let Some(open) = self.open.last_mut() {
            open.body = is_counted.then_some(start + 1);
            open.selectors = open.selectors.saturating_mul(factor);
            self.selectors = self.selectors.saturating_add(open.selectors);
        }
        self.begin();
        if self.selectors > MAX_SELECTORS { Err(Unfit::too_many_selectors(start)) } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), Unfit> {
        self.at += 1;
        // A bracket that was never closed ends with its body.
        while self.top() == Some(Kind::Bracket) {
            self.open.pop();
        }
        let Some(open) = self.open.pop() else { return Ok(()) };
        match open.kind {
            Kind::Body => {
                self.bodies.extend(open.body.map(|start| (start, self.at - 1)));
                self.begin();
                Ok(())
            }
            Kind::InText(quote) => self.text(quote),
            Kind::Bracket | Kind::Insertion => Ok(()),
        }
    }

    fn at_rule(&mut self, name: &[u8]) {
        let length = name.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-').count();
        self.is_at_rule = true;
        self.is_counted |= is_counted(&name[..length]);
        self.at += 1 + length;
    }

    fn plain(&mut self, byte: u8) -> Result<(), Unfit> {
        let before = self.at.checked_sub(1).map(|at| self.bytes[at]);
        self.at += 1;
        match byte {
            b';' => self.begin(),
            b',' => {
                let is_outside =
                    !matches!(self.top(), Some(Kind::Bracket | Kind::Insertion | Kind::InText(_)));
                self.commas += usize::from(is_outside);
                self.joints = 0;
            }
            _ if byte.is_ascii_whitespace() => {
                self.joints += usize::from(before.is_some_and(|before| !before.is_ascii_whitespace()));
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'!' => self.joints += 1,
            _ => {}
        }
        if self.joints > MAX_JOINTS { Err(Unfit::too_long(self.at)) } else { Ok(()) }
    }

    fn begin(&mut self) {
        (self.commas, self.joints, self.is_at_rule, self.is_counted) = (0, 0, false, false);
    }

    /// Says whether the bracket here belongs to an address without quotes, which may hold `//`.
    fn is_plain_url(&self) -> bool {
        let (before, after) = self.bytes.split_at(self.at);
        let named = before.len() >= 3 && before[before.len() - 3..].eq_ignore_ascii_case(b"url");
        let end = find(after, b")").unwrap_or(after.len());
        named && !after[..end].iter().any(|byte| matches!(byte, b'"' | b'\'' | b'#' | b'$' | b'{' | b'\n'))
    }
}

/// Says whether the body of an at-rule runs as often as it likes.
pub(super) fn is_counted(name: &[u8]) -> bool {
    matches!(name, b"while" | b"for" | b"each" | b"mixin" | b"function")
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
