//! Keeps: "A clinic whose address keeps changing connects with its own certificate, approved case by case and revocable"
//! (MDE-NET-04). An owner says why the program has no fixed address; the certificate is for that program alone, for a year at most.

use axum::{extract::Path, response::Response};
use jiff::SignedDuration;
use kernel::{
    Permit, Problem, Role, TenantTx, Verb,
    actor::ApiClientId,
    http::{Desk, Filled, Reading, Typed, see_other},
    id::{Id as _, PersonId},
    keys::Column,
    permit::Who,
    refusal::id_in_path,
    sql,
};
use rcgen::{CertificateSigningRequestParams, KeyPair, PublicKeyData};
use uuid::Uuid;

use super::{CertificateId, Standing, authority::Authority, client, page_of, see_clients, tell};
use crate::letters::news::ApiNews;

const REASON: Column<String> = Column::new("api_certificate", "reason");
const MOST_DAYS: i64 = 365;
/// Bytes of an RSA key of 2048 bits, as a certificate holds it.
const LEAST_RSA: usize = 270;

/// The act of issuing a certificate.
#[derive(Debug)]
pub struct IssueCertificate {
    client: ApiClientId,
    certificate: CertificateId,
}

impl IssueCertificate {
    /// For a client, with this id.
    #[must_use]
    pub const fn new(client: ApiClientId, certificate: CertificateId) -> Self {
        Self { client, certificate }
    }
}

impl Verb for IssueCertificate {
    const ACT: &'static str = "api.issue_certificate";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Program];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.client.uuid())
    }
}

/// Whose key the certificate is for.
pub enum Holder {
    /// The program's own, which we never see: its request proves that it has it.
    Requested(Box<CertificateSigningRequestParams>),
    /// One made here, shown once.
    Made(KeyPair),
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Holder(•••)")
    }
}

/// Why a request is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a signing request for a key of today's strength")]
pub struct NotARequest;

impl Holder {
    /// Reads a signing request (PKCS #10 in PEM) and checks that whoever made it holds the key.
    ///
    /// # Errors
    /// [`NotARequest`].
    pub fn requested(pem: &str) -> Result<Self, NotARequest> {
        let read = CertificateSigningRequestParams::from_pem(pem).map_err(|_| NotARequest)?;
        let key = &read.public_key;
        let is_rsa = [&rcgen::PKCS_RSA_SHA256, &rcgen::PKCS_RSA_SHA384, &rcgen::PKCS_RSA_SHA512].contains(&key.algorithm());
        if is_rsa && key.der_bytes().len() < LEAST_RSA { Err(NotARequest) } else { Ok(Self::Requested(Box::new(read))) }
    }

    /// Makes a key.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn made() -> Result<Self, Problem> {
        KeyPair::generate().map(Self::Made).map_err(|error| Problem::Broken(error.into()))
    }

    fn key(&self) -> Option<String> {
        match self {
            Self::Requested(_) => None,
            Self::Made(key) => Some(key.serialize_pem()),
        }
    }
}

/// A certificate as it is handed over, once.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// The certificate, in PEM.
    pub certificate: String,
    /// Its key, where it was made here.
    pub key: Option<String>,
}

/// Why, and for how long.
#[derive(Debug)]
pub struct Approved {
    /// Why the program cannot be held to a range.
    pub reason: String,
    /// Days.
    pub days: i64,
    /// By whom.
    pub by: PersonId,
}

/// Signs and writes it down.
///
/// # Errors
/// [`Problem`].
pub async fn issue_certificate(
    tx: &TenantTx,
    permit: &Permit<IssueCertificate>,
    authority: &Authority,
    holder: &Holder,
    approved: &Approved,
) -> Result<HandedOver, Problem> {
    let IssueCertificate { client, certificate } = *permit.verb();
    let (from, serial, name) = (tx.now(), certificate.uuid(), client.to_string());
    let until = from.checked_add(SignedDuration::from_hours(24 * approved.days)).unwrap_or(from);
    let signed = match holder {
        Holder::Requested(request) => authority.sign_program(&request.public_key, &name, serial, (from, until))?,
        Holder::Made(key) => authority.sign_program(key, &name, serial, (from, until))?,
    };
    let reason = tx.keys().seal(&REASON, certificate, &approved.reason)?;
    tx.run(
        sql!(
            "insert into api_certificate (clinic_id, certificate_id, client_id, fingerprint, reason, issued_by, issued_at, expires_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&tx.actor().clinic(), &certificate, &client, &signed.fingerprint, &reason, &approved.by, &from, &until],
    )
    .await?;
    tell(tx, client, ApiNews::CertificateIssued).await?;
    Ok(HandedOver { certificate: signed.pem, key: holder.key() })
}

/// POST /api-clients/{id}/certificates: shows the certificate, and the key where it was made here, once.
///
/// # Errors
/// [`Problem`].
pub async fn post(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let id: ApiClientId = id_in_path(&id)?;
    let mut form = Reading::of(&filled);
    let reason = form.line("reason", 300);
    let days = form.parsed("certificate-days", "field-choose", |text| {
        text.parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days)).ok_or(())
    });
    let request = form.lines("request", 10_000);
    let holder = if request.trim().is_empty() {
        Some(Holder::made()?)
    } else {
        Holder::requested(&request).map_err(|_| form.wrong("request", "api-certificate-unreadable")).ok()
    };
    let errors = form.errors();
    // Made before the clinic is entered: it is another login's work.
    let authority = Authority::open(desk.house.db()).await?;
    let mut tx = desk.enter().await?;
    if client(&tx, id).await?.standing != Standing::Live {
        return Err(Problem::NotFound);
    }
    let (false, Some(days), Some(holder)) = (errors.any(), days, holder) else {
        return see_clients::one(&tx, &desk.view, &filled.typed(errors), id, None).await;
    };
    let permit = tx.may(IssueCertificate { client: id, certificate: CertificateId::from_uuid(filled.form()) }).await?;
    if let Some(there) = tx.seen_before(filled.form()).await? {
        return Ok(see_other(&there));
    }
    tx.note_in_trail(reason.clone());
    let approved = Approved { reason, days, by: desk.person };
    let handed_over = issue_certificate(&tx, &permit, &authority, &holder, &approved).await?;
    let page = see_clients::one(&tx, &desk.view, &Typed::blank(), id, Some(&handed_over)).await?;
    tx.commit_form(filled.form(), &page_of(id)).await?;
    Ok(page)
}

/// GET /settings/api/authority: the certificate that programs trust when they call the listener.
///
/// # Errors
/// [`Problem`].
pub async fn authority(desk: Desk) -> Result<String, Problem> {
    Ok(Authority::open(desk.house.db()).await?.pem().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_proves_that_its_maker_holds_the_key() {
        let key = KeyPair::generate().unwrap();
        let request = rcgen::CertificateParams::default().serialize_request(&key).unwrap();
        let pem = request.pem().unwrap();
        assert!(Holder::requested(&pem).is_ok());
        let other = rcgen::CertificateParams::default().serialize_request(&KeyPair::generate().unwrap()).unwrap();
        // The end of one request, its signature, under the beginning of another.
        let (mut mixed, cut) = (request.der().to_vec(), request.der().len() - 40);
        mixed.truncate(cut);
        mixed.extend_from_slice(&other.der()[other.der().len().saturating_sub(40)..]);
        let read = CertificateSigningRequestParams::from_der(&mixed.as_slice().into());
        assert!(read.is_err(), "somebody else's signature");
        for bad in ["", "x", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n", &pem[..200]] {
            assert!(Holder::requested(bad).is_err(), "{bad}");
        }
    }
}
