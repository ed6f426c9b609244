//! What privacy requests take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::editorial::comments::dto::CommentView;

/// Whose comments to export.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// The e-mail address they were sent with.
    #[param(required = true, nullable = false)]
    pub email: Option<String>,
}

/// All comments that were sent with an e-mail address.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentExport)]
pub struct ExportView {
    /// The comments, the oldest first.
    pub data: Vec<CommentView>,
}

/// What to erase: one of the two.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Erasure)]
pub struct ErasureInput {
    /// All comments that were sent with this e-mail address.
    #[schema(nullable = false, format = Email)]
    pub email: Option<String>,
    /// The comment with this id.
    #[schema(nullable = false)]
    pub id: Option<i64>,
}

/// What was erased.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureResult)]
pub struct ErasureView {
    /// The ids of the comments.
    pub data: Vec<i64>,
}
