//! Files, folders and archives.

use std::fs;
use std::path::{Path, PathBuf};

use fhir::{Source, SourceRefusal, open_sources};
use tar::{Builder, EntryType, Header};

/// A folder of its own for each test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sources-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn tarball(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap());
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn contents(path: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |source: &Source| source.label.rsplit('/').next().unwrap().to_owned();
    open_sources(&[path]).unwrap().map(|source| (name(&source), source.content.unwrap())).collect()
}

#[test]
fn a_folder_is_read_in_order_and_only_its_json_files() {
    let folder = Folder::new("folder");
    for name in ["b.json", "a/z.JSON", "._b.json", "notes.txt", "c.tar"] {
        folder.write(name, name);
    }
    let found = contents(&folder.0);
    assert_eq!(found, [("z.JSON".to_owned(), b"a/z.JSON".to_vec()), ("b.json".to_owned(), b"b.json".to_vec())]);
}

#[test]
fn an_archive_is_streamed_with_long_names_and_without_what_is_not_a_bundle() {
    let folder = Folder::new("archive");
    let long = format!("{}/محمد_{}.json", "d".repeat(120), "n".repeat(120));
    let big = vec![b'x'; 100_000];
    let tar = tarball(&[("a.json", b"1"), ("._a.json", b"shadow"), ("big.csv", &big), (&long, &big), ("empty.json", b"")]);
    let zst = zstd::encode_all(tar.as_slice(), 3).unwrap();
    for path in [folder.write("x.tar", &tar), folder.write("x.tar.zst", &zst), folder.write("y.tzst", &zst)] {
        let mut sources = open_sources(&[&path]).unwrap();
        let progress = sources.progress();
        assert_eq!((progress.total_bytes(), progress.read_bytes()), (fs::metadata(&path).unwrap().len(), 0));
        let found: Vec<_> = sources.by_ref().map(|source| (source.label, source.content.unwrap().len())).collect();
        assert_eq!(found.iter().map(|(_, length)| *length).collect::<Vec<_>>(), [1, 100_000, 0]);
        assert!(found[1].0.ends_with(&long));
        assert_eq!(progress.read_bytes(), progress.total_bytes());
    }
}

#[test]
fn a_damaged_archive_gives_what_came_before_and_then_says_so() {
    let folder = Folder::new("damaged");
    // Noise does not compress, so half of the archive is half of its content.
    let mut state = 1_u64;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    });
    let noise: Vec<u8> = noise.take(600_000).collect();
    let tar = tarball(&[("a.json", b"1"), ("b.json", &noise)]);
    let zst = zstd::encode_all(tar.as_slice(), 3).unwrap();
    for path in [folder.write("x.tar", &tar[..50_000]), folder.write("x.tzst", &zst[..zst.len() / 2])] {
        let found: Vec<_> = open_sources(&[path]).unwrap().collect();
        assert_eq!(found.first().unwrap().content.as_deref().unwrap(), b"1");
        assert!(matches!(found.last().unwrap().content, Err(SourceRefusal::Unreadable(_))));
    }
    let nonsense: Vec<_> = open_sources(&[folder.write("y.tar", &noise)]).unwrap().collect();
    assert!(matches!(nonsense.as_slice(), [Source { content: Err(SourceRefusal::Unreadable(_)), .. }]));
}

/// An archive whose header promises more than it holds.
fn promising(size: u64, kind: EntryType, name: &str) -> Vec<u8> {
    let mut header = Header::new_gnu();
    header.set_path(name).unwrap();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend(vec![0; 4096]);
    bytes
}

#[test]
fn sizes_in_an_archive_are_not_believed() {
    let folder = Folder::new("promises");
    let refusal = |size, kind, name| {
        let path = folder.write("x.tar", promising(size, kind, name));
        open_sources(&[path]).unwrap().last().unwrap().content.unwrap_err()
    };
    let file = EntryType::Regular;
    assert!(matches!(refusal(u64::MAX / 4, file, "a.json"), SourceRefusal::TooMuchToSkip { .. }));
    assert!(matches!(refusal(60 << 20, file, "a.json"), SourceRefusal::Unreadable(_)));
    assert!(matches!(refusal(2 << 20, EntryType::GNULongName, "a.json"), SourceRefusal::Unreadable(_)));
    assert!(matches!(refusal(1024, EntryType::GNUSparse, "a.json"), SourceRefusal::UnusualArchive | SourceRefusal::Unreadable(_)));
}

#[test]
fn a_bundle_beyond_the_limit_is_refused_and_the_next_one_still_comes() {
    let folder = Folder::new("beyond");
    let tar = tarball(&[("a.json", &vec![b' '; (64 << 20) + 1]), ("b.json", b"1")]);
    let path = folder.write("x.tar.zst", zstd::encode_all(tar.as_slice(), 1).unwrap());
    let found: Vec<_> = open_sources(&[path]).unwrap().map(|source| source.content).collect();
    assert!(matches!(found[0], Err(SourceRefusal::TooLarge { .. })));
    assert_eq!(found[1].as_deref().unwrap(), b"1");
}

#[test]
fn what_cannot_be_imported_is_said_before_anything_is_read() {
    let folder = Folder::new("unknown");
    let refusal = |path: PathBuf| open_sources(&[path]).unwrap_err();
    assert!(matches!(refusal(folder.0.join("nowhere.json")), SourceRefusal::CannotOpen { .. }));
    assert!(matches!(refusal(folder.write("x.tar.gz", "")), SourceRefusal::UnknownKind { .. }));
    fs::create_dir(folder.0.join("empty")).unwrap();
    assert!(matches!(refusal(folder.0.join("empty")), SourceRefusal::EmptyFolder { .. }));
    let path = folder.write("e.tar", tarball(&[("a.txt", b"1")]));
    let found: Vec<_> = open_sources(&[path]).unwrap().collect();
    assert!(matches!(found.as_slice(), [Source { content: Err(SourceRefusal::EmptyArchive), .. }]));
}
