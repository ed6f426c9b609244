//! The API's document, held against every exchange.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use actix_web::http::Method;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::answer::Answer;

/// A question to the API and its answer.
pub struct Exchange<'a> {
    pub method: &'a Method,
    pub path: &'a str,
    /// Whether only some of the members were asked for: then the others may be missing.
    pub partial: bool,
    pub sent: Option<Value>,
    pub answer: &'a Answer,
}

/// The document, and which of its operations have been exercised with success.
pub struct Contract {
    document: Value,
    /// The document's components, closed: no object may have a member that is not declared.
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

    /// The operations that no exchange had success with.
    pub fn unexercised(&self) -> Vec<String> {
        let exercised = self.exercised.lock().unwrap();
        self.operations()
            .map(|(_, _, operation)| id(operation))
            .filter(|id| !exercised.contains(id))
            .collect()
    }

    /// Every operation: its path, method and description.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
            item.as_object()
                .into_iter()
                .flatten()
                .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    /// Panics unless the answer is one that the document promises.
    #[track_caller]
    pub fn check(&self, exchange: &Exchange<'_>) {
        let answer = exchange.answer;
        check_everywhere(answer);
        let Some(operation) = self.operation(exchange.method, exchange.path) else {
            if answer.status.is_client_error() || answer.status.is_server_error() {
                self.check_body(
                    "#/components/schemas/Problem",
                    &json!({"$ref": "#/components/schemas/Problem"}),
                    exchange,
                );
            }
            return;
        };
        let id = id(operation);
        let status = answer.status.as_str();
        let response = self.resolve(&operation["responses"][status]);
        assert!(
            !response.is_null(),
            "{id} answered {status}, which its description does not list: {}",
            answer.text()
        );
        let media_type = answer.header("content-type").split(';').next().unwrap_or_default();
        match response["content"].as_object() {
            None => {
                assert!(answer.body.is_empty(), "{id} answered {status} with a body that is not described")
            }
            // What HEAD would have had is known from GET.
            Some(_) if *exchange.method == Method::HEAD => {}
            Some(content) => {
                let described = content.get(media_type);
                let described =
                    described.unwrap_or_else(|| panic!("{id} answered {status} as `{media_type}`"));
                if media_type.ends_with("json") {
                    self.check_body(&format!("{id} {status} {media_type}"), &described["schema"], exchange);
                }
            }
        }
        if answer.status.is_success() {
            self.check_request(&id, operation, exchange);
            self.exercised.lock().unwrap().insert(id);
        }
    }

    /// What was taken must be what the description says is taken.
    fn check_request(&self, id: &str, operation: &Value, exchange: &Exchange<'_>) {
        let (Some(sent), Some(content)) = (&exchange.sent, operation["requestBody"]["content"].as_object())
        else {
            return;
        };
        let schema = &content.values().next().unwrap()["schema"];
        let errors = self.errors(&format!("{id} request"), schema, sent, false);
        assert!(errors.is_empty(), "{id} took a body that its description forbids: {errors}\n{sent}");
    }

    fn check_body(&self, name: &str, schema: &Value, exchange: &Exchange<'_>) {
        let body = serde_json::from_slice(&exchange.answer.body).unwrap();
        let errors = self.errors(name, schema, &body, exchange.partial);
        assert!(errors.is_empty(), "{name} answered what its schema forbids: {errors}\n{body:#}");
    }

    fn errors(&self, name: &str, schema: &Value, value: &Value, partial: bool) -> String {
        let name = if partial { format!("{name}, in part") } else { name.to_owned() };
        let validator = *self.validators.lock().unwrap().entry(name).or_insert_with(|| {
            let mut schema = schema.clone();
            close(&mut schema, false);
            schema["components"] = self.components.clone();
            if partial {
                demand_nothing(&mut schema);
            }
            // One for each answer of each operation, kept until the tests end.
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

/// What holds on every answer, whatever the operation.
#[track_caller]
fn check_everywhere(answer: &Answer) {
    assert_ne!(answer.status.as_u16(), 500, "{}", answer.text());
    assert!(!answer.header("x-request-id").is_empty(), "no request id");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    if answer.status.as_u16() >= 400 {
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["status"], answer.status.as_u16());
        assert_eq!(problem["request_id"], answer.header("x-request-id"));
    }
    if answer.status.as_u16() == 401 {
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

fn id(operation: &Value) -> String {
    operation["operationId"].as_str().unwrap().to_owned()
}

/// Whether a path is one of the template's. A section's path may hold slashes.
fn matches(template: &str, path: &str) -> bool {
    if let Some(start) = template.strip_suffix("{section}") {
        return path.len() > start.len() && path.starts_with(start);
    }
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(wanted, given)| wanted == given || (wanted.starts_with('{') && !given.is_empty()))
}

/// Lets every member be missing.
fn demand_nothing(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            // A member of that name is no list of names.
            if object.get("required").is_some_and(Value::is_array) {
                object.remove("required");
            }
            object.values_mut().for_each(demand_nothing);
        }
        Value::Array(parts) => parts.iter_mut().for_each(demand_nothing),
        _ => {}
    }
}

/// Forbids members that a schema does not declare, at every depth. What is a part of a whole may have members that
/// another part declares.
fn close(schema: &mut Value, part_of_all: bool) {
    if let Some(object) = schema.as_object_mut() {
        if !part_of_all && (object.contains_key("allOf") || object.contains_key("properties")) {
            object.insert("unevaluatedProperties".to_owned(), json!(false));
        }
        for (key, value) in object.iter_mut() {
            match (key.as_str(), value) {
                ("allOf", Value::Array(parts)) => parts.iter_mut().for_each(|part| close(part, true)),
                ("$ref", Value::String(name)) if part_of_all => name.push_str(".open"),
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
