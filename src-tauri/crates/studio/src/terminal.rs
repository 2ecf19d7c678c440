//! What a terminal does with a site without opening it for writing: build it into a folder, check it, make a new
//! one, serve it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use engine::diagnostic::{Diagnostic, Severity};
use engine::output::{ContentHash, Contents, Manifest, OutputFile, OutputPath};
use engine::source::Source;
use engine::{Change, Fetch, Options, Progress, Record};
use jiff::Timestamp;

use crate::loopback::{Found, Loopback, Shelf, random_token};
use crate::picture_store::PictureStore;
use crate::remote_data::remote_data;
use crate::shelf::Proof;
use crate::trouble::{Doing, Trouble};
use crate::{Failure, Places, disk, folder};

/// How a site is built into a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildOrder {
    /// The address to build for, instead of the one in the site's settings.
    pub base_url: Option<String>,
    /// Says whether drafts and scheduled posts are built too.
    pub drafts: bool,
}

/// What a build led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildReport {
    /// How many files the site has.
    pub files: usize,
    /// How many of them were written, because they were not there or different.
    pub written: usize,
    /// How many files of an earlier build were removed.
    pub removed: usize,
    /// Trouble in the content.
    pub diagnostics: Vec<Diagnostic>,
}

impl BuildReport {
    /// Says whether a part of the site could not be made.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Is told how far a build is, from several threads at once.
pub type Watch<'a> = dyn Fn(Progress) + Sync + 'a;

/// Builds a site into a folder. Files that are already right are left alone, files of an earlier build that are no
/// part of the site any more are removed, and files of anybody else are never touched.
pub fn build(
    site: &Path,
    output: &Path,
    order: &BuildOrder,
    places: &Places,
    watch: &Watch<'_>,
) -> Result<BuildReport, Failure> {
    let written = AtomicUsize::new(0);
    let write = |path: &OutputPath, file: &OutputFile| {
        let bytes = match &file.contents {
            Contents::Made(bytes) => Arc::clone(bytes),
            Contents::Copied(source) => disk::read(&site.join(source.as_str()))?.into(),
        };
        if disk::write_output(&output.join(path.as_str()), &bytes)? {
            written.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    };
    let made = make(site, order, places, &write, watch)?;
    disk::create_folder(output)?;
    let removed = remove_stale(output, &made, places)?;
    let files = made.manifest.entries.len();
    Ok(BuildReport { files, written: written.into_inner(), removed, diagnostics: made.diagnostics })
}

/// Builds a site in memory to see what trouble it has.
pub fn check(
    site: &Path,
    order: &BuildOrder,
    places: &Places,
    watch: &Watch<'_>,
) -> Result<BuildReport, Failure> {
    let made = make(site, order, places, &|_, _| Ok(()), watch)?;
    let files = made.manifest.entries.len();
    Ok(BuildReport { files, written: 0, removed: 0, diagnostics: made.diagnostics })
}

/// What came of a build.
struct Made {
    /// The files that could be made.
    manifest: Manifest,
    /// Those that could not.
    spoilt: BTreeSet<OutputPath>,
    diagnostics: Vec<Diagnostic>,
}

/// Takes a file as soon as it is made, from several threads at once.
type Take<'a> = dyn Fn(&OutputPath, &OutputFile) -> Result<(), Trouble> + Sync + 'a;

fn make(
    site: &Path,
    order: &BuildOrder,
    places: &Places,
    take: &Take<'_>,
    watch: &Watch<'_>,
) -> Result<Made, Trouble> {
    let source = folder::read(site)?.with_picture_cache(PictureStore::of(places));
    let (base_url, fetch) = (order.base_url.clone(), Some(remote_data(&places.data)));
    let options = Options { base_url, drafts: order.drafts, now: Timestamp::now(), fetch };
    let opened = engine::open(&source, &options);
    let failed = Mutex::new(None);
    let sink = |change: Change<'_>| {
        let Change::Write(path, file) = change else { return ControlFlow::Continue(()) };
        let Err(trouble) = take(path, file) else { return ControlFlow::Continue(()) };
        failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(trouble);
        ControlFlow::Break(())
    };
    let mut record = Record::default();
    let report = |progress: Progress| {
        watch(progress);
        ControlFlow::Continue(())
    };
    let built = opened.value.update_build(&mut record, &sink, &report);
    if let Some(trouble) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(trouble);
    }
    let built = built.expect("only a file that cannot be written stops it");
    let spoilt = record.spoilt().collect();
    Ok(Made { manifest: record.manifest(), spoilt, diagnostics: built.diagnostics })
}

/// What a build wrote is noted in the app-data folder, not in the output, where it would go online.
/// A file that could not be made this time stays as an earlier build left it.
fn remove_stale(output: &Path, made: &Made, places: &Places) -> Result<usize, Trouble> {
    let real = std::fs::canonicalize(output).map_err(Trouble::disk(Doing::Read, output))?;
    let name = ContentHash::of(real.to_string_lossy().as_bytes()).to_string();
    let note = places.data.join("builds").join(format!("{}.json", &name[..16]));
    let before: Manifest =
        disk::read_if_there(&note)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let mut manifest = made.manifest.clone();
    let (mut removed, mut kept) = (0, BTreeMap::new());
    for (path, entry) in before.entries.iter().filter(|(path, _)| !manifest.entries.contains_key(path)) {
        if made.spoilt.contains(path) {
            kept.insert(path.clone(), *entry);
            continue;
        }
        removed += usize::from(disk::remove_if_same(&real.join(path.as_str()), entry.hash)?);
        remove_empty_folders(&real, path);
    }
    manifest.entries.extend(kept);
    if before != manifest {
        disk::create_folder(note.parent().expect("it is in a folder"))?;
        disk::write(&note, &serde_json::to_vec(&manifest).expect("plain data"))?;
    }
    Ok(removed)
}

fn remove_empty_folders(output: &Path, path: &OutputPath) {
    let mut folder = path.folder();
    while !folder.is_empty() {
        disk::remove_if_empty(&output.join(folder));
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// Makes a new blank site in a folder that is new or empty.
pub fn new_site(folder: &Path, title: &str) -> Result<(), Failure> {
    Ok(crate::commands::create_blank(folder, title)?)
}

/// A site served on this machine for as long as the value lives.
pub struct Server {
    /// The address of its home page.
    pub url: String,
    _runtime: tokio::runtime::Runtime,
}

/// Serves a site, drafts included, on 127.0.0.1. Each page is made when it is asked for, from the files as they are
/// then.
pub fn serve(site: &Path, port: u16, places: &Places) -> Result<Server, Failure> {
    let source = folder::read(site)?.with_picture_cache(PictureStore::of(places));
    let no_server = |source| Trouble::Disk {
        doing: Doing::Create,
        path: PathBuf::from(format!("127.0.0.1:{port}")),
        source,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(no_server)?;
    let token = random_token();
    let shelf = Arc::new(ServedSite {
        folder: site.to_owned(),
        source,
        token: token.clone(),
        origin: OnceLock::new(),
        fetch: remote_data(&places.data),
        proof: Mutex::new(None),
    });
    let loopback =
        Loopback::start(runtime.handle(), port, Arc::clone(&shelf) as Arc<dyn Shelf>).map_err(no_server)?;
    shelf.origin.get_or_init(|| loopback.origin.clone());
    Ok(Server { url: format!("{}/{token}/", loopback.origin), _runtime: runtime })
}

/// When each file of a site was last changed.
type Times = BTreeMap<String, Option<SystemTime>>;

struct ServedSite {
    folder: PathBuf,
    /// The site as it was first; what is known of its pictures is shared with all later proofs.
    source: Source,
    token: String,
    origin: OnceLock<String>,
    fetch: Arc<dyn Fetch>,
    proof: Mutex<Option<(Times, Arc<Proof>)>>,
}

impl ServedSite {
    /// The proof of the files as they are now; linked again only when a file has another time than before.
    fn proof(&self) -> Option<Arc<Proof>> {
        let seen = times(&self.folder);
        let mut proof = self.proof.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, proof)) = &*proof
            && *before == seen
        {
            return Some(Arc::clone(proof));
        }
        let base_url = format!("{}/{}", self.origin.get()?, self.token);
        let source = self.source.with_files(folder::read(&self.folder).ok()?.files().clone());
        let fresh = Arc::new(match &*proof {
            Some((_, before)) => before.with_source(source),
            None => Proof::new(source, base_url, self.fetch.clone()),
        });
        *proof = Some((seen, Arc::clone(&fresh)));
        Some(fresh)
    }
}

fn times(folder: &Path) -> Times {
    let files = disk::files_below(folder).unwrap_or_default();
    let time = |path: &Path| std::fs::metadata(path).and_then(|found| found.modified()).ok();
    files.into_iter().map(|(path, relative)| (relative.to_string_lossy().into_owned(), time(&path))).collect()
}

impl Shelf for ServedSite {
    fn find(&self, token: &str, rest: &str) -> Found {
        if token != self.token {
            return Found::Stranger;
        }
        self.proof().map_or(Found::Nothing(None), |proof| proof.find(&self.folder, rest))
    }
}
