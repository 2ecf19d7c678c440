//! Gives the fuzzer’s bytes to `entries::blocks`.

#![no_main]

#[path = "../entries.rs"]
#[expect(dead_code, reason = "the other targets use the rest")]
mod entries;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entries::blocks(data));
