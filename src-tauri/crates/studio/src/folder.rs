//! The site's folder, read into the engine's snapshot. Links that lead out of the folder are not followed, and
//! hidden files, other people's tools and earlier output are not looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::output::{Entry, SourcePath};
use engine::source::{ReadFile, Source, SourceFile, Unreadable};
use sha2::{Digest, Sha256};

use crate::trouble::{Doing, Trouble};

/// More files than this are no site that Galley opens.
const MAX_FILES: usize = 500_000;
/// The parts of a site's folder that make up the site. Grammars and colours of code stand in the last three.
const FOLDERS: [&str; 9] =
    ["content", "templates", "static", "sass", "themes", "data", "syntaxes", "grammars", "highlight_themes"];
const FILES: [&str; 4] = ["zola.toml", "config.toml", "galley.toml", "theme.toml"];
/// Files beside the config, and in folders that Zola gives no meaning, with these endings may be loaded by templates:
/// texts in several languages (`i18n/`), notes, icons, pictures that are made smaller, and code that is shown. So may
/// files without an ending, such as `LICENSE`.
const LOADED_ENDINGS: [&str; 44] = [
    "avif", "bib", "c", "cpp", "cs", "css", "csv", "ftl", "gif", "glsl", "go", "h", "hpp", "html", "ini",
    "java", "jpeg", "jpg", "js", "json", "kt", "lua", "md", "mjs", "php", "png", "po", "py", "rb", "rs",
    "sass", "scss", "sh", "sql", "svg", "swift", "toml", "ts", "txt", "webp", "wgsl", "xml", "yaml", "yml",
];
/// So may be grammars and colours for code.
const CODE_ENDINGS: [&str; 3] = ["sublime-syntax", "tmlanguage", "tmtheme"];
/// What builds leave beside a site is no part of it.
const LEFTOVERS: [&str; 3] = ["public", "target", "vendor"];

/// Says whether a folder holds a site.
pub(crate) fn holds_a_site(folder: &Path) -> bool {
    folder.join("zola.toml").is_file() || folder.join("config.toml").is_file()
}

/// Reads the whole site.
pub(crate) fn read(folder: &Path) -> Result<Source, Trouble> {
    if !holds_a_site(folder) {
        return Err(Trouble::NoSite(folder.to_owned()));
    }
    let mut found = Found::default();
    for name in FILES {
        let path = SourcePath::new(name).expect("is a path");
        if let Some(file) = read_file(folder, &path)? {
            found.files.insert(path, file);
        }
    }
    for path in loaded_at_the_top(folder) {
        if found.files.contains_key(&path) {
            continue;
        }
        if let Some(file) = read_file(folder, &path)? {
            found.files.insert(path, file);
        }
    }
    for name in FOLDERS.map(str::to_owned).into_iter().chain(further_folders(folder)) {
        read_below(folder, &name, &mut found)?;
    }
    let source = Source::new(found.files).with_left_out(found.left_out);
    Ok(source.with_reader(Arc::new(Folder(folder.to_owned()))))
}

/// What a site's folder holds.
#[derive(Default)]
struct Found {
    files: BTreeMap<SourcePath, SourceFile>,
    /// Links that lead out of it.
    left_out: BTreeSet<SourcePath>,
}

/// Reads files of a site's folder for the engine, while it works with pictures.
struct Folder(PathBuf);

impl ReadFile for Folder {
    fn read(&self, file: &SourcePath, limit: u64) -> Result<Arc<[u8]>, Unreadable> {
        let place = self.0.join(file.as_str());
        let is_file = fs::metadata(&place).is_ok_and(|found| found.is_file());
        if !is_file {
            return Err(Unreadable("it is no longer there".into()));
        }
        // A link may have been put in its place since the folder was read.
        if leads_out(&self.0, &place) {
            return Err(Unreadable("it leads out of the site's folder".into()));
        }
        let mut bytes = Vec::new();
        let read = fs::File::open(&place).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        read.map(|_| bytes.into()).map_err(|error| Unreadable(error.to_string()))
    }
}

/// Reads one file of the site again; nothing if it is gone or no part of the site.
pub(crate) fn read_file(folder: &Path, path: &SourcePath) -> Result<Option<SourceFile>, Trouble> {
    let place = folder.join(path.as_str());
    match fs::metadata(&place) {
        Ok(found) if found.is_file() => {}
        _ => return Ok(None),
    }
    if leads_out(folder, &place) {
        return Ok(None);
    }
    if Source::is_read(path) {
        let bytes: Arc<[u8]> = crate::disk::read(&place)?.into();
        return Ok(Some(SourceFile::loaded(bytes)));
    }
    let entry = measure(&place).map_err(Trouble::disk(Doing::Read, &place))?;
    Ok(Some(SourceFile { entry, bytes: None }))
}

/// Names the part of the site a place on disk is, if it is one.
pub(crate) fn path_in_site(folder: &Path, place: &Path) -> Option<SourcePath> {
    let path = SourcePath::new(relative(folder, place)?).ok()?;
    if path.as_str().split('/').any(is_hidden) {
        return None;
    }
    let known = match path.as_str().split_once('/') {
        None => FILES.contains(&path.as_str()) || is_loaded(&path),
        Some((top, _)) => FOLDERS.contains(&top) || (is_loaded(&path) && is_further(folder, top)),
    };
    known.then_some(path)
}

/// Lists the files beside the config that templates may load.
fn loaded_at_the_top(folder: &Path) -> Vec<SourcePath> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    files.filter_map(|entry| path_in_site(folder, &entry.path())).collect()
}

/// Lists the folders that Zola gives no meaning, and that templates load files from all the same.
fn further_folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| !is_hidden(name) && is_further(folder, name)).collect()
}

/// A folder with a front page of its own is a finished website: earlier output under another name.
fn is_further(folder: &Path, name: &str) -> bool {
    let is_something_else = FOLDERS.contains(&name) || LEFTOVERS.contains(&name);
    !is_something_else && !folder.join(name).join("index.html").is_file()
}

fn is_loaded(path: &SourcePath) -> bool {
    let ending = path.extension().to_ascii_lowercase();
    ending.is_empty() || LOADED_ENDINGS.into_iter().chain(CODE_ENDINGS).any(|known| known == ending)
}

/// Hidden files are other programs' business; `.well-known` (RFC 8615) is the one that visitors' programs ask for.
fn is_hidden(name: &str) -> bool {
    let is_dotted = name.starts_with('.') && name != ".well-known";
    is_dotted || matches!(name, "node_modules" | "Thumbs.db" | "desktop.ini")
}

fn leads_out(folder: &Path, place: &Path) -> bool {
    let inside = |real: PathBuf| fs::canonicalize(folder).is_ok_and(|folder| real.starts_with(folder));
    !fs::canonicalize(place).is_ok_and(inside)
}

fn read_below(folder: &Path, top: &str, found: &mut Found) -> Result<(), Trouble> {
    // Each with whether it stands behind a link. Behind one no other is followed, so no circle is walked for ever.
    let mut folders = vec![(folder.join(top), false)];
    while let Some((current, is_linked)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&current) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let (place, name) = (entry.path(), entry.file_name());
            if name.to_str().is_none_or(|name| is_hidden(name) || (is_linked && LEFTOVERS.contains(&name))) {
                continue;
            }
            if kind.is_dir() {
                folders.push((place, is_linked));
                continue;
            }
            // A pipe or a socket is no file: reading it would wait for ever.
            if !kind.is_file() && !kind.is_symlink() {
                continue;
            }
            if kind.is_symlink() && leads_out(folder, &place) {
                found.left_out.extend(relative(folder, &place).and_then(|path| SourcePath::new(path).ok()));
                continue;
            }
            if kind.is_symlink() && place.is_dir() {
                // A theme may be the site's own folder, as in a theme's sample; anything else would be in itself.
                if !is_linked && (top == "themes" || !leads_up(&place)) {
                    folders.push((place, true));
                }
                continue;
            }
            let Some(path) = path_in_site(folder, &place) else { continue };
            let is_plain = !kind.is_symlink() && !is_linked;
            let read = if is_plain { read_plain(&place, &path) } else { read_file(folder, &path) };
            if let Some(file) = read? {
                found.files.insert(path, file);
            }
            if found.files.len() > MAX_FILES {
                return Err(Trouble::TooManyFiles(folder.to_owned()));
            }
        }
    }
    Ok(())
}

/// Says whether a link leads to a folder that it stands in.
fn leads_up(link: &Path) -> bool {
    let real = |place: &Path| fs::canonicalize(place).ok();
    link.parent().and_then(real).zip(real(link)).is_none_or(|(around, target)| around.starts_with(target))
}

/// Names a place as it stands below the site's folder.
fn relative(folder: &Path, place: &Path) -> Option<String> {
    Some(place.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"))
}

/// Reads a file that the walk met as a plain file below real folders, so that it cannot lead out.
fn read_plain(place: &Path, path: &SourcePath) -> Result<Option<SourceFile>, Trouble> {
    if Source::is_read(path) {
        return Ok(crate::disk::read_if_there(place)?.map(SourceFile::loaded));
    }
    match measure(place) {
        Ok(entry) => Ok(Some(SourceFile { entry, bytes: None })),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::disk(Doing::Read, place)(error)),
    }
}

fn measure(place: &Path) -> std::io::Result<Entry> {
    let mut file = fs::File::open(place)?;
    let mut hasher = Sha256::new();
    let size = std::io::copy(&mut file, &mut hasher)?;
    let hash = format!("{:x}", hasher.finalize()).try_into().expect("64 digits");
    Ok(Entry { size, hash })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("folder");
        for (path, text) in [
            ("zola.toml", "base_url = \"https://example.org\""),
            ("content/a.md", "+++\n+++\nText"),
            ("static/.git/secret", "no"),
            ("static/pic.png", "png"),
            ("public/old.html", "old"),
            ("content/.hidden.md", "no"),
            ("boats.csv", "name"),
            (".secret.json", "no"),
            ("build.exe", "no"),
            ("LICENSE", "MIT"),
            ("examples/a.rs", "fn main() {}"),
            ("i18n/en.toml", "a = 1"),
            ("i18n/parts/en.yml", "a: 1"),
            ("i18n/check.pyc", "no"),
            ("colours/deep/mine.tmTheme", "<plist/>"),
            ("docs/index.html", "old"),
            ("docs/search_index.json", "old"),
            ("public/search_index.json", "old"),
        ] {
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().expect("has one")).expect("folders");
            fs::write(place, text).expect("write");
        }
        folder
    }

    #[test]
    fn only_the_site_is_read() {
        let folder = site();
        let source = read(folder.path()).expect("reads");
        let paths: Vec<_> = source.files().keys().map(SourcePath::as_str).collect();
        let all = "LICENSE boats.csv colours/deep/mine.tmTheme content/a.md examples/a.rs i18n/en.toml \
                   i18n/parts/en.yml static/pic.png zola.toml";
        assert_eq!(paths.join(" "), all);
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_site_are_not_followed() {
        let folder = site();
        let outside = tempfile::tempdir().expect("folder");
        fs::write(outside.path().join("secret.txt"), "secret").expect("write");
        let link = |target: &Path, name: &str| {
            std::os::unix::fs::symlink(target, folder.path().join(name)).expect("link");
        };
        link(&outside.path().join("secret.txt"), "static/secret.txt");
        link(outside.path(), "static/folder");
        link(&folder.path().join("static/pic.png"), "static/same.png");
        let source = read(folder.path()).expect("reads");
        let paths: Vec<_> = source.files().keys().map(SourcePath::as_str).collect();
        assert!(paths.contains(&"static/same.png"));
        assert!(!paths.iter().any(|path| path.contains("secret")), "{paths:?}");
        let left_out: Vec<_> = source.left_out().iter().map(SourcePath::as_str).collect();
        assert_eq!(left_out, ["static/folder", "static/secret.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_inside_of_the_site_are_followed_and_circles_come_to_an_end() {
        let folder = site();
        let link = |target: &Path, name: &str| {
            let place = folder.path().join(name);
            fs::create_dir_all(place.parent().expect("has one")).expect("folders");
            std::os::unix::fs::symlink(target, place).expect("link");
        };
        link(folder.path(), "themes/own");
        link(&folder.path().join("i18n"), "content/words");
        link(&folder.path().join("content"), "content/again");
        let source = read(folder.path()).expect("reads");
        let paths: Vec<_> = source.files().keys().map(SourcePath::as_str).collect();
        for path in ["themes/own/zola.toml", "content/words/parts/en.yml"] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
        let deeper = |path: &&str| path.contains("own/themes/own") || path.contains("again");
        assert!(!paths.iter().any(|path| deeper(path) || path.contains("public")), "{paths:?}");
        assert!(source.left_out().is_empty());
    }

    #[test]
    fn the_engine_reads_the_start_of_a_file_of_the_site() {
        let folder = site();
        let reader = Folder(folder.path().to_owned());
        let picture = SourcePath::new("static/pic.png").expect("path");
        assert_eq!(reader.read(&picture, 2).as_deref(), Ok(&b"pn"[..]));
        assert_eq!(reader.read(&picture, 9).as_deref(), Ok(&b"png"[..]));
        fs::remove_file(folder.path().join("static/pic.png")).expect("remove");
        assert_eq!(reader.read(&picture, 9), Err(Unreadable("it is no longer there".into())));
        #[cfg(unix)]
        {
            let outside = tempfile::tempdir().expect("folder");
            fs::write(outside.path().join("secret.png"), "secret").expect("write");
            let link = folder.path().join("static/pic.png");
            std::os::unix::fs::symlink(outside.path().join("secret.png"), link).expect("link");
            assert_eq!(reader.read(&picture, 9), Err(Unreadable("it leads out of the site's folder".into())));
        }
    }

    #[test]
    fn a_folder_without_a_config_is_no_site() {
        let folder = tempfile::tempdir().expect("folder");
        assert!(matches!(read(folder.path()), Err(Trouble::NoSite(_))));
    }
}
