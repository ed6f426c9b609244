//! Compares every exchange with the OpenAPI document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use actix_web::http::Method;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::response::Response;

/// A request to the API and its response.
pub struct Exchange<'a> {
    pub method: &'a Method,
    pub path: &'a str,
    /// Whether the request selects members with `fields`. The other members may then be missing.
    pub partial: bool,
    pub request_body: Option<Value>,
    pub response: &'a Response,
}

/// The OpenAPI document, and the operations that have succeeded at least once.
pub struct Contract {
    document: Value,
    /// The components of the document, in which no object may have an undeclared member.
    components: Value,
    validators: Mutex<BTreeMap<String, &'static Validator>>,
    exercised: Mutex<BTreeSet<String>>,
}

impl Contract {
    pub fn read() -> Self {
        let document = serde_json::to_value(broadsheet::app::document()).unwrap();
        let mut components = document["components"].clone();
        let schemas = components["schemas"].as_object_mut().unwrap();
        let open: Vec<(String, Value)> = schemas
            .iter()
            .map(|(name, schema)| {
                let mut schema = schema.clone();
                close(&mut schema, true);
                (format!("{name}.open"), schema)
            })
            .collect();
        schemas.values_mut().for_each(|schema| close(schema, false));
        schemas.extend(open);
        Self { document, components, validators: Mutex::default(), exercised: Mutex::default() }
    }

    /// The IDs of the operations that have not succeeded in any exchange.
    pub fn unexercised(&self) -> Vec<String> {
        let exercised = self.exercised.lock().unwrap();
        self.operations()
            .map(|(_, _, operation)| operation_id(operation))
            .filter(|id| !exercised.contains(id))
            .collect()
    }

    /// Every operation with its path and method.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
            item.as_object()
                .into_iter()
                .flatten()
                .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    /// Panics unless the document allows the response.
    #[track_caller]
    pub fn check(&self, exchange: &Exchange<'_>) {
        let response = exchange.response;
        check_common_rules(response);
        let Some(operation) = self.operation(exchange.method, exchange.path) else {
            if response.status.is_client_error() || response.status.is_server_error() {
                self.check_body(
                    "#/components/schemas/Problem",
                    &json!({"$ref": "#/components/schemas/Problem"}),
                    exchange,
                );
            }
            return;
        };
        let id = operation_id(operation);
        let status = response.status.as_str();
        let declared = self.resolve(&operation["responses"][status]);
        assert!(
            !declared.is_null(),
            "{id} returned {status}, which the document does not declare: {}",
            response.text()
        );
        let media_type = response.header("content-type").split(';').next().unwrap_or_default();
        match declared["content"].as_object() {
            None => {
                assert!(
                    response.body.is_empty(),
                    "{id} returned {status} with a body that the document does not declare"
                )
            }
            // The tests of GET check the body that HEAD leaves out.
            Some(_) if *exchange.method == Method::HEAD => {}
            Some(content) => {
                let others = &declared["x-other-media-types"];
                let declared = content.get(media_type).or_else(|| others.get(media_type));
                let declared = declared.unwrap_or_else(|| {
                    panic!("{id} returned {status} as `{media_type}`, which is not declared")
                });
                if media_type.ends_with("json") {
                    self.check_body(&format!("{id} {status} {media_type}"), &declared["schema"], exchange);
                }
            }
        }
        if response.status.is_success() {
            self.check_request(&id, operation, exchange);
            self.exercised.lock().unwrap().insert(id);
        }
    }

    /// Panics when the API accepted a request body that its schema forbids.
    fn check_request(&self, id: &str, operation: &Value, exchange: &Exchange<'_>) {
        let (Some(body), Some(content)) =
            (&exchange.request_body, operation["requestBody"]["content"].as_object())
        else {
            return;
        };
        let schema = &content.values().next().unwrap()["schema"];
        let errors = self.errors(&format!("{id} request"), schema, body, false);
        assert!(errors.is_empty(), "{id} accepted a body that its schema forbids: {errors}\n{body}");
    }

    fn check_body(&self, name: &str, schema: &Value, exchange: &Exchange<'_>) {
        let body = serde_json::from_slice(&exchange.response.body).unwrap();
        let errors = self.errors(name, schema, &body, exchange.partial);
        assert!(errors.is_empty(), "{name} returned a body that its schema forbids: {errors}\n{body:#}");
    }

    fn errors(&self, name: &str, schema: &Value, value: &Value, partial: bool) -> String {
        let name = if partial { format!("{name} with fields") } else { name.to_owned() };
        let validator = *self.validators.lock().unwrap().entry(name).or_insert_with(|| {
            let mut schema = schema.clone();
            close(&mut schema, false);
            schema["components"] = self.components.clone();
            if partial {
                remove_required(&mut schema);
            }
            // One validator for each response of each operation lives until the tests end.
            Box::leak(Box::new(jsonschema::options().should_validate_formats(true).build(&schema).unwrap()))
        });
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        errors.join("; ")
    }

    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let method = if *method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
        let candidates = self.document["paths"].as_object()?;
        let (_, item) = candidates.iter().find(|(template, _)| matches(template, path))?;
        item.get(&method)
    }

    fn resolve<'a>(&'a self, response: &'a Value) -> &'a Value {
        match response["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => response,
        }
    }
}

/// Panics unless the response follows the rules of all operations.
#[track_caller]
fn check_common_rules(response: &Response) {
    assert_ne!(response.status.as_u16(), 500, "{}", response.text());
    assert!(!response.header("x-request-id").is_empty(), "the response has no request ID");
    assert_eq!(response.header("x-content-type-options"), "nosniff");
    if response.status.as_u16() >= 400 {
        assert_eq!(response.header("content-type"), "application/problem+json");
        let problem = response.json();
        assert_eq!(problem["status"], response.status.as_u16());
        assert_eq!(problem["request_id"], response.header("x-request-id"));
    }
    if response.status.as_u16() == 401 {
        assert!(response.header("www-authenticate").starts_with("Bearer"));
    }
}

fn operation_id(operation: &Value) -> String {
    operation["operationId"].as_str().unwrap().to_owned()
}

/// Whether a path matches a path template. The path of a section may contain slashes.
fn matches(template: &str, path: &str) -> bool {
    if let Some(start) = template.strip_suffix("{section}") {
        return path.len() > start.len() && path.starts_with(start);
    }
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(expected, actual)| expected == actual || (expected.starts_with('{') && !actual.is_empty()))
}

/// Makes every member optional.
fn remove_required(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            // A property that is named `required` has a schema instead of a list.
            if object.get("required").is_some_and(Value::is_array) {
                object.remove("required");
            }
            object.values_mut().for_each(remove_required);
        }
        Value::Array(parts) => parts.iter_mut().for_each(remove_required),
        _ => {}
    }
}

/// Forbids undeclared members at every depth. A part of an `allOf` may have members that another part declares.
fn close(schema: &mut Value, is_part_of_all: bool) {
    if let Some(object) = schema.as_object_mut() {
        if !is_part_of_all && (object.contains_key("allOf") || object.contains_key("properties")) {
            object.insert("unevaluatedProperties".to_owned(), json!(false));
        }
        for (key, value) in object.iter_mut() {
            match (key.as_str(), value) {
                ("allOf", Value::Array(parts)) => parts.iter_mut().for_each(|part| close(part, true)),
                ("$ref", Value::String(name)) if is_part_of_all => name.push_str(".open"),
                ("properties", Value::Object(members)) => {
                    members.values_mut().for_each(|member| close(member, false))
                }
                ("oneOf" | "anyOf" | "prefixItems", Value::Array(parts)) => {
                    parts.iter_mut().for_each(|part| close(part, false));
                }
                ("items", value) => close(value, false),
                _ => {}
            }
        }
    }
}
