//! What servers and lines do wrong: each gets its message, and the visitors' site stays whole.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::output::{ContentHash, OutputFile};
use publish::ConcernKind;
use publish::conformance::Place;
use publish::conformance::fixture::{Built, carried_out, path, prepared, publish_and_check, published, tree};
use publish::conformance::sshd::{PasswordUser, SmallDisk, Sshd, left_out_because, say};
use publish::conformance::unsteady_line::UnsteadyLine;
use publish::error::ErrorKind;
use publish::target::{StageName, Target};
use publish::targets::sftp::{SftpSettings, SftpTarget};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

fn start(options: &str) -> Option<(Sshd, PathBuf)> {
    if left_out_because().is_some() {
        return None;
    }
    let sshd = Sshd::start_with(options).expect("sshd starts");
    let root = sshd.www().join("site");
    fs::create_dir(&root).expect("makes a folder");
    Some((sshd, root))
}

fn home() -> Built {
    Built::of(&[("index.html", "home 1"), ("style.css", "css 1")])
}

fn large() -> Built {
    let mut built = Built::of(&[("index.html", "home 2"), ("style.css", "css 2")]);
    for n in 0..40_u8 {
        let bytes: Vec<_> = (0..10_000_u32).map(|at| (at % 251) as u8 ^ n).collect();
        built.bundle.files.insert(path(&format!("{n}.bin")), OutputFile::made(bytes));
    }
    built
}

async fn line_to(sshd: &Sshd, root: &Path) -> (UnsteadyLine, SftpSettings) {
    let line = UnsteadyLine::open(sshd.port()).await.expect("opens");
    let settings = SftpSettings { port: line.port(), ..sshd.settings(root) };
    (line, settings)
}

/// The line breaks again and again; the publish gets through all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_is_made_anew() {
    let Some((sshd, root)) = start("") else { return };
    let place = Place { target: Arc::new(SftpTarget::new(sshd.settings(&root))), root: root.clone() };
    for bytes in [100_000, 150_000, 250_000, 380_000] {
        let small = prepared(&*place.target, &home()).await.expect("is prepared");
        let yes = [ConcernKind::RemovesMuch];
        carried_out(&*place.target, &small, &home(), &yes).await.expect("is published");
        let (line, settings) = line_to(&sshd, &root).await;
        line.break_after(bytes);
        let target = SftpTarget::new(settings);
        let asked = prepared(&target, &large()).await.expect("is prepared");
        carried_out(&target, &asked, &large(), &[]).await.expect("gets through");
        assert_eq!(tree(&root), large().tree());
        assert!(line.connections() > 1, "{bytes}");
        let again = prepared(&*place.target, &large()).await.expect("is prepared");
        assert!(again.plan.is_empty() && again.concerns.is_empty() && !again.remote.is_interrupted());
    }
}

/// The server goes and does not come back: the publish ends, the site is whole, the next publish goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_is_reported_and_found_again() {
    let Some((sshd, root)) = start("") else { return };
    let place = Place { target: Arc::new(SftpTarget::new(sshd.settings(&root))), root: root.clone() };
    publish_and_check(&place, &home(), &[]).await;
    let (line, settings) = line_to(&sshd, &root).await;
    let asked = prepared(&*place.target, &large()).await.expect("is prepared");
    line.break_after(200_000);
    let unsteady = SftpTarget::new(settings);
    unsteady.probe().await.expect("is there");
    line.refuse(true);
    let begun = Instant::now();
    let error = carried_out(&unsteady, &asked, &large(), &[]).await.expect_err("is gone");
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_eq!(tree(&root), home().tree());
    let finished = publish_and_check(&place, &large(), &[]).await;
    assert!(finished.bytes_sent < finished.counts.bytes, "what had arrived is not sent again");
}

#[tokio::test]
async fn places_that_are_no_server_are_unreachable() {
    if left_out_because().is_some() {
        return;
    }
    let sshd = Sshd::start().expect("sshd starts");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("listens");
    let port = listener.local_addr().expect("has a port").port();
    let settings = SftpSettings { port, ..sshd.settings(&sshd.www()) };
    let talk = tokio::spawn(async move {
        for words in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], &[0; 70_000], b""] {
            let (mut stream, _) = listener.accept().await.expect("accepts");
            // The other side may hang up before it has heard all.
            let _ = stream.write_all(words).await;
        }
    });
    for _ in 0..3 {
        let error = SftpTarget::new(settings.clone()).probe().await.expect_err("is no server");
        assert_eq!(error.kind, ErrorKind::Unreachable);
    }
    talk.await.expect("talked");
    let error = SftpTarget::new(settings).probe().await.expect_err("nobody listens");
    assert_eq!(error.kind, ErrorKind::Unreachable);
}

/// The clock of this test runs ahead whenever everybody waits.
#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_given_up() {
    if left_out_because().is_some() {
        return;
    }
    let sshd = Sshd::start().expect("sshd starts");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("listens");
    let port = listener.local_addr().expect("has a port").port();
    let settings = SftpSettings { port, ..sshd.settings(&sshd.www()) };
    let error = SftpTarget::new(settings).probe().await.expect_err("is silent");
    assert_eq!(error.kind, ErrorKind::Unreachable);
}

#[tokio::test]
async fn a_server_without_sftp_says_so() {
    let Some((sshd, root)) = start("Subsystem other /bin/true") else { return };
    let error = SftpTarget::new(sshd.settings(&root)).probe().await.expect_err("has no SFTP");
    assert_eq!(error.kind, ErrorKind::Refused);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let Some((sshd, root)) = start("") else { return };
    fs::write(root.join("file"), "x").expect("writes");
    for absent in ["absent", "file"] {
        let target = SftpTarget::new(sshd.settings(&root.join(absent)));
        let error = published(&target, &home()).await.expect_err("is not there");
        assert_eq!(error.kind, ErrorKind::Missing);
        assert!(error.what.contains(absent), "{error}");
    }
    assert!(!root.join("absent").exists());
}

#[tokio::test]
async fn a_folder_we_may_not_write_to_stays_as_it_is() {
    let Some((sshd, root)) = start("") else { return };
    let mut settings = sshd.settings(&root);
    // Root may write everywhere, so another user has to try.
    let user = PasswordUser::make("ro");
    match &user {
        Some(user) => settings.user = user.name.clone(),
        None => fs::set_permissions(&root, fs::Permissions::from_mode(0o555)).expect("takes rights away"),
    }
    let target = SftpTarget::new(settings);
    assert_eq!(target.probe().await.expect_err("is refused").kind, ErrorKind::Refused);
    let error = published(&target, &home()).await.expect_err("is refused");
    assert_eq!(error.kind, ErrorKind::Refused, "{error:?}");
    assert_eq!(fs::read_dir(&root).expect("lists").count(), 0);
}

#[tokio::test]
async fn a_disk_that_cannot_be_written_to_is_told_from_a_full_one() {
    let Some((sshd, _)) = start("") else { return };
    let Some(disk) = SmallDisk::make(",ro") else {
        return say("left out: a read-only disk, because only root can mount one");
    };
    let target = SftpTarget::new(sshd.settings(disk.path()));
    assert_eq!(target.probe().await.expect_err("is refused").kind, ErrorKind::Refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_changes_nothing_for_visitors() {
    let Some((sshd, _)) = start("") else { return };
    let Some(disk) = SmallDisk::make("") else {
        return say("left out: a full disk, because only root can mount a small one");
    };
    let target = SftpTarget::new(sshd.settings(disk.path()));
    let site = disk.path();
    fs::write(site.join("index.html"), "home 1").expect("writes");
    // Before the first byte, where the server says how much is free.
    let mut too_much = home();
    too_much.bundle.files.remove(&path("index.html"));
    too_much.bundle.files.insert(path("film.mp4"), OutputFile::made(vec![7; 1_040_000]));
    let error = published(&target, &too_much).await.expect_err("has no room");
    assert_eq!(error.kind, ErrorKind::Full);
    assert!(!site.join(".galley").exists());
    // And in the middle, where others have filled it meanwhile.
    let bytes: Arc<[u8]> = vec![7; 2_000_000].into();
    let name = StageName::of(&path("film.mp4"), ContentHash::of(&bytes));
    assert_eq!(target.stage(&name, bytes).await.expect_err("has no room").kind, ErrorKind::Full);
    assert_eq!(tree(site).len(), 1);
    assert!(target.staged().await.expect("lists").is_empty(), "half a file is not left behind");
}
