//! Finished pieces where the text has their marks.

use super::{Writer, ids_in};
use crate::markdown::inserts::{Insert, Inserts, Piece};

impl<'e> Writer<'e> {
    pub(super) fn text_with_inserts(&mut self, inserts: &'e Inserts, text: &str) {
        for piece in inserts.pieces_in(text) {
            match piece {
                Piece::Own(text) => self.own_text(text, false),
                Piece::Insert(piece) => {
                    if let Some(heading) = self.heading.as_mut().filter(|_| !piece.is_unnamed) {
                        heading.title.push_str(&piece.words());
                    }
                    self.insert(piece);
                }
            }
        }
    }

    pub(super) fn html_with_inserts(&mut self, inserts: &'e Inserts, html: &str) {
        for piece in inserts.pieces_in(html) {
            match piece {
                Piece::Own(html) => self.own_html(html),
                Piece::Insert(piece) => self.insert(piece),
            }
        }
    }

    pub(super) fn own_html(&mut self, html: &str) {
        self.ids.extend(ids_in(html));
        self.html.push_str(html);
    }

    fn insert(&mut self, piece: &Insert) {
        self.weaving.pass(piece.part);
        self.own_html(&piece.html);
    }
}
