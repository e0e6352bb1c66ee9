//! Check: a program of the canary clinic shows its key from its registered address and is answered; from any other address,
//! before the range is confirmed, and once the key is taken away, it gets an empty refusal. The database refuses wide ranges.

use std::net::SocketAddr;

use anyhow::Context as _;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use kernel::{Role, http::TlsPeer, id::Id as _, sql};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use tower::ServiceExt as _;
use trust::api_clients::{
    CertificateId, RangeId, Scope,
    authority::{Authority, fingerprint},
    confirm_range::{ConfirmRange, confirm_range},
    issue_certificate::{Approved, Holder, IssueCertificate, issue_certificate},
    make_client::{MakeClient, NewClient, make_client},
    network::Network,
    register_range::{RegisterRange, register_range},
    revoke_certificate::{RevokeCertificate, revoke_certificate},
    revoke_client::{RevokeClient, revoke_client},
};

use super::{Canary, Seen, kept_unless, roles::member};

const LISTED: &str = "203.0.113.9:40000";
const UNLISTED: &str = "203.0.113.200:40000";

/// Status and length of what comes back.
async fn asked(canary: &Canary<'_>, key: &str, from: &str) -> anyhow::Result<(u16, usize)> {
    let from: SocketAddr = from.parse().context("an address")?;
    let request = Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {key}")).extension(ConnectInfo(from));
    let answer = canary.building.router.clone().oneshot(request.body(Body::empty())?).await?;
    let status = answer.status().as_u16();
    Ok((status, axum::body::to_bytes(answer.into_body(), 1 << 16).await?.len()))
}

/// How many letters about programs an owner was ever written.
async fn letters(canary: &Canary<'_>, owner: kernel::id::PersonId) -> anyhow::Result<i64> {
    let question = "select count(*) from letter where person_id = $1 and kind = 'api_changed'";
    Ok(canary.administrator().await?.query_one(question, &[&owner.uuid()]).await?.get(0))
}

/// Check: an owner of the canary clinic registers a range and confirms it; each time every owner is written to, and before
/// it is confirmed it opens nothing.
pub(super) async fn look_at_letters(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let owner = member(canary, Role::Owner).await?;
    let mut wrong = Vec::new();
    let mut before = letters(canary, owner).await?;
    let mut tx = canary.enter().await?;
    let (client, range) = (tx.fresh(), tx.fresh::<RangeId>());
    let permit = tx.may(MakeClient::new(client)).await?;
    let new = NewClient { name: "Canary".to_owned(), scopes: vec![Scope::Appointments], days: 1, made_by: owner };
    let key = make_client(&tx, &permit, &new, canary.db().chance().bytes()).await?;
    tx.commit().await?;
    let mut told = async |what: &str| {
        let now = letters(canary, owner).await?;
        if now <= before {
            wrong.push(format!("no letter to an owner when {what}"));
        }
        before = now;
        anyhow::Ok(())
    };
    told("a key was made").await?;
    let mut tx = canary.enter().await?;
    let permit = tx.may(RegisterRange::new(client, range)).await?;
    register_range(&tx, &permit, Network::parse("203.0.113.0/28")?, owner).await?;
    tx.commit().await?;
    told("a range was registered").await?;
    let unconfirmed = asked(canary, &key, LISTED).await?;
    let mut tx = canary.enter().await?;
    let permit = tx.may(ConfirmRange::new(range)).await?;
    confirm_range(&tx, &permit, owner).await?;
    tx.commit().await?;
    told("a range was confirmed").await?;
    let mut tx = canary.enter().await?;
    let permit = tx.may(RevokeClient::new(client)).await?;
    revoke_client(&tx, &permit).await?;
    tx.commit().await?;
    told("a key was taken away").await?;
    if unconfirmed != (403, 0) {
        wrong.push(format!("before the range is confirmed: {}", unconfirmed.0));
    }
    Ok(kept_unless(&wrong, "owners are written to at every change of a program's range or key; an unconfirmed range opens nothing"))
}

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let owner = member(canary, Role::Owner).await?;
    let (db, mut wrong) = (canary.db(), Vec::new());
    let mut tx = canary.enter().await?;
    let (client, range) = (tx.fresh(), tx.fresh::<RangeId>());
    let permit = tx.may(MakeClient::new(client)).await?;
    let new = NewClient { name: "Canary".to_owned(), scopes: vec![Scope::Appointments], days: 1, made_by: owner };
    let key = make_client(&tx, &permit, &new, db.chance().bytes()).await?;
    let permit = tx.may(RegisterRange::new(client, range)).await?;
    register_range(&tx, &permit, Network::parse("203.0.113.0/28")?, owner).await?;
    tx.commit().await?;
    let mut expect = |seen: (u16, usize), answered: bool, when: &str| {
        let right = if answered { seen.0 == 200 && seen.1 > 0 } else { seen == (403, 0) };
        if !right {
            wrong.push(format!("{when}: {} with {} bytes", seen.0, seen.1));
        }
    };
    expect(asked(canary, &key, LISTED).await?, false, "before the range is confirmed");

    let mut tx = canary.enter().await?;
    let permit = tx.may(ConfirmRange::new(range)).await?;
    confirm_range(&tx, &permit, owner).await?;
    tx.commit().await?;
    expect(asked(canary, &key, LISTED).await?, true, "from the registered address");
    expect(asked(canary, &key, UNLISTED).await?, false, "from another address");

    let mut tx = canary.enter().await?;
    let permit = tx.may(RevokeClient::new(client)).await?;
    revoke_client(&tx, &permit).await?;
    tx.commit().await?;
    expect(asked(canary, &key, LISTED).await?, false, "with the key taken away");

    let tx = canary.enter().await?;
    let wide = tx
        .run(
            sql!(
                "insert into api_range (clinic_id, range_id, client_id, network, registered_by, registered_at)
                  select clinic_id, $2, client_id, '203.0.0.0/8'::cidr, made_by, made_at from api_client where client_id = $1"
            ),
            &[&client, &RangeId::from_uuid(uuid::Uuid::from_u128(1))],
        )
        .await;
    if !wide.is_err_and(|refused| refused.is_constraint("api_range_not_too_wide")) {
        wrong.push("the database takes a range of a /8".to_owned());
    }
    Ok(kept_unless(&wrong, "a key is answered from its registered address and nowhere else; wide ranges are refused"))
}

/// Check: on the API's own port a certificate opens for the program it was issued to, from anywhere, until it is taken back.
pub(super) async fn look_at_certificates(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let owner = member(canary, Role::Owner).await?;
    let authority = Authority::open(canary.db()).await?;
    let mut tx = canary.enter().await?;
    let (client, certificate) = (tx.fresh(), tx.fresh::<CertificateId>());
    let permit = tx.may(MakeClient::new(client)).await?;
    let new = NewClient { name: "Canary".to_owned(), scopes: vec![Scope::Appointments], days: 1, made_by: owner };
    let key = make_client(&tx, &permit, &new, canary.db().chance().bytes()).await?;
    let permit = tx.may(IssueCertificate::new(client, certificate)).await?;
    let approved = Approved { reason: "Canary".to_owned(), days: 1, by: owner };
    let issued = issue_certificate(&tx, &permit, &authority, &Holder::made()?, &approved).await?;
    tx.commit().await?;
    let shown = fingerprint(&CertificateDer::from_pem_slice(issued.certificate.as_bytes())?);
    let mut wrong = Vec::new();
    let mut seen = vec![("without its certificate", None, 403), ("with another certificate", Some(vec![7; 32]), 403)];
    seen.push(("with its certificate", Some(shown.clone()), 200));
    for (when, certificate, wanted) in seen {
        let status = asked_with(canary, &key, certificate).await?;
        if status != wanted {
            wrong.push(format!("{when}: {status}"));
        }
    }
    let mut tx = canary.enter().await?;
    let permit = tx.may(RevokeCertificate::new(certificate)).await?;
    revoke_certificate(&tx, &permit, owner).await?;
    tx.commit().await?;
    let after = asked_with(canary, &key, Some(shown)).await?;
    if after != 403 {
        wrong.push(format!("with a certificate taken back: {after}"));
    }
    let mut tx = canary.enter().await?;
    let permit = tx.may(RevokeClient::new(client)).await?;
    revoke_client(&tx, &permit).await?;
    tx.commit().await?;
    Ok(kept_unless(&wrong, "a certificate opens for its own program until it is taken back; without it a changing address is refused"))
}

/// As the API's port hands a request on once the handshake is over.
async fn asked_with(canary: &Canary<'_>, key: &str, certificate: Option<Vec<u8>>) -> anyhow::Result<u16> {
    let from: SocketAddr = UNLISTED.parse().context("an address")?;
    let peer = TlsPeer { address: from.ip(), certificate };
    let request = Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {key}")).extension(peer);
    Ok(canary.building.api.clone().oneshot(request.body(Body::empty())?).await?.status().as_u16())
}
