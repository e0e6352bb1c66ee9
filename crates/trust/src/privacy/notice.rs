//! Keeps: "The policy is generated from what is enforced" (MBP-POL-01, MDR-POL-01). The page prints the promises that a file
//! keeps, and says how many are not kept by the program yet; it has no sentence of its own to lie with.

use askama::Template;
use axum::response::Response;
use kernel::{
    Problem,
    http::{Passer, View},
};

use super::NOTICE_VERSION;
use crate::promises::{Promise, register};

#[derive(Template)]
#[template(path = "privacy/notice.html")]
struct NoticePage<'a> {
    v: &'a View,
    version: jiff::civil::Date,
    topics: Vec<(&'a str, Vec<&'a Promise>)>,
    kept: usize,
    all: usize,
}

/// GET /privacy
pub async fn show(Passer { view, .. }: Passer) -> Result<Response, Problem> {
    let mut topics: Vec<(&str, Vec<&Promise>)> = Vec::new();
    for promise in register().iter().filter(|promise| promise.is_kept()) {
        match topics.iter_mut().find(|(topic, _)| *topic == promise.topic) {
            Some((_, promises)) => promises.push(promise),
            None => topics.push((&promise.topic, vec![promise])),
        }
    }
    let kept = topics.iter().map(|(_, promises)| promises.len()).sum();
    let version = NOTICE_VERSION.parse().map_err(|_| Problem::broken("the notice's version is not a date"))?;
    view.page(&NoticePage { v: &view, version, topics, kept, all: register().len() })
}
