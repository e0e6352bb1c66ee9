//! Keeps: "A calendar's address is shown once and kept as a hash". A practitioner, or the owner for them, makes a secret
//! address of their booked times. Fresh proof, since it is a standing way in that outlives the session.

use aws_lc_rs::digest;
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, Reading, Typed, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    sql,
};
use trust::clinics::PractitionerId;
use uuid::Uuid;

use super::{
    FeedId,
    feeds::{NAME, PAGE, list, live_of, only},
};

/// Addresses one member has at once.
const MOST: i64 = 10;

/// The act of making an address.
#[derive(Debug)]
pub struct MakeFeed(FeedId);

impl Verb for MakeFeed {
    const ACT: &'static str = "calendar.make_feed";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Doctor)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// What is asked for.
#[derive(Debug)]
pub struct NewFeed {
    /// What its owner calls it.
    pub name: String,
    /// Whose booked times.
    pub practitioner: PractitionerId,
    /// The member who is that practitioner.
    pub person: PersonId,
    /// Who makes it.
    pub made_by: PersonId,
}

/// Writes it down; the secret of its address, which is kept nowhere.
///
/// # Errors
/// [`Problem`].
pub async fn make_feed(tx: &TenantTx, permit: &Permit<MakeFeed>, new: &NewFeed, secret: [u8; 32]) -> Result<String, Problem> {
    let token = URL_SAFE_NO_PAD.encode(secret);
    let hash = digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec();
    let id = permit.verb().0;
    let name = tx.keys().seal(&NAME, id, &new.name)?;
    tx.run(
        sql!(
            "insert into calendar_feed (clinic_id, feed_id, person_id, practitioner_id, name, token_hash, made_by, made_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&tx.actor().clinic(), &id, &new.person, &new.practitioner, &name, &hash, &new.made_by, &tx.now()],
    )
    .await?;
    Ok(token)
}

/// The active member who is this practitioner, if whoever asks may make an address for them.
async fn member_of(tx: &TenantTx, desk: &Desk, practitioner: PractitionerId) -> Result<PersonId, Problem> {
    tx.one(
        sql!(
            "select person_id from membership
              where practitioner_id = $1 and state = 'active' and ($2::uuid is null or person_id = $2) order by person_id limit 1"
        ),
        &[&practitioner, &only(desk)],
    )
    .await?
    .read("person_id")
}

/// POST /me/calendar: shows the address once.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut form = Reading::of(&filled);
    let name = form.line("name", 60);
    let practitioner = form.parsed("practitioner", "field-choose", str::parse::<PractitionerId>);
    let mut tx = desk.enter().await?;
    let permit = tx.may(MakeFeed(FeedId::from_uuid(filled.form()))).await?;
    if let Some(there) = tx.seen_before(filled.form()).await? {
        // The address was shown, once.
        return Ok(see_other(&there));
    }
    let person = match practitioner {
        Some(practitioner) => Some(member_of(&tx, &desk, practitioner).await?),
        None => None,
    };
    if let Some(person) = person
        && live_of(&tx, person).await? >= MOST
    {
        form.wrong("name", "calendar-too-many");
    }
    let errors = form.errors();
    let (false, Some(practitioner), Some(person)) = (errors.any(), practitioner, person) else {
        drop(tx);
        let tx = desk.enter().await?;
        return list(&tx, &desk, &filled.typed(errors), None).await;
    };
    let new = NewFeed { name, practitioner, person, made_by: desk.person };
    let token = make_feed(&tx, &permit, &new, desk.house.db().chance().bytes()).await?;
    let page = list(&tx, &desk, &Typed::blank(), Some(&token)).await?;
    tx.commit_form(filled.form(), PAGE).await?;
    Ok(page)
}
