//! Times what an author waits for: `cargo run --release -p engine --example edits -- SITE OUTPUT [RUNS [KIND]]`.
//!
//! Opens a site, builds it into a folder, and then edits the middle one of its pages again and again: its text, its
//! title, a template. Prints the median time of each kind of edit up to the last byte on disk, the time of a
//! preview, and the memory the open site takes. Times are in milliseconds. With a kind only edits of that kind are made,
//! with `none` none.

#![expect(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod folder;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use engine::output::{Contents, SourcePath};
use engine::source::{Source, SourceFile};
use engine::{Change, Options, Record, Site};

/// How often each kind of edit is timed where nothing else is asked for.
const RUNS: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let (site, output, runs, only) = match arguments.as_slice() {
        [_, site, output] => (site, output, RUNS, None),
        [_, site, output, runs] => (site, output, runs.parse()?, None),
        [_, site, output, runs, kind] => (site, output, runs.parse()?, Some(kind)),
        _ => return Err("give the folder of a site and a folder to write to".into()),
    };
    let timed = |what: &str, edit: &mut dyn FnMut(usize) -> usize| {
        if only.is_none_or(|only| only == what) {
            timed(what, runs, edit);
        }
    };
    let (folder, output) = (Path::new(site), Path::new(output));
    let options =
        Options { base_url: None, drafts: false, now: std::time::SystemTime::now().try_into()?, fetch: None };
    let start = Instant::now();
    let mut files = BTreeMap::new();
    folder::read_folder(folder, "", &mut files)?;
    told("read", start);
    let start = Instant::now();
    let mut site = engine::open(&Source::new(files.clone()), &options).value;
    told("open", start);
    memory("opened");
    let mut record = Record::default();
    let start = Instant::now();
    println!("written {}", build(&site, &mut record, folder, output));
    told("build", start);
    memory("built");
    let page = middle(&site).ok_or("the site has no page")?;
    let text = String::from_utf8(files[&page].bytes.as_deref().unwrap_or_default().to_vec())?;
    let template = SourcePath::new("templates/page.html")?;

    timed("text", &mut |run| {
        site = site.with_page(&page, &format!("{text}\n\nEdit {run}.\n")).value;
        build(&site, &mut record, folder, output)
    });
    timed("summary", &mut |run| {
        site = site.with_page(&page, &text.replacen("\n+++\n", &format!("\n+++\nEdit {run}. "), 1)).value;
        build(&site, &mut record, folder, output)
    });
    timed("title", &mut |run| {
        let text = text.replacen("\ntitle = \"", &format!("\ntitle = \"{run} "), 1);
        site = site.with_page(&page, &text).value;
        build(&site, &mut record, folder, output)
    });
    timed("reread", &mut |run| {
        files.insert(page.clone(), SourceFile::loaded(format!("{text}\n\nEdit {run}.\n").into_bytes()));
        site = site.with_source(&Source::new(files.clone()), &options).value;
        build(&site, &mut record, folder, output)
    });
    timed("preview", &mut |run| {
        site = site.with_page(&page, &format!("{text}\n\nEdit {run}.\n")).value;
        site.preview(&page).map_or(0, |preview| preview.value.html.len())
    });
    if let Some(file) = files.get(&template).cloned() {
        timed("template", &mut |run| {
            let mut bytes = file.bytes.as_deref().unwrap_or_default().to_vec();
            bytes.extend(format!("<!-- {run} -->").into_bytes());
            files.insert(template.clone(), SourceFile::loaded(bytes));
            site = site.with_source(&Source::new(files.clone()), &options).value;
            build(&site, &mut record, folder, output)
        });
    }
    memory("edited");
    Ok(())
}

/// The page in the middle of the site's files.
fn middle(site: &Site) -> Option<SourcePath> {
    let pages: Vec<_> = site.pages().filter(|page| page.output.is_some() && !page.draft).collect();
    Some(pages.get(pages.len() / 2)?.file.clone())
}

fn build(site: &Site, record: &mut Record, folder: &Path, output: &Path) -> usize {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let write = |change: Change<'_>| {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let done = match change {
            Change::Write(path, file) => {
                let to = output.join(path.as_str());
                to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| match &file.contents {
                    Contents::Made(bytes) => fs::write(to, bytes),
                    Contents::Copied(from) => fs::copy(folder.join(from.as_str()), to).map(|_| ()),
                })
            }
            Change::Remove(path) => fs::remove_file(output.join(path.as_str())),
        };
        if done.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    match site.update_build(record, &write, &|_| ControlFlow::Continue(())) {
        Ok(_) => count.into_inner(),
        Err(_) => 0,
    }
}

fn timed(what: &str, runs: usize, edit: &mut dyn FnMut(usize) -> usize) {
    let mut times: Vec<(f64, usize)> = (0..runs)
        .map(|run| {
            let start = Instant::now();
            let count = edit(run);
            (start.elapsed().as_secs_f64() * 1000.0, count)
        })
        .collect();
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (median, count) = times[runs / 2];
    println!("{what} {median:.1} ({:.1} to {:.1}, {count})", times[0].0, times[runs - 1].0);
}

fn told(what: &str, start: Instant) {
    println!("{what} {:.0}", start.elapsed().as_secs_f64() * 1000.0);
}

/// Prints the memory that the process holds, in MB, where the system says it.
fn memory(when: &str) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")) {
        let kib: u64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
        println!("memory {when} {} {}", &line[..5], kib / 1024);
    }
}
