//! Check: one login used in two networks at once raises a case for the clinic's owner, and only one.

use kernel::{Role, id::Id as _};
use trust::identity::session::{Sitting, begin_session};

use super::{Canary, Seen, kept_unless, roles::member};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let person = member(canary, Role::Nurse).await?;
    let administrator = canary.administrator().await?;
    let who: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&canary.clinic.uuid(), &person.uuid()];
    administrator
        .execute("update access_case set closed_at = raised_at, closed_by = person_id where clinic_id = $1 and person_id = $2 and closed_at is null", &who)
        .await?;
    // Documentation addresses of two networks (RFC 5737).
    for address in ["192.0.2.7", "198.51.100.7", "203.0.113.7"] {
        let sitting = Sitting { address: address.to_owned(), ..Sitting::plain(person, canary.clinic) };
        let _cookie = begin_session(&canary.building.house, &sitting).await?;
    }
    let row = administrator
        .query_one("select count(*) from access_case where clinic_id = $1 and person_id = $2 and closed_at is null", &who)
        .await?;
    administrator
        .execute("update session set ended_at = last_seen_at where clinic_id = $1 and person_id = $2 and ended_at is null", &who)
        .await?;
    let open: i64 = row.get(0);
    let wrong: Vec<String> = (open != 1).then(|| format!("one login in three networks at once raised {open} cases")).into_iter().collect();
    Ok(kept_unless(&wrong, "one login in several networks at once raised one case"))
}
