//! Keeps: "The clinic of a transaction cannot be forged" (MDR-TEN-01). A transaction enters a clinic with a
//! pass: who acts, where, when, on which connection, signed under a key of the root key. `door.enter` in the database
//! knows the same key; no login may read it, so no SQL, however it got in, can write a pass.

use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use jiff::Timestamp;
use tokio_postgres::Client;

use crate::{Actor, Problem, id::Id as _, keys::RootKey};

/// Bytes of SHA-256's block: HMAC's key stands in the database padded to it.
const BLOCK: usize = 64;

/// The other end of one connection: its process, and its clock as of when the connection was made.
#[derive(Clone, Copy, Debug)]
pub struct Backend {
    process: i32,
    micros: i64,
    asked: Instant,
}

impl Backend {
    /// Asks a fresh connection.
    ///
    /// # Errors
    /// The server's.
    pub async fn ask(client: &Client) -> Result<Self, tokio_postgres::Error> {
        let ask = crate::sql!("select pg_backend_pid() as process, (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros");
        let row = client.query_one(ask.text(), &[]).await?;
        Ok(Self { process: row.try_get("process")?, micros: row.try_get("micros")?, asked: Instant::now() })
    }

    /// The server's clock now, in microseconds since 1970, as far as can be told from here.
    fn micros(&self, now: Instant) -> i64 {
        let since = now.saturating_duration_since(self.asked);
        self.micros.saturating_add(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    /// The same backend as seen by whoever keeps a pass for a while; for tests of old passes.
    #[must_use]
    pub fn earlier(self, by: Duration) -> Self {
        Self { micros: self.micros.saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)), ..self }
    }
}

/// Writes passes.
#[derive(Clone)]
pub struct Passes(hmac::Key);

impl std::fmt::Debug for Passes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passes(•••)")
    }
}

/// What `door.enter` takes: who acts, and the proof that the program says so.
#[derive(Clone, Debug)]
pub struct Pass {
    /// `clinic|kind|actor|role|session|at|sent|backend`.
    pub text: String,
    /// HMAC-SHA-256 of `pass|` and the text.
    pub mac: Vec<u8>,
}

impl Passes {
    /// From the root key.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn new(root: &RootKey) -> Result<Self, Problem> {
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &*root.derive(PURPOSE)?)))
    }

    /// A pass for this actor on this connection. `at` is the building's time: whether a session is over is judged by it.
    #[must_use]
    pub fn write(&self, actor: &Actor, at: Timestamp, backend: &Backend) -> Pass {
        let plain = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let text = format!(
            "{}|{}|{}|{}|{}|{}|{}|{}",
            actor.clinic().uuid(),
            actor.kind_word(),
            plain(actor.id_for_audit()),
            actor.role_for_audit().unwrap_or_default(),
            plain(actor.session().map(crate::id::SessionId::uuid)),
            at.as_microsecond(),
            backend.micros(Instant::now()),
            backend.process,
        );
        let mac = hmac::sign(&self.0, format!("pass|{text}").as_bytes()).as_ref().to_vec();
        Pass { text, mac }
    }
}

const PURPOSE: &str = "clinic context";

/// The key as `door.context_key` keeps it: padded for the inner and the outer hash of HMAC (RFC 2104).
///
/// # Errors
/// [`Problem::Broken`].
pub(crate) fn pads(root: &RootKey) -> Result<([u8; BLOCK], [u8; BLOCK]), Problem> {
    let key = root.derive(PURPOSE)?;
    let padded = |with: u8| {
        let mut block = [with; BLOCK];
        block.iter_mut().zip(key.iter()).for_each(|(pad, byte)| *pad ^= byte);
        block
    };
    Ok((padded(0x36), padded(0x5c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::digest;

    #[test]
    fn the_database_hashes_what_the_program_signs() {
        let root = RootKey::from_bytes([3; 32]);
        let (inner, outer) = pads(&root).unwrap();
        let sha = |parts: &[&[u8]]| digest::digest(&digest::SHA256, &parts.concat()).as_ref().to_vec();
        let by_hand = sha(&[&outer, &sha(&[&inner, b"pass|x"])]);
        let key = Passes::new(&root).unwrap().0;
        assert_eq!(hmac::sign(&key, b"pass|x").as_ref(), by_hand);
    }
}
