//! The API description matches the API, and the committed copy is current.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

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

/// A program that generates a client from the description fails at a reference that leads nowhere.
#[test]
fn every_reference_leads_to_a_schema() {
    let text = server::api::document();
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let references: BTreeSet<&str> =
        text.split("\"$ref\": \"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(references.len() > 500, "the references are found: {}", references.len());
    let lost: Vec<_> = references.into_iter().filter(|to| document.pointer(to).is_none()).collect();
    assert_eq!(lost, Vec::<&str>::new(), "name these schemas in description.rs");
}

/// The document keeps one schema of a name, so a second type of that name would be described as the first.
#[test]
fn no_two_types_share_a_schema_name() {
    let (mut known, mut double) = (BTreeMap::new(), BTreeSet::new());
    for (name, schema) in server::api::schemas() {
        let schema = serde_json::to_value(schema).expect("JSON");
        if *known.entry(name.clone()).or_insert_with(|| schema.clone()) != schema {
            double.insert(name);
        }
    }
    assert!(known.len() > 200, "the schemas are collected: {}", known.len());
    assert_eq!(double, BTreeSet::new(), "several types have this name; give one of them another");
}

/// Follows a reference, and merges the parts of `allOf`.
fn resolved(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return resolved(document, document.pointer(name.trim_start_matches('#')).expect("a schema"));
    }
    let Some(parts) = schema["allOf"].as_array() else { return schema.clone() };
    let mut merged = serde_json::json!({"type": "object", "properties": {}});
    for part in parts.iter().map(|part| resolved(document, part)) {
        for (name, property) in part["properties"].as_object().into_iter().flatten() {
            merged["properties"][name] = property.clone();
        }
    }
    merged
}

/// Whether no value fits both schemas: they differ in their JSON type, or in the values of a tag.
fn are_apart(one: &Value, other: &Value) -> bool {
    for (choice, other) in [(one, other), (other, one)] {
        if let Some(branches) = choice["oneOf"].as_array() {
            return branches.iter().all(|branch| are_apart(branch, other));
        }
    }
    let values = |of: &Value| of.as_array().cloned().unwrap_or_else(|| vec![of.clone()]);
    let differ = |one: &Value, other: &Value| {
        let (one, other) = (values(one), values(other));
        one.iter().all(|value| !value.is_null() && !other.contains(value))
    };
    let mut tags = one["properties"].as_object().into_iter().flatten();
    differ(&one["type"], &other["type"])
        || tags.any(|(name, tag)| {
            let known = &other["properties"][name]["enum"];
            !known.is_null() && differ(&tag["enum"], known)
        })
}

fn one_ofs<'d>(value: &'d Value, place: &str, found: &mut Vec<(String, &'d Vec<Value>)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let place = format!("{place}/{name}");
                if let Some(branches) = member.as_array().filter(|_| name == "oneOf") {
                    found.push((place.clone(), branches));
                }
                one_ofs(member, &place, found);
            }
        }
        Value::Array(members) => members.iter().for_each(|member| one_ofs(member, place, found)),
        _ => {}
    }
}

#[test]
fn no_value_fits_two_branches_of_a_one_of() {
    let document: Value = serde_json::from_str(&server::api::document()).expect("JSON");
    let mut found = Vec::new();
    one_ofs(&document, "", &mut found);
    assert!(found.len() > 5, "they are found: {}", found.len());
    for (place, branches) in found {
        let branches: Vec<Value> = branches.iter().map(|branch| resolved(&document, branch)).collect();
        for (n, one) in branches.iter().enumerate() {
            assert!(branches[n + 1..].iter().all(|other| are_apart(one, other)), "use anyOf at {place}");
        }
    }
}

/// Without a client that asks for it, `default` would be the only thing that is known of a refusal.
#[test]
fn each_operation_lists_how_it_refuses() {
    let document: Value = serde_json::from_str(&server::api::document()).expect("JSON");
    let said = |path: &str, method: &str, status: &str| {
        let described = document["paths"][path][method]["responses"][status]["description"].as_str();
        described.unwrap_or_default().to_owned()
    };
    for (path, method, status, codes) in [
        (
            "/api/v1/wishes/{id}/claims",
            "post",
            "409",
            &["already_taken", "fewer_left", "claim_limit", "request_reused"][..],
        ),
        ("/api/v1/wishes/{id}/claims", "post", "403", &["not_allowed", "members_only", "setup_needed"]),
        ("/api/v1/wishes/{id}/claims", "post", "413", &["too_large"]),
        ("/api/v1/wishes/{id}/claims", "post", "422", &["invalid_fields"]),
        ("/api/v1/wishes/{id}/claims", "post", "429", &["too_fast"]),
        ("/api/v1/households/{id}/notes", "post", "409", &["file_closed"]),
        ("/api/v1/households/{id}/notes", "get", "404", &["not_found"]),
        ("/api/v1/session", "post", "401", &["wrong_sign_in", "wrong_card"]),
        ("/api/v1/session", "post", "429", &["too_many_tries", "too_fast"]),
        ("/api/v1/wishes", "get", "503", &["unavailable"]),
        ("/api/v1/wishes/{id}/claims", "post", "503", &["unavailable", "disk_full"]),
    ] {
        let said = said(path, method, status);
        for code in codes {
            assert!(said.contains(&format!("`{code}`")), "{method} {path} {status}: {code} is missing in {said:?}");
        }
    }
    // Visitors may read the feed, and a GET writes nothing.
    assert_eq!(said("/api/v1/wishes", "get", "401"), "");
    assert_eq!(said("/api/v1/wishes", "get", "429"), "");
}

on_both! {
    async fn a_part_of_the_description_stands_alone_and_the_page_names_each(app) {
        let whole: Value = serde_json::from_str(&server::api::document()).expect("JSON");
        let tags: BTreeSet<&str> = whole["tags"].as_array().expect("tags").iter().filter_map(|tag| tag["name"].as_str()).collect();
        let named: Vec<&str> = app::pages::site::api::GROUPS.iter().flat_map(|(_, groups)| groups.iter().copied()).collect();
        assert_eq!((named.iter().copied().collect::<BTreeSet<_>>(), named.len()), (tags, named.len()), "GROUPS and the tags");
        let page = app.visitor().get("/api").await;
        assert_eq!(page.status, 200);
        let mut operations = 0;
        for group in named {
            assert!(page.text.contains(&format!("href=\"/api?tag={group}\"")), "{group} has no link");
            for lang in ["zh-CN", "en"].map(|tag| app::i18n::Lang::from_tag(tag).expect("a language")) {
                assert!(lang.has(&format!("api-group-{group}")), "{group} has no name in {}", lang.tag());
            }
            let part = app.visitor().get(&format!("/api/v1/openapi.json?tag={group}")).await.expect(200);
            for (path, methods) in part["paths"].as_object().expect("paths") {
                for (method, operation) in methods.as_object().expect("operations") {
                    assert_eq!(*operation, whole["paths"][path][method]);
                    operations += 1;
                }
            }
            let text = part.to_string();
            for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(part.pointer(reference).is_some(), "{group} lacks {reference}");
            }
        }
        let all = whole["paths"].as_object().expect("paths").values().filter_map(Value::as_object).map(serde_json::Map::len);
        assert_eq!(operations, all.sum::<usize>(), "each operation is in one group");
        app.visitor().get("/api/v1/openapi.json?tag=nothing").await.refused(404, "not_found");
        assert_eq!(app.visitor().get("/api?tag=nothing").await.status, 404);

        let drawn = app.donor().get("/api?tag=claims").await;
        for part in ["/docs/swagger-ui-bundle.js", "/docs/start.js", "data-description=\"/api/v1/openapi.json?tag=claims\""] {
            assert!(drawn.text.contains(part), "{part}");
        }
        let policy = drawn.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-inline"), "{policy}");
    }

    async fn the_description_is_served(app) {
        let served = app.visitor().get("/api/v1/openapi.json").await.expect(200);
        assert_eq!(served, serde_json::from_str::<Value>(&server::api::document()).expect("JSON"));
    }
}
