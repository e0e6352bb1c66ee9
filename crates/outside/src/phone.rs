//! The embedded phone: a carrier that puts messages on simulated handsets, so that the whole day can be walked without
//! an account anywhere. Where no supplier is set up nothing leaves the machine, and the page says so. It keeps to the
//! same port as a real supplier: a consented recipient or nothing.

pub mod look;
pub mod reply;

use kernel::{Actor, Db, Private, Problem, TenantTx, id::Id as _, keys::Column, sql};
use trust::{
    messaging::{
        Channel, MessageId, Rendered,
        gate::ConsentedRecipient,
        send::{Carried, Carrier, CarrierError, CarrierRef},
    },
    patients::ContactKey,
};
use uuid::Uuid;

kernel::id!(
    /// One text on a handset.
    ItemId, "itm"
);
kernel::id!(
    /// A handset, named after the first text on it: the number stands in no address and in no log.
    HandsetId, "hst"
);

const BODY: Column<String> = Column::new("handset_item", "body");
const NUMBER: Column<String> = Column::new("handset_item", "number");

/// The simulated phone as a carrier.
#[derive(Clone, Debug)]
pub struct Phone {
    db: Db,
}

impl Phone {
    /// Handsets that live in this database.
    #[must_use]
    pub const fn new(db: Db) -> Self {
        Self { db }
    }

    async fn put(&self, actor: &Actor, recipient: &ConsentedRecipient, message: MessageId, text: &str) -> Result<CarrierRef, CarrierError> {
        let number = recipient.address(self.db.clock().now()).map_err(|_| CarrierError::Retry)?;
        let arrived = async {
            let tx = self.db.enter(actor).await?;
            let item =
                Item { handset: recipient.contact(), number, channel: recipient.channel(), body: text, message: Some(message.uuid()) };
            let id = item.put(&tx).await?;
            tx.commit().await?;
            Ok::<_, Problem>(CarrierRef(id.to_string()))
        };
        arrived.await.map_err(|problem| {
            tracing::warn!(%problem, %message, "the simulated phone could not be reached");
            CarrierError::Retry
        })
    }
}

impl Carrier for Phone {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn carry<'a>(&'a self, actor: &'a Actor, recipient: ConsentedRecipient, message: MessageId, text: &'a Rendered) -> Carried<'a> {
        Box::pin(async move { self.put(actor, &recipient, message, text.text()).await })
    }
}

/// A text before it is on a handset: with a message's id it came to the person, without one the person wrote it.
struct Item<'a> {
    handset: &'a ContactKey,
    number: &'a Private<String>,
    channel: Channel,
    body: &'a str,
    message: Option<Uuid>,
}

impl Item<'_> {
    /// Puts it there. The same message handed over twice is there once, under its first id.
    async fn put(&self, tx: &TenantTx) -> Result<ItemId, Problem> {
        let id: ItemId = tx.fresh();
        let number = tx.keys().seal(&NUMBER, id, self.number.reveal())?;
        let body = tx.keys().seal(&BODY, id, &self.body.to_owned())?;
        let direction = if self.message.is_some() { "to_patient" } else { "from_patient" };
        tx.run(
            sql!(
                "insert into handset_item (clinic_id, item_id, handset, number, channel, direction, body, message_id, at)
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (clinic_id, message_id) do nothing"
            ),
            &[&tx.actor().clinic(), &id, &self.handset.bytes(), &number, &self.channel.word(), &direction, &body, &self.message, &tx.now()],
        )
        .await?;
        let first = tx.maybe(sql!("select item_id from handset_item where message_id = $1"), &[&self.message]).await?;
        first.map_or(Ok(id), |row| row.read("item_id"))
    }
}
