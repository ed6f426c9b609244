//! How the site presents itself to readers: its name, description, publisher and logo.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The profile of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SiteProfile {
    /// The name of the site.
    pub name: String,
    /// What the site is about, plain text.
    #[schema(required)]
    pub description: Option<String>,
    /// The publisher of the site.
    pub publisher: Publisher,
    /// The logo of the site.
    #[schema(required)]
    pub logo: Option<Logo>,
}

/// What editors have set of the profile. Settings of the server give the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileEdits {
    /// See [`SiteProfile::name`].
    pub name: Option<String>,
    /// See [`SiteProfile::description`].
    pub description: Option<String>,
    /// See [`SiteProfile::publisher`].
    pub publisher: Option<Publisher>,
    /// See [`SiteProfile::logo`].
    pub logo: Option<Logo>,
}

/// The publisher of a site: a schema.org `NewsMediaOrganization`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Publisher {
    /// The name of the publisher.
    #[schema(example = "Vessing Press Ltd")]
    pub name: String,
}

/// The logo of a site. The server stores its URL, not the image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Logo {
    /// The absolute `http` or `https` URL of the image.
    #[schema(format = Uri)]
    pub url: String,
    /// The width in pixels.
    #[schema(required, minimum = 1)]
    pub width: Option<u32>,
    /// The height in pixels.
    #[schema(required, minimum = 1)]
    pub height: Option<u32>,
}

impl ProfileEdits {
    /// The profile with these edits. `name` and `description` are those of the settings. Without a publisher, the site is its own.
    pub fn profile(&self, name: &str, description: Option<&str>) -> SiteProfile {
        let name = self.name.clone().unwrap_or_else(|| name.to_owned());
        SiteProfile {
            description: self.description.clone().or_else(|| description.map(str::to_owned)),
            publisher: self.publisher.clone().unwrap_or_else(|| Publisher { name: name.clone() }),
            logo: self.logo.clone(),
            name,
        }
    }
}
