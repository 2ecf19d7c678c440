//! What a whole publish to a target must do.

use std::fs;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use engine::output::OutputFile;

use super::Place;
use super::fixture::{
    Built, bookkeeping, carried_out, folders, hasty, path, prepared, publish_and_check, published, site,
    tree, write,
};
use crate::cancel::Cancel;
use crate::error::ErrorKind;
use crate::identity::SiteId;
use crate::plan::Counts;
use crate::prepare::{Concern, ConcernKind, prepare};
use crate::progress::Phase;
use crate::transfer::{Options, carry_out};

fn small() -> Built {
    Built::of(&[
        ("index.html", "home of a.css"),
        ("posts/index.html", "list"),
        ("posts/winter/index.html", "winter"),
        ("posts/summer/index.html", "summer"),
        ("sitemap.xml", "<urlset/>"),
        ("a.css", "body {}"),
    ])
    .with_copied("photo.jpg", &[0xff, 0xd8, 0, 1, 2, 3])
}

/// Every file arrives, byte for byte, and nothing else is left.
pub async fn a_first_publish_puts_every_file(place: &Place) {
    let receipt = publish_and_check(place, &small(), &[]).await;
    let bytes = small().bundle.files.values().map(|file| file.entry.size).sum();
    assert_eq!(receipt.counts, Counts { new: 7, changed: 0, removed: 0, unchanged: 0, bytes });
    assert_eq!((receipt.bytes_sent, receipt.previous), (bytes, None));
    assert_eq!(receipt.put.last(), Some(&path("index.html")));
    assert_eq!(receipt.listing.files.len(), 7);
}

/// A second publish of the same build touches nothing and is the same release.
pub async fn nothing_changed_means_nothing_sent(place: &Place) {
    let first = publish_and_check(place, &small(), &[]).await;
    let again = prepare(&*place.target, &site(), &small().bundle.manifest(), Some(&first.listing)).await;
    let again = again.expect("is prepared");
    assert!(again.plan.is_empty() && again.concerns.is_empty());
    let second = carried_out(&*place.target, &again, &small(), &[]).await.expect("is published");
    assert_eq!((second.release, second.bytes_sent), (first.release, 0));
    assert_eq!(second.listing, first.listing);
}

/// Only the changed file goes out, with and without the listing of the last time at hand.
pub async fn one_change_sends_one_file(place: &Place) {
    let first = publish_and_check(place, &small(), &[]).await;
    let mut changed = small();
    changed.bundle.files.insert(path("posts/winter/index.html"), OutputFile::made(b"WINTER".to_vec()));
    let known = prepare(&*place.target, &site(), &changed.bundle.manifest(), Some(&first.listing)).await;
    assert_eq!(known.expect("is prepared"), prepared(&*place.target, &changed).await.expect("is prepared"));
    let second = publish_and_check(place, &changed, &[]).await;
    assert_eq!(second.put, [path("posts/winter/index.html")]);
    assert_eq!(second.counts, Counts { new: 0, changed: 1, removed: 0, unchanged: 6, bytes: 6 });
    assert_eq!((second.bytes_sent, second.previous), (6, Some(first.release)));
}

/// A page that is gone is removed, and the folder it leaves empty.
pub async fn what_is_gone_is_removed_with_its_folders(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    let mut smaller = small();
    smaller.bundle.files.remove(&path("posts/winter/index.html"));
    let receipt = publish_and_check(place, &smaller, &[]).await;
    assert_eq!(receipt.removed, [path("posts/winter/index.html")]);
    assert_eq!(folders(&place.root).into_iter().collect::<Vec<_>>(), ["posts", "posts/summer"]);
}

/// Files and folders of others are neither removed nor changed, also where ours leave them alone in a folder.
pub async fn foreign_files_are_kept(place: &Place) {
    let foreign = [("theirs.txt", "theirs"), ("posts/winter/notes.txt", "theirs too")];
    for (name, text) in foreign {
        write(&place.root, name, text);
    }
    fs::create_dir(place.root.join("their-empty-folder")).expect("makes a folder");
    publish_and_check(place, &small(), &foreign).await;
    let mut smaller = small();
    smaller.bundle.files.remove(&path("posts/winter/index.html"));
    publish_and_check(place, &smaller, &foreign).await;
    assert!(place.root.join("their-empty-folder").is_dir());
}

/// A file that was there before us is replaced only after a yes.
pub async fn foreign_files_are_not_replaced_unasked(place: &Place) {
    write(&place.root, "index.html", "theirs");
    write(&place.root, "posts/winter/index.html", "theirs");
    let asked = prepared(&*place.target, &small()).await.expect("is prepared");
    let in_the_way = vec![path("index.html"), path("posts/winter/index.html")];
    assert_eq!(asked.concerns, [Concern::Foreign(in_the_way.clone())]);
    let refused = carried_out(&*place.target, &asked, &small(), &[]).await.expect_err("is refused");
    assert_eq!(refused.kind, ErrorKind::Conflict { paths: in_the_way });
    assert!(refused.to_string().contains("`index.html`"), "{refused}");
    assert_eq!(tree(&place.root).len(), 2);
    assert!(bookkeeping(&place.root).is_empty());
    carried_out(&*place.target, &asked, &small(), &[ConcernKind::Foreign]).await.expect("is published");
    assert_eq!(tree(&place.root), small().tree());
    publish_and_check(place, &small(), &[]).await;
}

/// A file of ours that somebody changed there is neither replaced nor removed unasked.
pub async fn files_edited_there_are_noticed(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    write(&place.root, "a.css", "body { color: red }");
    write(&place.root, "posts/winter/index.html", "WINTER");
    // An edit that keeps the size shows by its time, which servers tell in whole seconds.
    set_modified(place, "posts/winter/index.html", SystemTime::now() + Duration::from_secs(3600));
    let mut next = small();
    next.bundle.files.insert(path("a.css"), OutputFile::made(b"p {}".to_vec()));
    next.bundle.files.remove(&path("posts/winter/index.html"));
    let asked = prepared(&*place.target, &next).await.expect("is prepared");
    let edited = vec![path("a.css"), path("posts/winter/index.html")];
    assert_eq!(asked.concerns, [Concern::EditedThere(edited.clone())]);
    let refused = carried_out(&*place.target, &asked, &next, &[]).await.expect_err("is refused");
    assert_eq!(refused.kind, ErrorKind::Conflict { paths: edited });
    assert_eq!(fs::read(place.root.join("a.css")).expect("reads"), b"body { color: red }");
    carried_out(&*place.target, &asked, &next, &[ConcernKind::EditedThere]).await.expect("is published");
    assert_eq!(tree(&place.root), next.tree());
}

/// A restored backup has new times and old bytes; that is no concern. A file removed there is simply put again.
pub async fn a_touched_file_with_the_same_bytes_is_no_concern(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    set_modified(place, "a.css", SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    fs::remove_file(place.root.join("index.html")).expect("removes");
    let mut next = small();
    next.bundle.files.insert(path("a.css"), OutputFile::made(b"p {}".to_vec()));
    next.bundle.files.insert(path("index.html"), OutputFile::made(b"new home".to_vec()));
    publish_and_check(place, &next, &[]).await;
}

fn set_modified(place: &Place, name: &str, time: SystemTime) {
    let file = fs::File::options().write(true).open(place.root.join(name)).expect("opens");
    file.set_modified(time).expect("sets the time");
}

/// Another site's place is replaced, files and all, only after a yes.
pub async fn another_site_is_not_replaced_unasked(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    let other = SiteId::new("other-site").expect("is an id");
    let built = Built::of(&[("index.html", "other home")]);
    let asked = prepare(&*place.target, &other, &built.bundle.manifest(), None).await.expect("is prepared");
    assert_eq!(asked.concerns, [Concern::OtherSite(site())]);
    let refused = carried_out(&*place.target, &asked, &built, &[]).await.expect_err("is refused");
    assert_eq!(refused.kind, ErrorKind::OtherSite { found: site() });
    assert_eq!(tree(&place.root), small().tree());
    carried_out(&*place.target, &asked, &built, &[ConcernKind::OtherSite]).await.expect("is published");
    assert_eq!(tree(&place.root), built.tree());
    let back = prepared(&*place.target, &small()).await.expect("is prepared");
    assert_eq!(back.concerns, [Concern::OtherSite(other)]);
}

/// Names with spaces, quotes, percent signs, other scripts and the full length of 255 bytes.
pub async fn odd_names_arrive(place: &Place) {
    let long = format!("{}.html", "l".repeat(250));
    let names = [
        "Grüße/index.html",
        "日本/ページ.html",
        "with space/a b.html",
        "quote'`$(x).html",
        "100%25#&=.html",
        "-rf",
        "..a/-",
        ".hidden/.file",
        "emoji 🏛️.html",
        "e\u{301}.html",
        "\u{e9}.html",
        "[a].html",
        long.as_str(),
    ];
    let files: Vec<_> = names.iter().map(|name| (*name, *name)).collect();
    for left in [13, 6, 1] {
        publish_and_check(place, &Built::of(&files[..left]), &[]).await;
    }
}

/// Many files at a time, more than any window of requests.
pub async fn three_hundred_files_arrive(place: &Place) {
    let names: Vec<_> = (0..300).map(|n| (format!("posts/{n}/index.html"), format!("post {n}"))).collect();
    let files: Vec<_> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let receipt = publish_and_check(place, &Built::of(&files), &[]).await;
    assert_eq!(receipt.counts.new, 300);
}

/// A copied file that is no longer what the build saw stops the publish before any visitor sees a change.
pub async fn a_changed_source_file_is_named(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    let mut next = small().with_copied("later.jpg", b"as it was");
    for bytes in next.source.values_mut() {
        *bytes = b"as it is".to_vec();
    }
    let error = published(&*place.target, &next).await.expect_err("stops");
    assert_eq!(error.kind, ErrorKind::SourceChanged);
    assert!(error.to_string().contains("static/later.jpg"), "{error}");
    next.source.clear();
    let error = published(&*place.target, &next).await.expect_err("stops");
    assert_eq!(error.kind, ErrorKind::SourceChanged);
    assert_eq!(tree(&place.root), small().tree());
}

/// A build without files would only empty the place; one with a file among our records would destroy those.
pub async fn an_empty_build_is_refused(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    let error = prepared(&*place.target, &Built::default()).await.expect_err("is refused");
    assert_eq!(error.kind, ErrorKind::Empty);
    let error = prepared(&*place.target, &Built::of(&[(".galley/head", "x")])).await.expect_err("is refused");
    assert_eq!(error.kind, ErrorKind::Conflict { paths: vec![path(".galley/head")] });
    assert_eq!(tree(&place.root), small().tree());
}

/// When a third of many files would go, a person is asked.
pub async fn removing_much_needs_a_yes(place: &Place) {
    let names: Vec<_> = (0..30).map(|n| format!("{n}.html")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), name.as_str())).collect();
    publish_and_check(place, &Built::of(&files), &[]).await;
    let fewer = Built::of(&files[..15]);
    let asked = prepared(&*place.target, &fewer).await.expect("is prepared");
    assert_eq!(asked.concerns, [Concern::RemovesMuch { removed: 15, of: 30 }]);
    let refused = carried_out(&*place.target, &asked, &fewer, &[]).await.expect_err("is refused");
    assert_eq!(refused.kind, ErrorKind::RemovesMuch { removed: 15, of: 30 });
    assert_eq!(tree(&place.root).len(), 30);
    carried_out(&*place.target, &asked, &fewer, &[ConcernKind::RemovesMuch]).await.expect("is published");
    assert_eq!(tree(&place.root), fewer.tree());
}

/// Where the records are damaged nothing counts as ours, so nothing is removed and all that is replaced is asked for.
pub async fn unreadable_records_need_a_yes(place: &Place) {
    for record in ["manifest", "head"] {
        publish_and_check(place, &small(), &[]).await;
        write(&place.root, &format!(".galley/{record}"), "galley 1\nnonsense");
        let smaller = Built::of(&[("index.html", "new home")]);
        let asked = prepared(&*place.target, &smaller).await.expect("is prepared");
        let kinds: Vec<_> = asked.concerns.iter().map(Concern::kind).collect();
        assert_eq!(kinds, [ConcernKind::UnreadableRecords, ConcernKind::Foreign]);
        let refused = carried_out(&*place.target, &asked, &smaller, &[]).await.expect_err("is refused");
        assert_eq!(refused.kind, ErrorKind::Damaged);
        carried_out(&*place.target, &asked, &smaller, &kinds).await.expect("is published");
        assert_eq!(tree(&place.root).len(), 7, "what may be foreign stays");
        let all = prepared(&*place.target, &small()).await.expect("is prepared");
        assert_eq!(all.concerns.iter().map(Concern::kind).collect::<Vec<_>>(), [ConcernKind::Foreign]);
        carried_out(&*place.target, &all, &small(), &[ConcernKind::Foreign]).await.expect("is published");
    }
}

/// Stopping while files are sent leaves what visitors see as it was; the next publish goes on from there.
pub async fn stopping_early_leaves_the_site(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    let names: Vec<_> = (0..40).map(|n| (format!("{n}.html"), format!("page {n}"))).collect();
    let files: Vec<_> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let next = Built::of(&files);
    let asked = prepared(&*place.target, &next).await.expect("is prepared");
    let cancel = Cancel::new();
    let stop_after_ten = |progress: crate::progress::Progress| {
        if progress.files_done == 10 {
            cancel.cancel();
        }
    };
    let options = Options { limits: hasty(), ..Options::default() };
    let stopped = carry_out(
        &*place.target,
        &asked,
        &next.bundle,
        next.source_bytes(),
        &options,
        &stop_after_ten,
        &cancel,
    );
    assert_eq!(stopped.await.expect_err("is stopped").kind, ErrorKind::Cancelled);
    assert_eq!(tree(&place.root), small().tree());
    let finished = publish_and_check(place, &next, &[]).await;
    assert!(finished.bytes_sent < finished.counts.bytes, "what was sent is not sent again");
}

/// Two machines that publish at a time: the one that comes second looks again.
pub async fn a_second_machine_is_noticed(place: &Place) {
    publish_and_check(place, &small(), &[]).await;
    let mine = Built::of(&[("index.html", "mine")]);
    let theirs = Built::of(&[("index.html", "theirs")]);
    let prepared_before = prepared(&*place.target, &mine).await.expect("is prepared");
    publish_and_check(place, &theirs, &[]).await;
    let late = carried_out(&*place.target, &prepared_before, &mine, &[]).await.expect_err("is overtaken");
    assert_eq!(late.kind, ErrorKind::Overtaken);
    assert_eq!(tree(&place.root), theirs.tree());
    publish_and_check(place, &mine, &[]).await;
}

/// A page `about` and a page `about/index.html` can follow each other.
pub async fn a_file_becomes_a_folder_and_back(place: &Place) {
    let file = Built::of(&[("about", "file"), ("index.html", "home")]);
    let folder = Built::of(&[("about/more/index.html", "folder"), ("index.html", "home")]);
    for built in [&file, &folder, &file] {
        publish_and_check(place, built, &[]).await;
    }
}

/// Publishing an older build brings it back whole.
pub async fn an_older_build_undoes_a_publish(place: &Place) {
    let first = publish_and_check(place, &small(), &[]).await;
    let second = publish_and_check(place, &Built::of(&[("index.html", "redesign")]), &[]).await;
    let undone = publish_and_check(place, &small(), &[]).await;
    assert_eq!(undone.previous, Some(second.release));
    assert!(first.release < second.release && second.release < undone.release);
}

/// Phases come in order, counts only grow, and all that was announced is reached.
pub async fn progress_goes_forward(place: &Place) {
    publish_and_check(place, &Built::of(&[("old.html", "old")]), &[]).await;
    let reports = Mutex::new(Vec::new());
    let next = small();
    let asked = prepared(&*place.target, &next).await.expect("is prepared");
    let report = |progress| reports.lock().expect("no panic before").push(progress);
    let options = Options { limits: hasty(), ..Options::default() };
    let source = next.source_bytes();
    carry_out(&*place.target, &asked, &next.bundle, source, &options, &report, &Cancel::new())
        .await
        .expect("is published");
    let reports = reports.into_inner().expect("no panic before");
    assert!(reports.is_sorted_by_key(|progress| progress.phase), "{reports:?}");
    assert!(reports.is_sorted_by_key(|progress| (progress.phase, progress.files_done)), "{reports:?}");
    for phase in [Phase::Sending, Phase::Switching, Phase::Removing, Phase::Recording] {
        let last = reports.iter().rfind(|progress| progress.phase == phase).expect("is reported");
        assert_eq!((last.files_done, last.bytes_done), (last.files_total, last.bytes_total), "{phase:?}");
    }
}
