//! The receipt as a PDF in the patient's language; printed again it is the same to the byte. A link opens only its own
//! receipt, and every opening is a line in its patient's trail.

use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Clinic, Permit, Problem, Role, TenantTx, Verb,
    http::{Bearer, Desk},
    id::Id as _,
    language::Speech,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use paper::Size;
use serde::Deserialize;
use trust::patients::{PatientId, patient};
use uuid::Uuid;

use super::{Invoice, InvoiceId, PaymentId, invoice, print::Receipt, tell::RECEIPT_LINK};

/// Looking at a receipt: staff who keep the books, and whoever holds the link to this very payment.
#[derive(Clone, Copy, Debug)]
pub struct ShowReceipt {
    /// Which.
    pub payment: PaymentId,
    /// Whose.
    pub patient: PatientId,
}

impl Verb for ShowReceipt {
    const ACT: &'static str = "billing.receipt";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Billing), Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.payment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Reads what the receipt says.
///
/// # Errors
/// [`Problem`].
pub async fn receipt(tx: &TenantTx, permit: &Permit<ShowReceipt>, clinic: &Clinic, invoice: Invoice) -> Result<Receipt, Problem> {
    let payment = invoice.payment.filter(|payment| payment.id == permit.verb().payment).ok_or(Problem::NotFound)?;
    let patient = patient(tx, permit.verb().patient).await?;
    Ok(Receipt { clinic: clinic.clone(), name: patient.name, language: patient.language, invoice, payment })
}

/// The PDF as an answer, made beside the threads that answer requests: shaping Nastaliq takes them too long.
async fn answer(receipt: &Receipt, speech: &Speech, size: Size) -> Result<Response, Problem> {
    let (paper, at) = (receipt.paper(speech, size), receipt.payment.taken_at);
    let pdf = tokio::task::spawn_blocking(move || paper.to_pdf(at))
        .await
        .map_err(|_| Problem::broken("a receipt was not printed to its end"))?
        .map_err(|error| Problem::Broken(error.into()))?;
    // The number only: a name in a file's name travels further than the file.
    let name = format!("inline; filename=\"receipt-{}.pdf\"", receipt.payment.label());
    let name = HeaderValue::from_str(&name).map_err(|_| Problem::broken("a receipt's file name"))?;
    let kind = HeaderValue::from_static("application/pdf");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], pdf).into_response())
}

/// Which paper.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    size: Option<String>,
}

impl Asked {
    fn size(&self) -> Size {
        if self.size.as_deref() == Some("roll") { Size::Receipt80mm } else { Size::A4 }
    }
}

/// GET /invoices/{id}/receipt.pdf
///
/// # Errors
/// [`Problem`].
pub async fn show(desk: Desk, Path(id): Path<String>, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Problem> {
    let id: InvoiceId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let invoice = invoice(&tx, id).await?;
    let payment = invoice.payment.ok_or(Problem::NotFound)?.id;
    let permit = tx.may(ShowReceipt { payment, patient: invoice.patient }).await?;
    let receipt = receipt(&tx, &permit, &desk.clinic, invoice).await?;
    tx.commit().await?;
    answer(&receipt, desk.view.speech(), asked.map_or(Size::A4, |Query(asked)| asked.size())).await
}

/// GET /r/{token}
///
/// # Errors
/// [`Problem`].
pub async fn open(bearer: Bearer) -> Result<Response, Problem> {
    if bearer.purpose != RECEIPT_LINK {
        return Err(Problem::NotFound);
    }
    bearer.house.brake().count("receipt", &bearer.address)?;
    let mut tx = bearer.enter().await?;
    let row = tx.one(sql!("select invoice_id from payment where payment_id = $1"), &[&bearer.subject]).await?;
    let invoice = invoice(&tx, row.read("invoice_id")?).await?;
    let permit = tx.may(ShowReceipt { payment: PaymentId::from_uuid(bearer.subject), patient: invoice.patient }).await?;
    let receipt = receipt(&tx, &permit, &bearer.clinic, invoice).await?;
    tx.commit().await?;
    answer(&receipt, bearer.view.speech(), Size::A4).await
}
