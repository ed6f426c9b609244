//! What the section operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Section;
use crate::content::Time;
use crate::http::schema::requires;

/// The members of a section that can be written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SectionPatch)]
pub struct SectionInput {
    /// The section's name, up to 100 characters.
    #[schema(example = "Harbour")]
    pub name: Option<String>,
    /// Its part of the path, distinct among its siblings. Made from the name when it is not given.
    #[schema(example = "harbour")]
    pub slug: Option<String>,
    /// The section it lies in; null at the top.
    pub parent_id: Option<i64>,
    /// What the section is about, up to 1,000 characters.
    pub description: Option<String>,
    /// Its place among its siblings, smallest first; 0 when it is not given.
    pub position: Option<i32>,
}

requires!(CreateSection: "SectionPatch", ["name"]);

/// A section as editors see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Section)]
pub struct SectionView {
    /// The section's id.
    pub id: i64,
    /// The section it lies in; null at the top.
    #[schema(required)]
    pub parent_id: Option<i64>,
    /// Its part of the path.
    pub slug: String,
    /// The slugs from the top down to it, joined by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// The section's name.
    pub name: String,
    /// What the section is about.
    #[schema(required)]
    pub description: Option<String>,
    /// Its place among its siblings, smallest first, then by name.
    pub position: i32,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// All sections, ordered by their paths.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionList {
    /// The sections.
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
