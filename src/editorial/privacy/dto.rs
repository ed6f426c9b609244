//! Query, request and response bodies of the privacy operations.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::editorial::comments::dto::CommentView;

/// Query parameters of the export of comments.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// The reader's e-mail address. Case does not matter.
    #[param(required = true, nullable = false)]
    pub email: Option<String>,
}

/// All comments that were sent with one e-mail address.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentExport)]
pub struct ExportView {
    /// The comments, ordered by id: the oldest first.
    pub data: Vec<CommentView>,
}

/// The comments to erase. Send either `email` or `id`, not both.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Erasure)]
pub struct ErasureInput {
    /// Erases all comments that were sent with this e-mail address. Case does not matter.
    #[schema(nullable = false, format = Email, max_length = 254)]
    pub email: Option<String>,
    /// Erases the comment with this id.
    #[schema(nullable = false)]
    pub id: Option<i64>,
}

/// The result of an erasure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureResult)]
pub struct ErasureView {
    /// The ids of the erased comments.
    pub data: Vec<i64>,
}
