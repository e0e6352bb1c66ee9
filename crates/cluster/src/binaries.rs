//! Finds the PostgreSQL programs of this machine.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::ClusterError;

/// The oldest major version Wellkept is tested with.
pub const OLDEST: u32 = 15;

/// Debian and Ubuntu keep every major version in a folder of its own here.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The version of the PostgreSQL programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Such as 15: decides which data directories fit.
    pub major: u32,
    /// Such as 20: security and bug fixes.
    pub minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A folder with initdb and postgres, and their version.
#[derive(Debug, Clone)]
pub(crate) struct Binaries {
    pub(crate) dir: PathBuf,
    pub(crate) version: Version,
}

/// Where to look: a named folder, else the environment as `lookup` tells it, else the usual places.
///
/// With `wanted` (the major version of existing data) an installation of that version is preferred over
/// a newer one, because after a system upgrade both are there and only one can read the data.
pub(crate) fn find(named: Option<&Path>, lookup: impl Fn(&str) -> Option<OsString>, wanted: Option<u32>) -> Result<Binaries, ClusterError> {
    find_in(named, lookup, wanted, Path::new(DEBIAN))
}

fn find_in(
    named: Option<&Path>,
    lookup: impl Fn(&str) -> Option<OsString>,
    wanted: Option<u32>,
    debian: &Path,
) -> Result<Binaries, ClusterError> {
    let named = named.map(Path::to_path_buf).or_else(|| lookup("PG_BIN_DIR").filter(|v| !v.is_empty()).map(PathBuf::from));
    if let Some(dir) = named {
        return examine(&dir).map_err(|why| ClusterError::BadBinaries { dir, why });
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(debian).into_iter().flatten().flatten().map(|entry| entry.path().join("bin")).collect();
    folders.extend(lookup("PATH").iter().flat_map(std::env::split_paths).filter(|p| p.is_absolute()));
    // A stable sort keeps the order of the search among equal versions.
    let mut found: Vec<Binaries> = folders.iter().filter_map(|dir| examine(dir).ok()).collect();
    found.sort_by_key(|b| {
        let fits = wanted == Some(b.version.major);
        std::cmp::Reverse((fits, b.version.major, b.version.minor))
    });
    found.into_iter().next().ok_or_else(|| ClusterError::NoBinaries { looked: format!("PG_BIN_DIR, {}/*/bin and PATH", debian.display()) })
}

fn examine(dir: &Path) -> Result<Binaries, String> {
    let dir = dir.canonicalize().map_err(|e| e.to_string())?;
    for program in ["initdb", "postgres"] {
        if !dir.join(program).is_file() {
            return Err(format!("there is no {program} in it"));
        }
    }
    let output = Command::new(dir.join("postgres"))
        .arg("--version")
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("its postgres does not run ({e})"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let version = parse(&said).ok_or_else(|| format!("its postgres gives no version ({})", said.trim()))?;
    if version.major < OLDEST {
        return Err(format!("it is version {version}"));
    }
    Ok(Binaries { dir, version })
}

/// Reads `postgres (PostgreSQL) 15.20 (Debian …)`, and `17beta1` as 17.0.
fn parse(said: &str) -> Option<Version> {
    let number = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = number.split('.');
    let digits = |s: &str| s.chars().take_while(char::is_ascii_digit).collect::<String>();
    let major = digits(parts.next()?).parse().ok()?;
    let minor = parts.next().and_then(|p| digits(p).parse().ok()).unwrap_or(0);
    Some(Version { major, minor })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn pretend(dir: &Path, version: &str) {
        fs::create_dir_all(dir).unwrap();
        for program in ["initdb", "postgres"] {
            let path = dir.join(program);
            fs::write(&path, format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    #[test]
    fn versions_are_read_as_distributions_print_them() {
        assert_eq!(parse("postgres (PostgreSQL) 15.20 (Debian 15.20-1)"), Some(Version { major: 15, minor: 20 }));
        assert_eq!(parse("postgres (PostgreSQL) 19beta2"), Some(Version { major: 19, minor: 0 }));
        assert_eq!(parse("not a database"), None);
    }

    #[test]
    fn the_search_prefers_the_named_folder_then_what_fits_the_data_then_the_newest() {
        let root = std::env::temp_dir().join(format!("wk-bin-{}", std::process::id()));
        let debian = root.join("debian");
        pretend(&debian.join("14/bin"), "14.9");
        pretend(&debian.join("15/bin"), "15.20");
        pretend(&debian.join("17/bin"), "17.2");
        pretend(&root.join("path"), "16.1");
        let path = root.join("path").into_os_string();
        let env = |name: &str| (name == "PATH").then(|| path.clone());
        let major = |wanted| find_in(None, env, wanted, &debian).unwrap().version.major;

        assert_eq!(major(None), 17);
        assert_eq!(major(Some(15)), 15);
        assert_eq!(major(Some(16)), 16);
        assert_eq!(major(Some(14)), 17, "14 is too old, so the caller reports the mismatch");

        let old = debian.join("14/bin").into_os_string();
        let env = |name: &str| (name == "PG_BIN_DIR").then(|| old.clone());
        let told = find_in(None, env, None, &debian).unwrap_err().to_string();
        assert!(told.contains("14.9"), "{told}");

        let told = find_in(None, |_| None, None, &root.join("none")).unwrap_err().to_string();
        assert!(told.contains("apt-get install postgresql"), "{told}");
        fs::remove_dir_all(root).unwrap();
    }
}
