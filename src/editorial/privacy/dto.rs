//! Query, request and response bodies of the privacy operations.

use serde::{Deserialize, Deserializer, Serialize};
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

/// The comments to erase: either `email` or `id`, not both.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ErasureInput {
    #[serde(deserialize_with = "not_null")]
    pub email: Option<String>,
    #[serde(deserialize_with = "not_null")]
    pub id: Option<i64>,
}

/// Deserializes a member that may be missing, but not null.
fn not_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The comments to erase.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "names the schema; the members are read one by one, to report all their faults")]
pub enum Erasure {
    /// All comments with an e-mail address.
    OfEmail(EmailErasure),
    /// One comment.
    OfComment(CommentErasure),
}

/// Erases all comments that were sent with an e-mail address.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "names the schema")]
pub struct EmailErasure {
    /// The address. Case does not matter.
    #[schema(format = Email, max_length = 254)]
    email: String,
}

/// Erases one comment.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "names the schema")]
pub struct CommentErasure {
    /// The id of the comment.
    id: i64,
}

/// The result of an erasure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureResult)]
pub struct ErasureView {
    /// The ids of the erased comments.
    pub data: Vec<i64>,
}
