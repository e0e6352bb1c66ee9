//! refuses: E0599
//! because: a copy kept for later would outlive a STOP

use trust::messaging::gate::ConsentedRecipient;

pub fn keep(to: ConsentedRecipient) -> (ConsentedRecipient, ConsentedRecipient) {
    (to.clone(), to)
}
