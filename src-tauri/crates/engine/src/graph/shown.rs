//! Pictures that texts show and that the site does not have.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::markdown::ShownPicture;
use crate::output::OutputPath;
use crate::path::straight;
use crate::pictures::FOLDER;
use crate::theme::nearest;

use super::{Graph, Node, NodeId, permalink};

/// Endings of files that browsers show as pictures.
const PICTURES: [&str; 9] = ["apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];
/// For how many pictures one with nearly the same name is looked for: where a whole folder is missing, nobody reads all.
const MAX_NEAREST: usize = 50;

/// The files of the finished site.
pub(super) struct Files<'a, T> {
    files: &'a BTreeMap<OutputPath, T>,
    /// The pictures among them by their names in small letters, gathered when one is missing.
    pictures: OnceCell<BTreeMap<String, Vec<&'a str>>>,
    looked: Cell<usize>,
}

impl<'a, T> Files<'a, T> {
    /// Takes the files.
    pub(super) fn new(files: &'a BTreeMap<OutputPath, T>) -> Self {
        Self { files, pictures: OnceCell::new(), looked: Cell::new(0) }
    }

    fn has(&self, path: &str) -> bool {
        // A path that no file can have is that of no picture either.
        OutputPath::new(path).is_ok_and(|path| self.files.contains_key(&path))
    }

    fn pictures(&self) -> &BTreeMap<String, Vec<&'a str>> {
        self.pictures.get_or_init(|| {
            let mut pictures: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for path in self.files.keys().map(OutputPath::as_str).filter(|path| is_picture(path)) {
                pictures.entry(name(path)).or_default().push(path);
            }
            pictures
        })
    }

    /// Finds the pictures of a name, or of one that is nearly that.
    fn like(&self, wanted: &str) -> Option<&[&'a str]> {
        let pictures = self.pictures();
        let found = pictures.get_key_value(wanted).map(|(name, _)| name.as_str()).or_else(|| {
            self.looked.set(self.looked.get() + 1);
            let names = pictures.keys().map(String::as_str);
            if self.looked.get() > MAX_NEAREST { None } else { nearest(wanted, names) }
        });
        pictures.get(found?).map(Vec::as_slice)
    }
}

/// Finds the pictures in the text of a page that the finished site does not have.
pub(super) fn missing_pictures<T>(graph: &Graph, id: NodeId, files: &Files<'_, T>) -> Vec<Diagnostic> {
    let node = graph.node(id);
    let pictures = &graph.body(id).links.pictures;
    let leads_elsewhere = node.section().is_some_and(|section| section.redirect_to.is_some());
    if pictures.is_empty() || !node.is_live() || leads_elsewhere {
        return Vec::new();
    }
    let root = permalink(&graph.outline.config, "/");
    let folder = root.split_once("://").map_or(&*root, |(_, rest)| rest);
    let folder = folder.split_once('/').map_or("", |(_, folder)| folder);
    let missing =
        |picture: &&ShownPicture| place(node, folder, &picture.path).is_some_and(|path| !files.has(&path));
    pictures
        .iter()
        .filter(missing)
        .map(|picture| {
            let message =
                format!("{} shows the picture `{}`, and there is no such file", node.file(), picture.path);
            Diagnostic::warning(picture.place.clone(), message, hint(node, folder, &picture.path, files))
        })
        .collect()
}

/// Gives the place in the finished site that a path in the text of a page leads to; nothing for one that leads out, that
/// is no picture by its name, or that is made later: by the site itself, or by the host when it is asked for.
fn place(node: &Node, folder: &str, path: &str) -> Option<String> {
    let whole = match path.strip_prefix('/') {
        // A site in a folder of its host has only what is below that folder.
        Some(below) => below.strip_prefix(folder)?.to_owned(),
        None => format!("{}{path}", node.path),
    };
    let place = straight(&whole)?;
    let is_made = [FOLDER, "cdn-cgi", ".netlify"].contains(&place.split('/').next().unwrap_or_default());
    (is_picture(path) && !is_made).then_some(place)
}

/// Asks for the picture that was probably meant. Beside the page is nearer than elsewhere.
fn hint<T>(node: &Node, folder: &str, path: &str, files: &Files<'_, T>) -> String {
    let beside = node.path.trim_start_matches('/');
    let found = files.like(&name(path));
    let Some(found) = found.and_then(|found| found.iter().min_by_key(|path| !path.starts_with(beside)))
    else {
        return "Put it into the folder of the page or into `static/`, or take it out of the text".to_owned();
    };
    let written = match found.strip_prefix(beside) {
        Some(name) if !beside.is_empty() => name.to_owned(),
        Some(_) | None => format!("/{folder}{found}"),
    };
    format!("Did you mean `{}`?", written.replace(' ', "%20"))
}

fn is_picture(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    PICTURES.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}
