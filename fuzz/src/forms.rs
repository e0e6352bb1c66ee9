//! Forms of pages: fields are read as they were sent; a line is a line; names, amounts and ranges that are taken stay what they are.

use iso_currency::Currency;
use kernel::{
    http::{fields_of, line_of},
    money::Money,
};
use trust::{api_clients::network::Network, identity::EmailAddress, patients::PersonName};

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "forms",
    try_it,
    seeds: &[
        "_form=abc&service=svc_1&slot=2026-03-03T04%3A00%3A00Z&name=Mia+Rahman&phone=%2B92+300+1112223&consent=1",
        "name=%D9%85%DB%8C%D8%A7&price=1%2C500.50&network=203.0.113.0%2F28&email=mia%40clinic.example",
        "network=2001%3Adb8%3A%3A%2F48&network=%3A%3Affff%3A203.0.113.9&price=%DB%B1%DB%B5%DB%B0%DB%B0",
    ],
};

fn try_it(bytes: &[u8]) {
    let fields = fields_of(bytes);
    assert!(fields.len() <= 400, "no more fields than a form has");
    for (_, value) in &fields {
        if let Ok(line) = line_of(value, 120) {
            assert!(line.chars().count() <= 120 && !line.chars().any(char::is_control), "a line");
            assert!(line_of(&line, 120).as_ref() == Ok(&line), "read again it is the same line");
            if let Ok(name) = PersonName::parse(&line) {
                let name = name.reveal();
                assert!(name.chars().any(char::is_alphabetic) && name.trim() == name, "a name");
                assert!(PersonName::parse(name).is_ok_and(|again| again.reveal() == name), "read again it is the same name");
            }
        }
        for currency in [Currency::PKR, Currency::JPY, Currency::KWD] {
            if let Ok(amount) = Money::parse(value, currency) {
                assert!((0..=1_000_000_000_000).contains(&amount.minor), "an amount");
                assert_eq!(Money::parse(&amount.plain(), currency), Ok(amount));
            }
        }
        if let Ok(network) = Network::parse(value) {
            assert_eq!(Network::parse(&network.to_string()), Ok(network), "written and read it is the same range");
        }
        if let Ok(email) = EmailAddress::parse(value) {
            let again = EmailAddress::parse(email.reveal());
            assert!(again.is_ok_and(|again| again.reveal() == email.reveal()), "read again it is the same address");
        }
    }
}
