//! The API's own port: TLS 1.3 that ends here, so that a program may prove who it is with a certificate. Nothing but the API
//! is served on it. A certificate is checked against our authority at the handshake, and against the database at each request.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{ConnectInfo, Request, connect_info::Connected},
    middleware::{Next, from_fn},
    response::Response,
    serve::{IncomingStream, Listener},
};
use kernel::{Clock, http::TlsPeer};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject as _},
    server::{NoServerSessionStorage, WebPkiClientVerifier},
    time_provider::TimeProvider,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use trust::api_clients::authority::{Authority, fingerprint};

/// Handshakes that may be under way at once; more wait in the machine's own queue.
const HANDSHAKES: usize = 128;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The building's clock, where rustls asks for the time.
#[derive(Debug)]
struct HouseTime(Clock);

impl TimeProvider for HouseTime {
    fn current_time(&self) -> Option<UnixTime> {
        u64::try_from(self.0.now().as_second()).ok().map(|seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// A certificate and its key, as TLS takes them.
#[derive(Debug)]
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    /// From the operator's files.
    ///
    /// # Errors
    /// A sentence that names the file.
    pub fn from_files(certificate: &Path, key: &Path) -> anyhow::Result<Self> {
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| format!("api_cert: {} does not read as PEM", certificate.display()))?;
        let key = PrivateKeyDer::from_pem_file(key).with_context(|| format!("api_key: {} does not read as PEM", key.display()))?;
        Ok(Self { chain, key })
    }

    /// Signed by our own authority, which programs are then told to trust.
    ///
    /// # Errors
    /// A name that is none.
    pub fn of_our_own(authority: &Authority, names: Vec<String>, clock: &Clock) -> anyhow::Result<Self> {
        let (signed, key) = authority.sign_server(names, clock.now())?;
        let key = PrivateKeyDer::Pkcs8(key.into());
        Ok(Self { chain: vec![signed.der.into(), authority.der().to_vec().into()], key })
    }
}

/// How TLS is spoken: 1.3 only, certificates of programs asked for and checked, no tickets, so that every connection proves anew.
///
/// # Errors
/// A certificate that does not fit its key.
pub fn speaks(authority: &Authority, identity: Identity, clock: Clock) -> anyhow::Result<Arc<ServerConfig>> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut ours = RootCertStore::empty();
    ours.add(authority.der().to_vec().into())?;
    let programs = WebPkiClientVerifier::builder_with_provider(Arc::new(ours), Arc::clone(&provider)).allow_unauthenticated().build()?;
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(HouseTime(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(programs)
        .with_single_cert(identity.chain, identity.key)
        .context("api_cert and api_key do not belong together")?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

/// A port on which handshakes are under way beside each other: one that is slow holds nobody up.
#[derive(Debug)]
pub struct ApiPort {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl ApiPort {
    /// Listens.
    #[must_use]
    pub fn listen(port: TcpListener, address: SocketAddr, config: Arc<ServerConfig>) -> Self {
        let (hand_over, ready) = mpsc::channel(HANDSHAKES);
        tokio::spawn(take_in(port, TlsAcceptor::from(config), hand_over));
        Self { address, ready }
    }
}

/// Takes connections until nobody serves them any more.
async fn take_in(port: TcpListener, acceptor: TlsAcceptor, hand_over: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    let under_way = Arc::new(Semaphore::new(HANDSHAKES));
    while let Ok(turn) = Arc::clone(&under_way).acquire_owned().await {
        let (stream, peer) = tokio::select! {
            taken = port.accept() => match taken {
                Ok(taken) => taken,
                Err(error) => {
                    // Out of file handles, or gone before it was taken: the next one may do better.
                    tracing::warn!(%error, "a connection to the API was not taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = hand_over.closed() => return,
        };
        let (acceptor, hand_over) = (acceptor.clone(), hand_over.clone());
        tokio::spawn(async move {
            let _turn = turn;
            match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => drop(hand_over.send((stream, peer)).await),
                Ok(Err(error)) => tracing::info!(%error, "a handshake with the API failed"),
                Err(_) => tracing::info!("a handshake with the API took too long"),
            }
        });
    }
}

impl Listener for ApiPort {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(taken) => taken,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// What the connection says of its other end.
#[derive(Clone, Debug)]
struct OtherEnd(TlsPeer);

impl Connected<IncomingStream<'_, ApiPort>> for OtherEnd {
    fn connect_info(stream: IncomingStream<'_, ApiPort>) -> Self {
        let (_, tls) = stream.io().get_ref();
        let certificate = tls.peer_certificates().and_then(<[_]>::first).map(|shown| fingerprint(shown));
        Self(TlsPeer { address: stream.remote_addr().ip(), certificate })
    }
}

async fn say_who(mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(OtherEnd(peer))) = request.extensions().get::<ConnectInfo<OtherEnd>>().cloned() {
        request.extensions_mut().insert(peer);
    }
    next.run(request).await
}

/// Serves the API until `stopped`.
///
/// # Errors
/// The machine's.
pub async fn serve(port: ApiPort, api: Router, stopped: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
    let door = api.layer(from_fn(say_who)).into_make_service_with_connect_info::<OtherEnd>();
    axum::serve(port, door).with_graceful_shutdown(stopped).await
}
