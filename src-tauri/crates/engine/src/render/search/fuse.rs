//! The index of Fuse: a list of what there is.

use rayon::prelude::*;
use serde_json::{Map, Value};

use crate::config::Search;

use super::Entry;

/// How many pages are written at a time.
const AT_A_TIME: usize = 256;

/// Writes the index after what stands there already; nothing if it is larger than `most` bytes.
pub(super) fn write(
    search: &Search,
    entries: &[Entry<'_>],
    mut written: Vec<u8>,
    most: usize,
) -> Option<Vec<u8>> {
    written.push(b'[');
    for (at, some) in entries.chunks(AT_A_TIME).enumerate() {
        let items: Vec<String> = some.par_iter().map(|entry| item(search, entry)).collect();
        for (place, item) in items.iter().enumerate() {
            if at + place > 0 {
                written.push(b',');
            }
            written.extend_from_slice(item.as_bytes());
        }
        if written.len() > most {
            return None;
        }
    }
    written.push(b']');
    (written.len() <= most).then_some(written)
}

fn item(search: &Search, entry: &Entry<'_>) -> String {
    let url = ("url".to_owned(), Value::from(entry.url));
    let fields =
        entry.fields(search).into_iter().map(|(name, value)| (name.to_owned(), Value::from(&*value)));
    Value::Object([url].into_iter().chain(fields).collect::<Map<_, _>>()).to_string()
}
