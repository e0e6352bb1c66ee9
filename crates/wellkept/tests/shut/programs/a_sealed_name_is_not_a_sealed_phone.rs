//! refuses: E0308
//! because: a column opens only what belongs into it

use kernel::{Private, Problem, keys::{Column, KeyRing, Sealed}};
use trust::patients::{Particulars, PatientId};

const PARTICULARS: Column<Particulars> = Column::new("patient", "particulars");

pub fn mixed(keys: &KeyRing, id: PatientId, name: &Sealed<String>) -> Result<Private<Particulars>, Problem> {
    keys.open(&PARTICULARS, id, name)
}
