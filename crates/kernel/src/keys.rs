//! Keeps: "Names, phones and notes stand encrypted in the database" (AMX-TEN-02). AES-256-GCM under a key of the clinic's own,
//! bound to clinic, table, column and row, so that a value moved to another row does not open.
//!
//! A root key wraps the clinics' keys; the wrapped keys live in a database of their own, so that destroying one
//! makes every copy of that clinic's data unreadable, backups included.

use std::{
    collections::HashMap,
    marker::PhantomData,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey},
    hkdf, hmac,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Chance, Clock, Private, Problem,
    id::{ClinicId, Id},
    sql,
};

const VERSION: u8 = 1;
const NONCE: usize = 12;
const HEADER: usize = 1 + 16;

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

fn derive(secret: &[u8], purpose: &str) -> Result<Zeroizing<[u8; 32]>, Problem> {
    let mut key = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, b"wellkept")
        .extract(secret)
        .expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut *key))
        .map_err(|_| Problem::broken("key derivation refused"))?;
    Ok(key)
}

/// What can be sealed: it becomes bytes and comes back.
pub trait Sealable: Sized {
    /// The plaintext.
    fn to_plain(&self) -> Result<Vec<u8>, Problem>;
    /// Reads the plaintext back.
    fn from_plain(plain: &[u8]) -> Result<Self, Problem>;
}

impl Sealable for String {
    fn to_plain(&self) -> Result<Vec<u8>, Problem> {
        Ok(self.as_bytes().to_vec())
    }
    fn from_plain(plain: &[u8]) -> Result<Self, Problem> {
        Self::from_utf8(plain.to_vec()).map_err(|_| Problem::broken("a sealed text is not UTF-8"))
    }
}

/// Seals any serde type as JSON: `sealed_as_json!(Particulars);`
#[macro_export]
macro_rules! sealed_as_json {
    ($($name:ty),+) => {$(
        impl $crate::keys::Sealable for $name {
            fn to_plain(&self) -> Result<Vec<u8>, $crate::Problem> {
                $crate::keys::json_bytes(self)
            }
            fn from_plain(plain: &[u8]) -> Result<Self, $crate::Problem> {
                $crate::keys::json_value(plain)
            }
        }
    )+};
}

#[doc(hidden)]
pub fn json_bytes<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|_| Problem::broken("a value cannot be sealed as JSON"))
}

#[doc(hidden)]
pub fn json_value<T: serde::de::DeserializeOwned>(plain: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(plain).map_err(|_| Problem::broken("a sealed JSON does not read back"))
}

/// A sealed column: where it stands and what it holds. `const NAME: Column<String> = Column::new("patient", "name");`
#[derive(Debug)]
pub struct Column<T> {
    table: &'static str,
    column: &'static str,
    holds: PhantomData<fn() -> T>,
}

impl<T> Column<T> {
    /// Names the column.
    #[must_use]
    pub const fn new(table: &'static str, column: &'static str) -> Self {
        Self { table, column, holds: PhantomData }
    }
}

/// A value as it stands in the database: version, key id, nonce, ciphertext, tag. Opens only in its own place.
pub struct Sealed<T> {
    bytes: Vec<u8>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), holds: PhantomData }
    }
}

impl<T> std::fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.bytes.len())
    }
}

impl<T> tokio_postgres::types::ToSql for Sealed<T> {
    fn to_sql(
        &self,
        ty: &tokio_postgres::types::Type,
        out: &mut bytes::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.bytes.to_sql(ty, out)
    }
    fn accepts(ty: &tokio_postgres::types::Type) -> bool {
        *ty == tokio_postgres::types::Type::BYTEA
    }
    tokio_postgres::types::to_sql_checked!();
}

impl<'a, T> tokio_postgres::types::FromSql<'a> for Sealed<T> {
    fn from_sql(_: &tokio_postgres::types::Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self { bytes: raw.to_vec(), holds: PhantomData })
    }
    fn accepts(ty: &tokio_postgres::types::Type) -> bool {
        *ty == tokio_postgres::types::Type::BYTEA
    }
}

/// The keys of one owner (a clinic, or the platform): one for columns, and one for each index.
pub struct KeyRing {
    owner: Uuid,
    key_id: Uuid,
    columns: RandomizedNonceKey,
    secret: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({})", self.owner)
    }
}

impl KeyRing {
    fn new(owner: Uuid, key_id: Uuid, secret: Zeroizing<[u8; 32]>) -> Result<Self, Problem> {
        let columns =
            RandomizedNonceKey::new(&AES_256_GCM, &*derive(&*secret, "columns")?).map_err(|_| Problem::broken("a key was refused"))?;
        Ok(Self { owner, key_id, columns, secret })
    }

    /// The platform's own ring, from the root key: for people's sign-in addresses, which belong to no one clinic.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn of_platform(root: &RootKey) -> Result<Self, Problem> {
        Self::new(Uuid::nil(), Uuid::nil(), root.derive("platform")?)
    }

    fn place<T>(&self, column: &Column<T>, row: Uuid) -> String {
        format!("{}|{}|{}|{}", self.owner, column.table, column.column, row)
    }

    /// Seals a value for one row of one column.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn seal<T: Sealable>(&self, column: &Column<T>, row: impl Id, value: &T) -> Result<Sealed<T>, Problem> {
        let mut bytes = value.to_plain()?;
        let nonce = self
            .columns
            .seal_in_place_append_tag(Aad::from(self.place(column, row.uuid())), &mut bytes)
            .map_err(|_| Problem::broken("a value could not be sealed"))?;
        let mut envelope = Vec::with_capacity(HEADER + NONCE + bytes.len());
        envelope.push(VERSION);
        envelope.extend_from_slice(self.key_id.as_bytes());
        envelope.extend_from_slice(nonce.as_ref());
        envelope.append(&mut bytes);
        Ok(Sealed { bytes: envelope, holds: PhantomData })
    }

    /// Opens a value in its own place. A value from another row, column, table or clinic does not open.
    ///
    /// # Errors
    /// [`Problem::Broken`] when it was altered, moved or sealed under another key.
    pub fn open<T: Sealable>(&self, column: &Column<T>, row: impl Id, sealed: &Sealed<T>) -> Result<Private<T>, Problem> {
        let wrong = || Problem::broken(format!("integrity: {}.{} of one row does not open", column.table, column.column));
        let (header, rest) = sealed.bytes.split_at_checked(HEADER).ok_or_else(wrong)?;
        let (nonce, body) = rest.split_at_checked(NONCE).ok_or_else(wrong)?;
        if header.first() != Some(&VERSION) || header.get(1..) != Some(self.key_id.as_bytes().as_slice()) {
            return Err(wrong());
        }
        let mut body = Zeroizing::new(body.to_vec());
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong())?;
        let plain = self.columns.open_in_place(nonce, Aad::from(self.place(column, row.uuid())), &mut body).map_err(|_| wrong())?;
        T::from_plain(plain).map(Private::new)
    }

    /// A keyed tag of a text for an index: equal texts of this owner give equal tags, and nobody without the key can guess.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn tag(&self, index: &str, text: &str) -> Result<Vec<u8>, Problem> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*derive(&*self.secret, index)?);
        Ok(hmac::sign(&key, text.as_bytes()).as_ref().get(..16).unwrap_or_default().to_vec())
    }

    /// As [`KeyRing::tag`], many at once and 8 bytes each, for search tokens. False matches are possible and are weeded after opening.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn short_tags<S: AsRef<str>>(&self, index: &str, texts: impl IntoIterator<Item = S>) -> Result<Vec<i64>, Problem> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*derive(&*self.secret, index)?);
        Ok(texts
            .into_iter()
            .map(|text| {
                let mut short = [0; 8];
                short.copy_from_slice(hmac::sign(&key, text.as_ref().as_bytes()).as_ref().get(..8).unwrap_or(&[0; 8]));
                i64::from_be_bytes(short)
            })
            .collect())
    }
}

/// Signs and checks short secrets that are kept nowhere: links in messages, form tokens.
#[derive(Clone)]
pub struct Seal(hmac::Key);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(•••)")
    }
}

impl Seal {
    /// One for each purpose, from the root key.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn new(root: &RootKey, purpose: &str) -> Result<Self, Problem> {
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &*root.derive(purpose)?)))
    }

    fn mac(&self, id: Uuid, bound_to: &[u8]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(id.as_bytes());
        context.update(bound_to);
        context.sign()
    }

    /// 43 characters: the id and its tag, bound to a context such as the session.
    #[must_use]
    pub fn issue(&self, id: Uuid, bound_to: &[u8]) -> String {
        let mut token = id.as_bytes().to_vec();
        token.extend_from_slice(self.mac(id, bound_to).as_ref().get(..16).unwrap_or_default());
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The id, if the token is ours and bound to this context. Constant time in the tag.
    #[must_use]
    pub fn check(&self, token: &str, bound_to: &[u8]) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == 32)?;
        let (id, tag) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let right = self.mac(id, bound_to);
        subtle::ConstantTimeEq::ct_eq(tag, right.as_ref().get(..16)?).unwrap_u8().eq(&1).then_some(id)
    }
}

/// Where clinics' keys live: wrapped by the root key, in a database of their own.
#[derive(Debug)]
pub struct Vault {
    wrapping: KeyRing,
    store: deadpool_postgres::Pool,
    clock: Clock,
    chance: Chance,
    opened: RwLock<HashMap<ClinicId, Arc<KeyRing>>>,
}

const WRAPPED: Column<WrappedKey> = Column::new("clinic_key", "wrapped");

struct WrappedKey(Zeroizing<[u8; 32]>);

impl Sealable for WrappedKey {
    fn to_plain(&self) -> Result<Vec<u8>, Problem> {
        Ok(self.0.to_vec())
    }
    fn from_plain(plain: &[u8]) -> Result<Self, Problem> {
        let key = <[u8; 32]>::try_from(plain).map_err(|_| Problem::broken("a wrapped key is not 32 bytes"))?;
        Ok(Self(Zeroizing::new(key)))
    }
}

impl Vault {
    pub(crate) fn new(root: &RootKey, store: deadpool_postgres::Pool, clock: Clock, chance: Chance) -> Result<Self, Problem> {
        let wrapping = KeyRing::new(Uuid::nil(), Uuid::nil(), root.derive("wrap clinic keys")?)?;
        Ok(Self { wrapping, store, clock, chance, opened: RwLock::default() })
    }

    /// The clinic's ring, made at the first asking. A destroyed key is never made anew.
    ///
    /// # Errors
    /// [`Problem::Away`] when the key store cannot be reached; [`Problem::NotFound`] when the key was destroyed.
    pub(crate) async fn ring(&self, clinic: ClinicId) -> Result<Arc<KeyRing>, Problem> {
        if let Some(ring) = self.opened.read().unwrap_or_else(PoisonError::into_inner).get(&clinic) {
            return Ok(Arc::clone(ring));
        }
        let ring = Arc::new(self.fetch_or_make(clinic).await?);
        self.opened.write().unwrap_or_else(PoisonError::into_inner).insert(clinic, Arc::clone(&ring));
        Ok(ring)
    }

    async fn fetch_or_make(&self, clinic: ClinicId) -> Result<KeyRing, Problem> {
        let store = crate::tenancy::lend(&self.store).await?;
        let key_id = crate::id::fresh(&self.clock, &self.chance);
        let wrapped = self.wrapping.seal(&WRAPPED, KeyRow(key_id), &WrappedKey(Zeroizing::new(self.chance.bytes())))?;
        let made = store.prepare_cached(sql!("insert into clinic_key (clinic_id, key_id, wrapped, made_at) values ($1, $2, $3, $4) on conflict (clinic_id) do nothing").text()).await?;
        store.execute(&made, &[&clinic, &key_id, &wrapped, &self.clock.now()]).await?;
        let kept = store.prepare_cached(sql!("select key_id, wrapped from clinic_key where clinic_id = $1").text()).await?;
        let row = store.query_one(&kept, &[&clinic]).await?;
        let key_id: Uuid = row.try_get("key_id")?;
        let wrapped: Option<Sealed<WrappedKey>> = row.try_get("wrapped")?;
        let secret = self.wrapping.open(&WRAPPED, KeyRow(key_id), &wrapped.ok_or(Problem::NotFound)?)?.into_inner().0;
        KeyRing::new(clinic.uuid(), key_id, secret)
    }
}

crate::id!(
    /// A row of the key store.
    KeyRow, "key"
);

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Column<String> = Column::new("patient", "name");
    const NOTE: Column<String> = Column::new("note", "content");

    fn ring(byte: u8) -> KeyRing {
        KeyRing::new(Uuid::from_u128(u128::from(byte)), Uuid::from_u128(9), Zeroizing::new([byte; 32])).unwrap()
    }

    fn row(n: u128) -> KeyRow {
        KeyRow::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn a_sealed_name_opens_in_its_own_place_only() {
        let ring_a = ring(1);
        let sealed = ring_a.seal(&NAME, row(1), &"Ayesha Khan".to_owned()).unwrap();
        assert_eq!(ring_a.open(&NAME, row(1), &sealed).unwrap().reveal(), "Ayesha Khan");
        assert!(ring_a.open(&NAME, row(2), &sealed).is_err(), "another row");
        assert!(ring_a.open(&NOTE, row(1), &sealed).is_err(), "another column");
        assert!(ring(2).open(&NAME, row(1), &sealed).is_err(), "another clinic");
        for cut in [0, 1, 17, 30] {
            let short = Sealed { bytes: sealed.bytes[..cut].to_vec(), holds: PhantomData };
            assert!(ring_a.open(&NAME, row(1), &short).is_err(), "cut to {cut}");
        }
    }

    #[test]
    fn any_altered_byte_is_noticed() {
        let ring = ring(3);
        let sealed = ring.seal(&NAME, row(1), &"x".to_owned()).unwrap();
        for at in 0..sealed.bytes.len() {
            let mut bytes = sealed.bytes.clone();
            bytes[at] ^= 1;
            assert!(ring.open(&NAME, row(1), &Sealed { bytes, holds: PhantomData }).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_same_name_sealed_twice_looks_different_and_tags_differ_between_clinics() {
        let ring_a = ring(1);
        let twice = [1, 2].map(|_| ring_a.seal(&NAME, row(1), &"A".to_owned()).unwrap().bytes);
        assert_ne!(twice[0], twice[1]);
        assert_eq!(ring_a.tag("phone", "+92").unwrap(), ring_a.tag("phone", "+92").unwrap());
        assert_ne!(ring_a.tag("phone", "+92").unwrap(), ring(2).tag("phone", "+92").unwrap());
        assert_ne!(ring_a.tag("phone", "+92").unwrap(), ring_a.tag("name", "+92").unwrap());
    }

    #[test]
    fn a_link_with_one_changed_character_is_not_ours() {
        let seal = Seal::new(&RootKey::from_bytes([5; 32]), "links").unwrap();
        let id = Uuid::from_u128(77);
        let token = seal.issue(id, b"session");
        assert_eq!(seal.check(&token, b"session"), Some(id));
        assert_eq!(seal.check(&token, b"other"), None);
        for at in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(seal.check(std::str::from_utf8(&forged).unwrap(), b"session"), None, "character {at}");
        }
    }
}
