//! Whoever has proven who they are sits down in a clinic: the one they work in, or the one they choose of several.

use askama::Template;
use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{
    Db, Problem,
    http::{Filled, Front, Passer, View, own_path, see_other, unsent},
    id::PersonId,
    sql,
};

use super::{
    session::{Proof, Proven, Sitting, begin_session},
    sign_in::{self, Membership, memberships},
    sign_out::end_presented,
    ticket::{self, Purpose},
};

/// Somebody who has proven who they are.
#[derive(Debug)]
pub struct Arrival {
    /// Who.
    pub proven: Proven,
    /// How.
    pub proof: Proof,
    /// The page to look at then; empty for where their day begins.
    pub then: String,
}

#[derive(Template)]
#[template(path = "identity/choose_clinic.html")]
struct ChoicePage<'a> {
    v: &'a View,
    step: String,
    then: &'a str,
    clinics: Vec<Membership>,
}

/// Whether a clinic they work in is closed to its people for now. Said only to who has proven who they are.
async fn suspended(db: &Db, person: PersonId) -> Result<bool, Problem> {
    let tx = db.identity().await?;
    let row = tx
        .maybe(
            sql!(Identity:
                "select c.clinic_id from membership m join clinic c on c.clinic_id = m.clinic_id
                  where m.person_id = $1 and m.state = 'active' and c.state = 'suspended' limit 1"
            ),
            &[&person],
        )
        .await?;
    tx.commit().await?;
    Ok(row.is_some())
}

/// With one clinic straight in, with several a choice of one, with none back to the beginning.
///
/// # Errors
/// [`Problem`].
pub async fn arrive(passer: &Passer, headers: &HeaderMap, arrival: Arrival) -> Result<Response, Problem> {
    let db = passer.house.db();
    let clinics = memberships(db, arrival.proven.person).await?;
    match clinics.as_slice() {
        [] if suspended(db, arrival.proven.person).await? => sign_in::refused(passer, "sign-in-suspended", arrival.then),
        [] => sign_in::refused(passer, "sign-in-no-clinic", arrival.then),
        [only] => sit_down(passer, headers, &arrival, only).await,
        _ => {
            let step = ticket::issue(db, Purpose::ChoiceOfClinic, Some(arrival.proven), Some(arrival.proof.word())).await?;
            passer.view.page(&ChoicePage { v: &passer.view, step, then: &arrival.then, clinics })
        }
    }
}

/// Whom a clinic's directory let in chooses among that clinic's places, and no other clinic's: its word opens nothing elsewhere.
///
/// # Errors
/// [`Problem`].
pub(super) async fn choose_place(front: &Front, person: PersonId, clinics: Vec<Membership>) -> Result<Response, Problem> {
    let said = format!("{} {}", Proof::Directory.word(), front.clinic.id);
    let step = ticket::issue(front.house.db(), Purpose::ChoiceOfClinic, Some(person.into()), Some(&said)).await?;
    front.view.page(&ChoicePage { v: &front.view, step, then: "", clinics })
}

async fn sit_down(passer: &Passer, headers: &HeaderMap, arrival: &Arrival, clinic: &Membership) -> Result<Response, Problem> {
    if let Some(elsewhere) = clinic.elsewhere.as_ref().filter(|_| arrival.proof.is_ours()) {
        return Ok(see_other(elsewhere));
    }
    // Who signs in again leaves no older session behind in this browser.
    end_presented(&passer.house, headers).await?;
    let sitting = Sitting {
        location: clinic.location(),
        proof: arrival.proof,
        generation: arrival.proven.generation,
        address: passer.address.clone(),
        device: passer.device.clone(),
        ..Sitting::plain(arrival.proven.person, clinic.clinic)
    };
    let cookie = match begin_session(&passer.house, &sitting).await {
        // Another password since: whoever came with the old one begins again.
        Err(Problem::SignedOut) => return sign_in::refused(passer, "sign-in-step-over", arrival.then.clone()),
        begun => begun?,
    };
    let mut response = match arrival.proof {
        // Who used one up is told how many are left.
        Proof::Recovery => see_other("/me/security?done=recovered"),
        _ => unsent::follow(&passer.house, &passer.view, (arrival.proven.person, clinic.clinic), &arrival.then, clinic.role.home())?,
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// POST /sign-in/clinic
pub async fn choose(passer: Passer, headers: HeaderMap, filled: Filled) -> Result<Response, Problem> {
    passer.house.brake().count("sign-in from", &passer.address)?;
    let db = passer.house.db();
    let then = own_path(filled.text("then")).unwrap_or_default().to_owned();
    let held = ticket::redeem(db, Purpose::ChoiceOfClinic, filled.text("step")).await?;
    let said = held.as_ref().and_then(|held| held.said.as_ref()).map(|said| said.reveal().as_str()).unwrap_or_default();
    // A proof, and the clinic that it is good for where it is good for one only.
    let (word, only) = said.split_once(' ').map_or((said, None), |(word, clinic)| (word, Some(clinic.to_owned())));
    let whose = held.as_ref().and_then(|held| Some(Proven { person: held.person?, generation: held.generation }));
    let (Some(proof), Some(proven)) = (Proof::from_word(word), whose) else {
        return sign_in::again(&passer, &filled, "sign-in-step-over", then);
    };
    let arrival = Arrival { proven, proof, then };
    let clinics = memberships(db, proven.person).await?;
    let allowed = |clinic: &&Membership| only.as_ref().is_none_or(|only| clinic.clinic.to_string() == *only);
    match clinics.iter().filter(allowed).find(|clinic| clinic.choice() == filled.text("clinic")) {
        Some(clinic) => sit_down(&passer, &headers, &arrival, clinic).await,
        None if only.is_some() => sign_in::again(&passer, &filled, "sign-in-step-over", arrival.then),
        // Nothing chosen, or one that is no longer theirs: the choice again, with a new ticket.
        None => arrive(&passer, &headers, arrival).await,
    }
}
