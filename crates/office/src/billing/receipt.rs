//! The receipt as a PDF in the patient's language; printed again it is the same to the byte. A link opens only its own
//! receipt, and every opening is a line in its patient's trail.

use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use kernel::{
    Clinic, Permit, Private, Problem, Role, TenantTx, Verb,
    http::{Bearer, Desk},
    id::Id as _,
    language::{Language, Speech},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use paper::{Column, Direction, Paper, Size, Table};
use serde::Deserialize;
use trust::patients::{PatientId, patient};
use uuid::Uuid;

use super::{Invoice, InvoiceId, Payment, PaymentId, invoice, tell::RECEIPT_LINK};

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
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Reception), Who::Bearer];
    fn subject(&self) -> Option<Uuid> {
        Some(self.payment.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Everything a receipt says.
#[derive(Debug)]
pub struct Receipt {
    clinic: Clinic,
    name: Private<String>,
    language: Language,
    invoice: Invoice,
    payment: Payment,
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

impl Receipt {
    /// The paper, in the patient's language and the clinic's time.
    fn paper(&self, speech: &Speech, size: Size) -> Paper {
        let speech = speech.in_language(self.language).in_zone(self.clinic.time_zone.clone());
        let direction = if self.language.direction() == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight };
        let t = |key: &str| speech.t(key);
        let number = self.payment.label();
        let columns = [
            Column::start(&t("receipt-what"), 4.0),
            Column::end(&t("receipt-quantity"), 0.7),
            Column::end(&t("receipt-each"), 1.3),
            Column::end(&t("receipt-amount"), 1.3),
        ];
        let table = self.invoice.lines.iter().fold(Table::new(columns), |table, line| {
            let amount = line.amount().map(|amount| speech.money(amount)).unwrap_or_default();
            table.row([line.description.clone(), line.quantity.to_string(), speech.money(line.each), amount])
        });
        let total = speech.money(self.invoice.total);
        Paper::new(size, direction, &Speech::without_marks(&speech.t1("receipt-title", "number", &number)), self.language.tag())
            .heading(&t("receipt-heading"))
            .paragraph(&self.clinic.name)
            .field(&t("receipt-number"), &number)
            .field(&t("receipt-invoice"), &self.invoice.label())
            .field(&t("receipt-date"), &speech.moment(self.payment.taken_at))
            .field(&t("receipt-patient"), self.name.reveal())
            .table(table.total(&t("receipt-total"), &total).subtotal(&t("receipt-paid-in-cash"), &speech.money(self.payment.amount)))
            .small_print(&t("receipt-thanks"))
            .footer(&self.clinic.name)
    }

    /// The PDF, made beside the threads that answer requests: shaping Nastaliq takes them too long.
    async fn answer(&self, speech: &Speech, size: Size) -> Result<Response, Problem> {
        let (paper, at) = (self.paper(speech, size), self.payment.taken_at);
        let pdf = tokio::task::spawn_blocking(move || paper.to_pdf(at))
            .await
            .map_err(|_| Problem::broken("a receipt was not printed to its end"))?
            .map_err(|error| Problem::Broken(error.into()))?;
        // The number only: a name in a file's name travels further than the file.
        let name = format!("inline; filename=\"receipt-{}.pdf\"", self.payment.label());
        let name = HeaderValue::from_str(&name).map_err(|_| Problem::broken("a receipt's file name"))?;
        let kind = HeaderValue::from_static("application/pdf");
        Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], pdf).into_response())
    }
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
    receipt.answer(desk.view.speech(), asked.map_or(Size::A4, |Query(asked)| asked.size())).await
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
    receipt.answer(bearer.view.speech(), Size::A4).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{Line, Status};
    use iso_currency::Currency;
    use jiff::Timestamp;
    use kernel::{Chance, ClinicId, Clock, language::Languages, money::Money};
    use std::sync::Arc;

    fn speech() -> Speech {
        let files = [
            (Language::English, include_str!("../../../../locales/en/billing.ftl")),
            (Language::Urdu, include_str!("../../../../locales/ur/billing.ftl")),
        ];
        Speech::new(Arc::new(Languages::load(&files).unwrap()), Language::English, jiff::tz::TimeZone::UTC)
    }

    fn paid(language: Language, currency: Currency) -> Receipt {
        let taken_at: Timestamp = "2026-03-01T20:30:00Z".parse().unwrap();
        let (clock, chance) = (Clock::frozen(taken_at), Chance::seeded(5));
        let total = Money::new(250_500, currency);
        let payment = Payment { id: PaymentId::fresh(&clock, &chance), receipt_number: 12, amount: total, taken_at };
        Receipt {
            clinic: Clinic {
                id: ClinicId::fresh(&clock, &chance),
                slug: "green-street".to_owned(),
                name: "Green Street Clinic".to_owned(),
                country: "PK".to_owned(),
                time_zone: jiff::tz::TimeZone::get("Asia/Karachi").unwrap(),
                currency,
                language: Language::English,
                kind: "demo".to_owned(),
            },
            name: Private::new("Ayesha Khan".to_owned()),
            language,
            invoice: Invoice {
                id: InvoiceId::fresh(&clock, &chance),
                number: 34,
                patient: PatientId::fresh(&clock, &chance),
                status: Status::Balanced,
                total,
                issued_at: taken_at,
                lines: vec![Line { description: "Consultation".to_owned(), quantity: 1, each: total }],
                payment: Some(payment),
            },
            payment,
        }
    }

    /// What a reader of the paper finds, where poppler is installed.
    fn read(receipt: &Receipt, size: Size) -> Option<String> {
        let file = std::env::temp_dir().join(format!("receipt-{}-{:?}-{}.pdf", receipt.language.tag(), size, receipt.payment.amount.currency.code()));
        std::fs::write(&file, receipt.paper(&speech(), size).to_pdf(receipt.payment.taken_at).unwrap()).unwrap();
        let output = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().ok()?;
        std::fs::remove_file(file).unwrap();
        Some(String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " "))
    }

    #[test]
    fn a_receipt_says_who_paid_what_and_when_in_the_clinics_own_day() {
        let Some(text) = read(&paid(Language::English, Currency::PKR), Size::A4) else { return };
        for said in ["Green Street Clinic", "R-12", "INV-34", "Ayesha Khan", "Consultation", "PKR 2,505.00", "2 Mar 2026, 01:30", "Paid in cash"] {
            assert!(text.contains(said), "{said} in:\n{text}");
        }
    }

    #[test]
    fn amounts_have_as_many_decimals_as_the_currency() {
        for (currency, said) in [(Currency::JPY, "JPY 250,500"), (Currency::KWD, "KWD 250.500")] {
            let Some(text) = read(&paid(Language::English, currency), Size::Receipt80mm) else { return };
            assert!(text.contains(said), "{said} in:\n{text}");
        }
    }

    #[test]
    fn an_urdu_patient_gets_an_urdu_receipt_with_a_readable_amount() {
        let Some(text) = read(&paid(Language::Urdu, Currency::PKR), Size::A4) else { return };
        assert!(text.contains("PKR 2,505.00") && text.contains("R-12"), "{text}");
        assert!(!text.contains("Paid in cash"), "{text}");
    }

    #[test]
    fn a_receipt_printed_again_is_the_same_to_the_byte() {
        for size in [Size::A4, Size::Receipt80mm] {
            let print = || {
                let receipt = paid(Language::Urdu, Currency::PKR);
                receipt.paper(&speech(), size).to_pdf(receipt.payment.taken_at).unwrap()
            };
            let pdf = print();
            assert!(pdf.starts_with(b"%PDF"));
            assert!(pdf == print());
        }
    }

    #[test]
    fn a_receipt_prints_without_its_readers_name_in_a_log() {
        assert!(!format!("{:?}", paid(Language::English, Currency::PKR)).contains("Ayesha"));
    }

    #[test]
    fn every_refusal_has_its_sentence_in_every_language() {
        use crate::billing::{pay::PayRefusal, raise::RaiseRefusal};
        use kernel::money::NotMoney::{NotANumber, TooFine, TooLarge};
        let total = Money::new(1, Currency::PKR);
        let pay = [PayRefusal::AlreadyPaid, PayRefusal::Cancelled, PayRefusal::TooLittle { total }, NotANumber.into(), TooFine.into(), TooLarge.into()];
        let raise = [RaiseRefusal::NotHeld, RaiseRefusal::NothingToBill, RaiseRefusal::TwoCurrencies, RaiseRefusal::TooLarge];
        let keys: Vec<&str> = pay.iter().map(PayRefusal::words).chain(raise.iter().map(RaiseRefusal::words)).collect();
        for language in Language::ALL {
            for key in &keys {
                assert_ne!(speech().in_language(language).t1(key, "limit", "PKR 1"), *key, "{language:?}");
            }
        }
    }
}
