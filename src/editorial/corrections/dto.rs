//! The query parameters, the request body and the responses of the operations on corrections.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::content::Time;
use crate::content::vocabulary::CorrectionKind;
use crate::http::page::{Limit, PageInfo};
use crate::publishing::corrections::StoredCorrection;

/// The page of the list of corrections.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CorrectionQuery {
    /// The number of corrections on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of the same list.
    pub cursor: Option<String>,
}

/// A change of a published correction.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionPatch {
    /// The kind of correction.
    pub kind: Option<CorrectionKind>,
    /// What was wrong and what is right: plain text.
    #[schema(
        min_length = 1,
        max_length = 2000,
        example = "The ferry sails every hour until ten, not until eight."
    )]
    pub text: Option<String>,
}

/// Whether readers see a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionState {
    /// Readers see the correction while its article is published.
    Published,
    /// The correction was withdrawn. Readers do not see it.
    Withdrawn,
}

/// A correction, as editors see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EditorialCorrection)]
pub struct CorrectionView {
    /// The id of the correction.
    pub id: i64,
    /// Whether readers see it.
    pub state: CorrectionState,
    /// The kind of correction.
    pub kind: CorrectionKind,
    /// What was wrong and what is right: plain text.
    pub text: String,
    /// The time at which it was published.
    pub published_at: Time,
    /// The time of the last change of its kind or text; null when it was never changed. Readers see it too.
    #[schema(required)]
    pub updated_at: Option<Time>,
    /// The time at which it was withdrawn; null while readers see it.
    #[schema(required)]
    pub withdrawn_at: Option<Time>,
}

/// A page of corrections, newest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
#[schema(as = EditorialCorrectionPage)]
pub struct CorrectionPage {
    /// The corrections, with the withdrawn ones.
    data: Vec<CorrectionView>,
    /// The cursors of the neighbouring pages.
    page: PageInfo,
}

impl From<StoredCorrection> for CorrectionView {
    fn from(correction: StoredCorrection) -> Self {
        let is_withdrawn = correction.withdrawn_at.is_some();
        Self {
            id: correction.id,
            state: if is_withdrawn { CorrectionState::Withdrawn } else { CorrectionState::Published },
            kind: correction.kind,
            text: correction.text,
            published_at: correction.published_at,
            updated_at: correction.updated_at,
            withdrawn_at: correction.withdrawn_at,
        }
    }
}

impl From<&StoredCorrection> for CorrectionPatch {
    fn from(correction: &StoredCorrection) -> Self {
        Self { kind: Some(correction.kind), text: Some(correction.text.clone()) }
    }
}
