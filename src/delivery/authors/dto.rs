//! Authors as readers' apps get them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Author;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::profile::{Portrait, ProfileLink};
use crate::content::vocabulary::ResourceKind;
use crate::db::QueryResult;
use crate::http::Site;
use crate::http::page::{Limit, PageInfo};

/// Which authors to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuthorQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

/// An author's public profile.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorProfile {
    /// The author's id.
    pub id: i64,
    /// The author's part of an address.
    pub slug: String,
    /// The author's name.
    pub name: String,
    /// Who the author is.
    #[schema(required)]
    pub bio: Option<String>,
    /// A picture of the author.
    #[schema(required)]
    pub image: Option<Portrait>,
    /// Where else the author can be found.
    pub links: Vec<ProfileLink>,
    /// The author's public address.
    #[schema(format = Uri)]
    pub url: String,
}

/// A page of authors, by slug.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct AuthorProfilePage {
    /// The authors.
    data: Vec<AuthorProfile>,
    /// Where the page lies.
    page: PageInfo,
}

impl AuthorProfile {
    /// The author's profile on `site`.
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
