//! Keeps: "Operators use passkeys only". Made and shown by WebAuthn's rules, checked by webauthn-rs: what was asked stays here for
//! five minutes, once; the person is verified by their device; a copied key stops opening.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use kernel::{
    Db, Problem,
    http::House,
    id::{Id as _, PersonId},
    keys::{Column, Sealed},
    sql,
    tenancy::{By, Event, PlatformTx},
};
use trust::identity::passkey::{Asked, Shown, relying_party};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    WebauthnError,
};

kernel::id!(
    /// An operator's passkey.
    OperatorPasskeyId, "opk"
);
kernel::id!(
    /// What a browser was asked.
    OperatorTicketId, "otk"
);

const CREDENTIAL: Column<String> = Column::new("operator_passkey", "credential");
const SAID: Column<String> = Column::new("operator_ticket", "said");
/// Minutes in which a browser has to answer.
const MINUTES: i64 = 5;

fn json(value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|_| Problem::broken("a passkey's JSON"))
}

/// What is kept of a secret that stands in a link or a page.
pub(super) fn hash_of(token: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec()
}

/// A secret for a link or a page.
pub(super) fn token(db: &Db) -> String {
    URL_SAFE_NO_PAD.encode(db.chance().bytes::<32>())
}

async fn keep(db: &Db, operator: Option<PersonId>, said: &str) -> Result<String, Problem> {
    let (token, tx) = (token(db), db.identity().await?);
    let id: OperatorTicketId = tx.fresh();
    let sealed = tx.keys().seal(&SAID, id, &said.to_owned())?;
    let expires = tx.now().checked_add(SignedDuration::from_mins(MINUTES)).unwrap_or(tx.now());
    // A ticket that is over opens nothing; its row goes a day later.
    let long_over = tx.now().checked_sub(SignedDuration::from_hours(24)).unwrap_or(tx.now());
    tx.rows(sql!(Identity: "delete from operator_ticket where expires_at < $1"), &[&long_over]).await?;
    tx.rows(
        sql!(Identity: "insert into operator_ticket (ticket_id, token_hash, operator_id, said, expires_at) values ($1, $2, $3, $4, $5)"),
        &[&id, &hash_of(&token), &operator, &sealed, &expires],
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// What was kept with a ticket, which is used up. Of two at the same moment one gets it.
async fn take(db: &Db, operator: Option<PersonId>, token: &str) -> Result<Option<String>, Problem> {
    let tx = db.identity().await?;
    let row = tx
        .maybe(
            sql!(Identity:
                "delete from operator_ticket where token_hash = $1 and operator_id is not distinct from $2 and expires_at > $3
                 returning ticket_id, said"
            ),
            &[&hash_of(token), &operator, &tx.now()],
        )
        .await?;
    let said = row
        .map(|row| {
            let (id, said): (OperatorTicketId, Sealed<String>) = (row.read("ticket_id")?, row.read("said")?);
            Ok::<_, Problem>(tx.keys().open(&SAID, id, &said)?.into_inner())
        })
        .transpose()?;
    tx.commit().await?;
    Ok(said)
}

/// Asks a browser to make a passkey for this operator; one that is found without a name being typed. `None` where browsers
/// make none: at a bare IP address.
///
/// # Errors
/// [`Problem`].
pub(super) async fn ask_new(house: &House, operator: PersonId, name: &str) -> Result<Option<Asked>, Problem> {
    let Some(party) = relying_party(house.base_url()) else { return Ok(None) };
    let (challenge, state) =
        party.start_passkey_registration(operator.uuid(), name, name, None).map_err(|_| Problem::broken("a passkey cannot be made"))?;
    let mut options = serde_json::to_value(&challenge.public_key).map_err(|_| Problem::broken("a passkey's JSON"))?;
    if let Some(wanted) = options.get_mut("authenticatorSelection").and_then(serde_json::Value::as_object_mut) {
        wanted.insert("residentKey".to_owned(), "required".into());
        wanted.insert("requireResidentKey".to_owned(), true.into());
    }
    let ticket = keep(house.db(), Some(operator), &json(&state)?).await?;
    Ok(Some(Asked { ticket, options: options.to_string() }))
}

/// Keeps what the browser made, if it is what was asked for.
///
/// # Errors
/// [`Problem`].
pub(super) async fn add(tx: &PlatformTx, house: &House, operator: PersonId, shown: Shown<'_>) -> Result<bool, Problem> {
    let state = take(house.db(), Some(operator), shown.ticket).await?;
    let state = state.and_then(|said| serde_json::from_str::<PasskeyRegistration>(&said).ok());
    let answer = serde_json::from_str::<RegisterPublicKeyCredential>(shown.answer).ok();
    let (Some(party), Some(state), Some(answer)) = (relying_party(house.base_url()), state, answer) else { return Ok(false) };
    let Ok(passkey) = party.finish_passkey_registration(&answer, &state) else { return Ok(false) };
    let id: OperatorPasskeyId = tx.fresh();
    let credential = tx.keys().seal(&CREDENTIAL, id, &json(&passkey)?)?;
    let made = tx
        .rows(
            sql!(Identity:
                "insert into operator_passkey (passkey_id, operator_id, credential_id, credential, added_at)
                  values ($1, $2, $3, $4, $5) on conflict (credential_id) do nothing returning passkey_id"
            ),
            &[&id, &operator, &passkey.cred_id().to_vec(), &credential, &tx.now()],
        )
        .await?;
    Ok(!made.is_empty())
}

/// Asks for any operator's passkey.
///
/// # Errors
/// [`Problem`].
pub(super) async fn ask_anybody(house: &House) -> Result<Option<Asked>, Problem> {
    let Some(party) = relying_party(house.base_url()) else { return Ok(None) };
    let (challenge, state) = party.start_discoverable_authentication().map_err(|_| Problem::broken("a passkey cannot be asked for"))?;
    let options = serde_json::to_value(&challenge.public_key).map_err(|_| Problem::broken("a passkey's JSON"))?;
    let ticket = keep(house.db(), None, &json(&state)?).await?;
    Ok(Some(Asked { ticket, options: options.to_string() }))
}

/// Whose passkey it is, if it is right and theirs to use.
///
/// # Errors
/// [`Problem`].
pub(super) async fn prove(house: &House, shown: Shown<'_>, address: &str) -> Result<Option<PersonId>, Problem> {
    let state = take(house.db(), None, shown.ticket).await?;
    let state = state.and_then(|said| serde_json::from_str::<DiscoverableAuthentication>(&said).ok());
    let answer = serde_json::from_str::<PublicKeyCredential>(shown.answer).ok();
    let mut tx = house.db().identity().await?;
    let (Some(party), Some(state), Some(answer)) = (relying_party(house.base_url()), state, answer) else { return Ok(None) };
    let proven = judged(&tx, &party, state, &answer).await?;
    if proven.is_none() {
        tx.record(Event::refused("operator.sign_in", By::Nobody).from(address));
    }
    tx.commit().await?;
    Ok(proven)
}

async fn judged(
    tx: &PlatformTx,
    party: &webauthn_rs::Webauthn,
    state: DiscoverableAuthentication,
    answer: &PublicKeyCredential,
) -> Result<Option<PersonId>, Problem> {
    let row = tx
        .maybe(
            sql!(Identity:
                "select k.passkey_id, k.operator_id, k.credential from operator_passkey k join operator o on o.operator_id = k.operator_id
                  where k.credential_id = $1 and k.stopped_at is null and o.state = 'active' for update of k"
            ),
            &[&answer.raw_id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (id, operator): (OperatorPasskeyId, PersonId) = (row.read("passkey_id")?, row.read("operator_id")?);
    let kept = tx.keys().open(&CREDENTIAL, id, &row.read("credential")?)?;
    let mut passkey: Passkey = serde_json::from_str(kept.reveal()).map_err(|_| Problem::broken("a kept passkey does not read back"))?;
    // The key itself names its owner.
    if answer.response.user_handle.as_deref().map(|handle| handle == operator.uuid().as_bytes()) != Some(true) {
        return Ok(None);
    }
    match party.finish_discoverable_authentication_v2(answer, state, DiscoverableKey::from(&passkey)) {
        Ok(result) if result.user_verified() => {
            let _changed = passkey.update_credential(&result);
            let credential = tx.keys().seal(&CREDENTIAL, id, &json(&passkey)?)?;
            tx.rows(
                sql!(Identity: "update operator_passkey set credential = $2, last_used_at = $3 where passkey_id = $1"),
                &[&id, &credential, &tx.now()],
            )
            .await?;
            Ok(Some(operator))
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            tx.rows(sql!(Identity: "update operator_passkey set stopped_at = $2 where passkey_id = $1"), &[&id, &tx.now()]).await?;
            Ok(None)
        }
        _ => Ok(None),
    }
}
