//! The API description matches the API, and the committed copy is current.

use std::{fs, path::Path};

use serde_json::Value;

use crate::support::on_both;

#[test]
fn the_committed_description_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let current = format!("{}\n", server::api::document());
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&file, &current).expect("written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == current, "server/openapi.json is not current: run with UPDATE_OPENAPI=1");
}

#[test]
fn each_operation_has_a_unique_id_and_an_error_response() {
    let document: Value = serde_json::from_str(&server::api::document()).expect("JSON");
    let mut names = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            names.push(operation["operationId"].as_str().unwrap_or_default().to_owned());
            assert!(operation["responses"]["default"].is_object(), "{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{method} {path}");
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

on_both! {
    async fn the_description_is_served(app) {
        let served = app.visitor().get("/api/v1/openapi.json").await.expect(200);
        assert_eq!(served, serde_json::from_str::<Value>(&server::api::document()).expect("JSON"));
    }
}
