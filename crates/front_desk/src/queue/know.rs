//! Reads what the expected wait is made of: what visits took lately, who is at work, who is away, who may still come.

use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Clinic, Problem, TenantTx, sql};
use trust::clinics::{PractitionerId, ServiceId, bookable_practitioners};

use super::wait::{Known, LATE};

/// How long after their time booked patients keep their place, and are not said to be late.
///
/// # Errors
/// [`Problem`].
pub async fn late_after(tx: &TenantTx) -> Result<SignedDuration, Problem> {
    let row = tx.maybe(sql!("select late_minutes from queue_rules where clinic_id = $1"), &[&tx.actor().clinic()]).await?;
    row.map_or(Ok(LATE), |row| Ok(SignedDuration::from_mins(i64::from(row.read::<i32>("late_minutes")?))))
}

/// What is known of this day.
///
/// # Errors
/// [`Problem`].
pub async fn know(tx: &TenantTx, clinic: &Clinic, today: Date) -> Result<Known, Problem> {
    let (from, to) = clinic.span_of(today);
    let mut known = Known { now: tx.now(), ..Known::default() };
    let (day, away, late) = futures_util::try_join!(the_day(tx, (from, to)), away(tx, from), late_after(tx))?;
    let missing_since = tx.now().checked_sub(late).unwrap_or(from);
    for (practitioner, service, minutes, at, to_come) in day {
        if !known.at_work.contains(&practitioner) {
            known.at_work.push(practitioner);
        }
        if to_come && at >= missing_since {
            known.to_come.push((practitioner, service, minutes, at));
        }
    }
    if known.at_work.is_empty() {
        known.at_work = bookable_practitioners(tx).await?.into_iter().map(|one| one.id).collect();
    }
    known.away = away.into_iter().map(|away| (away.practitioner, away.until)).collect();
    let rows = tx
        .rows(
            sql!(
                "select p as practitioner_id, took.service_id, took.seconds
                   from unnest($1::uuid[]) as p
                  cross join lateral (
                    select a.service_id, extract(epoch from t.done_at - t.called_at)::bigint as seconds
                      from queue_ticket t join appointment a on a.clinic_id = t.clinic_id and a.appointment_id = t.appointment_id
                     where t.practitioner_id = p and t.state = 'done' and t.called_at is not null
                       and t.done_at - t.called_at between interval '1 minute' and interval '4 hours'
                     order by t.day desc, t.number desc limit 40) as took"
            ),
            &[&known.at_work],
        )
        .await?;
    for row in &rows {
        known.paces.entry((row.read("practitioner_id")?, row.read("service_id")?)).or_default().push(row.read("seconds")?);
    }
    Ok(known)
}

type OfDay = (PractitionerId, ServiceId, i32, Timestamp, bool);

/// Who is seen, or is to be, on this day; who waits for anyone makes nobody be at work.
async fn the_day(tx: &TenantTx, (from, to): (Timestamp, Timestamp)) -> Result<Vec<OfDay>, Problem> {
    tx.rows(
        sql!(
            "select a.practitioner_id, a.service_id, s.minutes, a.starts_at, a.status = 'booked' as to_come
               from appointment a join service s on s.clinic_id = a.clinic_id and s.service_id = a.service_id
               left join queue_ticket t on t.clinic_id = a.clinic_id and t.appointment_id = a.appointment_id and t.state = 'waiting'
              where a.starts_at >= $1 and a.starts_at < $2 and a.status in ('booked', 'arrived', 'fulfilled') and t.anyone is not true"
        ),
        &[&from, &to],
    )
    .await?
    .iter()
    .map(|row| {
        Ok((row.read("practitioner_id")?, row.read("service_id")?, row.read("minutes")?, row.read("starts_at")?, row.read("to_come")?))
    })
    .collect()
}

/// Somebody who is away now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub practitioner: PractitionerId,
    /// Until when, if they said so.
    pub until: Option<Timestamp>,
}

/// Who is away; a pause of another day is over.
///
/// # Errors
/// [`Problem`].
pub async fn away(tx: &TenantTx, day_began: Timestamp) -> Result<Vec<Away>, Problem> {
    tx.rows(
        sql!("select practitioner_id, until_at from queue_pause where resumed_at is null and paused_at >= $1 order by practitioner_id"),
        &[&day_began],
    )
    .await?
    .iter()
    .map(|row| Ok(Away { practitioner: row.read("practitioner_id")?, until: row.read("until_at")? }))
    .collect()
}
