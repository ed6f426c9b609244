//! Request and response bodies of the site's settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Settings;
use crate::content::vocabulary::CommentPolicy;

/// The settings that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SitePatch)]
pub struct SettingsInput {
    /// The comment policy of articles without a policy of their own, including published articles.
    #[schema(nullable = false)]
    pub comments_policy: Option<CommentPolicy>,
}

/// The settings of the site.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteSettings)]
pub struct SettingsView {
    /// The comment policy of articles without a policy of their own.
    pub comments_policy: CommentPolicy,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        Self { comments_policy: settings.comments_policy, version: settings.version }
    }
}

impl From<&Settings> for SettingsInput {
    fn from(settings: &Settings) -> Self {
        Self { comments_policy: Some(settings.comments_policy) }
    }
}
