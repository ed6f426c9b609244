//! The site in the delivery API.

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::site_profile::SiteProfile;
use crate::content::{Language, Time};
use crate::db::ContentVersion;
use crate::http::Site;

/// The site, with the time of its last change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Site)]
pub struct SiteView {
    /// How the site presents itself.
    #[serde(flatten)]
    #[schema(inline)]
    pub profile: SiteProfile,
    /// The public URL of the site.
    #[schema(format = Uri)]
    pub url: String,
    /// The URL of this API, without a slash at the end.
    #[schema(format = Uri)]
    pub api_url: String,
    /// The feeds of the newest articles.
    pub feeds: Feeds,
    /// The default language of the site, then all other languages of published articles, as BCP 47 tags.
    pub languages: Vec<Language>,
    /// The IANA time zone in which apps show times to readers.
    #[schema(example = "Europe/London")]
    pub time_zone: String,
    /// The time of the last change of published content; null before the first change.
    #[schema(required)]
    pub content_updated_at: Option<Time>,
}

impl SiteView {
    /// The site with this profile, at a content version. `languages` are those of published articles.
    pub fn new(site: &Site, profile: SiteProfile, languages: Vec<Language>, version: ContentVersion) -> Self {
        let others = languages.into_iter().filter(|language| *language != site.language);
        let feed = |format: &str| format!("{}/v1/feeds/latest.{format}", site.api_url);
        Self {
            profile,
            url: site.public_url.clone(),
            api_url: site.api_url.clone(),
            feeds: Feeds { rss: feed("rss"), atom: feed("atom"), json: feed("json") },
            languages: [site.language.clone()].into_iter().chain(others).collect(),
            time_zone: site.time_zone.name().to_owned(),
            content_updated_at: (version.number > 0).then_some(version.updated_at),
        }
    }
}

/// The URLs of the feeds of the newest articles. Sections, tags and authors have feeds too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteFeeds)]
pub struct Feeds {
    /// RSS 2.0.
    #[schema(format = Uri)]
    pub rss: String,
    /// Atom (RFC 4287).
    #[schema(format = Uri)]
    pub atom: String,
    /// JSON Feed 1.1.
    #[schema(format = Uri)]
    pub json: String,
}
