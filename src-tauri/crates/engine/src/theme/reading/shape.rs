//! What a value in a template may be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reach, Role};
use crate::theme::AROUND;

/// What a value may be. Everything else is plain: it holds nothing of other pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// The page that the file is about.
    OwnPage,
    /// The section that the file is about.
    OwnSection,
    /// `paginator`.
    Paginator,
    /// Another page, or a list of such.
    Pages(Reach),
    /// Another page with its neighbours.
    PageWithNeighbours(Reach),
    /// Another section.
    Section(Reach),
    /// A term, or a list of terms.
    Terms(Reach),
    /// A taxonomy with its terms.
    Taxonomy(Reach),
    /// Pages by what they have in common.
    Groups(Reach),
}

/// All that a value may be.
pub(super) type Value = BTreeSet<Shape>;

/// The names of one loop, one component, or one whole template.
pub(super) type Scope = BTreeMap<String, Value>;

/// What is in the context besides what is plain.
pub(super) fn context(role: Role) -> Scope {
    let of = |shapes: &[(&str, Shape)]| {
        let named = |(name, shape): &(&str, Shape)| {
            [(*name).to_owned(), format!("{AROUND}{name}")].map(|name| (name, Value::from([*shape])))
        };
        shapes.iter().flat_map(named).collect()
    };
    match role {
        Role::Page => of(&[("page", Shape::OwnPage)]),
        Role::Section => of(&[("section", Shape::OwnSection), ("paginator", Shape::Paginator)]),
        Role::Terms => of(&[("terms", Shape::Terms(Reach::Terms))]),
        Role::Term => of(&[("term", Shape::Terms(Reach::Term)), ("paginator", Shape::Paginator)]),
        Role::Feed => of(&[
            ("pages", Shape::Pages(Reach::Feed)),
            ("section", Shape::Section(Reach::FeedOf)),
            ("term", Shape::Terms(Reach::FeedOf)),
        ]),
        Role::Bare => Scope::new(),
    }
}

/// What a filter makes of pages once it has looked at one field of each.
pub(super) fn sorted(of: Value, filter: &str) -> Value {
    let group = |shape| if let Shape::Pages(way) = shape { Shape::Groups(way) } else { shape };
    match filter {
        "group_by" => of.into_iter().map(group).collect(),
        "map" => Value::new(),
        _ => of,
    }
}
