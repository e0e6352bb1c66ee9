//! Keeps: "For billing we hold your clinic's price list, invoices, payments and accounts, kept so that the books always
//! balance". An invoice is the sum of its lines, numbered without gaps, and raised once for an appointment.

use askama::Template;
use kernel::{Permit, Problem, Role, TenantTx, Verb, http::View, id::Id as _, money::Money, permit::Who, sql};
use trust::{clinics::ServiceId, patients::PatientId};
use uuid::Uuid;

use super::{InvoiceId, Line, Status};

/// The largest invoice, in minor units: what the field for money reads.
const MOST_MINOR: i64 = 1_000_000_000_000;
const MOST_LINES: usize = 100;
const LONGEST_DESCRIPTION: usize = 200;

/// Raising an invoice for a patient.
#[derive(Clone, Copy, Debug)]
pub struct RaiseInvoice {
    /// Who will owe it.
    pub patient: PatientId,
    /// For which appointment, if for one.
    pub appointment: Option<Uuid>,
}

impl Verb for RaiseInvoice {
    const ACT: &'static str = "billing.raise";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Billing)];
    fn subject(&self) -> Option<Uuid> {
        self.appointment
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// An invoice to be raised.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    /// Who will owe it.
    pub patient: PatientId,
    /// For which appointment; there is at most one invoice for it.
    pub appointment: Option<Uuid>,
    /// What for.
    pub lines: Vec<Line>,
}

/// Why no invoice was raised.
#[derive(Debug, thiserror::Error)]
pub enum RaiseRefusal {
    /// Look at that one instead.
    #[error("this appointment already has an invoice")]
    AlreadyRaised(InvoiceId),
    /// Nobody owes anything for it.
    #[error("this appointment did not take place, so there is nothing to charge for")]
    NotHeld,
    /// No lines, or lines that say nothing.
    #[error("an invoice needs at least one line that says what it is for")]
    NothingToBill,
    /// One paper, one currency.
    #[error("all lines of an invoice are in one currency")]
    TwoCurrencies,
    /// Beyond what we can print and add up.
    #[error("this invoice is too large; make two of it")]
    TooLarge,
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl RaiseRefusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::AlreadyRaised(_) => "billing-already-raised",
            Self::NotHeld => "billing-not-held",
            Self::NothingToBill => "billing-nothing-to-bill",
            Self::TwoCurrencies => "billing-two-currencies",
            Self::TooLarge => "billing-invoice-too-large",
            Self::Problem(_) => "problem-broken",
        }
    }
}

/// Raises an invoice. An invoice of nothing is balanced from the start.
///
/// # Errors
/// [`RaiseRefusal`].
pub async fn raise(tx: &TenantTx, permit: &Permit<RaiseInvoice>, new: NewInvoice) -> Result<InvoiceId, RaiseRefusal> {
    if permit.verb().patient != new.patient || permit.verb().appointment != new.appointment {
        return Err(Problem::broken("a permit for another invoice").into());
    }
    let total = decide(&new.lines)?;
    if let Some(appointment) = new.appointment {
        check_appointment(tx, appointment, new.patient).await?;
    }
    let id: InvoiceId = tx.fresh();
    let number = tx.next_number("invoice").await?;
    let status = if total.minor == 0 { Status::Balanced } else { Status::Issued };
    let clinic = tx.actor().clinic();
    tx.run(
        sql!(
            "insert into invoice (clinic_id, invoice_id, number, patient_id, appointment_id, currency, total_minor, status, issued_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[&clinic, &id, &number, &new.patient, &new.appointment, &total.currency.code(), &total.minor, &status.word(), &tx.now()],
    )
    .await?;
    let (mut descriptions, mut quantities, mut prices) = (vec![], vec![], vec![]);
    for line in &new.lines {
        descriptions.push(line.description.as_str());
        quantities.push(line.quantity);
        prices.push(line.each.minor);
    }
    let written = tx
        .one(
            sql!(
                "with written as (
                    insert into invoice_line (clinic_id, invoice_id, line, description, quantity, unit_minor, total_minor)
                    select $1, $2, said.line::integer, said.description, said.quantity, said.unit_minor, said.quantity * said.unit_minor
                      from unnest($3::text[], $4::integer[], $5::bigint[]) with ordinality as said (description, quantity, unit_minor, line)
                    returning total_minor)
                  select sum(total_minor)::bigint as total from written"
            ),
            &[&clinic, &id, &descriptions, &quantities, &prices],
        )
        .await?;
    let sum: Option<i64> = written.read("total")?;
    if sum == Some(total.minor) { Ok(id) } else { Err(Problem::broken("an invoice is not the sum of its lines").into()) }
}

/// The total of an invoice with these lines.
fn decide(lines: &[Line]) -> Result<Money, RaiseRefusal> {
    let first = lines.first().ok_or(RaiseRefusal::NothingToBill)?;
    let says_something = |line: &Line| !line.description.trim().is_empty() && line.description.chars().count() <= LONGEST_DESCRIPTION;
    if !lines.iter().all(|line| says_something(line) && line.quantity > 0 && line.each.minor >= 0) {
        return Err(RaiseRefusal::NothingToBill);
    }
    if lines.iter().any(|line| line.each.currency != first.each.currency) {
        return Err(RaiseRefusal::TwoCurrencies);
    }
    if lines.len() > MOST_LINES || lines.iter().any(|line| line.quantity > 10_000) {
        return Err(RaiseRefusal::TooLarge);
    }
    let add = |sum: i64, line: &Line| sum.checked_add(line.amount()?.minor);
    let total = lines.iter().try_fold(0_i64, add).filter(|total| *total <= MOST_MINOR).ok_or(RaiseRefusal::TooLarge)?;
    Ok(Money::new(total, first.each.currency))
}

/// Holds the appointment, so that of two receptionists who raise its invoice the second is led to the first one's.
async fn check_appointment(tx: &TenantTx, appointment: Uuid, patient: PatientId) -> Result<(), RaiseRefusal> {
    let held = tx
        .one(
            sql!("select status from appointment where appointment_id = $1 and patient_id = $2 for no key update"),
            &[&appointment, &patient],
        )
        .await?;
    let raised = tx.maybe(sql!("select invoice_id from invoice where appointment_id = $1"), &[&appointment]).await?;
    if let Some(row) = raised {
        return Err(RaiseRefusal::AlreadyRaised(row.read("invoice_id").map_err(RaiseRefusal::from)?));
    }
    match held.read("status").map_err(RaiseRefusal::from)? {
        "booked" | "arrived" | "fulfilled" => Ok(()),
        _ => Err(RaiseRefusal::NotHeld),
    }
}

/// Whose appointment it is and for what: what an invoice for it is made from.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn patient_and_service(tx: &TenantTx, appointment: Uuid) -> Result<(PatientId, ServiceId), Problem> {
    let row = tx.one(sql!("select patient_id, service_id from appointment where appointment_id = $1"), &[&appointment]).await?;
    Ok((row.read("patient_id")?, row.read("service_id")?))
}

/// The page that says why no invoice was raised.
#[derive(Debug, Template)]
#[template(path = "billing/refused.html")]
pub struct NotRaised<'a> {
    /// The view.
    pub v: &'a View,
    /// Why.
    pub refusal: &'a RaiseRefusal,
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso_currency::Currency;

    fn line(quantity: i32, minor: i64, currency: Currency) -> Line {
        Line { description: "Consultation".to_owned(), quantity, each: Money::new(minor, currency) }
    }

    #[test]
    fn the_total_is_the_sum_of_the_lines_in_any_currency() {
        for (currency, minor, total) in [(Currency::PKR, 150_000, 370_000), (Currency::JPY, 1_500, 3_700), (Currency::KWD, 1_500, 3_700)] {
            let sum = decide(&[line(1, total - 2 * minor, currency), line(2, minor, currency)]).unwrap();
            assert_eq!(sum, Money::new(total, currency));
        }
    }

    #[test]
    fn a_free_service_makes_an_invoice_of_nothing() {
        assert_eq!(decide(&[line(1, 0, Currency::PKR)]).unwrap().minor, 0);
    }

    #[test]
    fn an_invoice_without_lines_or_with_empty_or_negative_ones_is_refused() {
        let silent = Line { description: "  ".to_owned(), ..line(1, 100, Currency::PKR) };
        let endless = Line { description: "x".repeat(201), ..line(1, 100, Currency::PKR) };
        for lines in [vec![], vec![silent], vec![endless], vec![line(0, 100, Currency::PKR)], vec![line(1, -100, Currency::PKR)]] {
            assert!(matches!(decide(&lines), Err(RaiseRefusal::NothingToBill)), "{lines:?}");
        }
    }

    #[test]
    fn two_currencies_do_not_add_up() {
        let lines = [line(1, 100, Currency::PKR), line(1, 100, Currency::JPY)];
        assert!(matches!(decide(&lines), Err(RaiseRefusal::TwoCurrencies)));
    }

    #[test]
    fn an_amount_that_no_number_can_hold_is_refused_and_does_not_wrap() {
        for lines in [
            vec![line(2, i64::MAX, Currency::PKR)],
            vec![line(1, MOST_MINOR, Currency::PKR), line(1, 1, Currency::PKR)],
            vec![line(10_001, 1, Currency::PKR)],
            vec![line(1, 1, Currency::PKR); 101],
        ] {
            assert!(matches!(decide(&lines), Err(RaiseRefusal::TooLarge)));
        }
    }
}
