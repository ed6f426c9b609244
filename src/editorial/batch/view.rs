//! The response of a batch.

use serde::Serialize;
use utoipa::ToSchema;

use super::execute::Outcome;
use crate::http::request_id::RequestId;
use crate::http::{Problem, etag};

/// The results of the operations, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResult {
    /// One result for each operation.
    pub data: Vec<OperationResult>,
}

/// The result of an operation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationResult {
    /// The HTTP status of the single request.
    #[schema(minimum = 200, maximum = 599)]
    pub status: u16,
    /// The News ID; null when the operation should have created an article and failed.
    #[schema(required)]
    pub id: Option<i64>,
    /// The `ETag` of the article after the operation; null when the operation failed.
    #[schema(required, example = "\"6\"")]
    pub etag: Option<String>,
    /// The error of an operation that failed. Its pointers refer to the body of the batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub problem: Option<Problem>,
}

impl BatchResult {
    /// The response. `path` and `request_id` are those of the request, for the problems of failed operations.
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
        let succeeded = |status, id, version| Self {
            status,
            id: Some(id),
            etag: Some(etag::of_version(version).to_string()),
            problem: None,
        };
        match outcome {
            Outcome::Created { id, version } => succeeded(201, id, version),
            Outcome::Changed { id, version } => succeeded(200, id, version),
            Outcome::Failed { id, error } => {
                let problem = Problem::of(error.failure(), path, request_id);
                Self { status: problem.status, id, etag: None, problem: Some(problem) }
            }
        }
    }
}
