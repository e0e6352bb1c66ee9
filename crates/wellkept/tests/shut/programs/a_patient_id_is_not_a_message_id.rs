//! refuses: E0308
//! because: ids explain themselves and cannot be mixed

use kernel::{Problem, TenantTx};
use trust::{messaging::MessageId, patients::{Patient, PatientId}};

pub async fn mixed(tx: &TenantTx, id: MessageId) -> Result<Patient, Problem> {
    let wanted: PatientId = id;
    trust::patients::patient(tx, wanted).await
}
