//! Request and response bodies of the section operations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Section;
use crate::content::Time;
use crate::http::schema::requires;

/// The members of a section that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SectionPatch)]
pub struct SectionInput {
    /// The section's name, up to 100 characters.
    #[schema(min_length = 1, max_length = 100, example = "Harbour")]
    pub name: Option<String>,
    /// The last segment of the section's path, unique among its siblings: up to 120 letters and digits of any script, with
    /// single `-`, `_` or `.` between them. Without it, the server makes a slug from the name.
    #[schema(max_length = 120, format = "slug", example = "harbour")]
    pub slug: Option<String>,
    /// The id of the parent section; null for a top-level section.
    pub parent_id: Option<i64>,
    /// A description of the section for readers, up to 1,000 characters.
    #[schema(max_length = 1000)]
    pub description: Option<String>,
    /// The position among its siblings: smaller numbers come first. The default is 0.
    pub position: Option<i32>,
}

requires!(CreateSection: SectionInput, ["name"], "A new section.");

/// A section in the editorial API.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Section)]
pub struct SectionView {
    /// The section's id.
    pub id: i64,
    /// The id of the parent section; null for a top-level section.
    #[schema(required)]
    pub parent_id: Option<i64>,
    /// The last segment of the section's path, unique among its siblings.
    pub slug: String,
    /// The slugs of its ancestors from the top down, then its own slug, separated by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// The section's name.
    pub name: String,
    /// A description of the section for readers.
    #[schema(required)]
    pub description: Option<String>,
    /// The position among its siblings: smaller numbers come first. Siblings with the same number are ordered by name.
    pub position: i32,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
    /// The time at which the section was created.
    pub created_at: Time,
    /// The time of the last change.
    pub updated_at: Time,
}

/// All sections.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionList {
    /// The sections, ordered by path.
    pub data: Vec<SectionView>,
}

impl From<Section> for SectionView {
    fn from(section: Section) -> Self {
        Self {
            id: section.id,
            parent_id: section.parent_id,
            slug: section.slug.into_string(),
            path: section.path,
            name: section.name,
            description: section.description,
            position: section.position,
            version: section.version,
            created_at: section.created_at,
            updated_at: section.updated_at,
        }
    }
}

impl From<&Section> for SectionInput {
    fn from(section: &Section) -> Self {
        Self {
            name: Some(section.name.clone()),
            slug: Some(section.slug.to_string()),
            parent_id: section.parent_id,
            description: section.description.clone(),
            position: Some(section.position),
        }
    }
}
