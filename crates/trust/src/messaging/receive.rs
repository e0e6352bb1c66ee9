//! What a person writes back is kept, understood, and acted on in one transaction.
//!
//! A STOP ends messages to this contact point on every channel it had allowed: whoever asks for quiet on WhatsApp does
//! not expect the same words by SMS. A START opens the one channel it came by, and only where a yes was once said.

use kernel::{Permit, Problem, Role, TenantTx, Verb, id::Id as _, keys::Column, permit::Who, sql, tenancy::Row};
use uuid::Uuid;

use super::Channel;
use crate::{
    consent::{
        Standing,
        give::{How, give},
        stop::stop,
        understand::{Understood, understand},
    },
    patients::{ContactKey, PatientId},
};

kernel::id!(
    /// What a person wrote back.
    ReplyId, "rpl"
);

/// `reply.body`.
pub const REPLY: Column<String> = Column::new("reply", "body");

/// Somebody wrote back.
#[derive(Debug)]
pub struct Receive {
    reply: ReplyId,
    patient: Option<PatientId>,
}

impl Verb for Receive {
    const ACT: &'static str = "messaging.receive";
    // Staff at the simulated phone, a supplier's callback worked as a job, and `wellkept verify`.
    const WHO: &'static [Who] =
        &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Doctor), Who::Job, Who::Program];
    fn subject(&self) -> Option<Uuid> {
        Some(self.reply.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        self.patient.map(PatientId::uuid)
    }
}

/// A reply, kept and understood.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// Its id: the evidence of what followed.
    pub reply: ReplyId,
    /// What it meant.
    pub understood: Understood,
}

/// Takes in what somebody wrote from a contact point.
///
/// # Errors
/// [`Problem`].
pub async fn receive(tx: &mut TenantTx, contact: &ContactKey, channel: Channel, body: &str) -> Result<Received, Problem> {
    let reply: ReplyId = tx.fresh();
    let permit = permitted(tx, contact, reply, channel).await?;
    let understood = understand(body);
    keep(tx, &permit, contact, channel, body, understood).await?;
    if understood == Understood::Other {
        return Ok(Received { reply, understood });
    }
    for (on, known, said_by) in known(tx, contact).await? {
        match (decide(understood, on == channel, &known), said_by) {
            (Some(Follows::Stop), _) => {
                stop(tx, contact, on, How::StopReply, Some(reply.uuid())).await?;
            }
            (Some(Follows::Resume), Some(patient)) => {
                give(tx, patient, contact, on, How::StartReply, Some(reply.uuid())).await?;
            }
            (Some(Follows::Resume) | None, _) => {}
        }
    }
    Ok(Received { reply, understood })
}

/// What the ledger says about one channel of the contact point.
pub(super) struct Known {
    pub(super) standing: Standing,
    pub(super) said_yes_once: bool,
}

/// What follows from a reply, on one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    Stop,
    Resume,
}

pub(super) const fn decide(understood: Understood, came_by_it: bool, known: &Known) -> Option<Follows> {
    match (understood, known.standing) {
        // Recorded on its own channel even if nothing was ever allowed: the next yes must come after it.
        (Understood::Stop, _) if came_by_it => Some(Follows::Stop),
        (Understood::Stop, Standing::Given(_)) => Some(Follows::Stop),
        (Understood::Start, Standing::Withdrawn(_)) if came_by_it && known.said_yes_once => Some(Follows::Resume),
        _ => None,
    }
}

/// What the ledger says about every channel of the contact point, held until the end of the transaction in the order
/// in which a booking says yes, so that two replies, or a reply and a booking, wait for each other and never cross.
async fn known(tx: &TenantTx, contact: &ContactKey) -> Result<Vec<(Channel, Known, Option<PatientId>)>, Problem> {
    let standings = tx
        .rows(
            sql!(
                "select channel, state, consent_id from contact_channel
                   where contact_key = $1 and purpose = 'appointments' order by channel desc for update"
            ),
            &[&contact.bytes()],
        )
        .await?;
    let yeses = tx
        .rows(
            sql!(
                "select distinct on (channel) channel, patient_id from consent
                   where contact_key = $1 and purpose = 'appointments' and state = 'given' and patient_id is not null
                   order by channel, consent_id desc"
            ),
            &[&contact.bytes()],
        )
        .await?;
    Channel::ALL
        .into_iter()
        .map(|channel| {
            let on = |row: &&Row| row.read::<&str>("channel").is_ok_and(|word| word == channel.word());
            let standing = standings.iter().find(on).map_or(Ok(Standing::Never), |row| {
                let entry = row.read("consent_id")?;
                Ok::<_, Problem>(if row.read::<&str>("state")? == "given" { Standing::Given(entry) } else { Standing::Withdrawn(entry) })
            })?;
            let patient: Option<PatientId> = yeses.iter().find(on).map(|row| row.read("patient_id")).transpose()?;
            Ok((channel, Known { standing, said_yes_once: patient.is_some() }, patient))
        })
        .collect()
}

/// One line in the trail of each patient who shares the number; one without a patient where nobody is known.
async fn permitted(tx: &mut TenantTx, contact: &ContactKey, reply: ReplyId, channel: Channel) -> Result<Permit<Receive>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "select patient_id from patient where phone_key = $1
                  union
                  select patient_id from consent where contact_key = $1 and patient_id is not null
                  limit 50"
            ),
            &[&contact.bytes()],
        )
        .await?;
    let patients: Vec<PatientId> = rows.iter().map(|row| row.read("patient_id")).collect::<Result<_, _>>()?;
    let (first, rest) = patients.split_first().map_or((None, &[][..]), |(first, rest)| (Some(*first), rest));
    for patient in rest {
        let _told = tx.may(Receive { reply, patient: Some(*patient) }).await?;
        tx.note_in_trail(channel.word());
    }
    let permit = tx.may(Receive { reply, patient: first }).await?;
    tx.note_in_trail(channel.word());
    Ok(permit)
}

async fn keep(
    tx: &TenantTx,
    permit: &Permit<Receive>,
    contact: &ContactKey,
    channel: Channel,
    body: &str,
    understood: Understood,
) -> Result<(), Problem> {
    let reply = permit.verb().reply;
    let sealed = tx.keys().seal(&REPLY, reply, &body.to_owned())?;
    tx.run(
        sql!("insert into reply (clinic_id, reply_id, contact_key, channel, body, understood, at) values ($1, $2, $3, $4, $5, $6, $7)"),
        &[&tx.actor().clinic(), &reply, &contact.bytes(), &channel.word(), &sealed, &understood.word(), &tx.now()],
    )
    .await
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::ConsentId;

    fn ledger(standing: Standing, said_yes_once: bool) -> Known {
        Known { standing, said_yes_once }
    }

    #[test]
    fn a_stop_closes_its_own_channel_and_every_other_that_was_open() {
        let given = Standing::Given(ConsentId::from_uuid(Uuid::nil()));
        assert_eq!(decide(Understood::Stop, true, &ledger(Standing::Never, false)), Some(Follows::Stop));
        assert_eq!(decide(Understood::Stop, false, &ledger(given, true)), Some(Follows::Stop));
        assert_eq!(decide(Understood::Stop, false, &ledger(Standing::Never, false)), None);
    }

    #[test]
    fn a_start_opens_only_what_its_owner_had_opened_before() {
        let stopped = Standing::Withdrawn(ConsentId::from_uuid(Uuid::nil()));
        assert_eq!(decide(Understood::Start, true, &ledger(stopped, true)), Some(Follows::Resume));
        assert_eq!(decide(Understood::Start, true, &ledger(stopped, false)), None, "a stop without a yes before it");
        assert_eq!(decide(Understood::Start, true, &ledger(Standing::Never, false)), None);
        assert_eq!(decide(Understood::Start, false, &ledger(stopped, true)), None, "another channel");
    }
}
