//! `get_hash`.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384, Sha512};
use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::graph::Graph;
use crate::output::Contents;

use super::{files, given};

/// Hashes a file or a text.
pub(super) fn get_hash(graph: &Graph, kwargs: &Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let kind = given::<u64>(kwargs, "sha_type")?.unwrap_or(384);
    let path = given::<&str>(kwargs, "path")?;
    let literal = given::<&str>(kwargs, "literal")?;
    let hash = match (path, literal) {
        (Some(path), None) => {
            let bytes = bytes(graph, path)?;
            hash(
                &bytes
                    .ok_or_else(|| Error::message(format!("The file `{path}` is too large to hash here")))?,
                kind,
            )
        }
        (None, Some(text)) => hash(text.as_bytes(), kind),
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

/// Gives the bytes of a file or of what a style sheet becomes; nothing for a file that was not loaded.
fn bytes(graph: &Graph, path: &str) -> TeraResult<Option<Arc<[u8]>>> {
    if let Some(file) = files::find(graph, path) {
        return Ok(file.bytes.clone());
    }
    match files::made(graph, path).map(|made| made.map(|css| css.contents)) {
        Some(Ok(Contents::Made(bytes))) => Ok(Some(bytes)),
        Some(Ok(Contents::Copied(_))) => Ok(None),
        Some(Err(trouble)) => Err(Error::message(format!("`{path}` has no hash, since {}", trouble.message))),
        None if files::language_of_index(graph, path).is_some() => Err(Error::message(
            "The search index follows from all texts, so none of them can show its hash. Ask for it in a template",
        )),
        None => Err(files::missing(graph, path)),
    }
}

fn hash(bytes: &[u8], kind: u64) -> TeraResult<Vec<u8>> {
    match kind {
        256 => Ok(Sha256::digest(bytes).to_vec()),
        384 => Ok(Sha384::digest(bytes).to_vec()),
        512 => Ok(Sha512::digest(bytes).to_vec()),
        other => Err(Error::message(format!("`sha_type` is 256, 384 or 512, and not {other}"))),
    }
}
