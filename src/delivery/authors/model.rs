//! The row of an author, which `dto.rs` and `store.rs` share.

use diesel::prelude::*;

use crate::content::Slug;
use crate::db::Json;

/// A row of `published_authors`.
#[derive(Debug, Queryable)]
pub struct Author {
    pub id: i64,
    pub slug: Slug,
    pub name: String,
    pub bio: Option<String>,
    /// A [`crate::content::profile::Portrait`].
    pub image: Option<Json>,
    /// A list of [`crate::content::profile::ProfileLink`].
    pub links: Json,
}
