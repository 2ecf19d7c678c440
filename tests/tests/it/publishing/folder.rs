//! Publishing to a folder: what arrives, what never does, and what stands in the way.

use std::fs;

use publish::conformance::fixture::{bookkeeping, tree};
use studio::Request;
use studio::protocol::{
    Nothing, PageKind, PlanId, PublishEnd, ReachTarget, Remedy, SaveTarget, SignIn, Status, TargetCheck,
    TargetId, TargetPlace, TargetSettings, TargetView,
};
use tests::author::{Author, tree as all_files};

use super::{built, carry_out, folder_target, plan, plan_request, publish};

#[test]
fn the_sample_arrives_byte_for_byte_and_nothing_else_does() {
    let author = Author::with_sample();
    let (site, web) = (author.sample(), author.folder.path().join("web"));
    let target = folder_target(&author, &web);
    let first = plan(&author, &target);
    assert!(first.first && first.held_back >= 2, "{first:?}");
    assert!(
        matches!(carry_out(&author, &first), PublishEnd::Done { url: None, .. }),
        "the address is a stand-in"
    );
    let arrived = tree(&web);
    assert!(arrived == built(&author, &site), "what arrived is not what the build writes");
    assert_eq!((first.sent_files as usize, first.removed_files), (arrived.len(), 0));
    let held_back: Vec<_> = author
        .list(PageKind::Post)
        .into_iter()
        .filter(|row| matches!(row.status, Status::Draft | Status::Scheduled { .. }))
        .collect();
    assert!(held_back.len() >= 2);
    for (name, bytes) in all_files(&web) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(![".md", ".toml", ".sqlite", ".schema.json"].iter().any(|end| name.ends_with(end)), "{name}");
        for row in &held_back {
            assert!(!name.contains(row.address.trim_matches('/')), "{name}");
            assert!(
                !text.contains(&row.title) && !text.contains(&row.address),
                "{} is named in {name}",
                row.title
            );
        }
        let home = author.folder.path().to_string_lossy();
        assert!(!text.contains(&*home), "{name} names a folder of this machine");
    }
    assert_eq!(bookkeeping(&web), ["head", "manifest"]);
}

#[test]
fn a_second_publish_sends_nothing() {
    let author = Author::with_sample();
    let web = author.folder.path().join("web");
    let target = folder_target(&author, &web);
    publish(&author, &target);
    let before = all_files(&web);
    let again = plan(&author, &target);
    assert_eq!((again.sent_files, again.removed_files, again.changes.len(), again.first), (0, 0, 0, false));
    assert_eq!(publish(&author, &target), (0, 0));
    assert_eq!(tree(&web), before.into_iter().filter(|(name, _)| !name.starts_with(".galley")).collect());
}

#[test]
fn foreign_files_stay_and_are_not_replaced_unasked() {
    let author = Author::with_small_site();
    let web = author.folder.path().join("web");
    let target = folder_target(&author, &web);
    fs::write(web.join("index.html"), "theirs").unwrap();
    fs::write(web.join("notes.txt"), "theirs").unwrap();
    let failure = author.fail(plan_request(&target, false, None));
    let Some(Remedy::Replace { paths, count }) = &failure.remedy else { panic!("{failure:?}") };
    assert_eq!((paths.as_slice(), *count), (&["index.html".to_owned()][..], 1));
    assert_eq!(tree(&web).len(), 2, "nothing was touched");
    let agreed = author.ask(plan_request(&target, true, None));
    assert!(matches!(carry_out(&author, &agreed), PublishEnd::Done { .. }));
    let mut wanted = built(&author, &author.site());
    wanted.insert("notes.txt".into(), b"theirs".to_vec());
    assert_eq!(tree(&web), wanted);
    fs::remove_file(author.site().join("content/about.md")).unwrap();
    author.open_site();
    publish(&author, &target);
    assert_eq!(fs::read_to_string(web.join("notes.txt")).unwrap(), "theirs");
    assert!(!web.join("about").exists());
}

#[test]
fn each_trouble_is_told_once() {
    let author = Author::with_small_site();
    let target = folder_target(&author, &author.folder.path().join("web"));
    author.write("content/posts/gone.md", "+++\ntitle = \"Gone\"\n+++\n![x](gone.png)\n");
    author.open_site();
    let told: Vec<String> =
        plan(&author, &target).problems.into_iter().map(|problem| problem.message).collect();
    assert_eq!(told.iter().filter(|message| message.contains("gone.png")).count(), 1, "{told:?}");
}

#[test]
fn a_site_with_errors_is_not_published() {
    let author = Author::with_small_site();
    let web = author.folder.path().join("web");
    let target = folder_target(&author, &web);
    publish(&author, &target);
    let before = all_files(&web);
    author.write("templates/page.html", "{{ page.title }}{% if %}");
    author.open_site();
    let broken = plan(&author, &target);
    let named = broken.problems.iter().any(|problem| problem.file.as_deref() == Some("templates/page.html"));
    assert!(named, "{:?}", broken.problems);
    let failure = author.fail(Request::StartPublish(broken.id));
    assert!(failure.message.contains("not published") && failure.hint.contains("as it was"), "{failure:?}");
    assert_eq!(all_files(&web), before);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let author = Author::with_small_site();
    let web = author.folder.path().join("stick/web");
    let target = folder_target(&author, &web);
    publish(&author, &target);
    fs::remove_dir_all(author.folder.path().join("stick")).unwrap();
    let reach = ReachTarget { target: target.clone(), secret: None };
    for failure in
        [author.fail(plan_request(&target, false, None)), author.fail(Request::CheckTarget(reach.clone()))]
    {
        assert!(failure.message.contains("the folder is not there"), "{failure:?}");
        assert!(failure.hint.contains("Connect the disk"), "{failure:?}");
    }
    assert!(!web.exists(), "a folder that may be an unplugged disk is not made");
    fs::create_dir_all(&web).unwrap();
    let check: TargetCheck = author.ask(Request::CheckTarget(reach));
    assert!(check.message.contains("Our place"), "{check:?}");
}

#[test]
fn a_cancelled_publish_leaves_the_site_and_is_finished_by_the_next() {
    let author = Author::with_sample();
    let (site, web) = (author.sample(), author.folder.path().join("web"));
    let target = folder_target(&author, &web);
    let first = plan(&author, &target);
    author.ask::<Nothing>(Request::StartPublish(first.id));
    author.ask::<Nothing>(Request::CancelPublish(Nothing {}));
    let end = author.host.wait_for_end();
    match end {
        PublishEnd::Cancelled => assert_eq!(tree(&web).len(), 0, "visitors find nothing half done"),
        PublishEnd::Done { .. } => {}
        PublishEnd::Failed { failure } => panic!("{failure:?}"),
    }
    let next = plan(&author, &target);
    assert!(matches!(carry_out(&author, &next), PublishEnd::Done { .. }));
    assert!(tree(&web) == built(&author, &site));
}

#[test]
fn a_plan_is_good_once_and_for_its_own_site() {
    let author = Author::with_small_site();
    let target = folder_target(&author, &author.folder.path().join("web"));
    let first = plan(&author, &target);
    let newer = plan(&author, &target);
    author.fail(Request::StartPublish(first.id));
    assert!(matches!(carry_out(&author, &newer), PublishEnd::Done { .. }));
    author.fail(Request::StartPublish(newer.id));
    author.fail(Request::StartPublish(PlanId("guess".into())));
    let left = plan(&author, &target);
    author.open_site();
    author.fail(Request::StartPublish(left.id));
}

#[test]
fn targets_are_kept_in_the_sites_file_without_a_secret() {
    let author = Author::with_small_site();
    let place = TargetPlace::Sftp {
        host: "example.org".into(),
        port: 22,
        user: "web".into(),
        folder: "public".into(),
        sign_in: SignIn::Password,
    };
    let id = super::save_target(&author, place.clone());
    let again = Author::in_folder(author.folder.clone());
    again.open_site();
    let targets: Vec<TargetView> = again.ask(Request::ListTargets(Nothing {}));
    assert_eq!(targets.len(), 1);
    assert_eq!((&targets[0].id, &targets[0].settings.place, targets[0].secret_kept), (&id, &place, false));
    let settings = TargetSettings { name: " ".into(), place };
    let failure = author.fail(Request::SaveTarget(SaveTarget { id: Some(id.clone()), settings }));
    assert!(failure.message.contains("a name"), "{failure:?}");
    let left: Vec<TargetView> = author.ask(Request::RemoveTarget(id.clone()));
    assert_eq!(left, []);
    for request in [Request::RemoveTarget(id.clone()), plan_request(&id, false, None)] {
        assert!(author.fail(request).message.contains("is gone"));
    }
    author.fail(plan_request(&TargetId("x".into()), false, None));
}

#[test]
fn a_password_is_asked_for_before_anything_is_tried() {
    let author = Author::with_small_site();
    let place = TargetPlace::Sftp {
        host: "server.invalid".into(),
        port: 22,
        user: "web".into(),
        folder: "public".into(),
        sign_in: SignIn::Password,
    };
    let target = super::save_target(&author, place);
    let failure = author.fail(plan_request(&target, false, None));
    assert_eq!(failure.remedy, Some(Remedy::AskSecret { refused: false, keepable: true }));
}
