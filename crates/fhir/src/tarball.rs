//! An archive, one bundle at a time.
//!
//! The tar crate's own iterator borrows its archive, so it cannot be kept between two bundles.
//! Instead each file is read by a fresh archive over the same stream, which stands at its header.

use std::fmt;
use std::io::{self, Read};

use tar::{Archive, EntryType};

use crate::read_bundle::MAX_BUNDLE_BYTES;
use crate::sources::{Source, SourceRefusal, is_bundle_name};

const BLOCK: u64 = 512;
/// What a header with its extensions (long names, attributes) may take.
const MAX_HEADER_BYTES: u64 = 1024 * 1024;
/// What one archive may make us decompress for nothing: a small file can unpack to terabytes.
const MAX_SKIPPED_BYTES: u64 = 1024 * 1024 * 1024;

/// An open archive.
pub(crate) struct Tarball {
    label: String,
    stream: Option<Rationed>,
    skipped: u64,
    found_any: bool,
}

impl fmt::Debug for Tarball {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tarball").field("label", &self.label).finish_non_exhaustive()
    }
}

/// A stream that gives no more than was agreed, since the tar crate believes the sizes it is told.
struct Rationed {
    inner: Box<dyn Read + Send>,
    left: u64,
}

impl Read for Rationed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            return Err(io::Error::other("a header or file in the archive is larger than it may be"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.inner.read(&mut buffer[..most])?;
        self.left -= u64::try_from(count).unwrap_or(self.left).min(self.left);
        Ok(count)
    }
}

/// What the next header turned out to be.
enum Step {
    Bundle { name: String, content: Result<Vec<u8>, SourceRefusal> },
    Skipped,
    End,
}

impl Tarball {
    pub(crate) fn new(label: String, stream: Box<dyn Read + Send>) -> Self {
        Self { label, stream: Some(Rationed { inner: stream, left: 0 }), skipped: 0, found_any: false }
    }

    /// The next bundle. After a failure that concerns the archive as a whole, nothing follows.
    pub(crate) fn next_source(&mut self) -> Option<Source> {
        loop {
            let stream = self.stream.as_mut()?;
            match step(stream, &mut self.skipped) {
                Ok(Step::Skipped) => {}
                Ok(Step::Bundle { name, content }) => {
                    self.found_any = true;
                    return Some(Source { label: format!("{}: {name}", self.label), content });
                }
                Ok(Step::End) => {
                    self.stream = None;
                    let empty = Source { label: self.label.clone(), content: Err(SourceRefusal::EmptyArchive) };
                    return (!self.found_any).then_some(empty);
                }
                Err(refusal) => {
                    self.stream = None;
                    return Some(Source { label: self.label.clone(), content: Err(refusal) });
                }
            }
        }
    }
}

/// What a header says about the file that follows it.
struct About {
    name: String,
    size: u64,
    kind: EntryType,
}

/// Reads one header, with the extensions before it, and leaves the stream at the file's first byte.
fn next_header(stream: &mut Rationed) -> Result<Option<About>, SourceRefusal> {
    stream.left = MAX_HEADER_BYTES;
    let mut archive = Archive::new(stream);
    let Some(entry) = archive.entries()?.next() else {
        return Ok(None);
    };
    let entry = entry?;
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    Ok(Some(About { name, size: entry.size(), kind: entry.header().entry_type() }))
}

fn step(stream: &mut Rationed, skipped: &mut u64) -> Result<Step, SourceRefusal> {
    let Some(About { name, size, kind }) = next_header(stream)? else {
        // Reading on to the very end lets zstd check its checksum.
        stream.left = MAX_SKIPPED_BYTES;
        io::copy(stream, &mut io::sink())?;
        return Ok(Step::End);
    };
    if kind == EntryType::GNUSparse {
        return Err(SourceRefusal::UnusualArchive);
    }
    let padding = (BLOCK - size % BLOCK) % BLOCK;
    let file_name = name.rsplit('/').next().unwrap_or_default();
    let wanted = kind.is_file() && is_bundle_name(file_name);
    if wanted && size <= MAX_BUNDLE_BYTES {
        let bytes = exactly(stream, size)?;
        skip(stream, padding)?;
        return Ok(Step::Bundle { name, content: Ok(bytes) });
    }
    *skipped = skipped.saturating_add(size);
    if *skipped > MAX_SKIPPED_BYTES {
        return Err(SourceRefusal::TooMuchToSkip { limit_bytes: MAX_SKIPPED_BYTES });
    }
    skip(stream, size + padding)?;
    if wanted {
        let refusal = SourceRefusal::TooLarge { limit_bytes: MAX_BUNDLE_BYTES };
        return Ok(Step::Bundle { name, content: Err(refusal) });
    }
    Ok(Step::Skipped)
}

fn exactly(stream: &mut Rationed, size: u64) -> Result<Vec<u8>, SourceRefusal> {
    stream.left = size;
    let mut bytes = Vec::new();
    stream.by_ref().take(size).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length == size) {
        Ok(bytes)
    } else {
        Err(io::Error::from(io::ErrorKind::UnexpectedEof).into())
    }
}

fn skip(stream: &mut Rationed, size: u64) -> Result<(), SourceRefusal> {
    stream.left = size;
    if io::copy(&mut stream.by_ref().take(size), &mut io::sink())? == size {
        Ok(())
    } else {
        Err(io::Error::from(io::ErrorKind::UnexpectedEof).into())
    }
}
