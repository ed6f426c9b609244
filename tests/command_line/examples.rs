//! The examples of the OpenAPI document are what the sample newsroom answers, and the server enforces the limits of the document.

mod limits;
mod recorder;
mod walk;

use std::path::Path;

use serde_json::Value;

use self::recorder::{Recorder, comparable};
use crate::program::{Server, folder};

/// The operations whose JSON responses have no example, with the reason.
const WITHOUT_EXAMPLE: [(&str, &str); 1] = [("get_document", "The response is the document itself.")];

#[test]
fn the_examples_are_what_the_sample_newsroom_answers_and_limits_are_enforced() {
    let folder = folder();
    // The bodies that break a limit are many requests.
    let mut server = Server::start_with(folder.path(), &["demo"], &[("BROADSHEET_RATE_LIMITS", "off")]);
    let output = server.startup_output("editor's password: ");
    let password = output.lines().last().unwrap().split(' ').nth(2).unwrap();
    let mut recorder = Recorder::new(&server, document(), password);
    walk::all_operations(&mut recorder, password);
    let recorded = recorder.finish();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/examples.json");
    let committed: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    if comparable(&recorded) != comparable(&committed) {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples.json");
        std::fs::write(&new, serde_json::to_string_pretty(&recorded).unwrap() + "\n").unwrap();
        panic!(
            "the responses have changed; update the examples with: cp {} openapi/examples.json",
            new.display()
        );
    }
}

#[test]
fn every_json_body_has_an_example_that_is_valid() {
    let document = document();
    let mut faults = Vec::new();
    for (path, method, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        let is_excepted = WITHOUT_EXAMPLE.iter().any(|(excepted, _)| *excepted == id);
        let success =
            operation["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2'));
        let bodies = success
            .map(|(status, response)| (status.as_str(), response))
            .chain([("body", &operation["requestBody"])]);
        for (name, body) in bodies {
            let content = &body["content"]["application/json"];
            let content =
                if content.is_null() { &body["content"]["application/merge-patch+json"] } else { content };
            let example = &content["example"];
            if content.is_null() || is_excepted {
                continue;
            }
            if example.is_null() {
                faults.push(format!("{method} {path}: {name} has no example of {id}"));
                continue;
            }
            let mut schema = content["schema"].clone();
            schema["components"] = document["components"].clone();
            let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
            let errors = validator
                .iter_errors(example)
                .map(|error| format!("{id} {name}: {error} at {}", error.instance_path()));
            faults.extend(errors);
        }
    }
    assert_eq!(faults, [""; 0]);
}

fn document() -> Value {
    serde_json::to_value(broadsheet::app::document()).unwrap()
}

/// All operations with their paths and methods.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter();
        operations.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// The members of a JSON object as pairs, for path and query parameters.
fn members(object: &Value) -> impl Iterator<Item = (&str, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    object.as_object().into_iter().flatten().map(move |(name, value)| (name.as_str(), text(value)))
}
