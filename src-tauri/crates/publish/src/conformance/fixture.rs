//! Small sites, and a look at what arrived.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use engine::output::{Bundle, Contents, Entry, OutputFile, OutputPath, SourcePath};
use tempfile::TempDir;

use super::Place;
use crate::cancel::Cancel;
use crate::error::PublishError;
use crate::identity::SiteId;
use crate::prepare::{ConcernKind, Prepared, prepare};
use crate::target::Target;
use crate::transfer::{Limits, Options, Receipt, SourceBytes, carry_out};

/// A built site with the files it copies.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The finished site.
    pub bundle: Bundle,
    /// The files of the site's folder that go out as they are.
    pub source: BTreeMap<SourcePath, Vec<u8>>,
}

impl Built {
    /// Makes a site of files that the engine made.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut built = Self::default();
        for (name, text) in files {
            built.bundle.files.insert(path(name), OutputFile::made(text.as_bytes().to_vec()));
        }
        built
    }

    /// Adds a file that is copied.
    #[must_use]
    pub fn with_copied(mut self, name: &str, bytes: &[u8]) -> Self {
        let source = SourcePath::new(format!("static/{name}")).expect("is a path");
        let contents = Contents::Copied(source.clone());
        self.bundle.files.insert(path(name), OutputFile { contents, entry: Entry::of(bytes) });
        self.source.insert(source, bytes.to_vec());
        self
    }

    /// Gives the bytes of the copied files.
    pub fn source_bytes(&self) -> SourceBytes {
        let source = self.source.clone();
        Arc::new(move |path| source.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()))
    }

    /// Gives what should stand at the place, by name.
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let bytes = |file: &OutputFile| match &file.contents {
            Contents::Made(bytes) => bytes.to_vec(),
            Contents::Copied(path) => self.source[path].clone(),
        };
        self.bundle.files.iter().map(|(path, file)| (path.to_string(), bytes(file))).collect()
    }
}

/// Makes a folder for a test, in memory where the system offers that: the cases flush many thousand files, and a busy
/// disk takes half a minute for it.
pub fn quick_folder() -> TempDir {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.or_else(|_| tempfile::tempdir()).expect("makes a folder")
}

/// Makes a path of the finished site.
pub fn path(text: &str) -> OutputPath {
    OutputPath::new(text).expect("is a path")
}

/// Names the site of the tests.
pub fn site() -> SiteId {
    SiteId::new("harbour-museum").expect("is an id")
}

/// Gives limits that try again without making a test wait.
pub fn hasty() -> Limits {
    Limits { retry_delay: Duration::from_millis(1), ..Limits::default() }
}

/// Prepares a publish of the site of the tests.
pub async fn prepared(target: &dyn Target, built: &Built) -> Result<Prepared, PublishError> {
    prepare(target, &site(), &built.bundle.manifest(), None).await
}

/// Carries a prepared publish out.
pub async fn carried_out(
    target: &dyn Target,
    prepared: &Prepared,
    built: &Built,
    accepted: &[ConcernKind],
) -> Result<Receipt, PublishError> {
    let options = Options { accepted: accepted.iter().copied().collect(), limits: hasty() };
    let source = built.source_bytes();
    carry_out(target, prepared, &built.bundle, source, &options, &|_| (), &Cancel::new()).await
}

/// Publishes the site of the tests where nothing stands in the way.
pub async fn published(target: &dyn Target, built: &Built) -> Result<Receipt, PublishError> {
    let prepared = prepared(target, built).await?;
    carried_out(target, &prepared, built, &[]).await
}

/// Publishes, and checks that the place then holds the site, the given foreign files, and no trace of the work.
pub async fn publish_and_check(place: &Place, built: &Built, foreign: &[(&str, &str)]) -> Receipt {
    let receipt = published(&*place.target, built).await.expect("is published");
    let mut wanted = built.tree();
    wanted.extend(foreign.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())));
    assert_eq!(names(&tree(&place.root)), names(&wanted));
    assert_eq!(tree(&place.root), wanted);
    assert_eq!(bookkeeping(&place.root), ["head", "manifest"]);
    receipt
}

/// Reads every file below a folder but Galley's own.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(root, "", &mut |name, path| {
        if let Ok(bytes) = fs::read(path) {
            files.insert(name.to_owned(), bytes);
        }
    });
    files
}

/// Lists the folders below a folder but Galley's own.
pub fn folders(root: &Path) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    walk(root, "", &mut |name, path| {
        if path.is_dir() {
            folders.insert(name.to_owned());
        }
    });
    folders
}

/// Lists the files that Galley keeps for itself at a place.
pub fn bookkeeping(root: &Path) -> Vec<String> {
    let mut names = BTreeSet::new();
    walk(&root.join(".galley"), "", &mut |name, path| {
        if path.is_file() {
            names.insert(name.to_owned());
        }
    });
    names.into_iter().collect()
}

/// Writes a file and the folders above it, from outside.
pub fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("has a folder")).expect("makes the folder");
    fs::write(path, text).expect("writes the file");
}

fn names(tree: &BTreeMap<String, Vec<u8>>) -> Vec<&str> {
    tree.keys().map(String::as_str).collect()
}

fn walk(folder: &Path, above: &str, visit: &mut dyn FnMut(&str, &Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if above.is_empty() { name } else { format!("{above}/{name}") };
        if name == ".galley" {
            continue;
        }
        visit(&name, &entry.path());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&entry.path(), &name, visit);
        }
    }
}
