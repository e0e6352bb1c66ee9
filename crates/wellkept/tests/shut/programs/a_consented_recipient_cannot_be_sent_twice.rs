//! refuses: E0382
//! because: one look at the ledger is one message: a recipient is used up by sending

use kernel::Actor;
use trust::messaging::{MessageId, Rendered, gate::ConsentedRecipient, send::Carrier};

pub fn twice(carrier: &dyn Carrier, actor: &Actor, to: ConsentedRecipient, id: MessageId, text: &Rendered) {
    drop(carrier.carry(actor, to, id, text));
    drop(carrier.carry(actor, to, id, text));
}
