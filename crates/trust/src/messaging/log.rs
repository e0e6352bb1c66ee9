//! The page where staff see every message to a patient, why one was not sent, what the patient wrote back and what they
//! allow.

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use kernel::{
    Private, Problem, Role, TenantTx, Verb,
    http::{Desk, View},
    id::Id as _,
    keys::Sealed,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{
    Channel, MessageId,
    receive::{REPLY, ReplyId},
    send::BODY,
};
use crate::{
    consent::{ContactPoint, contact_point},
    patients::{
        PatientId, patient,
        relatives::{RelatedPerson, relatives},
    },
};

/// The act of reading a patient's messages.
#[derive(Debug)]
pub struct SeeMessages(pub PatientId);

impl Verb for SeeMessages {
    const ACT: &'static str = "messaging.see";
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Doctor), Who::Staff(Role::Nurse)];
    fn about(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// One line: a message, or what the patient wrote.
struct Line {
    at: Timestamp,
    channel: String,
    body: Option<Private<String>>,
    what: What,
}

enum What {
    Message(Fate),
    Reply { understood: String },
}

/// What became of a message.
struct Fate {
    kind: String,
    state: String,
    reason: Option<String>,
    simulated: bool,
    settled_at: Option<Timestamp>,
    /// The entry of the ledger it rests on or was refused for.
    said: Option<(String, Timestamp)>,
}

impl Fate {
    /// In plain words, what happened and why.
    fn words(&self, v: &View, channel: &str) -> String {
        let date = |at: Option<Timestamp>| at.map(|at| v.date_of(at)).unwrap_or_default();
        let settled = date(self.settled_at);
        match (self.state.as_str(), self.reason.as_deref()) {
            ("queued", _) => v.t("messages-waiting"),
            ("sending", _) => v.t("messages-on-its-way"),
            ("sent", _) if self.simulated => v.t1("messages-sent-simulated", "date", settled),
            ("sent", _) => v.t1("messages-sent", "date", settled),
            (_, Some("stopped")) => {
                let (how, at) = self.said.as_ref().map_or(("link", None), |(how, at)| (how.as_str(), Some(*at)));
                v.t2("messages-stopped", "how", how, "date", date(at.or(self.settled_at)))
            }
            (_, Some("no_consent")) => v.t1("messages-not-agreed", "channel", channel),
            (_, Some("too_many")) => v.t("messages-too-many"),
            (_, Some("no_number")) => v.t("messages-no-number"),
            (_, Some("no_longer_true")) => v.t("messages-no-longer-true"),
            (_, Some("carrier_refused")) => v.t("messages-carrier-refused"),
            (_, _) => v.t("messages-gave-up"),
        }
    }

    /// The badge of the stylesheet.
    fn badge(&self) -> &'static str {
        match self.state.as_str() {
            "sent" => "done",
            "refused" | "failed" => "refused",
            _ => "draft",
        }
    }
}

/// One entry of the ledger about this patient's contact points.
struct Entry {
    at: Timestamp,
    channel: String,
    state: String,
    how: String,
}

/// What stands for one channel the patient can be reached on; `never` where nothing was said.
struct Standing {
    channel: Channel,
    said: Option<usize>,
}

async fn messages(tx: &TenantTx, patient: PatientId) -> Result<Vec<Line>, Problem> {
    tx.rows(
        sql!(
            "select message.message_id, message.channel, message.kind, message.state, message.reason, message.body, message.carrier,
                     message.queued_at, message.settled_at, consent.how, consent.at
                from message left join consent using (clinic_id, consent_id)
               where message.patient_id = $1 order by message.message_id desc limit 200"
        ),
        &[&patient],
    )
    .await?
    .iter()
    .map(|row| {
        let id: MessageId = row.read("message_id")?;
        let body: Option<Sealed<String>> = row.read("body")?;
        let said = row.read::<Option<String>>("how")?.zip(row.read("at")?);
        let carrier: Option<String> = row.read("carrier")?;
        Ok(Line {
            at: row.read("queued_at")?,
            channel: row.read("channel")?,
            body: body.map(|sealed| tx.keys().open(&BODY, id, &sealed)).transpose()?,
            what: What::Message(Fate {
                kind: row.read("kind")?,
                state: row.read("state")?,
                reason: row.read("reason")?,
                simulated: carrier.as_deref() == Some("phone"),
                settled_at: row.read("settled_at")?,
                said,
            }),
        })
    })
    .collect()
}

async fn replies(tx: &TenantTx, contacts: &[&[u8]]) -> Result<Vec<Line>, Problem> {
    tx.rows(
        sql!("select reply_id, channel, body, understood, at from reply where contact_key = any($1) order by reply_id desc limit 200"),
        &[&contacts],
    )
    .await?
    .iter()
    .map(|row| {
        let id: ReplyId = row.read("reply_id")?;
        Ok(Line {
            at: row.read("at")?,
            channel: row.read("channel")?,
            body: Some(tx.keys().open(&REPLY, id, &row.read("body")?)?),
            what: What::Reply { understood: row.read("understood")? },
        })
    })
    .collect()
}

async fn ledger(tx: &TenantTx, contacts: &[&[u8]]) -> Result<Vec<Entry>, Problem> {
    tx.rows(
        sql!("select channel, state, how, at from consent where contact_key = any($1) and purpose = 'appointments' order by at desc, consent_id desc limit 200"),
        &[&contacts],
    )
    .await?
    .iter()
    .map(|row| Ok(Entry { at: row.read("at")?, channel: row.read("channel")?, state: row.read("state")?, how: row.read("how")? }))
    .collect()
}

#[derive(Template)]
#[template(path = "messaging/log.html")]
struct LogPage<'a> {
    v: &'a View,
    patient: PatientId,
    name: &'a str,
    lines: Vec<Line>,
    standings: Vec<Standing>,
    ledger: Vec<Entry>,
    /// Who acts for the patient: the number is theirs.
    relatives: Vec<RelatedPerson>,
    sees_trail: bool,
}

impl LogPage<'_> {
    /// "Agreed on 2 Mar 2026, on the booking form".
    fn said(&self, entry: &Entry) -> String {
        self.v.with("messages-stands", &[("state", &entry.state), ("date", &self.v.date_of(entry.at)), ("how", &entry.how)])
    }

    fn entry(&self, standing: &Standing) -> Option<&Entry> {
        standing.said.and_then(|at| self.ledger.get(at))
    }

    fn allows(&self, standing: &Standing) -> bool {
        self.entry(standing).is_some_and(|entry| entry.state == "given")
    }
}

/// GET /patients/{id}/messages
pub async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: PatientId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeMessages(id)).await?;
    let patient = patient(&tx, id).await?;
    let points: Vec<(Channel, ContactPoint)> = Channel::ALL
        .into_iter()
        .filter_map(|channel| contact_point(&tx, &patient, channel).map(|point| Some((channel, point?))).transpose())
        .collect::<Result<_, _>>()?;
    let contacts: Vec<&[u8]> = points.iter().map(|(_, point)| point.key.bytes()).collect();
    let ledger = ledger(&tx, &contacts).await?;
    let mut lines = messages(&tx, id).await?;
    lines.extend(replies(&tx, &contacts).await?);
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    let relatives = relatives(&tx, id).await?.into_iter().map(|(_, one)| one).collect();
    tx.commit().await?;
    let standings = points
        .iter()
        .map(|(channel, _)| Standing { channel: *channel, said: ledger.iter().position(|entry| entry.channel == channel.word()) })
        .collect();
    let sees_trail = matches!(desk.role, Role::Owner | Role::Auditor);
    desk.view.page(&LogPage { v: &desk.view, patient: id, name: patient.name.reveal(), lines, standings, ledger, relatives, sees_trail })
}
