//! What a report holds.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::content::vocabulary::ReportReason;

/// What is wrong with a comment.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Report)]
pub struct ReportInput {
    /// Why it should be looked at.
    #[schema(required, nullable = false)]
    pub reason: Option<ReportReason>,
}
