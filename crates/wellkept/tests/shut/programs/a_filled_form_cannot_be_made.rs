//! refuses: E0451
//! because: a form is taken only with the token our own page gave to this very browser

use kernel::{http::Filled, reexport::uuid::Uuid};

pub fn forge() -> Filled {
    Filled { form: Uuid::nil(), fields: Vec::new() }
}
