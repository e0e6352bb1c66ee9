//! Holds answers of the API against its document, for the stories about programs.

use std::sync::LazyLock;

use serde_json::{Value, json};
use testkit::{Must as _, Page};

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| closed(serde_json::from_str(wellkept::desks::openapi::text()).must("the document is JSON")));

/// The document with every object shut: what it does not name is not in an answer.
fn closed(mut document: Value) -> Value {
    for schema in document["components"]["schemas"].as_object_mut().must("schemas").values_mut() {
        if schema["type"] == "object" {
            schema["additionalProperties"] = false.into();
        }
    }
    document
}

/// What an answer to this question must look like. `pattern` is the path as the document has it: "GET /api/v1/patients/{id}".
fn schema_of(pattern: &str, page: &Page) -> Value {
    let (method, path) = pattern.split_once(' ').must("a method and a path");
    let operation = &DOCUMENT["paths"][path][method.to_lowercase()];
    let kind = page.header("content-type").split(';').next().unwrap_or_default();
    operation["responses"][page.status.to_string()]["content"][kind]["schema"].clone()
}

/// The answer, which is as the document says.
pub(crate) fn documented(pattern: &str, page: &Page) -> Value {
    let answer: Value = serde_json::from_slice(page.bytes()).must("JSON");
    let mut schema = schema_of(pattern, page);
    assert!(schema.is_object(), "{pattern}: no {} {} is documented: {}", page.status, page.header("content-type"), page.text());
    schema["components"] = DOCUMENT["components"].clone();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).must("a schema");
    let wrong: Vec<String> = validator.iter_errors(&answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{pattern}: {wrong:#?}");
    answer
}

#[test]
fn an_answer_that_is_not_as_documented_is_noticed() {
    let mut schema = json!({ "$ref": "#/components/schemas/Me" });
    schema["components"] = DOCUMENT["components"].clone();
    let me = jsonschema::options().should_validate_formats(true).build(&schema).must("a schema");
    let good = json!({ "client": "api_1", "name": "Website", "clinic": "noor", "scopes": ["appointments:read"], "expires_at": "2026-03-02T08:00:00Z" });
    assert!(me.is_valid(&good));
    for (field, value) in [("more", json!(1)), ("scopes", json!(["everything"])), ("expires_at", json!("soon")), ("name", json!(null))] {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(!me.is_valid(&bad), "{field}");
    }
    assert!(!me.is_valid(&json!({})));
}
