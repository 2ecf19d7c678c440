//! What templates can see of a page or section, in parts that change for different reasons.

use std::ops::{BitOr, BitOrAssign};

/// A set of parts of a page or section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Facets(u16);

impl Facets {
    /// Nothing but which pages there are, and in which order.
    pub(crate) const NONE: Self = Self(0);
    /// `title`.
    pub(crate) const TITLE: Self = Self(1);
    /// `description`.
    pub(crate) const DESCRIPTION: Self = Self(1 << 1);
    /// `permalink`, `path`, `slug`, `components` and whatever else follows from the file's place.
    pub(crate) const PLACE: Self = Self(1 << 2);
    /// `date`, `updated` and the year, month and day.
    pub(crate) const DATES: Self = Self(1 << 3);
    /// `taxonomies` and `authors`.
    pub(crate) const TERMS: Self = Self(1 << 4);
    /// `extra`.
    pub(crate) const EXTRA: Self = Self(1 << 5);
    /// `content`.
    pub(crate) const CONTENT: Self = Self(1 << 6);
    /// `summary`.
    pub(crate) const SUMMARY: Self = Self(1 << 7);
    /// `toc`.
    pub(crate) const TOC: Self = Self(1 << 8);
    /// `word_count` and `reading_time`.
    pub(crate) const COUNTS: Self = Self(1 << 9);
    /// `backlinks` and `translations`: what is said of other pages.
    pub(crate) const RELATED: Self = Self(1 << 10);
    /// Everything.
    pub(crate) const ALL: Self = Self((1 << 11) - 1);

    /// The parts one by one, in a fixed order.
    pub(crate) const EACH: [Self; 11] = [
        Self::TITLE,
        Self::DESCRIPTION,
        Self::PLACE,
        Self::DATES,
        Self::TERMS,
        Self::EXTRA,
        Self::CONTENT,
        Self::SUMMARY,
        Self::TOC,
        Self::COUNTS,
        Self::RELATED,
    ];

    /// Gives the part that a field of a page or section belongs to; all of them for a field nobody knows.
    pub(crate) fn of_field(name: &str) -> Self {
        match name {
            "title" => Self::TITLE,
            "description" => Self::DESCRIPTION,
            "permalink" | "path" | "slug" | "components" | "ancestors" | "relative_path"
            | "colocated_path" | "assets" | "lang" | "draft" | "generate_feeds" | "transparent"
            | "paginate_by" | "paginate_reversed" | "subsections" => Self::PLACE,
            "date" | "updated" | "year" | "month" | "day" => Self::DATES,
            "taxonomies" | "authors" => Self::TERMS,
            "extra" => Self::EXTRA,
            "content" => Self::CONTENT,
            "summary" => Self::SUMMARY,
            "toc" => Self::TOC,
            "word_count" | "reading_time" => Self::COUNTS,
            "backlinks" | "translations" => Self::RELATED,
            _ => Self::ALL,
        }
    }

    /// Says whether the sets share a part.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Says whether all parts of the other set are in this one.
    pub(crate) fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Facets {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Facets {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
