//! What stands on a receipt, in the patient's language and the clinic's time: on a sheet for the file, on a roll for the
//! drawer's printer.

use kernel::{
    Clinic, Private,
    language::{Language, Speech},
    money::Money,
};
use paper::{Column, Direction, Paper, Size, Table};

use super::{Invoice, Payment};

/// Everything a receipt says.
#[derive(Debug)]
pub struct Receipt {
    pub(super) clinic: Clinic,
    pub(super) name: Private<String>,
    pub(super) language: Language,
    pub(super) invoice: Invoice,
    pub(super) payment: Payment,
}

impl Receipt {
    /// The paper, in the patient's language and the clinic's time.
    pub(super) fn paper(&self, speech: &Speech, size: Size) -> Paper {
        let speech = &speech.in_language(self.language).in_zone(self.clinic.time_zone.clone());
        let direction = if self.language.direction() == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight };
        let (number, at) = (self.payment.label(), self.payment.taken_at);
        let head = Paper::new(size, direction, &Speech::without_marks(&speech.t1("receipt-title", "number", &number)), self.language.tag())
            .heading(&speech.t("receipt-heading"))
            .paragraph(&self.clinic.name)
            .field(&speech.t("receipt-number"), &number)
            .field(&speech.t("receipt-invoice"), &self.invoice.label())
            .field(&speech.t("receipt-date"), &speech.with("receipt-moment", &[("date", &speech.date_of(at)), ("time", &speech.time(at))]))
            .field(&speech.t("receipt-patient"), self.name.reveal());
        let listed = match size {
            Size::A4 => head.table(self.with_totals(self.wide(speech), speech)),
            Size::Receipt80mm => head.table(self.with_totals(self.narrow(speech), speech)),
        };
        listed.small_print(&speech.t("receipt-thanks")).footer(&self.clinic.name)
    }

    fn wide(&self, speech: &Speech) -> Table<4> {
        let table = Table::new([
            Column::start(&speech.t("receipt-what"), 4.0),
            Column::end(&speech.t("receipt-quantity"), 0.7),
            Column::end(&speech.t("receipt-each"), 1.3),
            Column::end(&self.amount_heading(speech), 1.3),
        ]);
        self.invoice.lines.iter().fold(table, |table, line| {
            table.row([
                line.description.clone(),
                line.quantity.to_string(),
                number_of(speech, Some(line.each)),
                number_of(speech, line.amount()),
            ])
        })
    }

    /// Four columns would break an amount on a roll, and a broken amount is a misread amount.
    fn narrow(&self, speech: &Speech) -> Table<2> {
        let table = Table::new([Column::start(&speech.t("receipt-what"), 3.0), Column::end(&self.amount_heading(speech), 1.5)]);
        self.invoice.lines.iter().fold(table, |table, line| {
            let several =
                (line.quantity > 1).then(|| paper::isolate(&format!("{} × {}", line.quantity, number_of(speech, Some(line.each)))));
            let what = several.map_or_else(|| line.description.clone(), |several| format!("{}\n{several}", line.description));
            table.row([what, number_of(speech, line.amount())])
        })
    }

    fn with_totals<const N: usize>(&self, table: Table<N>, speech: &Speech) -> Table<N> {
        table
            .total(&speech.t("receipt-total"), &speech.money(self.invoice.total))
            .subtotal(&speech.t("receipt-paid-in-cash"), &speech.money(self.payment.amount))
    }

    fn amount_heading(&self, speech: &Speech) -> String {
        speech.t1("receipt-amount", "currency", self.invoice.total.currency.code())
    }
}

/// An amount without its currency, which the column's heading says.
fn number_of(speech: &Speech, amount: Option<Money>) -> String {
    let said = amount.map(|amount| speech.money(amount)).unwrap_or_default();
    said.split_once('\u{a0}').map(|(_, number)| number.to_owned()).unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{InvoiceId, Line, PaymentId, Status};
    use iso_currency::Currency;
    use jiff::Timestamp;
    use kernel::{Chance, ClinicId, Clock, id::Id as _, language::Languages};
    use std::sync::Arc;
    use trust::patients::PatientId;

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
        let file = std::env::temp_dir().join(format!(
            "receipt-{}-{:?}-{}.pdf",
            receipt.language.tag(),
            size,
            receipt.payment.amount.currency.code()
        ));
        std::fs::write(&file, receipt.paper(&speech(), size).to_pdf(receipt.payment.taken_at).unwrap()).unwrap();
        let output = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().ok()?;
        std::fs::remove_file(file).unwrap();
        Some(String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " "))
    }

    #[test]
    fn a_receipt_says_who_paid_what_and_when_in_the_clinics_own_day() {
        let Some(text) = read(&paid(Language::English, Currency::PKR), Size::A4) else { return };
        for said in [
            "Green Street Clinic",
            "R-12",
            "INV-34",
            "Ayesha Khan",
            "Consultation",
            "Amount, PKR",
            "PKR 2,505.00",
            "2 Mar 2026, 01:30",
            "Paid in cash",
        ] {
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
    fn a_roll_keeps_long_amounts_whole() {
        let mut receipt = paid(Language::Urdu, Currency::PKR);
        let each = Money::new(123_456_789, Currency::PKR);
        receipt.invoice.lines = vec![Line { description: "Dressing".to_owned(), quantity: 8, each }];
        let Some(text) = read(&receipt, Size::Receipt80mm) else { return };
        assert!(text.contains("8 × 1,234,567.89") && text.contains("9,876,543.12"), "{text}");
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
        let pay = [
            PayRefusal::AlreadyPaid,
            PayRefusal::Cancelled,
            PayRefusal::TooLittle { total },
            NotANumber.into(),
            TooFine.into(),
            TooLarge.into(),
        ];
        let raise = [RaiseRefusal::NotHeld, RaiseRefusal::NothingToBill, RaiseRefusal::TwoCurrencies, RaiseRefusal::TooLarge];
        let keys: Vec<&str> = pay.iter().map(PayRefusal::words).chain(raise.iter().map(RaiseRefusal::words)).collect();
        for language in Language::ALL {
            for key in &keys {
                assert_ne!(speech().in_language(language).t1(key, "limit", "PKR 1"), *key, "{language:?}");
            }
        }
    }
}
