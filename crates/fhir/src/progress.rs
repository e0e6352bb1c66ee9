//! How far an import has come, for a progress bar and an estimate.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How far the reading has come. Cheap to clone and to hand to another thread.
#[derive(Debug, Clone)]
pub struct Progress {
    total: u64,
    read: Arc<AtomicU64>,
}

impl Progress {
    pub(crate) fn towards(total: u64) -> Self {
        Self { total, read: Arc::default() }
    }

    pub(crate) fn count(&self, inner: File) -> Counted {
        Counted { inner, read: Arc::clone(&self.read) }
    }

    /// Bytes on disk of everything to read; for an archive its compressed size.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total
    }

    /// Bytes of these that have been read so far.
    #[must_use]
    pub fn read_bytes(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// Counts what is read from the disk, before it is decompressed.
#[derive(Debug)]
pub(crate) struct Counted {
    inner: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
        Ok(count)
    }
}
