//! `GET /api/v1/openapi.json`: what programs may ask for, for their makers. Kept by hand; the test below holds it to the routes,
//! and `stories/api_clients.rs` to the answers.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::http::Caller;

/// The document.
pub const DOCUMENT: &str = include_str!("openapi.json");

/// GET /api/v1/openapi.json
pub async fn get(_caller: Caller) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::http::{Access, ME};

    #[test]
    fn the_document_names_every_route_of_the_api_with_its_scope() {
        let document: serde_json::Value = serde_json::from_str(super::DOCUMENT).unwrap();
        let mut said = BTreeMap::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, what) in methods.as_object().unwrap() {
                let scope = what["x-scope"].as_str().unwrap_or(ME).to_owned();
                said.insert(format!("{} {path}", method.to_uppercase()), scope);
            }
        }
        let api = crate::routes::api();
        let listed = api.listed().iter().filter(|route| !route.path.contains("{*")).map(|route| {
            let Access::Client(scope) = route.access else { panic!("{} is no route for programs", route.path) };
            (format!("{} {}", route.method, route.path), scope.to_owned())
        });
        assert_eq!(said, listed.collect());
    }
}
