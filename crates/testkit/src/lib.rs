//! A clinic for tests, and people you act through.
//!
//! ```no_run
//! # async fn a_story() {
//! let clinic = testkit::clinic().await;
//! let page = clinic.visitor().get(&format!("/c/{}", clinic.slug)).await;
//! assert!(page.shows("Consultation"));
//!
//! let team = clinic.owner().get("/team").await;
//! let answer = clinic.owner().submit(&team, "main form", &[("email", "not an address")]).await;
//! assert_eq!(answer.status, 422);
//! assert_eq!(answer.errors().len(), 1);
//!
//! let mia = clinic.patient("Mia");
//! mia.books().await;
//! clinic.work_until_idle().await;
//! assert!(mia.got().await[0].contains(&clinic.name));
//! mia.texts("STOP").await;
//! clinic.a_day_passes().await;
//! mia.got_nothing().await;
//! # }
//! ```
//!
//! One PostgreSQL and one migrated database serve a whole test process; every test opens a clinic of its own in it,
//! so that the walls between clinics are also the walls between tests. Time stands still until a test moves it, and
//! nothing here sleeps.

mod app;
mod browser;
mod calendar;
mod clinic;
mod directory;
mod form;
mod ground;
mod mail;
mod must;
mod operator;
mod page;
mod passkey;
mod patient;
mod program;
mod site;

pub use app::App;
pub use browser::Browser;
pub use calendar::{Read, ReadEntry, read_calendar};
pub use clinic::{Clinic, Member, PASSWORD};
pub use directory::{Directory, Registered};
pub use form::Form;
pub use ground::{Ground, ground};
pub use mail::{Mail, Taken};
pub use must::Must;
pub use operator::Operator;
pub use page::Page;
pub use passkey::Passkey;
pub use patient::{Bubble, Patient};
pub use program::Program;
pub use site::Site;

/// A clinic of this test's own, on a site of its own: served on a port of its own at Monday 2026-03-02, 08:00 UTC
/// (13:00 at the clinic, which is in Karachi and open from Monday to Saturday, 09:00 to 17:00).
pub async fn clinic() -> Clinic {
    Site::open().await.clinic().await
}

/// As [`clinic`], where the brake on tries is as strict as in a real installation is wanted: `tries` a minute.
pub async fn clinic_with_brake(tries: u32) -> Clinic {
    Site::open_with_brake(tries).await.clinic().await
}
