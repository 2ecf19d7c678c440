//! What a publish would change: the difference of two manifests, in an order that is safe to stop anywhere.
//!
//! Nothing here asks the target. New and changed assets come first, so that no page is up before what it needs; then
//! pages, then the pages that list them, feeds and the sitemap, and the home page last. Removals follow after all of that.

use std::collections::{BTreeMap, BTreeSet};

use engine::output::{Entry, Manifest, OutputPath};
use serde::{Deserialize, Serialize};

use crate::remote::Remote;

/// What a publish would change at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files to put, in the order in which they get their place.
    pub put: Vec<Put>,
    /// The files to remove, all of them named by our own records.
    pub remove: Vec<OutputPath>,
    /// How many files stay as they are.
    pub unchanged: usize,
}

/// One file to put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Where it goes.
    pub path: OutputPath,
    /// What it is.
    pub entry: Entry,
    /// What stands there now.
    pub change: Change,
    /// When its turn is.
    pub turn: Turn,
}

/// What stands at the path of a file to put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Nothing of ours.
    New,
    /// Another content of ours.
    Changed,
    /// One of several contents of ours: an earlier publish was interrupted.
    Resumed,
}

/// When a file gets its place. Earlier turns are over before later ones begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Styles, scripts, pictures, fonts, downloads: what pages need.
    Asset,
    /// Pages that list no others.
    Page,
    /// Pages that list others; the number is larger the closer they are to the home page.
    Listing(u16),
    /// Feeds, the sitemap and what names it.
    Feed,
    /// The home page.
    Home,
}

/// A plan in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files that are not there yet.
    pub new: usize,
    /// Files that replace an earlier content.
    pub changed: usize,
    /// Files that go.
    pub removed: usize,
    /// Files that stay.
    pub unchanged: usize,
    /// Bytes to send.
    pub bytes: u64,
}

impl Plan {
    /// Compares what shall be there with what is there of ours.
    pub fn between(local: &Manifest, remote: &Remote) -> Self {
        let listings = Listings::of(local);
        let mut put = Vec::new();
        for (path, entry) in &local.entries {
            if let Some(change) = change_of(path, entry, remote) {
                put.push(Put { path: path.clone(), entry: *entry, change, turn: listings.turn(path) });
            }
        }
        let unchanged = local.entries.len() - put.len();
        put.sort_by(|a, b| (a.turn, &a.path).cmp(&(b.turn, &b.path)));
        let ours = remote.listed.keys().chain(remote.unsure.keys());
        let remove: BTreeSet<_> = ours.filter(|path| !local.entries.contains_key(*path)).cloned().collect();
        Self { put, remove: remove.into_iter().collect(), unchanged }
    }

    /// Counts.
    pub fn counts(&self) -> Counts {
        let new = self.put.iter().filter(|put| put.change == Change::New).count();
        Counts {
            new,
            changed: self.put.len() - new,
            removed: self.remove.len(),
            unchanged: self.unchanged,
            bytes: self.put.iter().map(|put| put.entry.size).sum(),
        }
    }

    /// Says whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.remove.is_empty()
    }

    /// Gives the files to put, turn by turn.
    pub fn turns(&self) -> impl Iterator<Item = &[Put]> {
        self.put.chunk_by(|a, b| a.turn == b.turn)
    }

    /// Gives the folders that the files to put need, parents before children.
    pub fn folders(&self) -> BTreeMap<usize, BTreeSet<OutputPath>> {
        let mut folders = BTreeMap::<_, BTreeSet<_>>::new();
        for folder in self.put.iter().flat_map(|put| folders_above(&put.path)) {
            folders.entry(depth(&folder)).or_default().insert(folder);
        }
        folders
    }

    /// Gives the removals that must come before the files to put get their place: a file where a folder is needed, and
    /// the files of a folder where a file is needed.
    pub fn removals_in_the_way(&self) -> BTreeSet<OutputPath> {
        let needed_folders: BTreeSet<_> = self.folders().into_values().flatten().collect();
        let put: BTreeSet<_> = self.put.iter().map(|put| &put.path).collect();
        let in_the_way = |path: &&OutputPath| {
            needed_folders.contains(*path) || folders_above(path).iter().any(|folder| put.contains(folder))
        };
        self.remove.iter().filter(in_the_way).cloned().collect()
    }
}

/// Gives the folders above a path, the deepest first.
pub(crate) fn folders_above(path: &OutputPath) -> Vec<OutputPath> {
    let above = |path: &OutputPath| OutputPath::new(path.folder()).ok();
    std::iter::successors(above(path), above).collect()
}

pub(crate) fn depth(path: &OutputPath) -> usize {
    path.as_str().matches('/').count()
}

fn change_of(path: &OutputPath, entry: &Entry, remote: &Remote) -> Option<Change> {
    if remote.unsure.contains_key(path) {
        return Some(Change::Resumed);
    }
    match remote.listed.get(path) {
        None => Some(Change::New),
        Some(listed) if listed.entry == *entry => None,
        Some(_) => Some(Change::Changed),
    }
}

/// The folders that have pages in folders below them: their own pages list those.
struct Listings {
    folders: BTreeSet<OutputPath>,
}

impl Listings {
    fn of(manifest: &Manifest) -> Self {
        let pages = manifest.entries.keys().filter(|path| is_page(path));
        // The folder a page is in does not count: `posts/hello/index.html` is below `posts`.
        Self { folders: pages.flat_map(|path| folders_above(path).into_iter().skip(1)).collect() }
    }

    fn turn(&self, path: &OutputPath) -> Turn {
        if path.as_str() == "index.html" {
            return Turn::Home;
        }
        if !is_page(path) {
            let feed = path.extension() == "xml" || path.as_str() == "robots.txt";
            return if feed { Turn::Feed } else { Turn::Asset };
        }
        let lists = OutputPath::new(path.folder()).is_ok_and(|folder| self.folders.contains(&folder));
        // No path has more than 1,024 bytes, so no more folders than that.
        if lists { Turn::Listing(u16::MAX - depth(path) as u16) } else { Turn::Page }
    }
}

fn is_page(path: &OutputPath) -> bool {
    matches!(path.extension(), "html" | "htm" | "xhtml")
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;
    use crate::identity::{ReleaseId, SiteId};
    use crate::record::{Listed, Listing};

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).unwrap()
    }

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let entries = files.iter().map(|(name, text)| (path(name), Entry::of(text.as_bytes())));
        Manifest { entries: entries.collect() }
    }

    fn remote_of(manifest: &Manifest) -> Remote {
        let listed = |entry: &Entry| Listed { entry: *entry, modified: 1 };
        let files = manifest.entries.iter().map(|(path, entry)| (path.clone(), listed(entry))).collect();
        Remote::finished(SiteId::generate(), ReleaseId::generate(), Listing { files })
    }

    fn order(plan: &Plan) -> Vec<&str> {
        plan.put.iter().map(|put| put.path.as_str()).collect()
    }

    #[test]
    fn a_first_publish_goes_from_assets_to_the_home_page() {
        let site = manifest(&[
            ("index.html", "home"),
            ("404.html", "lost"),
            ("about/index.html", "about"),
            ("atom.xml", "feed"),
            ("posts/index.html", "list"),
            ("posts/page/2/index.html", "list"),
            ("posts/winter/index.html", "post"),
            ("posts/winter/photo.jpg", "photo"),
            ("posts/2024/index.html", "year"),
            ("posts/2024/may/index.html", "post"),
            ("robots.txt", "robots"),
            ("sitemap.xml", "map"),
            ("style.css", "style"),
        ]);
        let plan = Plan::between(&site, &Remote::default());
        let wanted = [
            "posts/winter/photo.jpg",
            "style.css",
            "404.html",
            "about/index.html",
            "posts/2024/may/index.html",
            "posts/page/2/index.html",
            "posts/winter/index.html",
            "posts/2024/index.html",
            "posts/index.html",
            "atom.xml",
            "robots.txt",
            "sitemap.xml",
            "index.html",
        ];
        assert_eq!(order(&plan), wanted);
    }

    #[test]
    fn counts_say_what_changes() {
        let before = manifest(&[("a.html", "1"), ("b.html", "2"), ("c.html", "3")]);
        let after = manifest(&[("a.html", "1"), ("b.html", "22"), ("d.html", "4444")]);
        let plan = Plan::between(&after, &remote_of(&before));
        assert_eq!(plan.counts(), Counts { new: 1, changed: 1, removed: 1, unchanged: 1, bytes: 6 });
        assert!(Plan::between(&before, &remote_of(&before)).is_empty());
    }

    #[test]
    fn what_an_interrupted_publish_touched_is_put_or_removed_again() {
        let site = manifest(&[("a.html", "1"), ("b.html", "2")]);
        let mut remote = remote_of(&site);
        let listed = remote.listed.remove(&path("a.html")).unwrap();
        remote.unsure = BTreeMap::from([(path("a.html"), vec![listed]), (path("gone.html"), vec![listed])]);
        let plan = Plan::between(&site, &remote);
        assert_eq!(order(&plan), ["a.html"]);
        assert_eq!(plan.put[0].change, Change::Resumed);
        assert_eq!(plan.remove, [path("gone.html")]);
    }

    #[test]
    fn a_file_that_becomes_a_folder_goes_first_and_the_other_way_round() {
        let before = manifest(&[("about", "file"), ("news/index.html", "page"), ("old.html", "x")]);
        let after = manifest(&[("about/index.html", "page"), ("news", "file")]);
        let plan = Plan::between(&after, &remote_of(&before));
        assert_eq!(plan.removals_in_the_way(), [path("about"), path("news/index.html")].into());
    }

    fn any_manifest() -> impl Strategy<Value = Manifest> {
        let name = r"([ab]/){0,2}(index\.html|a\.html|style\.css|feed\.xml|p\.jpg)";
        btree_map(name, "[xy]{0,2}", 0..16).prop_map(|files| {
            let entries = files.iter().map(|(name, text)| (path(name), Entry::of(text.as_bytes())));
            Manifest { entries: entries.collect() }
        })
    }

    proptest! {
        #[test]
        fn carrying_out_a_plan_gives_the_local_manifest(before in any_manifest(), after in any_manifest()) {
            let plan = Plan::between(&after, &remote_of(&before));
            let mut there = before.entries.clone();
            for put in &plan.put {
                there.insert(put.path.clone(), put.entry);
            }
            for removed in &plan.remove {
                prop_assert!(before.entries.contains_key(removed), "only what was ours is removed");
                there.remove(removed);
            }
            prop_assert_eq!(there, after.entries);
        }

        #[test]
        fn assets_come_before_pages_and_the_home_page_last(after in any_manifest()) {
            let plan = Plan::between(&after, &Remote::default());
            let names = order(&plan);
            let first_page = names.iter().position(|name| name.ends_with("html")).unwrap_or(names.len());
            prop_assert!(names[first_page..].iter().all(|name| !name.ends_with("css") && !name.ends_with("jpg")));
            if let Some(home) = names.iter().position(|name| *name == "index.html") {
                prop_assert_eq!(home, names.len() - 1);
            }
        }

        #[test]
        fn an_order_has_parents_before_children(after in any_manifest()) {
            let plan = Plan::between(&after, &Remote::default());
            let mut made = BTreeSet::new();
            for folder in plan.folders().into_values().flatten() {
                prop_assert!(folders_above(&folder).iter().all(|above| made.contains(above)));
                made.insert(folder);
            }
            prop_assert!(plan.put.iter().flat_map(|put| folders_above(&put.path)).all(|folder| made.contains(&folder)));
        }
    }
}
