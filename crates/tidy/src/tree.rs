//! The files of the project, read once for all tests.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// A text file; `path` is relative to the root, with `/`.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is(&self, ending: &str) -> bool {
        self.path.ends_with(ending)
    }

    /// Tests of any kind, and the crates that exist for tests.
    pub(crate) fn is_for_tests(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.contains("/benches/")
            || ["crates/testkit/", "crates/tidy/"].iter().any(|of| self.path.starts_with(of))
    }

    /// A Rust file without the tests at its foot.
    pub(crate) fn code(&self) -> &str {
        self.text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default()
    }

    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.text.get(..offset).unwrap_or_default().matches('\n').count() + 1
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let root = root();
    let skipped = |name: &str| ["target", ".git", "data", "node_modules"].contains(&name);
    let mut files: Vec<File> = walkdir::WalkDir::new(&root)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_str().is_some_and(skipped))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
            let wanted =
                [".rs", ".html", ".ftl", ".toml", ".sql", ".css", ".js", ".mjs", ".md"].iter().any(|ending| path.ends_with(ending));
            let text = if wanted { std::fs::read_to_string(entry.path()).ok()? } else { String::new() };
            Some(File { path, text })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
});

/// Every file; the text of those that are neither code, template, words, settings nor SQL is left empty.
pub(crate) fn files() -> &'static [File] {
    &FILES
}

/// Rust files of the crates.
pub(crate) fn rust() -> impl Iterator<Item = &'static File> {
    files().iter().filter(|file| file.is(".rs") && file.path.starts_with("crates/"))
}

/// Page templates.
pub(crate) fn templates() -> impl Iterator<Item = &'static File> {
    files().iter().filter(|file| file.is(".html") && file.path.starts_with("crates/") && file.path.contains("/src/"))
}

/// Fails with the list, if there is one, and with what to do.
#[track_caller]
pub(crate) fn nothing(found: &[String], what_to_do: &str) {
    assert!(found.is_empty(), "\n{}\n→ {what_to_do}\n", found.join("\n"));
}
