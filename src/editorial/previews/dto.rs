//! What the preview operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::PreviewToken;
use crate::content::{Faults, Time};
use crate::editorial::articles::view::PersonView;

/// How long a link works when nothing is said of it, in seconds: a week.
const DEFAULT_LIFETIME: i64 = 7 * 24 * 60 * 60;

/// How long a link may work, in seconds: 90 days.
const MAX_LIFETIME: i64 = 90 * 24 * 60 * 60;

/// A link to be made.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PreviewTokenInput {
    /// Until when it works, up to 90 days ahead; a week when it is not given.
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<String>,
}

/// A link that shows a working copy. The token is told only now.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewPreviewToken {
    /// The id by which it is revoked.
    pub id: i64,
    /// The token. Whoever has it sees the working copy.
    pub token: String,
    /// The address that shows the working copy.
    #[schema(format = Uri)]
    pub url: String,
    /// Until when it works.
    pub expires_at: Time,
}

/// A link that was made, without its token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewToken)]
pub struct PreviewTokenView {
    /// The id by which it is revoked.
    pub id: i64,
    /// Until when it works.
    pub expires_at: Time,
    /// When it was made.
    pub created_at: Time,
    /// Who made it.
    pub created_by: PersonView,
}

/// The links that show an article's working copy now, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewTokenList {
    /// The links.
    pub data: Vec<PreviewTokenView>,
}

impl PreviewTokenInput {
    /// Until when the link is to work.
    pub fn expiry(self, now: Time, faults: &mut Faults) -> Option<Time> {
        let Some(text) = self.expires_at else { return Some(now.plus_seconds(DEFAULT_LIFETIME)) };
        let time = faults.parsed("/expires_at", "invalid-time", Some(text), |text| text.parse::<Time>())?;
        if time <= now {
            faults.add("/expires_at", "in-the-past", "is not ahead");
        } else if time > now.plus_seconds(MAX_LIFETIME) {
            faults.add("/expires_at", "too-late", "is more than 90 days ahead");
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
