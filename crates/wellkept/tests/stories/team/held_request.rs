//! A request that has come through the door and waits: its headers are sent, its body is not. The program has looked at the
//! session by then, and begins its transaction only when the rest arrives.

use testkit::{Browser, Clinic};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A request in the doorway.
pub(crate) struct Held {
    stream: TcpStream,
    rest: String,
}

impl Held {
    /// Sends the beginning of a form and waits until the session was looked at.
    pub(crate) async fn in_the_doorway(clinic: &Clinic, browser: &Browser, path: &str, form: &str) -> Self {
        // The look moves the idle clock, which shows that it was made.
        clinic.clock.advance(jiff::SignedDuration::from_secs(30));
        let host = clinic.site.base_url().trim_start_matches("http://").to_owned();
        let body = format!("_form={form}");
        let (begin, rest) = body.split_at(3);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Sec-Fetch-Site: same-origin\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{begin}",
            browser.cookies(),
            body.len()
        );
        let mut stream = TcpStream::connect(&host).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let now = jiff_to_micros(clinic);
        loop {
            let looked = clinic
                .sql(
                    "select count(*) from session where clinic_id = $1 and (extract(epoch from last_seen_at) * 1000000)::bigint = $2",
                    &[&clinic.id, &now],
                )
                .await;
            if looked[0].get::<_, i64>(0) > 0 {
                return Self { stream, rest: rest.to_owned() };
            }
        }
    }

    /// Sends the rest; the answer's status.
    pub(crate) async fn goes_on(mut self) -> u16 {
        self.stream.write_all(self.rest.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).await.unwrap();
        let text = String::from_utf8_lossy(&answer);
        text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("no answer: {text}"))
    }
}

fn jiff_to_micros(clinic: &Clinic) -> i64 {
    clinic.clock.now().as_microsecond()
}
