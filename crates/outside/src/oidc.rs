//! Keeps: "A clinic with its own directory signs in through it". OpenID Connect by the authorization code flow with PKCE, held to
//! the checks of OpenID Connect Core 3.1.3.7, RFC 9700 (state, PKCE, exact return address) and RFC 9207 (who answered).
//!
//! A clinic's owner chooses the directory, so every address could be a way into the network we stand in. Only servers
//! on the operator's list are spoken to; a document that names another is refused; redirects are not followed.

mod documents;
mod token;
mod wire;

use std::time::Duration;

use aws_lc_rs::digest;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use kernel::{Chance, Clock, Private};
use reqwest::header::HeaderValue;
use serde::Deserialize;
use trust::identity::directory::{Answer, ClientSettings, Directory, DirectoryRefusal, Known, ListedIssuer, Returned, Started, Starting};

use documents::{Document, Documents, Secret, json};
use token::{Expected, Person, Sent};
use wire::{Reply, Wire};

/// How long we wait for a directory.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Directories that speak OpenID Connect.
pub struct OpenIdConnect {
    listed: Vec<ListedIssuer>,
    clock: Clock,
    chance: Chance,
    wire: Wire,
    documents: Documents,
}

impl std::fmt::Debug for OpenIdConnect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenIdConnect({} listed)", self.listed.len())
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: String,
}

#[derive(Deserialize)]
struct Complaint {
    error: String,
}

impl OpenIdConnect {
    /// Those that the operator lists.
    #[must_use]
    pub fn new(listed: Vec<ListedIssuer>, clock: Clock, chance: Chance, patience: Duration) -> Self {
        Self { listed, documents: Documents::new(clock.clone()), clock, chance, wire: Wire::new(patience) }
    }

    fn listed_as(&self, client: &ClientSettings) -> Result<&ListedIssuer, DirectoryRefusal> {
        self.listed.iter().find(|listed| listed.issuer == client.issuer).ok_or(DirectoryRefusal::NotListed)
    }

    /// 256 bits that fit into an address.
    fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.chance.bytes::<32>())
    }

    async fn begin(&self, client: &ClientSettings, come_back: &str) -> Result<Started, DirectoryRefusal> {
        let document = self.documents.document(&self.wire, self.listed_as(client)?).await?;
        let (state, nonce, verifier) = (self.secret(), self.secret(), self.secret());
        let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
        let mut to = document.authorization;
        to.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("client_id", &client.client_id),
            ("redirect_uri", come_back),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(Started { to: to.into(), state, nonce, verifier: Private::new(verifier) })
    }

    async fn finish(&self, client: &ClientSettings, come_back: &str, returned: &Returned) -> Result<Known, DirectoryRefusal> {
        let listed = self.listed_as(client)?;
        let document = self.documents.document(&self.wire, listed).await?;
        // RFC 9207: a code that one directory gave must not be carried to another.
        let said = returned.iss.as_deref();
        if said.is_some_and(|iss| iss != client.issuer.text()) || (document.names_itself && said.is_none()) {
            return Err(DirectoryRefusal::NotBelieved("another directory answered"));
        }
        let tokens = self.redeem(&document, client, come_back, returned).await?;
        let sent = Sent::read(&tokens.id_token)?;
        let keys = self.documents.keys(&self.wire, listed, (sent.kid.as_deref(), sent.algorithm)).await?;
        let mut known = sent.believe(
            &keys,
            &Expected {
                issuer: &client.issuer,
                client_id: &client.client_id,
                nonce: &returned.nonce,
                access_token: &tokens.access_token,
                now: self.clock.now(),
            },
        )?;
        if let Some(userinfo) = document.userinfo.filter(|_| known.email.is_none()) {
            let person: Person = json(&self.wire.get(userinfo, Some(header("Bearer", &tokens.access_token)?)).await?)?;
            if person.sub != *known.subject.reveal() {
                return Err(DirectoryRefusal::NotBelieved("its page about the person is another person's"));
            }
            person.add_to(&mut known);
        }
        Ok(known)
    }

    async fn redeem(
        &self,
        document: &Document,
        client: &ClientSettings,
        come_back: &str,
        returned: &Returned,
    ) -> Result<Tokens, DirectoryRefusal> {
        let secret = client.client_secret.reveal();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", returned.code.reveal().as_str()),
            ("redirect_uri", come_back),
            ("code_verifier", returned.verifier.reveal().as_str()),
        ];
        let authorization = match document.secret {
            Secret::Basic => {
                // RFC 6749 2.3.1: both are form-encoded before they are put together.
                let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                Some(header("Basic", &STANDARD.encode(format!("{}:{}", encoded(&client.client_id), encoded(secret))))?)
            }
            Secret::Post => {
                fields.extend([("client_id", client.client_id.as_str()), ("client_secret", secret.as_str())]);
                None
            }
        };
        let reply = self.wire.post(document.token.clone(), &fields, authorization).await?;
        if reply.status == 200 { json(&reply) } else { Err(complaint(&reply)) }
    }
}

fn complaint(reply: &Reply) -> DirectoryRefusal {
    let error = serde_json::from_slice::<Complaint>(&reply.body).map(|complaint| complaint.error).unwrap_or_default();
    match (error.as_str(), reply.status) {
        ("invalid_grant", _) => DirectoryRefusal::Expired,
        ("invalid_client" | "unauthorized_client", _) | (_, 401) => DirectoryRefusal::NotOurClient,
        _ => DirectoryRefusal::Unsound("it does not redeem what it gave"),
    }
}

/// A header that is kept out of every log.
fn header(scheme: &str, secret: &str) -> Result<HeaderValue, DirectoryRefusal> {
    let mut value = HeaderValue::from_str(&format!("{scheme} {secret}"))
        .map_err(|_| DirectoryRefusal::Unsound("it gives an access token that cannot be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// What went wrong goes to the log with the directory's host: the clinic's owner will ask the operator.
fn told<T>(client: &ClientSettings, result: Result<T, DirectoryRefusal>) -> Result<T, DirectoryRefusal> {
    result.inspect_err(|refusal| tracing::warn!(directory = client.issuer.host(), %refusal, "a directory signed nobody in"))
}

impl Directory for OpenIdConnect {
    fn listed(&self) -> &[ListedIssuer] {
        &self.listed
    }

    fn start<'a>(&'a self, client: &'a ClientSettings, come_back: &'a str) -> Starting<'a> {
        Box::pin(async move { told(client, self.begin(client, come_back).await) })
    }

    fn who<'a>(&'a self, client: &'a ClientSettings, come_back: &'a str, returned: &'a Returned) -> Answer<'a> {
        Box::pin(async move { told(client, self.finish(client, come_back, returned).await) })
    }
}
