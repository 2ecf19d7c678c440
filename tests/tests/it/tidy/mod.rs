//! House rules that a program can check. Each names the file, what is wrong, and what to do about it.
//!
//! A remark made twice in review becomes a rule here; a rule that nobody needs any more is removed.

mod borders;
mod layers;
mod locks;
mod purity;
mod source;
mod text;

use std::path::{Path, PathBuf};

/// The top folder of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Fails with all complaints at once, so that one run shows everything there is to do.
fn assert_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n\n{}\n", complaints.join("\n"));
}
