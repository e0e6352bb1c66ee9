//! Telephone numbers: what is taken is E.164, and E.164 read again is the same number, in whatever country.

use kernel::phone::PhoneNumber;

use crate::Target;

const COUNTRIES: [&str; 8] = ["PK", "AE", "GB", "DE", "US", "AR", "IT", "ZZ"];

pub(crate) const TARGET: Target = Target {
    name: "phones",
    try_it,
    seeds: &[
        "0300 1112223",
        "+92 300 1112223",
        "۰۳۰۰۱۲۳۴۵۶۷",
        "0092-300-1234567",
        "020 7946 0018 ext. 5",
        "tel:+1-201-555-0123;phone-context=+1",
        "011 15-2345-6789",
        "(0)30/123456",
        "１２３４５６７",
    ],
};

fn try_it(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for country in COUNTRIES {
        let Ok(number) = PhoneNumber::parse(&text, country) else { continue };
        let e164 = number.e164();
        let digits = e164.strip_prefix('+').unwrap_or_default();
        assert!((5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()), "E.164");
        for elsewhere in COUNTRIES {
            assert!(PhoneNumber::parse(e164, elsewhere).as_ref() == Ok(&number), "read again in {elsewhere} it is the same number");
        }
    }
}
