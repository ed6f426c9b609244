//! Request and response bodies of the tag operations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Tag;
use crate::content::Time;
use crate::content::vocabulary::TagType;
use crate::http::page::{Limit, PageInfo};
use crate::http::schema::requires;

/// The members of a tag that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = TagPatch)]
pub struct TagInput {
    /// The tag's name, up to 100 characters.
    #[schema(min_length = 1, max_length = 100, example = "Sea level")]
    pub name: Option<String>,
    /// The last segment of the tag's URL path, unique among tags: up to 120 letters and digits of any script, with single
    /// `-`, `_` or `.` between them. Without it, the server makes a slug from the name, and adds a number if another tag has
    /// that slug.
    #[schema(max_length = 120, format = "slug", example = "sea-level")]
    pub slug: Option<String>,
    /// The kind of subject. The default is `topic`.
    #[serde(rename = "type")]
    pub kind: Option<TagType>,
}

requires!(CreateTag: TagInput, ["name"], "A new tag.");

/// A tag in the editorial API.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tag)]
pub struct TagView {
    /// The tag's id.
    pub id: i64,
    /// The last segment of the tag's URL path, unique among tags.
    pub slug: String,
    /// The tag's name.
    pub name: String,
    /// The kind of subject.
    #[serde(rename = "type")]
    pub kind: TagType,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
    /// The time at which the tag was created.
    pub created_at: Time,
    /// The time of the last change.
    pub updated_at: Time,
}

/// A page of tags.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct TagPage {
    /// The tags, ordered by slug.
    data: Vec<TagView>,
    /// The page's limit, and the cursors of the next and previous pages.
    page: PageInfo,
}

/// Query parameters of the list of tags.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagQuery {
    /// The maximum number of tags on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
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
