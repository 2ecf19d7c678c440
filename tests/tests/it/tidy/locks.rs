//! The lock files: how much we depend on, and nothing in them that ties them to one place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{assert_none, root};

/// The most packages that Cargo.lock may hold. It is raised in the commit that says what the new ones are for.
const MOST_PACKAGES: usize = 780;

#[derive(Deserialize)]
struct CargoLock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    #[serde(default)]
    dependencies: Vec<String>,
}

#[test]
fn we_depend_on_few() {
    let packages = cargo_lock().package.len();
    assert!(
        packages <= MOST_PACKAGES,
        "Cargo.lock holds {packages} packages, {MOST_PACKAGES} at most: drop one, or raise the limit and say in the \
         commit what it saves, what it pulls in and who keeps it"
    );
}

#[test]
fn the_app_comes_with_the_terms_of_what_it_carries() {
    let settings = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
    let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
    let carried = settings["bundle"]["resources"].as_object().unwrap();
    let terms = terms_below(&root().join("src-tauri/crates/engine"));
    assert!(terms.len() >= 2, "the grammars and elasticlunr have theirs: {terms:?}");
    let missing = terms.into_iter().filter_map(|path| {
        let path = path.strip_prefix(root().join("src-tauri")).unwrap().to_str().unwrap().replace('\\', "/");
        let complaint = format!("src-tauri/tauri.conf.json: add {path} to the bundle's resources");
        (!carried.contains_key(&path)).then_some(complaint)
    });
    assert_none(missing.collect());
}

fn terms_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(terms_below(&path));
        } else if path.file_name().unwrap().to_string_lossy().contains("LICEN") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_interfaces_lock_file_names_no_server() {
    let text = fs::read_to_string(root().join("ui/package-lock.json")).unwrap();
    let resolved = text.lines().filter(|line| line.contains("\"resolved\"")).count();
    let complaint = format!(
        "ui/package-lock.json: {resolved} packages have a download address, which holds only where it was written; \
         ui/.npmrc has `omit-lockfile-registry-resolved=true`, so run `npm install` in ui/ and commit what it leaves"
    );
    assert_none(if resolved == 0 { Vec::new() } else { vec![complaint] });
}

#[test]
fn the_interfaces_packages_have_one_exact_version() {
    let text = fs::read_to_string(root().join("ui/package.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let groups = ["dependencies", "devDependencies"].map(|group| manifest[group].as_object().unwrap());
    let packages = groups.iter().flat_map(|group| group.iter());
    let loose =
        packages.filter(|(_, version)| !version.as_str().unwrap().starts_with(|c: char| c.is_ascii_digit()));
    assert_none(
        loose.map(|(name, version)| format!("ui/package.json: pin {name} (now {version})")).collect(),
    );
}

/// What each locked package needs, by name. Two versions of one package count as one.
pub(super) fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in cargo_lock().package {
        // An entry is a name, and the version too where there are several.
        let names =
            package.dependencies.iter().filter_map(|entry| entry.split(' ').next()).map(str::to_owned);
        found.entry(package.name).or_default().extend(names);
    }
    found
}

fn cargo_lock() -> CargoLock {
    toml::from_str(&fs::read_to_string(root().join("Cargo.lock")).unwrap()).unwrap()
}
