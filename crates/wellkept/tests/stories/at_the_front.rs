//! Steps that several stories take: somebody books on the clinic's page.

use testkit::{Browser, Clinic, Page};

/// The form of the public page, and of the page it comes back as.
pub(crate) const FORM: &str = "main form[action$='/book']";

/// Somebody who books, as typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guest {
    pub(crate) name: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) consent: bool,
}

/// Mia, who ticks the box.
pub(crate) const MIA: Guest = Guest { name: "Mia Farooq", phone: "0300 1234567", consent: true };
/// Zain, who does not.
pub(crate) const ZAIN: Guest = Guest { name: "Zain Ali", phone: "0321 7654321", consent: false };

/// Fills in the page for a time and sends it.
pub(crate) async fn send(browser: &Browser, page: &Page, slot: &str, guest: Guest) -> Page {
    let consent = if guest.consent { "1" } else { "" };
    browser.submit(page, FORM, &[("slot", slot), ("name", guest.name), ("phone", guest.phone), ("consent", consent)]).await
}

/// Books the first free time; the page behind the link.
pub(crate) async fn books(clinic: &Clinic, guest: Guest) -> Page {
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await.with_status(200);
    let slot = page.form(FORM).choices("slot").into_iter().next().unwrap_or_default();
    let booked = send(&visitor, &page, &slot, guest).await.with_status(200);
    assert!(booked.url.starts_with("/a/"), "{}", booked.url);
    booked
}

/// How many appointments of the clinic stand in the calendar.
pub(crate) async fn standing(clinic: &Clinic) -> i64 {
    clinic
        .sql("select count(*) from appointment where clinic_id = $1 and status in ('booked', 'arrived', 'fulfilled')", &[&clinic.id])
        .await[0]
        .get(0)
}
