//! A target whose line is cut after so many operations.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use engine::output::{Entry, OutputPath};

use crate::error::{ErrorKind, PublishError};
use crate::record::Record;
use crate::target::{Answer, Found, Placed, Probe, StageName, Stamp, Target};

/// What happens to the operation at which the line is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is not done.
    Before,
    /// It is done, and nobody hears of it.
    After,
}

/// Wraps a target and cuts it off at one operation and all later ones.
pub struct Faulty {
    inner: Arc<dyn Target>,
    left: AtomicUsize,
    cut: Cut,
    lasting: bool,
}

impl Faulty {
    /// Cuts for good, as if this machine had died.
    pub fn dying(inner: Arc<dyn Target>, operations: usize, cut: Cut) -> Self {
        Self { inner, left: AtomicUsize::new(operations), cut, lasting: true }
    }

    /// Fails one operation for a reason that passes, as a broken connection does.
    pub fn stumbling(inner: Arc<dyn Target>, operations: usize, cut: Cut) -> Self {
        Self { inner, left: AtomicUsize::new(operations), cut, lasting: false }
    }

    fn run<'a, T: Send + 'a>(
        &'a self,
        operation: impl FnOnce(&'a dyn Target) -> Answer<'a, T>,
    ) -> Answer<'a, T> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let pending = operation(&*self.inner);
        let kind = if self.lasting { ErrorKind::Other } else { ErrorKind::Unreachable };
        let error = PublishError::new(kind, "the line was cut by the test");
        match left {
            Ok(1) if self.cut == Cut::Before => Box::pin(async move { Err(error) }),
            Ok(1) => Box::pin(async move { pending.await.and(Err(error)) }),
            Err(_) if self.lasting => Box::pin(async move { Err(error) }),
            Ok(_) | Err(_) => pending,
        }
    }
}

impl Target for Faulty {
    fn name(&self) -> String {
        self.inner.name()
    }

    /// One at a time, so that every run does the same operations in the same order.
    fn parallel(&self) -> usize {
        1
    }

    fn probe(&self) -> Answer<'_, Probe> {
        self.run(|inner| inner.probe())
    }

    fn free_bytes(&self) -> Answer<'_, Option<u64>> {
        self.run(|inner| inner.free_bytes())
    }

    fn read_record(&self, record: Record) -> Answer<'_, Option<Vec<u8>>> {
        self.run(move |inner| inner.read_record(record))
    }

    fn write_record<'a>(&'a self, record: Record, bytes: &'a [u8]) -> Answer<'a, ()> {
        self.run(move |inner| inner.write_record(record, bytes))
    }

    fn remove_record(&self, record: Record) -> Answer<'_, ()> {
        self.run(move |inner| inner.remove_record(record))
    }

    fn look<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Found> {
        self.run(move |inner| inner.look(path))
    }

    fn measure<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, Option<Entry>> {
        self.run(move |inner| inner.measure(path))
    }

    fn staged(&self) -> Answer<'_, BTreeMap<StageName, Stamp>> {
        self.run(|inner| inner.staged())
    }

    fn stage<'a>(&'a self, name: &'a StageName, bytes: Arc<[u8]>) -> Answer<'a, Stamp> {
        self.run(move |inner| inner.stage(name, bytes))
    }

    fn unstage<'a>(&'a self, name: &'a StageName) -> Answer<'a, ()> {
        self.run(move |inner| inner.unstage(name))
    }

    fn make_folder<'a>(&'a self, folder: &'a OutputPath) -> Answer<'a, ()> {
        self.run(move |inner| inner.make_folder(folder))
    }

    fn place<'a>(&'a self, name: &'a StageName, path: &'a OutputPath) -> Answer<'a, Placed> {
        self.run(move |inner| inner.place(name, path))
    }

    fn remove<'a>(&'a self, path: &'a OutputPath) -> Answer<'a, ()> {
        self.run(move |inner| inner.remove(path))
    }

    fn remove_empty_folder<'a>(&'a self, folder: &'a OutputPath) -> Answer<'a, ()> {
        self.run(move |inner| inner.remove_empty_folder(folder))
    }
}
