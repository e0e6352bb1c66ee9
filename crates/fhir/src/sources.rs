//! Where bundles come from: files, folders and archives, one bundle in memory at a time.
//!
//! An archive is streamed and never unpacked to disk, so an import leaves no copy of the patients
//! behind and an archive cannot write anywhere.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::progress::{Counted, Progress};
use crate::read_bundle::MAX_BUNDLE_BYTES;
use crate::tarball::Tarball;

/// zstd's own default, and what `zstd --ultra --long=27` needs. More would let an archive choose
/// how much memory we use.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// What one upload may unpack to: a small archive could hold bundles without end, each of them small enough.
const MAX_UPLOADED_BUNDLES: usize = 20_000;
const MAX_UPLOADED_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Why a source cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceRefusal {
    /// The file system says no.
    #[error("{} cannot be opened: {why}.", .path.display())]
    CannotOpen {
        /// The path that was given or found.
        path: PathBuf,
        /// What the file system said.
        why: io::Error,
    },
    /// A file of another kind.
    #[error("{} is not something to import. Give a .json file, a folder of them, a .tar or a .tar.zst.", .path.display())]
    UnknownKind {
        /// The path that was given.
        path: PathBuf,
    },
    /// A folder without bundles.
    #[error("The folder {} holds no .json files.", .path.display())]
    EmptyFolder {
        /// The path that was given.
        path: PathBuf,
    },
    /// An archive without bundles.
    #[error("The archive holds no .json files.")]
    EmptyArchive,
    /// The file or archive is damaged, or the disk failed.
    #[error("It could not be read to its end: {0}. It may be damaged or not copied completely.")]
    Unreadable(#[from] io::Error),
    /// A single file beyond the limit for a bundle.
    #[error("It is larger than {} MB, the most that one bundle may be.", .limit_bytes / (1024 * 1024))]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// More to skip than any export holds; reading on would only burn time.
    #[error("The archive holds more than {} MB that is not FHIR JSON. Please take that out.", .limit_bytes / (1024 * 1024))]
    TooMuchToSkip {
        /// The limit.
        limit_bytes: u64,
    },
    /// More bundles, or larger ones together, than one upload may hold.
    #[error("It holds more than one upload may: {bundles} files or {} MB. Send the rest by itself.", .bytes / (1024 * 1024))]
    TooMuch {
        /// The most files.
        bundles: usize,
        /// The most bytes together, unpacked.
        bytes: u64,
    },
    /// A file stored in a way (sparse) that cannot be streamed.
    #[error("The archive stores a file in an unusual way. Please pack it again with plain tar.")]
    UnusualArchive,
}

/// One file that should be a bundle.
#[derive(Debug)]
pub struct Source {
    /// Where it stands, for people: a path, or `archive: path within`. Exports often put the
    /// patient's name into it, so it belongs on a screen and not in a log.
    pub label: String,
    /// Its bytes, for `read_bundle_bytes`.
    pub content: Result<Vec<u8>, SourceRefusal>,
}

/// All sources in order; each is opened when it is its turn.
#[derive(Debug)]
pub struct Sources {
    waiting: VecDeque<Waiting>,
    ready: Option<Source>,
    open: Option<Tarball>,
    progress: Progress,
    /// Of an upload: what it may still hold. Files on the machine itself are the operator's.
    left: Option<Allowance>,
}

/// What one upload may still hold, however many archives it comes in. Its clones count together.
#[derive(Clone, Debug)]
pub struct Allowance(Arc<Mutex<Left>>);

#[derive(Clone, Copy, Debug)]
struct Left {
    bundles: usize,
    bytes: u64,
}

impl Allowance {
    /// Of a new upload.
    #[must_use]
    pub fn of_an_upload() -> Self {
        Self::of(MAX_UPLOADED_BUNDLES, MAX_UPLOADED_BYTES)
    }

    fn of(bundles: usize, bytes: u64) -> Self {
        Self(Arc::new(Mutex::new(Left { bundles, bytes })))
    }

    /// Takes a bundle, if it still fits; what does not fit leaves nothing.
    fn takes(&self, source: &Source) -> bool {
        let bytes = source.content.as_ref().map_or(0, |bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = left.bundles.checked_sub(1).zip(left.bytes.checked_sub(bytes));
        *left = fits.map_or(Left { bundles: 0, bytes: 0 }, |(bundles, bytes)| Left { bundles, bytes });
        fits.is_some()
    }
}

#[derive(Debug)]
struct Waiting {
    path: PathBuf,
    kind: Kind,
    bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Json,
    Tar,
    TarZst,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if is_bundle_name(&name) {
            Some(Self::Json)
        } else if ends(&[".tar.zst", ".tzst"]) {
            Some(Self::TarZst)
        } else if ends(&[".tar"]) {
            Some(Self::Tar)
        } else {
            None
        }
    }
}

/// `.json` files, without the `._` shadows that macOS puts beside them.
pub(crate) fn is_bundle_name(name: &str) -> bool {
    !name.starts_with("._") && name.to_lowercase().ends_with(".json")
}

/// Looks at the paths, walks folders, and opens nothing yet.
///
/// # Errors
/// Refuses when a path does not exist, is of an unknown kind, or is a folder without bundles.
pub fn open_sources<P: AsRef<Path>>(paths: &[P]) -> Result<Sources, SourceRefusal> {
    let mut waiting = VecDeque::new();
    for path in paths.iter().map(AsRef::as_ref) {
        let about = fs::metadata(path).map_err(|why| cannot_open(path, why))?;
        if about.is_dir() {
            let before = waiting.len();
            walk(path, &mut waiting)?;
            if waiting.len() == before {
                return Err(SourceRefusal::EmptyFolder { path: path.to_owned() });
            }
        } else {
            let unknown = || SourceRefusal::UnknownKind { path: path.to_owned() };
            let kind = Kind::of(path).ok_or_else(unknown)?;
            waiting.push_back(Waiting { path: path.to_owned(), kind, bytes: about.len() });
        }
    }
    let total = waiting.iter().map(|waiting| waiting.bytes).sum();
    Ok(Sources { waiting, ready: None, open: None, progress: Progress::towards(total), left: None })
}

/// The bundles of a file that was sent to us, all in memory: it never lies on our disk.
///
/// # Errors
/// Refuses when the name is not that of a bundle or an archive.
pub fn open_upload(name: &str, bytes: Vec<u8>, allowance: &Allowance) -> Result<Sources, SourceRefusal> {
    let kind = Kind::of(Path::new(name)).ok_or_else(|| SourceRefusal::UnknownKind { path: name.into() })?;
    let progress = Progress::towards(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    let mut sources = Sources { waiting: VecDeque::new(), ready: None, open: None, progress, left: Some(allowance.clone()) };
    let stream: Box<dyn Read + Send> = match kind {
        Kind::Json => {
            sources.ready = Some(Source { label: name.to_owned(), content: Ok(bytes) });
            return Ok(sources);
        }
        Kind::Tar => Box::new(io::Cursor::new(bytes)),
        Kind::TarZst => unpack(io::Cursor::new(bytes))?,
    };
    sources.open = Some(Tarball::new(name.to_owned(), stream));
    Ok(sources)
}

/// A small buffer keeps the progress smooth: 3 MB may hold 120 patients.
fn unpack(packed: impl Read + Send + 'static) -> Result<Box<dyn Read + Send>, SourceRefusal> {
    let mut decoder = zstd::Decoder::with_buffer(BufReader::with_capacity(16 * 1024, packed))?;
    decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
    Ok(Box::new(decoder))
}

/// Symbolic links within a folder are not followed: they could lead in circles or out of it.
fn walk(folder: &Path, found: &mut VecDeque<Waiting>) -> Result<(), SourceRefusal> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|why| cannot_open(folder, why))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let about = entry.metadata().map_err(|why| cannot_open(&path, why))?;
        if about.is_dir() {
            walk(&path, found)?;
        } else if about.is_file() && Kind::of(&path) == Some(Kind::Json) {
            found.push_back(Waiting { path, kind: Kind::Json, bytes: about.len() });
        }
    }
    Ok(())
}

fn cannot_open(path: &Path, why: io::Error) -> SourceRefusal {
    SourceRefusal::CannotOpen { path: path.to_owned(), why }
}

impl Sources {
    /// A handle on how far the reading has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The bundle, or the refusal of it and of everything behind it.
    fn within_allowance(&mut self, source: Source) -> Source {
        if self.left.as_ref().is_none_or(|left| left.takes(&source)) {
            return source;
        }
        self.open = None;
        let (bundles, bytes) = (MAX_UPLOADED_BUNDLES, MAX_UPLOADED_BYTES);
        Source { label: source.label, content: Err(SourceRefusal::TooMuch { bundles, bytes }) }
    }

    fn open(&mut self, waiting: &Waiting) -> Result<Opened, SourceRefusal> {
        let file = File::open(&waiting.path).map_err(|why| cannot_open(&waiting.path, why))?;
        let counted = self.progress.count(file);
        let reader: Box<dyn Read + Send> = match waiting.kind {
            Kind::Json => return read_file(counted, waiting.bytes).map(Opened::File),
            Kind::Tar => Box::new(BufReader::new(counted)),
            Kind::TarZst => unpack(counted)?,
        };
        Ok(Opened::Archive(Tarball::new(waiting.path.display().to_string(), reader)))
    }
}

enum Opened {
    File(Vec<u8>),
    Archive(Tarball),
}

impl Iterator for Sources {
    type Item = Source;

    fn next(&mut self) -> Option<Source> {
        if let Some(source) = self.ready.take() {
            return Some(self.within_allowance(source));
        }
        loop {
            if let Some(source) = self.open.as_mut().and_then(Tarball::next_source) {
                return Some(self.within_allowance(source));
            }
            self.open = None;
            let waiting = self.waiting.pop_front()?;
            let label = waiting.path.display().to_string();
            match self.open(&waiting) {
                Ok(Opened::Archive(tarball)) => self.open = Some(tarball),
                Ok(Opened::File(bytes)) => {
                    return Some(Source { label, content: Ok(bytes) });
                }
                Err(refusal) => {
                    return Some(Source { label, content: Err(refusal) });
                }
            }
        }
    }
}

/// Reads at most one byte beyond the limit, whatever the size on disk was when it was looked at.
fn read_file(mut from: Counted, size: u64) -> Result<Vec<u8>, SourceRefusal> {
    let limit_bytes = MAX_BUNDLE_BYTES;
    let mut bytes = Vec::new();
    if size <= limit_bytes {
        from.by_ref().take(limit_bytes + 1).read_to_end(&mut bytes)?;
    }
    if size > limit_bytes || u64::try_from(bytes.len()).is_ok_and(|length| length > limit_bytes) {
        return Err(SourceRefusal::TooLarge { limit_bytes });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(files: usize, bytes: usize) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for n in 0..files {
            let mut header = tar::Header::new_gnu();
            header.set_size(u64::try_from(bytes).unwrap());
            header.set_mode(0o644);
            builder.append_data(&mut header, format!("{n}.json"), vec![b' '; bytes].as_slice()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn taken(left: &Allowance, name: &str, bytes: Vec<u8>) -> Vec<bool> {
        let refused = |content| matches!(content, Err(SourceRefusal::TooMuch { .. }));
        open_upload(name, bytes, left).unwrap().map(|source| !refused(source.content)).collect()
    }

    #[test]
    fn an_upload_that_unpacks_to_too_many_or_too_much_is_cut_off_where_it_does() {
        let left = || Allowance::of(3, 1000);
        assert_eq!(taken(&left(), "x.tar", archive(3, 100)), [true; 3]);
        assert_eq!(taken(&left(), "x.tar", archive(9, 100)), [true, true, true, false], "too many");
        assert_eq!(taken(&left(), "x.tar", archive(3, 400)), [true, true, false], "too much");
        assert_eq!(taken(&Allowance::of_an_upload(), "x.tar", archive(9, 400)), [true; 9]);
        let shared = left();
        let one_after_another: Vec<bool> = (0..5).flat_map(|_| taken(&shared, "x.tar", archive(1, 100))).collect();
        assert_eq!(one_after_another, [true, true, true, false, false], "several archives are one upload");
        assert_eq!(taken(&shared, "x.json", b"{}".to_vec()), [false], "and so is a file beside them");
    }
}
