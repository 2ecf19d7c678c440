//! The direction of dependencies between our crates, and what the lower ones keep out.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use super::{assert_none, locks, root};

/// Who may use whom. An arrow that is not here is wrong, and a crate that is not here is one too many.
const ARROWS: &[(&str, &[&str])] = &[
    ("engine", &[]),
    ("publish", &["engine"]),
    ("studio", &["engine", "publish"]),
    ("cli", &["engine", "publish", "studio"]),
    ("galley", &["engine", "publish", "studio"]),
    ("tests", &["engine", "publish", "studio", "cli"]),
    ("xtask", &[]),
];

/// What the engine keeps out, however deep: async, network, disk watching, chance, databases, windows.
const NOT_IN_ENGINE: &[&str] = &[
    "async-std",
    "axum",
    "dirs",
    "hyper",
    "keyring",
    "notify",
    "rand",
    "reqwest",
    "rusqlite",
    "russh",
    "smol",
    "tauri",
    "tempfile",
    "tokio",
    "ureq",
    "walkdir",
];

/// What everything below the window keeps out.
const NOT_BELOW_WINDOW: &[&str] = &["tauri", "wry", "tao", "gtk", "webkit2gtk"];

/// One of our crates, as its manifest declares it.
struct Member {
    name: String,
    manifest: String,
    /// All dependencies but those for tests and build scripts.
    dependencies: BTreeSet<String>,
    /// Those for tests and build scripts.
    others: BTreeSet<String>,
}

#[test]
fn arrows_point_one_way() {
    let members = members();
    assert_eq!(
        members.len(),
        ARROWS.len(),
        "a member was added or removed: say who may use it in {}",
        file!()
    );
    assert_none(members.iter().flat_map(|member| wrong_arrows(member, &members)).collect());
}

#[test]
fn the_engine_keeps_the_world_out() {
    let built = built_below("engine");
    assert!(built.len() > 10, "the tree was not followed");
    let found = NOT_IN_ENGINE.iter().filter(|name| built.contains(**name));
    let say = |name| format!("engine must not pull in {name}: it is pure: no disk, network, clock or async");
    assert_none(found.map(say).collect());
}

#[test]
fn nothing_below_the_window_knows_a_window() {
    for member in ["publish", "studio", "cli", "tests"] {
        assert_none(banned_below(member, NOT_BELOW_WINDOW, "only `galley` has a window"));
    }
}

#[test]
fn versions_and_lints_are_set_at_the_root() {
    let mut complaints = Vec::new();
    for member in members() {
        let text = fs::read_to_string(&member.manifest).unwrap();
        for line in ["version.workspace = true", "edition.workspace = true", "license.workspace = true"] {
            if !text.contains(line) {
                complaints.push(format!("{}: add `{line}`; it is set once, at the root", member.manifest));
            }
        }
        if !text.contains("[lints]\nworkspace = true") {
            complaints.push(format!("{}: add `[lints]` with `workspace = true`", member.manifest));
        }
    }
    assert_none(complaints);
}

fn wrong_arrows(member: &Member, members: &[Member]) -> Vec<String> {
    let allowed =
        ARROWS.iter().find(|(name, _)| *name == member.name).map_or(&[][..], |(_, allowed)| allowed);
    let used = member.dependencies.union(&member.others);
    // A crate may use itself in its own tests, with a feature switched on.
    let used = used.filter(|name| **name != member.name);
    let ours = used.filter(|name| members.iter().any(|other| other.name == **name));
    ours.filter(|name| !allowed.contains(&name.as_str()))
        .map(|name| {
            format!(
                "{} must not use {name}: engine <- publish <- studio <- {{galley, cli, tests}}",
                member.name
            )
        })
        .collect()
}

/// Lists what a member is built from on this system. The lock file would say too much: it lists parts for fuzzers
/// (`rav1e`), and parts that only another of our crates switches on (`num-bigint`), and both are `rand`.
fn built_below(member: &str) -> BTreeSet<String> {
    let output = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--package", member])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Follows the shipped dependencies of a member through the lock file.
fn banned_below(member: &str, banned: &[&str], reason: &str) -> Vec<String> {
    let members = members();
    let locked = locks::dependencies();
    // Each crate that is reached, with the one that brought it.
    let mut reached: BTreeMap<String, String> = BTreeMap::new();
    let mut waiting = vec![(member.to_owned(), String::new())];
    while let Some((name, from)) = waiting.pop() {
        if reached.contains_key(&name) {
            continue;
        }
        let next = match members.iter().find(|other| other.name == name) {
            Some(ours) => ours.dependencies.clone(),
            None => locked.get(&name).cloned().unwrap_or_default(),
        };
        waiting.extend(next.into_iter().map(|dependency| (dependency, name.clone())));
        reached.insert(name, from);
    }
    assert!(reached.len() > 10, "the lock file was not followed");
    let found = banned.iter().filter_map(|name| Some((name, reached.get(*name)?)));
    found.map(|(name, from)| format!("{member} must not pull in {name} (through {from}): {reason}")).collect()
}

/// The workspace's crates. Asks cargo for the manifests alone, which needs neither network nor downloads.
fn members() -> Vec<Member> {
    let output = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().iter().map(member).collect()
}

fn member(package: &Value) -> Member {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (shipped, others): (Vec<_>, Vec<_>) = package["dependencies"]
        .as_array()
        .unwrap()
        .iter()
        .partition(|dependency| dependency["kind"].is_null());
    let names =
        |dependencies: Vec<&Value>| dependencies.iter().map(|dependency| text(&dependency["name"])).collect();
    Member {
        name: text(&package["name"]),
        manifest: text(&package["manifest_path"]),
        dependencies: names(shipped),
        others: names(others),
    }
}

#[test]
fn a_turned_arrow_is_seen() {
    let crate_of = |name: &str, dependencies: &[&str]| Member {
        name: name.into(),
        manifest: String::new(),
        dependencies: dependencies.iter().map(|name| (*name).to_owned()).collect(),
        others: BTreeSet::new(),
    };
    let members = [crate_of("engine", &["publish", "serde"]), crate_of("publish", &["engine"])];
    assert_eq!(wrong_arrows(&members[0], &members).len(), 1);
    assert_eq!(wrong_arrows(&members[1], &members).len(), 0);
}
