//! Forms as a browser sends them, over a connection that stays open.

use std::net::SocketAddr;

use jiff::Timestamp;
use kernel::{Db, keys::Seal};
use trust::clinics::PractitionerId;

use crate::ground::{Ground, Place, person};

/// Sends booking forms to one clinic.
#[derive(Clone)]
pub(crate) struct Booker {
    client: reqwest::Client,
    url: String,
    forms: std::sync::Arc<Seal>,
    db: Db,
    service: String,
}

/// What the clinic answered.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Booked; the address of the link.
    Booked(String),
    /// Somebody was quicker.
    Taken,
}

impl Booker {
    pub(crate) fn new(ground: &Ground, place: &Place, address: SocketAddr) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self {
            client,
            url: format!("http://{address}/c/{}/book", place.clinic.slug),
            // The page is not opened for each form: its token is made here, as the page makes it.
            forms: std::sync::Arc::new(Seal::new(&ground.installation.root, "forms")?),
            db: ground.db().clone(),
            service: place.service.id.to_string(),
        })
    }

    /// Sends the form of the n-th person for a time.
    pub(crate) async fn book(&self, number: usize, (practitioner, starts_at): (PractitionerId, Timestamp)) -> anyhow::Result<Answer> {
        let (name, phone) = person(number)?;
        let token = self.forms.issue(kernel::id::fresh(self.db.clock(), self.db.chance()), b"public");
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("_form", &token)
            .append_pair("service", &self.service)
            .append_pair("practitioner", &practitioner.to_string())
            .append_pair("slot", &starts_at.to_string())
            .append_pair("name", name.reveal())
            .append_pair("phone", phone.e164())
            .append_pair("consent", "1")
            .finish();
        let answer = self.client.post(&self.url).header("content-type", "application/x-www-form-urlencoded").body(body).send().await?;
        let location = answer.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        let status = answer.status().as_u16();
        // Read to its end, so that the connection is used again.
        let _page = answer.bytes().await?;
        match (status, location) {
            (303, Some(to)) => Ok(Answer::Booked(to)),
            (409, _) => Ok(Answer::Taken),
            (status, _) => anyhow::bail!("a booking was answered with {status}"),
        }
    }
}
