//! The owner's page for bringing records in. What is uploaded is read in memory, file after file, and never lies on our disk in the clear.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Request, multipart::Field},
    response::Response,
};
use jiff::Timestamp;
use kernel::{
    Permit, Private, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, Typed, View, see_other},
    id::Id as _,
    keys::Sealed,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

use super::{
    ImportId, QuarantineId,
    import_run::{BeginImport, ImportRun, begin},
    report::{LABEL, REASON, REPORT, Report},
};

/// The most one file may weigh.
const MOST_FILE: usize = 64 * 1024 * 1024;
/// The most one upload may weigh.
const MOST_UPLOAD: usize = 256 * 1024 * 1024;

/// Reads what imports brought.
#[derive(Clone, Copy, Debug)]
pub struct ReadImports {
    /// One import, or all of them.
    pub import: Option<ImportId>,
}

impl Verb for ReadImports {
    const ACT: &'static str = "records.read_imports";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    fn subject(&self) -> Option<Uuid> {
        self.import.map(|import| import.uuid())
    }
}

/// An import as the page shows it.
struct Shown {
    id: ImportId,
    started: Timestamp,
    /// Nothing while it runs, or where it was cut short.
    report: Option<Report>,
}

async fn imports(tx: &TenantTx, permit: &Permit<ReadImports>) -> Result<Vec<Shown>, Problem> {
    let one = permit.verb().import;
    tx.rows(
        sql!(
            "select import_id, started_at, report from import_run
               where $1::uuid is null or import_id = $1 order by started_at desc, import_id desc limit 50"
        ),
        &[&one],
    )
    .await?
    .iter()
    .map(|row| {
        let id: ImportId = row.read("import_id")?;
        let sealed: Option<Sealed<Report>> = row.read("report")?;
        let report = sealed.map(|sealed| tx.keys().open(&REPORT, id, &sealed).map(Private::into_inner)).transpose()?;
        Ok(Shown { id, started: row.read("started_at")?, report })
    })
    .collect()
}

async fn quarantined(tx: &TenantTx, import: ImportId) -> Result<Vec<(String, String)>, Problem> {
    tx.rows(
        sql!("select quarantine_id, label, reason from quarantined_bundle where import_id = $1 order by quarantine_id limit 200"),
        &[&import],
    )
    .await?
    .iter()
    .map(|row| {
        let id: QuarantineId = row.read("quarantine_id")?;
        let label = tx.keys().open(&LABEL, id, &row.read("label")?)?.into_inner();
        Ok((label, tx.keys().open(&REASON, id, &row.read("reason")?)?.into_inner()))
    })
    .collect()
}

#[derive(Template)]
#[template(path = "records/import.html")]
struct ImportPage<'a> {
    v: &'a View,
    f: &'a Typed,
    imports: &'a [Shown],
}

#[derive(Template)]
#[template(path = "records/import_report.html")]
struct ReportPage<'a> {
    v: &'a View,
    import: &'a Shown,
    broken: &'a [(String, String)],
}

/// `GET /import`.
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    page(&desk, &Typed::blank()).await
}

async fn page(desk: &Desk, f: &Typed) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(ReadImports { import: None }).await?;
    let imports = imports(&tx, &permit).await?;
    tx.commit().await?;
    let page = ImportPage { v: &desk.view, f, imports: &imports };
    if f.wrong() { desk.view.page_again(&page) } else { desk.view.page(&page) }
}

/// `GET /import/{id}`.
///
/// # Errors
/// [`Problem`].
pub async fn report(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let id: ImportId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let permit = tx.may(ReadImports { import: Some(id) }).await?;
    let import = imports(&tx, &permit).await?.into_iter().next().ok_or(Problem::NotFound)?;
    let broken = quarantined(&tx, id).await?;
    tx.commit().await?;
    desk.view.page(&ReportPage { v: &desk.view, import: &import, broken: &broken })
}

/// `POST /import`: the files are taken while the browser waits; the answer is the report.
///
/// # Errors
/// [`Problem`].
pub async fn take(desk: Desk, mut request: Request) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    DefaultBodyLimit::max(MOST_UPLOAD).apply(&mut request);
    let mut parts = Multipart::from_request(request, &desk.house).await.map_err(|_| Problem::Unreadable("not an upload"))?;
    // The token stands first, so that nothing is read of an upload that did not come from our page.
    let token = match next(&mut parts).await? {
        Some(field) if field.name() == Some("_form") => field.text().await.map_err(|_| Problem::Unreadable("an upload was cut short"))?,
        _ => String::new(),
    };
    let filled = Filled::check(&desk.house, Some(desk.session), &headers, vec![("_form".to_owned(), token)])?;
    let Some(first) = next_file(&mut parts).await? else {
        return page(&desk, &filled.typed(Errors::one("files", "import-no-file"))).await;
    };
    let mut tx = desk.enter().await?;
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let permit = tx.may(BeginImport { import: tx.fresh() }).await?;
    let import = begin(&tx, &permit).await?;
    let location = format!("/import/{import}");
    tx.commit_form(filled.form(), &location).await?;
    let mut run = ImportRun::new(desk.house.db(), &desk.actor, &desk.clinic, import);
    let allowance = fhir::Allowance::of_an_upload();
    let mut file = Some(first);
    while let Some(field) = file {
        Box::pin(take_file(&mut run, field, &allowance)).await?;
        file = next_file(&mut parts).await?;
    }
    run.finish().await?;
    Ok(see_other(&location))
}

async fn next(parts: &mut Multipart) -> Result<Option<Field<'_>>, Problem> {
    parts.next_field().await.map_err(|_| Problem::Unreadable("an upload was cut short, or is too large"))
}

/// The next file that was chosen; a browser sends an empty one where none was.
async fn next_file(parts: &mut Multipart) -> Result<Option<Upload>, Problem> {
    while let Some(mut field) = next(parts).await? {
        let name = field.file_name().unwrap_or_default().to_owned();
        if name.is_empty() {
            continue;
        }
        let mut bytes = Vec::new();
        let mut too_large = false;
        while let Some(chunk) = field.chunk().await.map_err(|_| Problem::Unreadable("an upload was cut short, or is too large"))? {
            too_large |= bytes.len() + chunk.len() > MOST_FILE;
            if !too_large {
                bytes.extend_from_slice(&chunk);
            }
        }
        return Ok(Some(Upload { name, bytes: (!too_large).then_some(bytes) }));
    }
    Ok(None)
}

/// One file, whole in memory, or only its name where it is too large.
struct Upload {
    name: String,
    bytes: Option<Vec<u8>>,
}

async fn take_file(run: &mut ImportRun<'_>, file: Upload, allowance: &fhir::Allowance) -> Result<(), Problem> {
    let Upload { name, bytes } = file;
    let limit_bytes = u64::try_from(MOST_FILE).unwrap_or(u64::MAX);
    let opened = bytes.ok_or(fhir::SourceRefusal::TooLarge { limit_bytes }).and_then(|bytes| fhir::open_upload(&name, bytes, allowance));
    match opened {
        Ok(sources) => run.take(sources, |_| {}).await,
        Err(refusal) => run.quarantine(&name, &refusal.to_string()).await,
    }
}
