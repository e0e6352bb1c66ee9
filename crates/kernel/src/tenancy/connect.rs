//! How each purpose logs in to PostgreSQL: one role each, none of them owner, superuser or BYPASSRLS.

use std::{
    future::Future as _,
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    task::Poll,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use deadpool::managed;
use deadpool_postgres::ClientWrapper;
use futures_util::{Stream, stream};
use tokio_postgres::{AsyncMessage, NoTls};

use super::pass::Backend;
use crate::{Problem, keys::RootKey};

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Pages, one clinic at a time.
    App,
    /// Logins and sessions; no clinic's rows.
    Identity,
    /// The operator's console; no clinic's rows.
    Operator,
    /// Due-lists across clinics.
    Jobs,
    /// What is over and goes; no clinic's rows.
    Sweep,
    /// The key store.
    Keys,
}

impl Role {
    /// Every login role, for `migrate` and the private cluster's map.
    pub const ALL: [Self; 6] = [Self::App, Self::Identity, Self::Operator, Self::Jobs, Self::Sweep, Self::Keys];

    /// The PostgreSQL role.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::App => "wellkept_app",
            Self::Identity => "wellkept_identity",
            Self::Operator => "wellkept_operator",
            Self::Jobs => "wellkept_jobs",
            Self::Sweep => "wellkept_sweep",
            Self::Keys => "wellkept_keys",
        }
    }

    /// The role's password, derived from the root key: nobody has to configure or keep it.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn password(self, root: &RootKey) -> Result<String, Problem> {
        Ok(URL_SAFE_NO_PAD.encode(*root.derive(&format!("database login {}", self.name()))?))
    }
}

/// Where the data and the keys live.
#[derive(Clone, Debug)]
pub struct Places {
    /// The data, as the administrator logs in to it.
    pub data: tokio_postgres::Config,
    /// The key store, as the administrator logs in to it.
    pub keys: tokio_postgres::Config,
}

impl Places {
    /// From the administrator's two connection settings; the program itself logs in as its own roles.
    #[must_use]
    pub const fn new(data: tokio_postgres::Config, keys: tokio_postgres::Config) -> Self {
        Self { data, keys }
    }

    /// The settings for a role.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn login(&self, role: Role, root: &RootKey) -> Result<tokio_postgres::Config, Problem> {
        let mut config = match role {
            Role::Keys => self.keys.clone(),
            _ => self.data.clone(),
        };
        config.user(role.name()).password(role.password(root)?).application_name("wellkept");
        Ok(config)
    }

    pub(super) fn pool(&self, role: Role, root: &RootKey, size: usize) -> Result<Pool, Problem> {
        use deadpool_postgres::{Manager, ManagerConfig, RecyclingMethod, Runtime};
        let manager = Manager::from_config(self.login(role, root)?, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        managed::Pool::builder(Connecting(manager))
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(std::time::Duration::from_secs(4)))
            .create_timeout(Some(std::time::Duration::from_secs(4)))
            .build()
            .map_err(|error| Problem::broken(error.to_string()))
    }
}

/// A pool of one login's connections.
pub(crate) type Pool = managed::Pool<Connecting>;
/// A connection on loan.
pub(crate) type Connection = managed::Object<Connecting>;

/// Makes connections and asks each, once, who is at the other end: passes are written for one connection.
#[derive(Debug)]
pub(crate) struct Connecting(deadpool_postgres::Manager);

/// A connection that knows its other end.
#[derive(Debug)]
pub(crate) struct Connected {
    client: ClientWrapper,
    backend: Backend,
    spent: AtomicBool,
}

impl Connected {
    pub(super) const fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Not to be lent again.
    pub(super) fn is_spent(&self) {
        self.spent.store(true, Relaxed);
    }
}

impl std::ops::Deref for Connected {
    type Target = ClientWrapper;
    fn deref(&self) -> &ClientWrapper {
        &self.client
    }
}

impl managed::Manager for Connecting {
    type Type = Connected;
    type Error = tokio_postgres::Error;

    async fn create(&self) -> Result<Connected, tokio_postgres::Error> {
        let client = self.0.create().await?;
        let backend = Backend::ask(&client).await?;
        Ok(Connected { client, backend, spent: AtomicBool::new(false) })
    }

    async fn recycle(&self, connected: &mut Connected, metrics: &managed::Metrics) -> managed::RecycleResult<tokio_postgres::Error> {
        if connected.spent.load(Relaxed) {
            return Err(managed::RecycleError::message("its clock has parted from ours"));
        }
        self.0.recycle(&mut connected.client, metrics).await
    }

    fn detach(&self, connected: &mut Connected) {
        self.0.detach(&mut connected.client);
    }
}

/// A connection from a pool.
///
/// # Errors
/// [`Problem::Away`].
#[expect(clippy::disallowed_methods, reason = "the one place that takes a connection from a pool")]
pub(crate) async fn lend(pool: &Pool) -> Result<Connection, Problem> {
    Ok(pool.get().await?)
}

/// Listens on a channel with a connection of its own (a pooled one swallows notices).
pub(super) async fn listen(
    config: &tokio_postgres::Config,
    channel: &'static str,
) -> Result<impl Stream<Item = String> + Send + use<>, Problem> {
    let (client, mut connection) = config.connect(NoTls).await?;
    let mut waiting = std::collections::VecDeque::new();
    let mut asked = Some(tokio::spawn(async move {
        let heard = client.batch_execute(&format!("listen {channel}")).await;
        (client, heard)
    }));
    let mut holds = None;
    Ok(stream::poll_fn(move |context| {
        if let Some(task) = asked.as_mut()
            && let Poll::Ready(done) = Pin::new(task).poll(context)
        {
            asked = None;
            match done {
                Ok((client, Ok(()))) => holds = Some(client),
                _ => return Poll::Ready(None),
            }
        }
        loop {
            if let Some(payload) = waiting.pop_front() {
                return Poll::Ready(Some(payload));
            }
            match connection.poll_message(context) {
                Poll::Ready(Some(Ok(AsyncMessage::Notification(notice)))) => waiting.push_back(notice.payload().to_owned()),
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(_) => return Poll::Ready(None),
                Poll::Pending => {
                    let _held = &holds;
                    return Poll::Pending;
                }
            }
        }
    }))
}
