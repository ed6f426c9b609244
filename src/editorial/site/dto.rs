//! The site's settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Settings;
use crate::content::vocabulary::CommentPolicy;

/// The settings that may be changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SitePatch)]
pub struct SettingsInput {
    /// How comments are taken on articles that do not say, also on those that are published.
    #[schema(nullable = false)]
    pub comments_policy: Option<CommentPolicy>,
}

/// The settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteSettings)]
pub struct SettingsView {
    /// How comments are taken on articles that do not say.
    pub comments_policy: CommentPolicy,
    /// Their version, as in the `ETag`.
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
