//! One invoice as it will be printed, with the form that takes its payment. Every look is a line in its patient's trail.

use askama::Template;
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use jiff::SignedDuration;
use kernel::{
    Private, Problem, Role, TenantTx, Verb,
    actor::SupportScope,
    http::{Desk, Typed, View},
    id::Id as _,
    money::Money,
    permit::Who,
    refusal::id_in_path,
};
use serde::Deserialize;
use trust::patients::{PatientId, patient};
use uuid::Uuid;

use super::{Invoice, InvoiceId, Status, invoice};

/// How long after a payment its page says the change: long enough to count it out, too short for an old address.
const CHANGE_SHOWN: SignedDuration = SignedDuration::from_mins(10);

/// Looking at an invoice.
#[derive(Clone, Copy, Debug)]
pub struct ShowInvoice {
    /// Which.
    pub invoice: InvoiceId,
    /// Whose.
    pub patient: PatientId,
}

impl Verb for ShowInvoice {
    const ACT: &'static str = "billing.show";
    const WHO: &'static [Who] = &[
        Who::Staff(Role::Owner),
        Who::Staff(Role::Receptionist),
        Who::Staff(Role::Billing),
        Who::Staff(Role::Auditor),
        Who::Support(SupportScope::Billing),
    ];
    fn subject(&self) -> Option<Uuid> {
        Some(self.invoice.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// What the page is asked beside the invoice.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    received: Option<String>,
}

#[derive(Template)]
#[template(path = "billing/invoice.html")]
struct InvoicePage<'a> {
    v: &'a View,
    f: &'a Typed,
    clinic: &'a str,
    name: &'a str,
    invoice: &'a Invoice,
    /// Received and to give back, just after the payment.
    change: Option<(Money, Money)>,
    /// Why the last form took no effect, where no field is to blame.
    notice: Option<&'static str>,
}

impl InvoicePage<'_> {
    fn amount(&self, line: &super::Line) -> String {
        line.amount().map(|amount| self.v.money(amount)).unwrap_or_default()
    }

    fn is_owed(&self) -> bool {
        self.invoice.status == Status::Issued
    }
}

/// GET /invoices/{id}
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Path(id): Path<String>, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let (invoice, name) = look(&mut tx, id_in_path(&id)?).await?;
    let now = tx.now();
    tx.commit().await?;
    let received = asked.ok().and_then(|Query(asked)| asked.received).unwrap_or_default();
    let typed = Typed::starting_with(&[("received", &invoice.total.plain())]);
    desk.view.page(&InvoicePage {
        v: &desk.view,
        f: &typed,
        clinic: &desk.clinic.name,
        name: name.reveal(),
        change: change(&invoice, &received, now),
        invoice: &invoice,
        notice: None,
    })
}

/// The page once more after a refused payment: 422, with what was typed.
///
/// # Errors
/// [`Problem`].
pub async fn again(desk: &Desk, id: InvoiceId, typed: &Typed, notice: Option<&'static str>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let (invoice, name) = look(&mut tx, id).await?;
    tx.commit().await?;
    let page =
        InvoicePage { v: &desk.view, f: typed, clinic: &desk.clinic.name, name: name.reveal(), invoice: &invoice, change: None, notice };
    desk.view.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn look(tx: &mut TenantTx, id: InvoiceId) -> Result<(Invoice, Private<String>), Problem> {
    let invoice = invoice(tx, id).await?;
    let _seen = tx.may(ShowInvoice { invoice: id, patient: invoice.patient }).await?;
    let name = patient(tx, invoice.patient).await?.name;
    Ok((invoice, name))
}

/// What was received and what goes back, for a payment just taken.
fn change(invoice: &Invoice, received: &str, now: jiff::Timestamp) -> Option<(Money, Money)> {
    let payment = invoice.payment.filter(|payment| now.duration_since(payment.taken_at) <= CHANGE_SHOWN)?;
    let received = Money::parse(received, payment.amount.currency).ok()?;
    let back = received.minor.checked_sub(payment.amount.minor).filter(|back| *back >= 0)?;
    Some((received, Money::new(back, payment.amount.currency)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{Payment, PaymentId};
    use iso_currency::Currency;
    use jiff::Timestamp;
    use kernel::{Chance, Clock};

    fn paid(at: Timestamp) -> Invoice {
        let (clock, chance) = (Clock::frozen(at), Chance::seeded(3));
        let total = Money::new(150_000, Currency::PKR);
        Invoice {
            id: InvoiceId::fresh(&clock, &chance),
            number: 1,
            patient: PatientId::fresh(&clock, &chance),
            status: Status::Balanced,
            total,
            issued_at: at,
            lines: vec![],
            payment: Some(Payment { id: PaymentId::fresh(&clock, &chance), receipt_number: 1, amount: total, taken_at: at }),
        }
    }

    #[test]
    fn the_change_is_said_just_after_the_payment_and_not_later() {
        let at: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let invoice = paid(at);
        let back =
            |received: &str, after: i64| change(&invoice, received, at + SignedDuration::from_mins(after)).map(|(_, back)| back.minor);
        assert_eq!(back("2000.00", 0), Some(50_000));
        assert_eq!(back("1500", 10), Some(0));
        assert_eq!(back("2000", 11), None);
        assert_eq!(back("1", 0), None, "less than was taken");
        assert_eq!(back("'; drop table payment", 0), None);
        assert_eq!(change(&Invoice { payment: None, ..paid(at) }, "2000", at), None);
    }
}
