//! What happens where the system has no keychain. The real one is tried beside its own code.

use std::process::Command;
use std::sync::Arc;

use publish::conformance::sshd::say;
use publish::credential::Secret;
use studio::protocol::{PlanPublish, Remedy, SaveTarget, SignIn, TargetPlace, TargetSettings};
use studio::{Keychain as _, Places, Request, Studio, SystemKeychain};
use tests::author::{Desk, SMALL_SITE};

const NO_BUS: &str = "GALLEY_TEST_WITHOUT_KEYCHAIN";

/// The rest of the test below, in a process whose session bus leads nowhere.
#[cfg(target_os = "linux")]
#[test]
fn in_a_process_without_a_bus() {
    if std::env::var_os(NO_BUS).is_none() {
        return;
    }
    let keychain = SystemKeychain;
    assert!(!keychain.works());
    assert!(keychain.find("any").is_none());
    assert!(keychain.keep("any", &Secret::new("x")).is_err());
    keychain.forget("any");
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    for (path, text) in SMALL_SITE {
        let place = site.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }
    let places = Places { data: folder.path().join("data"), sites: folder.path().join("sites") };
    let studio = Studio::start(Arc::new(Desk::default()), Arc::new(SystemKeychain), places).unwrap();
    studio.open_site(&site).unwrap();
    let place = TargetPlace::Sftp {
        host: "127.0.0.1".into(),
        port: 9,
        user: "web".into(),
        folder: "www".into(),
        sign_in: SignIn::Password,
    };
    let settings = TargetSettings { name: "Server".into(), place };
    let saved = studio.call(Request::SaveTarget(SaveTarget { id: None, settings })).unwrap();
    let target: studio::protocol::TargetView = serde_json::from_value(saved).unwrap();
    assert!(!target.secret_kept);
    let plan = PlanPublish { target: target.id, secret: None, replace: false };
    let failure = studio.call(Request::PlanPublish(plan)).unwrap_err();
    assert_eq!(failure.remedy, Some(Remedy::AskSecret { refused: false, keepable: false }));
    assert!(failure.hint.contains("asked each time"), "{failure:?}");
    say("without a bus all is as it should be");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_keychain_the_person_is_asked_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = format!("unix:path={}", folder.path().join("bus").display());
    let ended = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "keychain::in_a_process_without_a_bus", "--nocapture"])
        .env(NO_BUS, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", nowhere)
        .env("XDG_RUNTIME_DIR", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && said.contains("as it should be"), "{said}");
}
