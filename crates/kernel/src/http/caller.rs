//! Keeps: "Our API answers only addresses that a clinic has listed" (MDE-NET-02). Programs of the clinics: the [`gate`] before
//! every route of the API looks where a request comes from before it looks at anything else, and the [`Caller`] is who it let in.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    Access, House,
    desk::{address, check_listing},
};
use crate::{
    Actor, Clinic, Problem, TenantTx, Verb,
    actor::{ApiClientId, Kind},
    permit::Who,
    sql,
    tenancy::{Asked, network_of},
};

/// The scope that every key has: to ask who it is.
pub const ME: &str = "me";

/// What a key begins with, so that it is found where it should not lie.
pub const KEY_PREFIX: &str = "wk_";

/// Letters after the prefix: 256 bits.
const KEY_LETTERS: usize = 43;

/// A client may ask as often as this many people may try something; an address, whatever clients call from it, twice as often.
const TIMES_A_PERSON: u32 = 20;
const TIMES_A_CLIENT: u32 = 2;

/// The other end of a connection whose TLS ends here: no header says more about it than this.
#[derive(Clone, Debug)]
pub struct TlsPeer {
    /// Its address.
    pub address: IpAddr,
    /// SHA-256 of the certificate it proved to hold the key of, if it showed one.
    pub certificate: Option<Vec<u8>>,
}

/// Marks an answer as one for a program: a problem in it is told as JSON, and how much it may ask yet beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ForPrograms(Option<Pace>);

/// How many questions a minute, and how many of them are left.
#[derive(Clone, Copy, Debug)]
struct Pace {
    client: (u32, u32),
    address: (u32, u32),
    anew_in: i64,
}

impl Pace {
    /// Counts one more question.
    fn count(house: &House, client: &str, from: IpAddr) -> Self {
        let brake = house.brake();
        let of_client = brake.a_minute().saturating_mul(TIMES_A_PERSON);
        let of_address = of_client.saturating_mul(TIMES_A_CLIENT);
        Self {
            client: (of_client, brake.add("api", client)),
            address: (of_address, brake.add("api address", &from.to_string())),
            anew_in: brake.anew_in(),
        }
    }

    const fn is_over(&self) -> bool {
        self.client.1 > self.client.0 || self.address.1 > self.address.0
    }
}

impl ForPrograms {
    /// `RateLimit`, `RateLimit-Policy` (an IETF draft) and, where it is too much, when to come again.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        let Some(pace) = self.0 else { return };
        let left = |(most, asked): (u32, u32)| most.saturating_sub(asked);
        let (client, address) = (pace.client, pace.address);
        let policy = format!("\"client\";q={};w=60, \"address\";q={};w=60", client.0, address.0);
        let limit = format!("\"client\";r={};t={}, \"address\";r={};t={}", left(client), pace.anew_in, left(address), pace.anew_in);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", limit)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        if pace.is_over() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(pace.anew_in));
        }
    }
}

/// The act of showing a key from an address that its owner did not list.
#[derive(Debug)]
struct CallFromElsewhere;

impl Verb for CallFromElsewhere {
    const ACT: &'static str = "api.call_from_elsewhere";
    const WHO: &'static [Who] = &[];
}

/// The act of asking for what the key is not for.
#[derive(Debug)]
struct CallBeyondScope;

impl Verb for CallBeyondScope {
    const ACT: &'static str = "api.call_beyond_scope";
    const WHO: &'static [Who] = &[];
}

/// Whom the gate let in.
#[derive(Clone, Debug)]
struct LetIn {
    actor: Actor,
    clinic: Clinic,
    pace: Pace,
}

/// A program of a clinic's.
#[derive(Debug)]
pub struct Caller {
    /// The house.
    pub house: House,
    /// The clinic.
    pub clinic: Clinic,
    /// The program.
    pub actor: Actor,
    /// Which.
    pub client: ApiClientId,
    /// What its key is for.
    pub scopes: Vec<String>,
}

impl Caller {
    /// Enters the clinic, and notes that the key is in use.
    ///
    /// # Errors
    /// [`Problem::Away`].
    pub async fn enter(&self) -> Result<TenantTx, Problem> {
        let tx = self.house.db().enter(&self.actor).await?;
        // Nobody waits for whoever writes it just now.
        tx.run(
            sql!(
                "update api_client set last_used_at = $2::timestamptz
                  where client_id = (select client_id from api_client
                                      where client_id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')
                                        for update skip locked)"
            ),
            &[&self.client, &tx.now()],
        )
        .await?;
        Ok(tx)
    }
}

/// Why nobody comes in.
enum Shut {
    /// From here nobody may: not a word.
    Here,
    /// Something that can be told.
    For(Problem),
    /// Too many questions.
    TooFast(Pace),
}

impl From<Problem> for Shut {
    fn from(problem: Problem) -> Self {
        Self::For(problem)
    }
}

/// Layer of every route of the API, and of what is no route there.
pub async fn gate(State(house): State<House>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (mut response, pace) = match let_in(&house, &parts).await {
        Ok(who) => {
            let pace = who.pace;
            parts.extensions.insert(who);
            (next.run(Request::from_parts(parts, body)).await, Some(pace))
        }
        Err(Shut::Here) => (StatusCode::FORBIDDEN.into_response(), None),
        Err(Shut::For(problem)) => (problem.into_response(), None),
        Err(Shut::TooFast(pace)) => (Problem::TooMany.into_response(), Some(pace)),
    };
    response.extensions_mut().insert(ForPrograms(pace));
    response
}

async fn let_in(house: &House, parts: &Parts) -> Result<LetIn, Shut> {
    let peer = parts.extensions.get::<TlsPeer>();
    let from = peer.map(|peer| peer.address).or_else(|| read_address(&address(house, parts))).ok_or(Shut::Here)?.to_canonical();
    let brake = house.brake();
    if brake.spent("api unlisted", &from.to_string(), brake.a_minute()) {
        return Err(Shut::Here);
    }
    let key = key_in(&parts.headers);
    let certificate = peer.and_then(|peer| peer.certificate.as_deref());
    match house.db().caller(key.unwrap_or_default(), from, certificate).await? {
        Asked::Unlisted => {
            brake.add("api unlisted", &from.to_string());
            tracing::warn!(network = network_of(&from.to_string()), "the API was asked from an address that no clinic has listed");
            Err(Shut::Here)
        }
        Asked::Unknown => {
            brake.count("api key", &from.to_string())?;
            // That no key came tells nothing about keys.
            Err(Shut::For(if key.is_some() { Problem::NotFound } else { Problem::SignedOut }))
        }
        Asked::Elsewhere(actor) => {
            tracing::warn!(network = network_of(&from.to_string()), "a key was shown from an address that its clinic has not listed");
            // Somebody's mistake repeats itself: a minute's worth of lines is enough.
            if brake.count("api elsewhere", &actor.clinic().to_string()).is_ok() {
                refuse(house, &actor, CallFromElsewhere).await?;
            }
            Err(Shut::Here)
        }
        Asked::Known(actor, clinic) => {
            let pace = Pace::count(house, &actor.id_for_audit().unwrap_or_default().to_string(), from);
            if pace.is_over() { Err(Shut::TooFast(pace)) } else { Ok(LetIn { actor, clinic, pace }) }
        }
    }
}

/// Nobody may do this: it is written to the clinic's trail as refused.
async fn refuse(house: &House, actor: &Actor, act: impl Verb) -> Result<(), Problem> {
    match house.db().enter(actor).await?.may(act).await {
        Ok(_) | Err(Problem::Forbidden(_)) => Ok(()),
        Err(problem) => Err(problem),
    }
}

/// `Authorization: Bearer wk_…`, if it has a key's shape.
fn key_in(headers: &HeaderMap) -> Option<&str> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(one), None) = (sent.next(), sent.next()) else { return None };
    let (scheme, key) = one.to_str().ok()?.split_once(' ')?;
    let letters = key.trim().strip_prefix(KEY_PREFIX)?;
    (scheme.eq_ignore_ascii_case("bearer") && letters.len() == KEY_LETTERS).then_some(key.trim())
}

/// An address as a proxy writes it: alone, with a port, in brackets.
fn read_address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

impl FromRequestParts<House> for Caller {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Problem> {
        let access = check_listing(parts, |access| matches!(access, Access::Client(_)))?;
        let LetIn { actor, clinic, .. } =
            parts.extensions.get::<LetIn>().cloned().ok_or_else(|| Problem::broken("a route of the API stands outside its gate"))?;
        let (Access::Client(scope), Kind::Client { client, scopes }) = (access, actor.kind()) else { return Err(Problem::NotFound) };
        if !scopes.iter().any(|has| has == scope) {
            refuse(house, &actor, CallBeyondScope).await?;
            return Err(Problem::NotFound);
        }
        let (client, scopes) = (*client, scopes.iter().filter(|scope| *scope != ME).cloned().collect());
        Ok(Self { house: house.clone(), clinic, actor, client, scopes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_proxies_write_it_and_otherwise_not() {
        for (written, read) in [
            ("203.0.113.9", "203.0.113.9"),
            ("203.0.113.9:4711", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("[::ffff:cb00:7109]:443", "203.0.113.9"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
        ] {
            assert_eq!(read_address(written).map(|ip| ip.to_canonical().to_string()).as_deref(), Some(read), "{written}");
        }
        for bad in ["", "unknown", "203.0.113.9/8", "203.0.113", "0313.0.0.1", "203.0.113.9 203.0.113.10", "_hidden"] {
            assert_eq!(read_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_one_header_with_one_key_of_the_right_shape_is_a_key() {
        let key = format!("{KEY_PREFIX}{}", "A".repeat(KEY_LETTERS));
        let of = |values: &[String]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.parse().unwrap());
            }
            key_in(&headers).map(str::to_owned)
        };
        assert_eq!(of(&[format!("Bearer {key}")]), Some(key.clone()));
        assert_eq!(of(&[format!("bearer {key}")]), Some(key.clone()));
        for bad in
            [vec![], vec![key.clone()], vec![format!("Basic {key}")], vec![format!("Bearer {key}A")], vec![format!("Bearer {key}"); 2]]
        {
            assert_eq!(of(&bad), None, "{bad:?}");
        }
    }
}
