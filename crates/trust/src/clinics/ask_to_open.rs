//! Keeps: "A clinic is opened by whoever reads its owner's e-mail". What was filled in waits, sealed, for a day; a letter
//! carries the link that opens it. The page answers alike, and takes as long, whether somebody signs in with the address or
//! not.

use askama::Template;
use axum::response::Response;
use iso_currency::{Currency, IntoEnumIterator as _};
use jiff::{SignedDuration, civil::Time, tz::TimeZone};
use kernel::{
    Problem,
    http::{Errors, Filled, Passer, Reading, Typed, View},
    id::Id as _,
    keys::Column,
    language::{Language, Speech},
    money::Money,
    sql,
    tenancy::{By, Event},
};
use serde::{Deserialize, Serialize};

use super::{
    open_clinic::{NewClinic, Purpose},
    terms::Accepted,
};
use crate::{
    identity::{
        EmailAddress,
        password::{HashedPassword, Password},
        weak::Beside,
    },
    letters::{self, Addressee, Letter},
    patients::PersonName,
};

kernel::id!(
    /// A link in a letter to somebody who is nobody here yet.
    AccountLinkId, "acl"
);

/// How long a clinic waits to be opened.
const HOURS: i64 = 24;

pub(super) const BODY: Column<Waiting> = Column::new("account_link", "body");
kernel::sealed_as_json!(Waiting);

/// A clinic that waits to be opened.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    name: String,
    country: String,
    time_zone: String,
    currency: String,
    language: String,
    weekdays: Vec<i8>,
    opens: Time,
    closes: Time,
    service: String,
    minutes: i32,
    price_minor: i64,
    practitioner: String,
    owner: String,
    owner_practises: bool,
    accepted: Option<Accepted>,
    email: String,
    /// Hashed.
    password: String,
}

impl Waiting {
    fn of(new: &NewClinic, email: &EmailAddress, password: &HashedPassword) -> Self {
        Self {
            name: new.name.clone(),
            country: new.country.clone(),
            time_zone: new.time_zone.clone(),
            currency: new.currency.code().to_owned(),
            language: new.language.tag().to_owned(),
            weekdays: new.weekdays.clone(),
            opens: new.opens,
            closes: new.closes,
            service: new.service.clone(),
            minutes: new.minutes,
            price_minor: new.price.minor,
            practitioner: new.practitioner.clone(),
            owner: new.owner.reveal().to_owned(),
            owner_practises: new.owner_practises,
            accepted: new.accepted.clone(),
            email: email.reveal().to_owned(),
            password: password.text().to_owned(),
        }
    }

    /// What it is to be, its owner's address, and the password they chose.
    pub(super) fn read(&self) -> Result<(NewClinic, EmailAddress, HashedPassword), Problem> {
        let broken = || Problem::broken("a clinic that waits does not read");
        let currency = Currency::from_code(&self.currency).ok_or_else(broken)?;
        let new = NewClinic {
            name: self.name.clone(),
            slug: None,
            country: self.country.clone(),
            time_zone: self.time_zone.clone(),
            currency,
            language: Language::from_tag(&self.language).ok_or_else(broken)?,
            weekdays: self.weekdays.clone(),
            opens: self.opens,
            closes: self.closes,
            service: self.service.clone(),
            minutes: self.minutes,
            price: Money::new(self.price_minor, currency),
            practitioner: self.practitioner.clone(),
            owner: PersonName::parse(&self.owner).map_err(|_| broken())?,
            accepted: self.accepted.clone(),
            owner_practises: self.owner_practises,
            purpose: Purpose::Real,
        };
        let email = EmailAddress::parse(&self.email).map_err(|_| broken())?;
        Ok((new, email, HashedPassword::kept(self.password.clone())))
    }
}

#[derive(Template)]
#[template(path = "clinics/start.html")]
struct StartPage<'a> {
    v: &'a View,
    f: &'a Typed,
    countries: Vec<String>,
    zones: Vec<String>,
    currencies: Vec<&'static str>,
}

impl<'a> StartPage<'a> {
    fn new(v: &'a View, f: &'a Typed) -> Self {
        let mut currencies: Vec<&'static str> = Currency::iter().filter(|c| c.exponent().is_some()).map(|c| c.code()).collect();
        currencies.sort_unstable();
        Self { v, f, countries: kernel::phone::countries(), zones: super::zones(), currencies }
    }
}

/// GET /start
pub async fn show(Passer { view, .. }: Passer) -> Result<Response, Problem> {
    let f = Typed::starting_with(&[
        ("country", "PK"),
        ("time_zone", "Asia/Karachi"),
        ("currency", "PKR"),
        ("opens", "09:00"),
        ("closes", "17:00"),
        ("minutes", "20"),
        ("weekday", "1"),
        ("weekday", "2"),
        ("weekday", "3"),
        ("weekday", "4"),
        ("weekday", "5"),
    ]);
    view.page(&StartPage::new(&view, &f))
}

#[derive(Template)]
#[template(path = "clinics/start_sent.html")]
struct SentPage<'a> {
    v: &'a View,
    email: &'a str,
}

/// POST /start: keeps what was filled in and sends the link. The same form sent twice is one link and one letter.
pub async fn start(Passer { view, house, address, .. }: Passer, filled: Filled) -> Result<Response, Problem> {
    house.brake().count("start", &address)?;
    let (new, email, password) = match read(&filled, view.speech()) {
        Ok(read) => read,
        Err(errors) => return view.page_again(&StartPage::new(&view, &filled.typed(errors))),
    };
    let db = house.db();
    let id = AccountLinkId::from_uuid(filled.form());
    let waiting = Waiting::of(&new, &email, &password.hashed(db).await?);
    let mut tx = db.identity().await?;
    let now = tx.now();
    let until = now.checked_add(SignedDuration::from_hours(HOURS)).unwrap_or(now);
    let body = tx.keys().seal(&BODY, id, &waiting)?;
    let made = tx
        .rows(
            sql!(Identity:
                "insert into account_link (link_id, purpose, body, created_at, expires_at) values ($1, 'opening', $2, $3, $4)
                  on conflict (link_id) do nothing returning link_id"
            ),
            &[&id, &body, &now, &until],
        )
        .await?;
    if !made.is_empty() {
        let letter = Letter::Opening { clinic: new.name.clone(), link: id.uuid(), known: false };
        letters::write(&tx, db, &Addressee::Address(email.clone()), view.speech().language(), &letter).await?;
        tx.record(Event::done("identity.ask_to_open", By::Nobody).from(&address));
    }
    tx.commit().await?;
    view.page(&SentPage { v: &view, email: email.reveal() })
}

fn read(filled: &Filled, speech: &Speech) -> Result<(NewClinic, EmailAddress, Password), Errors> {
    let mut form = Reading::of(filled);
    let name = form.line("name", 120);
    let country =
        form.parsed("country", "field-choose", |code| kernel::phone::countries().into_iter().find(|known| known == code).ok_or(()));
    let time_zone = form.parsed("time_zone", "field-choose", |zone| TimeZone::get(zone).map(|_| zone.to_owned()));
    let currency = form
        .parsed("currency", "field-choose", |code| Currency::from_code(code).filter(|currency| currency.exponent().is_some()).ok_or(()));
    let time = |text: &str| text.parse::<Time>().ok().filter(|time| time.second() == 0 && time.subsec_nanosecond() == 0).ok_or(());
    let opens = form.parsed("opens", "start-time-wrong", time);
    let closes = form.parsed("closes", "start-time-wrong", time);
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes <= opens
    {
        form.wrong("closes", "start-closes-before");
    }
    let weekdays: Vec<i8> = (1..=7).filter(|day| filled.typed(Errors::none()).is("weekday", &day.to_string())).collect();
    if weekdays.is_empty() {
        form.wrong("weekday", "start-no-day");
    }
    let service = form.line("service", 120);
    let minutes =
        form.parsed("minutes", "start-minutes-wrong", |text| text.parse::<i32>().ok().filter(|m| (5..=480).contains(m)).ok_or(()));
    let price = form.parsed("price", "start-price-wrong", |text| Money::parse(text, currency.unwrap_or(Currency::PKR)));
    let practitioner = form.line("practitioner", 120);
    let owner = form.parsed("owner", "field-not-a-name", PersonName::parse);
    let email = form.parsed("email", "field-not-an-email", EmailAddress::parse);
    let password = Password::read(&mut form, filled, &[filled.text("name"), filled.text("email"), filled.text("owner")], Beside::Nothing);
    if !filled.ticked("terms") {
        form.wrong("terms", "start-terms-missing");
    }
    let errors = form.errors();
    match (country, time_zone, currency, opens, closes, minutes, price, owner, email, password) {
        (
            Some(country),
            Some(time_zone),
            Some(currency),
            Some(opens),
            Some(closes),
            Some(minutes),
            Some(price),
            Some(owner),
            Some(email),
            Some(password),
        ) if !errors.any() => {
            let new = NewClinic {
                name,
                slug: None,
                country,
                time_zone,
                currency,
                language: speech.language(),
                weekdays,
                opens,
                closes,
                service,
                minutes,
                price,
                practitioner,
                owner,
                accepted: Some(Accepted::now(speech)),
                owner_practises: filled.ticked("owner_practises"),
                purpose: Purpose::Real,
            };
            Ok((new, email, password))
        }
        _ => Err(errors),
    }
}
