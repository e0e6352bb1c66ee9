//! Keeps: "A name and a number are all it takes to book" (AMX-DAT-07), and no e-mail address (AMX-DAT-08). The form of the public page: read, kept while it is filled in, sent once, shown again with every word. The rule of a booking
//! is `book.rs`.

use axum::{http::StatusCode, response::Response};
use futures_util::future::try_join;
use jiff::{Timestamp, civil::Date};
use kernel::{
    Problem, TenantTx,
    http::{Errors, Filled, Front, Reading, see_other},
    id::Id as _,
    phone::PhoneNumber,
};
use trust::{
    clinics::takes_bookings,
    identity::challenge::Challenge,
    messaging::{
        LinkId,
        code::{ask_for_code, try_code, use_up},
    },
    patients::{PersonName, relatives::Relationship},
};

use super::{
    book::{Book, BookRefusal, NewBooking, book},
    calendar::Wanted,
    caps::{self, Says, network, new_work, worked},
    hold::{AskForCode, Hold, HoldRefusal, Holder, Kept, hold, hold_asked, kept, of_token},
    paused::paused,
    rules::{Rules, rules},
    show_times::{Asked, Menu, Showing, booking_page, framed},
};

/// What was sent, as a booking or as what is wrong with it.
fn read(filled: &Filled, menu: &Menu, front: &Front, tx: &TenantTx) -> Result<NewBooking, Errors> {
    let (clinic, language, now) = (&front.clinic, front.view.language(), tx.now());
    let hold = of_token(tx, filled.text("hold"));
    let mut form = Reading::of(filled);
    let service = form.parsed("service", "field-choose", |id| menu.service(id).cloned().ok_or(()));
    let practitioners = form.parsed("practitioner", "field-choose", |id| menu.meant(id).ok_or(()));
    let location = menu.place(filled.text("location"));
    if location.is_none() {
        form.wrong("location", "field-choose");
    }
    if filled.text("slot").is_empty() {
        form.wrong("slot", "booking-choose-time");
    }
    let starts_at = form.optional("slot", "booking-choose-time", str::parse);
    let line = form.line("name", 120);
    let name = PersonName::parse(&line).map_err(|_| form.wrong("name", "booking-name-wrong")).ok();
    let patient = form.optional("patient_name", "booking-name-wrong", PersonName::parse);
    let relationship = Relationship::from_word(filled.text("relationship"));
    if patient.is_some() && relationship.is_none() {
        form.wrong("relationship", "field-choose");
    }
    let today = clinic.day_of(now);
    let born = form.optional("born", "booking-born-wrong", |text| {
        text.parse::<Date>().ok().filter(|day| *day <= today && day.year() > 1900).ok_or(())
    });
    let phone = form.parsed("phone", "booking-phone-wrong", |typed| PhoneNumber::parse(typed, &clinic.country));
    let consent = form.ticked("consent");
    let errors = form.errors();
    match (service, practitioners.zip(location), starts_at, name, phone) {
        (Some(service), Some((practitioners, location)), Some(starts_at), Some(name), Some(phone)) if !errors.any() => {
            let (name, by) = match patient.zip(relationship) {
                Some((patient, relationship)) => (patient, Some((name, relationship))),
                None => (name, None),
            };
            let born = born.filter(|_| by.is_some());
            Ok(NewBooking { service, practitioners, location, starts_at, name, by, born, phone, consent, language, hold, network: None })
        }
        _ => Err(errors),
    }
}

/// `POST /c/{slug}/book`.
///
/// # Errors
/// [`Problem`].
pub async fn post(front: Front, filled: Filled) -> Result<Response, Problem> {
    match filled.text("show") {
        "" => {}
        "keep" => return keep(&front, &filled).await,
        _ => return show_other_times(&front, &filled).await,
    }
    front.house.brake().count("booking.book", &front.address)?;
    let mut tx = front.enter().await?;
    let (seen, menu) = try_join(tx.seen_before(filled.form()), Menu::read(&tx, &front.clinic)).await?;
    if let Some(led_to) = seen {
        return Ok(see_other(&page_of(&tx, &led_to)?));
    }
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::CONFLICT);
    }
    let network = network(&tx, &front.clinic, &front.address)?;
    let rules = rules(&tx).await?;
    let says = asks(&tx, &front, &network, &rules).await?;
    let new = match read(&filled, &menu, &front, &tx) {
        Ok(new) => NewBooking { network: Some(network), ..new },
        Err(errors) => {
            drop(tx);
            return page_again(&front, &filled, (StatusCode::UNPROCESSABLE_ENTITY, errors), None).await;
        }
    };
    let wants = match says {
        Says::Book => None,
        Says::Full => Some("booking-not-online"),
        Says::Work(bits) => {
            let brought = (filled.text("challenge"), filled.text("worked"));
            (!worked(&tx, &front.clinic, brought, bits).await?).then_some("booking-work-first")
        }
    };
    if let Some(why) = wants {
        drop(tx);
        return page_again(&front, &filled, (StatusCode::TOO_MANY_REQUESTS, Errors::one("phone", why)), None).await;
    }
    if rules.prove_number {
        match proven(&front, &new.phone, filled.text("code")).await? {
            Proof::Right => use_up(&tx, &new.phone).await?,
            Proof::Wrong => {
                drop(tx);
                return page_again(&front, &filled, (StatusCode::UNPROCESSABLE_ENTITY, Errors::one("code", "booking-code-wrong")), None)
                    .await;
            }
            Proof::Owed => {
                drop(tx);
                return send_code(&front, &filled, &new).await;
            }
        }
    }
    let permit = tx.may(Book).await?;
    match book(&mut tx, &front.clinic, &new, &permit).await {
        Ok(link) => {
            // The receipt of the form keeps the link's id; the secret of the link stands in no table.
            let to = page_of(&tx, &link.to_string())?;
            tx.commit_form(filled.form(), &link.to_string()).await?;
            // Past the transaction: a notice inside would make every booking of the server wait for the one before.
            front.house.changed(front.clinic.id);
            Ok(see_other(&to))
        }
        Err(refusal) => {
            // Nothing is half-written, and the page reads the calendar as it is now.
            drop(tx);
            let lost = Some(new.starts_at);
            match refusal {
                BookRefusal::SlotTaken => {
                    page_again(&front, &filled, (StatusCode::CONFLICT, Errors::one("slot", "booking-time-taken")), lost).await
                }
                BookRefusal::NotOnline => {
                    page_again(&front, &filled, (StatusCode::TOO_MANY_REQUESTS, Errors::one("phone", "booking-not-online")), None).await
                }
                BookRefusal::Problem(problem) => Err(problem),
            }
        }
    }
}

/// Whether the number is proven.
enum Proof {
    /// By the code that was typed.
    Right,
    /// It is none of its codes, or one that is over.
    Wrong,
    /// None was typed.
    Owed,
}

/// Tries a code. In a transaction of its own: a wrong try counts, whatever becomes of the booking.
async fn proven(front: &Front, phone: &PhoneNumber, typed: &str) -> Result<Proof, Problem> {
    if typed.is_empty() {
        return Ok(Proof::Owed);
    }
    let tx = front.enter().await?;
    let right = try_code(&tx, phone, typed).await?;
    tx.commit().await?;
    Ok(if right { Proof::Right } else { Proof::Wrong })
}

/// Keeps the time, and has a code sent to the number; the page asks for it, with every word kept. It says the same whether or not
/// a code could be sent.
async fn send_code(front: &Front, filled: &Filled, new: &NewBooking) -> Result<Response, Problem> {
    front.house.brake().count("booking.code", &front.address)?;
    let mut tx = front.enter().await?;
    let kept = match new.hold {
        Some(held) => kept(&tx, held).await?,
        None => None,
    };
    let permit = tx.may(AskForCode).await?;
    let wanted = Wanted { service: &new.service, practitioners: &new.practitioners, location: new.location, besides: None };
    let network = network(&tx, &front.clinic, &front.address)?;
    let holder = Holder { instead_of: new.hold, form: filled.form(), network: &network };
    let kept = match kept.filter(|kept| kept.slot.starts_at == new.starts_at) {
        Some(kept) => Some(kept),
        None => match hold_asked(&tx, &front.clinic, (&wanted, new.starts_at), holder, &permit).await {
            Ok(kept) => Some(kept),
            Err(HoldRefusal::Enough) => None,
            Err(HoldRefusal::SlotTaken) => {
                drop(tx);
                let answer = (StatusCode::CONFLICT, Errors::one("slot", "booking-time-taken"));
                return page_again(front, filled, answer, Some(new.starts_at)).await;
            }
            Err(HoldRefusal::Problem(problem)) => return Err(problem),
        },
    };
    ask_for_code(&tx, &new.phone, new.language).await?;
    tx.commit().await?;
    show_page(front, filled, (StatusCode::OK, Errors::none()), Shown { lost: None, kept, asks_code: true }).await
}

/// What is asked of a booking from this network now.
async fn asks(tx: &TenantTx, front: &Front, network: &[u8], rules: &Rules) -> Result<Says, Problem> {
    if front.house.brake().is_off() {
        return Ok(Says::Book);
    }
    caps::says(tx, &front.clinic, network, rules.online_a_day.map(i64::from)).await
}

/// Keeps the chosen time for this form, and shows the page again with every word. Where it cannot be kept the form is filled in
/// without.
async fn keep(front: &Front, filled: &Filled) -> Result<Response, Problem> {
    front.house.brake().count("booking.hold", &front.address)?;
    let mut tx = front.enter().await?;
    if !takes_bookings(&tx).await? {
        return paused(&front.view, &front.clinic, StatusCode::CONFLICT);
    }
    let menu = Menu::read(&tx, &front.clinic).await?;
    let chosen = (menu.service(filled.text("service")), menu.meant(filled.text("practitioner")), menu.place(filled.text("location")));
    let ((Some(service), Some(meant), Some(location)), Ok(starts_at)) = (chosen, filled.text("slot").parse::<Timestamp>()) else {
        drop(tx);
        return page_again(front, filled, (StatusCode::UNPROCESSABLE_ENTITY, Errors::one("slot", "booking-choose-time")), None).await;
    };
    let wanted = Wanted { service, practitioners: &meant, location, besides: None };
    let network = network(&tx, &front.clinic, &front.address)?;
    let holder = Holder { instead_of: of_token(&tx, filled.text("hold")), form: filled.form(), network: &network };
    let permit = tx.may(Hold).await?;
    match hold(&tx, &front.clinic, &wanted, starts_at, holder, &permit).await {
        Ok(kept) => {
            tx.commit().await?;
            show_page(front, filled, (StatusCode::OK, Errors::none()), Shown { kept: Some(kept), ..Shown::default() }).await
        }
        Err(HoldRefusal::SlotTaken) => {
            drop(tx);
            page_again(front, filled, (StatusCode::CONFLICT, Errors::one("slot", "booking-time-taken")), Some(starts_at)).await
        }
        Err(HoldRefusal::Enough) => {
            drop(tx);
            page_again(front, filled, (StatusCode::OK, Errors::none()), None).await
        }
        Err(HoldRefusal::Problem(problem)) => Err(problem),
    }
}

fn page_of(tx: &TenantTx, link: &str) -> Result<String, Problem> {
    let link: LinkId = link.parse().map_err(|_| Problem::NotFound)?;
    Ok(format!("/a/{}", tx.link_token(link.uuid())))
}

fn asked(filled: &Filled) -> Asked {
    let field = |name| filled.text(name).to_owned();
    Asked { service: field("service"), practitioner: field("practitioner"), location: field("location"), day: field("day") }
}

async fn page_again(front: &Front, filled: &Filled, answer: (StatusCode, Errors), lost: Option<Timestamp>) -> Result<Response, Problem> {
    show_page(front, filled, answer, Shown { lost, ..Shown::default() }).await
}

/// What the page is to say beside what was typed.
#[derive(Default)]
struct Shown {
    /// A wished time that somebody else has.
    lost: Option<Timestamp>,
    /// The time that was kept just now.
    kept: Option<Kept>,
    /// Whether a code is on its way.
    asks_code: bool,
}

/// The page with what was typed; the time that is kept for it stays kept.
async fn show_page(front: &Front, filled: &Filled, (status, errors): (StatusCode, Errors), shown: Shown) -> Result<Response, Problem> {
    let Shown { lost, kept: just_kept, asks_code } = shown;
    let tx = front.enter().await?;
    let menu = Menu::read(&tx, &front.clinic).await?;
    let typed = filled.typed(errors);
    let mut asked = asked(filled);
    if lost.is_some() {
        asked.day.clear();
    }
    match filled.text("show") {
        "" | "keep" | "times" => {}
        day => day.clone_into(&mut asked.day),
    }
    let held = of_token(&tx, filled.text("hold"));
    let kept = match (just_kept, held) {
        (Some(kept), _) => Some(kept),
        (None, Some(held)) => kept(&tx, held).await?,
        (None, None) => None,
    };
    let rules = rules(&tx).await?;
    let work = work_for(&tx, front, &rules).await?;
    let page = booking_page(
        &tx,
        (&front.view, &typed, &front.clinic),
        &menu,
        &Showing { asked: &asked, lost, kept, work, asks_code: asks_code || !filled.text("asks_code").is_empty() },
    )
    .await?;
    Ok(framed(front.view.page_as(status, &page)?, rules))
}

/// The work a booking from here would want, to be done while the form is filled in.
pub(super) async fn work_for(tx: &TenantTx, front: &Front, rules: &Rules) -> Result<Option<Challenge>, Problem> {
    let network = network(tx, &front.clinic, &front.address)?;
    match asks(tx, front, &network, rules).await? {
        Says::Work(bits) => new_work(tx, &front.clinic, bits).map(Some),
        Says::Book | Says::Full => Ok(None),
    }
}

/// Another service, practitioner or day: names and numbers stay in the form and never come into an address.
async fn show_other_times(front: &Front, filled: &Filled) -> Result<Response, Problem> {
    page_again(front, filled, (StatusCode::OK, Errors::none()), None).await
}
