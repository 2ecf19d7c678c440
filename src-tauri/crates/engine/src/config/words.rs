//! The words that configs, headers and templates have for a choice.

use super::{AnchorLinks, DataAttributes, ExcludePaginated, HighlightStyle, IndexFormat, LinkLevel};
use crate::slug::SlugStrategy;

/// The choices of the config and the words for them, in both directions.
macro_rules! words {
    ($($name:ident { $($choice:ident = $word:literal),+ })+) => {
        $(impl $name {
            pub(crate) const WORDS: &[(&'static str, Self)] = &[$(($word, Self::$choice)),+];

            pub(crate) fn word(self) -> &'static str {
                match self {
                    $(Self::$choice => $word),+
                }
            }
        })+
    };
}

words! {
    SlugStrategy { On = "on", Safe = "safe", Off = "off" }
    IndexFormat {
        ElasticlunrJavascript = "elasticlunr_javascript",
        ElasticlunrJson = "elasticlunr_json",
        FuseJavascript = "fuse_javascript",
        FuseJson = "fuse_json"
    }
    ExcludePaginated { None = "none", All = "all" }
    AnchorLinks { Left = "left", Right = "right", Heading = "heading", None = "none" }
    HighlightStyle { Inline = "inline", Class = "class" }
    DataAttributes { Code = "code", Pre = "pre", Both = "both", None = "none" }
    LinkLevel { Error = "error", Warn = "warn" }
}
