//! Somebody with a phone.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use scraper::{ElementRef, Html};

use crate::{
    Browser, Clinic, Must as _, Page,
    page::{selector, tidied},
};

/// No two patients of a test process share a number unless a test wants it.
static NUMBERS: AtomicU32 = AtomicU32::new(1);

/// A patient: a name, a number, a browser, and the simulated handset with that number.
#[derive(Debug)]
pub struct Patient {
    /// The name they book under.
    pub name: String,
    /// Their number, as +92….
    pub phone: String,
    clinic: Clinic,
    browser: Browser,
    read: AtomicUsize,
}

/// One text on a handset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble {
    /// "whatsapp", "sms" or "mail".
    pub channel: String,
    /// Whether the patient got it; else they wrote it.
    pub to_patient: bool,
    /// What it says, with single spaces.
    pub text: String,
    /// The links in it.
    pub links: Vec<String>,
}

impl Clinic {
    /// Somebody who may become a patient: with a phone of their own, unknown to the clinic until they book.
    #[must_use]
    pub fn patient(&self, name: &str) -> Patient {
        self.patient_on(name, &format!("+92300{:07}", NUMBERS.fetch_add(1, Ordering::Relaxed)))
    }

    /// Somebody with this number, who perhaps shares it with their family.
    #[must_use]
    pub fn patient_on(&self, name: &str, phone: &str) -> Patient {
        Patient { name: name.to_owned(), phone: phone.to_owned(), clinic: self.clone(), browser: self.visitor(), read: AtomicUsize::new(0) }
    }
}

impl Patient {
    /// Their browser.
    #[must_use]
    pub const fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Books the first free time and ticks the box for messages; the page they land on.
    pub async fn books(&self) -> Page {
        self.books_with(&[]).await.with_status(200)
    }

    /// Books the first free time, with other values in some fields: `&[("consent", "")]` leaves the box alone.
    pub async fn books_with(&self, other: &[(&str, &str)]) -> Page {
        let page = self.browser.get(&self.clinic.front()).await.with_status(200);
        let form = page.form("main form");
        let (services, slots) = (form.choices("service"), form.choices("slot"));
        let slot = slots.first().must(&format!("no free time on {}:\n{}", page.url, page.text()));
        let service = services.first().must("a service to book");
        let mut values =
            vec![("service", service.as_str()), ("slot", slot), ("name", &self.name), ("phone", &self.phone), ("consent", "1")];
        values.retain(|(name, _)| !other.iter().any(|(given, _)| given == name));
        values.extend_from_slice(other);
        self.browser.submit(&page, "main form", &values).await
    }

    /// Everything on the handset, oldest first, channel by channel.
    pub async fn handset(&self) -> Vec<Bubble> {
        let page = self.clinic.reception().get("/phone").await.with_status(200);
        bubbles(&page, &self.phone)
    }

    /// What they got since they last looked.
    pub async fn got(&self) -> Vec<String> {
        let all: Vec<String> = self.handset().await.into_iter().filter(|bubble| bubble.to_patient).map(|bubble| bubble.text).collect();
        let before = self.read.swap(all.len(), Ordering::Relaxed);
        all.into_iter().skip(before).collect()
    }

    /// Ends the test if they got something since they last looked.
    pub async fn got_nothing(&self) {
        let got = self.got().await;
        if !got.is_empty() {
            crate::must::stop(&format!("{} got {got:#?}", self.name));
        }
    }

    /// The link in the last text that has one.
    pub async fn last_link(&self) -> String {
        let all = self.handset().await;
        all.iter()
            .rev()
            .filter(|bubble| bubble.to_patient)
            .find_map(|bubble| bubble.links.last())
            .must("no text on the handset has a link")
            .clone()
    }

    /// Opens the link of the last text.
    pub async fn opens_last_link(&self) -> Page {
        self.browser.get(&self.last_link().await).await
    }

    /// Writes back to what they got last, and the clinic reads it.
    pub async fn texts(&self, words: &str) {
        let desk = self.clinic.reception();
        let page = desk.get("/phone").await.with_status(200);
        let thread = threads(&Html::parse_document(&page.html()), &self.phone)
            .first()
            .map(|thread| thread.attr("id").unwrap_or_default().to_owned());
        let thread = thread.must(&format!("{} has nothing on the handset to reply to:\n{}", self.name, page.text()));
        let after = desk.submit(&page, &format!("[id='{thread}'] form"), &[("text", words)]).await;
        let _page = after.with_status(200);
        self.clinic.work_until_idle().await;
    }
}

/// The threads of the handset with this number.
fn threads<'a>(page: &'a Html, phone: &str) -> Vec<ElementRef<'a>> {
    let of_number =
        |section: &ElementRef<'_>| section.select(&selector("h2")).any(|title| digits(&title.text().collect::<String>()) == digits(phone));
    page.select(&selector("main section"))
        .filter(of_number)
        .flat_map(|section| section.select(&selector(".handset")).collect::<Vec<_>>())
        .collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn bubbles(page: &Page, phone: &str) -> Vec<Bubble> {
    let html = Html::parse_document(&page.html());
    let mut all = Vec::new();
    for thread in threads(&html, phone) {
        let channel = thread.attr("data-channel").unwrap_or_default();
        for bubble in thread.select(&selector(".bubble--in, .bubble--out")) {
            let time: String = bubble.select(&selector("small")).flat_map(|small| small.text()).collect();
            let whole: String = bubble.text().collect();
            all.push(Bubble {
                channel: channel.to_owned(),
                to_patient: bubble.value().classes().any(|class| class == "bubble--in"),
                text: tidied(whole.strip_suffix(&time).unwrap_or(&whole)),
                links: bubble.select(&selector("a[href]")).filter_map(|link| link.attr("href")).map(str::to_owned).collect(),
            });
        }
    }
    all
}
