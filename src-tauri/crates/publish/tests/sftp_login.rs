//! Who gets in, and to which server: real logins at a real OpenSSH server.
#![cfg(unix)]

use std::path::Path;
use std::process::{Child, Command, Stdio};

use publish::conformance::fixture::quick_folder;
use publish::conformance::sshd::{PasswordUser, Sshd, left_out_because, say};
use publish::credential::{Login, Secret};
use publish::error::{ErrorKind, PublishError};
use publish::host_key::Fingerprint;
use publish::target::{Probe, Target};
use publish::targets::sftp::{SftpSettings, SftpTarget};

fn start(options: &str) -> Option<Sshd> {
    left_out_because().is_none().then(|| Sshd::start_with(options).expect("sshd starts"))
}

async fn probe(settings: SftpSettings) -> Result<Probe, PublishError> {
    SftpTarget::new(settings).probe().await
}

async fn kind_of(settings: SftpSettings) -> ErrorKind {
    probe(settings).await.expect_err("does not get in").kind
}

fn by_password(sshd: &Sshd, user: &PasswordUser, password: Secret) -> SftpSettings {
    let mut settings = sshd.settings(&sshd.www());
    settings.user = user.name.clone();
    settings.login = Login::Password(password);
    settings
}

async fn check_passwords(purpose: &str, options: &str) {
    let Some(sshd) = start(options) else { return };
    let Some(user) = PasswordUser::make(purpose) else {
        return say("left out: logging in with a password, because only root can make a user for it");
    };
    user.own(&sshd.www());
    let right = by_password(&sshd, &user, user.password.clone());
    assert!(probe(right).await.is_ok(), "{}", sshd.log());
    let wrong = by_password(&sshd, &user, Secret::new("hunter2-is-wrong"));
    let printed = format!("{wrong:?} {:?}", SftpTarget::new(wrong.clone()));
    let error = probe(wrong).await.expect_err("does not get in");
    assert_eq!(error.kind, ErrorKind::Auth);
    assert_eq!(error.to_string().split(": ").last(), Some("the login was not accepted"));
    let source = format!("{error} {error:?} {error:#?} {printed}");
    assert!(!source.contains("hunter2"), "{source}");
    let mut unknown = by_password(&sshd, &user, user.password.clone());
    unknown.user = "nobody-of-this-name".into();
    assert_eq!(kind_of(unknown).await, ErrorKind::Auth);
}

#[tokio::test]
async fn a_password_lets_in_and_a_wrong_one_does_not() {
    check_passwords("pw", "PasswordAuthentication yes\nUsePAM no").await;
}

#[tokio::test]
async fn a_server_may_ask_for_the_password_in_its_own_words() {
    check_passwords("ki", "PasswordAuthentication no\nKbdInteractiveAuthentication yes\nUsePAM yes").await;
}

#[tokio::test]
async fn a_key_lets_in_and_another_one_does_not() {
    let Some(sshd) = start("") else { return };
    let settings = sshd.settings(&sshd.www());
    probe(settings.clone()).await.expect("gets in");
    let keys = quick_folder();
    let with = |file: &Path, passphrase: Option<&str>| {
        let login = Login::KeyFile { file: file.into(), passphrase: passphrase.map(Secret::new) };
        SftpSettings { login, ..settings.clone() }
    };
    let other = keys.path().join("other");
    make_key(&other, "ed25519", "");
    assert_eq!(kind_of(with(&other, None)).await, ErrorKind::Auth);
    let absent = probe(with(&keys.path().join("absent"), None)).await.expect_err("is not there");
    assert_eq!(absent.kind, ErrorKind::Auth);
    assert!(absent.what.contains("absent"), "{absent}");
}

#[tokio::test]
async fn a_locked_key_needs_its_passphrase() {
    let Some(sshd) = start("") else { return };
    let settings = sshd.settings(&sshd.www());
    let locked = sshd.key_file();
    let lock = ["-q", "-p", "-P", "", "-N", "open sesame", "-f"];
    let output = Command::new("ssh-keygen").args(lock).arg(&locked).output().expect("ssh-keygen runs");
    assert!(output.status.success());
    let with = |passphrase: Option<&str>| {
        let login = Login::KeyFile { file: locked.clone(), passphrase: passphrase.map(Secret::new) };
        SftpSettings { login, ..settings.clone() }
    };
    probe(with(Some("open sesame"))).await.expect("gets in");
    assert_eq!(kind_of(with(None)).await, ErrorKind::Auth);
    let wrong = probe(with(Some("open barley"))).await.expect_err("does not get in");
    assert_eq!(wrong.kind, ErrorKind::Auth);
    assert!(!format!("{wrong} {wrong:?}").contains("barley"));
}

#[tokio::test]
async fn rsa_keys_are_understood_on_both_sides() {
    let keys = quick_folder();
    let rsa = keys.path().join("rsa");
    make_key(&rsa, "rsa", "");
    let options = format!("HostKey {}\nAuthorizedKeysFile {}.pub", rsa.display(), rsa.display());
    let Some(sshd) = start(&options) else { return };
    let mut settings = sshd.settings(&sshd.www());
    settings.login = Login::KeyFile { file: rsa.clone(), passphrase: None };
    probe(settings.clone()).await.expect("gets in");
    // The server has an Ed25519 key as well, which we would ask for first if nothing were known.
    let line = Command::new("ssh-keygen").arg("-lf").arg(&rsa).output().expect("ssh-keygen runs").stdout;
    let digest = String::from_utf8(line).expect("is text");
    settings.known_host = Fingerprint::new("ssh-rsa", digest.split(' ').nth(1).expect("has a digest"));
    probe(settings).await.expect("is known by its other key");
}

#[tokio::test]
async fn an_agent_lets_in_with_the_keys_it_holds() {
    let Some(sshd) = start("") else { return };
    let folder = quick_folder();
    let agent = Agent::start(&folder.path().join("agent"));
    let mut settings = sshd.settings(&sshd.www());
    settings.login = Login::AgentAt { socket: agent.socket.clone() };
    assert_eq!(kind_of(settings.clone()).await, ErrorKind::Auth);
    let other = folder.path().join("other");
    make_key(&other, "ed25519", "");
    for key in [&other, &sshd.key_file()] {
        agent.add(key);
    }
    probe(settings.clone()).await.expect("gets in");
    settings.login = Login::AgentAt { socket: folder.path().join("absent") };
    assert_eq!(kind_of(settings).await, ErrorKind::Auth);
}

#[tokio::test]
async fn an_unknown_server_is_shown_and_gets_nothing() {
    let Some(sshd) = start("") else { return };
    let mut settings = sshd.settings(&sshd.www());
    settings.known_host = None;
    let ErrorKind::HostKeyUnknown { found } = kind_of(settings.clone()).await else { panic!("is unknown") };
    assert_eq!(found, sshd.fingerprint());
    assert!(!sshd.log().contains("Accepted"), "{}", sshd.log());
    settings.known_host = Some(found);
    probe(settings).await.expect("is known now");
}

#[tokio::test]
async fn a_server_with_another_key_is_refused() {
    let Some(mut sshd) = start("") else { return };
    let settings = sshd.settings(&sshd.www());
    probe(settings.clone()).await.expect("is known");
    let known = sshd.fingerprint();
    sshd.change_host_key().expect("sshd starts again");
    let error = probe(settings).await.expect_err("is refused");
    let found = sshd.fingerprint();
    assert_eq!(error.kind, ErrorKind::HostKeyChanged { known: known.clone(), found: found.clone() });
    let message = error.to_string();
    assert!(message.contains(known.digest()) && message.contains(found.digest()), "{message}");
    assert!(!sshd.log().contains("Accepted"), "{}", sshd.log());
}

fn make_key(path: &Path, kind: &str, passphrase: &str) {
    let arguments = ["-q", "-t", kind, "-N", passphrase, "-f"];
    let output = Command::new("ssh-keygen").args(arguments).arg(path).output().expect("ssh-keygen runs");
    assert!(output.status.success());
}

/// An SSH agent that ends with the test.
struct Agent {
    child: Child,
    socket: std::path::PathBuf,
}

impl Agent {
    fn start(socket: &Path) -> Self {
        let mut command = Command::new("ssh-agent");
        let mut child =
            command.args(["-D", "-a"]).arg(socket).stdout(Stdio::piped()).spawn().expect("ssh-agent runs");
        // It prints where it listens once it does.
        let mut first = [0];
        std::io::Read::read_exact(child.stdout.as_mut().expect("is piped"), &mut first).expect("prints");
        Self { child, socket: socket.into() }
    }

    fn add(&self, key: &Path) {
        let added = Command::new("ssh-add").arg("-q").arg(key).env("SSH_AUTH_SOCK", &self.socket).output();
        assert!(added.expect("ssh-add runs").status.success());
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
