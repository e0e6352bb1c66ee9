//! The key everything hangs on, and the keys that are derived from it.

use std::path::Path;

use aws_lc_rs::hkdf;
use zeroize::Zeroizing;

use crate::{Chance, Problem};

/// The key everything hangs on. 32 bytes in a file only its owner may read.
pub struct RootKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for RootKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RootKey(•••)")
    }
}

/// Why the root key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RootKeyError {
    /// The file cannot be read or written.
    #[error("the root key {path} cannot be opened: {source}")]
    File {
        /// Where.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not 32 bytes.
    #[error("the root key {path} is not a key of 32 bytes; restore it from your copy, never make a new one over existing data")]
    Shape {
        /// Where.
        path: String,
    },
    /// Others may read it.
    #[error("the root key {path} can be read by others; run: chmod 600 {path}")]
    Open {
        /// Where.
        path: String,
    },
}

impl RootKey {
    /// Reads the key, or makes one where the file does not exist (mode 0600).
    ///
    /// # Errors
    /// [`RootKeyError`], saying what to do.
    pub fn load_or_create(path: &Path, chance: &Chance) -> Result<Self, RootKeyError> {
        use std::{
            io::Write as _,
            os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
        };
        let shown = path.display().to_string();
        let file = |source| RootKeyError::File { path: shown.clone(), source };
        match std::fs::read(path) {
            Ok(bytes) => {
                let bytes = Zeroizing::new(bytes);
                let mode = std::fs::metadata(path).map_err(file)?.permissions().mode();
                if mode & 0o077 != 0 {
                    return Err(RootKeyError::Open { path: shown });
                }
                let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| RootKeyError::Shape { path: shown.clone() })?;
                Ok(Self(Zeroizing::new(key)))
            }
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(file)?;
                }
                let key = Self(Zeroizing::new(chance.bytes()));
                let mut to = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(file)?;
                to.write_all(&*key.0).and_then(|()| to.sync_all()).map_err(file)?;
                Ok(key)
            }
            Err(other) => Err(file(other)),
        }
    }

    /// A key for tests.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A 32-byte key for one purpose (HKDF-SHA-256 with the purpose as info).
    ///
    /// # Errors
    /// [`Problem::Broken`] when the library refuses, which it does not for 32 bytes.
    pub fn derive(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>, Problem> {
        derive(&*self.0, purpose)
    }
}
pub(super) fn derive(secret: &[u8], purpose: &str) -> Result<Zeroizing<[u8; 32]>, Problem> {
    let mut key = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, b"wellkept")
        .extract(secret)
        .expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut *key))
        .map_err(|_| Problem::broken("key derivation refused"))?;
    Ok(key)
}
