//! Keeps: "We touch patient data only on the clinic's instruction, and every use can be traced back to it".
//! One import: many bundles, each in a transaction of its own. A broken bundle is quarantined whole with its reason, and the
//! rest go on. What was taken stays taken if the import is cut short; the same files again go on from there.

use fhir::{Bundle, Source, Sources};
use kernel::{Actor, Clinic, Db, Permit, Problem, Role, TenantTx, Verb, id::Id as _, permit::Who, sql};
use uuid::Uuid;

use super::{
    ImportId, QuarantineId,
    import_bundle::{ImportRefusal, import_bundle},
    report::{LABEL, REASON, REPORT, Report},
};

/// Begins an import.
#[derive(Clone, Copy, Debug)]
pub struct BeginImport {
    /// The import.
    pub import: ImportId,
}

impl Verb for BeginImport {
    const ACT: &'static str = "records.import";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    fn subject(&self) -> Option<Uuid> {
        Some(self.import.uuid())
    }
}

/// Marks the import as begun. Its bundles come in transactions of their own, so the caller commits this one first.
///
/// # Errors
/// [`Problem`].
pub async fn begin(tx: &TenantTx, permit: &Permit<BeginImport>) -> Result<ImportId, Problem> {
    let import = permit.verb().import;
    tx.run(
        sql!("insert into import_run (clinic_id, import_id, started_at) values ($1, $2, $3)"),
        &[&tx.actor().clinic(), &import, &tx.now()],
    )
    .await?;
    Ok(import)
}

/// What became of one bundle, for whoever watches.
#[derive(Debug)]
pub struct Done<'a> {
    /// Where it stands: a path, which often has the patient's name in it. For a screen, not for a log.
    pub label: &'a str,
    /// Its report, or the reason why it was quarantined.
    pub outcome: Result<&'a Report, &'a str>,
}

/// An import that has begun.
#[derive(Debug)]
pub struct ImportRun<'a> {
    db: &'a Db,
    actor: &'a Actor,
    clinic: &'a Clinic,
    /// Its id.
    pub id: ImportId,
    /// So far.
    pub report: Report,
}

impl<'a> ImportRun<'a> {
    /// Goes on after [`begin`] was committed.
    #[must_use]
    pub fn new(db: &'a Db, actor: &'a Actor, clinic: &'a Clinic, id: ImportId) -> Self {
        Self { db, actor, clinic, id, report: Report::default() }
    }

    /// Takes bundle after bundle. The next one is read while this one is written.
    ///
    /// # Errors
    /// [`Problem::Away`] and the like; what was taken before stays.
    pub async fn take(&mut self, sources: Sources, mut said: impl FnMut(Done<'_>) + Send) -> Result<(), Problem> {
        let mut reading = tokio::task::spawn_blocking(move || next(sources));
        loop {
            let (sources, found) = reading.await.map_err(|_| Problem::broken("reading a bundle ended unexpectedly"))?;
            let Some((label, bundle)) = found else { return Ok(()) };
            reading = tokio::task::spawn_blocking(move || next(sources));
            let taken = match bundle {
                Ok(bundle) => Box::pin(self.take_one(&bundle)).await?,
                Err(reason) => Err(reason),
            };
            match taken {
                Ok(report) => {
                    self.report.add(&report);
                    said(Done { label: &label, outcome: Ok(&report) });
                }
                Err(reason) => {
                    self.quarantine(&label, &reason).await?;
                    said(Done { label: &label, outcome: Err(&reason) });
                }
            }
        }
    }

    async fn take_one(&self, bundle: &Bundle) -> Result<Result<Report, String>, Problem> {
        let mut tries = 0;
        loop {
            tries += 1;
            let mut tx = self.db.enter(self.actor).await?;
            match import_bundle(&mut tx, bundle, self.id, self.clinic).await {
                Ok(report) => {
                    tx.commit().await?;
                    return Ok(Ok(report));
                }
                // Whoever came first has committed: a second look finds the records here.
                Err(ImportRefusal::AtTheSameTime) if tries < 3 => {}
                Err(ImportRefusal::Problem(problem @ (Problem::Away(_) | Problem::Forbidden(_)))) => return Err(problem),
                Err(refusal) => return Ok(Err(refusal.to_string())),
            }
        }
    }

    /// Puts a bundle aside with the reason.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn quarantine(&mut self, label: &str, reason: &str) -> Result<(), Problem> {
        let tx = self.db.enter(self.actor).await?;
        let id: QuarantineId = tx.fresh();
        let label = tx.keys().seal(&LABEL, id, &label.to_owned())?;
        let reason = tx.keys().seal(&REASON, id, &reason.to_owned())?;
        tx.run(
            sql!("insert into quarantined_bundle (clinic_id, quarantine_id, import_id, label, reason, at) values ($1, $2, $3, $4, $5, $6)"),
            &[&tx.actor().clinic(), &id, &self.id, &label, &reason, &tx.now()],
        )
        .await?;
        tx.commit().await?;
        self.report.quarantined += 1;
        Ok(())
    }

    /// Writes the report down.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn finish(self) -> Result<Report, Problem> {
        let tx = self.db.enter(self.actor).await?;
        let sealed = tx.keys().seal(&REPORT, self.id, &self.report)?;
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        tx.run(
            sql!("update import_run set finished_at = $2, bundles = $3, quarantined = $4, report = $5 where import_id = $1"),
            &[&self.id, &tx.now(), &count(self.report.bundles), &count(self.report.quarantined), &sealed],
        )
        .await?;
        tx.commit().await?;
        Ok(self.report)
    }
}

type Found = Option<(String, Result<Bundle, String>)>;

/// Reads and parses: work for a thread that may block.
fn next(mut sources: Sources) -> (Sources, Found) {
    let found = sources.next().map(|Source { label, content }| {
        let bundle = content
            .map_err(|refusal| refusal.to_string())
            .and_then(|bytes| fhir::read_bundle_bytes(&bytes, fhir::MAX_BUNDLE_BYTES).map_err(|refusal| refusal.to_string()));
        (label, bundle)
    });
    (sources, found)
}
