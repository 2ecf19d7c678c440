//! The mistakes people make, each in a tiny site through the whole engine, with all that its author reads.
//!
//! Read the snapshots as somebody who looks after a school's website: what happened, to which thing, what to do.

mod config;
mod content;
mod pages;
mod syntax;
mod templates;

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
    let built = build(&open(source, &options()).value);
    let texts: Vec<String> = built.diagnostics.iter().map(ToString::to_string).collect();
    let texts = if texts.is_empty() { "(no trouble)".into() } else { texts.join("\n\n") };
    format!("##### {title}\n{texts}\n\n")
}

/// Builds a site with a page and a template for it.
fn page(title: &str, template: &str) -> String {
    told(title, &format!("{PAGE}=== templates/page.html\n{template}\n"))
}
