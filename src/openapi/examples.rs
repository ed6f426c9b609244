//! Examples of requests and responses, recorded from the sample newsroom.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};

/// The recorded examples by the id of their operation. A test of the command line sends these requests to the sample newsroom,
/// compares the responses, and writes the file.
const RECORDED: &str = include_str!("../../openapi/examples.json");

/// A recorded request and its response.
#[derive(Deserialize)]
pub(super) struct Example {
    /// The path parameters.
    #[serde(default)]
    path: BTreeMap<String, Value>,
    /// The body of the request.
    body: Option<Value>,
    /// The status of the response.
    status: u16,
    /// The body of the response, if it is JSON.
    response: Option<Value>,
}

/// The recorded examples, by the id of their operation.
pub(super) type Examples = BTreeMap<String, Vec<Example>>;

/// Reads the recorded examples. A test fails if one is missing.
pub(super) fn recorded() -> Examples {
    serde_json::from_str(RECORDED).unwrap_or_default()
}

/// Adds the recorded examples of the operation to its path parameters, its request body and its responses.
pub(super) fn add(operation: &mut Operation, examples: &Examples) {
    let id = operation.operation_id.as_deref().unwrap_or_default();
    for example in examples.get(id).into_iter().flatten() {
        for parameter in operation.parameters.iter_mut().flatten() {
            let RefOr::T(parameter) = parameter else { continue };
            if parameter.parameter_in == ParameterIn::Path
                && let Some(value) = example.path.get(&parameter.name)
            {
                let with_example = ParameterBuilder::from(parameter.clone()).example(Some(value.clone()));
                *parameter = with_example.build();
            }
        }
        if let (Some(RefOr::T(body)), Some(value)) = (&mut operation.request_body, &example.body) {
            for content in body.content.values_mut() {
                let RefOr::T(content) = content else { continue };
                content.example.get_or_insert_with(|| value.clone());
            }
        }
        let response = operation.responses.responses.get_mut(&example.status.to_string());
        if let (Some(RefOr::T(response)), Some(value)) = (response, &example.response)
            && let Some(RefOr::T(content)) = response.content.get_mut("application/json")
        {
            content.example.get_or_insert_with(|| value.clone());
        }
    }
}
