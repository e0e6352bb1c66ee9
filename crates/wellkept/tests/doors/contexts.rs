//! The ways in which somebody with SQL at hand may stand in a transaction: in no clinic, in their own by a pass, or with a
//! context they made up, kept from an earlier transaction, or took from another connection.

use kernel::{
    Actor, ClinicId,
    id::Id as _,
    tenancy::{Backend, DbRole, Passes, Places},
};
use testkit::{Must as _, ground};
use tokio_postgres::{Client, SimpleQueryMessage, error::SqlState};
use uuid::Uuid;

/// Where a try stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// Nothing was said.
    None,
    /// In its own clinic, by a pass.
    Own,
    /// The other clinic's id, with a signature that is nobody's.
    Forged,
    /// The other clinic's context of a transaction of this very connection, which is over.
    Expired,
    /// The other clinic's context of another connection.
    Foreign,
}

impl Context {
    pub(crate) const ALL: [Self; 5] = [Self::None, Self::Own, Self::Forged, Self::Expired, Self::Foreign];

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::None => "in no clinic",
            Self::Own => "in its own clinic",
            Self::Forged => "with a forged context",
            Self::Expired => "with the context of a transaction that is over",
            Self::Foreign => "with another connection's context",
        }
    }
}

/// A connection of one role that tries things.
pub(crate) struct Intruder {
    client: Client,
    backend: Backend,
    passes: Passes,
    own: Uuid,
    other: Uuid,
    expired: String,
    foreign: String,
}

impl Intruder {
    /// `None` where the role is not let in at all.
    pub(crate) async fn come(places: &Places, role: DbRole, own: Uuid, other: Uuid) -> Option<Self> {
        let client = match ground().may_log_in(places, role).await {
            Ok(client) => client,
            Err(_) if role == DbRole::Keys => return None,
            Err(why) => panic!("{}: {why}", role.name()),
        };
        let app = ground().login_at(places, DbRole::App).await;
        let passes = Passes::new(&ground().root()).must("the key of passes");
        let foreign = context_of(&app, &passes, other).await.must("entering as the program");
        // Only the program's pages can enter; whoever else tries has stolen what they show.
        let expired = context_of(&client, &passes, other).await.unwrap_or_else(|| foreign.clone());
        let backend = Backend::ask(&client).await.must("asking the backend");
        Some(Self { client, backend, passes, own, other, expired, foreign })
    }

    /// The SQL that puts the context in place; entering without a right to is part of the try.
    fn standing(&self, context: Context) -> String {
        let said =
            |text: &str| format!("select set_config('app.context', '{text}', true), set_config('app.clinic', '{}', true)", self.other);
        match context {
            Context::None => "select 1".to_owned(),
            Context::Own => entering(&self.passes, &self.backend, self.own),
            Context::Forged => said(&format!("{}|program|test|{}", self.other, "0".repeat(64))),
            Context::Expired => said(&self.expired),
            Context::Foreign => said(&self.foreign),
        }
    }

    /// What came of one statement: the rows it touched, or `None` when it was refused for want of a right.
    pub(crate) async fn tries(&self, context: Context, statement: &str) -> Result<Option<u64>, String> {
        let all = format!("begin; {}; {statement}; rollback", self.standing(context));
        match self.client.simple_query(&all).await {
            Ok(answers) => {
                let counts: Vec<u64> = answers
                    .iter()
                    .filter_map(|one| if let SimpleQueryMessage::CommandComplete(n) = one { Some(*n) } else { None })
                    .collect();
                Ok(Some(*counts.get(2).must("an answer for each statement")))
            }
            Err(error) => {
                self.client.batch_execute("rollback").await.must("leaving");
                // The right is missing, the policy said no, or the context was not believed.
                let refused = error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE);
                if refused { Ok(None) } else { Err(error.code().map_or_else(|| error.to_string(), |code| code.code().to_owned())) }
            }
        }
    }
}

/// The statement by which the program enters.
pub(crate) fn entering(passes: &Passes, backend: &Backend, clinic: Uuid) -> String {
    let actor = Actor::program(ClinicId::from_uuid(clinic), "test");
    let pass = passes.write(&actor, jiff::Timestamp::UNIX_EPOCH, backend);
    let mac: String = pass.mac.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("select door.enter('{}', '\\x{mac}')", pass.text)
}

/// The context of a real transaction in a clinic, which is over when this returns.
pub(crate) async fn context_of(client: &Client, passes: &Passes, clinic: Uuid) -> Option<String> {
    let backend = Backend::ask(client).await.must("asking the backend");
    client.batch_execute("begin").await.must("begin");
    let entered = client.batch_execute(&entering(passes, &backend, clinic)).await;
    let context = match entered {
        Ok(()) => Some(client.query_one("select current_setting('app.context')", &[]).await.must("reading the context").get(0)),
        Err(_) => None,
    };
    client.batch_execute("rollback").await.must("rollback");
    context
}

/// Puts any context in place as only the administrator, who can read the key, could: `kind|role|actor` after the clinic.
/// The connection is left inside the transaction.
pub(crate) async fn stand_as(administrator: &Client, client: &Client, clinic: Uuid, who: &str) {
    client.batch_execute("begin").await.must("begin");
    let row = client.query_one("select pg_backend_pid(), transaction_timestamp()", &[]).await.must("asking the transaction");
    let (process, at): (i32, jiff::Timestamp) = (row.get(0), row.get(1));
    let body = format!("{clinic}|{who}");
    let signed = administrator
        .query_one(
            "select $1 || encode(sha256(outer_pad || sha256(inner_pad || convert_to($1, 'UTF8') || int4send($2) || timestamptz_send($3))), 'hex') from door.context_key",
            &[&body, &process, &at],
        )
        .await
        .must("signing");
    client.query_one("select set_config('app.context', $1, true)", &[&signed.get::<_, String>(0)]).await.must("standing");
}
