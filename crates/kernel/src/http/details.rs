//! What a program is told when something is wrong: problem details (RFC 9457), never a page. Problems of the building are told in
//! the sentences of `locales`; a verb's own refusal is told in its own words.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{View, dress::Shown};
use crate::Problem;

pub(super) fn problem_details(view: &View, status: StatusCode, shown: Shown) -> Response {
    let words = match shown {
        Shown::SignedOut => "api-problem-no-key",
        Shown::NotFound | Shown::ProofNeeded | Shown::FactorOwed | Shown::Expired => "api-problem-not-found",
        Shown::Unreadable => "api-problem-unreadable",
        Shown::TooMany => "api-problem-too-many",
        Shown::Away => "api-problem-away",
        Shown::Broken => "api-problem-broken",
    };
    let told = Details::new(status, "about:blank", status.canonical_reason().unwrap_or_default(), view.t(words));
    let mut response = told.into_response();
    let headers = response.headers_mut();
    if shown == Shown::SignedOut {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if matches!(shown, Shown::Away | Shown::TooMany) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// One thing that is wrong with what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Where in the body, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Or which part of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
    /// What.
    pub detail: String,
}

impl Wrong {
    /// In this member of the body.
    pub fn member(name: &str, detail: impl std::fmt::Display) -> Self {
        Self { pointer: Some(format!("#/{name}")), parameter: None, detail: detail.to_string() }
    }

    /// In this part of the question.
    pub fn parameter(name: &'static str, detail: impl std::fmt::Display) -> Self {
        Self { pointer: None, parameter: Some(name), detail: detail.to_string() }
    }
}

/// A refusal as a program is told it.
#[derive(Clone, Debug)]
pub struct Details {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    more: Vec<(&'static str, Value)>,
    wait: Option<u32>,
}

impl Details {
    /// A problem of this kind: `/problems/…` of the API's document, or `about:blank`.
    pub fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl std::fmt::Display) -> Self {
        Self { status, kind, title, detail: detail.to_string(), more: Vec::new(), wait: None }
    }

    /// What was sent reads, but cannot be meant.
    #[must_use]
    pub fn wrong(errors: &[Wrong]) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "/problems/wrong", "Something in it is wrong", "see errors")
            .with("errors", json!(errors))
    }

    /// With one more member.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.more.push((name, value));
        self
    }

    /// It may be asked again after so many seconds.
    #[must_use]
    pub const fn again_in(mut self, seconds: u32) -> Self {
        self.wait = Some(seconds);
        self
    }
}

impl IntoResponse for Details {
    fn into_response(self) -> Response {
        let mut told = json!({ "type": self.kind, "title": self.title, "status": self.status.as_u16(), "detail": self.detail });
        for (name, value) in self.more {
            told[name] = value;
        }
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/problem+json")], told.to_string()).into_response();
        if let Some(seconds) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Why a program gets no answer: in words of its own, or as any request.
#[derive(Debug)]
pub enum Refused {
    /// In its own words.
    Told(Box<Details>),
    /// As any request.
    Problem(Problem),
}

impl From<Details> for Refused {
    fn from(details: Details) -> Self {
        Self::Told(Box::new(details))
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Told(details) => details.into_response(),
            Self::Problem(problem) => problem.into_response(),
        }
    }
}
