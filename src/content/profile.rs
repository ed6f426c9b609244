//! Members of an author's public profile: the portrait and links to other sites.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Portrait of an author. The server stores its URL, not the image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Portrait {
    /// Absolute `http` or `https` URL of the image.
    #[schema(format = Uri)]
    pub url: String,
    /// Alternative text for readers who cannot see the image, up to 500 characters.
    #[schema(required)]
    pub alt: Option<String>,
}

/// Link to an author's page on another site, such as a social network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileLink {
    /// Text of the link, such as `Mastodon`, up to 100 characters.
    pub label: String,
    /// Absolute `http` or `https` URL of the page.
    #[schema(format = Uri)]
    pub url: String,
}
