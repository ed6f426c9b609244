//! Sends requests to the sample newsroom, and records them with their responses.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::limits::{Broken, broken_bodies};
use super::{members, operations};
use crate::program::{Server, body, status};

/// The members that differ at every start, with what the examples have instead.
const SECRETS: [(&str, &str); 7] = [
    ("access_token", "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJzdWIiOiIyIn0.c2lnbmF0dXJl"),
    ("refresh_token", "Zmlyc3QtcmVmcmVzaC10b2tlbi1vZi10aGUtc2Vzc2lvbg"),
    ("token", "cHJldmlldy10b2tlbi1vZi1hbi1hcnRpY2xl"),
    ("key", "bs_ZXhhbXBsZS1rZXktb2YtYS1wcm9ncmFt"),
    ("hint", "bs_ZXhh"),
    ("kid", "bmV3c3Jvb20ta2V5"),
    ("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
];

/// The members whose values differ at every start, and stay in the examples as they were recorded.
const VARIABLE: [&str; 4] = ["next_cursor", "prev_cursor", "request_id", "etag"];

/// What the examples have instead of the password of the sample newsroom.
const PASSWORD: &str = "seven herons guard the lamp";

pub struct Recorder<'a> {
    server: &'a Server,
    document: Value,
    examples: BTreeMap<String, Vec<Value>>,
    replacements: Vec<(String, String)>,
    /// The access token of the requests; none for readers.
    pub access_token: Option<String>,
}

impl<'a> Recorder<'a> {
    pub fn new(server: &'a Server, document: Value, password: &str) -> Self {
        let replacements = vec![
            (password.to_owned(), PASSWORD.to_owned()),
            (server.address.clone(), "localhost:8080".to_owned()),
        ];
        Self { server, document, examples: BTreeMap::new(), replacements, access_token: None }
    }

    /// Sends a request without a body.
    pub fn send(&mut self, operation: &str, path: Value, query: Value) -> Value {
        self.exchange(operation, path, query, None)
    }

    /// Sends a request with a body.
    pub fn send_body(&mut self, operation: &str, path: Value, body: Value) -> Value {
        self.exchange(operation, path, Value::Null, Some(body))
    }

    /// Sends a request, with the current `ETag` if the operation has a precondition, and records it unless the operation has an
    /// example of its status. Returns the body of the response, or null. Panics when the request fails, or when a body that
    /// breaks a limit of the document is accepted before it.
    fn exchange(&mut self, id: &str, path: Value, query: Value, request_body: Option<Value>) -> Value {
        let (template, method, operation) =
            operations(&self.document).find(|(.., operation)| operation["operationId"] == id).unwrap();
        let needs_version =
            operation["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == "If-Match");
        let url = members(&path)
            .fold(template.to_owned(), |url, (name, value)| url.replace(&format!("{{{name}}}"), &value));
        let parameters: Vec<String> =
            members(&query).map(|(name, value)| format!("{name}={value}")).collect();
        let url = [url, parameters.join("&")].join(if parameters.is_empty() { "" } else { "?" });
        let mut headers = self.credentials();
        if needs_version {
            headers.push_str(&format!("If-Match: {}\r\n", self.etag(&url)));
        }
        if let Some(body) = &request_body {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            for broken in broken_bodies(&self.document, schema, body) {
                expect_fault(id, &broken, &self.request(method, &url, &headers, Some(&broken.body)));
            }
        }
        let response = self.request(method, &url, &headers, request_body.as_ref());
        let status = status(&response);
        assert!((200..300).contains(&status), "{id}: {response}");
        let is_json = response.to_ascii_lowercase().contains("\r\ncontent-type: application/json");
        let response = if is_json { body(&response) } else { Value::Null };
        self.note_secrets(&response);
        let example = json!({"path": path, "query": query, "body": request_body, "status": status, "response": response});
        let examples = self.examples.entry(id.to_owned()).or_default();
        if !examples.iter().any(|known| known["status"] == status) {
            examples.push(example);
        }
        response
    }

    /// All examples, without what differs at every start.
    pub fn finish(mut self) -> Value {
        // A hint is the beginning of its key.
        self.replacements.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
        let mut examples = json!(self.examples);
        examples
            .as_object_mut()
            .unwrap()
            .values_mut()
            .flat_map(|list| list.as_array_mut().unwrap())
            .for_each(|example| {
                example.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            });
        let text = self
            .replacements
            .iter()
            .fold(examples.to_string(), |text, (secret, public)| text.replace(secret, public));
        serde_json::from_str(&text).unwrap()
    }

    fn credentials(&self) -> String {
        self.access_token
            .as_ref()
            .map(|token| format!("Authorization: Bearer {token}\r\n"))
            .unwrap_or_default()
    }

    /// The `ETag` of the resource that the request changes: the shortest path with its id.
    fn etag(&self, url: &str) -> String {
        let segments: Vec<&str> = url.split('/').collect();
        let end =
            segments.iter().position(|segment| segment.parse::<i64>().is_ok()).unwrap_or(segments.len() - 1);
        let response = self.request("get", &segments[..=end].join("/"), &self.credentials(), None);
        let header = response
            .lines()
            .find_map(|line| line.to_ascii_lowercase().starts_with("etag: ").then(|| line[6..].to_owned()));
        header.unwrap_or_else(|| panic!("{url}: {response}"))
    }

    fn request(&self, method: &str, url: &str, headers: &str, body: Option<&Value>) -> String {
        let body = body.map(Value::to_string).unwrap_or_default();
        let content = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        self.server.exchange(&format!(
            "{} {url} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{content}{headers}Content-Length: {}\r\n\r\n{body}",
            method.to_uppercase(),
            self.server.address,
            body.len()
        ))
    }

    fn note_secrets(&mut self, value: &Value) {
        for_each_member(value, &mut |name, value| {
            let public = SECRETS.iter().find(|(secret, _)| *secret == name);
            if let (Some((_, public)), Some(secret)) = (public, value.as_str()) {
                self.replacements.push((secret.to_owned(), (*public).to_owned()));
            }
        });
    }
}

/// Panics unless the response says that the member breaks a limit.
fn expect_fault(id: &str, broken: &Broken, response: &str) {
    let pointer = &broken.pointer;
    assert_eq!(status(response), 422, "{id} does not enforce the limit of {pointer}: {response}");
    let problem = body(response);
    let faults = problem["errors"].as_array().unwrap();
    assert!(faults.iter().any(|fault| fault["pointer"] == **pointer), "{id} {pointer}: {problem}");
}

/// The examples with a fixed text in place of each value that differs at every start.
pub fn comparable(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let member = |(name, value): (&String, &Value)| {
                let varies = VARIABLE.contains(&name.as_str()) && !value.is_null();
                (name.clone(), if varies { json!("…") } else { comparable(value) })
            };
            Value::Object(object.iter().map(member).collect::<Map<_, _>>())
        }
        Value::Array(list) => list.iter().map(comparable).collect(),
        Value::String(text) if is_time(text) => json!("2026-01-01T00:00:00Z"),
        _ => value.clone(),
    }
}

fn is_time(text: &str) -> bool {
    text.len() >= 20 && text.ends_with('Z') && text.as_bytes()[4] == b'-' && text.as_bytes()[10] == b'T'
}

fn for_each_member(value: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                visit(name, value);
                for_each_member(value, visit);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| for_each_member(value, visit)),
        _ => {}
    }
}
