//! Request bodies that break one limit of the document.

use serde_json::{Map, Value, json};

/// A body that breaks one limit, and the JSON pointer of the member that breaks it.
pub struct Broken {
    pub pointer: String,
    pub body: Value,
}

/// The body once for each limit of its schema: with a text that is one character too long, or a list with one item too many.
pub fn broken_bodies(document: &Value, schema: &Value, body: &Value) -> Vec<Broken> {
    let mut broken = Vec::new();
    let properties = resolved(document, schema)["properties"].as_object();
    for (name, property) in properties.into_iter().flatten() {
        let property = resolved(document, property);
        let values: Vec<(String, Value)> = if let Some(max) = property["maxLength"].as_u64() {
            vec![(String::new(), long_text(property, max as usize + 1))]
        } else if let Some(max) = property["maxItems"].as_u64() {
            let item = body[name].get(0).cloned().unwrap_or_else(|| sample(document, &property["items"]));
            vec![(String::new(), json!(vec![item; max as usize + 1]))]
        } else if property.get("properties").is_some() {
            let inner = if body[name].is_object() { body[name].clone() } else { json!({}) };
            let inner = broken_bodies(document, property, &inner);
            inner.into_iter().map(|broken| (broken.pointer, broken.body)).collect()
        } else {
            Vec::new()
        };
        broken.extend(values.into_iter().map(|(pointer, value)| {
            let mut body = body.clone();
            body[name] = value;
            Broken { pointer: format!("/{name}{pointer}"), body }
        }));
    }
    broken
}

/// The schema that is meant: the one that a reference names, and of a schema or null the schema.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolved(document, document.pointer(reference.trim_start_matches('#')).unwrap());
    }
    let variants = schema["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    match variants.iter().filter(|variant| variant["type"] != "null").collect::<Vec<_>>()[..] {
        [only] => resolved(document, only),
        _ => schema,
    }
}

/// A text of that length, which breaks no other rule of the schema.
fn long_text(schema: &Value, length: usize) -> Value {
    let pattern = schema["pattern"].as_str().unwrap_or_default();
    let (start, end) = match schema["format"].as_str() {
        Some("email") => ("", "@example.org"),
        _ if pattern.contains("[Hh]") => ("https://example.org/", ""),
        _ => ("", ""),
    };
    json!([start, &"a".repeat(length - start.len() - end.len()), end].concat())
}

/// A value of the schema with the members that it requires.
fn sample(document: &Value, schema: &Value) -> Value {
    let schema = resolved(document, schema);
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match schema["type"].as_str() {
        Some("object") => {
            let members =
                required.map(|name| (name.to_owned(), sample(document, &schema["properties"][name])));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Some("string") => schema["enum"].get(0).cloned().unwrap_or_else(|| json!("https://example.org/")),
        _ => json!(1),
    }
}
