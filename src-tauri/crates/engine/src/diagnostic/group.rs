//! One fault that spoils many pages is told once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Spoilt};

/// Puts together what differs only in the page that could not be made: the first page stays, the others are counted.
pub(crate) fn grouped(trouble: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<Diagnostic, Vec<String>> = BTreeMap::new();
    let mut single = Vec::new();
    for mut diagnostic in trouble {
        match diagnostic.spoilt.take() {
            Some(spoilt) => groups.entry(diagnostic).or_default().push(spoilt.first),
            None => single.push(diagnostic),
        }
    }
    let told = groups.into_iter().map(|(diagnostic, pages)| {
        let others = pages.len().saturating_sub(1);
        let first = pages.into_iter().min().unwrap_or_default();
        Diagnostic { spoilt: Some(Box::new(Spoilt { first, others })), ..diagnostic }
    });
    single.into_iter().chain(told).collect()
}

/// Takes out what is told already together with the pages it spoils.
pub(crate) fn without_repeats(trouble: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let bare = |told: &Diagnostic| Diagnostic { spoilt: None, ..told.clone() };
    let spoiling: BTreeSet<Diagnostic> =
        trouble.iter().filter(|told| told.spoilt.is_some()).map(bare).collect();
    trouble.into_iter().filter(|told| told.spoilt.is_some() || !spoiling.contains(told)).collect()
}
