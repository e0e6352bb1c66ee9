//! Who issues certificates on this installation: an authority of its own, made at first use, whose key stands sealed under the
//! platform's key. It signs certificates of programs and, where the operator brings none, the one of the API's listener.

use std::time::Duration;

use aws_lc_rs::digest;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Db, Problem,
    id::Id as _,
    keys::{Column, Sealed},
    sql,
};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData, SerialNumber, date_time_ymd,
};
use uuid::Uuid;

kernel::id!(
    /// The authority; there is one.
    AuthorityId, "aut"
);

const KEY: Column<String> = Column::new("api_authority", "key");
/// The one row.
const ONE: u128 = 1;
/// Days the authority lives: twenty years.
const DAYS: i64 = 7305;
/// Days of a certificate it makes for the listener at each start.
const SERVER_DAYS: i64 = 397;

/// The authority, opened.
pub struct Authority {
    der: Vec<u8>,
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authority(•••)")
    }
}

/// A certificate that was just signed.
#[derive(Clone, Debug)]
pub struct Signed {
    /// As TLS sends it.
    pub der: Vec<u8>,
    /// As people hand it over.
    pub pem: String,
    /// SHA-256 of the former.
    pub fingerprint: Vec<u8>,
}

impl From<Certificate> for Signed {
    fn from(made: Certificate) -> Self {
        let der = made.der().to_vec();
        Self { pem: made.pem(), fingerprint: fingerprint(&der), der }
    }
}

/// What a certificate is known by.
#[must_use]
pub fn fingerprint(der: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, der).as_ref().to_vec()
}

fn refused(error: rcgen::Error) -> Problem {
    Problem::Broken(error.into())
}

/// rcgen's time without the crate it comes from.
fn params(from: Timestamp, until: Timestamp) -> CertificateParams {
    let at = |time: Timestamp| date_time_ymd(1970, 1, 1) + Duration::from_secs(u64::try_from(time.as_second()).unwrap_or(0));
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = (at(from), at(until));
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
}

fn days_after(at: Timestamp, days: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(at)
}

impl Authority {
    /// Opens it; at first use it is made. Of two that are made at once the first written is the one.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn open(db: &Db) -> Result<Self, Problem> {
        let tx = db.identity().await?;
        let id = AuthorityId::from_uuid(Uuid::from_u128(ONE));
        let find = sql!(Identity: "select certificate, key from api_authority where authority_id = $1");
        if let Some(row) = tx.maybe(find, &[&id]).await? {
            return Self::read(db, id, &row);
        }
        let (key, now) = (KeyPair::generate().map_err(refused)?, tx.now());
        let mut own = params(now, days_after(now, DAYS));
        own.distinguished_name.push(DnType::OrganizationName, "Wellkept");
        own.distinguished_name.push(DnType::CommonName, format!("API of {}", tx.fresh::<AuthorityId>().uuid().simple()));
        own.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        own.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let certificate = own.self_signed(&key).map_err(refused)?;
        let sealed = db.platform_keys().seal(&KEY, id, &key.serialize_pem())?;
        tx.rows(
            sql!(Identity:
                "insert into api_authority (authority_id, certificate, key, made_at) values ($1, $2, $3, $4) on conflict do nothing"
            ),
            &[&id, &certificate.der().as_ref(), &sealed, &now],
        )
        .await?;
        let row = tx.one(find, &[&id]).await?;
        tx.commit().await?;
        Self::read(db, id, &row)
    }

    fn read(db: &Db, id: AuthorityId, row: &kernel::tenancy::Row) -> Result<Self, Problem> {
        let (der, sealed): (Vec<u8>, Sealed<String>) = (row.read("certificate")?, row.read("key")?);
        let key = KeyPair::from_pem(db.platform_keys().open(&KEY, id, &sealed)?.reveal()).map_err(refused)?;
        let as_sent = rustls_pki_types::CertificateDer::from(der.clone());
        let issuer = Issuer::from_ca_cert_der(&as_sent, key).map_err(refused)?;
        Ok(Self { pem: pem_of(&der), der, issuer })
    }

    /// Its certificate, as TLS sends it.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its certificate, for programs that are to trust the listener.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Signs a certificate with which a program proves who it is. Nothing of a request goes into it but the key: names and
    /// uses are ours to say.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn sign_program(
        &self,
        key: &impl PublicKeyData,
        name: &str,
        serial: Uuid,
        times: (Timestamp, Timestamp),
    ) -> Result<Signed, Problem> {
        let mut program = params(times.0, times.1);
        program.distinguished_name.push(DnType::CommonName, name);
        program.serial_number = Some(SerialNumber::from_slice(serial.as_bytes()));
        program.is_ca = IsCa::ExplicitNoCa;
        program.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        program.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        program.use_authority_key_identifier_extension = true;
        Ok(program.signed_by(key, &self.issuer).map_err(refused)?.into())
    }

    /// Signs a certificate for the listener under these names; its key as PKCS #8.
    ///
    /// # Errors
    /// [`Problem::Broken`], also for a name that is none.
    pub fn sign_server(&self, names: Vec<String>, now: Timestamp) -> Result<(Signed, Vec<u8>), Problem> {
        let key = KeyPair::generate().map_err(refused)?;
        let mut server = CertificateParams::new(names).map_err(refused)?;
        let times = params(now, days_after(now, SERVER_DAYS));
        (server.not_before, server.not_after) = (times.not_before, times.not_after);
        server.distinguished_name = rcgen::DistinguishedName::new();
        server.distinguished_name.push(DnType::CommonName, "API");
        server.is_ca = IsCa::ExplicitNoCa;
        server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.use_authority_key_identifier_extension = true;
        let signed = server.signed_by(&key, &self.issuer).map_err(refused)?;
        Ok((signed.into(), key.serialize_der()))
    }
}

fn pem_of(der: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let letters = STANDARD.encode(der);
    let lines: Vec<&str> = (0..letters.len()).step_by(64).filter_map(|at| letters.get(at..letters.len().min(at + 64))).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
