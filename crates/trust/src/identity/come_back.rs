//! Keeps: "A clinic with its own directory signs in through it". Who comes back from the directory is signed in to this clinic and no
//! other: as the member they were linked to, or at first as the member with the address that the directory has verified.
//!
//! A clinic's owner commands its directory, so what it says must open nothing beyond the clinic: the session is of this
//! clinic, has no fresh proof (so it changes no login), and nobody becomes a member who was not asked.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Query, rejection::QueryRejection},
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{
    Private, Problem, Verb,
    http::{Front, marked, see_other, unmark},
    permit::Who,
    tenancy::{By, Event},
};
use serde::Deserialize;

use super::{
    choose_clinic::choose_place,
    directory::{Directory, DirectoryRefusal, Known, Returned},
    go_to_directory::{page, take_start},
    recognise::{NotIn, Recognised, recognise},
    session::{Proof, Sitting, begin_session},
    set_directory::{Kept, come_back, kept},
    sign_in::{Membership, clinic_sign_in, memberships},
    sign_out::end_presented,
};

/// The act of coming back.
#[derive(Debug)]
pub struct ComeBack;

impl Verb for ComeBack {
    const ACT: &'static str = "identity.come_back";
    const WHO: &'static [Who] = &[Who::Visitor];
}

/// What the directory sends in the address.
#[derive(Debug, Default, Deserialize)]
pub struct Brought {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// GET /c/{slug}/sign-in/back: the one page that acts on being opened, because the standard has it so; its state does once.
pub async fn back(
    front: Front,
    Extension(directory): Extension<Arc<dyn Directory>>,
    headers: HeaderMap,
    brought: Result<Query<Brought>, QueryRejection>,
) -> Result<Response, Problem> {
    front.house.brake().count("back from the directory", &front.address)?;
    let brought = brought.map(|Query(brought)| brought).unwrap_or_default();
    let browser = marked(&front.house, &headers);
    let mut tx = front.enter().await?;
    let Some(kept) = kept(&tx).await? else { return Ok(see_other(&clinic_sign_in(&front.clinic.slug))) };
    let _permit = tx.may(ComeBack).await?;
    let began = take_start(&tx, brought.state.as_deref().unwrap_or_default(), browser.as_deref()).await?;
    tx.commit().await?;
    let returned = began.filter(|(issuer, _)| issuer == kept.client.issuer.text()).map(|(_, secrets)| secrets.into_inner());
    let answer = match (returned, &brought.error, brought.code) {
        (Some(_), Some(_), _) => Err(NotIn::Declined),
        (Some(secrets), None, Some(code)) => {
            let verifier = Private::new(secrets.verifier);
            let returned = Returned { code: Private::new(code), iss: brought.iss, nonce: secrets.nonce, verifier };
            who(&front, &*directory, &kept, &returned).await?
        }
        _ => Err(NotIn::Directory(DirectoryRefusal::Expired)),
    };
    match answer {
        Ok(recognised) => sign_in(&front, &headers, &kept, &recognised).await,
        Err(why) => refuse(&front, &kept, why).await,
    }
}

async fn who(front: &Front, directory: &dyn Directory, kept: &Kept, returned: &Returned) -> Result<Result<Recognised, NotIn>, Problem> {
    let known: Known = match directory.who(&kept.client, &come_back(&front.view, &front.clinic.slug), returned).await {
        Ok(known) => known,
        Err(refusal) => return Ok(Err(NotIn::Directory(refusal))),
    };
    recognise(front, &kept.client.issuer, &known).await
}

async fn sign_in(front: &Front, headers: &HeaderMap, kept: &Kept, recognised: &Recognised) -> Result<Response, Problem> {
    let here = memberships(front.house.db(), recognised.person).await?.into_iter().filter(|one| one.clinic == front.clinic.id);
    let places: Vec<Membership> = here.collect();
    let mut response = match places.as_slice() {
        [] => return refuse(front, kept, NotIn::Suspended).await,
        [only] => sit_down(front, headers, recognised, only).await?,
        _ => choose_place(front, recognised.person, places).await?,
    };
    response.headers_mut().append(header::SET_COOKIE, unmark(&front.house)?);
    Ok(response)
}

async fn sit_down(front: &Front, headers: &HeaderMap, recognised: &Recognised, place: &Membership) -> Result<Response, Problem> {
    // Who signs in again leaves no older session behind in this browser.
    end_presented(&front.house, headers).await?;
    let sitting = Sitting {
        location: place.location(),
        proof: Proof::Directory,
        address: front.address.clone(),
        device: front.device.clone(),
        ..Sitting::plain(recognised.person, front.clinic.id)
    };
    let cookie = begin_session(&front.house, &sitting).await?;
    let mut response = see_other(place.role.home());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The page again with a sentence, and a line among the sign-ins that failed.
async fn refuse(front: &Front, kept: &Kept, why: NotIn) -> Result<Response, Problem> {
    let mut tx = front.house.db().identity().await?;
    tx.record(
        Event::refused("identity.sign_in", By::Nobody).in_clinic(front.clinic.id).from(&front.address).with(format!("directory: {why}")),
    );
    tx.commit().await?;
    page(front, Some(kept), Some(why.words()))
}
