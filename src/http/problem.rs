//! Problem documents (RFC 9457).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::request_id::RequestId;
use super::{Code, Failure};
use crate::content::Fault;

/// A problem document (RFC 9457). Every response with a status of 400 or more has one, except when the head of the request
/// cannot be parsed. Very long texts are cut and end with an ellipsis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Path of a page that explains the code and what to do next.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid-body")]
    pub kind: String,
    /// Short summary; the same for every problem of this code.
    pub title: String,
    /// The HTTP status of the response.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What went wrong in this request, for people. Programs use `code`.
    pub detail: String,
    /// The path of the request.
    pub instance: String,
    /// Stable name of the problem, for programs.
    #[schema(value_type = Code, example = "invalid-body")]
    pub code: String,
    /// The id of the request; the same as in `X-Request-Id` and in the server's log.
    pub request_id: String,
    /// Every fault of the input, each with a JSON pointer or the name of the parameter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// The current version of the resource, when a precondition failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub current_version: Option<i64>,
    /// The members that were changed since the version in `If-Match`, when a precondition failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = json!(["headline"]))]
    pub changed: Option<Vec<String>>,
    /// The transitions or methods that are possible instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub allowed: Option<Vec<String>>,
    /// The id of the resource that has the slug in the request, or had it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub existing_id: Option<i64>,
    /// A free slug, when the one in the request is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "storm-warning-2")]
    pub suggested_slug: Option<String>,
}

impl Problem {
    /// The document for a failure of the request with this path and id.
    pub fn of(failure: &Failure, path: &str, request_id: &RequestId) -> Self {
        Self {
            kind: format!("/problems/{}", failure.code.name()),
            title: failure.code.title().to_owned(),
            status: failure.code.status().as_u16(),
            detail: shortened(&failure.detail, 4000),
            instance: shortened(path, 1000),
            code: failure.code.name().to_owned(),
            request_id: request_id.as_str().to_owned(),
            errors: failure.faults.iter().map(shortened_fault).collect(),
            current_version: failure.current_version,
            changed: failure.changed.clone(),
            allowed: failure.allowed.clone(),
            existing_id: failure.existing_id,
            suggested_slug: failure.suggested_slug.clone(),
        }
    }

    /// The document for a response of the framework with this status.
    pub fn of_status(status: u16, code: Code, path: &str, request_id: &RequestId) -> Self {
        let error = super::Error::new(code, format!("{}.", code.title()));
        Self { status, ..Self::of(error.failure(), path, request_id) }
    }
}

/// Cuts a text after `max` characters and adds an ellipsis: a client can send names of any length.
fn shortened(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn shortened_fault(fault: &Fault) -> Fault {
    let pointer = fault.pointer.as_deref().map(|pointer| shortened(pointer, 500));
    Fault { pointer, detail: shortened(&fault.detail, 500), ..fault.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("héron", 5), "héron");
        assert_eq!(shortened("hérons", 5), "héron…");
        let fault = shortened_fault(&Fault::pointer(&"/é".repeat(400), "unknown-member", "é".repeat(501)));
        assert_eq!(fault.pointer.map(|pointer| pointer.chars().count()), Some(501));
        assert_eq!(fault.detail.chars().count(), 501);
    }
}
