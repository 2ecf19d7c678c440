//! `get_hash`.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::data::Sha;
use crate::graph::Graph;
use crate::output::{Contents, OutputFile};

use super::{files, given};

/// Hashes a file or a text.
pub(super) fn get_hash(graph: &Graph, kwargs: &Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let sha = match given::<u64>(kwargs, "sha_type")?.unwrap_or(384) {
        256 => Sha::Sha256,
        384 => Sha::Sha384,
        512 => Sha::Sha512,
        other => {
            return Err(Error::message(format!("`sha_type` is 256, 384 or 512, and not {other}")));
        }
    };
    let path = given::<&str>(kwargs, "path")?;
    let literal = given::<&str>(kwargs, "literal")?;
    let hash = match (path, literal) {
        (Some(path), None) => of_file(graph, path, sha),
        (None, Some(text)) => Ok(sha.of(text.as_bytes())),
        (None, None) => Err(Error::message("`get_hash` needs `path` or `literal`")),
        (Some(_), Some(_)) => Err(Error::message("`get_hash` takes `path` or `literal`, not both")),
    }?;
    let shown = if given::<bool>(kwargs, "base64")?.unwrap_or(true) {
        STANDARD.encode(hash)
    } else {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    Ok(Value::safe_string(&shown))
}

/// Hashes a file, or what is made before the pages are.
fn of_file(graph: &Graph, path: &str, sha: Sha) -> TeraResult<Arc<[u8]>> {
    let data = &graph.outline.data;
    let unread =
        || Error::message(format!("`{path}` has no hash: it cannot be read, or is larger than 256 MB"));
    if let Some((place, file)) = files::locate(graph, path) {
        return data.digest(place, file, sha).ok_or_else(unread);
    }
    match files::made(graph, path) {
        Some(Ok(OutputFile { entry, contents: Contents::Made(bytes) })) => {
            data.digest_of_bytes(entry.hash, &bytes, sha).ok_or_else(unread)
        }
        Some(Ok(_)) => Err(unread()),
        Some(Err(trouble)) => Err(Error::message(format!("`{path}` has no hash, since {}", trouble.message))),
        None if files::language_of_index(graph, path).is_some() => Err(Error::message(
            "The search index follows from all texts, so none of them can show its hash. Ask for it in a template",
        )),
        None => Err(files::missing(graph, path)),
    }
}
