//! Telephone numbers, parsed once at the edge and kept in E.164.

use crate::Private;

/// A number that can exist, in E.164. Private: it prints as dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber(Private<String>);

/// E.164: the digits of a number, its country code among them.
const MOST_DIGITS: usize = 15;

/// The text is not a number that can exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a phone number")]
pub struct NotAPhone;

impl PhoneNumber {
    /// Reads a number as typed in `country` (ISO 3166 alpha-2), with or without its country code.
    ///
    /// # Errors
    /// [`NotAPhone`] when it cannot exist.
    pub fn parse(text: &str, country: &str) -> Result<Self, NotAPhone> {
        if text.len() > 60 {
            return Err(NotAPhone);
        }
        let typed: String = text.chars().map(crate::money::western_digit).collect();
        let region = country.parse::<rlibphonenumber::enums::Region>().ok();
        let number = rlibphonenumber::PHONE_NUMBER_UTIL.parse(&typed, region).map_err(|_| NotAPhone)?;
        let e164 = number.format_as(rlibphonenumber::PhoneNumberFormat::E164).into_owned();
        // The tables take 17 digits for Germany; no carrier does.
        if !number.is_valid() || e164.len() > 1 + MOST_DIGITS { Err(NotAPhone) } else { Ok(Self(Private::new(e164))) }
    }

    /// E.164, "+923001234567": for the vault, an index or a carrier.
    #[must_use]
    pub fn e164(&self) -> &str {
        self.0.reveal()
    }
}

/// Countries whose numbers can be read, ISO 3166 alpha-2, sorted.
#[must_use]
pub fn countries() -> Vec<String> {
    let mut codes: Vec<String> = rlibphonenumber::PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| region.to_string())
        .filter(|code| code.len() == 2)
        .collect();
    codes.sort_unstable();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_in_its_country_write_it() {
        for typed in ["0300 1234567", "+92 300 1234567", "0092-300-1234567", "۰۳۰۰۱۲۳۴۵۶۷"] {
            assert_eq!(PhoneNumber::parse(typed, "PK").unwrap().e164(), "+923001234567", "{typed}");
        }
        for bad in ["", "12", "hello", "0300 12345678901234", "'; drop table patient; --", "=1+1"] {
            assert_eq!(PhoneNumber::parse(bad, "PK"), Err(NotAPhone), "{bad}");
        }
    }

    #[test]
    fn a_number_has_fifteen_digits_at_most() {
        assert_eq!(PhoneNumber::parse("030 12345678", "DE").unwrap().e164(), "+493012345678");
        // Found by fuzzing.
        for long in ["0300 111222777777", "(0)302345)30/123456"] {
            assert_eq!(PhoneNumber::parse(long, "DE"), Err(NotAPhone), "{long}");
        }
    }
}
