//! Where the socket lies: PostgreSQL allows 107 bytes for the whole path.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::error::ClusterError;
use crate::folder;

/// The number in the socket's file name; there is no network port.
pub(crate) const PORT: u16 = 5432;

/// Leaves room for the name of the socket below the kernel's limit, with some to spare.
const LONGEST: usize = 86;

/// The folder for the socket of this data directory, made and checked.
pub(crate) fn folder(data_dir: &Path, account: &Account) -> Result<PathBuf, ClusterError> {
    // /run belongs to root, so nobody can take the name before us; in /tmp the owner is checked.
    let base = if account.is_another() && Path::new("/run").is_dir() { "/run" } else { "/tmp" };
    let dir = choose(data_dir, Path::new(base), account.uid);
    folder::private_dir(&dir, account)?;
    Ok(dir)
}

/// The full path of the socket in its folder.
pub(crate) fn file(dir: &Path, port: u16) -> PathBuf {
    dir.join(format!(".s.PGSQL.{port}"))
}

fn choose(data_dir: &Path, base: &Path, uid: u32) -> PathBuf {
    let inside = data_dir.join("run");
    let bytes = inside.as_os_str().as_bytes();
    // PostgreSQL takes a list of folders with commas and quotes, and connection URLs dislike more than that.
    let plain = bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(b));
    if bytes.len() <= LONGEST && plain {
        return inside;
    }
    base.join(format!("wellkept-{uid}-{:016x}", stable_hash(data_dir.as_os_str().as_bytes())))
}

/// FNV-1a: the standard library's hash may change between releases, and a name must not.
fn stable_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_plain_path_keeps_the_socket_with_the_data() {
        assert_eq!(choose(Path::new("/srv/pg"), Path::new("/tmp"), 7), Path::new("/srv/pg/run"));
    }

    #[test]
    fn a_long_or_odd_path_gets_a_short_stable_folder() {
        let long = format!("/{}", "x".repeat(90));
        let dir = choose(Path::new(&long), Path::new("/tmp"), 7);
        assert!(dir.starts_with("/tmp") && dir.as_os_str().len() < 60, "{}", dir.display());
        assert_eq!(dir, choose(Path::new(&long), Path::new("/tmp"), 7));
        assert!(choose(Path::new("/srv/a,b"), Path::new("/run"), 7).starts_with("/run"));
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(stable_hash(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
