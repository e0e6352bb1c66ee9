//! Everything the other programs do by force, done as it is meant: this one compiles.

use kernel::{Actor, Db, Permit, Private, Problem, TenantTx, Verb, permit::Who, sql};
use trust::{
    messaging::{MessageId, Rendered, gate::ConsentedRecipient, send::{Carried, Carrier, CarrierRef}},
    patients::PatientId,
};

pub struct Look(pub PatientId);
impl Verb for Look {
    const ACT: &'static str = "shut.look";
    const WHO: &'static [Who] = &[Who::Visitor];
}

pub async fn look(db: &Db, clinic: &kernel::Clinic, id: PatientId) -> Result<Private<String>, Problem> {
    let mut tx: TenantTx = db.enter(&db.visitor(clinic)).await?;
    let permit: Permit<Look> = tx.may(Look(id)).await?;
    let _rows = tx.rows(sql!("select 1"), &[&permit.verb().0]).await?;
    tx.commit().await?;
    Ok(Private::new(String::new()))
}

pub struct Pigeon;
impl Carrier for Pigeon {
    fn name(&self) -> &'static str {
        "pigeon"
    }
    fn carry<'a>(&'a self, _actor: &'a Actor, _to: ConsentedRecipient, _id: MessageId, text: &'a Rendered) -> Carried<'a> {
        Box::pin(async move { Ok(CarrierRef(text.text().len().to_string())) })
    }
}
