//! The JSON Schema of a body's blocks, also as a document of its own for tools that do not read OpenAPI.

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::{Components, OpenApi, RefOr};

use crate::content::body::{Block, Cell, DescriptionItem, GalleryImage, Note};

/// Where the OpenAPI document has its schemas.
const COMPONENTS: &str = "#/components/schemas/";

/// Where a JSON Schema document has its schemas.
const DEFINITIONS: &str = "#/$defs/";

/// Closes the schemas of the parts of blocks: they allow no undeclared members.
pub(super) fn close(components: &mut Components) {
    for name in [Cell::name(), DescriptionItem::name(), GalleryImage::name(), Note::name()] {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(&*name) {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

/// The schema of a list of blocks as a JSON Schema 2020-12 document, with all referenced schemas in `$defs`.
pub fn block_schema(document: &OpenApi) -> serde_json::Result<Value> {
    let components = serde_json::to_value(&document.components)?;
    let mut definitions = Map::new();
    let mut pending = vec![Block::name().into_owned()];
    while let Some(name) = pending.pop() {
        if !definitions.contains_key(&name) {
            let mut schema = components["schemas"][&name].clone();
            refer_to_definitions(&mut schema, &mut pending);
            definitions.insert(name, schema);
        }
    }
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Blocks",
        "description": "The blocks of an article body: the input with the format `blocks`, and the output with `body=blocks`.",
        "type": "array",
        "items": {"$ref": format!("{DEFINITIONS}{}", Block::name())},
        "$defs": definitions,
    }))
}

/// Changes references to components into references to definitions, and adds their names to `pending`.
fn refer_to_definitions(schema: &mut Value, pending: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str().and_then(|text| text.strip_prefix(COMPONENTS)) {
                    Some(component) if name == "$ref" => {
                        let component = component.to_owned();
                        *member = json!(format!("{DEFINITIONS}{component}"));
                        pending.push(component);
                    }
                    _ => refer_to_definitions(member, pending),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer_to_definitions(item, pending)),
        _ => {}
    }
}
