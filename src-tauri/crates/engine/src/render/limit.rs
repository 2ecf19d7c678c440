//! A writer that stops taking bytes: a page that grows beyond the limit ends in a diagnostic. What its templates cost
//! without writing is bounded elsewhere, where they are read.

use std::io::{Error, Result, Write};

/// No page may be larger.
pub(crate) const MAX_PAGE_BYTES: usize = 64 * 1024 * 1024;

/// Bytes up to a limit.
pub(super) struct Limited {
    bytes: Vec<u8>,
    limit: usize,
}

impl Limited {
    /// Makes an empty one.
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Vec::with_capacity(8 * 1024), limit }
    }

    /// Gives what was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            return Err(Error::other("the page is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_writes_too_much_is_stopped() {
        let mut tera = tera::Tera::default();
        tera.add_raw_template("a", "{% for i in range(end=1000) %}0123456789{% endfor %}")
            .expect("is a template");
        let mut enough = Limited::new(10_000);
        tera.render_to("a", &tera::Context::new(), &mut enough).expect("fits exactly");
        assert_eq!(enough.into_bytes().len(), 10_000);
        let mut short = Limited::new(9_999);
        tera.render_to("a", &tera::Context::new(), &mut short).expect_err("does not fit");
    }
}
