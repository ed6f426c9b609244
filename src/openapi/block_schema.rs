//! The JSON Schema of a body's blocks: part of the document, and a file of its own for tools that know nothing of OpenAPI.

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::{Components, OpenApi, RefOr};

use crate::content::body::{Block, Cell, Inline};

/// Where the document keeps its schemas, and where a schema of its own does.
const COMPONENTS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/$defs/";

/// Closes the schemas of blocks and what they are made of: a member that is not declared is refused.
pub(super) fn close(components: &mut Components) {
    for name in [Block::name(), Inline::name(), Cell::name()] {
        match components.schemas.get_mut(&*name) {
            Some(RefOr::T(Schema::OneOf(kinds))) => kinds.items.iter_mut().for_each(close_object),
            Some(schema) => close_object(schema),
            None => {}
        }
    }
}

fn close_object(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}

/// The schema of a list of blocks by itself: JSON Schema 2020-12, with all it refers to under `$defs`.
pub fn block_schema(document: &OpenApi) -> serde_json::Result<Value> {
    let components = serde_json::to_value(&document.components)?;
    let mut definitions = Map::new();
    let mut wanted = vec![Block::name().into_owned()];
    while let Some(name) = wanted.pop() {
        if !definitions.contains_key(&name) {
            let mut schema = components["schemas"][&name].clone();
            refer_to_definitions(&mut schema, &mut wanted);
            definitions.insert(name, schema);
        }
    }
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Blocks",
        "description": "The blocks of an article body, as they are written with the format `blocks` and delivered with `body=blocks`.",
        "type": "array",
        "items": {"$ref": format!("{DEFINITIONS}{}", Block::name())},
        "$defs": definitions,
    }))
}

/// Turns references to the document's components into ones to definitions, and adds their names to `wanted`.
fn refer_to_definitions(schema: &mut Value, wanted: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str().and_then(|text| text.strip_prefix(COMPONENTS)) {
                    Some(component) if name == "$ref" => {
                        let component = component.to_owned();
                        *member = json!(format!("{DEFINITIONS}{component}"));
                        wanted.push(component);
                    }
                    _ => refer_to_definitions(member, wanted),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer_to_definitions(item, wanted)),
        _ => {}
    }
}
