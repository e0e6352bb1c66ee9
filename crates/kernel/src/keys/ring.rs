//! The keys of one owner: they seal, open and tag.

use std::marker::PhantomData;

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey},
    hmac,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Column, RootKey, Sealable, Sealed, root::derive};
use crate::{Private, Problem, id::Id};

const VERSION: u8 = 1;
const NONCE: usize = 12;
const HEADER: usize = 1 + 16;
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
    pub(super) fn new(owner: Uuid, key_id: Uuid, secret: Zeroizing<[u8; 32]>) -> Result<Self, Problem> {
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

    fn index_key(&self, index: &str) -> Result<hmac::Key, Problem> {
        Ok(hmac::Key::new(hmac::HMAC_SHA256, &*derive(&*self.secret, index)?))
    }

    /// A keyed tag of a text for an index: equal texts of this owner give equal tags, and nobody without the key can guess.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn tag(&self, index: &str, text: &str) -> Result<Vec<u8>, Problem> {
        let key = self.index_key(index)?;
        Ok(hmac::sign(&key, text.as_bytes()).as_ref().get(..16).unwrap_or_default().to_vec())
    }

    /// As [`KeyRing::tag`], many at once and 8 bytes each, for search tokens. False matches are possible and are weeded after opening.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn short_tags<S: AsRef<str>>(&self, index: &str, texts: impl IntoIterator<Item = S>) -> Result<Vec<i64>, Problem> {
        let key = self.index_key(index)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyRow;

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
}
