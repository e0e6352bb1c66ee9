//! Keeps: "A patient says themselves that they are here". At a door, by the number they booked with: exactly one visit of today
//! with it, and they have a token. Nothing is shown but the token, and what cannot be settled ends with the same sentence, so
//! that nobody learns whose number it is. On one's own phone the first letter of the name is asked too, for a poster can be
//! carried home. Wrong tries are counted by door, by address and by number.

use askama::Template;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Problem, TenantTx, Verb,
    http::{Bearer, Filled, Reading, Typed, View, see_other},
    id::Id as _,
    permit::Who,
    phone::PhoneNumber,
    sql,
};
use trust::patients::{ContactKey, PatientId, patients};
use uuid::Uuid;

use super::{
    arrive::mark,
    doors::{Door, DoorId, DoorKind, PURPOSE, open_door},
    ticket::hold,
};
use crate::booking::{
    AppointmentId,
    appointment::{Status, held},
};

/// What is counted for whoever tries.
const WRONG: &str = "check-in.wrong";
/// Wrong tries a minute with one number.
const MOST_WITH_A_NUMBER: u32 = 3;
/// Wrong tries a minute at one door, which many people use.
const MOST_AT_A_DOOR: u32 = 20;
/// So long a token that was just given is shown once more.
const SHOWN_AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// Seconds until a tablet forgets who stood there.
const RESETS_AFTER: u32 = 20;

/// A patient checks themselves in at a door.
#[derive(Clone, Copy, Debug)]
pub struct CheckIn(DoorId);
impl Verb for CheckIn {
    const ACT: &'static str = "queue.check_in";
    const WHO: &'static [Who] = &[Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// A visit of today that was booked with the number.
#[derive(Clone, Debug)]
struct Visit {
    id: AppointmentId,
    patient: PatientId,
    status: Status,
    /// The first letter of the name.
    letter: Option<char>,
    /// The token that was given, and when.
    token: Option<(i32, Timestamp)>,
}

/// What to do about what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// Give them a token.
    Arrive(AppointmentId),
    /// They have just got one.
    Again(i32),
    /// There are several of one family.
    WhichLetter,
    /// People at the desk settle it.
    Desk,
}

fn decide(visits: &[Visit], letter: Option<char>, now: Timestamp) -> Answer {
    let meant: Vec<&Visit> = visits.iter().filter(|visit| letter.is_none() || visit.letter == letter).collect();
    let Some(first) = meant.first() else { return Answer::Desk };
    if meant.iter().any(|visit| visit.patient != first.patient) {
        return if letter.is_none() { Answer::WhichLetter } else { Answer::Desk };
    }
    let expected = |visit: &&&Visit| matches!(visit.status, Status::Booked | Status::NoShow);
    if let Some((number, at)) = meant.iter().find_map(|visit| visit.token.filter(|_| visit.status == Status::Arrived)) {
        return if now.duration_since(at) <= SHOWN_AGAIN { Answer::Again(number) } else { Answer::Desk };
    }
    meant.iter().find(expected).map_or(Answer::Desk, |visit| Answer::Arrive(visit.id))
}

/// The first letter, as it is compared.
fn first_letter(name: &str) -> Option<char> {
    name.chars().find(|c| c.is_alphabetic()).and_then(|c| c.to_lowercase().next())
}

async fn visits(tx: &TenantTx, bearer: &Bearer, phone: &ContactKey) -> Result<Vec<Visit>, Problem> {
    let (from, to) = bearer.clinic.span_of(bearer.clinic.day_of(tx.now()));
    let rows = tx
        .rows(
            sql!(
                "select a.appointment_id, a.patient_id, a.status, t.number, t.issued_at
                   from patient p
                   join appointment a on a.clinic_id = p.clinic_id and a.patient_id = p.patient_id
                   left join queue_ticket t on t.clinic_id = a.clinic_id and t.appointment_id = a.appointment_id and t.state in ('waiting', 'called')
                  where p.phone_key = $1 and a.starts_at >= $2 and a.starts_at < $3 and a.status in ('booked', 'noshow', 'arrived')
                  order by a.starts_at, a.appointment_id limit 20"
            ),
            &[&phone.bytes(), &from, &to],
        )
        .await?;
    let ids: Vec<PatientId> = rows.iter().map(|row| row.read("patient_id")).collect::<Result<_, _>>()?;
    let known = patients(tx, &ids).await?;
    rows.iter()
        .map(|row| {
            let patient: PatientId = row.read("patient_id")?;
            let number: Option<i32> = row.read("number")?;
            Ok(Visit {
                id: row.read("appointment_id")?,
                patient,
                status: Status::from_word(row.read("status")?).ok_or_else(|| Problem::broken("an unknown status"))?,
                letter: known.iter().find(|one| one.id == patient).and_then(|one| first_letter(one.name.reveal())),
                token: number.zip(row.read("issued_at")?),
            })
        })
        .collect()
}

/// What the page shows.
enum Shows {
    /// The form.
    Ask,
    /// The form, with the letter too.
    AskLetter,
    /// The token.
    Token(i32),
    /// The way to the desk.
    Desk,
}

#[derive(Template)]
#[template(path = "queue/check_in.html")]
struct CheckInPage<'a> {
    v: &'a View,
    f: &'a Typed,
    bearer: &'a Bearer,
    tablet: bool,
    shows: Shows,
    resets: u32,
}

impl CheckInPage<'_> {
    const fn asks_letter(&self) -> bool {
        !self.tablet || matches!(self.shows, Shows::AskLetter)
    }
}

fn page(bearer: &Bearer, door: &Door, f: &Typed, shows: Shows) -> Result<Response, Problem> {
    let tablet = door.kind == DoorKind::Tablet;
    let page = CheckInPage { v: &bearer.view, f, bearer, tablet, shows, resets: RESETS_AFTER };
    if f.wrong() { bearer.view.page_again(&page) } else { bearer.view.page(&page) }
}

fn id_of(bearer: &Bearer) -> Result<DoorId, Problem> {
    if bearer.purpose == PURPOSE { Ok(DoorId::from_uuid(bearer.subject)) } else { Err(Problem::NotFound) }
}

/// `GET /k/{token}`.
///
/// # Errors
/// [`Problem::NotFound`] for a door that is closed.
pub async fn show(bearer: Bearer) -> Result<Response, Problem> {
    let tx = bearer.enter().await?;
    let door = open_door(&tx, id_of(&bearer)?).await?;
    tx.commit().await?;
    page(&bearer, &door, &Typed::blank(), Shows::Ask)
}

/// Whether this door, address or number has been tried too often; with `more`, one wrong try is counted.
fn tried(bearer: &Bearer, number: &str, more: bool) -> bool {
    let brake = bearer.house.brake();
    let door = bearer.subject.to_string();
    if more {
        for key in [door.as_str(), bearer.address.as_str(), number] {
            brake.add(WRONG, key);
        }
    }
    brake.spent(WRONG, &door, MOST_AT_A_DOOR)
        || brake.spent(WRONG, &bearer.address, brake.a_minute())
        || brake.spent(WRONG, number, MOST_WITH_A_NUMBER)
}

/// `POST /k/{token}`.
///
/// # Errors
/// [`Problem`]; [`Problem::TooMany`] after too many wrong tries.
pub async fn post(bearer: Bearer, filled: Filled) -> Result<Response, Problem> {
    let mut tx = bearer.enter().await?;
    let door = open_door(&tx, id_of(&bearer)?).await?;
    // The address is no secret, but it stands in no table.
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(&format!("/k/{}", bearer.token)));
    }
    let mut form = Reading::of(&filled);
    let phone = form.parsed("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &bearer.clinic.country));
    let asks_letter = door.kind == DoorKind::Poster || !filled.text("asked").is_empty();
    let letter = if asks_letter { form.parsed("letter", "check-in-letter-wrong", |typed| first_letter(typed).ok_or(())) } else { None };
    let errors = form.errors();
    let (Some(phone), false) = (phone, errors.any()) else {
        return page(&bearer, &door, &filled.typed(errors), if asks_letter { Shows::AskLetter } else { Shows::Ask });
    };
    if tried(&bearer, phone.e164(), false) {
        return Err(Problem::TooMany);
    }
    hold(&tx).await?;
    let visits = visits(&tx, &bearer, &ContactKey::of(&tx, &phone)?).await?;
    let shows = match decide(&visits, letter, tx.now()) {
        Answer::WhichLetter => return page(&bearer, &door, &filled.typed(kernel::http::Errors::none()), Shows::AskLetter),
        Answer::Again(number) => Shows::Token(number),
        Answer::Desk => Shows::Desk,
        Answer::Arrive(id) => {
            let appointment = held(&tx, id).await?;
            let _permit = tx.may(CheckIn(door.id)).await?;
            match mark(&tx, &bearer.clinic, &appointment).await {
                Ok(Some(number)) => {
                    tx.trail_is_about(Some(id.uuid()), Some(appointment.patient.uuid()));
                    tx.commit_form(filled.form(), "/").await?;
                    return page(&bearer, &door, &Typed::blank(), Shows::Token(number));
                }
                Ok(None) | Err(super::refusal::DeskRefusal::No(_) | super::refusal::DeskRefusal::SlotTaken) => Shows::Desk,
                Err(super::refusal::DeskRefusal::Problem(problem)) => return Err(problem),
                Err(_) => Shows::Desk,
            }
        }
    };
    if matches!(shows, Shows::Desk) {
        tried(&bearer, phone.e164(), true);
    }
    page(&bearer, &door, &Typed::blank(), shows)
}

#[cfg(test)]
mod tests {
    use kernel::{Chance, Clock};

    use super::*;

    fn id<I: kernel::id::Id>(seed: u64) -> I {
        I::fresh(&Clock::system(), &Chance::seeded(seed))
    }

    fn visit(patient: u64, status: Status, name: &str, token: Option<(i32, i64)>) -> Visit {
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        Visit {
            id: id(patient + 100),
            patient: id(patient),
            status,
            letter: first_letter(name),
            token: token.map(|(n, minute)| (n, at(minute))),
        }
    }

    #[test]
    fn only_one_persons_visit_is_settled_and_the_rest_goes_to_the_desk() {
        let now = Timestamp::from_second(6000).unwrap();
        let (mia, zain) = (visit(1, Status::Booked, "Mia", None), visit(2, Status::Booked, "Zain", None));
        let mina = visit(3, Status::Booked, "mina", None);
        assert_eq!(decide(&[], None, now), Answer::Desk);
        assert_eq!(decide(std::slice::from_ref(&mia), None, now), Answer::Arrive(mia.id));
        assert_eq!(decide(std::slice::from_ref(&mia), Some('z'), now), Answer::Desk, "a poster carried home guesses letters");
        assert_eq!(decide(&[mia.clone(), zain.clone()], None, now), Answer::WhichLetter);
        assert_eq!(decide(&[mia.clone(), zain.clone()], Some('z'), now), Answer::Arrive(zain.id));
        assert_eq!(decide(&[mia, mina], Some('m'), now), Answer::Desk, "two with one letter");
        assert_eq!(decide(&[visit(1, Status::Arrived, "Mia", Some((7, 95)))], None, now), Answer::Again(7));
        assert_eq!(
            decide(&[visit(1, Status::Arrived, "Mia", Some((7, 80)))], None, now),
            Answer::Desk,
            "long ago: not for whoever types the number"
        );
        assert_eq!(decide(&[visit(1, Status::NoShow, "Mia", None)], None, now), Answer::Arrive(id(101)), "who comes late is still taken");
    }

    #[test]
    fn a_letter_is_a_letter_in_any_script() {
        assert_eq!((first_letter(" Ünal"), first_letter("عائشہ"), first_letter("12")), (Some('ü'), Some('ع'), None));
    }
}
