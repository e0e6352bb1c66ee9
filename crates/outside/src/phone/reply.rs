//! Writing back from a simulated handset: what a supplier's callback would bring in.

use axum::{extract::Path, response::Response};
use kernel::{
    Problem,
    http::{Desk, Filled, Reading, see_other},
    refusal::id_in_path,
    sql,
};
use trust::{
    messaging::{Channel, receive::receive},
    patients::ContactKey,
};
use uuid::Uuid;

use super::{
    HandsetId, Item, ItemId, NUMBER,
    look::{Look, PhonePage, handsets, key},
};
use kernel::id::Id as _;

/// The longest text a person may write back.
const LONGEST: usize = 1000;

/// POST /phone/{handset}/reply
pub async fn reply(desk: Desk, Path(handset): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let handset: HandsetId = id_in_path(&handset)?;
    let channel = Channel::from_word(filled.text("channel")).ok_or(Problem::NotFound)?;
    let mut form = Reading::of(&filled);
    let text = form.lines("text", LONGEST);
    if text.trim().is_empty() {
        form.wrong("text", "field-missing");
    }
    let errors = form.errors();
    let thread = key(handset, channel);
    let mut tx = desk.enter().await?;
    if errors.any() {
        let _permit = tx.may(Look).await?;
        let handsets = handsets(&tx, desk.view.base_url()).await?;
        tx.commit().await?;
        let f = filled.typed(errors);
        return desk.view.page_again(&PhonePage { v: &desk.view, f: &f, slug: &desk.clinic.slug, handsets, again: thread });
    }
    if let Some(to) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&to));
    }
    let first = ItemId::from_uuid(handset.uuid());
    let row = tx.one(sql!("select handset, number from handset_item where item_id = $1"), &[&first]).await?;
    let contact = ContactKey::from_column(row.read("handset")?);
    let number = tx.keys().open(&NUMBER, first, &row.read("number")?)?;
    let item = Item { handset: &contact, number: &number, channel, body: &text, message: None::<Uuid> };
    item.put(&tx).await?;
    receive(&mut tx, &contact, channel, &text).await?;
    let back = format!("/phone#{thread}");
    tx.commit_form(filled.form(), &back).await?;
    Ok(see_other(&back))
}
