//! A folder of this machine, or of a disk or share that is mounted here.
//!
//! Each file is written to a folder of ours beside the others, flushed, and renamed over the old one. Links inside the
//! folder are never followed: not for the file itself, and not on the way to it.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use engine::output::{Entry, OutputPath};

use crate::error::{ErrorKind, PublishError};
use crate::identity::ReleaseId;
use crate::measure::Measure;
use crate::plan::folders_above;
use crate::record::{self, MAX_RECORD_BYTES, Record};
use crate::target::{Answer, Found, Placed, Probe, StageName, Stamp, Target};

/// A folder as a target.
#[derive(Debug, Clone)]
pub struct FolderTarget {
    root: PathBuf,
}

const PARALLEL: usize = 8;
const STAGE: &str = "stage";

impl FolderTarget {
    /// Names the folder, which must exist. It may hold other files: they are left alone.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Runs an operation of the disk where it keeps nobody waiting.
    fn run<'a, T: Send + 'static>(
        &self,
        what: impl FnOnce() -> String + Send + 'a,
        operation: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> Answer<'a, T> {
        let folder = Folder { root: self.root.clone() };
        Box::pin(async move {
            let ended = tokio::task::spawn_blocking(move || {
                // A folder that is gone, say with its disk, must not look like an empty one.
                if fs::metadata(&folder.root).is_ok_and(|root| root.is_dir()) {
                    operation(&folder).map_err(Trouble::Disk)
                } else {
                    Err(Trouble::NoFolder)
                }
            });
            ended.await.unwrap_or_else(|error| Err(Trouble::Disk(io::Error::other(error)))).map_err(
                |trouble| match trouble {
                    Trouble::Disk(error) => PublishError::from_io(what(), error),
                    Trouble::NoFolder => PublishError::new(ErrorKind::Missing, what()),
                },
            )
        })
    }
}

enum Trouble {
    NoFolder,
    Disk(io::Error),
}

impl Target for FolderTarget {
    fn name(&self) -> String {
        format!("the folder {}", self.root.display())
    }

    fn parallel(&self) -> usize {
        PARALLEL
    }

    fn probe(&self) -> Answer<'_, Probe> {
        self.run(|| format!("could not write to {}", self.name()), Folder::probe)
    }

    fn free_bytes(&self) -> Answer<'_, Option<u64>> {
        self.run(|| format!("could not measure {}", self.name()), Folder::free_bytes)
    }

    fn read_record(&self, record: Record) -> Answer<'_, Option<Vec<u8>>> {
        self.run(
            move || format!("could not read `.galley/{}` in {}", record.file_name(), self.name()),
            move |folder| folder.read_record(record),
        )
    }

    fn write_record<'a>(&'a self, record: Record, bytes: &'a [u8]) -> Answer<'a, ()> {
        let bytes = bytes.to_vec();
        self.run(
            move || format!("could not write `.galley/{}` in {}", record.file_name(), self.name()),
            move |folder| folder.write_record(record, &bytes),
        )
    }

    fn remove_record(&self, record: Record) -> Answer<'_, ()> {
        self.run(
            move || format!("could not remove `.galley/{}` in {}", record.file_name(), self.name()),
            move |folder| absent_is_fine(fs::remove_file(folder.record(record))),
        )
    }

    fn look<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Found> {
        let asked = path.clone();
        self.run(
            move || format!("could not look at `{path}` in {}", self.name()),
            move |folder| folder.look(&asked),
        )
    }

    fn measure<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Option<Entry>> {
        let asked = path.clone();
        self.run(
            move || format!("could not read `{path}` in {}", self.name()),
            move |folder| folder.measure(&asked),
        )
    }

    fn staged(&self) -> Answer<'_, BTreeMap<StageName, Stamp>> {
        self.run(|| format!("could not read `.galley/stage` in {}", self.name()), Folder::staged)
    }

    fn stage<'a>(&'a self, name: &'a StageName, bytes: Arc<[u8]>) -> Answer<'a, Stamp> {
        let staged = name.clone();
        self.run(
            move || format!("could not write `.galley/stage/{name}` in {}", self.name()),
            move |folder| folder.stage(&staged, &bytes),
        )
    }

    fn unstage<'a>(&'a self, name: &'a StageName) -> Answer<'a, ()> {
        let staged = name.clone();
        self.run(
            move || format!("could not remove `.galley/stage/{name}` in {}", self.name()),
            move |folder| absent_is_fine(fs::remove_file(folder.staged_file(&staged))),
        )
    }

    fn make_folder<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, ()> {
        let wanted = path.clone();
        self.run(
            move || format!("could not make the folder `{path}` in {}", self.name()),
            move |folder| folder.check_way(&wanted).and_then(|()| make_real_folder(&folder.path(&wanted))),
        )
    }

    fn place<'a>(&'a self, name: &'a StageName, path: &'a OutputPath) -> Answer<'a, Placed> {
        let (staged, wanted) = (name.clone(), path.clone());
        self.run(
            move || format!("could not put `{path}` in its place in {}", self.name()),
            move |folder| folder.place(&staged, &wanted),
        )
    }

    fn remove<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, ()> {
        let unwanted = path.clone();
        self.run(
            move || format!("could not remove `{path}` from {}", self.name()),
            move |folder| folder.remove(&unwanted),
        )
    }

    fn remove_empty_folder<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, ()> {
        let unwanted = path.clone();
        self.run(
            move || format!("could not remove the folder `{path}` from {}", self.name()),
            move |folder| folder.remove_empty_folder(&unwanted),
        )
    }
}

/// The same folder for the thread that works on the disk.
struct Folder {
    root: PathBuf,
}

impl Folder {
    fn records(&self) -> PathBuf {
        self.root.join(record::FOLDER)
    }

    fn record(&self, record: Record) -> PathBuf {
        self.records().join(record.file_name())
    }

    fn stage_folder(&self) -> PathBuf {
        self.records().join(STAGE)
    }

    fn staged_file(&self, name: &StageName) -> PathBuf {
        self.stage_folder().join(name.as_str())
    }

    fn path(&self, path: &OutputPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    fn probe(&self) -> io::Result<Probe> {
        let file = self.root.join(format!(".galley-probe-{}", ReleaseId::generate()));
        let written = File::create_new(&file).and_then(|mut file| file.write_all(b"galley\n"));
        let removed = absent_is_fine(fs::remove_file(&file));
        written.and(removed)?;
        Ok(Probe { free_bytes: self.free_bytes()? })
    }

    #[cfg(unix)]
    fn free_bytes(&self) -> io::Result<Option<u64>> {
        let disk = rustix::fs::statvfs(&self.root)?;
        Ok(Some(disk.f_bavail.saturating_mul(disk.f_frsize)))
    }

    /// The standard library does not say; a full disk is noticed when writing, before any visitor sees a change.
    #[cfg(not(unix))]
    fn free_bytes(&self) -> io::Result<Option<u64>> {
        Ok(None)
    }

    fn read_record(&self, record: Record) -> io::Result<Option<Vec<u8>>> {
        let file = self.record(record);
        match fs::symlink_metadata(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
            Ok(metadata) if !metadata.is_file() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if metadata.len() > MAX_RECORD_BYTES => Err(io::ErrorKind::FileTooLarge.into()),
            Ok(_) => fs::read(file).map(Some),
        }
    }

    fn write_record(&self, record: Record, bytes: &[u8]) -> io::Result<()> {
        make_real_folder(&self.records())?;
        let beside = self.records().join(format!("{}.new", record.file_name()));
        write_flushed(&beside, bytes)?;
        fs::rename(beside, self.record(record))?;
        flush_folder(&self.records())
    }

    fn look(&self, path: &OutputPath) -> io::Result<Found> {
        match fs::symlink_metadata(self.path(path)) {
            Err(error) if is_absent(&error) => Ok(Found::Nothing),
            Err(error) => Err(error),
            Ok(metadata) if metadata.is_dir() => Ok(Found::Folder),
            Ok(metadata) if metadata.is_file() => Ok(Found::File(stamp(&metadata)?)),
            Ok(_) => Ok(Found::Other),
        }
    }

    fn measure(&self, path: &OutputPath) -> io::Result<Option<Entry>> {
        match self.look(path)? {
            Found::File(_) => {
                let mut measure = Measure::default();
                io::copy(&mut File::open(self.path(path))?, &mut measure)?;
                Ok(Some(measure.finish()))
            }
            Found::Nothing | Found::Folder | Found::Other => Ok(None),
        }
    }

    fn staged(&self) -> io::Result<BTreeMap<StageName, Stamp>> {
        let mut staged = BTreeMap::new();
        let listing = match fs::read_dir(self.stage_folder()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(staged),
            listing => listing?,
        };
        for file in listing {
            let file = file?;
            let metadata = file.metadata()?;
            if let Some(name) =
                file.file_name().to_str().and_then(StageName::parse).filter(|_| metadata.is_file())
            {
                staged.insert(name, stamp(&metadata)?);
            }
        }
        Ok(staged)
    }

    fn stage(&self, name: &StageName, bytes: &[u8]) -> io::Result<Stamp> {
        make_real_folder(&self.records())?;
        make_real_folder(&self.stage_folder())?;
        let file = self.staged_file(name);
        // A half-written file of an earlier try must not be written into: it could be a link by now.
        absent_is_fine(fs::remove_file(&file))?;
        if let Err(error) = write_flushed(&file, bytes) {
            // Half a file is of no use and takes room that its owner needs now.
            absent_is_fine(fs::remove_file(&file))?;
            return Err(error);
        }
        stamp(&fs::symlink_metadata(&file)?)
    }

    fn place(&self, name: &StageName, path: &OutputPath) -> io::Result<Placed> {
        self.check_way(path)?;
        let staged = self.staged_file(name);
        if !fs::exists(&staged)? {
            return Ok(Placed::NotStaged);
        }
        fs::rename(staged, self.path(path)).map(|()| Placed::Done)
    }

    fn remove(&self, path: &OutputPath) -> io::Result<()> {
        match self.check_way(path).and_then(|()| self.look(path)) {
            Ok(Found::Nothing | Found::Folder) => Ok(()),
            Ok(Found::File(_) | Found::Other) => absent_is_fine(fs::remove_file(self.path(path))),
            Err(error) if is_absent(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn remove_empty_folder(&self, path: &OutputPath) -> io::Result<()> {
        if self.check_way(path).is_err() || self.look(path)? != Found::Folder {
            return Ok(());
        }
        match fs::remove_dir(self.path(path)) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            removed => absent_is_fine(removed),
        }
    }

    /// Refuses a path that a link would lead elsewhere.
    fn check_way(&self, path: &OutputPath) -> io::Result<()> {
        for folder in folders_above(path).iter().rev() {
            if !fs::symlink_metadata(self.path(folder))?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        Ok(())
    }
}

/// Makes a folder, or finds that it is there and no link.
fn make_real_folder(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let real = fs::symlink_metadata(path)?.is_dir();
            if real { Ok(()) } else { Err(io::ErrorKind::NotADirectory.into()) }
        }
        made => made,
    }
}

fn write_flushed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename survive a power cut.
#[cfg(unix)]
fn flush_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Windows opens no folder for this and keeps renames by its own journal.
#[cfg(not(unix))]
fn flush_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn stamp(metadata: &Metadata) -> io::Result<Stamp> {
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Stamp { size: metadata.len(), modified: u64::try_from(since.as_nanos()).unwrap_or(u64::MAX) })
}

/// Below a path that is a file there is nothing either.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
