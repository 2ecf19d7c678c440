//! A grammar: contexts with rules, as Sublime Text's `.sublime-syntax` has them. Other formats are brought to this one.
//!
//! The parser stands in a stack of contexts. The rule of the topmost one that matches earliest wins; it names the piece
//! of text it matched and may push further contexts, set others instead, or pop.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::pattern::Pattern;

/// The name of a kind of text, such as `keyword.control.rust`.
pub(super) type Scope = Arc<str>;

/// The rules of a language.
#[derive(Debug)]
pub(super) struct Grammar {
    /// Its contexts.
    pub(super) contexts: Vec<Context>,
}

/// A context by its grammar's number in the library and its own in the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "(u32, u32)")]
pub(super) struct ContextId {
    pub(super) grammar: u32,
    pub(super) context: u32,
}

/// What may come next in one part of a text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Context {
    /// Names everything in the context and what opens and closes it.
    #[serde(deserialize_with = "scopes")]
    pub(super) scope: Vec<Scope>,
    /// Names everything in the context but not what opens and closes it.
    #[serde(deserialize_with = "scopes")]
    pub(super) content: Vec<Scope>,
    /// A context whose rules come before its own.
    pub(super) prototype: Option<ContextId>,
    /// How many names from outside do not count in the context.
    pub(super) clear: Option<usize>,
    /// The rules.
    pub(super) patterns: Vec<Entry>,
    /// The rules, with those of included contexts in their places.
    #[serde(skip)]
    pub(super) rules: OnceLock<Box<[Arc<Rule>]>>,
}

/// A rule, or a context whose rules count here too.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Entry {
    /// The rules of a context.
    Include {
        /// The context.
        include: ContextId,
    },
    /// A rule.
    Rule(Arc<Rule>),
}

/// What to do where a pattern matches.
#[derive(Debug, Deserialize)]
pub(super) struct Rule {
    /// The pattern.
    #[serde(rename = "match")]
    pub(super) pattern: Pattern,
    /// Says whether the pattern names what an earlier one captured.
    #[serde(default, rename = "back")]
    pub(super) has_references: bool,
    /// Names what the pattern matches.
    #[serde(default, deserialize_with = "scopes")]
    pub(super) scope: Vec<Scope>,
    /// Names what its groups match.
    #[serde(default)]
    pub(super) captures: Vec<Capture>,
    /// Contexts to push; the last one is on top.
    #[serde(default)]
    pub(super) push: Vec<ContextId>,
    /// Contexts to put in the place of the topmost one.
    #[serde(default)]
    pub(super) set: Vec<ContextId>,
    /// Says whether the topmost context ends.
    #[serde(default)]
    pub(super) pop: bool,
    /// A context whose rules come first in everything that is pushed.
    #[serde(default, rename = "with")]
    pub(super) with_prototype: Option<ContextId>,
}

/// What a group of a pattern is called.
#[derive(Debug, Deserialize)]
pub(super) struct Capture(pub(super) usize, #[serde(deserialize_with = "scopes")] pub(super) Vec<Scope>);

impl From<(u32, u32)> for ContextId {
    fn from((grammar, context): (u32, u32)) -> Self {
        Self { grammar, context }
    }
}

/// How many names a piece of text gets from one rule or context.
const MAX_SCOPES: usize = 32;

/// Splits names that stand in one text.
pub(super) fn split_scopes(text: &str) -> Vec<Scope> {
    text.split_whitespace().take(MAX_SCOPES).map(Scope::from).collect()
}

fn scopes<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Scope>, D::Error> {
    let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
    Ok(split_scopes(&text))
}
