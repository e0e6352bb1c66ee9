//! refuses: E0451
//! because: what is sent is a template with declared parameters, never free text

use kernel::Private;
use trust::messaging::Rendered;

pub fn forge() -> Rendered {
    Rendered { text: Private::new("Buy now!".to_owned()) }
}
