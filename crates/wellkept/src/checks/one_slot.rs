//! Check: two patients cannot have the same time with the same practitioner; the database refuses the second.

use front_desk::booking::AppointmentId;
use jiff::SignedDuration;
use kernel::sql;
use trust::promises::Verdict;

use super::{Canary, Seen, canary::Plant};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let (patient, _) = canary.patient(&tx, "Canary Twice", false).await?;
    let starts = tx.now().checked_add(SignedDuration::from_hours(24 * 400))?;
    let ends = starts.checked_add(SignedDuration::from_mins(15))?;
    let mut taken = 0;
    for _ in 0..2 {
        let id: AppointmentId = tx.fresh();
        taken += tx
            .run(
                sql!("insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version)
                      select $1, $2, p.practitioner_id, s.service_id, $3, $4, $5, 'booked', $6, 'canary', 'canary'
                        from (select practitioner_id from practitioner order by practitioner_id limit 1) p,
                             (select service_id from service order by service_id limit 1) s
                      on conflict do nothing returning appointment_id"),
                &[&canary.clinic, &id, &patient, &starts, &ends, &tx.now()],
            )
            .await?
            .len();
    }
    // Dropped: the calendar of the canary stays free.
    drop(tx);
    Ok(match taken {
        1 => (Verdict::Kept, "the second booking of one time was refused by the database".to_owned()),
        0 => (Verdict::CouldNotLook, "the first booking did not succeed".to_owned()),
        _ => (Verdict::Broken, "one time was booked twice".to_owned()),
    })
}
