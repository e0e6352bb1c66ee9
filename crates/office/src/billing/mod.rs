//! Invoices, payments and receipts. An invoice keeps its lines as they were said to the patient; a payment is never
//! edited.

pub mod list;
pub mod pay;
pub mod print;
pub mod raise;
pub mod receipt;
pub mod show;
pub mod tell;

use iso_currency::Currency;
use jiff::Timestamp;
use kernel::{Problem, TenantTx, money::Money, sql, tenancy::Row};
use trust::patients::PatientId;

kernel::id!(
    /// An invoice.
    InvoiceId, "inv"
);
kernel::id!(
    /// Money that was taken.
    PaymentId, "pay"
);

/// Where an invoice stands; FHIR R4 `Invoice.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// To be paid.
    Issued,
    /// Paid in full.
    Balanced,
    /// No longer owed.
    Cancelled,
}

impl Status {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Balanced => "balanced",
            Self::Cancelled => "cancelled",
        }
    }

    fn read(row: &Row) -> Result<Self, Problem> {
        let word: &str = row.read("status")?;
        let all = [Self::Issued, Self::Balanced, Self::Cancelled];
        all.into_iter().find(|status| status.word() == word).ok_or_else(|| Problem::broken("an invoice has an unknown status"))
    }
}

/// One line as it was said to the patient: it stays when the price list changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub description: String,
    /// How many.
    pub quantity: i32,
    /// The price of one.
    pub each: Money,
}

impl Line {
    /// Quantity times price; `None` when no amount can hold it.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        Some(Money::new(self.each.minor.checked_mul(i64::from(self.quantity))?, self.each.currency))
    }
}

/// Money taken for an invoice: always exactly its total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Id.
    pub id: PaymentId,
    /// The clinic's gapless receipt number.
    pub receipt_number: i64,
    /// How much.
    pub amount: Money,
    /// When.
    pub taken_at: Timestamp,
}

impl Payment {
    /// "R-12", as printed.
    #[must_use]
    pub fn label(&self) -> String {
        format!("R-{}", self.receipt_number)
    }
}

/// An invoice with its lines and its payment.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Id.
    pub id: InvoiceId,
    /// The clinic's gapless number.
    pub number: i64,
    /// Who owes it.
    pub patient: PatientId,
    /// Where it stands.
    pub status: Status,
    /// The sum of its lines.
    pub total: Money,
    /// When it was raised.
    pub issued_at: Timestamp,
    /// What for.
    pub lines: Vec<Line>,
    /// How it was paid.
    pub payment: Option<Payment>,
}

impl Invoice {
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
}

/// "INV-12".
fn label_of(number: i64) -> String {
    format!("INV-{number}")
}

/// The address of an invoice's page.
#[must_use]
pub fn page_of(invoice: InvoiceId) -> String {
    format!("/invoices/{invoice}")
}

fn currency(row: &Row) -> Result<Currency, Problem> {
    Currency::from_code(row.read("currency")?).ok_or_else(|| Problem::broken("an invoice has an unknown currency"))
}

/// One invoice of this clinic, in its own currency.
///
/// # Errors
/// [`Problem::NotFound`].
pub(crate) async fn invoice(tx: &TenantTx, id: InvoiceId) -> Result<Invoice, Problem> {
    let head = sql!(
        "select i.number, i.patient_id, i.status, i.currency, i.total_minor, i.issued_at,
                            p.payment_id, p.receipt_number, p.amount_minor, p.taken_at
                       from invoice i left join payment p on p.clinic_id = i.clinic_id and p.invoice_id = i.invoice_id
                      where i.invoice_id = $1"
    );
    let row = tx.one(head, &[&id]).await?;
    let currency = currency(&row)?;
    let payment: Option<PaymentId> = row.read("payment_id")?;
    let payment = payment
        .map(|id| {
            Ok::<_, Problem>(Payment {
                id,
                receipt_number: row.read("receipt_number")?,
                amount: Money::new(row.read("amount_minor")?, currency),
                taken_at: row.read("taken_at")?,
            })
        })
        .transpose()?;
    let lines = tx
        .rows(sql!("select description, quantity, unit_minor from invoice_line where invoice_id = $1 order by line"), &[&id])
        .await?
        .iter()
        .map(|row| {
            Ok(Line {
                description: row.read("description")?,
                quantity: row.read("quantity")?,
                each: Money::new(row.read("unit_minor")?, currency),
            })
        })
        .collect::<Result<_, Problem>>()?;
    Ok(Invoice {
        id,
        number: row.read("number")?,
        patient: row.read("patient_id")?,
        status: Status::read(&row)?,
        total: Money::new(row.read("total_minor")?, currency),
        issued_at: row.read("issued_at")?,
        lines,
        payment,
    })
}
