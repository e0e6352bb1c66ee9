//! What is sealed, where it stands, and how it stands there.

use std::marker::PhantomData;

use crate::Problem;

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
    pub(super) table: &'static str,
    pub(super) column: &'static str,
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
    pub(super) bytes: Vec<u8>,
    pub(super) holds: PhantomData<fn() -> T>,
}

impl<T> Sealed<T> {
    /// A value that stood somewhere else than in the database; whether it is one, opening it tells.
    pub(crate) const fn of_bytes(bytes: Vec<u8>) -> Self {
        Self { bytes, holds: PhantomData }
    }

    /// The value as it stands there.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
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
