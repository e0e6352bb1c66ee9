//! Keeps: "WhatsApp messages for your clinic come from a fixed list, such as confirmations, your place in the queue and
//! receipts". What a message about a payment may say: its receipt's number, its amount, and a link to the paper.

use jiff::SignedDuration;
use kernel::{Clinic, Problem, TenantTx, money::Money, sql};
use trust::messaging::{Facts, FactsFuture, Kind, Knows, LinkId, new_link};
use uuid::Uuid;

use super::{PaymentId, currency};

/// What a link to a receipt is for, in the `link` table.
pub const RECEIPT_LINK: &str = "receipt";

/// How long a patient can open the receipt by the link.
const LINK_LASTS: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Knows what was paid, at the moment of sending.
#[derive(Clone, Copy, Debug)]
pub struct PaymentFacts;

impl Knows for PaymentFacts {
    fn facts<'a>(&'a self, tx: &'a TenantTx, _clinic: &'a Clinic, kind: Kind, subject: Uuid) -> FactsFuture<'a> {
        Box::pin(async move { if kind == Kind::Receipt { payment_facts(tx, subject).await } else { Ok(None) } })
    }
}

async fn payment_facts(tx: &TenantTx, payment: Uuid) -> Result<Option<Facts>, Problem> {
    let paid = tx
        .maybe(
            sql!(
                "select p.payment_id, p.receipt_number, p.amount_minor, i.currency
                    from payment p join invoice i on i.clinic_id = p.clinic_id and i.invoice_id = p.invoice_id
                   where p.payment_id = $1"
            ),
            &[&payment],
        )
        .await?;
    let Some(row) = paid else { return Ok(None) };
    let id: PaymentId = row.read("payment_id")?;
    let number: i64 = row.read("receipt_number")?;
    let amount = Money::new(row.read("amount_minor")?, currency(&row)?);
    Ok(Some(Facts::Payment { number: format!("R-{number}"), amount, link: receipt_link(tx, id).await? }))
}

/// The link to a receipt: the one it has, or a new one. A message tried twice must not leave two doors open.
async fn receipt_link(tx: &TenantTx, payment: PaymentId) -> Result<LinkId, Problem> {
    let known = tx
        .maybe(
            sql!("select link_id from link where subject_id = $1 and purpose = 'receipt' and expires_at > $2 order by expires_at desc limit 1"),
            &[&payment, &tx.now()],
        )
        .await?;
    match known {
        Some(row) => row.read("link_id"),
        None => {
            use kernel::id::Id as _;
            let expires_at = tx.now().checked_add(LINK_LASTS).map_err(|_| Problem::broken("a date beyond the calendar"))?;
            new_link(tx, RECEIPT_LINK, payment.uuid(), expires_at).await
        }
    }
}
