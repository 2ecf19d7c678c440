//! Smaller HTML with the same meaning.
//!
//! Only what no reader can see goes: comments, white space between blocks, runs of it elsewhere but for one
//! character, quotes that need not be there, and the three end tags every page ends its parts with. Text whose white
//! space may be seen (`pre`, `code`, `textarea`, whatever has `white-space` in its style) stays as it is, and so do
//! scripts, styles and drawings. A page that is not understood stays as it is.
//!
//! What goes is kept as a list of edits, so that the preview finds its blocks again.

mod pieces;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod verbatim;

use pieces::{Kind, Piece, pieces};
use text::{Side, Texts};
use verbatim::Verbatim;

/// A page made smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Smaller {
    /// The page.
    pub(crate) html: String,
    edits: Vec<Edit>,
    /// How much shorter the page is after each edit.
    gone: Vec<usize>,
}

/// A part of a page that something shorter stands in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    start: usize,
    end: usize,
    with: &'static str,
}

impl Edit {
    fn cut(start: usize, end: usize) -> Self {
        Self { start, end, with: "" }
    }
}

/// The most bytes that what starts with `<` or `&` waits for.
const LONGEST_NAME: usize = 40;

/// Makes a page smaller.
pub(crate) fn minify(html: &str) -> Smaller {
    let edits = pieces(html).map(|pieces| Pass::new(html).run(&pieces)).unwrap_or_default();
    let mut smaller = String::with_capacity(html.len());
    let mut gone = Vec::with_capacity(edits.len());
    let mut done = 0;
    for edit in &edits {
        smaller.push_str(&html[done..edit.start]);
        smaller.push_str(edit.with);
        done = edit.end;
        gone.push(done - smaller.len());
    }
    smaller.push_str(&html[done..]);
    Smaller { html: smaller, edits, gone }
}

impl Smaller {
    /// Finds where a place of the page went. A place inside something that went is where that was.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.end <= offset);
        let gone = before.checked_sub(1).map_or(0, |last| self.gone[last]);
        let inside = self.edits.get(before).filter(|edit| edit.start < offset);
        inside.map_or(offset, |edit| edit.start) - gone
    }
}

/// One walk through a page.
struct Pass<'a> {
    html: &'a str,
    edits: Vec<Edit>,
    verbatim: Option<Verbatim<'a>>,
    texts: Texts,
    is_in_head: bool,
}

impl<'a> Pass<'a> {
    fn new(html: &'a str) -> Self {
        let texts = Texts::after(Side::Block);
        Self { html, edits: Vec::new(), verbatim: None, texts, is_in_head: false }
    }

    fn run(mut self, pieces: &[Piece<'a>]) -> Vec<Edit> {
        let tail = self.tail(pieces);
        let mut done = 0;
        for (at, piece) in pieces.iter().enumerate() {
            if self.verbatim.is_none() {
                self.texts.add(done..piece.start);
            }
            let before = std::mem::replace(&mut done, piece.end);
            if let Some(verbatim) = &mut self.verbatim {
                let is_over = verbatim.meet(piece);
                if !verbatim.is_foreign {
                    tags::edit(self.html, piece, &mut self.edits);
                }
                if is_over {
                    self.verbatim = None;
                    self.texts = Texts::after(self.side(piece));
                }
            } else if piece.kind == Kind::Comment && self.is_idle(piece, before) {
                self.edits.push(Edit::cut(piece.start, piece.end));
            } else {
                self.tag(piece, at >= tail || self.is_needless(&pieces[at..]));
            }
        }
        if self.verbatim.is_none() {
            self.texts.add(done..self.html.len());
            self.texts.end(self.html, Side::Block, &mut self.edits);
        }
        // Texts are looked at when the tag after them is known, so their edits come late.
        self.edits.sort_by_key(|edit| edit.start);
        self.edits
    }

    fn tag(&mut self, piece: &Piece<'a>, is_needless: bool) {
        let side = self.side(piece);
        self.texts.end(self.html, side, &mut self.edits);
        self.texts = Texts::after(side);
        if is_needless {
            self.edits.push(Edit::cut(piece.start, piece.end));
        } else {
            tags::edit(self.html, piece, &mut self.edits);
        }
        match (piece.kind, piece.name) {
            (Kind::Start, name) if name.eq_ignore_ascii_case("head") => self.is_in_head = true,
            (Kind::Start, name) if name.eq_ignore_ascii_case("body") => self.is_in_head = false,
            (Kind::End, name) if name.eq_ignore_ascii_case("head") => self.is_in_head = false,
            (Kind::Start | Kind::End | Kind::Comment | Kind::Doctype, _) => {}
        }
        self.verbatim = Verbatim::begins(self.html, piece);
    }

    fn side(&self, piece: &Piece<'_>) -> Side {
        if self.is_in_head && !matches!(piece.kind, Kind::Comment) { Side::Block } else { Side::of(piece) }
    }

    /// Says whether a comment is for nobody: neither for a browser nor for a server, nor a licence. `before` is where
    /// the text before it starts.
    fn is_idle(&self, piece: &Piece<'_>, before: usize) -> bool {
        // Without the comment, what stands on both sides of it might become a tag or the name of a letter.
        let joins = self.html.as_bytes()[before..piece.start].iter().rev().take(LONGEST_NAME);
        if joins.clone().any(|byte| matches!(byte, b'<' | b'&')) {
            return false;
        }
        let whole = &self.html[piece.start..piece.end];
        let Some(inner) = whole.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) else {
            return false;
        };
        let inner = inner.trim_start();
        !inner.starts_with(['[', '#', '!']) && !inner.contains("[endif]")
    }

    /// Says whether the first piece ends the head, which the start of the body after it says as well.
    fn is_needless(&self, pieces: &[Piece<'_>]) -> bool {
        if !self.is_in_head || pieces[0].kind != Kind::End || !pieces[0].name.eq_ignore_ascii_case("head") {
            return false;
        }
        for pair in pieces.windows(2) {
            let (before, next) = (pair[0].end, &pair[1]);
            if !text::is_blank(&self.html[before..next.start]) {
                return false;
            }
            if next.kind != Kind::Comment || !self.is_idle(next, before) {
                return next.kind == Kind::Start && next.name.eq_ignore_ascii_case("body");
            }
        }
        false
    }

    /// Finds the end tags after which nothing comes: the end of the page says the same.
    fn tail(&self, pieces: &[Piece<'_>]) -> usize {
        let mut end = self.html.len();
        let mut tail = pieces.len();
        for (at, piece) in pieces.iter().enumerate().rev() {
            let ends_page = piece.kind == Kind::End
                && (piece.name.eq_ignore_ascii_case("body") || piece.name.eq_ignore_ascii_case("html"));
            let before = at.checked_sub(1).map_or(0, |before| pieces[before].end);
            let goes = ends_page || (piece.kind == Kind::Comment && self.is_idle(piece, before));
            if !goes || !text::is_blank(&self.html[piece.end..end]) {
                break;
            }
            (tail, end) = (at, piece.start);
        }
        tail
    }
}
