//! Reads a site from a disk, for the examples.

use std::error::Error;
use std::fs;
use std::path::Path;

use engine::output::{Entry, SourcePath};
use engine::source::{Files, Source, SourceFile};

/// Reads all files below a folder; those that the engine needs no bytes of are only named.
pub(crate) fn read_folder(folder: &Path, below: &str, files: &mut Files) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name =
            entry.file_name().into_string().map_err(|name| format!("{} is no text", name.display()))?;
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, files)?;
            continue;
        }
        let path = SourcePath::new(path)?;
        let bytes = fs::read(entry.path())?;
        let is_read = Source::is_read(&path);
        let file = if is_read {
            SourceFile::loaded(bytes)
        } else {
            SourceFile { entry: Entry::of(&bytes), bytes: None }
        };
        files.insert(path, file);
    }
    Ok(())
}
