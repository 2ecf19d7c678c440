//! Sites that mean no good, or were made by a machine: each ends soon, with a plain message where something is left
//! out, and never with a panic.

mod depth;
mod length;
mod loops;
mod paths;

use crate::fixture::{build, listed, source};
use crate::{fixture, open};

use super::trouble;

/// Builds a site on a thread with as little stack as any thread gets, and lists its trouble.
fn trouble_on_a_small_stack(files: String) -> String {
    // One thread does it all, so that it is this stack which is too small.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(2 * 1024 * 1024).build();
    pool.expect("can be made").install(|| {
        let opened = open(&source(&files), &fixture::options());
        listed(&build(&opened.value).diagnostics)
    })
}
