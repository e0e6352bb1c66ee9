//! `GET /api/v1/openapi.json`: what programs may ask for, for their makers. Put together from the handlers and from the table of
//! routes, so that a scope is said once; a test holds every answer of the stories to it.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use front_desk::{
    api::{book_by_program, cancel_own, hold_by_program, move_own, search_slots, see_menu, see_own, see_queue, told::Time},
    booking::list_for_program,
};
use kernel::http::{Access, Caller, IDEMPOTENCY_KEY, Listed, ME};
use serde_json::{Value, json};
use trust::{api_clients::me, patients::read_by_program};
use utoipa::{OpenApi, ToSchema};

use crate::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wellkept API",
        version = "1",
        description = "For programs of one clinic: its own site and apps. A key (wk_…) is made by the clinic's owner with its scopes and shown once. Requests \
                       are answered only from addresses that the owner registered, or, on the API's own port, with a client certificate \
                       that the owner issued. Times are UTC, beside what the clock on the clinic's wall says; a day is the clinic's own. \
                       How many questions are left in this minute stands in RateLimit; past them the answer is 429.",
        contact(name = "Whoever runs this installation"),
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        me::get,
        get,
        see_menu::services,
        see_menu::practitioners,
        see_menu::locations,
        search_slots::get,
        hold_by_program::post,
        book_by_program::post,
        see_own::get,
        move_own::post,
        cancel_own::post,
        see_queue::get,
        list_for_program::get,
        read_by_program::get
    ),
    components(schemas(Problem))
)]
struct Written;

/// What is wrong (RFC 9457).
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: kernel::http::details writes it")]
struct Problem {
    /// What kind of problem; nothing is found there but this document names it.
    #[schema(rename = "type")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong this time, and what to do.
    detail: String,
    /// With `/problems/wrong`: each thing that is wrong.
    #[schema(nullable = false)]
    errors: Option<Vec<WrongThing>>,
    /// With `/problems/slot-taken`: the nearest free times.
    #[schema(nullable = false)]
    slots: Option<Vec<Time>>,
}

/// One thing that is wrong.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct WrongThing {
    /// Where in the body, a JSON pointer.
    #[schema(nullable = false)]
    pointer: Option<String>,
    /// Or which part of the question.
    #[schema(nullable = false)]
    parameter: Option<String>,
    /// What.
    detail: String,
}

/// What is the matter, by `type`.
const PROBLEMS: [(&str, &str); 13] = [
    ("about:blank", "as the status says"),
    ("/problems/wrong", "422: it reads, but something in it cannot be meant; `errors` says what"),
    ("/problems/slot-taken", "409: the time is not free (any more); `slots` has the nearest that are"),
    ("/problems/not-online", "409: this one is not taken online; the patient calls the clinic"),
    ("/problems/number-unproven", "409: a code was sent to the number; send the booking again with it"),
    ("/problems/bookings-paused", "409: the clinic takes no bookings now"),
    ("/problems/not-kept", "409: too many times are kept from that network, or at all; book without a hold"),
    ("/problems/too-large", "413: larger than 16 KiB"),
    ("/problems/not-changed", "409: the appointment cannot be moved or called off any more; `detail` says why"),
    ("/problems/idempotency-key", "400: no Idempotency-Key, or a strange one"),
    ("/problems/idempotency-key-reused", "422: the key was used for another request"),
    ("/problems/idempotency-in-progress", "409: the same request is being answered; come again after Retry-After"),
    ("/problems/not-json", "400 or 415: the body is not JSON, or is not said to be"),
];

/// Answers that anything sent may get.
const SENT: [(&str, &str); 4] = [
    ("409", "The same request is being answered: come again."),
    ("413", "Larger than 16 KiB."),
    ("415", "Not said to be JSON."),
    ("422", "Something in it is wrong, or its Idempotency-Key was used for another request."),
];

/// Answers that any question may get.
const ANY_TIME: [(&str, &str); 6] = [
    ("400", "The question does not read."),
    ("401", "No key was sent."),
    ("404", "It is not there, or it is not this key's."),
    ("429", "Too many questions; Retry-After says when to come again."),
    ("500", "Something went wrong here."),
    ("503", "Away for a moment; ask again."),
];

/// The document.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| document(routes::api().listed()).to_string());

/// The document, to be read by a program.
#[must_use]
pub fn text() -> &'static str {
    &DOCUMENT
}

/// The handlers' words, with what the table of routes says about each: its scope, and what stands before it.
fn document(listed: &[Listed]) -> Value {
    let mut document = serde_json::to_value(Written::openapi()).unwrap_or_default();
    let kinds: String = PROBLEMS.iter().map(|(kind, what)| format!("\n- `{kind}`: {what}")).collect();
    let description = document["info"]["description"].as_str().unwrap_or_default();
    document["info"]["description"] =
        json!(format!("{description}\n\nWhat is wrong is told as problem details (RFC 9457); their types:\n{kinds}"));
    document["servers"] = json!([{ "url": "/", "description": "This installation." }]);
    document["security"] = json!([{ "key": [] }]);
    document["components"]["securitySchemes"] = json!({ "key": { "type": "http", "scheme": "bearer" } });
    for route in listed {
        let Access::Client(scope) = route.access else { continue };
        let Some(operation) = document["paths"].get_mut(route.path).and_then(|path| path.get_mut(route.method.to_lowercase())) else {
            continue;
        };
        if scope != ME {
            operation["x-scope"] = json!(scope);
        }
        let sends = route.method == "POST";
        if sends {
            say_the_key(operation);
        }
        let responses = &mut operation["responses"];
        for response in responses.as_object_mut().into_iter().flatten().filter(|(status, _)| status.as_str() >= "400").map(|(_, one)| one) {
            if response.get("content").is_none() {
                *response = problem(response["description"].as_str().unwrap_or_default());
            }
        }
        responses["403"] = json!({ "description": "The address is not registered, or the certificate is not the program's: no body." });
        for (status, description) in SENT.into_iter().filter(|_| sends).chain(ANY_TIME) {
            if responses.get(status).is_none() {
                responses[status] = problem(description);
            }
        }
    }
    document
}

/// Everything sent has a key.
fn say_the_key(operation: &mut Value) {
    let said = json!({
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": true,
        "description": "Your own name for this request, such as a new UUID. Sent again with the same body within 24 hours it has no second \
                        effect and gets the same answer. Refusals are not kept.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 128 },
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(said),
        None => operation["parameters"] = json!([said]),
    }
}

fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

/// GET /api/v1/openapi.json
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "openapi",
    summary = "This document.",
    description = "",
    responses((status = 200, description = "Here it is.", body = serde_json::Value, content_type = "application/json"))
)]
pub async fn get(_caller: Caller) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn read() -> Value {
        serde_json::from_str(text()).unwrap()
    }

    #[test]
    fn the_document_names_every_route_of_the_api_with_its_scope_and_no_other() {
        let document = read();
        let mut said = BTreeMap::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, what) in methods.as_object().unwrap() {
                let scope = what["x-scope"].as_str().unwrap_or(ME).to_owned();
                said.insert(format!("{} {path}", method.to_uppercase()), scope);
            }
        }
        let api = routes::api();
        let listed = api.listed().iter().filter(|route| !route.path.contains("{*")).map(|route| {
            let Access::Client(scope) = route.access else { panic!("{} is no route for programs", route.path) };
            (format!("{} {}", route.method, route.path), scope.to_owned())
        });
        assert_eq!(said, listed.collect());
    }

    #[test]
    fn the_document_is_ours_and_each_operation_says_what_a_maker_needs() {
        let document = read();
        assert_eq!((&document["openapi"], &document["info"]["title"]), (&json!("3.1.0"), &json!("Wellkept API")));
        let mut names = std::collections::BTreeSet::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for what in methods.as_object().unwrap().values() {
                assert!(names.insert(what["operationId"].as_str().unwrap().to_owned()), "{path}: a name of its own");
                assert!(what["summary"].as_str().is_some_and(|summary| summary.ends_with('.')), "{path}: a sentence");
                let in_path = path.matches('{').count();
                let said = what["parameters"].as_array().map_or(0, |all| all.iter().filter(|one| one["in"] == "path").count());
                assert_eq!(said, in_path, "{path}: what stands in the path");
                assert!(["401", "403", "404", "429", "503"].iter().all(|status| what["responses"].get(*status).is_some()), "{path}");
            }
        }
    }

    #[test]
    fn every_reference_of_the_document_leads_somewhere() {
        let document = read();
        let text = text();
        let references: Vec<&str> = text.split("\"$ref\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(references.len() > 4);
        for reference in references {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        assert!(!text.contains("[`"), "no links of the code's own");
    }
}
