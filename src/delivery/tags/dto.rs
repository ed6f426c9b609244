//! Tags in the delivery API.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Tag;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::search::Search;
use crate::content::vocabulary::{ResourceKind, TagType};
use crate::http::Site;
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// The filters and page of a list of tags.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagQuery {
    /// Tags of this type.
    #[serde(rename = "type")]
    pub kind: Option<TagType>,
    /// Tags whose name has, for each word of this text, a word that begins with it: `sea lev` matches "Sea level".
    /// Case, accents and variants of letters do not matter. At most 256 characters.
    #[param(value_type = Option<String>, example = "sea lev", min_length = 1, max_length = 256)]
    pub q: Option<Search>,
    /// The maximum number of tags per page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The position of the page: `next_cursor` or `prev_cursor` of another page of the list. Send the same filters
    /// with it. Omit it for the first page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagProfile {
    /// The tag's id.
    pub id: i64,
    /// The tag's slug, unique among tags.
    pub slug: String,
    /// The tag's name.
    pub name: String,
    /// The type of the tag: what it stands for.
    #[serde(rename = "type")]
    pub kind: TagType,
    /// The public URL of the tag's page.
    #[schema(format = Uri)]
    pub url: String,
}

/// A page of tags, ordered by slug.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct TagProfilePage {
    /// The tags.
    data: Vec<TagProfile>,
    /// The cursors of the adjacent pages.
    page: PageInfo,
}

impl TagProfile {
    /// The tag, with its URL on `site`.
    pub fn new(tag: Tag, site: &Site) -> Self {
        Self {
            url: site.tag_url(&tag.slug),
            id: tag.id,
            slug: tag.slug.into_string(),
            name: tag.name,
            kind: tag.kind,
        }
    }
}

impl Tagged for TagProfile {
    fn tag(&self, tags: &mut CacheTags) {
        tags.add_one(ResourceKind::Tag, self.id);
    }
}
