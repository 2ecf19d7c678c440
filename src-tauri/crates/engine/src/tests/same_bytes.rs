use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::fixture::{build, site};
use crate::{Cancelled, Progress};

use super::LARGE;

fn on_threads(count: usize) -> crate::output::Bundle {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("threads can be had");
    pool.install(|| build(&site(LARGE).value).value)
}

#[test]
fn two_builds_give_the_same_bytes_on_any_number_of_threads() {
    let alone = on_threads(1);
    assert!(alone.files.len() > 25);
    assert_eq!(alone, on_threads(1));
    assert_eq!(alone, on_threads(2));
    assert_eq!(alone, on_threads(4));
}

#[test]
fn one_file_on_demand_is_the_file_of_the_build() {
    let site = site(LARGE).value;
    let bundle = build(&site).value;
    assert_eq!(site.outputs(), bundle.files.keys().cloned().collect::<Vec<_>>());
    for path in site.outputs() {
        let file = site.render(&path).expect("is planned").value;
        assert_eq!(file.as_ref(), bundle.files.get(&path), "{path}");
    }
}

#[test]
fn a_build_counts_to_the_end_and_can_be_stopped() {
    let site = site(LARGE).value;
    let last = AtomicUsize::new(0);
    let count = |progress: Progress| {
        assert_eq!(progress.total, site.outputs().len());
        last.fetch_max(progress.done, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    site.build(&count).expect("nobody stops it");
    assert_eq!(last.into_inner(), site.outputs().len());
    assert_eq!(site.build(&|_| ControlFlow::Break(())), Err(Cancelled));
}
