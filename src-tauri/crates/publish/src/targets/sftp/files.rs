//! Files and folders over SFTP: whole reads, whole writes, renames, listings.

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};

use super::client::Client;
use super::failure::Failure;
use super::packet::{
    Ask, Attributes, OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_READ, OPEN_TRUNCATE, OPEN_WRITE, Reply, Request,
    parse_large_numbers,
};

/// How much of a file goes into one message. Every server takes this; many take no more.
const CHUNK_BYTES: usize = 32 * 1024;

/// How many chunks of one file are under way at a time.
const CHUNKS_AT_A_TIME: usize = 16;

/// The most names that a listing may have.
const MAX_LISTED: usize = 400_000;

/// What a server's disk has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Disk {
    pub(super) free_bytes: u64,
    pub(super) free_files: u64,
    pub(super) read_only: bool,
}

impl Client {
    /// Says what stands at a path; a link stands for itself.
    pub(super) async fn lstat(&self, path: &str) -> Result<Option<Attributes>, Failure> {
        self.attributes(Ask::Lstat, path).await
    }

    /// Says what a path leads to, links followed.
    pub(super) async fn stat(&self, path: &str) -> Result<Option<Attributes>, Failure> {
        self.attributes(Ask::Stat, path).await
    }

    /// Writes a file anew. Its last chunk goes out when all others have arrived, so that a file of full size is whole on
    /// servers that work on several messages at a time as well.
    pub(super) async fn write_file(
        &self,
        path: &str,
        bytes: &[u8],
        durably: bool,
    ) -> Result<Attributes, Failure> {
        let handle = self.open(path, OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE).await?;
        let written = self.write_chunks(&handle, bytes).await;
        // These go out together, in order; a round trip may take long.
        let measured = self.post(Ask::Fstat, |request| request.bytes(&handle)).await?;
        let flushed = self.flush(&handle, durably).await;
        let closed = self.post(Ask::Close, |request| request.bytes(&handle)).await?;
        let measured = into_attributes(self.answer(measured).await?);
        let closed = into_success(self.answer(closed).await?);
        written.and(flushed)?;
        let attributes = measured?;
        closed?;
        if attributes.size == bytes.len() as u64 { Ok(attributes) } else { Err(Failure::Unexpected) }
    }

    /// Makes a file that must not be there yet, with nothing in it.
    pub(super) async fn create_empty(&self, path: &str) -> Result<(), Failure> {
        let handle = self.open(path, OPEN_WRITE | OPEN_CREATE | OPEN_EXCLUSIVE).await?;
        self.done(Ask::Close, |request| request.bytes(&handle)).await
    }

    /// Reads a file piece by piece, in order, and no more than `most` bytes of it. Nothing where there is no file.
    pub(super) async fn read_file(
        &self,
        path: &str,
        most: u64,
        mut take: impl FnMut(&[u8]) + Send,
    ) -> Result<Option<u64>, Failure> {
        let Some(handle) = absent_is_none(self.open(path, OPEN_READ).await)? else { return Ok(None) };
        let read = self.read_chunks(&handle, most, &mut take).await;
        let closed = self.done(Ask::Close, |request| request.bytes(&handle)).await;
        let size = read?;
        closed.map(|()| Some(size))
    }

    /// Lists the names in a folder; nothing where there is no folder.
    pub(super) async fn list(&self, path: &str) -> Result<Vec<(Vec<u8>, Attributes)>, Failure> {
        let opened = self.call(Ask::Opendir, |request| request.bytes(path.as_bytes())).await?;
        let Some(handle) = absent_is_none(into_handle(opened))? else { return Ok(Vec::new()) };
        let names = self.read_names(&handle).await;
        self.done(Ask::Close, |request| request.bytes(&handle)).await?;
        names
    }

    /// Removes a file or link; nothing there is fine.
    pub(super) async fn remove(&self, path: &str) -> Result<(), Failure> {
        absent_is_fine(self.done(Ask::Remove, |request| request.bytes(path.as_bytes())).await)
    }

    /// Removes an empty folder.
    pub(super) async fn remove_folder(&self, path: &str) -> Result<(), Failure> {
        self.done(Ask::Rmdir, |request| request.bytes(path.as_bytes())).await
    }

    /// Makes a folder.
    pub(super) async fn make_folder(&self, path: &str) -> Result<(), Failure> {
        const NO_ATTRIBUTES: u32 = 0;
        self.done(Ask::Mkdir, |request| request.bytes(path.as_bytes()).number(NO_ATTRIBUTES)).await
    }

    /// Renames, over what is there where the server can do that in one step; otherwise only where nothing is.
    pub(super) async fn rename(&self, from: &str, to: &str) -> Result<(), Failure> {
        let (from, to) = (from.as_bytes(), to.as_bytes());
        if self.extensions().posix_rename {
            return self.extended("posix-rename@openssh.com", &[from, to]).await.map(|_| ());
        }
        self.done(Ask::Rename, |request| request.bytes(from).bytes(to)).await
    }

    /// Says what the disk under a path has left, where the server tells.
    pub(super) async fn disk(&self, path: &str) -> Result<Option<Disk>, Failure> {
        const READ_ONLY: u64 = 1;
        if !self.extensions().statvfs {
            return Ok(None);
        }
        let answer = self.extended("statvfs@openssh.com", &[path.as_bytes()]).await?;
        let numbers = parse_large_numbers::<11>(&answer).ok_or(Failure::Unexpected)?;
        let [_, fragment, _, _, available, files, _, available_files, _, flags, _] = numbers;
        Ok(Some(Disk {
            free_bytes: available.saturating_mul(fragment),
            // File systems without a fixed number of files say that they have none at all.
            free_files: if files == 0 { u64::MAX } else { available_files },
            read_only: flags & READ_ONLY != 0,
        }))
    }

    async fn open(&self, path: &str, flags: u32) -> Result<Vec<u8>, Failure> {
        const NO_ATTRIBUTES: u32 = 0;
        let fill = |request: Request| request.bytes(path.as_bytes()).number(flags).number(NO_ATTRIBUTES);
        into_handle(self.call(Ask::Open, fill).await?)
    }

    async fn read_names(&self, handle: &[u8]) -> Result<Vec<(Vec<u8>, Attributes)>, Failure> {
        let mut names = Vec::new();
        // A server that never says that there is no more must not keep us for ever.
        while names.len() <= MAX_LISTED {
            let reply = self.call(Ask::Readdir, |request| request.bytes(handle)).await?;
            match into_names(reply) {
                Ok(more) if more.is_empty() => return Err(Failure::Unexpected),
                Ok(more) => names.extend(more),
                Err(Failure::End) => return Ok(names),
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::TooLarge)
    }

    async fn attributes(&self, ask: Ask, path: &str) -> Result<Option<Attributes>, Failure> {
        absent_is_none(into_attributes(self.call(ask, |request| request.bytes(path.as_bytes())).await?))
    }

    async fn flush(&self, handle: &[u8], durably: bool) -> Result<(), Failure> {
        if durably && self.extensions().fsync {
            self.extended("fsync@openssh.com", &[handle]).await?;
        }
        Ok(())
    }

    async fn fstat(&self, handle: &[u8]) -> Result<Attributes, Failure> {
        into_attributes(self.call(Ask::Fstat, |request| request.bytes(handle)).await?)
    }

    async fn write_chunks(&self, handle: &[u8], bytes: &[u8]) -> Result<(), Failure> {
        let mut chunks: Vec<_> = bytes.chunks(CHUNK_BYTES).enumerate().collect();
        let Some(last) = chunks.pop() else { return Ok(()) };
        let writes: Vec<_> = chunks.into_iter().map(|chunk| self.write_chunk(handle, chunk)).collect();
        stream::iter(writes).buffered(CHUNKS_AT_A_TIME).try_collect::<()>().await?;
        self.write_chunk(handle, last).await
    }

    async fn write_chunk(&self, handle: &[u8], (index, chunk): (usize, &[u8])) -> Result<(), Failure> {
        let offset = (index * CHUNK_BYTES) as u64;
        self.done(Ask::Write, |request| request.bytes(handle).large_number(offset).bytes(chunk)).await
    }

    async fn read_chunks(
        &self,
        handle: &[u8],
        most: u64,
        take: &mut (impl FnMut(&[u8]) + Send),
    ) -> Result<u64, Failure> {
        let size = self.fstat(handle).await?.size;
        if size > most {
            return Err(Failure::TooLarge);
        }
        let offsets = (0..size).step_by(CHUNK_BYTES);
        let reads = offsets.map(|offset| {
            let wanted = (size - offset).min(CHUNK_BYTES as u64);
            self.read_chunk(handle, offset, wanted as u32)
        });
        let mut reads = std::pin::pin!(stream::iter(reads).buffered(CHUNKS_AT_A_TIME));
        while let Some(chunk) = reads.next().await {
            take(&chunk?);
        }
        Ok(size)
    }

    async fn read_chunk(&self, handle: &[u8], offset: u64, wanted: u32) -> Result<Vec<u8>, Failure> {
        let mut chunk = Vec::new();
        // A server may answer with less than was asked for.
        while chunk.len() < wanted as usize {
            let (begin, missing) = (offset + chunk.len() as u64, wanted - chunk.len() as u32);
            let fill = |request: Request| request.bytes(handle).large_number(begin).number(missing);
            let data = into_data(self.call(Ask::Read, fill).await?)?;
            if data.is_empty() || data.len() > missing as usize {
                return Err(Failure::Unexpected);
            }
            chunk.extend(data);
        }
        Ok(chunk)
    }

    async fn extended(&self, name: &str, arguments: &[&[u8]]) -> Result<Vec<u8>, Failure> {
        let fill = |request: Request| {
            arguments.iter().fold(request.bytes(name.as_bytes()), |request, argument| request.bytes(argument))
        };
        let reply = self.call(Ask::Extended, fill).await?;
        if let Reply::Extended(body) = reply { Ok(body) } else { into_success(reply).map(|()| Vec::new()) }
    }

    async fn done(&self, ask: Ask, fill: impl FnOnce(Request) -> Request) -> Result<(), Failure> {
        into_success(self.call(ask, fill).await?)
    }
}

pub(super) fn absent_is_fine(result: Result<(), Failure>) -> Result<(), Failure> {
    absent_is_none(result).map(|_| ())
}

fn absent_is_none<T>(result: Result<T, Failure>) -> Result<Option<T>, Failure> {
    if let Err(Failure::Absent(_)) = result { Ok(None) } else { result.map(Some) }
}

fn into_handle(reply: Reply) -> Result<Vec<u8>, Failure> {
    if let Reply::Handle(handle) = reply { Ok(handle) } else { Err(into_failure(reply)) }
}

fn into_attributes(reply: Reply) -> Result<Attributes, Failure> {
    if let Reply::Attributes(attributes) = reply { Ok(attributes) } else { Err(into_failure(reply)) }
}

fn into_names(reply: Reply) -> Result<Vec<(Vec<u8>, Attributes)>, Failure> {
    if let Reply::Names(names) = reply { Ok(names) } else { Err(into_failure(reply)) }
}

fn into_data(reply: Reply) -> Result<Vec<u8>, Failure> {
    if let Reply::Data(data) = reply { Ok(data) } else { Err(into_failure(reply)) }
}

fn into_success(reply: Reply) -> Result<(), Failure> {
    if let Reply::Status { code: 0, .. } = reply { Ok(()) } else { Err(into_failure(reply)) }
}

/// Reads why a request failed from an answer that is not the one it should have been.
fn into_failure(reply: Reply) -> Failure {
    let Reply::Status { code, message } = reply else { return Failure::Unexpected };
    Failure::of_status(code, message).unwrap_or(Failure::Unexpected)
}
