//! What the engine asks of the network: nothing but what a host hands in.

use std::fmt::Debug;
use std::sync::Arc;

/// A way to load data from the network. The engine has none of its own.
///
/// A theme of a stranger says what is asked for, so a host refuses addresses of the machine it runs on and of private
/// networks, and bounds time, size and redirects.
pub trait Fetch: Debug + Send + Sync {
    /// Loads what an address has.
    ///
    /// # Errors
    /// Says in an author's words why nothing was loaded.
    fn fetch(&self, request: &Request) -> Result<Arc<[u8]>, NotFetched>;
}

/// One question to the network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Request {
    /// The address, which starts with `http://` or `https://`.
    pub url: String,
    /// What is done there.
    pub method: Method,
    /// Names and values that go with the question.
    pub headers: Vec<(String, String)>,
}

/// What is done at an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Something is read.
    Get,
    /// Something is sent, and the answer is read.
    Post {
        /// What is sent.
        body: String,
    },
}

/// Why nothing was loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotFetched {
    /// The reason, as the end of a sentence.
    pub message: String,
}
