//! The site in the delivery API.

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::{Language, Time};

/// The site, with the time of its last change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Site)]
pub struct SiteView {
    /// The name of the site.
    pub name: String,
    /// What the site is about, plain text.
    #[schema(required)]
    pub description: Option<String>,
    /// The publisher of the site.
    pub publisher: Publisher,
    /// The public URL of the site.
    #[schema(format = Uri)]
    pub url: String,
    /// The default language of the site, then all other languages of published articles, as BCP 47 tags.
    pub languages: Vec<Language>,
    /// The IANA time zone in which apps show times to readers.
    #[schema(example = "Europe/London")]
    pub time_zone: String,
    /// The time of the last change of published content; null before the first change.
    #[schema(required)]
    pub content_updated_at: Option<Time>,
}

/// The publisher of a site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Publisher {
    /// The name of the publisher.
    pub name: String,
}
