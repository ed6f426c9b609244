//! The way from the top of the section tree to a section.

use serde::Serialize;
use utoipa::ToSchema;

/// A step on the way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Crumb {
    /// The section's path.
    #[schema(example = "harbour")]
    pub path: String,
    /// The section's name.
    pub name: String,
}
