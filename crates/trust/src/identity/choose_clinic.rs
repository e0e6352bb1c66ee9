//! Whoever has proven who they are sits down in a clinic: the one they work in, or the one they choose of several.

use askama::Template;
use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{
    Problem,
    http::{Filled, Passer, View, own_path, see_other, unsent},
    id::PersonId,
};

use super::{
    session::{Proof, Sitting, begin_session},
    sign_in::{self, Membership, memberships},
    sign_out::end_presented,
    ticket::{self, Purpose},
};

/// Somebody who has proven who they are.
#[derive(Debug)]
pub struct Arrival {
    /// Who.
    pub person: PersonId,
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

/// With one clinic straight in, with several a choice of one, with none back to the beginning.
///
/// # Errors
/// [`Problem`].
pub async fn arrive(passer: &Passer, headers: &HeaderMap, arrival: Arrival) -> Result<Response, Problem> {
    let db = passer.house.db();
    let clinics = memberships(db, arrival.person).await?;
    match clinics.as_slice() {
        [] => sign_in::refused(passer, "sign-in-no-clinic", arrival.then),
        [only] => sit_down(passer, headers, &arrival, only).await,
        _ => {
            let step = ticket::issue(db, Purpose::ChoiceOfClinic, Some(arrival.person), Some(arrival.proof.word())).await?;
            passer.view.page(&ChoicePage { v: &passer.view, step, then: &arrival.then, clinics })
        }
    }
}

async fn sit_down(passer: &Passer, headers: &HeaderMap, arrival: &Arrival, clinic: &Membership) -> Result<Response, Problem> {
    if let Some(elsewhere) = &clinic.elsewhere {
        return Ok(see_other(elsewhere));
    }
    // Who signs in again leaves no older session behind in this browser.
    end_presented(&passer.house, headers).await?;
    let sitting = Sitting {
        location: clinic.location(),
        proof: arrival.proof,
        address: passer.address.clone(),
        device: passer.device.clone(),
        ..Sitting::plain(arrival.person, clinic.clinic)
    };
    let cookie = begin_session(&passer.house, &sitting).await?;
    let mut response = match arrival.proof {
        // Who used one up is told how many are left.
        Proof::Recovery => see_other("/me/security?done=recovered"),
        _ => unsent::follow(&passer.house, &passer.view, (arrival.person, clinic.clinic), &arrival.then, clinic.role.home())?,
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
    let proof = held.as_ref().and_then(|held| Proof::from_word(held.said.as_ref()?.reveal()));
    let (Some(person), Some(proof)) = (held.and_then(|held| held.person), proof) else {
        return sign_in::again(&passer, &filled, "sign-in-step-over", then);
    };
    let arrival = Arrival { person, proof, then };
    let clinics = memberships(db, person).await?;
    match clinics.iter().find(|clinic| clinic.choice() == filled.text("clinic")) {
        Some(clinic) => sit_down(&passer, &headers, &arrival, clinic).await,
        // Nothing chosen, or one that is no longer theirs: the choice again, with a new ticket.
        None => arrive(&passer, &headers, arrival).await,
    }
}
