//! Keeps: "A program whose address changes comes in with its own certificate, or not at all" (MDE-NET-04). Over real TLS, on the
//! API's own port, from an address that nobody has listed.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use kernel::Clock;
use rcgen::{CertificateParams, KeyPair};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _},
    time_provider::TimeProvider,
};
use testkit::{Clinic, Page, Site};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use trust::api_clients::authority::Authority;

#[derive(Debug)]
struct At(Clock);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(self.0.now().as_second()).unwrap())))
    }
}

/// A certificate and its key, in PEM.
type Held<'a> = Option<(&'a str, &'a str)>;

struct Port {
    clinic: Clinic,
    address: SocketAddr,
    authority: Authority,
}

impl Port {
    async fn open(behind_proxy: bool) -> Self {
        let site = if behind_proxy { Site::open_behind_proxy(1_000_000).await } else { Site::open().await };
        let (address, authority) = site.open_api().await;
        Self { clinic: site.clinic().await, address, authority }
    }

    /// Status and body of what comes back; nothing where the connection is refused.
    async fn get(&self, held: Held<'_>, path: &str, headers: &[(&str, &str)]) -> Option<(u16, String)> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut trusted = RootCertStore::empty();
        trusted.add(CertificateDer::from(self.authority.der().to_vec())).unwrap();
        let config = ClientConfig::builder_with_details(provider, Arc::new(At(self.clinic.clock.clone())))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_root_certificates(trusted);
        let config = match held {
            Some((certificate, key)) => {
                let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
                config.with_client_auth_cert(chain, PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap()).unwrap()
            }
            None => config.with_no_client_auth(),
        };
        let stream = TcpStream::connect(self.address).await.unwrap();
        let mut stream = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await.ok()?;
        let head: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{head}\r\n").as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        // A refused certificate is told after the client believes itself done.
        stream.read_to_end(&mut answer).await.ok();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.get(9..12)?.parse().ok()?;
        Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
    }

    async fn me(&self, held: Held<'_>, key: &str) -> Option<u16> {
        self.get(held, "/api/v1/me", &[("authorization", &format!("Bearer {key}"))]).await.map(|(status, _)| status)
    }

    /// The owner issues a certificate to the program at this page; the certificate, and its key where it was made here.
    async fn issued(&self, page: &str, request: &str) -> Page {
        let owner = self.clinic.owner();
        let one = owner.get(page).await;
        owner.submit(&one, "#new-certificate", &[("reason", "On the road"), ("request", request)]).await
    }
}

fn shown(page: &Page) -> (String, String) {
    let text = |id: &str| page.words(id).first().cloned().unwrap_or_default();
    (pem(&text("#certificate-made")), pem(&text("#key-made")))
}

/// PEM as a page shows it, with its lines again.
fn pem(shown: &str) -> String {
    let Some((head, rest)) = shown.split_once("----- ") else { return shown.to_owned() };
    let Some((body, tail)) = rest.rsplit_once(" -----END") else { return shown.to_owned() };
    format!("{head}-----\n{}\n-----END{tail}\n", body.replace(' ', "\n"))
}

#[tokio::test]
async fn a_changing_address_comes_in_with_its_own_certificate_and_not_without() {
    let port = Port::open(false).await;
    let (key, page) = port.clinic.key_for("Tablet", &["appointments:read"]).await;
    let (other_key, other_page) = port.clinic.key_for("Laboratory", &["appointments:read"]).await;
    assert_eq!(port.me(None, &key).await, Some(403), "a key without a certificate");

    let made = port.issued(&page, "").await.with_status(200);
    let (certificate, secret) = shown(&made);
    let held = Some((certificate.as_str(), secret.as_str()));
    assert_eq!(port.me(held, &key).await, Some(200));
    assert_eq!(port.get(held, "/api/v1/me", &[]).await.map(|(status, _)| status), Some(401), "a certificate without a key");
    assert_eq!(port.me(held, &other_key).await, Some(403), "a certificate of one program with the key of another");

    let (theirs, their_secret) = shown(&port.issued(&other_page, "").await.with_status(200));
    let others = Some((theirs.as_str(), their_secret.as_str()));
    assert_eq!((port.me(others, &other_key).await, port.me(others, &key).await), (Some(200), Some(403)));
    // Even from a listed address a certificate that is shown must be the program's own.
    port.clinic.lets_in(&page, "127.0.0.1").await;
    assert_eq!((port.me(None, &key).await, port.me(others, &key).await), (Some(200), Some(403)));
    let owner = port.clinic.owner();
    owner.submit(&owner.get(&page).await, "form[action^='/api-ranges/'][action$='/revoke']", &[]).await.with_status(200);
    assert_eq!((port.me(None, &key).await, port.me(held, &key).await), (Some(403), Some(200)));

    let again = owner.get(&page).await;
    assert!(!again.html().contains("-----BEGIN"), "shown once");
    owner.submit(&again, "form[action^='/api-certificates/']", &[]).await.with_status(200);
    assert_eq!(port.me(held, &key).await, Some(403), "taken back");
    assert_eq!(port.me(others, &other_key).await, Some(200), "the other goes on");
}

#[tokio::test]
async fn a_certificate_made_from_a_request_is_for_that_key_and_says_nothing_that_the_request_said() {
    let port = Port::open(false).await;
    let (key, page) = port.clinic.key_for("Tablet", &["appointments:read"]).await;
    let secret = KeyPair::generate().unwrap();
    let mut wants = CertificateParams::new(vec!["admin.example".to_owned()]).unwrap();
    wants.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let request = wants.serialize_request(&secret).unwrap().pem().unwrap();
    let made = port.issued(&page, &request).await.with_status(200);
    assert!(!made.has("#key-made"), "its key never was here");
    let (certificate, secret) = (shown(&made).0, secret.serialize_pem());
    assert_eq!(port.me(Some((&certificate, &secret)), &key).await, Some(200));
    let der = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
    assert!(!String::from_utf8_lossy(&der).contains("admin.example"));

    // It cannot make certificates, whatever it asked to be.
    let issuer = rcgen::Issuer::from_ca_cert_der(&der, KeyPair::from_pem(&secret).unwrap()).unwrap();
    let forged_key = KeyPair::generate().unwrap();
    let forged = CertificateParams::default().signed_by(&forged_key, &issuer).unwrap();
    let chain = format!("{}{certificate}", forged.pem());
    assert_eq!(port.me(Some((&chain, &forged_key.serialize_pem())), &key).await, None, "the handshake ends");

    for bad in ["no request", &request[..300], &certificate] {
        let refused = port.issued(&page, bad).await;
        assert_eq!((refused.status, refused.errors().len()), (422, 1), "{bad:.30}");
    }
}

#[tokio::test]
async fn strangers_old_certificates_and_old_tls_get_no_connection() {
    let port = Port::open(false).await;
    let (key, page) = port.clinic.key_for("Tablet", &["appointments:read"]).await;
    let stranger = KeyPair::generate().unwrap();
    let own = CertificateParams::default().self_signed(&stranger).unwrap().pem();
    assert_eq!(port.me(Some((&own, &stranger.serialize_pem())), &key).await, None, "signed by itself");

    // The listener's own certificate is for listening.
    let (server, server_key) = port.authority.sign_server(vec!["localhost".to_owned()], port.clinic.clock.now()).unwrap();
    let server_key = KeyPair::try_from(server_key).unwrap().serialize_pem();
    assert_eq!(port.me(Some((&server.pem, &server_key)), &key).await, None);

    let (certificate, secret) = shown(&port.issued(&page, "").await.with_status(200));
    port.clinic.clock.advance(jiff::SignedDuration::from_hours(24 * 90) + jiff::SignedDuration::from_secs(1));
    assert_eq!(port.me(Some((&certificate, &secret)), &key).await, None, "over");

    // A hello of TLS 1.2: no supported_versions.
    let mut hello = vec![0x03, 0x03];
    hello.extend([7; 32]);
    hello.extend([0, 0, 4, 0xc0, 0x2b, 0xc0, 0x2f, 1, 0]);
    let extensions = [0, 10, 0, 4, 0, 2, 0, 23, 0, 13, 0, 4, 0, 2, 4, 3, 0, 11, 0, 2, 1, 0];
    hello.extend([0, u8::try_from(extensions.len()).unwrap()]);
    hello.extend(extensions);
    let length = u8::try_from(hello.len()).unwrap();
    let record = [vec![22, 3, 1, 0, length + 4, 1, 0, 0, length], hello].concat();
    let mut stream = TcpStream::connect(port.address).await.unwrap();
    stream.write_all(&record).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer.get(5..7), Some([2, 70].as_slice()), "alert: protocol version; {answer:?}");

    // Plain HTTP is no handshake, and one that never ends holds nobody up.
    let mut silent = TcpStream::connect(port.address).await.unwrap();
    silent.write_all(&[22, 3, 1]).await.unwrap();
    assert!(port.me(None, &key).await.is_some());
}

#[tokio::test]
async fn on_its_own_port_there_is_the_api_and_no_header_speaks_for_an_address_or_a_certificate() {
    let port = Port::open(true).await;
    let (key, page) = port.clinic.key_for("Laboratory", &["appointments:read"]).await;
    port.clinic.lets_in(&page, "8.8.4.9").await;
    let bearer = format!("Bearer {key}");
    let claims = [
        ("x-forwarded-for", "8.8.4.9"),
        ("x-real-ip", "8.8.4.9"),
        ("forwarded", "for=8.8.4.9"),
        ("x-ssl-client-verify", "SUCCESS"),
        ("x-forwarded-client-cert", "Hash=00"),
    ];
    for claim in claims {
        let answer = port.get(None, "/api/v1/me", &[("authorization", &bearer), claim]).await;
        assert_eq!(answer, Some((403, String::new())), "{}: TLS ends here, so nothing stands before us", claim.0);
    }
    let cookie = port.clinic.owner().cookies();
    for path in ["/", "/today", "/sign-in", "/api/v1/nothing", "/assets/0/wellkept.css", "/healthz"] {
        assert_eq!(port.get(None, path, &[("authorization", &bearer), ("cookie", &cookie)]).await, Some((403, String::new())), "{path}");
    }
    port.clinic.lets_in(&page, "127.0.0.1").await;
    for path in ["/", "/today", "/sign-in", "/healthz", "/api/v1/nothing"] {
        let (status, told) = port.get(None, path, &[("authorization", &bearer), ("cookie", &cookie)]).await.unwrap();
        assert!(status == 404 && told.contains("about:blank"), "{path}: {status} {told}");
    }
    assert_eq!(port.me(None, &key).await, Some(200));

    // And with the same certificate in a header on the ordinary port, it is none.
    let (certificate, _) = shown(&port.issued(&page, "").await.with_status(200));
    let one_line = certificate.replace('\n', "%0A");
    for name in ["x-client-cert", "ssl-client-cert", "x-ssl-cert", "x-forwarded-client-cert", "client-cert"] {
        let program = port.clinic.program().with_key(&key).from("9.9.9.9").with(name, &one_line);
        assert_eq!(program.get("/api/v1/me").await.status, 403, "{name}");
    }
}
