//! Keeps: "A passkey opens only here, and a copied one opens nothing". Made by WebAuthn's rules, checked by webauthn-rs: a challenge once,
//! our own origin, the person verified by their device. What was asked is kept here and not with the browser.

use kernel::{
    Problem,
    http::House,
    id::{Id as _, PersonId},
    keys::Column,
    sql,
    tenancy::{By, Event, PlatformTx, Row},
};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PublicKeyCredential, Url, Webauthn, WebauthnBuilder,
    WebauthnError,
};

use super::{
    factors::PasskeyId,
    ticket::{self, Purpose},
};
use crate::letters::{Letter, news::tell_login};

/// `person_passkey.credential`, as JSON.
pub const CREDENTIAL: Column<String> = Column::new("person_passkey", "credential");

/// What a page hands to the browser, and gets back with its answer.
#[derive(Debug)]
pub struct Asked {
    /// Names what was asked; five minutes, once.
    pub ticket: String,
    /// What the browser is asked, as JSON.
    pub options: String,
}

/// What a page sent back.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The ticket.
    pub ticket: &'a str,
    /// The browser's answer, as JSON.
    pub answer: &'a str,
}

/// Whom passkeys of this installation are for. `None` where browsers make none: at a bare IP address, and over plain http
/// anywhere but on the same machine.
#[must_use]
pub fn relying_party(base_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(base_url).ok()?;
    let host = origin.domain()?.to_owned();
    if origin.scheme() != "https" && host != "localhost" {
        return None;
    }
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name("Wellkept").build().ok()
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|_| Problem::broken("a passkey's JSON"))
}

/// Asks for anybody's passkey, on the page for signing in.
///
/// # Errors
/// [`Problem`].
pub async fn ask_anybody(house: &House) -> Result<Option<Asked>, Problem> {
    ask(house, Purpose::PasskeySignIn, None, &[]).await
}

/// Asks for a passkey of somebody who is known. `None` where they have none, or none can be used here.
///
/// # Errors
/// [`Problem`].
pub async fn ask_person(house: &House, person: PersonId) -> Result<Option<Asked>, Problem> {
    let tx = house.db().identity().await?;
    let rows =
        tx.rows(sql!(Identity: "select credential_id from person_passkey where person_id = $1 and stopped_at is null"), &[&person]).await?;
    let ids = rows.iter().map(|row| row.read("credential_id")).collect::<Result<Vec<Vec<u8>>, _>>()?;
    tx.commit().await?;
    if ids.is_empty() { Ok(None) } else { ask(house, Purpose::PasskeyProof, Some(person), &ids).await }
}

async fn ask(house: &House, purpose: Purpose, person: Option<PersonId>, allowed: &[Vec<u8>]) -> Result<Option<Asked>, Problem> {
    use base64::Engine as _;
    let Some(party) = relying_party(house.base_url()) else { return Ok(None) };
    let (challenge, state) = party.start_discoverable_authentication().map_err(|_| Problem::broken("a passkey cannot be asked for"))?;
    let mut options = serde_json::to_value(&challenge.public_key).map_err(|_| Problem::broken("a passkey's JSON"))?;
    let name = |id: &Vec<u8>| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(id);
    if let Some(options) = options.as_object_mut() {
        let allowed = allowed.iter().map(|id| serde_json::json!({ "type": "public-key", "id": name(id) })).collect();
        options.insert("allowCredentials".to_owned(), serde_json::Value::Array(allowed));
    }
    let ticket = ticket::issue(house.db(), purpose, person.map(Into::into), Some(&json(&state)?)).await?;
    Ok(Some(Asked { ticket, options: options.to_string() }))
}

/// Whose passkey it is, if it is right; `expected` is the person it was asked of, `None` on the page for signing in.
///
/// # Errors
/// [`Problem`].
pub async fn prove_passkey(
    house: &House,
    shown: Shown<'_>,
    expected: Option<PersonId>,
    address: &str,
) -> Result<Option<PersonId>, Problem> {
    let purpose = if expected.is_some() { Purpose::PasskeyProof } else { Purpose::PasskeySignIn };
    let held = ticket::redeem(house.db(), purpose, shown.ticket).await?.filter(|held| held.person == expected);
    let state = held.and_then(|held| held.said).and_then(|said| serde_json::from_str::<DiscoverableAuthentication>(said.reveal()).ok());
    let answer = serde_json::from_str::<PublicKeyCredential>(shown.answer).ok();
    let (Some(party), Some(state), Some(answer)) = (relying_party(house.base_url()), state, answer) else { return Ok(None) };
    let mut tx = house.db().identity().await?;
    let row = tx
        .maybe(
            sql!(Identity:
                "select passkey_id, person_id, credential from person_passkey where credential_id = $1 and stopped_at is null for update"
            ),
            &[&answer.raw_id],
        )
        .await?;
    let known = row.map(|row| Known::read(&tx, &row)).transpose()?;
    // Who was not known before must be named by the key itself; whoever is named must be its owner.
    let known = known.filter(|known| {
        let named = answer.response.user_handle.as_deref().map(|handle| handle == known.person.uuid().as_bytes());
        expected.is_none_or(|person| person == known.person) && named.unwrap_or(expected.is_some())
    });
    let Some(mut known) = known else {
        tx.record(Event::refused("identity.prove_passkey", By::Nobody).about(expected).from(address));
        tx.commit().await?;
        return Ok(None);
    };
    let judged = party.finish_discoverable_authentication_v2(&answer, state, DiscoverableKey::from(&known.passkey));
    let proven = match judged {
        Ok(result) if result.user_verified() => known.keep(&tx, &result).await.map(|()| true)?,
        Err(WebauthnError::CredentialPossibleCompromise) => {
            known.stop(&mut tx, address).await?;
            tell_login(&tx, house.db(), known.person, &Letter::PasskeyStopped).await.map(|()| false)?
        }
        _ => false,
    };
    if !proven {
        tx.record(Event::refused("identity.prove_passkey", By::Nobody).about(Some(known.person)).from(address));
    }
    tx.commit().await?;
    Ok(proven.then_some(known.person))
}

/// A passkey as it is kept.
struct Known {
    id: PasskeyId,
    person: PersonId,
    passkey: Passkey,
}

impl Known {
    fn read(tx: &PlatformTx, row: &Row) -> Result<Self, Problem> {
        let id: PasskeyId = row.read("passkey_id")?;
        let credential = tx.keys().open(&CREDENTIAL, id, &row.read("credential")?)?;
        let passkey = serde_json::from_str(credential.reveal()).map_err(|_| Problem::broken("a kept passkey does not read back"))?;
        Ok(Self { id, person: row.read("person_id")?, passkey })
    }

    /// Its counter and flags as they are now.
    async fn keep(&mut self, tx: &PlatformTx, result: &AuthenticationResult) -> Result<(), Problem> {
        let _changed = self.passkey.update_credential(result);
        let credential = tx.keys().seal(&CREDENTIAL, self.id, &json(&self.passkey)?)?;
        tx.rows(
            sql!(Identity: "update person_passkey set credential = $2, last_used_at = $3 where passkey_id = $1"),
            &[&self.id, &credential, &tx.now()],
        )
        .await
        .map(drop)
    }

    /// Its counter went backwards: somebody may hold a copy. It opens nothing any more, and its owner sees why.
    async fn stop(&self, tx: &mut PlatformTx, address: &str) -> Result<(), Problem> {
        tx.rows(sql!(Identity: "update person_passkey set stopped_at = $2 where passkey_id = $1"), &[&self.id, &tx.now()]).await?;
        tx.record(Event::done("identity.stop_passkey", By::Program).about(Some(self.person)).from(address));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_for_names_and_not_for_addresses() {
        for named in ["https://clinic.example", "https://clinic.example:8443", "http://localhost:8080"] {
            assert!(relying_party(named).is_some(), "{named}");
        }
        for bare in ["http://127.0.0.1:8080", "https://192.0.2.7", "http://[::1]:8080", "http://clinic.example", "nonsense"] {
            assert!(relying_party(bare).is_none(), "{bare}");
        }
    }
}
