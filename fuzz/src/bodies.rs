//! What programs send: a body is refused, or it says what a booking needs and nothing else; a key is one word.

use std::sync::LazyLock;

use front_desk::{
    api::{book_by_program, cancel_own, hold_by_program, move_own},
    booking::show_times::Menu,
};
use http::{HeaderMap, HeaderValue};
use iso_currency::Currency;
use jiff::{civil::date, tz::TimeZone};
use kernel::{
    Chance, Clinic, Clock,
    http::{IDEMPOTENCY_KEY, MOST_POSTED, key_of, read_json},
    id::Id as _,
    language::Language,
    money::Money,
};
use trust::clinics::{Practitioner, Service};

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "bodies",
    try_it,
    seeds: &[
        r#"{"service":"svc_00000000000000000000000000000001","starts_at":"2026-03-03T04:00:00Z","name":"Mia Rahman","phone":"0300 1112223","notice_shown":true,"consent":true}"#,
        r#"{"service":"svc_00000000000000000000000000000001","practitioner":"pra_00000000000000000000000000000001","hold":"x","starts_at":"2026-03-03T09:00:00+05:00[Asia/Karachi]","name":"میا","phone":"+923001112223","language":"ur","notice_shown":true,"consent":false,"born":"2020-01-02","booked_by":{"name":"Omar","relationship":"parent"},"visitor_address":"203.0.113.7"}"#,
        r#"{"service":"svc_00000000000000000000000000000001","starts_at":"2026-03-03T04:00:00Z","visitor_address":"2001:db8::1"}"#,
        r#"{"starts_at":"2026-03-03T05:00:00Z"}"#,
        "{}",
    ],
};

pub(crate) const KEYS: Target = Target {
    name: "keys",
    try_it: try_key,
    seeds: &["\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324", "\"a\";x=1", "\"a\", \"b\""],
};

/// A clinic with one of everything.
static HERE: LazyLock<(Clinic, Menu)> = LazyLock::new(|| {
    let (clock, chance) = (Clock::system(), Chance::seeded(1));
    let one = uuid_one();
    let clinic = Clinic {
        id: kernel::ClinicId::fresh(&clock, &chance),
        slug: "noor".to_owned(),
        name: "Noor Clinic".to_owned(),
        country: "PK".to_owned(),
        time_zone: TimeZone::UTC,
        currency: Currency::PKR,
        language: Language::English,
        kind: "real".to_owned(),
    };
    let service = Service {
        id: trust::clinics::ServiceId::from_uuid(one),
        name: "Consultation".to_owned(),
        minutes: 30,
        price: Money::new(150_000, Currency::PKR),
        around: (0, 0),
        every: None,
        notice: 0,
        horizon: 60,
        cancel: 0,
        places: 1,
        approval: false,
        given_by: Vec::new(),
        rooms: None,
        active: true,
    };
    let practitioner = Practitioner { id: trust::clinics::PractitionerId::from_uuid(one), name: "Dr Sana Malik".to_owned() };
    (clinic, Menu { services: vec![service], practitioners: vec![practitioner], locations: Vec::new() })
});

fn uuid_one() -> uuid::Uuid {
    uuid::Uuid::from_u128(1)
}

fn try_it(bytes: &[u8]) {
    let (clinic, menu) = &*HERE;
    let today = date(2026, 3, 2);
    if let Ok(said) = read_json::<book_by_program::Said>(bytes) {
        match book_by_program::read(&said, menu, clinic, today) {
            Ok(new) => {
                let name = new.name.reveal();
                assert!(!name.is_empty() && name.chars().count() <= 120 && !name.chars().any(char::is_control), "a name");
                assert!(new.phone.e164().starts_with('+'), "a number");
                assert!(new.born.is_none_or(|day| day <= today && new.by.is_some()), "born for somebody who is booked for");
                assert!(new.hold.is_none() && new.network.is_none(), "neither is believed before it is looked at");
            }
            Err(wrong) => assert!(!wrong.is_empty(), "a refusal says what is wrong"),
        }
    }
    let _hold = read_json::<hold_by_program::Said>(bytes);
    let _move = read_json::<move_own::Said>(bytes);
    if read_json::<cancel_own::Said>(bytes).is_ok() {
        let said: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
        assert!(said.as_object().is_some_and(serde_json::Map::is_empty) || said.as_array().is_some_and(Vec::is_empty), "nothing");
    }
    assert!(bytes.len() <= MOST_POSTED, "no longer than a body");
}

fn try_key(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for piece in bytes.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(piece) {
            headers.append(IDEMPOTENCY_KEY, value);
        }
    }
    if let Ok(key) = key_of(&headers) {
        assert!((1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"'), "a word");
        assert_eq!(headers.get_all(IDEMPOTENCY_KEY).iter().count(), 1);
    }
}
