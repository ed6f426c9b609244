//! The site as readers' apps get it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::content::{Language, Time};

/// The site, and when its content last changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Site)]
pub struct SiteView {
    /// The paper's name.
    pub name: String,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Its public address.
    #[schema(format = Uri)]
    pub url: String,
    /// The languages it writes in, the main one first.
    pub languages: Vec<Language>,
    /// The IANA time zone in which to show times to readers.
    #[schema(example = "Europe/London")]
    pub time_zone: String,
    /// When anything that readers can see last changed; null before the first change. Each change has a second of its
    /// own: of several in one second, the later ones are told as of those after it.
    #[schema(required)]
    pub content_updated_at: Option<Time>,
}

/// Who publishes the site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Publisher {
    /// The publisher's name.
    pub name: String,
}
