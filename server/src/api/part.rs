//! The description, or the part of it that is about one group, which is small enough for a browser to draw.

use std::collections::BTreeSet;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::Error;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::http::Answer;

/// Which part of the description is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    /// A tag; empty for the whole.
    tag: String,
}

impl Part {
    /// Answers with the part.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a tag without operations.
    pub(super) fn of(&self, document: &Value) -> Answer<Response> {
        if self.tag.is_empty() {
            return Ok(Json(document).into_response());
        }
        let part = tagged(document, &self.tag).ok_or(Error::NotFound)?;
        Ok(Json(part).into_response())
    }
}

/// Returns the operations of a tag, with the schemas that they name, directly or through others.
fn tagged(document: &Value, tag: &str) -> Option<Value> {
    let mut paths = Map::new();
    for (path, operations) in document["paths"].as_object()? {
        let of_tag = |operation: &Value| operation["tags"].as_array().is_some_and(|tags| tags.iter().any(|t| t == tag));
        let kept: Map<String, Value> = operations
            .as_object()?
            .iter()
            .filter(|(_, operation)| of_tag(operation))
            .map(|(method, operation)| (method.clone(), operation.clone()))
            .collect();
        if !kept.is_empty() {
            paths.insert(path.clone(), Value::Object(kept));
        }
    }
    if paths.is_empty() {
        return None;
    }
    let paths = Value::Object(paths);
    let (mut named, schemas) = (BTreeSet::new(), &document["components"]["schemas"]);
    name_schemas(&paths, schemas, &mut named);
    let kept: Map<String, Value> = named.iter().map(|name| ((*name).to_owned(), schemas[*name].clone())).collect();
    let all_tags = document["tags"].as_array().into_iter().flatten();
    let tags: Vec<&Value> = all_tags.filter(|one| one["name"] == tag).collect();
    Some(json!({
        "openapi": document["openapi"],
        "info": document["info"],
        "paths": paths,
        "components": { "schemas": kept, "securitySchemes": document["components"]["securitySchemes"] },
        "security": document["security"],
        "tags": tags,
    }))
}

/// Adds the names of all schemas to which a value leads.
fn name_schemas<'d>(value: &'d Value, schemas: &'d Value, named: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            if let Some(name) = reference.and_then(|to| to.strip_prefix("#/components/schemas/"))
                && named.insert(name)
            {
                name_schemas(&schemas[name], schemas, named);
            }
            members.values().for_each(|member| name_schemas(member, schemas, named));
        }
        Value::Array(members) => members.iter().for_each(|member| name_schemas(member, schemas, named)),
        _ => {}
    }
}
