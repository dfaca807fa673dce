//! Compares two schemas: whether every value of one is fine for those who know the other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Who makes the values of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// A program that knows the old schema; the server takes what the new one says.
    Sent,
    /// The server by the new schema; a program reads what the old one says.
    Answered,
}

/// A pair of named schemas that was compared, so that what several operations share is told once and circles end.
type Seen = BTreeSet<(String, String, Side)>;

/// The named schemas of both descriptions.
pub(super) struct Schemas<'d> {
    old: &'d Value,
    new: &'d Value,
    seen: Seen,
}

/// An alternative of a schema: one JSON type (empty for any value), and what is said of it.
#[derive(Clone, Debug)]
struct Branch {
    kind: String,
    schema: Value,
    /// The name under which it was referred to, or empty.
    name: String,
}

impl<'d> Schemas<'d> {
    pub(super) fn new(old: &'d Value, new: &'d Value) -> Self {
        Schemas { old, new, seen: Seen::new() }
    }

    /// Returns how the new schema breaks what the old one promised.
    pub(super) fn differences(&mut self, old: &Value, new: &Value, side: Side, place: &str) -> Vec<String> {
        let mut seen = std::mem::take(&mut self.seen);
        let found = self.walk(old, new, side, place, &mut seen);
        self.seen = seen;
        found
    }

    fn walk(&self, old: &Value, new: &Value, side: Side, place: &str, seen: &mut Seen) -> Vec<String> {
        let (olds, news) = (branches(self.old, old), branches(self.new, new));
        // Each value that is made must be one of those that are known.
        let (made, known) = match side {
            Side::Sent => (&olds, &news),
            Side::Answered => (&news, &olds),
        };
        let mut found = Vec::new();
        for one in made {
            let fitting: Vec<&Branch> = known
                .iter()
                .filter(|other| {
                    let is_wider = other.kind == "number" && one.kind == "integer";
                    other.kind == one.kind || other.kind.is_empty() || is_wider
                })
                .collect();
            let ordered = |other| if side == Side::Sent { (one, other) } else { (other, one) };
            if let [other] = fitting[..] {
                let (before, after) = ordered(other);
                found.extend(self.pair(before, after, side, place, seen));
                continue;
            }
            let mut best: Option<(Vec<String>, Seen)> = None;
            for other in fitting {
                let mut tried = seen.clone();
                let (before, after) = ordered(other);
                let differences = self.pair(before, after, side, place, &mut tried);
                if best.as_ref().is_none_or(|(fewest, _)| differences.len() < fewest.len()) {
                    best = Some((differences, tried));
                }
            }
            match best {
                Some((differences, tried)) => {
                    found.extend(differences);
                    *seen = tried;
                }
                None => {
                    let kind = if one.kind.is_empty() { "any value" } else { one.kind.as_str() };
                    found.push(match side {
                        Side::Sent => format!("{place} does not take {kind} any more"),
                        Side::Answered => format!("{place} can be {kind} now"),
                    });
                }
            }
        }
        found
    }

    /// Compares two alternatives of one type.
    fn pair(&self, old: &Branch, new: &Branch, side: Side, place: &str, seen: &mut Seen) -> Vec<String> {
        let names = (old.name.clone(), new.name.clone(), side);
        if !old.name.is_empty() && !new.name.is_empty() && !seen.insert(names) {
            return Vec::new();
        }
        let (old, new) = (&old.schema, &new.schema);
        let mut found = self.members(old, new, side, place, seen);
        if side == Side::Sent {
            found.extend(narrower(old, new, place));
        }
        for part in ["items", "additionalProperties"] {
            if old[part].is_object() && new[part].is_object() {
                found.extend(self.walk(&old[part], &new[part], side, &format!("{place}[]"), seen));
            }
        }
        found
    }

    /// Compares the properties of two objects.
    fn members(&self, old: &Value, new: &Value, side: Side, place: &str, seen: &mut Seen) -> Vec<String> {
        let (was, is) = (required(old), required(new));
        let mut found = Vec::new();
        if side == Side::Sent {
            found.extend(is.difference(&was).map(|name| format!("{place}.{name} is required now")));
        }
        let properties = |of: &Value| of["properties"].as_object().cloned().unwrap_or_default();
        let (before, now) = (properties(old), properties(new));
        let mut missing = Vec::new();
        let mut deeper = Vec::new();
        for (name, known) in &before {
            let inside = format!("{place}.{name}");
            match now.get(name) {
                None => missing.push(format!("{inside} is gone")),
                Some(other) => {
                    if side == Side::Answered && was.contains(name.as_str()) && !is.contains(name.as_str()) {
                        deeper.push(format!("{inside} can be missing now"));
                    }
                    deeper.extend(self.walk(known, other, side, &inside, seen));
                }
            }
        }
        found.extend(missing);
        found.extend(deeper);
        found
    }
}

/// Values and lengths that the old schema took and the new one does not.
fn narrower(old: &Value, new: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(known) = new["enum"].as_array() {
        match old["enum"].as_array() {
            Some(before) => {
                let gone = before.iter().filter(|value| !known.contains(*value));
                found.extend(gone.map(|value| format!("{place} does not take {value} any more")));
            }
            None => found.push(format!("{place} takes listed values only now")),
        }
    }
    for (bound, is_upper) in [
        ("maximum", true),
        ("maxLength", true),
        ("maxItems", true),
        ("minimum", false),
        ("minLength", false),
        ("minItems", false),
    ] {
        let Some(now) = new[bound].as_f64() else { continue };
        let before = old[bound].as_f64();
        if before.is_none_or(|before| if is_upper { now < before } else { now > before }) {
            found.push(format!("{place} has {bound} {now} now"));
        }
    }
    found
}

fn required(schema: &Value) -> BTreeSet<&str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Divides a schema into alternatives with one type each; references are followed, and parts of `allOf` merged.
fn branches(schemas: &Value, schema: &Value) -> Vec<Branch> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let mut found = branches(schemas, &schemas[name]);
        let alone = found.len() == 1;
        for branch in found.iter_mut().filter(|branch| alone && branch.name.is_empty()) {
            name.clone_into(&mut branch.name);
        }
        return found;
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[choice].as_array() {
            return parts.iter().flat_map(|part| branches(schemas, part)).collect();
        }
    }
    let whole = if schema["allOf"].is_array() { merged(schemas, schema) } else { schema.clone() };
    let kinds: Vec<String> = match &whole["type"] {
        Value::String(kind) => vec![kind.clone()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ if whole["properties"].is_object() => vec!["object".into()],
        _ if whole["enum"].is_array() => vec!["string".into()],
        _ => vec![String::new()],
    };
    kinds.into_iter().map(|kind| Branch { kind, schema: whole.clone(), name: String::new() }).collect()
}

/// Merges the parts of `allOf`, whose properties and requirements add up.
fn merged(schemas: &Value, schema: &Value) -> Value {
    let (mut properties, mut needed) = (BTreeMap::new(), BTreeSet::new());
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let own = schema["properties"].is_object().then_some(schema);
    for part in parts.flat_map(|part| branches(schemas, part)).map(|branch| branch.schema).chain(own.cloned()) {
        for (name, property) in part["properties"].as_object().into_iter().flatten() {
            properties.insert(name.clone(), property.clone());
        }
        needed.extend(required(&part).into_iter().map(str::to_owned));
    }
    serde_json::json!({"type": "object", "properties": properties, "required": needed})
}
