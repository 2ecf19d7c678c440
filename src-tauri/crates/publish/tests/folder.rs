//! A folder of this machine passes what every target must pass, and says what is wrong with a disk.

use std::fs;
use std::sync::Arc;

use publish::conformance::Place;
use publish::conformance::fixture::{Built, published, quick_folder};
use publish::error::ErrorKind;
use publish::target::Target;
use publish::targets::folder::FolderTarget;
use tempfile::TempDir;

fn fresh() -> Option<(Place, TempDir)> {
    let folder = quick_folder();
    let root = folder.path().join("site");
    fs::create_dir(&root).expect("makes a folder");
    Some((Place { target: Arc::new(FolderTarget::new(&root)), root }, folder))
}

publish::target_conformance!(fresh);

#[tokio::test]
async fn a_folder_that_is_not_there_is_not_made() {
    let folder = quick_folder();
    fs::write(folder.path().join("file"), "x").expect("writes");
    for absent in ["absent", "file"] {
        let target = FolderTarget::new(folder.path().join(absent));
        assert_eq!(target.probe().await.expect_err("is not there").kind, ErrorKind::Missing);
        let error =
            published(&target, &Built::of(&[("index.html", "home")])).await.expect_err("is not there");
        assert_eq!(error.kind, ErrorKind::Missing);
        assert!(error.what.contains(absent), "{error}");
    }
    assert!(!folder.path().join("absent").exists());
}

#[cfg(unix)]
mod disks {
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use engine::output::{ContentHash, OutputFile, OutputPath};
    use publish::conformance::fixture::tree;
    use publish::conformance::sshd::{SmallDisk, is_root, left_out_because, say};
    use publish::target::StageName;

    use super::*;

    fn small_disk(options: &str) -> Option<SmallDisk> {
        let disk = left_out_because().is_none().then(|| SmallDisk::make(options)).flatten();
        if disk.is_none() && left_out_because().is_none() {
            say("left out: a folder on a disk of its own, because only root can mount one");
        }
        disk
    }

    async fn check_refused(root: &Path) {
        let target = FolderTarget::new(root);
        assert_eq!(target.probe().await.expect_err("is refused").kind, ErrorKind::Refused);
        let error = published(&target, &Built::of(&[("index.html", "home")])).await.expect_err("is refused");
        assert_eq!(error.kind, ErrorKind::Refused);
        assert_eq!(fs::read_dir(root).expect("lists").count(), 0);
    }

    #[tokio::test]
    async fn a_folder_we_may_not_write_to_stays_as_it_is() {
        if is_root() {
            // Root may write to every folder, but not to a disk that is read-only.
            let Some(disk) = small_disk(",ro") else { return };
            return check_refused(disk.path()).await;
        }
        let folder = quick_folder();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("takes rights away");
        check_refused(folder.path()).await;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("gives them back");
    }

    #[tokio::test]
    async fn a_full_disk_changes_nothing_for_visitors() {
        let Some(disk) = small_disk("") else { return };
        let target = FolderTarget::new(disk.path());
        published(&target, &Built::of(&[("index.html", "home 1")])).await.expect("is published");
        let film = OutputPath::new("film.mp4").expect("is a path");
        let mut too_much = Built::of(&[("index.html", "home 2")]);
        too_much.bundle.files.insert(film.clone(), OutputFile::made(vec![7; 1_040_000]));
        // Before the first byte, and in the middle, where others have filled the disk meanwhile.
        let error = published(&target, &too_much).await.expect_err("has no room");
        assert_eq!(error.kind, ErrorKind::Full);
        let bytes: Arc<[u8]> = vec![7; 2_000_000].into();
        let name = StageName::of(&film, ContentHash::of(&bytes));
        assert_eq!(target.stage(&name, bytes).await.expect_err("has no room").kind, ErrorKind::Full);
        assert!(target.staged().await.expect("lists").is_empty(), "half a file is not left behind");
        assert_eq!(tree(disk.path()), Built::of(&[("index.html", "home 1")]).tree());
    }
}
