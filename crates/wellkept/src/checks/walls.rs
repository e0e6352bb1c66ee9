//! Check: row-level security is enabled and forced on every clinic table, the program's roles cannot go round it, and
//! from one clinic not a row of another can be seen or written.

use kernel::{
    Actor,
    tenancy::{Backend, Passes},
};
use tokio_postgres::Client;

use super::{Canary, Seen, kept_unless};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let admin = canary.administrator().await?;
    let mut wrong = catalogue(&admin).await?;
    let tables: Vec<String> = admin
        .query(
            "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid
              where a.attname = 'clinic_id' and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
              order by 1",
            &[],
        )
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect();
    let mut app = canary.program().await?;
    let mut seen_own = 0_i64;
    for table in &tables {
        if !may_select(&app, table).await? {
            continue;
        }
        // Table names come from the catalogue, quoted by regclass.
        let without: i64 = app.query_one(&format!("select count(*) from {table}"), &[]).await?.get(0);
        if without != 0 {
            wrong.push(format!("{table} shows {without} rows to nobody"));
        }
        let tx = app.transaction().await?;
        enter(canary, &tx).await?;
        let row = tx
            .query_one(
                &format!("select count(*) filter (where clinic_id = $1), count(*) filter (where clinic_id <> $1) from {table}"),
                &[&canary.clinic],
            )
            .await?;
        seen_own += row.get::<_, i64>(0);
        if row.get::<_, i64>(1) != 0 {
            wrong.push(format!("{table} shows rows of another clinic"));
        }
        tx.rollback().await?;
    }
    let tx = app.transaction().await?;
    enter(canary, &tx).await?;
    let smuggled = tx.execute("insert into counter (clinic_id, name, value) values ($1, 'smuggled', 1)", &[&canary.neighbour]).await;
    if smuggled.is_ok() {
        wrong.push("a row could be written into another clinic".to_owned());
    }
    tx.rollback().await?;
    let tx = app.transaction().await?;
    let forged = tx
        .query_one(
            "select set_config('app.clinic', $1, true), set_config('app.context', $1 || '|program||' || repeat('0', 64), true)",
            &[&kernel::id::Id::uuid(canary.clinic).to_string()],
        )
        .await
        .is_ok()
        && tx.query_one("select count(*) from counter", &[]).await.is_ok_and(|row| row.get::<_, i64>(0) > 0);
    if forged {
        wrong.push("a clinic can be entered without a pass".to_owned());
    }
    tx.rollback().await?;
    if seen_own == 0 {
        anyhow::bail!("the canary clinic shows no rows of its own, so nothing can be concluded");
    }
    Ok(kept_unless(&wrong, &format!("{} clinic tables, none shows or takes a row of another clinic", tables.len())))
}

async fn may_select(app: &Client, table: &str) -> anyhow::Result<bool> {
    Ok(app.query_one("select has_table_privilege($1::text, 'select')", &[&table]).await?.get(0))
}

async fn catalogue(admin: &Client) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let open = admin
        .query(
            "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid
              where a.attname = 'clinic_id' and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
                and not (c.relrowsecurity and c.relforcerowsecurity)",
            &[],
        )
        .await?;
    wrong.extend(open.iter().map(|row| format!("row-level security is not forced on {}", row.get::<_, String>(0))));
    let strong = admin
        .query(
            "select rolname from pg_roles where rolname like 'wellkept\\_%' and rolname <> 'wellkept_super' and (rolsuper or rolbypassrls)",
            &[],
        )
        .await?;
    wrong.extend(strong.iter().map(|row| format!("the role {} can go round row-level security", row.get::<_, String>(0))));
    Ok(wrong)
}

/// Enters the canary's clinic as the program does, with a pass.
async fn enter(canary: &Canary<'_>, tx: &tokio_postgres::Transaction<'_>) -> anyhow::Result<()> {
    let backend = Backend::ask(tx.client()).await?;
    let pass = Passes::new(&canary.installation.root)?.write(&Actor::program(canary.clinic, "verify"), canary.db().clock().now(), &backend);
    tx.execute("select door.enter($1, $2)", &[&pass.text, &pass.mac]).await?;
    Ok(())
}
