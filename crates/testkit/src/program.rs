//! A program of a clinic's: asks the API with a key, as from some address.

use reqwest::{Client, RequestBuilder, redirect::Policy};

use crate::{Clinic, Must as _, Page};

/// A program. Without a key it shows none; `from` counts on a site behind a proxy only.
#[derive(Clone, Debug)]
pub struct Program {
    client: Client,
    base: String,
    headers: Vec<(&'static str, String)>,
}

impl Program {
    pub(crate) fn new(base: &str) -> Self {
        let builder = Client::builder().no_proxy().redirect(Policy::none());
        let client = builder.local_address(crate::browser::address_at(base)).build().must("making a program");
        Self { client, base: base.to_owned(), headers: Vec::new() }
    }

    /// The same program with this key.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        self.with("authorization", &format!("Bearer {key}"))
    }

    /// The same program at this address, as the proxy writes it.
    #[must_use]
    pub fn from(self, address: &str) -> Self {
        self.with("x-forwarded-for", address)
    }

    /// The same program with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Asks.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(format!("{}{path}", self.base)), path).await
    }

    /// Sends JSON under this `Idempotency-Key`.
    pub async fn post(&self, path: &str, key: &str, said: &serde_json::Value) -> Page {
        self.clone().with("idempotency-key", key).with("content-type", "application/json").post_raw(path, said.to_string()).await
    }

    /// Sends any bytes, with the program's headers and no more.
    pub async fn post_raw(&self, path: &str, body: impl Into<Vec<u8>>) -> Page {
        self.send(self.client.post(format!("{}{path}", self.base)).body(body.into()), path).await
    }

    async fn send(&self, mut request: RequestBuilder, path: &str) -> Page {
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.must("asking the API");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Page::new(status, path.to_owned(), headers, answer.bytes().await.must("reading an answer").to_vec())
    }
}

/// The programs of a clinic, through its owner's pages.
impl Clinic {
    /// A program on this site, without a key.
    #[must_use]
    pub fn program(&self) -> Program {
        Program::new(self.site.base_url())
    }

    /// The owner makes a key for these scopes; the key, and where its page is.
    pub async fn key_for(&self, name: &str, scopes: &[&str]) -> (String, String) {
        let owner = self.owner();
        let page = owner.get("/settings/api").await.with_status(200);
        let mut fields = vec![("name", name), ("days", "90")];
        fields.extend(scopes.iter().map(|scope| (*scope, "yes")));
        let made = owner.submit(&page, "main form[action='/settings/api']", &fields).await.with_status(200);
        let key = made.words("#api-key").first().must("the key, once").clone();
        (key, made.link(name))
    }

    /// The owner registers a range for the program at this page, and confirms it.
    pub async fn lets_in(&self, program: &str, range: &str) {
        let owner = self.owner();
        let page = owner.get(program).await.with_status(200);
        let waiting = owner.submit_with(&page, "#new-range", &[("network", range)], &[("anyway", "yes")]).await.with_status(200);
        owner.submit(&waiting, "form[action$='/confirm']", &[]).await.with_status(200);
    }
}
