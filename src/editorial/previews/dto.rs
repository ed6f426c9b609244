//! The request body and the responses of the preview operations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{DEFAULT_LIFETIME, MAX_LIFETIME, PreviewToken};
use crate::content::delivered::{
    ArticlePayload, Crumb, DeliveredBody, DeliveredComments, DeliveredCredit, SectionShort, TagShort,
};
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

/// A working copy in the form of a published article. Unlike there, `section` and `url` are `null` as long as no section is
/// chosen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviewedArticle)]
pub struct PreviewedArticle {
    /// The members of the working copy itself.
    #[serde(flatten)]
    #[schema(inline)]
    pub own: ArticlePayload,
    /// The public URL that the article will have. `null` while it has no section, because the URL contains
    /// the path of the section.
    #[schema(required, format = Uri)]
    pub url: Option<String>,
    /// Text of the article in the requested forms. It is `null` with `body=none`.
    #[schema(required)]
    pub body: Option<DeliveredBody>,
    /// Section in which the article will appear. `null` while none is chosen.
    #[schema(required)]
    pub section: Option<SectionShort>,
    /// Path of sections from the top level to the article's section, inclusive. Empty without a section.
    pub breadcrumb: Vec<Crumb>,
    /// Authors with their roles, in the order of the byline.
    pub authors: Vec<DeliveredCredit>,
    /// Tags, the most important first.
    pub tags: Vec<TagShort>,
    /// Whether readers may comment, and the number of public comments.
    pub comments: DeliveredComments,
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
