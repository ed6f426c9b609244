//! What an article refers to, with names: its section, authors and tags.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Named, Names};
use crate::content::article::Credit;

/// An author's role in an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingCredit)]
pub struct CreditView {
    /// The author's id.
    pub id: i64,
    /// The author's role, such as `reporter` or `photographer`.
    pub role: String,
    /// The author's name.
    pub name: String,
    /// The author's slug.
    pub slug: String,
}

/// The section of an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingSection)]
pub struct SectionView {
    /// The section's id.
    pub id: i64,
    /// The section's path: the slugs from the top-level section to this one, separated by slashes.
    #[schema(example = "harbour/ferries")]
    pub path: String,
    /// The section's name.
    pub name: String,
}

/// A tag of an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingTag)]
pub struct TagView {
    /// The tag's id.
    pub id: i64,
    /// The tag's slug.
    pub slug: String,
    /// The tag's name.
    pub name: String,
}

impl SectionView {
    /// With the name and the address that `names` has for it.
    pub fn new(id: i64, names: &Names) -> Option<Self> {
        names.section(id).map(|Named { slug, name }| Self { id, path: slug, name })
    }
}

impl CreditView {
    /// With the name and the address that `names` has for it.
    pub fn new(Credit { id, role }: Credit, names: &Names) -> Self {
        let Named { slug, name } = names.author(id);
        Self { id, role, name, slug }
    }
}

impl TagView {
    /// With the name and the address that `names` has for it.
    pub fn new(id: i64, names: &Names) -> Option<Self> {
        names.tag(id).map(|Named { slug, name }| Self { id, slug, name })
    }
}
