//! The index of elasticlunr: for each field a tree of letters, in which every word leads to the pages that have it.
//!
//! Words are worked out in parallel, a run of pages at a time, as numbers; a page's text is dropped at once. The tree is
//! never built: the words in order of the alphabet are the tree, letter by letter.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;

use crate::config::Search;

use super::Entry;
use super::words::{Speech, Words, split};

/// How many pages share one list of words while they are read.
const AT_A_TIME: usize = 256;
/// The version of the script that reads the index.
const VERSION: &str = "0.9.5";

/// A word in a page.
#[derive(Debug, Clone, Copy)]
struct Found {
    word: u32,
    entry: u32,
    count: u32,
}

/// What was found in a run of pages.
struct Run {
    words: Vec<String>,
    /// For each field.
    found: Vec<Vec<Found>>,
    /// For each page the number of words in each of its fields.
    lengths: Vec<Vec<usize>>,
}

/// Writes the index after what stands there already; nothing if it is larger than `most` bytes.
pub(super) fn write(
    search: &Search,
    language: &str,
    entries: &[Entry<'_>],
    mut written: Vec<u8>,
    most: usize,
) -> Option<Vec<u8>> {
    let speech = Speech::of(language);
    let names = names(search);
    let mut runs: Vec<Run> = entries
        .par_chunks(AT_A_TIME)
        .enumerate()
        .map(|(at, some)| read(search, language, &names, at * AT_A_TIME, some))
        .collect();
    let words = all_words(&mut runs);
    let keys: Vec<String> = entries.iter().map(|entry| quoted(entry.url)).collect();
    put(&mut written, &format!("{{\"fields\":{},\"pipeline\":{}", list(&names), list(&speech.steps())));
    put(&mut written, &format!(",\"ref\":\"id\",\"version\":\"{VERSION}\",\"index\":{{"));
    for (at, name) in names.iter().enumerate() {
        put(&mut written, if at == 0 { "" } else { "," });
        put(&mut written, &format!("{}:{{\"root\":{{\"docs\":{{}},\"df\":0", quoted(name)));
        let found = runs.iter_mut().map(|run| std::mem::take(&mut run.found[at])).collect();
        tree(&words, in_order(found, words.len()), &keys, &mut written, most)?;
        put(&mut written, "}}");
    }
    put(&mut written, "},\"documentStore\":{\"save\":true,\"docs\":{");
    documents(search, &names, entries, &keys, &mut written, most)?;
    put(&mut written, "},\"docInfo\":{");
    let lengths = runs.iter().flat_map(|run| &run.lengths);
    for (at, (key, lengths)) in keys.iter().zip(lengths).enumerate() {
        let lengths: BTreeMap<&str, usize> = names.iter().copied().zip(lengths.iter().copied()).collect();
        let lengths = serde_json::to_string(&lengths).expect("names and numbers can be written");
        put(&mut written, &format!("{}{key}:{lengths}", if at == 0 { "" } else { "," }));
    }
    put(
        &mut written,
        &format!("}},\"length\":{}}},\"lang\":{}}}", entries.len(), quoted(&speech.name(language))),
    );
    (written.len() <= most).then_some(written)
}

fn names(search: &Search) -> Vec<&'static str> {
    [
        (search.include_title, "title"),
        (search.include_description, "description"),
        (search.include_date, "date"),
        (search.include_path, "path"),
        (search.include_content, "body"),
    ]
    .into_iter()
    .filter_map(|(wanted, name)| wanted.then_some(name))
    .collect()
}

/// Pairs a page's values with the names of fields by their place alone: after a date that a page does not have, each
/// value stands under the name before its own. The reference does so, and a theme's script made for it reads that.
fn named<'e>(
    search: &Search,
    names: &[&'static str],
    entry: &'e Entry<'_>,
) -> Vec<(&'static str, std::borrow::Cow<'e, str>)> {
    let values = entry.fields(search).into_iter().map(|(_, value)| value);
    names.iter().copied().zip(values).collect()
}

/// Finds the words of a run of pages. A word counts for the field it stands in and for all fields after that, as in
/// the reference: what is in the title is found in the text too.
fn read(search: &Search, language: &str, names: &[&'static str], first: usize, some: &[Entry<'_>]) -> Run {
    let mut words = Words::new(language);
    let mut found = vec![Vec::new(); names.len()];
    let mut lengths = Vec::with_capacity(some.len());
    for (at, entry) in some.iter().enumerate() {
        let number = u32::try_from(first + at).unwrap_or(u32::MAX);
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let mut own_lengths = Vec::with_capacity(names.len());
        for (field, (name, value)) in named(search, names, entry).into_iter().enumerate() {
            let mut length = 0;
            for word in split(name, &value).filter_map(|written| words.number(written)) {
                *counts.entry(word).or_default() += 1;
                length += 1;
            }
            own_lengths.push(length);
            found[field].extend(counts.iter().map(|(&word, &count)| Found { word, entry: number, count }));
        }
        lengths.push(own_lengths);
    }
    Run { words: words.into_list(), found, lengths }
}

/// Gathers the words of all runs in order of the alphabet, and numbers what was found by that.
fn all_words(runs: &mut [Run]) -> Vec<String> {
    let mut all: Vec<String> = runs.iter().flat_map(|run| &run.words).cloned().collect();
    all.par_sort_unstable();
    all.dedup();
    runs.par_iter_mut().for_each(|run| {
        let place = |word: &String| {
            all.binary_search(word).map_or(u32::MAX, |at| u32::try_from(at).unwrap_or(u32::MAX))
        };
        let places: Vec<u32> = run.words.iter().map(place).collect();
        for found in run.found.iter_mut().flatten() {
            found.word = places[found.word as usize];
        }
        run.words = Vec::new();
    });
    all
}

/// Sorts what was found by word; the pages of a word stay in order, since the runs are.
fn in_order(runs: Vec<Vec<Found>>, words: usize) -> Vec<Found> {
    let mut ends = vec![0_usize; words + 1];
    for found in runs.iter().flatten() {
        ends[found.word as usize + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut sorted = vec![Found { word: 0, entry: 0, count: 0 }; ends[words]];
    for found in runs.into_iter().flatten() {
        let end = &mut ends[found.word as usize];
        sorted[*end] = found;
        *end += 1;
    }
    sorted
}

/// Writes the letters below the root: what a word shares with the word before it is open already.
fn tree(
    words: &[String],
    found: Vec<Found>,
    keys: &[String],
    written: &mut Vec<u8>,
    most: usize,
) -> Option<()> {
    let weights: Vec<String> = (0..64).map(weight).collect();
    let mut open: Vec<char> = Vec::new();
    for group in found.chunk_by(|a, b| a.word == b.word) {
        let letters: Vec<char> = words[group[0].word as usize].chars().collect();
        let shared = open.iter().zip(&letters).take_while(|(a, b)| a == b).count();
        written.extend(std::iter::repeat_n(b'}', open.len() - shared));
        for (at, letter) in letters.iter().enumerate().skip(shared) {
            put(written, ",");
            put(written, &quoted(letter.encode_utf8(&mut [0; 4])));
            put(written, if at + 1 < letters.len() { ":{\"docs\":{},\"df\":0" } else { ":{\"docs\":{" });
        }
        for (at, found) in group.iter().enumerate() {
            put(written, if at == 0 { "" } else { "," });
            put(written, &keys[found.entry as usize]);
            put(written, ":{\"tf\":");
            match weights.get(found.count as usize) {
                Some(weight) => put(written, weight),
                None => put(written, &weight(found.count)),
            }
            put(written, "}");
        }
        put(written, &format!("}},\"df\":{}", group.len()));
        open = letters;
        if written.len() > most {
            return None;
        }
    }
    written.extend(std::iter::repeat_n(b'}', open.len()));
    Some(())
}

/// A word weighs less the more often it is repeated.
fn weight(count: u32) -> String {
    format!("{:?}", f64::from(count).sqrt())
}

fn documents(
    search: &Search,
    names: &[&'static str],
    entries: &[Entry<'_>],
    keys: &[String],
    written: &mut Vec<u8>,
    most: usize,
) -> Option<()> {
    for (run, (some, keys)) in entries.chunks(AT_A_TIME).zip(keys.chunks(AT_A_TIME)).enumerate() {
        let texts: Vec<String> = some
            .par_iter()
            .map(|entry| {
                let mut fields: BTreeMap<_, _> = named(search, names, entry).into_iter().collect();
                fields.insert("id", entry.url.into());
                serde_json::to_string(&fields).expect("texts can be written")
            })
            .collect();
        for (at, (key, text)) in keys.iter().zip(&texts).enumerate() {
            let comma = if run + at == 0 { "" } else { "," };
            // Writing into memory does not fail.
            let _whole = write!(written, "{comma}{key}:{text}");
        }
        if written.len() > most {
            return None;
        }
    }
    Some(())
}

fn put(written: &mut Vec<u8>, text: &str) {
    written.extend_from_slice(text.as_bytes());
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text can be written")
}

fn list<T: serde::Serialize>(texts: &[T]) -> String {
    serde_json::to_string(texts).expect("texts can be written")
}
