//! The input of the reactions.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::content::vocabulary::ReportReason;

/// A report of a comment.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Report)]
pub struct ReportInput {
    /// What is wrong with the comment.
    #[schema(required, nullable = false)]
    pub reason: Option<ReportReason>,
}
