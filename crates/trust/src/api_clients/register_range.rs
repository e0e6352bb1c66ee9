//! Keeps: "Your clinic's owner registers the addresses its systems call from" (MDE-NET-03). With fresh proof, not too wide, and
//! without effect until confirmed.

use axum::{extract::Path, response::Response};
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::ApiClientId,
    http::{Desk, Filled, Reading, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::{OnConstraint as _, id_in_path},
    sql,
};
use uuid::Uuid;

use super::{
    RangeId, client,
    network::{Network, NotARange, Reach},
    page_of, see_clients, tell,
};
use crate::letters::news::ApiNews;

/// The act of registering a range.
#[derive(Debug)]
pub struct RegisterRange {
    client: ApiClientId,
    range: RangeId,
}

impl RegisterRange {
    /// For a client, with this id.
    #[must_use]
    pub const fn new(client: ApiClientId, range: RangeId) -> Self {
        Self { client, range }
    }
}

impl Verb for RegisterRange {
    const ACT: &'static str = "api.register_range";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.client.uuid())
    }
}

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum RegisterRefusal {
    /// It is there.
    #[error("this range is registered for this program already")]
    There,
    /// Something else.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// Writes the range down; nobody comes in by it yet.
///
/// # Errors
/// [`RegisterRefusal`].
pub async fn register_range(tx: &TenantTx, permit: &Permit<RegisterRange>, network: Network, by: PersonId) -> Result<(), RegisterRefusal> {
    let RegisterRange { client, range } = permit.verb();
    tx.run(
        sql!(
            "insert into api_range (clinic_id, range_id, client_id, network, registered_by, registered_at)
              values ($1, $2, $3, $4::text::cidr, $5, $6)"
        ),
        &[&tx.actor().clinic(), range, client, &network.to_string(), &by, &tx.now()],
    )
    .await
    .on("api_range_once", RegisterRefusal::There)?;
    Ok(tell(tx, *client, ApiNews::RangeRegistered(network.to_string())).await?)
}

/// POST /api-clients/{id}/ranges
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: ApiClientId = id_in_path(&id)?;
    let mut form = Reading::of(&filled);
    let network = match Network::parse(filled.text("network")) {
        Ok(network) => {
            // Not refused, since a machine in the same building is a good reason; but nobody registers it without knowing.
            match network.reach() {
                Reach::Private if !form.ticked("anyway") => form.wrong("anyway", "api-range-private"),
                Reach::Documentation if !form.ticked("anyway") => form.wrong("anyway", "api-range-documentation"),
                _ => {}
            }
            Some(network)
        }
        Err(NotARange::Unreadable) if filled.text("network").is_empty() => {
            form.wrong("network", "field-missing");
            None
        }
        Err(why) => {
            form.wrong("network", why.words());
            None
        }
    };
    let mut tx = desk.enter().await?;
    let _there = client(&tx, id).await?;
    let mut errors = form.errors();
    if let (false, Some(network)) = (errors.any(), network) {
        let permit = tx.may(RegisterRange { client: id, range: RangeId::from_uuid(filled.form()) }).await?;
        if tx.seen_before(filled.form()).await?.is_some() {
            return Ok(see_other(&page_of(id)));
        }
        tx.note_in_trail(network.to_string());
        match register_range(&tx, &permit, network, desk.person).await {
            Ok(()) => {
                tx.commit_form(filled.form(), &page_of(id)).await?;
                return Ok(see_other(&page_of(id)));
            }
            Err(RegisterRefusal::Problem(problem)) => return Err(problem),
            Err(RegisterRefusal::There) => errors.add("network", "api-range-there"),
        }
        // The refused statement has undone that transaction.
        drop(tx);
        tx = desk.enter().await?;
    }
    see_clients::one(&tx, &desk.view, &filled.typed(errors), id, None).await
}
