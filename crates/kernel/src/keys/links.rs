//! Short secrets that are kept nowhere: links in messages, form tokens.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::RootKey;
use crate::Problem;

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

#[cfg(test)]
mod tests {
    use super::*;

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
