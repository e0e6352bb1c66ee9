//! Keeps: "Names, phones and notes stand encrypted in the database" (AMX-TEN-02). AES-256-GCM under a key of the clinic's own,
//! bound to clinic, table, column and row, so that a value moved to another row does not open.
//!
//! A root key wraps the clinics' keys; the wrapped keys live in a database of their own, so that destroying one
//! makes every copy of that clinic's data unreadable, backups included.
mod links;
mod ring;
mod root;
mod sealed;
mod vault;

pub use links::Seal;
pub use ring::KeyRing;
pub use root::{RootKey, RootKeyError};
pub use sealed::{Column, Sealable, Sealed};
#[doc(hidden)]
pub use sealed::{json_bytes, json_value};
pub use vault::{KeyRow, Vault};
