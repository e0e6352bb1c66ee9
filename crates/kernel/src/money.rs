//! Money in minor units with its currency; never a float.

use iso_currency::Currency;

/// An amount in the currency's minor unit (ISO 4217 exponent: JPY 0, PKR 2, KWD 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units; may be negative in a difference.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMoney {
    /// Letters, signs, two points.
    #[error("enter an amount such as 1500 or 1500.50")]
    NotANumber,
    /// More digits after the point than the currency has.
    #[error("too many digits after the point for this currency")]
    TooFine,
    /// Above a thousand million.
    #[error("this amount is too large")]
    TooLarge,
}

impl Money {
    /// Wraps minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Digits after the point.
    #[must_use]
    pub fn exponent(currency: Currency) -> u32 {
        currency.exponent().map_or(0, u32::from)
    }

    /// Reads what a person typed: digits, an optional point, grouping commas or spaces ignored.
    ///
    /// # Errors
    /// [`NotMoney`] with the sentence for the field.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, NotMoney> {
        let text: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '٬')).map(western_digit).collect();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let exponent = Self::exponent(currency);
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || (text.contains('.') && fraction.is_empty()) {
            return Err(NotMoney::NotANumber);
        }
        if u32::try_from(fraction.len()).unwrap_or(u32::MAX) > exponent {
            return Err(NotMoney::TooFine);
        }
        if whole.len() > 10 {
            return Err(NotMoney::TooLarge);
        }
        let width = usize::try_from(exponent).unwrap_or(0);
        let minor: i64 = format!("{whole}{fraction:0<width$}").parse().map_err(|_| NotMoney::TooLarge)?;
        if minor > 1_000_000_000_000 { Err(NotMoney::TooLarge) } else { Ok(Self::new(minor, currency)) }
    }

    /// The plain decimal text, "1500.50": for forms and machines; pages use the language's own.
    #[must_use]
    pub fn plain(self) -> String {
        let exponent = Self::exponent(self.currency);
        let scale = 10_i64.pow(exponent);
        let (whole, rest) = (self.minor / scale, (self.minor % scale).abs());
        if exponent == 0 { whole.to_string() } else { format!("{whole}.{rest:0width$}", width = usize::try_from(exponent).unwrap_or(0)) }
    }
}

/// Arabic-Indic and Eastern Arabic digits are digits too.
#[must_use]
pub fn western_digit(c: char) -> char {
    match c {
        '٠'..='٩' => char::from_u32(u32::from(c) - 0x660 + 0x30).unwrap_or(c),
        '۰'..='۹' => char::from_u32(u32::from(c) - 0x6f0 + 0x30).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let minor = |text: &str, currency| Money::parse(text, currency).map(|m| m.minor);
        assert_eq!(minor("1,500.5", Currency::PKR), Ok(150_050));
        assert_eq!(minor("۱۵۰۰", Currency::PKR), Ok(150_000));
        assert_eq!(minor("1500", Currency::JPY), Ok(1500));
        assert_eq!(minor("1.234", Currency::KWD), Ok(1234));
        assert_eq!(minor("1.5", Currency::JPY), Err(NotMoney::TooFine));
        for bad in ["", "-5", "1.", ".5", "1e9", "=1+1", "12.3.4", "abc"] {
            assert_eq!(minor(bad, Currency::PKR), Err(NotMoney::NotANumber), "{bad}");
        }
        assert_eq!(minor("99999999999", Currency::PKR), Err(NotMoney::TooLarge));
    }

    #[test]
    fn plain_text_reads_back_as_the_same_amount() {
        for (minor, currency) in [(150_050, Currency::PKR), (5, Currency::PKR), (1500, Currency::JPY), (1234, Currency::KWD)] {
            let money = Money::new(minor, currency);
            assert_eq!(Money::parse(&money.plain(), currency), Ok(money));
        }
    }
}
