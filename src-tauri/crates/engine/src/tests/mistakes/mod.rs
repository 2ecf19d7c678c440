//! The mistakes people make, each in a tiny site through the whole engine, with all that its author reads.
//!
//! Read the snapshots as somebody who looks after a school's website: what happened, to which thing, what to do.

mod config;
mod content;
mod pages;
mod syntax;
mod templates;

use std::collections::BTreeSet;

use crate::fixture::{build, options, source};
use crate::open;
use crate::source::Source;

/// A page that most sites here have.
const PAGE: &str = "=== content/a.md\n+++\ntitle = \"A\"\n+++\nText.\n";

/// Builds a site and writes all its trouble below a title.
fn told(title: &str, files: &str) -> String {
    told_of(title, &source(files))
}

fn told_of(title: &str, source: &Source) -> String {
    let opened = open(source, &options());
    let built = build(&opened.value);
    let all: BTreeSet<_> = opened.diagnostics.into_iter().chain(built.diagnostics).collect();
    // What is known when a site is opened is told again, with the line, when it is built.
    let with_line = |place| all.iter().any(|other| other.excerpt.is_some() && (&other.place, &other.message) == place);
    let told = all.iter().filter(|told| told.excerpt.is_some() || !with_line((&told.place, &told.message)));
    let texts: Vec<String> = told.map(ToString::to_string).collect();
    let texts = if texts.is_empty() { "(no trouble)".into() } else { texts.join("\n\n") };
    format!("##### {title}\n{texts}\n\n")
}

/// Builds a site with a page and a template for it.
fn page(title: &str, template: &str) -> String {
    told(title, &format!("{PAGE}=== templates/page.html\n{template}\n"))
}
