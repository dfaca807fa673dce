//! What the API's description says: each answer that a test gets must have a status that it lists, and each refusal a
//! code that it names.

use std::{collections::HashMap, sync::LazyLock};

use axum::http::{Method, header};
use serde_json::Value;

use super::Reply;

/// Responses by status, for each method and path.
type Operations = HashMap<(String, String), HashMap<u16, String>>;

static OPERATIONS: LazyLock<Operations> = LazyLock::new(|| {
    let document: Value = serde_json::from_str(&server::api::document()).expect("JSON");
    let mut operations = Operations::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("operations") {
            let responses = operation["responses"].as_object().expect("responses").iter();
            let described = responses.filter_map(|(status, response)| {
                // All but `default`, which stands for every other status.
                let status = status.parse().ok()?;
                Some((status, response["description"].as_str().unwrap_or_default().to_owned()))
            });
            operations.insert((method.to_uppercase(), path.clone()), described.collect());
        }
    }
    operations
});

/// Checks an answer against the description of the operation that gave it; pages have none.
pub fn check(method: &Method, reply: &Reply) {
    let Some(statuses) = OPERATIONS.get(&(method.to_string(), reply.route.clone())) else { return };
    let Some(described) = statuses.get(&reply.status.as_u16()) else {
        panic!("{method} {}: {} is not documented: {}", reply.route, reply.status, reply.text);
    };
    if reply.header(header::CONTENT_TYPE.as_str()) == "application/problem+json" {
        let code = reply.code();
        let named = described.contains(&format!("`{code}`"));
        assert!(named, "{method} {}: {code} is not documented as {}", reply.route, reply.status);
    }
}
