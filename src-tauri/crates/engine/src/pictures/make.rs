//! Makes the pictures that were asked for.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::output::{ContentHash, OutputFile, OutputPath};
use crate::pipeline::{Cancelled, Progress, Work};

use super::decode::{DAMAGED, Opened, guarded, open};
use super::request::Request;
use super::resize::resize;
use super::wanted::Wanted;
use super::{CHANGED, MAX_PIXELS, Pictures};

/// A site with more pictures than this is none.
const MAX_PICTURES: usize = 500_000;

/// The pictures by where they go, and what could not be made.
pub(crate) type Made = (BTreeMap<OutputPath, OutputFile>, Vec<Diagnostic>);

/// Makes all that is wanted, in parallel; what the cache holds is taken from there. Ends early when `progress` says so.
pub(crate) fn make(
    wanted: &Wanted,
    pictures: &Pictures,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Made, Cancelled> {
    let mut trouble = too_many(wanted.len(), MAX_PICTURES);
    let mut groups: BTreeMap<ContentHash, Vec<&Request>> = BTreeMap::new();
    for request in wanted.requests().take(MAX_PICTURES) {
        groups.entry(request.file.entry.hash).or_default().push(request);
    }
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let workshop = Workshop { pictures, progress, total: wanted.len(), done: &done, stopped: &stopped };
    let mut files = BTreeMap::new();
    for batch in batches(groups.into_values().collect()) {
        let made: Vec<Group> = batch.par_iter().map(|group| workshop.group(group)).collect();
        if stopped.load(Ordering::Relaxed) {
            return Err(Cancelled);
        }
        for group in made {
            files.extend(group.files);
            trouble.extend(group.trouble);
        }
    }
    Ok((files, trouble))
}

/// Makes one picture that a page asked for. Nothing where none did.
pub(crate) fn one(pictures: &Pictures, output: &OutputPath) -> Option<Checked<Option<OutputFile>>> {
    let mut wanted = Wanted::default();
    wanted.add(&pictures.known(output)?);
    let (mut files, trouble) = make(&wanted, pictures, &|_| ControlFlow::Continue(())).ok()?;
    Some(Checked::new(files.remove(output), trouble))
}

fn too_many(count: usize, limit: usize) -> Vec<Diagnostic> {
    let message = format!("The site asks for {count} pictures, and {limit} can be made at most");
    let hint = "Look for a template that calls `resize_image` in a loop with ever new sizes";
    if count > limit { vec![Diagnostic::error(None, message, hint)] } else { Vec::new() }
}

/// Parts the work so that the pictures open at a time have no more pixels than the largest single one may have.
fn batches(groups: Vec<Vec<&Request>>) -> Vec<Vec<Vec<&Request>>> {
    let mut batches: Vec<Vec<Vec<&Request>>> = Vec::new();
    let mut pixels = MAX_PIXELS;
    for group in groups {
        let own = group.first().map_or(0, |request| request.measured.size.pixels());
        pixels = pixels.saturating_add(own);
        match batches.last_mut().filter(|_| pixels <= MAX_PIXELS) {
            Some(batch) => batch.push(group),
            None => {
                batches.push(vec![group]);
                pixels = own;
            }
        }
    }
    batches
}

/// Where the pictures of one build are made.
struct Workshop<'a> {
    pictures: &'a Pictures,
    progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    total: usize,
    done: &'a AtomicUsize,
    stopped: &'a AtomicBool,
}

/// What became of the pictures that are made from one file.
#[derive(Default)]
struct Group {
    files: Vec<(OutputPath, OutputFile)>,
    trouble: Vec<Diagnostic>,
}

impl Workshop<'_> {
    /// Makes all pictures that come from one file, which is read once, and only if one of them is not in the cache.
    fn group(&self, requests: &[&Request]) -> Group {
        let Some(first) = requests.first() else { return Group::default() };
        let cached: Vec<_> = requests.iter().map(|request| self.pictures.cache.get(request.key)).collect();
        let is_needed = cached.iter().any(Option::is_none) && !self.is_stopped();
        let opened = is_needed.then(|| self.open(first)).transpose();
        let opened = match opened {
            Ok(opened) => opened,
            Err(reason) => {
                // The others fail for the same reason, which is told once.
                requests.iter().for_each(|_| self.tick());
                let known = requests
                    .iter()
                    .zip(cached)
                    .filter_map(|(request, bytes)| Some((request.output.clone(), OutputFile::made(bytes?))));
                return Group { files: known.collect(), trouble: vec![failed(first, &reason)] };
            }
        };
        let made: Vec<Option<Result<Arc<[u8]>, String>>> = requests
            .par_iter()
            .zip(cached)
            .map(|(request, cached)| {
                if self.is_stopped() {
                    return None;
                }
                let made = cached.map(Ok).or_else(|| Some(self.picture(request, opened.as_ref()?)));
                self.tick();
                made
            })
            .collect();
        let mut group = Group { trouble: moving(first), ..Group::default() };
        for (request, made) in requests.iter().zip(made) {
            match made {
                Some(Ok(bytes)) => group.files.push((request.output.clone(), OutputFile::made(bytes))),
                Some(Err(reason)) => group.trouble.push(failed(request, &reason)),
                None => {}
            }
        }
        group
    }

    /// Reads the file of a picture, which has to be the one that was measured.
    fn open(&self, request: &Request) -> Result<Opened, String> {
        let bytes = self.pictures.read_whole(&request.source, &request.file)?;
        let opened = guarded(DAMAGED, || open(&request.measured, &bytes))?;
        if opened.pixels.size != request.measured.size {
            // Its head was read while it was another file.
            self.pictures.forget(request.file.entry.hash);
            return Err(CHANGED.into());
        }
        Ok(opened)
    }

    fn picture(&self, request: &Request, opened: &Opened) -> Result<Arc<[u8]>, String> {
        let bytes: Arc<[u8]> = guarded("its new pixels could not be written", || {
            let pixels = resize(&opened.pixels, &request.shape, request.filter)?;
            request.encoding.encode(opened.in_srgb(pixels))
        })?
        .into();
        self.pictures.cache.put(request.key, &bytes);
        Ok(bytes)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn tick(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if (self.progress)(Progress { work: Work::Pictures, done, total: self.total }).is_break() {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }
}

fn failed(request: &Request, reason: &str) -> Diagnostic {
    Diagnostic::error(
        Place::file(&request.source),
        format!("The picture {} could not be made for `{}`: {reason}", request.source, request.call),
        "Save the picture again with another program, or choose another one",
    )
}

fn moving(request: &Request) -> Vec<Diagnostic> {
    let warning = || {
        Diagnostic::warning(
            Place::file(&request.source),
            format!("{} moves, and `{}` shows only how it starts", request.source, request.call),
            "Use the address of the picture itself, with `get_url`, where it should move",
        )
    };
    if request.measured.moves { vec![warning()] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::output::Entry;
    use crate::pictures::resize::Filter;
    use crate::pictures::shape::{Operation, Size};
    use crate::pictures::{Encoding, Kind, Measured, Wish};
    use crate::source::SourceFile;

    use super::*;

    fn request(width: u32, height: u32) -> Request {
        let (kind, size) = (Kind::Png, Size { width, height });
        let wish = Wish {
            path: &crate::output::SourcePath::new("static/sea.png").expect("is a path"),
            file: &SourceFile { entry: Entry::of(b"sea"), bytes: None },
            measured: &Measured { kind, size, moves: false, is_lossy: false },
            operation: Operation::Scale,
            width: Some(1),
            height: Some(1),
            encoding: Encoding::Png,
            filter: Filter::Nearest,
        };
        wish.request().expect("can be made")
    }

    #[test]
    fn no_more_pixels_are_open_at_a_time_than_the_largest_picture_has() {
        let (small, middle, large) = (request(100, 100), request(7_000, 7_000), request(10_000, 10_000));
        let groups = [&small, &middle, &middle, &small, &large, &small].map(|request| vec![request]);
        let lengths: Vec<usize> = batches(groups.into()).iter().map(Vec::len).collect();
        assert_eq!(lengths, [4, 1, 1]);
        assert!(batches(Vec::new()).is_empty());
    }

    #[test]
    fn more_pictures_than_any_site_has_are_told_of() {
        assert!(too_many(3, 3).is_empty());
        let message = &too_many(4, 3)[0].message;
        assert_eq!(message, "The site asks for 4 pictures, and 3 can be made at most");
    }
}
