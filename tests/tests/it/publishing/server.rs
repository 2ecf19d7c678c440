//! Publishing to a real OpenSSH server, where the environment says that there may be one.

use std::path::Path;

use publish::conformance::fixture::tree;
use publish::conformance::sshd::{PasswordUser, Sshd, is_root, left_out_because, say};
use studio::Request;
use studio::protocol::{
    AcceptHostKey, Nothing, PublishEnd, ReachTarget, Remedy, Secret, SignIn, TargetCheck, TargetId,
    TargetPlace, TargetView,
};
use tests::author::{Author, tree as all_files};

use super::{built, carry_out, plan_request, publish, save_target};

fn start(options: &str) -> Option<Sshd> {
    if let Some(why) = left_out_because() {
        say(&format!("left out: a real server, because {why}"));
        return None;
    }
    Some(Sshd::start_with(options).expect("sshd starts"))
}

fn place(sshd: &Sshd, user: &str, sign_in: SignIn, folder: &Path) -> TargetPlace {
    TargetPlace::Sftp {
        host: "127.0.0.1".into(),
        port: sshd.port(),
        user: user.into(),
        folder: folder.to_string_lossy().into_owned(),
        sign_in,
    }
}

fn by_key(author: &Author, sshd: &Sshd) -> TargetId {
    let user = sshd.settings(&sshd.www()).user;
    let file = sshd.key_file().to_string_lossy().into_owned();
    save_target(author, place(sshd, &user, SignIn::KeyFile { file }, &sshd.www()))
}

fn accept(author: &Author, target: &TargetId, fingerprint: &str) {
    let accept = AcceptHostKey { target: target.clone(), fingerprint: fingerprint.into() };
    author.ask::<Nothing>(Request::AcceptHostKey(accept));
}

fn fingerprint_shown(author: &Author, target: &TargetId, secret: Option<Secret>) -> String {
    let failure = author.fail(plan_request(target, false, secret));
    let Some(Remedy::AcceptHostKey { fingerprint }) = failure.remedy else { panic!("{failure:?}") };
    fingerprint
}

#[test]
fn the_sample_arrives_at_a_server_byte_for_byte() {
    let Some(sshd) = start("") else { return };
    let author = Author::with_sample();
    let site = author.sample();
    let target = by_key(&author, &sshd);
    let shown = fingerprint_shown(&author, &target, None);
    assert_eq!(shown, sshd.fingerprint().to_string(), "the key that ssh-keygen prints");
    assert_eq!(tree(&sshd.www()).len(), 0);
    accept(&author, &target, &shown);
    let check: TargetCheck =
        author.ask(Request::CheckTarget(ReachTarget { target: target.clone(), secret: None }));
    assert!(check.message.contains("Our place"));
    publish(&author, &target);
    assert!(tree(&sshd.www()) == built(&author, &site), "what arrived is not what the build writes");
    assert_eq!(publish(&author, &target), (0, 0));
}

#[test]
fn a_server_with_another_key_is_refused_and_gets_nothing() {
    let Some(mut sshd) = start("") else { return };
    let author = Author::with_small_site();
    let target = by_key(&author, &sshd);
    accept(&author, &target, &fingerprint_shown(&author, &target, None));
    publish(&author, &target);
    let before = all_files(&sshd.www());
    sshd.change_host_key().expect("sshd starts again");
    author.write("content/posts/new.md", "+++\ntitle = \"New\"\ndate = 2026-02-02\n+++\n");
    author.open_site();
    let failure = author.fail(plan_request(&target, false, None));
    assert_eq!(failure.remedy, None, "there is no button for this");
    assert!(failure.message.contains("another key than before"), "{failure:?}");
    assert!(failure.hint.contains("Ask your provider"), "{failure:?}");
    assert_eq!(all_files(&sshd.www()), before);
    assert!(!sshd.log().contains("Accepted"), "{}", sshd.log());
}

#[test]
fn a_password_is_asked_for_refused_taken_kept_and_written_nowhere() {
    let Some(sshd) = start("PasswordAuthentication yes\n") else { return };
    if !is_root() {
        return say("left out: logging in with a password, because only root can make a user for it");
    }
    let user = PasswordUser::make("it").expect("root can make a user");
    user.own(&sshd.www());
    let author = Author::with_small_site();
    let target = save_target(&author, place(&sshd, &user.name, SignIn::Password, &sshd.www()));
    let secret = |text: &str, keep| Some(Secret { text: text.into(), keep });
    let right = user.password.expose();
    accept(&author, &target, &fingerprint_shown(&author, &target, secret("wrong-pass-word", true)));
    let failure = author.fail(plan_request(&target, false, secret("wrong-pass-word", true)));
    assert_eq!(failure.remedy, Some(Remedy::AskSecret { refused: true, keepable: true }));
    let kept = || author.ask::<Vec<TargetView>>(Request::ListTargets(Nothing {}))[0].secret_kept;
    assert!(!kept(), "a password that does not work is not kept");
    author.ask::<studio::protocol::PublishPlan>(plan_request(&target, false, secret(right, false)));
    assert!(!kept(), "nobody asked for it to be kept");
    let plan = author.ask(plan_request(&target, false, secret(right, true)));
    assert!(kept());
    assert!(matches!(carry_out(&author, &plan), PublishEnd::Done { .. }));
    assert_eq!(publish(&author, &target), (0, 0), "the kept password is used");
    assert!(tree(&sshd.www()) == built(&author, &author.site()));
    for (folder, files) in
        [(author.folder.path(), all_files(author.folder.path())), (&sshd.www(), all_files(&sshd.www()))]
    {
        for (name, bytes) in files {
            for text in [right, "wrong-pass-word"] {
                let found = bytes.windows(text.len()).any(|part| part == text.as_bytes());
                assert!(!found, "a password is in {name} of {}", folder.display());
            }
        }
    }
    author.ask::<Vec<TargetView>>(Request::RemoveTarget(target));
    let again = save_target(&author, place(&sshd, &user.name, SignIn::Password, &sshd.www()));
    author.fail(plan_request(&again, false, None));
}
