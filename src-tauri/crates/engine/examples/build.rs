//! Builds a site: `cargo run -p engine --example build -- SITE OUTPUT`.
//!
//! The engine itself touches no disk. This is all that a host has to add: read a folder into a `Source`, say what
//! time it is, and write the bundle. It ends with 1 where the site has errors; what could be made is written all
//! the same.

#![expect(clippy::print_stderr, reason = "an example speaks to whoever runs it")]

mod folder;

use std::error::Error;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use engine::diagnostic::{Diagnostic, Severity};
use engine::output::{Bundle, Contents, SourcePath};
use engine::source::{Files, ReadFile, Source, Unreadable};
use engine::{Options, Site};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, site, output] = arguments.as_slice() else {
        return Err("give the folder of a site and a folder to write to".into());
    };
    let start = Instant::now();
    let mut files = Files::new();
    folder::read_folder(Path::new(site), "", &mut files)?;
    let read = start.elapsed();
    let source = Source::new(files).with_reader(Arc::new(Folder(site.into())));
    let options =
        Options { base_url: None, drafts: false, now: std::time::SystemTime::now().try_into()?, fetch: None };
    let opened: Site = engine::open(&source, &options).value;
    let linked = start.elapsed();
    let built = opened.build(&|_| ControlFlow::Continue(()))?;
    let done = start.elapsed();
    write_bundle(Path::new(site), Path::new(output), &built.value)?;
    built.diagnostics.iter().for_each(report);
    eprintln!(
        "{} files: read after {read:.2?}, linked after {linked:.2?}, made after {done:.2?}, written after {:.2?}",
        built.value.files.len(),
        start.elapsed()
    );
    Ok(if built.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads pictures for the engine when a template works with them.
struct Folder(PathBuf);

impl ReadFile for Folder {
    fn read(&self, file: &SourcePath, limit: u64) -> Result<Arc<[u8]>, Unreadable> {
        let mut bytes = Vec::new();
        fs::File::open(self.0.join(file.as_str()))
            .and_then(|file| file.take(limit).read_to_end(&mut bytes))
            .map(|_| bytes.into())
            .map_err(|error| Unreadable(error.to_string()))
    }
}

fn write_bundle(site: &Path, output: &Path, bundle: &Bundle) -> Result<(), Box<dyn Error>> {
    for (path, file) in &bundle.files {
        let to = output.join(path.as_str());
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        match &file.contents {
            Contents::Made(bytes) => fs::write(to, bytes)?,
            Contents::Copied(from) => fs::copy(site.join(from.as_str()), to).map(|_| ())?,
        }
    }
    Ok(())
}

fn report(diagnostic: &Diagnostic) {
    let kind = match diagnostic.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = diagnostic.place.as_ref().map_or(String::new(), |place| match place.position {
        Some(at) => format!("{}:{}:{}: ", place.file, at.line, at.column),
        None => format!("{}: ", place.file),
    });
    eprintln!("{kind}: {place}{}\n  {}", diagnostic.message, diagnostic.hint);
}
