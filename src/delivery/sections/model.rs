//! The row of a section, which `dto.rs` and `store.rs` share.

use diesel::prelude::*;

use crate::content::Slug;

/// A row of `published_sections`.
#[derive(Debug, Queryable)]
pub struct Section {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub slug: Slug,
    pub path: String,
    pub name: String,
    pub description: Option<String>,
    pub position: i32,
}

impl Section {
    /// Whether the section is `other`, or a descendant of it.
    pub fn is_in(&self, other: &Self) -> bool {
        let below = self.path.strip_prefix(&other.path);
        below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
    }
}
