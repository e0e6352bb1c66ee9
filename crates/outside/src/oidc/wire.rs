//! The one place that speaks to a directory: short, small, and never further than it was sent.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Url, header::HeaderValue, redirect::Policy};
use tokio::sync::OnceCell;
use trust::identity::directory::{DirectoryRefusal, ListedIssuer};

/// No document or token of a directory is larger.
const MOST_BYTES: usize = 256 * 1024;

/// What a directory answered.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// The client, made when the first directory is spoken to: most installations have none.
pub(super) struct Wire {
    patience: Duration,
    client: OnceCell<Client>,
}

impl Wire {
    pub(super) const fn new(patience: Duration) -> Self {
        Self { patience, client: OnceCell::const_new() }
    }

    async fn client(&self) -> Result<&Client, DirectoryRefusal> {
        let make = || async {
            // A redirect would lead around the operator's list, and a proxy of the machine's would see the secret.
            Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .referer(false)
                .connect_timeout(self.patience / 2)
                .timeout(self.patience)
                .user_agent("wellkept")
                .build()
        };
        self.client.get_or_try_init(make).await.map_err(|error| {
            tracing::error!(%error, "no client for directories could be made; are the machine's certificates installed?");
            DirectoryRefusal::Away
        })
    }

    pub(super) async fn get(&self, url: Url, bearer: Option<HeaderValue>) -> Result<Reply, DirectoryRefusal> {
        let request = self.client().await?.get(url);
        read(match bearer {
            Some(bearer) => request.header("authorization", bearer),
            None => request,
        })
        .await
    }

    pub(super) async fn post(
        &self,
        url: Url,
        fields: &[(&str, &str)],
        authorization: Option<HeaderValue>,
    ) -> Result<Reply, DirectoryRefusal> {
        let request = self.client().await?.post(url).form(fields);
        read(match authorization {
            Some(authorization) => request.header("authorization", authorization),
            None => request,
        })
        .await
    }
}

async fn read(request: RequestBuilder) -> Result<Reply, DirectoryRefusal> {
    // The error's own words hold the whole address, so only its kind is told.
    let away = |error: reqwest::Error| {
        tracing::warn!(timeout = error.is_timeout(), connect = error.is_connect(), "a directory did not answer");
        DirectoryRefusal::Away
    };
    let mut response = request.header("accept", "application/json").send().await.map_err(away)?;
    let status = response.status().as_u16();
    match status {
        300..=399 => return Err(DirectoryRefusal::Unsound("it sends us elsewhere")),
        500.. => return Err(DirectoryRefusal::Away),
        _ => {}
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(away)? {
        if body.len() + piece.len() > MOST_BYTES {
            return Err(DirectoryRefusal::Unsound("it sends more than we read"));
        }
        body.extend_from_slice(&piece);
    }
    Ok(Reply { status, body })
}

/// An address a directory's document names, if the operator's list lets us go there.
pub(super) fn allowed(listed: &ListedIssuer, text: &str) -> Result<Url, DirectoryRefusal> {
    let url: Url = text.parse().map_err(|_| DirectoryRefusal::Unsound("an address in its document cannot be read"))?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(DirectoryRefusal::Unsound("an address in its document is not a plain one"));
    }
    if listed.allows(&url.origin().ascii_serialization()) {
        Ok(url)
    } else {
        Err(DirectoryRefusal::Unsound("its document names a server that this installation's operator has not listed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_stands_on_the_issuers_own_origin_or_a_listed_one() {
        let listed = ListedIssuer::parse("https://id.example/realm https://api.example").unwrap();
        for (text, fine) in [
            ("https://id.example/token?x=1", true),
            ("https://ID.example:443/token", true),
            ("https://api.example/keys", true),
            ("http://id.example/token", false),
            ("https://id.example:8443/token", false),
            ("https://id.example@evil.example/token", false),
            ("https://user@id.example/token", false),
            ("https://id.example.evil.example/", false),
            ("https://169.254.169.254/latest/meta-data", false),
            ("file:///etc/passwd", false),
            ("data:application/json,{}", false),
            ("//id.example/token", false),
            ("/token", false),
        ] {
            assert_eq!(allowed(&listed, text).is_ok(), fine, "{text}");
        }
    }
}
