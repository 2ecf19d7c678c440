//! A folder on a real OpenSSH server passes what every target must pass.
#![cfg(unix)]

use std::sync::Arc;

use publish::conformance::Place;
use publish::conformance::sshd::{Sshd, left_out_because, say};
use publish::targets::sftp::SftpTarget;

/// Says once for all tests of this file that they are left out.
#[test]
fn real_servers_are_used_where_they_are_allowed() {
    if let Some(reason) = left_out_because() {
        say(&format!("left out: the cases of the SFTP target, because {reason}"));
    }
}

fn fresh_with(options: &str) -> Option<(Place, Sshd)> {
    if left_out_because().is_some() {
        return None;
    }
    let sshd = Sshd::start_with(options).expect("sshd starts");
    let root = sshd.www().join("site");
    std::fs::create_dir(&root).expect("makes a folder");
    Some((Place { target: Arc::new(SftpTarget::new(sshd.settings(&root))), root }, sshd))
}

mod openssh {
    fn fresh() -> Option<(super::Place, super::Sshd)> {
        super::fresh_with("")
    }

    publish::target_conformance!(fresh);
}

/// Many hosts run servers that cannot rename over a file.
mod without_extensions {
    fn fresh() -> Option<(super::Place, super::Sshd)> {
        super::fresh_with("Subsystem sftp internal-sftp -P posix-rename,statvfs,fsync")
    }

    publish::target_conformance!(fresh);
}
