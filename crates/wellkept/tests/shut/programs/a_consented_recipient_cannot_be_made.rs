//! refuses: E0451
//! because: only the gate, which looks at the ledger at the moment of sending, makes one

use kernel::Private;
use trust::messaging::gate::ConsentedRecipient;

pub fn forge(known: ConsentedRecipient) -> ConsentedRecipient {
    ConsentedRecipient { address: Private::new("+923001234567".to_owned()), ..known }
}
