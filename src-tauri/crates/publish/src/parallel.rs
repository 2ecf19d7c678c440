//! Runs an operation for many things, a bounded number at a time.

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};

use crate::target::Answer;

/// Answers in the order of the items; the first error ends it and drops what is under way.
///
/// It is boxed, and so are the operations, so that the whole can move between threads: without that the compiler
/// cannot see it for operations that borrow.
pub(crate) fn each<'a, I, T>(
    items: Vec<I>,
    at_a_time: usize,
    operation: impl Fn(I) -> Answer<'a, T> + Send + 'a,
) -> Answer<'a, Vec<T>>
where
    I: Send + 'a,
    T: Send + 'a,
{
    Box::pin(stream::iter(items.into_iter().map(operation)).buffered(at_a_time).try_collect())
}
