//! refuses: E0308
//! because: a supplier gets a consented recipient or nothing: no number leaves past the gate

use kernel::{Actor, phone::PhoneNumber};
use trust::messaging::{MessageId, Rendered, send::Carrier};

pub fn send(carrier: &dyn Carrier, actor: &Actor, number: PhoneNumber, id: MessageId, text: &Rendered) {
    drop(carrier.carry(actor, number, id, text));
}
