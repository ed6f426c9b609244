//! Request and response bodies of the site's settings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Settings;
use crate::content::site_profile::SiteProfile;
use crate::content::vocabulary::CommentPolicy;
use crate::http::Site;

/// The settings that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SitePatch)]
pub struct SettingsInput {
    /// The name of the site, one line of up to 100 characters. `null` restores `BROADSHEET_SITE_NAME`.
    #[schema(max_length = 100, example = "The Vessing Packet")]
    pub name: Option<String>,
    /// What the site is about, one line of up to 500 characters, plain text. `null` restores `BROADSHEET_SITE_DESCRIPTION`.
    #[schema(max_length = 500)]
    pub description: Option<String>,
    /// Who publishes the site. `null`: the site itself.
    pub publisher: Option<PublisherInput>,
    /// The logo of the site. `null`: none.
    pub logo: Option<LogoInput>,
    /// The comment policy of articles without a policy of their own, including published articles.
    #[schema(nullable = false)]
    pub comments_policy: Option<CommentPolicy>,
}

/// The publisher of a site.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PublisherInput {
    /// The name of the publisher, one line of up to 100 characters. It is required.
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
}

/// The logo of a site.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LogoInput {
    /// The absolute `http` or `https` URL of the image. It is required.
    #[schema(max_length = 2048, format = "web-url")]
    pub url: Option<String>,
    /// The width in pixels.
    #[schema(minimum = 1)]
    pub width: Option<u32>,
    /// The height in pixels.
    #[schema(minimum = 1)]
    pub height: Option<u32>,
}

/// The settings of the site, as readers see their effect.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteSettings)]
pub struct SettingsView {
    /// How the site presents itself.
    #[serde(flatten)]
    #[schema(inline)]
    pub profile: SiteProfile,
    /// The comment policy of articles without a policy of their own.
    pub comments_policy: CommentPolicy,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
}

impl SettingsView {
    /// The settings of the site, with those of the server where editors have set none.
    pub fn new(settings: Settings, site: &Site) -> Self {
        Self {
            profile: site.profile(&settings.profile),
            comments_policy: settings.comments_policy,
            version: settings.version,
        }
    }
}

impl From<&Settings> for SettingsInput {
    fn from(settings: &Settings) -> Self {
        let profile = settings.profile.clone();
        Self {
            name: profile.name,
            description: profile.description,
            publisher: profile.publisher.map(|publisher| PublisherInput { name: Some(publisher.name) }),
            logo: profile.logo.map(|logo| LogoInput {
                url: Some(logo.url),
                width: logo.width,
                height: logo.height,
            }),
            comments_policy: Some(settings.comments_policy),
        }
    }
}
