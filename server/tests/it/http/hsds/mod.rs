//! The export of organisations, services and places has the fields that Open Referral's HSDS 3.0 asks for.

use domain::opening::{Hours, Opening};
use serde_json::{Value, json};
use store::areas::opening::SetOpening;

use crate::support::on_both;

/// Names, types and required fields of the specification's objects.
const FIELDS: &str = include_str!("fields.json");

/// Collects how an object, or one in it, differs from the specification.
fn check(fields: &Value, kind: &str, object: &Value, wrong: &mut Vec<String>) {
    let known = &fields[kind];
    assert!(known.is_object(), "fields.json has no {kind}");
    let missing = known["required"].as_array().expect("a list").iter().filter_map(Value::as_str);
    wrong.extend(missing.filter(|name| object[*name].is_null()).map(|name| format!("{kind} lacks {name}")));
    for (name, value) in object.as_object().expect("an object") {
        let field = &known["properties"][name.as_str()];
        let fits = match field["type"].as_str() {
            Some("string") => value.is_string(),
            Some("number") => value.is_number(),
            Some("array") => value.is_array(),
            Some(_) => value.is_object(),
            None => false,
        };
        if !fits {
            wrong.push(format!("{kind}.{name}"));
        }
        let text = value.as_str().unwrap_or_default();
        let uuid = text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
        if field["format"] == "uuid" && !uuid {
            wrong.push(format!("{kind}.{name} is no UUID: {text}"));
        }
        if field["enum"].as_array().is_some_and(|listed| !listed.contains(value)) {
            wrong.push(format!("{kind}.{name} is none of the listed values: {text}"));
        }
        if let Some(part) = field["of"].as_str() {
            let parts = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            parts.iter().for_each(|one| check(fields, part, one, wrong));
        }
    }
}

on_both! {
    async fn places_and_services_are_exported_as_open_referral_describes_them(app) {
        let week = [Some(Hours { opens: 540, closes: 1050 }), None, None, None, None, None, None].to_vec();
        let opening = Opening { phone: "0991-4711000".into(), week, ..Opening::default() };
        let by = store::By::new(app.person("admin").actor, server::http::random_id());
        app.store.run(&by, SetOpening { location: app.world.id("shop"), opening }).await.expect("set");

        let found = app.visitor().get("/api/v1/open/hsds.json").await.expect(200);
        let fields: Value = serde_json::from_str(FIELDS).expect("JSON");
        let mut wrong = Vec::new();
        for (list, kind) in [("organizations", "organization"), ("services", "service")] {
            let objects = found[list].as_array().expect("a list");
            assert!(!objects.is_empty(), "{list}");
            objects.iter().for_each(|object| check(&fields, kind, object, &mut wrong));
        }
        assert_eq!(wrong, Vec::<String>::new());

        let text = found.to_string();
        assert!(text.contains("\"opens_at\":\"09:00\"") && text.contains("\"closes_at\":\"17:30\""), "{text}");
        assert!(text.contains("0991-4711000"), "the phone at the door");
        assert_eq!(found["version"], json!("3.0"));
        assert_eq!(app.visitor().get("/api/v1/open/hsds.json").await.expect(200), found, "ids stay");
    }
}
