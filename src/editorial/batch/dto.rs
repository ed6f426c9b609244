//! What a batch takes.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::editorial::articles::dto::{ArticleInput, CreateArticle};
use crate::editorial::transitions::TransitionInput;

/// Operations to be carried out in their order. `operations` is required.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BatchInput {
    /// Whether it is to be all or nothing; false when it is not given: then each operation is carried out that can
    /// be.
    pub atomic: Option<bool>,
    /// 1 to 100 operations.
    #[schema(required, nullable = false, value_type = Vec<Operation>, min_items = 1, max_items = 100)]
    pub operations: Option<Vec<OperationInput>>,
}

/// An operation as it was sent, before it is known which one it is.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OperationInput {
    pub op: Option<Op>,
    pub id: Option<i64>,
    pub if_match: Option<String>,
    pub article: Option<Value>,
    pub transition: Option<Value>,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Create,
    Patch,
    Transition,
}

/// An operation, told apart by `op`. Each does what the request of its own does.
#[derive(ToSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
#[expect(
    dead_code,
    reason = "names the schema; operations are read member by member, to name all their faults"
)]
pub enum Operation {
    /// Creates an article.
    Create {
        /// The article.
        article: CreateArticle,
    },
    /// Changes a working copy.
    Patch {
        /// The News ID.
        id: i64,
        /// The `ETag` of the version you have seen; without it the operation fails with 428.
        #[schema(nullable = false, example = "\"5\"")]
        if_match: Option<String>,
        /// A merge patch.
        article: Box<ArticleInput>,
    },
    /// Takes a step with an article.
    Transition {
        /// The News ID.
        id: i64,
        /// The `ETag` of the version you have seen; without it the operation fails with 428.
        #[schema(nullable = false, example = "\"5\"")]
        if_match: Option<String>,
        /// The step.
        transition: TransitionInput,
    },
}
