//! What the tag operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Tag;
use crate::content::Time;
use crate::content::vocabulary::TagType;
use crate::http::page::{Limit, PageInfo};
use crate::http::schema::requires;

/// The members of a tag that can be written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = TagPatch)]
pub struct TagInput {
    /// The tag's name, up to 100 characters.
    #[schema(example = "Sea level")]
    pub name: Option<String>,
    /// The tag's part of an address. Made from the name when it is not given.
    #[schema(example = "sea-level")]
    pub slug: Option<String>,
    /// What the tag stands for; `topic` when it is not given.
    #[serde(rename = "type")]
    pub kind: Option<TagType>,
}

requires!(CreateTag: "TagPatch", ["name"]);

/// A tag as editors see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tag)]
pub struct TagView {
    /// The tag's id.
    pub id: i64,
    /// The tag's part of an address.
    pub slug: String,
    /// The tag's name.
    pub name: String,
    /// What the tag stands for.
    #[serde(rename = "type")]
    pub kind: TagType,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// A page of tags.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct TagPage {
    /// The tags, by slug.
    data: Vec<TagView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which tags to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

impl From<Tag> for TagView {
    fn from(tag: Tag) -> Self {
        Self {
            id: tag.id,
            slug: tag.slug.into_string(),
            name: tag.name,
            kind: tag.kind,
            version: tag.version,
            created_at: tag.created_at,
            updated_at: tag.updated_at,
        }
    }
}

impl From<&Tag> for TagInput {
    fn from(tag: &Tag) -> Self {
        Self { name: Some(tag.name.clone()), slug: Some(tag.slug.to_string()), kind: Some(tag.kind) }
    }
}
