//! Everything that concerns more than one crate, as one test binary.
//!
//! The modules are marked as tests, because clippy permits `unwrap` in what it can see to be one.

#[cfg(test)]
mod authoring;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod bindings;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod keychain;
#[cfg(test)]
mod manual;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod previewing;
#[cfg(test)]
mod publishing;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod settings_form;
#[cfg(test)]
mod tidy;

/// How often a law is tried: so many times where `PROPTEST_CASES` is 256, and with it more or less often.
#[cfg(test)]
fn tried(times: u32) -> proptest::prelude::ProptestConfig {
    let default = proptest::prelude::ProptestConfig::default();
    let cases = (times * default.cases / 256).max(1);
    proptest::prelude::ProptestConfig { cases, failure_persistence: None, ..default }
}
