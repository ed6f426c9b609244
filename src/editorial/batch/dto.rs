//! The request body of a batch.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::editorial::articles::dto::{ArticleInput, CreateArticle};
use crate::editorial::transitions::TransitionInput;

/// Operations, which the server runs in their order. `operations` is required.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BatchInput {
    /// True to run all operations or none. False, the default, to run every operation that is possible.
    pub atomic: Option<bool>,
    /// 1 to 100 operations.
    #[schema(required, nullable = false, value_type = Vec<Operation>, min_items = 1, max_items = 100)]
    pub operations: Option<Vec<OperationInput>>,
}

/// An operation as it was sent. Its members are checked after `op` is known.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OperationInput {
    pub op: Option<Op>,
    pub id: Option<i64>,
    pub if_match: Option<String>,
    pub article: Option<Value>,
    pub transition: Option<Value>,
}

/// The type of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Create,
    Patch,
    Transition,
}

/// An operation; `op` is its type. Each has the same rules and result as the single request.
#[derive(ToSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
#[expect(
    dead_code,
    reason = "names the schema; operations are read member by member, to report all their faults"
)]
pub enum Operation {
    /// Creates an article, as `POST /v1/editorial/articles`.
    Create {
        /// The article.
        article: CreateArticle,
    },
    /// Changes a working copy, as `PATCH /v1/editorial/articles/{id}`.
    Patch {
        /// The News ID.
        id: i64,
        /// The `ETag` of the version that you read. Without it the operation fails with 428.
        #[schema(nullable = false, example = "\"5\"")]
        if_match: Option<String>,
        /// A merge patch (RFC 7396).
        article: Box<ArticleInput>,
    },
    /// Applies a transition, as `POST /v1/editorial/articles/{id}/transitions`.
    Transition {
        /// The News ID.
        id: i64,
        /// The `ETag` of the version that you read. Without it the operation fails with 428.
        #[schema(nullable = false, example = "\"5\"")]
        if_match: Option<String>,
        /// The transition and its parameters.
        transition: TransitionInput,
    },
}
