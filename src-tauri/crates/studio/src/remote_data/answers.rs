//! Answers of the network, kept in the app-data folder by what was asked. The oldest give way to new ones.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use engine::output::ContentHash;
use engine::{Method, Request};

use crate::disk;
use crate::trouble::Trouble;

/// All answers together are no larger.
const MAX_BYTES: u64 = 200 * 1024 * 1024;
/// There are no more of them.
const MAX_ANSWERS: usize = 1_000;

/// Where answers are kept.
#[derive(Debug)]
pub(super) struct Answers {
    folder: PathBuf,
}

/// What an address had, and when.
pub(super) struct Answer {
    pub(super) bytes: Vec<u8>,
    pub(super) time: SystemTime,
}

impl Answers {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Finds the last answer to a question.
    pub(super) fn find(&self, request: &Request) -> Option<Answer> {
        let place = self.place(request);
        let (_, time) = disk::measure(&place).ok()??;
        let bytes = disk::read_if_there(&place).ok()??;
        Some(Answer { bytes, time })
    }

    /// Keeps an answer.
    pub(super) fn keep(&self, request: &Request, bytes: &[u8]) -> Result<(), Trouble> {
        disk::create_folder(&self.folder)?;
        disk::write(&self.place(request), bytes)?;
        self.thin_out(MAX_ANSWERS, MAX_BYTES)
    }

    /// Removes the oldest answers until there are no more than so many, and no larger ones than so many bytes.
    pub(super) fn thin_out(&self, most: usize, most_bytes: u64) -> Result<(), Trouble> {
        let mut kept: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
        for (place, _) in disk::files_below(&self.folder)? {
            if let Some((size, time)) = disk::measure(&place)? {
                kept.push((time, place, size));
            }
        }
        kept.sort();
        let mut bytes: u64 = kept.iter().map(|(_, _, size)| size).sum();
        let mut count = kept.len();
        for (_, place, size) in kept {
            if count <= most && bytes <= most_bytes {
                break;
            }
            disk::remove(&place)?;
            bytes -= size;
            count -= 1;
        }
        Ok(())
    }

    /// The name is a hash, so that no header with a password in it is written down.
    pub(super) fn place(&self, request: &Request) -> PathBuf {
        let mut asked = String::new();
        let mut add = |part: &str| {
            // Each part with its length, so that no two questions are written the same; a text takes everything.
            let _always = write!(asked, "{}:{part}", part.len());
        };
        add(&request.url);
        match &request.method {
            Method::Get => add("GET"),
            Method::Post { body } => {
                add("POST");
                add(body);
            }
        }
        for (name, value) in &request.headers {
            add(name);
            add(value);
        }
        Path::new(&self.folder).join(ContentHash::of(asked.as_bytes()).to_string())
    }
}
