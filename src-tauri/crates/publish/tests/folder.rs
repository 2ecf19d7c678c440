//! A folder of this machine passes what every target must pass.

use std::sync::Arc;

use publish::conformance::Place;
use publish::conformance::fixture::quick_folder;
use publish::targets::folder::FolderTarget;
use tempfile::TempDir;

fn fresh() -> Option<(Place, TempDir)> {
    let folder = quick_folder();
    let root = folder.path().join("site");
    std::fs::create_dir(&root).expect("makes a folder");
    Some((Place { target: Arc::new(FolderTarget::new(&root)), root }, folder))
}

publish::target_conformance!(fresh);
