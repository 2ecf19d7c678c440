//! Parts of a page that stay as they are.

use super::pieces::{Kind, Piece};

/// Elements whose white space may be seen, or that hold no HTML.
const KEPT: [&str; 15] = [
    "code",
    "iframe",
    "listing",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "pre",
    "script",
    "style",
    "svg",
    "textarea",
    "title",
    "xmp",
];

/// Elements that an end tag does not reach out of.
const WALLS: [&str; 12] = [
    "applet", "button", "caption", "marquee", "object", "select", "svg", "table", "td", "template", "th",
    "math",
];

/// An element that stays as it is, while it is open.
#[derive(Debug)]
pub(super) struct Verbatim<'a> {
    name: &'a str,
    /// How many elements of that name are open inside it.
    depth: usize,
    /// The elements that are open inside it and that its end tag would not close.
    walls: Vec<&'a str>,
    /// Says whether elements inside it were closed out of order, which browsers alone understand. Then everything
    /// that follows stays as it is.
    is_endless: bool,
    /// Says whether its tags follow other rules than those of HTML.
    pub(super) is_foreign: bool,
}

impl<'a> Verbatim<'a> {
    /// Says whether a tag begins such an element.
    pub(super) fn begins(html: &str, piece: &Piece<'a>) -> Option<Self> {
        if piece.kind != Kind::Start {
            return None;
        }
        let name = piece.name.to_ascii_lowercase();
        let is_foreign = matches!(name.as_str(), "svg" | "math");
        let tag = &html[piece.start..piece.end];
        if is_foreign && tag.ends_with("/>") {
            return None;
        }
        let is_styled = || tag.to_ascii_lowercase().contains("white-space");
        let is_kept = KEPT.binary_search(&name.as_str()).is_ok();
        let is_kept =
            is_kept || (tag.len() > "white-space".len() && !super::tags::is_void(&name) && is_styled());
        is_kept.then_some(Self {
            name: piece.name,
            depth: 0,
            walls: Vec::new(),
            is_endless: false,
            is_foreign,
        })
    }

    /// Takes notice of a piece inside the element. Says whether it ends the element.
    pub(super) fn meet(&mut self, piece: &Piece<'a>) -> bool {
        let is_same = piece.name.eq_ignore_ascii_case(self.name);
        let is_wall = WALLS.iter().chain(&KEPT).any(|wall| piece.name.eq_ignore_ascii_case(wall));
        match piece.kind {
            Kind::Start if is_same => self.depth += 1,
            Kind::Start if is_wall => self.walls.push(piece.name),
            Kind::End if is_same && !self.walls.is_empty() => self.is_endless = true,
            Kind::End if is_same && self.depth == 0 => return !self.is_endless,
            Kind::End if is_same => self.depth -= 1,
            Kind::End if is_wall => {
                let opened = self.walls.iter().rposition(|wall| wall.eq_ignore_ascii_case(piece.name));
                self.is_endless |= opened.is_some_and(|at| at + 1 < self.walls.len());
                self.walls.truncate(opened.unwrap_or(self.walls.len()));
            }
            Kind::Start | Kind::End | Kind::Comment | Kind::Doctype => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::KEPT;

    #[test]
    fn the_names_are_sorted() {
        assert!(KEPT.is_sorted());
    }
}
