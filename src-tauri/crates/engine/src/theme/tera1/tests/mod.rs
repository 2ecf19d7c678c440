//! What a translated template shows is what Tera 1 showed.
//!
//! `expected.txt` holds what Tera 1.20.1 made of `snippets.txt` with the values of `context.json`, with the features
//! that Zola used (`preserve_order`, `date-locale`). It is kept, and Tera 1 is not: it would bring 25 packages.

mod age;
mod circles;
mod laws;
mod whole_sites;

use std::collections::BTreeMap;

use tera::{Context, Tera};

use super::{Circumstances, translate};

const SNIPPETS: &str = include_str!("snippets.txt");
const EXPECTED: &str = include_str!("expected.txt");
const CONTEXT: &str = include_str!("context.json");

/// Cuts a file into what stands after each line `=== name`.
fn named(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("=== ").filter(|part| !part.trim().is_empty());
    parts.map(|part| part.split_once('\n').expect("a name stands in a line of its own")).collect()
}

fn templates(body: &str) -> BTreeMap<String, String> {
    let mut name = "page.html";
    let mut files = BTreeMap::new();
    for line in body.split_inclusive('\n') {
        match line.strip_prefix("--- ") {
            Some(file) => name = file.trim(),
            None => files.entry(name.to_owned()).or_insert_with(String::new).push_str(line),
        }
    }
    files
}

fn translated(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let circumstances = Circumstances { site_is_old: true, ..Circumstances::default() };
    let translated = translate(files, circumstances);
    assert_eq!(translated.left, [], "all of it can be translated");
    let mut files = files.clone();
    files.extend(translated.texts);
    files
}

fn rendered(files: &BTreeMap<String, String>) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    crate::render::register(&mut tera);
    tera.add_raw_templates(files)?;
    let values: serde_json::Value = serde_json::from_str(CONTEXT).expect("is JSON");
    tera.render("page.html", &Context::from_serialize(&values)?)
}

/// Browsers read these alike; Tera 1 wrote more than it had to.
fn unescaped(text: &str) -> String {
    text.replace("&#x27;", "'").replace("&#39;", "'").replace("&#x2F;", "/").replace("&quot;", "\"")
}

#[test]
fn a_translation_shows_what_tera_1_showed() {
    let expected: BTreeMap<&str, &str> = named(EXPECTED).into_iter().collect();
    let mut wrong = Vec::new();
    for (name, body) in named(SNIPPETS) {
        let files = translated(&templates(body));
        let shown = rendered(&files).unwrap_or_else(|error| format!("{error}\n"));
        if unescaped(&shown) != unescaped(expected[name]) {
            wrong.push(format!(
                "{name}\n   shown: {shown}expected: {}translated: {}\n",
                expected[name], files["page.html"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}
