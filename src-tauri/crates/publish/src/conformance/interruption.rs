//! A publish that is stopped anywhere: what visitors then meet, and what the next publish makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Place;
use super::faulty::{Cut, Faulty};
use super::fixture::{Built, carried_out, hasty, prepared, publish_and_check, published, tree, write};
use crate::cancel::Cancel;
use crate::error::ErrorKind;
use crate::transfer::{Options, carry_out};

const FOREIGN: [(&str, &str); 1] = [("posts/theirs.txt", "theirs")];

fn before() -> Built {
    Built::of(&[
        ("index.html", "home 1"),
        ("posts/a/index.html", "a 1"),
        ("posts/gone/index.html", "gone 1"),
        ("style.css", "css 1"),
        ("same.html", "same"),
    ])
}

fn after() -> Built {
    Built::of(&[
        ("index.html", "home 2"),
        ("posts/a/index.html", "a 2"),
        ("posts/new/index.html", "new 2"),
        ("posts/index.html", "list 2"),
        ("style.css", "css 2"),
        ("same.html", "same"),
    ])
    .with_copied("photo.jpg", b"photo 2")
}

fn third() -> Built {
    Built::of(&[("index.html", "home 3"), ("posts/gone/index.html", "gone 1"), ("style.css", "css 1")])
}

/// Whatever was done when it stopped, the next publish of the same build leaves exactly that build.
pub async fn a_publish_killed_anywhere_is_finished_by_the_next(place: &Place) {
    sweep(place, &before(), &after(), &after()).await;
}

/// The same with another build, among them the one from before: undo after a crash.
pub async fn a_publish_killed_anywhere_can_be_followed_by_another(place: &Place) {
    sweep(place, &before(), &after(), &before()).await;
    sweep(place, &before(), &after(), &third()).await;
}

/// The same for a place that never had a finished publish.
pub async fn a_first_publish_killed_anywhere_is_finished(place: &Place) {
    sweep(place, &Built::default(), &after(), &after()).await;
    sweep(place, &Built::default(), &after(), &third()).await;
}

/// A future that is dropped in the middle of many operations at a time is no different.
pub async fn a_dropped_publish_is_finished_by_the_next(place: &Place) {
    let names: Vec<_> = (0..60).map(|n| (format!("p/{n}/index.html"), format!("page {n}"))).collect();
    let files: Vec<_> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let many = Built::of(&files);
    for reports in (1..75).step_by(3) {
        reset(&place.root);
        let asked = prepared(&*place.target, &many).await.expect("is prepared");
        let seen = AtomicUsize::new(0);
        let dropped = Cancel::new();
        let report = |_| {
            if seen.fetch_add(1, Ordering::Relaxed) + 1 == reports {
                dropped.cancel();
            }
        };
        let options = Options { limits: hasty(), ..Options::default() };
        let never = Cancel::new();
        let run =
            carry_out(&*place.target, &asked, &many.bundle, many.source_bytes(), &options, &report, &never);
        tokio::select! {
            biased;
            () = dropped.cancelled() => {}
            done = run => drop(done.expect("is published")),
        }
        look_again_until_quiet(place, &many).await;
        publish_and_check(place, &many, &[]).await;
    }
}

/// Publishes again where the first try was overtaken. Unlike a kill, dropping a publish leaves the threads that were
/// busy on the disk to end what they had begun; a publish that meets such a change says so, and a person looks again.
async fn look_again_until_quiet(place: &Place, built: &Built) {
    for _ in 0..5 {
        match published(&*place.target, built).await {
            Err(error) if error.kind == ErrorKind::Overtaken => {}
            done => return drop(done.expect("is published")),
        }
    }
    panic!("overtaken again and again, though nobody else publishes");
}

/// Publishes `old`, then `new` with the line cut at every operation in turn, then `next` with a good line.
async fn sweep(place: &Place, old: &Built, new: &Built, next: &Built) {
    for cut in [Cut::Before, Cut::After] {
        for operations in 1.. {
            reset(&place.root);
            if !old.bundle.files.is_empty() {
                published(&*place.target, old).await.expect("is published");
            }
            let (name, text) = FOREIGN[0];
            write(&place.root, name, text);
            let faulty = Faulty::dying(Arc::clone(&place.target), operations, cut);
            let survived = match prepared(&faulty, new).await {
                Ok(prepared) => carried_out(&faulty, &prepared, new, &[]).await.is_ok(),
                Err(_) => false,
            };
            check_what_visitors_meet(&place.root, &old.tree(), &new.tree());
            publish_and_check(place, next, &FOREIGN).await;
            stumble(place, old, new, operations, cut).await;
            if survived {
                assert!(operations > 20, "the sweep went through the whole publish");
                break;
            }
        }
    }
}

/// The same cut, but the line comes back: the publish itself gets through.
async fn stumble(place: &Place, old: &Built, new: &Built, operations: usize, cut: Cut) {
    reset(&place.root);
    if !old.bundle.files.is_empty() {
        published(&*place.target, old).await.expect("is published");
    }
    let asked = prepared(&*place.target, new).await.expect("is prepared");
    let faulty = Faulty::stumbling(Arc::clone(&place.target), operations, cut);
    carried_out(&faulty, &asked, new, &[]).await.expect("gets through");
    assert_eq!(tree(&place.root), new.tree());
    let again = prepared(&*place.target, new).await.expect("is prepared");
    assert!(again.plan.is_empty() && again.concerns.is_empty() && !again.remote.is_interrupted());
}

/// No file is torn, a new page has all assets of its build, and the home page comes after all others.
fn check_what_visitors_meet(root: &Path, old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>) {
    let there = tree(root);
    for (name, bytes) in there.iter().filter(|(name, _)| name.as_str() != FOREIGN[0].0) {
        assert!(old.get(name) == Some(bytes) || new.get(name) == Some(bytes), "{name} is torn or foreign");
    }
    for (name, text) in FOREIGN {
        assert_eq!(there[name], text.as_bytes());
    }
    let is_new = |name: &String| there.get(name) == new.get(name);
    let changed = |name: &&String| old.get(*name) != new.get(*name);
    let page = |name: &&String| name.ends_with(".html");
    if new.keys().filter(page).filter(changed).any(is_new) {
        assert!(new.keys().filter(|name| !page(name)).all(is_new), "a page came before its assets");
    }
    if is_new(&"index.html".to_owned()) && changed(&&"index.html".to_owned()) {
        assert!(new.keys().all(is_new), "the home page came before another file");
    }
    for (name, bytes) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        let removed = there.get(name) != Some(bytes);
        assert!(!removed || new.keys().all(is_new), "{name} was removed before all was put");
    }
}

fn reset(root: &Path) {
    for entry in fs::read_dir(root).expect("lists").flatten() {
        let path = entry.path();
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.expect("is removed");
    }
}
