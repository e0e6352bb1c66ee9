//! The ground under the building: who acts, in which clinic, when, and with what right.
//! Nothing here knows what a booking or a prescription is.

pub mod actor;
pub mod audit;
pub mod chance;
pub mod clock;
pub mod html;
pub mod http;
pub mod id;
pub mod jobs;
pub mod keys;
pub mod language;
pub mod leave;
pub mod migrate;
pub mod money;
pub mod permit;
pub mod phone;
pub mod private;
pub mod refusal;
pub mod sql;
pub mod tenancy;

pub use actor::{Actor, Role};
pub use chance::Chance;
pub use clock::Clock;
pub use id::ClinicId;
pub use permit::{Permit, Verb};
pub use private::Private;
pub use refusal::Problem;
pub use tenancy::{Clinic, Db, TenantTx};

#[doc(hidden)]
pub mod reexport {
    pub use inventory;
    pub use serde;
    pub use tokio_postgres;
    pub use uuid;
}
