//! Where clinics' keys live: wrapped by the root key, in a database of their own.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Column, KeyRing, RootKey, Sealable, Sealed};
use crate::{
    Chance, Clock, Problem,
    id::{ClinicId, Id as _},
    sql,
};

/// Where clinics' keys live: wrapped by the root key, in a database of their own.
#[derive(Debug)]
pub struct Vault {
    wrapping: KeyRing,
    store: crate::tenancy::Pool,
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
    pub(crate) fn new(root: &RootKey, store: crate::tenancy::Pool, clock: Clock, chance: Chance) -> Result<Self, Problem> {
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

    /// Whether the key store answers.
    pub(crate) async fn answers(&self) -> bool {
        let Ok(store) = crate::tenancy::lend(&self.store).await else { return false };
        store.query_one(sql!(Keys: "select 1 as alive").text(), &[]).await.is_ok()
    }

    async fn fetch_or_make(&self, clinic: ClinicId) -> Result<KeyRing, Problem> {
        let store = crate::tenancy::lend(&self.store).await?;
        let key_id = crate::id::fresh(&self.clock, &self.chance);
        let wrapped = self.wrapping.seal(&WRAPPED, KeyRow(key_id), &WrappedKey(Zeroizing::new(self.chance.bytes())))?;
        let made = store.prepare_cached(sql!(Keys: "insert into clinic_key (clinic_id, key_id, wrapped, made_at) values ($1, $2, $3, $4) on conflict (clinic_id) do nothing").text()).await?;
        store.execute(&made, &[&clinic, &key_id, &wrapped, &self.clock.now()]).await?;
        let kept = store.prepare_cached(sql!(Keys: "select key_id, wrapped from clinic_key where clinic_id = $1").text()).await?;
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
