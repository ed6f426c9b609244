//! What a batch answers.

use serde::Serialize;
use utoipa::ToSchema;

use super::execute::Outcome;
use crate::http::request_id::RequestId;
use crate::http::{Problem, etag};

/// What became of the operations, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResult {
    /// A result for each operation.
    pub data: Vec<OperationResult>,
}

/// What became of an operation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationResult {
    /// The status that a request of its own would have been answered with.
    #[schema(minimum = 200, maximum = 599)]
    pub status: u16,
    /// The News ID; null when no article was created.
    #[schema(required)]
    pub id: Option<i64>,
    /// The article's version after the operation; null when it was not carried out.
    #[schema(required, example = "\"6\"")]
    pub etag: Option<String>,
    /// Why it was not carried out. Pointers lead into the body of the batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub problem: Option<Problem>,
}

impl BatchResult {
    /// The answer to the request with that path and id.
    pub fn new(outcomes: Vec<Outcome>, path: &str, request_id: &RequestId) -> Self {
        Self {
            data: outcomes
                .into_iter()
                .map(|outcome| OperationResult::of(outcome, path, request_id))
                .collect(),
        }
    }
}

impl OperationResult {
    fn of(outcome: Outcome, path: &str, request_id: &RequestId) -> Self {
        let done = |status, id, version| Self {
            status,
            id: Some(id),
            etag: Some(etag::of_version(version).to_string()),
            problem: None,
        };
        match outcome {
            Outcome::Created { id, version } => done(201, id, version),
            Outcome::Changed { id, version } => done(200, id, version),
            Outcome::Refused { id, error } => {
                let problem = Problem::of(error.failure(), path, request_id);
                Self { status: problem.status, id, etag: None, problem: Some(problem) }
            }
        }
    }
}
