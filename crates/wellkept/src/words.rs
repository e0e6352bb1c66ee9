//! Every sentence of the product, by language and room.

use kernel::language::{Language, LanguageError, Languages};

macro_rules! rooms {
    ($($room:literal),+ $(,)?) => {
        &[$(
            (Language::English, include_str!(concat!("../../../locales/en/", $room, ".ftl"))),
            (Language::Urdu, include_str!(concat!("../../../locales/ur/", $room, ".ftl"))),
        )+]
    };
}

const FILES: &[(Language, &str)] = rooms![
    "shell",
    "identity",
    "terms",
    "directory",
    "factors",
    "privacy",
    "billing",
    "messages",
    "phone",
    "audit",
    "booking",
    "waitlist",
    "calendar",
    "desk_calendar",
    "queue",
    "hours",
    "services",
    "today",
    "patients",
    "chart",
    "visits",
    "import",
    "sessions",
    "api",
    "letters",
    "operator",
    "emergency",
];

/// All languages with all rooms' sentences.
///
/// # Errors
/// [`LanguageError`].
pub fn languages() -> Result<Languages, LanguageError> {
    Languages::load(FILES)
}
