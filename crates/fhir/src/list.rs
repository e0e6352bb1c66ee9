//! A JSON list with a cap. A three-byte `{}` becomes a struct of hundreds of bytes in memory,
//! so a list without a cap would let a small file take all of it.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// The words by which [`too_long`] knows the error again; serde has no typed one.
const TOO_LONG: &str = "the list is too long";

/// At most `CAP` things.
#[derive(Debug)]
pub(crate) struct List<T, const CAP: usize = 1_000>(Vec<T>);

impl<T, const CAP: usize> Default for List<T, CAP> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const CAP: usize> Deref for List<T, CAP> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const CAP: usize> IntoIterator for List<T, CAP> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, T: Deserialize<'de>, const CAP: usize> Deserialize<'de> for List<T, CAP> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Capped<T, const CAP: usize>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>, const CAP: usize> Visitor<'de> for Capped<T, CAP> {
            type Value = List<T, CAP>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of at most {CAP}")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    if items.len() == CAP {
                        return Err(A::Error::custom(TOO_LONG));
                    }
                    items.push(item);
                }
                Ok(List(items))
            }
        }

        deserializer.deserialize_seq(Capped(PhantomData))
    }
}

/// Whether a list went over its cap.
pub(crate) fn too_long(error: &serde_json::Error) -> bool {
    error.is_data() && error.to_string().starts_with(TOO_LONG)
}
