//! What each operation of a target must do.

use std::fs;
use std::sync::Arc;

use engine::output::{ContentHash, Entry};

use super::Place;
use super::fixture::{bookkeeping, folders, path, tree, write};
use crate::error::ErrorKind;
use crate::record::Record;
use crate::target::{Found, Placed, StageName, Target};

fn stage_name(text: &str) -> StageName {
    StageName::of(&path("x"), ContentHash::of(text.as_bytes()))
}

async fn put(target: &dyn Target, name: &str, text: &str) -> Placed {
    let staged = stage_name(text);
    target.stage(&staged, Arc::from(text.as_bytes())).await.expect("is staged");
    target.place(&staged, &path(name)).await.expect("is placed")
}

/// A record is absent, then what was written last, then absent again.
pub async fn records_are_kept_whole(place: &Place) {
    let target = &place.target;
    for record in [Record::Head, Record::Manifest, Record::Pending] {
        assert_eq!(target.read_record(record).await.expect("reads"), None);
        for text in ["first\nend\n", "second\nend\n"] {
            target.write_record(record, text.as_bytes()).await.expect("writes");
            assert_eq!(target.read_record(record).await.expect("reads").as_deref(), Some(text.as_bytes()));
        }
        target.remove_record(record).await.expect("removes");
        assert_eq!(target.read_record(record).await.expect("reads"), None);
    }
    let large = vec![b'x'; 3_000_000];
    target.write_record(Record::Manifest, &large).await.expect("writes");
    assert_eq!(target.read_record(Record::Manifest).await.expect("reads"), Some(large));
    assert_eq!(bookkeeping(&place.root), ["manifest"]);
}

/// Files, folders, links and nothing are told apart.
pub async fn looking_follows_no_link(place: &Place) {
    let target = &place.target;
    write(&place.root, "folder/file.txt", "12345");
    let found = target.look(&path("folder/file.txt")).await.expect("looks");
    assert!(matches!(found, Found::File(stamp) if stamp.size == 5), "{found:?}");
    assert_eq!(target.look(&path("folder")).await.expect("looks"), Found::Folder);
    for nothing in ["other", "folder/other", "other/deeper", "folder/file.txt/deeper"] {
        assert_eq!(target.look(&path(nothing)).await.expect("looks"), Found::Nothing, "{nothing}");
    }
    let measured = target.measure(&path("folder/file.txt")).await.expect("measures");
    assert_eq!(measured, Some(Entry::of(b"12345")));
    assert_eq!(target.measure(&path("other")).await.expect("measures"), None);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("folder", place.root.join("link")).expect("links");
        std::os::unix::fs::symlink("nowhere", place.root.join("broken")).expect("links");
        assert_eq!(target.look(&path("link")).await.expect("looks"), Found::Other);
        assert_eq!(target.look(&path("broken")).await.expect("looks"), Found::Other);
        assert_eq!(target.measure(&path("link")).await.expect("measures"), None);
    }
}

/// A staged file lists with the stamp that staging gave, out of the visitors' sight.
pub async fn a_staged_file_is_found_again(place: &Place) {
    let target = &place.target;
    assert!(target.staged().await.expect("lists").is_empty());
    let name = stage_name("hello");
    let stamp = target.stage(&name, Arc::from(&b"hello"[..])).await.expect("is staged");
    assert_eq!(stamp.size, 5);
    write(&place.root, ".galley/stage/not-ours", "x");
    let staged = target.staged().await.expect("lists");
    assert_eq!(staged.into_iter().collect::<Vec<_>>(), [(name.clone(), stamp)]);
    assert!(tree(&place.root).is_empty());
    target.unstage(&name).await.expect("unstages");
    assert!(target.staged().await.expect("lists").is_empty());
}

/// A staged file takes the place of the one that is there and keeps its stamp.
pub async fn placing_replaces_in_one_step(place: &Place) {
    let target = &place.target;
    for text in ["first", "second, longer", "3"] {
        assert_eq!(put(&**target, "page.html", text).await, Placed::Done);
        assert_eq!(fs::read(place.root.join("page.html")).expect("reads"), text.as_bytes());
    }
    let name = stage_name("stamped");
    let stamp = target.stage(&name, Arc::from(&b"stamped"[..])).await.expect("is staged");
    target.place(&name, &path("page.html")).await.expect("is placed");
    assert_eq!(target.look(&path("page.html")).await.expect("looks"), Found::File(stamp));
    assert!(bookkeeping(&place.root).is_empty());
}

/// A file that is not on the stage leaves what is there alone.
pub async fn placing_says_what_is_not_staged(place: &Place) {
    let target = &place.target;
    put(&**target, "page.html", "there").await;
    let absent = stage_name("absent");
    assert_eq!(target.place(&absent, &path("page.html")).await.expect("answers"), Placed::NotStaged);
    assert_eq!(target.place(&absent, &path("other.html")).await.expect("answers"), Placed::NotStaged);
    assert_eq!(fs::read(place.root.join("page.html")).expect("reads"), b"there");
}

/// No file goes where a link leads, and no link counts as a folder.
pub async fn links_on_the_way_are_refused(place: &Place) {
    #[cfg(unix)]
    {
        let elsewhere = place.root.with_extension("elsewhere");
        fs::create_dir(&elsewhere).expect("makes a folder");
        std::os::unix::fs::symlink(&elsewhere, place.root.join("posts")).expect("links");
        let refused = place.target.make_folder(&path("posts")).await.expect_err("is refused");
        assert_eq!(refused.kind, ErrorKind::Refused);
        std::os::unix::fs::symlink(elsewhere.join("new"), place.root.join("page.html")).expect("links");
        put(&*place.target, "page.html", "text").await;
        assert!(fs::symlink_metadata(place.root.join("page.html")).expect("is there").is_file());
        assert_eq!(fs::read_dir(&elsewhere).expect("lists").count(), 0);
        fs::remove_dir(elsewhere).expect("removes");
    }
    write(&place.root, "file", "x");
    let refused = place.target.make_folder(&path("file")).await.expect_err("is refused");
    assert_eq!(refused.kind, ErrorKind::Refused);
}

/// A link goes, its target stays; a folder stays; what is absent is fine.
pub async fn removing_spares_folders_and_what_links_point_to(place: &Place) {
    let target = &place.target;
    write(&place.root, "folder/file.txt", "x");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("folder/file.txt", place.root.join("link")).expect("links");
        target.remove(&path("link")).await.expect("removes");
    }
    for name in ["folder", "absent", "absent/deeper"] {
        target.remove(&path(name)).await.expect("is fine");
    }
    assert_eq!(tree(&place.root).len(), 1);
    target.remove(&path("folder/file.txt")).await.expect("removes");
    assert!(tree(&place.root).is_empty());
}

/// A folder with something in it stays, and so does a file or link where a folder is expected.
pub async fn only_empty_folders_go(place: &Place) {
    let target = &place.target;
    write(&place.root, "full/file.txt", "x");
    fs::create_dir(place.root.join("empty")).expect("makes a folder");
    for name in ["full", "full/file.txt", "empty", "absent"] {
        target.remove_empty_folder(&path(name)).await.expect("is fine");
    }
    assert_eq!(folders(&place.root).into_iter().collect::<Vec<_>>(), ["full"]);
    assert_eq!(tree(&place.root).len(), 1);
}

/// A probe of a good place succeeds and leaves no trace.
pub async fn a_probe_leaves_nothing(place: &Place) {
    let probe = place.target.probe().await.expect("is writable");
    assert!(probe.free_bytes.is_none_or(|free| free > 0));
    assert_eq!(fs::read_dir(&place.root).expect("lists").count(), 0);
}

/// Files of many chunks, and of exactly one, arrive as they are.
pub async fn large_files_arrive_whole(place: &Place) {
    for size in [0, 1, 32_767, 32_768, 32_769, 65_536, 3_000_001] {
        let bytes: Arc<[u8]> =
            (0..size).map(|at: u32| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let name = StageName::of(&path("large.bin"), ContentHash::of(&bytes));
        let stamp = place.target.stage(&name, Arc::clone(&bytes)).await.expect("is staged");
        assert_eq!(stamp.size, u64::from(size));
        place.target.place(&name, &path("large.bin")).await.expect("is placed");
        assert!(fs::read(place.root.join("large.bin")).expect("reads") == *bytes, "{size} bytes");
        let measured = place.target.measure(&path("large.bin")).await.expect("measures");
        assert_eq!(measured, Some(Entry::of(&bytes)));
    }
}

/// After a broken connection nobody knows whether an operation was done, so doing it again is fine.
pub async fn operations_can_be_repeated(place: &Place) {
    let target = &place.target;
    for _ in 0..2 {
        target.make_folder(&path("folder")).await.expect("is there");
        target.write_record(Record::Pending, b"x\nend\n").await.expect("writes");
        put(&**target, "folder/page.html", "text").await;
    }
    for _ in 0..2 {
        target.remove(&path("folder/page.html")).await.expect("is gone");
        target.remove_empty_folder(&path("folder")).await.expect("is gone");
        target.remove_record(Record::Pending).await.expect("is gone");
        target.unstage(&stage_name("never")).await.expect("is gone");
    }
    assert!(folders(&place.root).is_empty());
}
