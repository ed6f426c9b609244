//! Tags as readers' apps get them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Tag;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::search::Search;
use crate::content::vocabulary::{ResourceKind, TagType};
use crate::http::Site;
use crate::http::page::{Limit, PageInfo, excluded_from_filter};

/// Which tags to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagQuery {
    /// Only those that stand for this.
    #[serde(rename = "type")]
    pub kind: Option<TagType>,
    /// Only those with a word in the name that begins with each of these words. Case, accents and letter forms make no
    /// difference. At most 256 characters.
    #[param(value_type = Option<String>, example = "sea lev", min_length = 1, max_length = 256)]
    pub q: Option<Search>,
    /// How many a page holds.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    #[serde(skip_serializing_if = "excluded_from_filter")]
    pub cursor: Option<String>,
}

/// A tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagProfile {
    /// The tag's id.
    pub id: i64,
    /// The tag's part of an address.
    pub slug: String,
    /// The tag's name.
    pub name: String,
    /// What the tag stands for.
    #[serde(rename = "type")]
    pub kind: TagType,
    /// Its public address.
    #[schema(format = Uri)]
    pub url: String,
}

/// A page of tags, by slug.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct TagProfilePage {
    /// The tags.
    data: Vec<TagProfile>,
    /// Where the page lies.
    page: PageInfo,
}

impl TagProfile {
    /// The tag on `site`.
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
