//! The responses of the operations on former slugs.

use serde::Serialize;
use utoipa::ToSchema;

/// The former slugs of an article, in alphabetical order.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormerSlugList {
    /// The former slugs.
    pub data: Vec<FormerSlug>,
}

/// A slug that an article had while it was published. It redirects to the article.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormerSlug {
    /// The slug.
    #[schema(example = "storm-warning")]
    pub slug: String,
}
