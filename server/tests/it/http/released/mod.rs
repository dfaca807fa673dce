//! The API keeps what it released: programs that work today work after an upgrade.
//!
//! `server/openapi.released.json` is the description at the last release, without texts. What it promised and the
//! present description does not is a finding, which fails unless `breaks.txt` gives a reason. After a release:
//! `RELEASE_OPENAPI=1 cargo test -p server --test it released`, and an empty `breaks.txt`.

mod schemas;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use schemas::{Schemas, Side};

const BREAKS: &str = include_str!("breaks.txt");

/// Members of the description that bind no program.
const TEXTS: [&str; 9] =
    ["description", "summary", "example", "examples", "title", "tags", "deprecated", "default", "format"];

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.released.json")
}

/// Leaves texts out. Names of properties are kept, whatever they are.
fn bare(value: &Value) -> Value {
    fn walk(value: &Value, are_names: bool) -> Value {
        match value {
            Value::Object(members) => {
                let kept = members.iter().filter(|(name, _)| are_names || !TEXTS.contains(&name.as_str()));
                let walked = kept.map(|(name, part)| (name.clone(), walk(part, name == "properties" && !are_names)));
                Value::Object(walked.collect())
            }
            Value::Array(parts) => Value::Array(parts.iter().map(|part| walk(part, false)).collect()),
            other => other.clone(),
        }
    }
    walk(value, false)
}

/// Returns what of a description binds: operations with their successful answers, and schemas.
fn binding(document: &Value) -> Value {
    let mut paths = document["paths"].clone();
    for operation in paths.as_object_mut().into_iter().flat_map(Map::values_mut) {
        for operation in operation.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Some(responses) = operation["responses"].as_object_mut() {
                responses.retain(|status, _| status.starts_with('2'));
            }
        }
    }
    json!({"paths": bare(&paths), "schemas": bare(&document["components"]["schemas"])})
}

/// Writes a line for each path and each schema, so that a release is a readable change.
fn written(binding: &Value) -> String {
    let lines = |part: &Value| {
        let members: BTreeMap<&String, &Value> = part.as_object().expect("an object").iter().collect();
        let line = |(name, member): (&String, &Value)| format!("{}:{member}", Value::String(name.clone()));
        members.into_iter().map(line).collect::<Vec<_>>().join(",\n")
    };
    format!(
        "{{\n\"paths\":{{\n{}\n}},\n\"schemas\":{{\n{}\n}}}}\n",
        lines(&binding["paths"]),
        lines(&binding["schemas"])
    )
}

/// A broken promise: the operation, or the schema that several share, and what is gone.
type Finding = (String, String);

fn content<'d>(part: &'d Value, schemas: &mut BTreeMap<&'d str, &'d Value>) {
    for (kind, body) in part["content"].as_object().into_iter().flatten() {
        schemas.insert(kind, &body["schema"]);
    }
}

/// Compares an operation with what it was.
fn compare(place: &str, old: &Value, new: &Value, schemas: &mut Schemas<'_>, found: &mut Vec<Finding>) {
    let mut note = |what: String| found.push((place.to_owned(), what));
    if old["operationId"] != new["operationId"] {
        note(format!("operationId {} is gone", old["operationId"]));
    }
    if old["security"].is_array() && !new["security"].is_array() {
        note("it takes a session now".into());
    }
    let parameters = |of: &Value| -> BTreeMap<(String, String), Value> {
        let all = of["parameters"].as_array().into_iter().flatten();
        let text = |one: &Value, member: &str| one[member].as_str().unwrap_or_default().to_owned();
        all.map(|one| ((text(one, "in"), text(one, "name")), one.clone())).collect()
    };
    let (was, is) = (parameters(old), parameters(new));
    for ((kind, name), one) in &is {
        let before = was.get(&(kind.clone(), name.clone()));
        if one["required"] == true && before.is_none_or(|before| before["required"] != true) {
            note(format!("{kind} {name} is required now"));
        }
    }
    for ((kind, name), before) in &was {
        match is.get(&(kind.clone(), name.clone())) {
            None => note(format!("{kind} {name} is gone")),
            Some(one) => {
                for what in schemas.differences(&before["schema"], &one["schema"], Side::Sent, name) {
                    note(format!("{kind} {what}"));
                }
            }
        }
    }
    let (mut sent, mut taken) = (BTreeMap::new(), BTreeMap::new());
    content(&old["requestBody"], &mut sent);
    content(&new["requestBody"], &mut taken);
    if sent.is_empty() && new["requestBody"]["required"] == true {
        note("a body is required now".into());
    }
    for (kind, before) in sent {
        match taken.get(kind) {
            None => note(format!("bodies of {kind} are refused now")),
            Some(now) => schemas.differences(before, now, Side::Sent, "body").into_iter().for_each(&mut note),
        }
    }
    for (status, before) in old["responses"].as_object().into_iter().flatten() {
        let now = &new["responses"][status.as_str()];
        if now.is_null() {
            note(format!("status {status} is gone"));
            continue;
        }
        let (mut promised, mut answered) = (BTreeMap::new(), BTreeMap::new());
        content(before, &mut promised);
        content(now, &mut answered);
        for (kind, before) in promised {
            match answered.get(kind) {
                None => note(format!("{status} is no {kind} any more")),
                Some(now) => schemas.differences(before, now, Side::Answered, "answer").into_iter().for_each(&mut note),
            }
        }
    }
}

/// Returns what was released and is not kept.
fn findings(old: &Value, new: &Value) -> Vec<Finding> {
    let mut schemas = Schemas::new(&old["schemas"], &new["schemas"]);
    let mut found = Vec::new();
    for (path, operations) in old["paths"].as_object().into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            let place = format!("{} {path}", method.to_uppercase());
            match &new["paths"][path.as_str()][method.as_str()] {
                Value::Null => found.push((place, "it is gone".into())),
                now => compare(&place, operation, now, &mut schemas, &mut found),
            }
        }
    }
    found
}

/// A line of `breaks.txt`: an operation or `*`, what is not kept, and why.
fn allowed() -> Vec<(&'static str, &'static str)> {
    let lines = BREAKS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let line = |line: &'static str| {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [operation, what, reason] = parts[..] else { panic!("operation | what | reason: {line}") };
        assert!(reason.len() > 20, "a reason is missing: {line}");
        (operation, what)
    };
    lines.map(line).collect()
}

#[test]
fn what_was_released_is_kept_or_has_a_reason() {
    let now = binding(&serde_json::from_str(&server::api::document()).expect("JSON"));
    if std::env::var_os("RELEASE_OPENAPI").is_some() {
        fs::write(file(), written(&now)).expect("written");
    }
    let released: Value = serde_json::from_str(&fs::read_to_string(file()).expect("a file")).expect("JSON");
    assert!(released["paths"].as_object().is_some_and(|paths| paths.len() > 500), "the released paths are read");
    let (allowed, mut used) = (allowed(), BTreeSet::new());
    let mut broken = Vec::new();
    for (place, what) in findings(&released, &now) {
        match allowed.iter().find(|(operation, known)| (*operation == "*" || *operation == place) && *known == what) {
            Some(line) => _ = used.insert(*line),
            None => broken.push(format!("{place} | {what}")),
        }
    }
    assert!(
        broken.is_empty(),
        "programs that use the released API would fail; keep it, or give a reason in breaks.txt:\n{}",
        broken.join("\n")
    );
    let stale: Vec<_> = allowed.iter().filter(|line| !used.contains(*line)).collect();
    assert!(stale.is_empty(), "these lines of breaks.txt excuse nothing: {stale:?}");
}

/// Builds a description of one operation, from its body and its answer.
fn one(body: Value, answer: Value, schemas: Value) -> Value {
    let json_of = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
    let operation = json!({"operationId": "a", "requestBody": json_of(body), "responses": {"200": json_of(answer)}});
    json!({"paths": {"/a": {"post": operation}}, "schemas": schemas})
}

#[test]
fn each_kind_of_break_is_found_and_what_programs_do_not_notice_is_none() {
    let object =
        |members: Value, required: Value| json!({"type": "object", "properties": members, "required": required});
    let text = || json!({"type": "string"});
    let known = |members: &[&str]| json!({"type": "string", "enum": members});
    let link = || json!({"$ref": "#/components/schemas/Thing"});
    let next = || json!({"oneOf": [{"type": "null"}, link()]});
    let (whole, or_null) = (json!({"type": "integer"}), json!({"type": ["string", "null"]}));
    let was = one(
        object(json!({"kind": known(&["a", "b"]), "note": or_null}), json!(["kind"])),
        link(),
        json!({"Thing": object(json!({"id": whole, "next": next()}), json!(["id"]))}),
    );
    let said = |new: &Value| findings(&was, new).into_iter().map(|(_, what)| what).collect::<Vec<_>>();
    assert_eq!(said(&was), Vec::<String>::new());

    // More is taken and more is answered: no program notices.
    let more = one(
        object(json!({"kind": known(&["a", "b", "c"]), "note": or_null, "more": text()}), json!([])),
        link(),
        json!({"Thing": object(json!({"id": whole, "more": text(), "next": next()}), json!(["id", "more"]))}),
    );
    assert_eq!(said(&more), Vec::<String>::new());

    let less = one(
        object(json!({"kind": known(&["a"]), "note": text(), "more": text()}), json!(["kind", "more"])),
        link(),
        json!({"Thing": object(json!({"id": {"type": ["integer", "null"]}}), json!([]))}),
    );
    assert_eq!(
        said(&less),
        [
            "body.more is required now",
            "body.kind does not take \"b\" any more",
            "body.note does not take null any more",
            "answer.next is gone",
            "answer.id can be missing now",
            "answer.id can be null now",
        ]
    );
    assert_eq!(said(&json!({"paths": {}, "schemas": {}})), ["it is gone"]);
}
