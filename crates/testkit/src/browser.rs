//! A browser without JavaScript.

use std::{net::IpAddr, sync::Arc};

use reqwest::{Client, RequestBuilder, Url, cookie::Jar, multipart, redirect::Policy};

use crate::{Must as _, Page, form::resolved};

/// From where browsers ask the installation at this address. Wrong passwords are counted by network, in a database that tests
/// share; so that none pays for another, the people of each installation have a network of their own.
pub(crate) fn address_at(base: &str) -> IpAddr {
    let port = base.parse::<Url>().ok().and_then(|url| url.port()).must("an address with a port");
    let [high, low] = port.to_be_bytes();
    // The second number is the network in which wrong passwords are counted: ports, which the system gives in rows, are spread over
    // all of them, so that what one test gets wrong slows no other.
    let [network, _] = port.wrapping_mul(40_503).to_be_bytes();
    IpAddr::from([127, network.max(1), low, high])
}

/// A person's browser: keeps its cookies, follows redirects unless told not to.
#[derive(Clone, Debug)]
pub struct Browser {
    base: String,
    follows: Client,
    stays: Client,
    following: bool,
    language: Option<&'static str>,
    from: Option<String>,
    jar: Arc<Jar>,
}

impl Browser {
    pub(crate) fn new(base: &str) -> Self {
        Self::with_jar(base, Arc::default())
    }

    pub(crate) fn with_jar(base: &str, jar: Arc<Jar>) -> Self {
        let client =
            // Without the machine's certificates, which take longer to read than most tests take.
            |policy| {
                let builder = Client::builder().no_proxy().tls_certs_only([]).cookie_provider(Arc::clone(&jar)).redirect(policy);
                builder.local_address(address_at(base)).build().must("making a browser")
            };
        Self {
            base: base.to_owned(),
            follows: client(Policy::limited(10)),
            stays: client(Policy::none()),
            following: true,
            language: None,
            from: None,
            jar,
        }
    }

    /// The same browser, which shows a redirect instead of following it.
    #[must_use]
    pub fn not_following(&self) -> Self {
        Self { following: false, ..self.clone() }
    }

    /// The same browser, asking for pages in this language.
    #[must_use]
    pub fn speaking(&self, language: &'static str) -> Self {
        Self { language: Some(language), ..self.clone() }
    }

    /// The same browser at another address, on an installation behind a proxy.
    #[must_use]
    pub fn from(&self, address: &str) -> Self {
        Self { from: Some(address.to_owned()), ..self.clone() }
    }

    /// Keeps a cookie, as `name=value; …`.
    pub fn take_cookie(&self, cookie: &str) {
        self.jar.add_cookie_str(cookie, &self.url("/"));
    }

    /// The cookies it would send, as the header has them.
    #[must_use]
    pub fn cookies(&self) -> String {
        use reqwest::cookie::CookieStore as _;
        self.jar.cookies(&self.url("/")).and_then(|value| value.to_str().map(str::to_owned).ok()).unwrap_or_default()
    }

    /// Opens a page; a path, or a whole link of this site as it stands in a message.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client().get(self.url(path)).header("sec-fetch-site", "none")).await
    }

    /// Fetches a page as its own script does when something changed elsewhere: nobody is at work.
    pub async fn refresh(&self, path: &str) -> Page {
        self.send(self.client().get(self.url(path)).header("x-quiet", "1")).await
    }

    /// Opens a page and looks at its status and headers only: for answers that never end.
    pub async fn look(&self, path: &str) -> Page {
        let answer = self.stream(path).await;
        Page::new(answer.status().as_u16(), path.to_owned(), answer.headers().clone(), Vec::new())
    }

    /// Follows the link with these words.
    pub async fn follow(&self, page: &Page, words: &str) -> Page {
        self.get(&resolved(&page.url, &page.link(words))).await
    }

    /// Fills in the form at the selector and sends it, with everything it already holds: see [`Form::filled`](crate::Form::filled).
    /// A field the form does not have ends the test. Lengths and required fields are not held to: bad input must arrive.
    pub async fn submit(&self, page: &Page, form: &str, values: &[(&str, &str)]) -> Page {
        self.submit_with(page, form, values, &[]).await
    }

    /// As [`Browser::submit`], with fields the form does not have, as a forger would send them.
    pub async fn submit_with(&self, page: &Page, form: &str, values: &[(&str, &str)], forged: &[(&str, &str)]) -> Page {
        let form = page.form(form);
        let (action, mut pairs) = form.filled(values);
        pairs.extend(forged.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut url = self.url(&resolved(&page.url, &action));
        if form.method == "get" {
            url.query_pairs_mut().clear().extend_pairs(pairs);
            return self.send(self.client().get(url).header("sec-fetch-site", "same-origin")).await;
        }
        let request = self.client().post(url).header("sec-fetch-site", "same-origin").header("origin", &self.base);
        if form.multipart {
            let body = pairs.into_iter().fold(multipart::Form::new(), |body, (name, value)| body.text(name, value));
            return self.send(request.multipart(body)).await;
        }
        self.send(request.form(&pairs)).await
    }

    /// As [`Browser::submit`] for a form with files: `(field, file name, content)`.
    pub async fn submit_files(&self, page: &Page, form: &str, values: &[(&str, &str)], files: &[(&str, &str, Vec<u8>)]) -> Page {
        let form = page.form(form);
        let (action, pairs) = form.filled(values);
        let mut body = pairs.into_iter().fold(multipart::Form::new(), |body, (name, value)| body.text(name, value));
        for (field, name, content) in files {
            body = body.part((*field).to_owned(), multipart::Part::bytes(content.clone()).file_name((*name).to_owned()));
        }
        let url = self.url(&resolved(&page.url, &action));
        self.send(self.client().post(url).header("sec-fetch-site", "same-origin").multipart(body)).await
    }

    /// Sends fields to an address without any page, as a program would.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(self.client().post(self.url(path)).form(fields)).await
    }

    /// Sends fields as another site's page would make this browser send them.
    pub async fn post_from_elsewhere(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request =
            self.client().post(self.url(path)).header("sec-fetch-site", "cross-site").header("origin", "https://elsewhere.example");
        self.send(request.form(fields)).await
    }

    /// Sends a body with headers of the caller's own, as a forger's page or program would.
    pub async fn post_headed(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let request = headers.iter().fold(self.client().post(self.url(path)), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(body.to_owned())).await
    }

    /// Sends bytes to an address.
    pub async fn post_bytes(&self, path: &str, content_type: &str, body: Vec<u8>) -> Page {
        self.send(self.client().post(self.url(path)).header("content-type", content_type).body(body)).await
    }

    /// Signs in on the page, as people do.
    pub async fn sign_in(&self, email: &str, password: &str) -> Page {
        let page = self.get("/sign-in").await;
        self.submit(&page, "main form", &[("email", email), ("password", password)]).await
    }

    /// Begins to read an answer that has no end (server-sent events); read on with `chunk`.
    pub async fn stream(&self, path: &str) -> reqwest::Response {
        self.client().get(self.url(path)).send().await.must("opening a stream")
    }

    const fn client(&self) -> &Client {
        if self.following { &self.follows } else { &self.stays }
    }

    fn url(&self, path: &str) -> Url {
        let whole = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        whole.parse().must(&format!("reading the address {whole}"))
    }

    async fn send(&self, request: RequestBuilder) -> Page {
        let request = match self.language {
            Some(language) => request.header("accept-language", language),
            None => request,
        };
        let request = match &self.from {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        };
        let answer = request.send().await.must("asking the site");
        let url = answer.url().query().map_or_else(|| answer.url().path().to_owned(), |query| format!("{}?{query}", answer.url().path()));
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await.must("reading an answer").to_vec();
        Page::new(status, url, headers, bytes)
    }
}
