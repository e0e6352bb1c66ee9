//! How long the records of 120 generated patients take to come in, and the fullest chart among them to open.

use std::{net::SocketAddr, path::Path, time::Instant};

use anyhow::Context as _;
use axum::{body::Body, extract::ConnectInfo, http::Request};
use care::chart::facts::facts;
use http_body_util::BodyExt as _;
use kernel::{Actor, ClinicId, Db, id::Id as _};
use tower::ServiceExt as _;
use trust::{
    identity::session::{Proof, Sitting, begin_session},
    patients::PatientId,
};
use wellkept::{
    building::Building,
    commands::{import::import_files, say},
};

use crate::{
    How,
    drive::{Until, drive},
    figures::Figures,
    ground::{Ground, PRACTICE},
    meter::metered,
    pgbench::{self, Script, Travel},
};

const PAGE: &str = "chart, the page";
const HTTP: &str = "chart, the page over HTTP";
const FACTS: &str = "chart, read and opened, no page";
const READ: &str = "pgbench, the same reads, pipelined";
const ALL: &str = "pgbench, session, reads and trail, pipelined";
const ALL_ONE_BY_ONE: &str = "pgbench, session, reads and trail, one by one";

/// Measures.
pub(crate) async fn measure(how: &How, data: &Path, figures: &mut Figures) -> anyhow::Result<()> {
    if !data.exists() {
        say(&format!("{} is not there: nothing is imported and no chart is opened. Name bundles with --data PATH.", data.display()));
        figures.fact("chart", format!("skipped: {} is not there", data.display()));
        return Ok(());
    }
    let ground = Box::pin(Ground::set_up(how.disk.as_deref())).await?;
    let (building, address) = ground.serve().await?;
    let place = ground.open_clinic(PRACTICE).await?;
    let clinic = place.clinic.id;
    import(&ground, &place.clinic.slug, data, figures).await?;
    ground.administrator().batch_execute("vacuum analyze").await?;
    let patient = fullest(&ground, clinic, figures).await?;
    let cookie = begin_session(&building.house, &Sitting { proof: Proof::SecondFactor, ..Sitting::plain(ground.owner, clinic) }).await?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let scripts = [
        (READ, reads(clinic, patient, None)?, Travel::Together),
        (ALL, reads(clinic, patient, Some(&cookie))?, Travel::Together),
        (ALL_ONE_BY_ONE, reads(clinic, patient, Some(&cookie))?, Travel::OneByOne),
    ];
    let page = Page { address, path: format!("/patients/{patient}"), cookie };
    figures.fact("bytes of the page", page.open_at(building.router.clone()).await?.to_string());
    for _ in 0..how.rounds {
        for clients in how.clients.iter().copied().filter(|clients| *clients <= 4) {
            for (name, script, travel) in &scripts {
                figures.keep(name, clients, &metered(&ground, pgbench::run(&ground, script, *travel, clients, how.length())).await?);
            }
            let ways: [(&str, Opening); 3] =
                [(FACTS, read(ground.db(), clinic, patient)), (PAGE, page.at(&building)), (HTTP, page.over_http()?)];
            for (name, open) in ways {
                let acting = async { Ok(drive(clients, Until::Passed(how.length()), open).await?.0) };
                figures.keep(name, clients, &metered(&ground, acting).await?);
            }
        }
    }
    figures.against(FACTS, READ);
    figures.against(PAGE, ALL);
    figures.against(HTTP, ALL);
    Ok(())
}

async fn import(ground: &Ground, slug: &str, data: &Path, figures: &mut Figures) -> anyhow::Result<()> {
    let start = Instant::now();
    let done = Box::pin(import_files(ground.db(), slug, &[data.to_path_buf()], true)).await?;
    let took = start.elapsed().as_secs_f64();
    let rows: usize = done.report.kinds.values().map(|kind| kind.taken).sum();
    let rate = f64::from(u32::try_from(rows)?) / took;
    figures.fact(
        "import",
        format!(
            "{} bundles, {} refused, {rows} records kept in {took:.1} s: {rate:.0} a second",
            done.report.bundles, done.report.quarantined
        ),
    );
    let left: usize = done.report.left.values().flat_map(|reasons| reasons.values()).sum();
    figures.fact("records of kinds that are not kept yet", left.to_string());
    Ok(())
}

/// The patient with the most entries.
async fn fullest(ground: &Ground, clinic: ClinicId, figures: &mut Figures) -> anyhow::Result<PatientId> {
    let row = ground
        .administrator()
        .query_one(
            "select patient_id, count(*) from (
               select patient_id from encounter where clinic_id = $1 union all select patient_id from condition where clinic_id = $1
               union all select patient_id from allergy where clinic_id = $1 union all select patient_id from medication_request where clinic_id = $1
               union all select patient_id from observation where clinic_id = $1 union all select patient_id from immunization where clinic_id = $1) entry
             group by patient_id order by count(*) desc, patient_id limit 1",
            &[&clinic],
        )
        .await
        .context("no patient has entries")?;
    figures.fact("entries of the fullest chart", row.try_get::<_, i64>(1)?.to_string());
    Ok(row.try_get(0)?)
}

/// The statements of the chart; with a session also the two that stand around them, and the line of the trail.
fn reads(clinic: ClinicId, patient: PatientId, cookie: Option<&str>) -> anyhow::Result<Script> {
    let whose = format!("'{}'::uuid", patient.uuid());
    let mut script = Script::default();
    if let Some(cookie) = cookie {
        let value = cookie.split_once('=').map_or("", |(_, value)| value);
        script.product("http/desk.rs", "select clinic_id, session_id", &[&format!("sha256('{value}'::bytea)"), "now()", "'15 minutes'"])?;
    }
    script.statement("begin");
    script.statement(&format!("select door.bench_enter('{}', 'visitor', null, '', null)", clinic.uuid()));
    script.product("patients/mod.rs", "select patient_id, name, phone", &[&format!("array[{whose}]")])?;
    for begins in
        ["select condition_id", "select allergy_id", "select medication_request_id", "select observation_id", "select immunization_id"]
    {
        script.product("chart/facts.rs", begins, &[&whose])?;
    }
    script.product("visits/past.rs", "select e.encounter_id", &[&whose])?;
    script.product("visits/past.rs", "select n.note_id, n.encounter_id, n.author_id", &[&whose])?;
    if cookie.is_some() {
        let (clinic, one) = (format!("'{}'::uuid", clinic.uuid()), format!("array[{whose}]"));
        script.product(
            "kernel/src/audit.rs",
            "insert into audit_leaf",
            &[
                &clinic,
                "now()",
                "'staff'",
                "null::uuid",
                "'owner'",
                "array[gen_random_uuid()]",
                "array['chart.open']",
                "array['done']",
                &one,
                &one,
                "array[null::bytea]",
            ],
        )?;
    }
    script.statement("commit");
    Ok(script)
}

pub(crate) type Opened = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<usize>> + Send>>;
pub(crate) type Opening = Box<dyn Fn(usize) -> Opened + Send + Sync>;

/// The statements and the opening of what is sealed; no session, no trail, no page.
fn read(db: &Db, clinic: ClinicId, patient: PatientId) -> Opening {
    let db = db.clone();
    Box::new(move |_| {
        let db = db.clone();
        Box::pin(async move {
            let tx = db.enter(&Actor::program(clinic, "bench")).await?;
            let facts = Box::pin(facts(&tx, patient)).await?;
            tx.commit().await?;
            Ok(facts.visits.len())
        })
    })
}

/// A page of the staff's.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) address: SocketAddr,
    pub(crate) path: String,
    pub(crate) cookie: String,
}

impl Page {
    /// Without a socket.
    fn at(&self, building: &Building) -> Opening {
        let (page, router) = (self.clone(), building.router.clone());
        Box::new(move |_| {
            let (page, router) = (page.clone(), router.clone());
            Box::pin(async move { page.open_at(router).await })
        })
    }

    /// Over connections that stay open.
    pub(crate) fn over_http(&self) -> anyhow::Result<Opening> {
        let (page, client) = (self.clone(), reqwest::Client::builder().no_proxy().build()?);
        Ok(Box::new(move |_| {
            let (page, client) = (page.clone(), client.clone());
            Box::pin(async move { page.fetch(&client).await })
        }))
    }

    /// The length of the page.
    pub(crate) async fn open_at(&self, router: axum::Router) -> anyhow::Result<usize> {
        let mut request = Request::get(&self.path).header("cookie", &self.cookie).body(Body::empty())?;
        request.extensions_mut().insert(ConnectInfo(self.address));
        let answer = router.oneshot(request).await?;
        anyhow::ensure!(answer.status().is_success(), "the page was answered with {}", answer.status());
        Ok(answer.into_body().collect().await?.to_bytes().len())
    }

    async fn fetch(&self, client: &reqwest::Client) -> anyhow::Result<usize> {
        let answer = client.get(format!("http://{}{}", self.address, self.path)).header("cookie", &self.cookie).send().await?;
        anyhow::ensure!(answer.status().is_success(), "the chart was answered with {}", answer.status());
        Ok(answer.bytes().await?.len())
    }
}
