//! The profiles of authors in the delivery API.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Author;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::profile::{Portrait, ProfileLink};
use crate::content::vocabulary::ResourceKind;
use crate::db::QueryResult;
use crate::http::Site;
use crate::http::page::{Limit, PageInfo};

/// The page of authors to return.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuthorQuery {
    /// The maximum number of authors per page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The position of the page: `next_cursor` or `prev_cursor` of another page of the list. Omit it for the first
    /// page.
    pub cursor: Option<String>,
}

/// An author's public profile.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorProfile {
    /// The author's id.
    pub id: i64,
    /// The author's slug, unique among authors.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// A text about the author for readers.
    #[schema(required)]
    pub bio: Option<String>,
    /// A portrait.
    #[schema(required)]
    pub image: Option<Portrait>,
    /// Profiles of the author on other sites.
    pub links: Vec<ProfileLink>,
    /// The public URL of the author's page.
    #[schema(format = Uri)]
    pub url: String,
}

/// A page of authors, ordered by slug.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct AuthorProfilePage {
    /// The authors.
    data: Vec<AuthorProfile>,
    /// The cursors of the adjacent pages.
    page: PageInfo,
}

impl AuthorProfile {
    /// The profile, with its URL on `site`. It fails if a stored value is not valid JSON.
    pub fn new(author: Author, site: &Site) -> QueryResult<Self> {
        Ok(Self {
            url: site.author_url(&author.slug),
            image: author.image.map(|image| image.read()).transpose()?,
            links: author.links.read()?,
            id: author.id,
            slug: author.slug.into_string(),
            name: author.name,
            bio: author.bio,
        })
    }
}

impl Tagged for AuthorProfile {
    fn tag(&self, tags: &mut CacheTags) {
        tags.add_one(ResourceKind::Author, self.id);
    }
}
