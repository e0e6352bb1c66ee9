//! What we write to patients, what they answer, and what staff and owner see of it.

mod agreed;
mod once;
mod stopped;
mod trail;

use kernel::{language::Language, phone::PhoneNumber};
use testkit::{Browser, Clinic, Page};
use trust::{
    consent::{
        ConsentId,
        give::{How, give},
    },
    messaging::{
        Channel, Kind, MessageId, new_link,
        receive::{Received, receive},
        tell::tell,
    },
    patients::{
        ContactKey, Particulars, PatientId, PersonName,
        register::{CameBy, NewPatient, register},
    },
};
use uuid::Uuid;

const NUMBER: &str = "+923001234567";

/// A patient with a visit tomorrow.
struct Mia<'a> {
    clinic: &'a Clinic,
    patient: PatientId,
    appointment: Uuid,
}

impl<'a> Mia<'a> {
    async fn at(clinic: &'a Clinic) -> Self {
        Self::speaking(clinic, Language::English).await
    }

    async fn speaking(clinic: &'a Clinic, language: Language) -> Self {
        let tx = clinic.tx().await;
        let new = NewPatient {
            name: PersonName::parse("Mia Lodhi").unwrap(),
            phone: Some(PhoneNumber::parse(NUMBER, "PK").unwrap()),
            particulars: Particulars::default(),
            language,
        };
        let patient = register(&tx, &new, CameBy::Reception).await.unwrap();
        tx.commit().await.unwrap();
        let appointment = kernel::id::fresh(clinic.db.clock(), clinic.db.chance());
        clinic
            .sql(
                "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version)
                 values ($1, $2, $3, $4, $5, timestamptz '2026-03-03 05:00Z', timestamptz '2026-03-03 05:30Z', 'booked', timestamptz '2026-03-02 08:00Z', 'staff', 'test')",
                &[&clinic.id, &appointment, &clinic.practitioner, &clinic.service, &patient],
            )
            .await;
        let tx = clinic.tx().await;
        new_link(&tx, "appointment", appointment, "2026-04-01T00:00:00Z".parse().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        Self { clinic, patient, appointment }
    }

    async fn contact(&self) -> ContactKey {
        let tx = self.clinic.tx().await;
        ContactKey::of(&tx, &PhoneNumber::parse(NUMBER, "PK").unwrap()).unwrap()
    }

    /// Ticks the box of the booking form.
    async fn agrees(&self, channel: Channel) -> ConsentId {
        let contact = self.contact().await;
        let tx = self.clinic.tx().await;
        let entry = give(&tx, self.patient, &contact, channel, How::BookingForm, None).await.unwrap();
        tx.commit().await.unwrap();
        entry
    }

    /// The clinic queues a confirmation of her visit.
    async fn is_to_be_told(&self, channel: Channel) -> MessageId {
        let tx = self.clinic.tx().await;
        let message = tell(&tx, self.patient, channel, Kind::Confirmation, self.appointment).await.unwrap();
        tx.commit().await.unwrap();
        message
    }

    async fn is_told(&self, channel: Channel) -> MessageId {
        let message = self.is_to_be_told(channel).await;
        self.clinic.work_until_idle().await;
        message
    }

    /// Writes back, as a supplier would bring it in.
    async fn texts(&self, channel: Channel, text: &str) -> Received {
        let contact = self.contact().await;
        let mut tx = self.clinic.tx().await;
        let received = receive(&mut tx, &contact, channel, text).await.unwrap();
        tx.commit().await.unwrap();
        received
    }

    /// Writes back on the simulated phone.
    async fn writes_on_her_phone(&self, browser: &Browser, channel: &str, text: &str) -> Page {
        let phone = browser.get("/phone").await.with_status(200);
        browser.submit(&phone, &format!("section[data-channel='{channel}'] form"), &[("text", text)]).await
    }

    async fn fate(&self, message: MessageId) -> (String, Option<String>) {
        let rows = self
            .clinic
            .sql("select state, reason from message where clinic_id = $1 and message_id = $2", &[&self.clinic.id, &message])
            .await;
        (rows[0].get(0), rows[0].get(1))
    }

    async fn was_sent(&self, message: MessageId) -> bool {
        self.fate(message).await.0 == "sent"
    }

    async fn was_refused(&self, message: MessageId, why: &str) -> bool {
        self.fate(message).await == ("refused".to_owned(), Some(why.to_owned()))
    }

    /// What came to her phone.
    async fn bubbles(&self) -> i64 {
        let question = "select count(*) from handset_item where clinic_id = $1 and direction = 'to_patient'";
        self.clinic.sql(question, &[&self.clinic.id]).await[0].get(0)
    }

    async fn messages_page(&self, browser: &Browser) -> Page {
        browser.get(&format!("/patients/{}/messages", self.patient)).await.with_status(200)
    }
}
