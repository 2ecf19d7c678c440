//! What the loopback server hands out: the preview's pictures, styles and fonts under one token, the whole built
//! site, drafts included, under another.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use engine::output::{Contents, OutputFile, OutputPath, SourcePath};
use engine::source::Source;
use engine::{Options, Site};
use jiff::Timestamp;

use crate::loopback::Found;
use crate::site::{PageFacts, facts};
use crate::{disk, folder};

/// The site as the person's own browser sees it, linked when first asked for.
pub(crate) struct Proof {
    source: Source,
    base_url: String,
    site: OnceLock<Site>,
}

impl Proof {
    pub(crate) fn new(source: Source, base_url: String) -> Self {
        Self { source, base_url, site: OnceLock::new() }
    }

    /// Gives the proof of the same site with other files.
    pub(crate) fn with_source(&self, source: Source) -> Self {
        let site = self.site.get().map(|site| site.with_source(&source, &options(&self.base_url)).value);
        Self {
            source,
            base_url: self.base_url.clone(),
            site: site.map_or_else(OnceLock::new, OnceLock::from),
        }
    }

    fn site(&self) -> &Site {
        self.site.get_or_init(|| engine::open(&self.source, &options(&self.base_url)).value)
    }

    /// Finds a page or file of the proof.
    pub(crate) fn find(&self, folder: &Path, rest: &str) -> Found {
        let site = self.site();
        if let Some(found) = find(site, folder, rest) {
            return found;
        }
        let is_folder = !rest.ends_with('/') && find(site, folder, &format!("{rest}/")).is_some();
        if is_folder {
            return Found::Folder;
        }
        let page = output(site, "404.html").and_then(|file| bytes(folder, &file));
        Found::Nothing(page)
    }
}

fn options(base_url: &str) -> Options {
    Options { base_url: Some(base_url.to_owned()), drafts: true, now: Timestamp::now() }
}

/// Finds a file the preview needs: anything but pages.
pub(crate) fn find_for_preview(site: &Site, source: &Source, folder: &Path, rest: &str) -> Found {
    if rest.is_empty() || rest.ends_with('/') || rest.ends_with(".html") {
        return Found::Nothing(None);
    }
    find(site, folder, rest)
        .or_else(|| beside_a_page(site, source, folder, rest))
        .unwrap_or(Found::Nothing(None))
}

fn find(site: &Site, folder: &Path, rest: &str) -> Option<Found> {
    let path =
        if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.to_owned() };
    let file = output(site, &path)?;
    let extension = OutputPath::new(&path).ok()?.extension().to_owned();
    Some(Found::File(extension, bytes(folder, &file)?))
}

fn output(site: &Site, path: &str) -> Option<OutputFile> {
    site.render(&OutputPath::new(path).ok()?)?.value
}

/// A draft is no part of the finished site, and so the pictures beside it are not either: they are found by the
/// draft's own address.
fn beside_a_page(site: &Site, source: &Source, folder: &Path, rest: &str) -> Option<Found> {
    let asked = format!("/{rest}");
    let is_above =
        |info: &PageFacts| info.file.file_name().starts_with("index.") && asked.starts_with(&info.address);
    // The nearest page above: one folder of pictures may stand inside another.
    let page = facts(site).filter(is_above).max_by_key(|info| info.address.len())?;
    let name = &asked[page.address.len()..];
    let path = SourcePath::new(format!("{}/{name}", page.file.folder())).ok()?;
    let is_text = path.extension() == "md";
    if is_text || !source.files().contains_key(&path) {
        return None;
    }
    Some(Found::File(path.extension().to_owned(), read_source(folder, &path)?))
}

fn bytes(folder: &Path, file: &OutputFile) -> Option<Arc<[u8]>> {
    match &file.contents {
        Contents::Made(bytes) => Some(Arc::clone(bytes)),
        Contents::Copied(path) => read_source(folder, path),
    }
}

fn read_source(site: &Path, path: &SourcePath) -> Option<Arc<[u8]>> {
    // Looked at again on the way out: a link may have been put in its place since the site was read.
    folder::read_file(site, path).ok()??;
    disk::read(&site.join(path.as_str())).ok().map(Arc::from)
}
