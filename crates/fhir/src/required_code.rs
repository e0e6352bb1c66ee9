//! Codes that FHIR binds as *required*: a closed list, so an unknown one is a mistake in the export.

use crate::refusal::Fault;
use crate::wire::WireConcept;

/// Makes such an enum. A public one can also say its code again.
macro_rules! required_codes {
    ($(#[$about:meta])* pub $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $crate::required_code::required_codes!(@make [pub] $(#[$about])* $name { $($variant = $code),+ });

        impl $name {
            /// The code as FHIR writes it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
    ($(#[$about:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $crate::required_code::required_codes!(@make [] $(#[$about])* $name { $($variant = $code),+ });
    };
    (@make [$($vis:tt)*] $(#[$about:meta])* $name:ident { $first:ident = $first_code:literal $(, $variant:ident = $code:literal)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $($vis)* enum $name {
            #[doc = concat!("`", $first_code, "`")]
            $first,
            $(#[doc = concat!("`", $code, "`")] $variant,)*
        }

        impl $crate::required_code::RequiredCode for $name {
            const ALLOWED: &'static str = concat!($first_code $(, ", ", $code)*);

            fn from_code(code: &str) -> Option<Self> {
                match code {
                    $first_code => Some(Self::$first),
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use required_codes;

/// An enum made by [`required_codes!`].
pub(crate) trait RequiredCode: Sized {
    const ALLOWED: &'static str;

    fn from_code(code: &str) -> Option<Self>;

    fn read(field: &'static str, code: &str) -> Result<Self, Fault> {
        Self::from_code(code).ok_or(Fault::UnknownCode { field, allowed: Self::ALLOWED })
    }

    fn read_optional(field: &'static str, code: Option<&str>) -> Result<Option<Self>, Fault> {
        code.map(|code| Self::read(field, code)).transpose()
    }

    fn read_required(field: &'static str, code: Option<&str>) -> Result<Self, Fault> {
        Self::read(field, code.ok_or(Fault::Missing { field })?)
    }

    /// For a status that FHIR wraps in a `CodeableConcept`: the coding of FHIR's own system counts,
    /// since exports add codings of their own beside it.
    fn read_concept(field: &'static str, system: &str, concept: Option<&WireConcept>) -> Result<Option<Self>, Fault> {
        let Some(concept) = concept else {
            return Ok(None);
        };
        let coding = concept.coding.iter().find(|coding| coding.system.as_deref().is_none_or(|found| found == system));
        let code = coding.and_then(|coding| coding.code.as_deref()).unwrap_or_default();
        Self::read(field, code).map(Some)
    }
}
