//! Keeps: "Ids explain themselves and cannot be mixed". `pat_…` cannot be given where `apt_…` is asked for.

use crate::{Chance, Clock};

/// A fresh UUIDv7: sortable by time, 74 random bits, so that it can be neither guessed nor counted.
#[must_use]
pub fn fresh(clock: &Clock, chance: &Chance) -> uuid::Uuid {
    let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &chance.bytes()).into_uuid()
}

/// What every typed id can do. Implemented by [`id!`](crate::id!).
pub trait Id: Copy + std::fmt::Display + std::str::FromStr {
    /// The letters before the underscore.
    const PREFIX: &'static str;
    /// Wraps the value of a column.
    fn from_uuid(uuid: uuid::Uuid) -> Self;
    /// The value for a column.
    fn uuid(self) -> uuid::Uuid;
    /// A new one.
    #[must_use]
    fn fresh(clock: &Clock, chance: &Chance) -> Self {
        Self::from_uuid(fresh(clock, chance))
    }
}

/// The text is not an id of the kind asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("this is not an id that begins with {0}_")]
pub struct NotAnId(pub &'static str);

/// Declares a typed id with its prefix: `id!(/// A patient. PatientId, "pat");`
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($crate::reexport::uuid::Uuid);

        impl $crate::id::Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: $crate::reexport::uuid::Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> $crate::reexport::uuid::Uuid { self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { std::fmt::Display::fmt(self, f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.strip_prefix(concat!($prefix, "_"))
                    .filter(|rest| rest.len() == 32)
                    .and_then(|rest| $crate::reexport::uuid::Uuid::try_parse(rest).ok())
                    .map(Self)
                    .ok_or($crate::id::NotAnId($prefix))
            }
        }
        impl $crate::reexport::tokio_postgres::types::ToSql for $name {
            fn to_sql(&self, ty: &$crate::reexport::tokio_postgres::types::Type, out: &mut $crate::id::BytesMut)
                -> Result<$crate::reexport::tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
                self.0.to_sql(ty, out)
            }
            fn accepts(ty: &$crate::reexport::tokio_postgres::types::Type) -> bool {
                <$crate::reexport::uuid::Uuid as $crate::reexport::tokio_postgres::types::ToSql>::accepts(ty)
            }
            $crate::reexport::tokio_postgres::types::to_sql_checked!();
        }
        impl<'a> $crate::reexport::tokio_postgres::types::FromSql<'a> for $name {
            fn from_sql(ty: &$crate::reexport::tokio_postgres::types::Type, raw: &'a [u8])
                -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
                <$crate::reexport::uuid::Uuid as $crate::reexport::tokio_postgres::types::FromSql>::from_sql(ty, raw).map(Self)
            }
            fn accepts(ty: &$crate::reexport::tokio_postgres::types::Type) -> bool {
                <$crate::reexport::uuid::Uuid as $crate::reexport::tokio_postgres::types::FromSql>::accepts(ty)
            }
        }
        impl $crate::reexport::serde::Serialize for $name {
            fn serialize<S: $crate::reexport::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as $crate::reexport::serde::Deserialize>::deserialize(from)?;
                text.parse().map_err($crate::reexport::serde::de::Error::custom)
            }
        }
    };
}

#[doc(hidden)]
pub use bytes::BytesMut;

crate::id!(
    /// A clinic: the tenant every row, key and act belongs to.
    ClinicId, "cli"
);
crate::id!(
    /// A person who signs in.
    PersonId, "per"
);
crate::id!(
    /// One signed-in browser.
    SessionId, "ses"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself_and_not_as_another_kind() {
        let id = ClinicId::fresh(&Clock::system(), &Chance::seeded(1));
        assert_eq!(id.to_string().parse::<ClinicId>(), Ok(id));
        assert_eq!(id.to_string().parse::<PersonId>(), Err(NotAnId("per")));
        assert!("cli_".parse::<ClinicId>().is_err());
        assert!("cli_../../etc/passwd".parse::<ClinicId>().is_err());
    }
}
