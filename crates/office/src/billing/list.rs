//! What is still owed first, then what was settled lately, and what each of the last days brought into the drawer.

use askama::Template;
use axum::response::Response;
use jiff::{Timestamp, ToSpan as _, civil::Date};
use kernel::{
    Clinic, Permit, Private, Problem, Role, TenantTx, Verb,
    actor::SupportScope,
    http::{Desk, View},
    money::Money,
    permit::Who,
    sql,
    tenancy::Row,
};
use std::collections::HashMap;
use trust::patients::{PatientId, patients};

use super::{InvoiceId, Status, currency, label_of, page_of};

const MOST_OWED: i64 = 100;
const MOST_SETTLED: i64 = 50;
const DAYS: i32 = 7;

/// Looking through the invoices.
#[derive(Clone, Copy, Debug)]
pub struct ListInvoices;

impl Verb for ListInvoices {
    const ACT: &'static str = "billing.list";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Owner),
        Who::Staff(Role::Receptionist),
        Who::Staff(Role::Billing),
        Who::Staff(Role::Auditor),
        Who::Support(SupportScope::Billing),
    ];
}

/// An invoice in a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which.
    pub id: InvoiceId,
    /// The clinic's gapless number.
    pub number: i64,
    /// Whose.
    pub patient: PatientId,
    /// Where it stands.
    pub status: Status,
    /// How much.
    pub total: Money,
    /// Since when.
    pub issued_at: Timestamp,
}

impl Entry {
    /// "INV-12", as printed.
    #[must_use]
    pub fn label(&self) -> String {
        label_of(self.number)
    }

    /// Its page.
    #[must_use]
    pub fn page(&self) -> String {
        page_of(self.id)
    }

    fn read(row: &Row) -> Result<Self, Problem> {
        Ok(Self {
            id: row.read("invoice_id")?,
            number: row.read("number")?,
            patient: row.read("patient_id")?,
            status: Status::read(row)?,
            total: Money::new(row.read("total_minor")?, currency(row)?),
            issued_at: row.read("issued_at")?,
        })
    }
}

/// What one day brought in one currency.
#[derive(Clone, Debug)]
pub struct DayTotal {
    /// The clinic's day.
    pub day: Date,
    /// How many payments.
    pub payments: i64,
    /// How much.
    pub taken: Money,
}

/// Invoices still owed, newest first, then the latest settled ones.
///
/// # Errors
/// [`Problem`].
pub async fn recent(tx: &TenantTx, _permit: &Permit<ListInvoices>) -> Result<Vec<Entry>, Problem> {
    let mut rows = tx
        .rows(
            sql!(
                "select invoice_id, number, patient_id, status, currency, total_minor, issued_at
                    from invoice where status = 'issued' order by number desc limit $1"
            ),
            &[&MOST_OWED],
        )
        .await?;
    let settled = sql!(
        "select invoice_id, number, patient_id, status, currency, total_minor, issued_at
                          from invoice where status <> 'issued' order by number desc limit $1"
    );
    rows.append(&mut tx.rows(settled, &[&MOST_SETTLED]).await?);
    rows.iter().map(Entry::read).collect()
}

/// What the last days brought, newest first; days are the clinic's own, also where the clock changes.
///
/// # Errors
/// [`Problem`].
pub async fn taken_lately(tx: &TenantTx, _permit: &Permit<ListInvoices>, clinic: &Clinic) -> Result<Vec<DayTotal>, Problem> {
    let (mut days, mut from, mut until) = (vec![], vec![], vec![]);
    let today = clinic.day_of(tx.now());
    for back in 0..DAYS {
        let day = today.saturating_sub(back.days());
        let (start, end) = clinic.span_of(day);
        days.push(day);
        from.push(start);
        until.push(end);
    }
    tx.rows(
        sql!(
            "select spans.day, i.currency, count(*) as payments, sum(p.amount_minor)::bigint as taken
                from unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) as spans (day, opens, closes)
                join payment p on p.taken_at >= spans.opens and p.taken_at < spans.closes
                join invoice i on i.clinic_id = p.clinic_id and i.invoice_id = p.invoice_id
               group by spans.day, i.currency order by spans.day desc, i.currency"
        ),
        &[&days, &from, &until],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(DayTotal { day: row.read("day")?, payments: row.read("payments")?, taken: Money::new(row.read("taken")?, currency(row)?) })
    })
    .collect()
}

#[derive(Template)]
#[template(path = "billing/list.html")]
struct ListPage<'a> {
    v: &'a View,
    entries: Vec<Entry>,
    names: HashMap<PatientId, Private<String>>,
    days: Vec<DayTotal>,
}

impl ListPage<'_> {
    fn name(&self, patient: &PatientId) -> &str {
        self.names.get(patient).map_or("", |name| name.reveal())
    }
}

/// GET /invoices
///
/// # Errors
/// [`Problem`].
pub async fn list(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let permit = tx.may(ListInvoices).await?;
    let entries = recent(&tx, &permit).await?;
    let days = taken_lately(&tx, &permit, &desk.clinic).await?;
    let ids: Vec<PatientId> = entries.iter().map(|entry| entry.patient).collect();
    let names = patients(&tx, &ids).await?.into_iter().map(|patient| (patient.id, patient.name)).collect();
    tx.commit().await?;
    desk.view.page(&ListPage { v: &desk.view, entries, names, days })
}
