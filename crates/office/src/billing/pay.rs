//! Keeps: "For billing we hold your clinic's price list, invoices, payments and accounts, kept so that the books always
//! balance". A payment is exactly the invoice's total and is taken once; the change is shown, never stored.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    http::{Desk, Errors, Filled, see_other},
    id::Id as _,
    money::{Money, NotMoney},
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
    sql,
};
use trust::{
    messaging::{Channel, Kind, tell::tell},
    patients::PatientId,
};
use uuid::Uuid;

use super::{InvoiceId, PaymentId, Status, currency, invoice, page_of, show};

/// Taking a payment in cash.
#[derive(Clone, Copy, Debug)]
pub struct TakePayment {
    /// For which invoice.
    pub invoice: InvoiceId,
    /// Who pays.
    pub patient: PatientId,
}

impl Verb for TakePayment {
    const ACT: &'static str = "billing.pay";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist), Who::Staff(Role::Billing)];
    fn subject(&self) -> Option<Uuid> {
        Some(self.invoice.uuid())
    }
    fn about(&self) -> Option<Uuid> {
        Some(self.patient.uuid())
    }
}

/// Why no payment was taken.
#[derive(Debug, thiserror::Error)]
pub enum PayRefusal {
    /// Once is enough.
    #[error("this invoice is already paid; nothing was taken a second time")]
    AlreadyPaid,
    /// Nobody owes it any more.
    #[error("this invoice was cancelled; there is nothing to pay")]
    Cancelled,
    /// An invoice is paid in full or not at all.
    #[error("take at least the total of the invoice")]
    TooLittle {
        /// The total.
        total: Money,
    },
    /// The field does not hold an amount.
    #[error(transparent)]
    NotMoney(#[from] NotMoney),
    /// Anything else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl PayRefusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::AlreadyPaid => "billing-already-paid",
            Self::Cancelled => "billing-cancelled-invoice",
            Self::TooLittle { .. } => "billing-too-little",
            Self::NotMoney(NotMoney::NotANumber) => "billing-not-an-amount",
            Self::NotMoney(NotMoney::TooFine) => "billing-too-fine",
            Self::NotMoney(NotMoney::TooLarge) => "billing-too-large",
            Self::Problem(_) => "problem-broken",
        }
    }
}

/// What goes into the drawer and what goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Kept: the invoice's total.
    pub amount: Money,
    /// To give back.
    pub change: Money,
}

/// Takes cash for an invoice, and tells the patient.
///
/// # Errors
/// [`PayRefusal`].
pub async fn pay(tx: &TenantTx, permit: &Permit<TakePayment>, received: Money) -> Result<PaymentId, PayRefusal> {
    let TakePayment { invoice, patient } = *permit.verb();
    let row = tx
        .one(
            sql!("select status, currency, total_minor from invoice where invoice_id = $1 and patient_id = $2 for no key update"),
            &[&invoice, &patient],
        )
        .await?;
    let total = Money::new(row.read("total_minor")?, currency(&row)?);
    let taken = decide(Status::read(&row)?, total, received)?;
    let by = tx.actor().person().ok_or_else(|| Problem::broken("a payment that nobody took"))?;
    let id: PaymentId = tx.fresh();
    let number = tx.next_number("receipt").await?;
    tx.run(
        sql!(
            "with settled as (update invoice set status = 'balanced' where invoice_id = $3)
              insert into payment (clinic_id, payment_id, invoice_id, receipt_number, method, amount_minor, taken_at, taken_by)
              values ($1, $2, $3, $4, 'cash', $5, $6, $7)"
        ),
        &[&tx.actor().clinic(), &id, &invoice, &number, &taken.amount.minor, &tx.now(), &by],
    )
    .await
    .on("payment_once", PayRefusal::AlreadyPaid)?;
    tell(tx, patient, Channel::WhatsApp, Kind::Receipt, id.uuid()).await?;
    Ok(id)
}

/// Whether this much settles the invoice.
///
/// # Errors
/// [`PayRefusal`].
pub fn decide(status: Status, total: Money, received: Money) -> Result<Taken, PayRefusal> {
    match status {
        Status::Balanced => Err(PayRefusal::AlreadyPaid),
        Status::Cancelled => Err(PayRefusal::Cancelled),
        Status::Issued if received.currency != total.currency || received.minor < total.minor => Err(PayRefusal::TooLittle { total }),
        Status::Issued => Ok(Taken { amount: total, change: Money::new(received.minor - total.minor, total.currency) }),
    }
}

/// POST /invoices/{id}/pay
///
/// # Errors
/// [`Problem`].
pub async fn take(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: InvoiceId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    if tx.seen_before(filled.form()).await?.is_some() {
        return Ok(see_other(&page_with_change(id, filled.text("received"))));
    }
    let owed = invoice(&tx, id).await?;
    let permit = tx.may(TakePayment { invoice: id, patient: owed.patient }).await?;
    let outcome = match Money::parse(filled.text("received"), owed.total.currency) {
        Ok(received) => pay(&tx, &permit, received).await,
        Err(not_money) => Err(not_money.into()),
    };
    let refusal = match outcome {
        Ok(_) => {
            tx.commit_form(filled.form(), &page_of(id)).await?;
            return Ok(see_other(&page_with_change(id, filled.text("received"))));
        }
        Err(PayRefusal::Problem(problem)) => return Err(problem),
        Err(refusal) => refusal,
    };
    drop(tx);
    let mut errors = Errors::none();
    match &refusal {
        PayRefusal::TooLittle { total } => errors.add_with("received", refusal.words(), desk.view.money(*total)),
        PayRefusal::NotMoney(_) if filled.text("received").is_empty() => errors.add("received", "field-missing"),
        PayRefusal::NotMoney(_) => errors.add("received", refusal.words()),
        PayRefusal::AlreadyPaid | PayRefusal::Cancelled | PayRefusal::Problem(_) => {}
    }
    let notice = (!errors.any()).then(|| refusal.words());
    show::again(&desk, id, &filled.typed(errors), notice).await
}

/// The invoice's page with what was received, from which it says the change. The amount stands in this address only:
/// neither in the payment nor in the form's receipt.
fn page_with_change(id: InvoiceId, received: &str) -> String {
    let plain: String = received.chars().map(kernel::money::western_digit).filter(|c| c.is_ascii_digit() || *c == '.').collect();
    format!("{}?received={plain}", page_of(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso_currency::Currency;
    use kernel::{Chance, Clock};
    use proptest::prelude::*;

    const CURRENCIES: [Currency; 3] = [Currency::PKR, Currency::JPY, Currency::KWD];

    #[test]
    fn more_than_the_total_gives_change_and_less_is_refused() {
        for currency in CURRENCIES {
            let money = |minor| Money::new(minor, currency);
            assert_eq!(decide(Status::Issued, money(1500), money(2000)).unwrap(), Taken { amount: money(1500), change: money(500) });
            assert_eq!(decide(Status::Issued, money(1500), money(1500)).unwrap().change, money(0));
            assert!(matches!(decide(Status::Issued, money(1500), money(1499)), Err(PayRefusal::TooLittle { .. })));
        }
    }

    #[test]
    fn a_paid_or_cancelled_invoice_takes_no_money() {
        let money = Money::new(1500, Currency::PKR);
        assert!(matches!(decide(Status::Balanced, money, money), Err(PayRefusal::AlreadyPaid)));
        assert!(matches!(decide(Status::Cancelled, money, money), Err(PayRefusal::Cancelled)));
    }

    #[test]
    fn money_of_another_currency_settles_nothing() {
        let refused = decide(Status::Issued, Money::new(1500, Currency::PKR), Money::new(1500, Currency::JPY));
        assert!(matches!(refused, Err(PayRefusal::TooLittle { .. })));
    }

    #[test]
    fn the_address_after_a_payment_carries_an_amount_and_nothing_else() {
        let id = InvoiceId::fresh(&Clock::system(), &Chance::seeded(1));
        assert_eq!(page_with_change(id, "۲٬۰۰۰.۵۰"), format!("/invoices/{id}?received=2000.50"));
        assert_eq!(page_with_change(id, "1\r\nSet-Cookie: x&y=/"), format!("/invoices/{id}?received=1"));
    }

    proptest! {
        /// Any number of invoices and any tries to pay them, in any order.
        #[test]
        fn the_sum_of_payments_equals_the_balanced_invoices(
            totals in prop::collection::vec(1_i64..=1_000_000_000_000, 1..12),
            tries in prop::collection::vec((0_usize..12, 0_i64..=1_000_000_000_000), 0..60),
            which in 0_usize..3,
        ) {
            let money = |minor| Money::new(minor, CURRENCIES[which]);
            let mut invoices: Vec<(Status, Money)> = totals.into_iter().map(|total| (Status::Issued, money(total))).collect();
            let mut drawer = 0_i64;
            for (index, received) in tries {
                let count = invoices.len();
                let (status, total) = &mut invoices[index % count];
                if let Ok(taken) = decide(*status, *total, money(received)) {
                    prop_assert_eq!(taken.amount.minor + taken.change.minor, received);
                    prop_assert!(taken.change.minor >= 0);
                    drawer += taken.amount.minor;
                    *status = Status::Balanced;
                }
            }
            let balanced: i64 = invoices.iter().filter(|(status, _)| *status == Status::Balanced).map(|(_, total)| total.minor).sum();
            prop_assert_eq!(drawer, balanced);
        }
    }
}
