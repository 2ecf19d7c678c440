//! One fault that spoils many pages is told once.

use std::collections::BTreeMap;

use super::{Diagnostic, Spoilt};

/// Puts together what differs only in the page that could not be made: the first page stays, the others are counted.
pub(crate) fn grouped(trouble: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<Diagnostic, Vec<String>> = BTreeMap::new();
    let mut single = Vec::new();
    for mut diagnostic in trouble {
        match diagnostic.spoilt.take() {
            Some(Spoilt { first, .. }) => groups.entry(diagnostic).or_default().push(first),
            None => single.push(diagnostic),
        }
    }
    let told = groups.into_iter().map(|(diagnostic, pages)| {
        let others = pages.len().saturating_sub(1);
        let first = pages.into_iter().min().unwrap_or_default();
        Diagnostic { spoilt: Some(Spoilt { first, others }), ..diagnostic }
    });
    single.into_iter().chain(told).collect()
}
