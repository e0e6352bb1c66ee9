//! The codes an app shows (RFC 6238: SHA-1, six digits, half a minute), by the building's clock.

use fast_qr::{ECL, QRBuilder};
use jiff::Timestamp;
use kernel::{Chance, Private, Problem, keys::Column};
use totp_rs::{Builder, Secret, Totp};

kernel::id!(
    /// An app that shows codes.
    TotpId, "otp"
);

/// `person_totp.secret`.
pub const SECRET: Column<String> = Column::new("person_totp", "secret");
/// Seconds a code is shown.
pub const STEP: i64 = 30;
/// White around a QR code, in modules, as the standard asks.
const QUIET: usize = 4;

/// A new secret, in base 32 as people type it: 160 bits, the length of the hash.
#[must_use]
pub fn new_secret(chance: &Chance) -> Private<String> {
    Private::new(Secret::from(chance.bytes::<20>()).to_base32())
}

fn totp(secret: &str, account: &str) -> Result<Totp, Problem> {
    let secret = Secret::try_from_base32(secret).map_err(|_| Problem::broken("a kept secret is not base 32"))?;
    // The label of an account may hold no colon.
    let account = account.replace(':', " ");
    Builder::new()
        .with_secret(secret)
        .with_issuer(Some("Wellkept"))
        .with_account_name(account)
        .build()
        .map_err(|_| Problem::broken("a kept secret is no secret"))
}

/// The half minute whose code this is, now or one before or after; `after` is the last that was taken.
///
/// # Errors
/// [`Problem::Broken`].
pub fn step_of(secret: &str, typed: &str, now: Timestamp, after: i64) -> Result<Option<i64>, Problem> {
    let now = u64::try_from(now.as_second()).unwrap_or(0);
    let step = totp(secret, "")?.check(typed, now).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > after))
}

/// What an app reads from the square: `otpauth://totp/…`.
///
/// # Errors
/// [`Problem::Broken`].
pub fn address(secret: &str, account: &str) -> Result<Private<String>, Problem> {
    totp(secret, account)?.to_url().map(Private::new).map_err(|_| Problem::broken("a label of an app"))
}

/// A text as a square to photograph: how wide it is, and the path that fills its dark modules, for an `<svg>` of ours.
#[derive(Debug)]
pub struct Square {
    /// Width and height in modules, with the white around.
    pub size: usize,
    /// `d=`.
    pub path: String,
}

impl Square {
    /// Draws one.
    ///
    /// # Errors
    /// [`Problem::Broken`] when the text is too long for one.
    pub fn of(text: &str) -> Result<Self, Problem> {
        use std::fmt::Write as _;
        let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| Problem::broken("too long for a square"))?;
        let mut path = String::new();
        for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
                let _never_fails = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Ok(Self { size: code.size + 2 * QUIET, path })
    }
}

/// What a person typed as a code, as it is compared: without spaces and dashes, small letters, digits of any script as 0 to 9.
#[must_use]
pub fn plain(typed: &str) -> String {
    let digit = |c: char, zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|n| *n < 10).and_then(|n| char::from_digit(n, 10));
    typed
        .chars()
        .take(64)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| digit(c, '\u{660}').or_else(|| digit(c, '\u{6f0}')).unwrap_or(c).to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of RFC 6238, appendix B: its codes have eight digits, ours are the last six of them.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(step_of(&secret, code, now, 0).unwrap(), Some(second / STEP), "{second}");
            assert_eq!(step_of(&secret, code, now, second / STEP).unwrap(), None, "taken once");
            let late = Timestamp::from_second(second + 2 * STEP).unwrap();
            assert_eq!(step_of(&secret, code, late, 0).unwrap(), None, "too late");
        }
    }

    #[test]
    fn a_code_reads_as_people_type_it() {
        assert_eq!(plain(" ۱۲۳ ٤٥٦ "), "123456");
        assert_eq!(plain("ABCD-efgh-2345"), "abcdefgh2345");
    }

    #[test]
    fn a_square_is_white_around() {
        let square = Square::of("otpauth://totp/Wellkept:sana@clinic.example?secret=JBSWY3DPEHPK3PXP&issuer=Wellkept").unwrap();
        assert!(square.size > 33 && square.path.starts_with("M4 4h1v1h-1z"), "{}", square.path);
    }
}
