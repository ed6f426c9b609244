//! What a merge takes.

use serde::Deserialize;
use utoipa::ToSchema;

/// What to merge it into.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Merge)]
pub struct MergeInput {
    /// The id of the one that stays: another one of the same kind.
    #[schema(required, nullable = false)]
    pub into: Option<i64>,
}
