//! What the signed clinic of a transaction costs: the same reads of the same rows without any wall, behind plain row-level
//! security (a setting that nobody signs), and behind the signed one, as a program and as a member of staff whose session
//! the door looks at again. One transaction is: begin, enter, read, commit.

use std::fmt::Write as _;

use anyhow::Context as _;
use uuid::Uuid;

use crate::{
    How,
    figures::Figures,
    ground::{Ground, PRACTICE},
    meter::metered,
    pgbench::{self, Script, Travel},
};

/// Clinics beside ours in the tables, so that an index matters.
const CLINICS: usize = 50;
const ROWS: usize = 2_000;

const WALLS: [(&str, &str); 4] =
    [("without a wall", "none"), ("plain row-level security", "plain"), ("signed", "signed"), ("signed, a member of staff", "staff")];
const READS: [(&str, &str); 2] = [("one row", "point"), ("a list of 50", "list")];

/// Measures.
///
/// # Errors
/// A database that answers otherwise than expected; a wall that loses the index.
pub(crate) async fn measure(how: &How, figures: &mut Figures) -> anyhow::Result<()> {
    let ground = Box::pin(Ground::set_up(how.disk.as_deref())).await?;
    let (building, _) = ground.serve().await?;
    let place = ground.open_clinic(PRACTICE).await?;
    let clinic = place.clinic.id;
    let sitting = trust::identity::session::Sitting {
        proof: trust::identity::session::Proof::SecondFactor,
        ..trust::identity::session::Sitting::plain(ground.owner, clinic)
    };
    let _cookie = trust::identity::session::begin_session(&building.house, &sitting).await?;
    let clinic = kernel::id::Id::uuid(clinic);
    tables(&ground, clinic).await?;
    let session: Uuid =
        ground.administrator().query_one("select session_id from session where clinic_id = $1", &[&clinic]).await?.try_get(0)?;
    let owner = kernel::id::Id::uuid(ground.owner);
    let entering = |wall: &str| match wall {
        "none" => None,
        "plain" => Some(format!("select set_config('app.clinic', '{clinic}', true)")),
        "signed" => Some(format!("select door.bench_enter('{clinic}', 'program', null, 'bench', null)")),
        _ => Some(format!("select door.bench_enter('{clinic}', 'staff', '{owner}', 'owner', '{session}')")),
    };
    for (_, wall) in WALLS {
        for (_, read) in READS {
            index_is_used(&ground, clinic, &entering(wall), &reading(wall, read, clinic)).await?;
        }
    }
    for _ in 0..how.rounds {
        for clients in how.clients.iter().copied().filter(|clients| *clients <= 4) {
            for (read_name, read) in READS {
                for (wall_name, wall) in WALLS {
                    let mut script = Script::default();
                    script.set("n", &format!("random(1, {ROWS})"));
                    script.statement("begin");
                    if let Some(enter) = entering(wall) {
                        script.statement(&enter);
                    }
                    script.statement(&reading(wall, read, clinic));
                    script.statement("commit");
                    let run = metered(&ground, pgbench::run(&ground, &script, Travel::Together, clients, how.length())).await?;
                    figures.keep(&format!("{read_name}, {wall_name}"), clients, &run);
                }
            }
        }
    }
    for (read, _) in READS {
        for (wall, _) in &WALLS[1..] {
            figures.against(&format!("{read}, {wall}"), &format!("{read}, {}", WALLS[0].0));
        }
    }
    figures.fact("every read above uses an index", "yes, looked at with explain");
    Ok(())
}

/// The same rows behind each wall.
async fn tables(ground: &Ground, ours: Uuid) -> anyhow::Result<()> {
    let mut sql = String::new();
    for (_, wall) in WALLS.iter().filter(|(_, wall)| *wall != "staff") {
        write!(
            sql,
            "create table bench_{wall} (clinic_id uuid not null, n integer not null, starts_at timestamptz not null, what text not null,
                                        constraint bench_{wall}_pkey primary key (clinic_id, n));
             create index bench_{wall}_starts on bench_{wall} (clinic_id, starts_at);
             insert into bench_{wall} select case c when 1 then '{ours}' else id end, n, timestamptz '2026-03-02' + n * interval '10 minutes', repeat('x', 60)
               from (select c, gen_random_uuid() as id from generate_series(1, {CLINICS}) c) clinics, generate_series(1, {ROWS}) n;
             grant select on bench_{wall} to wellkept_app;"
        )?;
    }
    sql.push_str(
        "select wall('bench_signed');
         alter table bench_plain enable row level security; alter table bench_plain force row level security;
         create policy own_clinic on bench_plain to wellkept_app using (clinic_id = (select nullif(current_setting('app.clinic', true), '')::uuid));
         vacuum analyze bench_none; vacuum analyze bench_plain; vacuum analyze bench_signed",
    );
    for statement in sql.split(';') {
        ground.administrator().batch_execute(statement).await.with_context(|| statement.to_owned())?;
    }
    Ok(())
}

fn reading(wall: &str, read: &str, clinic: Uuid) -> String {
    let table = if wall == "staff" { "signed" } else { wall };
    // Without a wall the program would have to name the clinic itself; behind one the policy does.
    let own = if wall == "none" { format!("clinic_id = '{clinic}' and ") } else { String::new() };
    match read {
        "point" => format!("select what from bench_{table} where {own}n = :n"),
        _ => format!(
            "select n, starts_at, what from bench_{table} where {own}starts_at >= timestamptz '2026-03-02' + :n * interval '5 minutes' order by starts_at limit 50"
        ),
    }
}

async fn index_is_used(ground: &Ground, clinic: Uuid, enter: &Option<String>, read: &str) -> anyhow::Result<()> {
    let app = ground.login_as_app().await?;
    app.batch_execute("begin").await?;
    if let Some(enter) = enter {
        app.batch_execute(enter).await?;
    }
    let plan: Vec<String> = app.query(&format!("explain {}", read.replace(":n", "7")), &[]).await?.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    anyhow::ensure!(
        plan.contains("Index Scan") && plan.contains("Index Cond: ((clinic_id = "),
        "{clinic}: no index any more: {read}\n{plan}"
    );
    Ok(())
}
