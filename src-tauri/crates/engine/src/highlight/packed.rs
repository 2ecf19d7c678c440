//! Packs of JSON: the grammars and themes that Galley carries. A part is unpacked when it is first asked for.

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// No part is larger than this once it is unpacked; the largest takes up a third of it.
const MAX_PART_BYTES: usize = 4 * 1024 * 1024;

/// A pack: what it holds, and the bytes of that.
pub(super) struct Pack<T> {
    /// What it holds, in the order of the file.
    pub(super) index: Vec<Part<T>>,
    bytes: &'static [u8],
}

/// A part of a pack.
#[derive(Deserialize)]
pub(super) struct Part<T> {
    /// What is said of it without unpacking.
    #[serde(flatten)]
    pub(super) about: T,
    at: usize,
    length: usize,
}

impl<T: DeserializeOwned> Pack<T> {
    /// Reads what a pack holds.
    pub(super) fn new(file: &'static [u8]) -> Self {
        Self::read(file).expect("the packs were made by `assets/pack`, and a test reads all of them")
    }

    fn read(file: &'static [u8]) -> Option<Self> {
        let (length, rest) = file.split_first_chunk::<4>()?;
        let (index, bytes) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some(Self { index: serde_json::from_slice(index).ok()?, bytes })
    }
}

impl<T> Pack<T> {
    /// Unpacks a part.
    pub(super) fn unpack<P: DeserializeOwned>(&self, number: usize) -> P {
        let part = &self.index[number];
        let deflated = self.bytes.get(part.at..part.at + part.length).unwrap_or_default();
        let json = miniz_oxide::inflate::decompress_to_vec_with_limit(deflated, MAX_PART_BYTES);
        let part = json.ok().and_then(|json| serde_json::from_slice(&json).ok());
        part.expect("the packs were made by `assets/pack`, and a test unpacks all of them")
    }
}
