//! The request body and the responses of the preview operations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{DEFAULT_LIFETIME, MAX_LIFETIME, PreviewToken};
use crate::content::{Faults, Time};
use crate::editorial::articles::view::PersonView;

/// A preview link to create.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PreviewTokenInput {
    /// The time at which the link expires: at most 90 days from now, and 7 days from now by default.
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<String>,
}

/// A new preview link, with its token. No other response contains the token.
#[derive(Serialize, ToSchema)]
pub struct NewPreviewToken {
    /// The id of the link, which revokes it.
    pub id: i64,
    /// The token. Everyone who has it can read the working copy.
    pub token: String,
    /// The URL that shows the working copy.
    #[schema(format = Uri)]
    pub url: String,
    /// The time at which the link expires.
    pub expires_at: Time,
}

/// A preview link without its token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewToken)]
pub struct PreviewTokenView {
    /// The id of the link, which revokes it.
    pub id: i64,
    /// The time at which the link expires.
    pub expires_at: Time,
    /// The time at which the link was created.
    pub created_at: Time,
    /// The account that created the link.
    pub created_by: PersonView,
}

/// The valid preview links of an article, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewTokenList {
    /// The links.
    pub data: Vec<PreviewTokenView>,
}

impl PreviewTokenInput {
    /// The time at which the link expires. An invalid time is recorded in `faults`.
    pub fn expiry(self, now: Time, faults: &mut Faults) -> Option<Time> {
        let Some(text) = self.expires_at else { return Some(now.plus_seconds(DEFAULT_LIFETIME)) };
        let time = faults.parsed("/expires_at", "invalid-time", Some(text), |text| text.parse::<Time>())?;
        if time <= now {
            faults.add("/expires_at", "in-the-past", "must be in the future");
        } else if time > now.plus_seconds(MAX_LIFETIME) {
            faults.add("/expires_at", "too-late", "must be at most 90 days from now");
        }
        Some(time)
    }
}

impl From<PreviewToken> for PreviewTokenView {
    fn from(token: PreviewToken) -> Self {
        let (id, name) = token.created_by;
        Self {
            id: token.id,
            expires_at: token.expires_at,
            created_at: token.created_at,
            created_by: PersonView { id, name },
        }
    }
}
