//! The studio's only way to the disk. A file is written beside its place and then put there in one step, so
//! that a reader, a crash or a full disk meets the old text or the new one, never a piece.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use atomic_write_file::AtomicWriteFile;
use engine::output::ContentHash;

use crate::trouble::{Doing, Trouble};

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(Trouble::disk(Doing::Read, path))
}

/// Reads a file that may be missing.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::disk(Doing::Read, path)(error)),
    }
}

/// Writes a file whole or not at all. A symbolic link stays one: what it points to is written.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let write = || -> std::io::Result<()> {
        let mut file = AtomicWriteFile::open(&real)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        file.commit()
    };
    write().map_err(Trouble::disk(Doing::Write, path))
}

/// Writes a file that must not be there yet, with the folders above it.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    if path.exists() {
        return Err(Trouble::Exists(path.to_owned()));
    }
    create_folder(path.parent().unwrap_or(path))?;
    write(path, bytes)
}

/// Makes a folder and those above it.
pub(crate) fn create_folder(path: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(path).map_err(Trouble::disk(Doing::Create, path))
}

/// Moves a file or folder to a place that is free, across disks too.
pub(crate) fn move_to(from: &Path, to: &Path) -> Result<(), Trouble> {
    if to.symlink_metadata().is_ok() {
        return Err(Trouble::Exists(to.to_owned()));
    }
    create_folder(to.parent().unwrap_or(to))?;
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => copy_then_remove(from, to),
        other => other.map_err(Trouble::disk(Doing::Move, from)),
    }
}

fn copy_then_remove(from: &Path, to: &Path) -> Result<(), Trouble> {
    if from.is_dir() {
        for (path, relative) in files_below(from)? {
            create(&to.join(relative), &read(&path)?)?;
        }
        fs::remove_dir_all(from).map_err(Trouble::disk(Doing::Move, from))
    } else {
        create(to, &read(from)?)?;
        fs::remove_file(from).map_err(Trouble::disk(Doing::Move, from))
    }
}

/// Lists the files below a folder with their relative paths; links are not followed.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Trouble> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries = fs::read_dir(&current).map_err(Trouble::disk(Doing::Read, &current))?;
        for entry in entries {
            let entry = entry.map_err(Trouble::disk(Doing::Read, &current))?;
            let kind = entry.file_type().map_err(Trouble::disk(Doing::Read, entry.path()))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                let relative = entry.path().strip_prefix(folder).expect("it is below").to_owned();
                files.push((entry.path(), relative));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Copies a file to a place that is free.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    create(to, &read(from)?)
}

/// Writes a file of a build's output, unless the same bytes are there already; says whether it wrote.
pub(crate) fn write_output(path: &Path, bytes: &[u8]) -> Result<bool, Trouble> {
    let same_size =
        fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    if same_size && fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(false);
    }
    create_folder(path.parent().unwrap_or(path))?;
    fs::write(path, bytes).map_err(Trouble::disk(Doing::Write, path))?;
    Ok(true)
}

/// Removes a file that still holds what was written there; says whether it did.
pub(crate) fn remove_if_same(path: &Path, hash: ContentHash) -> Result<bool, Trouble> {
    match read_if_there(path)? {
        Some(bytes) if ContentHash::of(&bytes) == hash => {
            fs::remove_file(path).map_err(Trouble::disk(Doing::Write, path))?;
            Ok(true)
        }
        Some(_) | None => Ok(false),
    }
}

/// Removes a file of the app's own.
pub(crate) fn remove(path: &Path) -> Result<(), Trouble> {
    fs::remove_file(path).map_err(Trouble::disk(Doing::Write, path))
}

/// Notes that a file of the app's own was used now.
pub(crate) fn touch(path: &Path) -> Result<(), Trouble> {
    let touch = || fs::OpenOptions::new().append(true).open(path)?.set_modified(SystemTime::now());
    touch().map_err(Trouble::disk(Doing::Write, path))
}

/// Removes a folder if nothing is left in it.
pub(crate) fn remove_if_empty(folder: &Path) {
    // A folder that is not empty, or gone, stays as it is: that is all this promises.
    let _kept = fs::remove_dir(folder);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_keeps_links_and_other_files() {
        let folder = tempfile::tempdir().expect("folder");
        let real = folder.path().join("real.md");
        fs::write(&real, "old").expect("write");
        #[cfg(unix)]
        {
            let link = folder.path().join("link.md");
            std::os::unix::fs::symlink(&real, &link).expect("link");
            write(&link, b"new").expect("writes");
            assert!(link.symlink_metadata().expect("there").file_type().is_symlink());
        }
        assert_eq!(fs::read_to_string(&real).expect("read"), "new");
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_text() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("missing/post.md");
        let trouble = write(&path, b"text").expect_err("no such folder");
        assert!(matches!(trouble, Trouble::Disk { doing: Doing::Write, .. }), "{trouble}");
    }

    #[test]
    fn nothing_is_moved_over_something() {
        let folder = tempfile::tempdir().expect("folder");
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&a, "a").expect("write");
        fs::write(&b, "b").expect("write");
        assert!(matches!(move_to(&a, &b), Err(Trouble::Exists(_))));
        assert_eq!(fs::read_to_string(&b).expect("read"), "b");
    }

    #[test]
    fn output_that_is_right_is_left_alone() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x/index.html");
        assert!(write_output(&path, b"page").expect("writes"));
        assert!(!write_output(&path, b"page").expect("sees"));
        assert!(write_output(&path, b"else").expect("writes"));
    }
}
