//! Check: the login of the operator's console reads not one row of a clinic's tables but a clinic's public face and what was
//! asked of it, can give itself no leave, and no leave in the database is longer than it may be.

use tokio_postgres::{Client, error::SqlState};

use super::{Canary, Seen, kept_unless};

/// What the console reads across clinics: names of clinics, and questions for leave.
const READS: [&str; 2] = ["clinic", "support_grant"];

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let admin = canary.administrator().await?;
    let console = canary.console().await?;
    let mut wrong = Vec::new();
    let mut rows_there = 0_i64;
    let tables = clinic_tables(&admin).await?;
    for table in &tables {
        // Table names come from the catalogue, quoted by regclass.
        rows_there +=
            admin.query_one(&format!("select count(*) from {table} where clinic_id = $1"), &[&canary.clinic]).await?.get::<_, i64>(0);
        if !READS.contains(&table.as_str())
            && console.query(&format!("select 1 from {table} limit 1"), &[]).await.is_ok_and(|rows| !rows.is_empty())
        {
            wrong.push(format!("the console reads rows of {table}"));
        }
    }
    if rows_there == 0 {
        anyhow::bail!("the canary clinic has no rows, so nothing can be concluded");
    }
    let forged = console
        .execute(
            "insert into support_grant (clinic_id, grant_id, operator_id, reason, scopes, hours, state, asked_at)
              values ($1, gen_random_uuid(), gen_random_uuid(), '', array['records'], 1, 'granted', now())",
            &[&canary.clinic],
        )
        .await;
    let raised = console.execute("update support_grant set state = 'granted' where clinic_id = $1", &[&canary.clinic]).await;
    for (tried, what) in [(forged, "can write itself a leave"), (raised, "can sign a leave")] {
        if !tried.is_err_and(|error| error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE)) {
            wrong.push(format!("the console {what}"));
        }
    }
    let long: i64 = admin
        .query_one("select count(*) from support_grant where ends_at > decided_at + interval '72 hours' or hours not between 1 and 72", &[])
        .await?
        .get(0);
    if long != 0 {
        wrong.push(format!("{long} leaves are longer than 72 hours"));
    }
    Ok(kept_unless(&wrong, &format!("{} clinic tables, the console reads none with a patient's data and can sign nothing", tables.len())))
}

async fn clinic_tables(admin: &Client) -> anyhow::Result<Vec<String>> {
    let found = admin
        .query(
            "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid
              where a.attname = 'clinic_id' and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
              order by 1",
            &[],
        )
        .await?;
    Ok(found.iter().map(|row| row.get(0)).collect())
}
